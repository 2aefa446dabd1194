"""The list of keys, under F1."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.controls.plain_text import plain_label
from app.theme import SPACE, font
from app.window.actions import Actions, keys_in_words

Group = tuple[str, list[tuple[str, str]]]
"""A title, and what is done by which keys."""
LARGEST = 0.9
"""Share of the screen that the list may take before it scrolls."""
TITLE_ROWS = 2
"""Rows that a title takes."""
MOUSE = (
    ("Drag the line of time", "shows another step; its marks say what happened"),
    ("Drag a ball", "places it; it starts again from rest"),
    ("Wheel over the landscape", "zooms about the mouse"),
    ("Drag with the middle button", "moves the view"),
    ("Double-click the landscape", "shows all of it"),
    ("Mouse over a slider of α", "shows where the ball would end"),
    ("Mouse over the outcome map", "shows the run that sets out there"),
    ("Click or drag on the map", "lets the selected ball set out there"),
    ("Wheel over the map", "zooms; a double-click shows all of it"),
    ("Points: double-click, right-click", "adds a point, removes one"),
    ("Draw: drag with Ctrl", "moves a ball instead of drawing"),
)
POINTS = (
    ("Select the next, the one before", "Tab, Shift+Tab"),
    ("Nudge the selected one", "arrow keys, with Shift finer"),
    ("Add one beside it, remove it", "Ins, Del"),
    ("Put it back, or select none", "Esc"),
)
MAP = (
    ("Move the selected ball", "arrow keys, with Shift further"),
    ("Zoom in, zoom out, show all", "+ - 0"),
)


class ShortcutsDialog(QDialog):
    """Every command that has keys, group by group in two columns, and what the mouse does."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keyboard and mouse")
        self.setAccessibleName("Keyboard and mouse")
        groups = _groups(actions)
        sheet = QWidget()
        columns = QHBoxLayout(sheet)
        columns.setSpacing(12 * SPACE)
        middle = _middle(groups)
        for column in (groups[:middle], groups[middle:]):
            columns.addLayout(_column(column))
        area = QScrollArea()
        area.setWidget(sheet)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.addWidget(area)
        room = self.screen().availableSize() * LARGEST
        self.resize((sheet.sizeHint() + QSize(12 * SPACE, 10 * SPACE)).boundedTo(room))


def _groups(actions: Actions) -> list[Group]:
    names = dict.fromkeys(command.group for command in actions.commands)
    keys = {
        name: [
            (command.text.removesuffix("…"), keys_in_words(actions[command.name]))
            for command in actions.commands
            if command.group == name and command.keys
        ]
        for name in names
    }
    return [*keys.items(), ("Points", list(POINTS)), ("Outcome map", list(MAP)), ("Mouse", list(MOUSE))]


def _middle(groups: list[Group]) -> int:
    """After how many groups to begin the second column, so that both are about equally long."""
    lengths = [len(rows) + TITLE_ROWS for _, rows in groups]
    return min(range(1, len(groups)), key=lambda first: max(sum(lengths[:first]), sum(lengths[first:])))


def _column(groups: list[Group]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(6 * SPACE)
    grid.setVerticalSpacing(SPACE)
    for title, rows in groups:
        heading = plain_label(title)
        heading.setFont(font("title"))
        heading.setContentsMargins(0, 2 * SPACE, 0, SPACE)
        grid.addWidget(heading, grid.rowCount(), 0, 1, 2)
        for left, right in rows:
            line = grid.rowCount()
            grid.addWidget(plain_label(left), line, 0)
            explained = plain_label(right)
            explained.setProperty("tone", "muted")
            grid.addWidget(explained, line, 1)
    grid.setRowStretch(grid.rowCount(), 1)
    return grid
