"""The list of keys, under F1."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.theme import SPACE, font
from app.window.actions import Actions, keys_in_words

MOUSE = (
    ("Drag a ball", "places it; it starts again from rest"),
    ("Wheel over the landscape", "zooms about the mouse"),
    ("Drag with the middle button", "moves the view"),
    ("Double-click the landscape", "shows all of it"),
    ("Points: double-click, right-click", "adds a point, removes one"),
)


class ShortcutsDialog(QDialog):
    """Every command that has keys, group by group, and what the mouse does."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keyboard and mouse")
        self.setAccessibleName("Keyboard and mouse")
        sheet = QWidget()
        grid = QGridLayout(sheet)
        grid.setHorizontalSpacing(6 * SPACE)
        grid.setVerticalSpacing(SPACE)
        for group in dict.fromkeys(command.group for command in actions.commands):
            rows = [
                (command.text.removesuffix("…"), keys_in_words(actions[command.name]))
                for command in actions.commands
                if command.group == group and command.keys
            ]
            _add_group(grid, group, rows)
        _add_group(grid, "Mouse", MOUSE)
        area = QScrollArea()
        area.setWidget(sheet)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.addWidget(area)
        self.resize(sheet.sizeHint().width() + 12 * SPACE, min(680, sheet.sizeHint().height() + 10 * SPACE))


def _add_group(grid: QGridLayout, title: str, rows: Sequence[tuple[str, str]]) -> None:
    if not rows:
        return
    heading = QLabel(title)
    heading.setFont(font("title"))
    heading.setContentsMargins(0, 2 * SPACE, 0, SPACE)
    grid.addWidget(heading, grid.rowCount(), 0, 1, 2)
    for left, right in rows:
        line = grid.rowCount()
        grid.addWidget(QLabel(left), line, 0)
        explained = QLabel(right)
        explained.setProperty("tone", "muted")
        grid.addWidget(explained, line, 1)
