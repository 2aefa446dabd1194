"""The help under F1: keys and mouse actions, and the words that the program explains."""

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.controls.buttons import SegmentedControl
from app.controls.plain_text import plain_label
from app.controls.terms import Explanation
from app.text.commands import MAP_KEYS, MOUSE_ACTIONS, PLOT_KEYS, POINT_KEYS
from app.text.glossary import TERMS
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
KEYS, WORDS = "keys", "words"
"""Names of the pages."""
MAX_WORD_COLUMNS, WORDS_GAP = 3, 8 * SPACE
MARGINS = QSize(12 * SPACE, 10 * SPACE)
"""Around a page."""


class HelpDialog(QDialog):
    """Two pages: every command that has keys and what the mouse does; and the glossary."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Help"))
        self.setAccessibleName(_("Help"))
        largest = self.screen().availableSize() * MAX_SCREEN_SHARE
        self.page = SegmentedControl(
            _("Page"),
            [
                (KEYS, _("Keyboard and mouse"), _("What keys and mouse do")),
                (WORDS, _("Words"), _("Words that are underlined in the window, explained")),
            ],
        )
        self._pages = QStackedWidget()
        width = largest.width() - MARGINS.width()
        sheets = {KEYS: _keys_sheet(actions, width), WORDS: _words_sheet(width)}
        self._areas = {name: _scrolling(sheet) for name, sheet in sheets.items()}
        for area in self._areas.values():
            self._pages.addWidget(area)
        self.page.chosen.connect(self.show_page)
        row = QHBoxLayout()
        row.addWidget(self.page)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addLayout(row)
        layout.addWidget(self._pages)
        room = QSize(0, self.page.sizeHint().height()) + MARGINS
        widest = max(sheet.sizeHint().width() for sheet in sheets.values())
        self.resize((QSize(widest, sheets[KEYS].sizeHint().height()) + room).boundedTo(largest))

    def show_page(self, name: str) -> None:
        """Show a page, by its name."""
        self.page.set_choice(name)
        self._pages.setCurrentWidget(self._areas[name])


def _scrolling(sheet: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(sheet)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area


def _words_sheet(max_width: int) -> QWidget:
    """Every term of the glossary, in as many columns as have room."""
    sheet = QWidget()
    explanations = [Explanation(term) for term in TERMS]
    column_width = explanations[0].sizeHint().width() + WORDS_GAP
    columns = min(MAX_WORD_COLUMNS, max(1, max_width // column_width))
    grid = QGridLayout(sheet)
    grid.setHorizontalSpacing(WORDS_GAP)
    grid.setVerticalSpacing(6 * SPACE)
    for index, explanation in enumerate(explanations):
        grid.addWidget(explanation, *divmod(index, columns))
    grid.setColumnStretch(columns, 1)
    return sheet


def _keys_sheet(actions: Actions, max_width: int) -> QWidget:
    """Keys and mouse actions by groups, in two columns if they have room."""
    groups = _groups(actions)
    middle = _middle(groups)
    sheet = _sheet(groups[:middle], groups[middle:])
    if sheet.sizeHint().width() > max_width:  # in a language with long words
        sheet = _sheet(groups)
    return sheet


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
