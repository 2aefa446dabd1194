"""The list of keys and mouse actions under F1."""

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.controls.plain_text import plain_label
from app.text.commands import MAP_KEYS, MOUSE_ACTIONS, PLOT_KEYS, POINT_KEYS
from app.text.translation import _
from app.theme.application import font
from app.theme.palette import SPACE
from app.window.commands import Actions, native_keys

Group = tuple[str, list[tuple[str, str]]]
"""A title, and rows of what is done and by which keys."""
MAX_SCREEN_SHARE = 0.9
"""Of the screen's width and height; a longer list scrolls."""
TITLE_ROWS = 2
"""Height of a title in rows."""


class ShortcutsDialog(QDialog):
    """Every command that has keys, by groups in two columns if they have room, and what the mouse does."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Keyboard and mouse"))
        self.setAccessibleName(_("Keyboard and mouse"))
        groups = _groups(actions)
        largest, margins = self.screen().availableSize() * MAX_SCREEN_SHARE, QSize(12 * SPACE, 10 * SPACE)
        middle = _middle(groups)
        sheet = _sheet(groups[:middle], groups[middle:])
        if (sheet.sizeHint() + margins).width() > largest.width():  # in a language with long words
            sheet = _sheet(groups)
        area = QScrollArea()
        area.setWidget(sheet)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.addWidget(area)
        self.resize((sheet.sizeHint() + margins).boundedTo(largest))


def _groups(actions: Actions) -> list[Group]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for command in actions.commands:
        rows = groups.setdefault(_(command.group), [])
        if command.keys:
            rows.append((_(command.text).removesuffix("…"), native_keys(actions[command.name])))
    return [
        *groups.items(),
        (_("Points"), _translated(POINT_KEYS)),
        (_("Outcome map"), _translated(MAP_KEYS)),
        (_("Plots"), _translated(PLOT_KEYS)),
        (_("Mouse"), _translated(MOUSE_ACTIONS)),
    ]


def _translated(rows: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(_(left), _(right)) for left, right in rows]


def _middle(groups: list[Group]) -> int:
    """The index of the first group in the second column, so that both are about equally long."""
    lengths = [len(rows) + TITLE_ROWS for _title, rows in groups]
    return min(range(1, len(groups)), key=lambda first: max(sum(lengths[:first]), sum(lengths[first:])))


def _sheet(*columns: list[Group]) -> QWidget:
    sheet = QWidget()
    row = QHBoxLayout(sheet)
    row.setSpacing(12 * SPACE)
    for groups in columns:
        row.addLayout(_column(groups))
    return sheet


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
            row = grid.rowCount()
            grid.addWidget(plain_label(left), row, 0)
            keys = plain_label(right)
            keys.setProperty("tone", "muted")
            grid.addWidget(keys, row, 1)
    grid.setRowStretch(grid.rowCount(), 1)
    return grid
