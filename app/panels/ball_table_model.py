"""The table of the balls as Qt's tables have it: a row for each ball, in the order of one column."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QIcon

from app.controls.plain_text import plain_tooltip
from app.files.trajectories import without_formula
from app.session.scene import BallStyle
from app.session.session import Session
from app.text.ball_table import BallColumn, Value, ball_columns
from app.text.numbers import MINUS
from app.text.outcomes import screen_word
from app.text.translation import _
from app.theme.application import Theme
from app.theme.markers import Marker, ball_icon
from app.theme.palette import colour_name
from physics.rules.registry import RULES

Index = QModelIndex | QPersistentModelIndex
DISPLAY = Qt.ItemDataRole.DisplayRole
NO_INDEX = QModelIndex()
STYLE_COLUMN = 1
"""Where the discs are; the column before it has the balls' numbers."""
SAMPLED_ROWS = 50
"""For the widths of columns: there may be a thousand."""


class BallTableModel(QAbstractTableModel):
    """A row for each ball, in the order of one column; texts are made for the cells that are seen."""

    def __init__(self, session: Session, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._theme = session, theme
        self._columns: list[BallColumn] = []
        self._order: list[int] = []
        """The index of the ball in each row."""
        self._sorted_by: tuple[int, Qt.SortOrder] | None = None
        self._icons: dict[tuple[BallStyle, str], QIcon] = {}
        self._names: dict[int, str] = {}
        """Those that have been asked for: making a thousand takes longer than a frame may."""

    def forget_names(self) -> None:
        """Ask for names again."""
        self._names.clear()

    def refresh(self) -> None:
        """Show the balls as they are now."""
        columns, count = _columns_of(self._session, self._name), len(self._session.run.balls)
        if count == len(self._order) and _headings(columns) == _headings(self._columns):
            self._columns = columns
            if not count:
                return
            self._reorder()
            self.dataChanged.emit(self.index(0, 0), self.index(count - 1, len(columns) - 1))
        else:
            self.beginResetModel()
            self._columns = columns
            self._order = self._sorted(count)
            self.endResetModel()

    def ball_at(self, row: int) -> int:
        """The index of the ball in a row."""
        return self._order[row]

    def row_of(self, ball: int) -> int:
        """The row of a ball. ValueError if it has none."""
        return self._order.index(ball)

    def longest_text(self, column: int) -> str:
        """The longest text of a column in about fifty rows; empty for the discs."""
        if column == STYLE_COLUMN:
            return ""
        balls = range(0, len(self._order), max(1, len(self._order) // SAMPLED_ROWS))
        return max(map(self._columns[column].text, balls), key=len, default="")

    def table(self, rows: Sequence[int]) -> str:
        """Rows under their headings, separated by tabs, with all digits."""
        lines = [_headings(self._columns)]
        lines += [[_cell(column.value(self._order[row])) for column in self._columns] for row in rows]
        return "".join("\t".join(line) + "\n" for line in lines)

    # What the view asks for.

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        if orientation == Qt.Orientation.Horizontal and section < len(self._columns):
            column = self._columns[section]
            if role == DISPLAY:
                return column.heading
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(column)
        return None

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        column, ball = self._columns[index.column()], self._order[index.row()]
        if ball >= len(self._session.styles):
            return None  # it was removed while the table was closed; Qt asks closed views for sizes
        is_style = index.column() == STYLE_COLUMN
        if role == DISPLAY and not is_style:
            text = column.text(ball)
            return text.replace("-", MINUS) if column.is_number else text
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if is_style and role == Qt.ItemDataRole.DecorationRole:
            return self._icon(self._session.styles[ball])
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.heading}: {column.text(ball)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(column.text(ball))
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sorted_by = (column, order) if column >= 0 else None
        self._reorder()

    def _name(self, ball: int) -> str:
        if ball not in self._names:
            self._names[ball] = self._session.name(ball)
        return self._names[ball]

    def _icon(self, style: BallStyle) -> QIcon:
        key = style, self._theme.palette.name
        if key not in self._icons:
            self._icons[key] = ball_icon(self._theme.palette, style.colour, Marker.of(style.marker))
        return self._icons[key]

    def _reorder(self) -> None:
        order = self._sorted(len(self._order))
        if order == self._order:
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        row_of = {ball: row for row, ball in enumerate(order)}
        after = [self.index(row_of[self._order[each.row()]], each.column()) for each in before]
        self._order = order
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _sorted(self, count: int) -> list[int]:
        """The balls in the order of the column that they are sorted by; those without a value come last."""
        balls = list(range(count))
        if self._sorted_by is None or self._sorted_by[0] >= len(self._columns):
            return balls
        index, order = self._sorted_by
        values = [self._columns[index].value(ball) for ball in balls]
        present = [ball for ball in balls if values[ball] is not None]
        present.sort(key=lambda ball: _key(values[ball]), reverse=order == Qt.SortOrder.DescendingOrder)
        return present + [ball for ball in balls if values[ball] is None]


def _columns_of(session: Session, name: Callable[[int], str]) -> list[BallColumn]:
    """The columns of the window: before those of the command line the number of each ball, and its disc."""
    run, styles = session.run, session.styles
    numbers, looks = range(1, len(run.balls) + 1), partial(_look, styles)
    return [
        BallColumn("#", numbers.__getitem__, lambda ball: str(numbers[ball]), is_number=True),
        BallColumn(_("look"), looks, looks),
        *ball_columns(
            run,
            name,
            [RULES[code] for code in run.rule.tolist()],
            {name: column.tolist() for name, column in run.parameters.items()},
            rule_text=lambda rule: _(rule.title),
            outcome_text=screen_word,
        ),
    ]


def _look(styles: Sequence[BallStyle], ball: int) -> str:
    marker = _(Marker.of(styles[ball].marker).value)
    return _("{colour}, {marker}").format(colour=colour_name(styles[ball].colour), marker=marker)


def _headings(columns: Sequence[BallColumn]) -> list[str]:
    return [column.heading for column in columns]


def _key(value: Value) -> float | str:
    return value.casefold() if isinstance(value, str) else value or 0.0


def _cell(value: Value) -> str:
    if isinstance(value, str):
        return without_formula(value.replace("\t", " "))
    return "" if value is None else repr(value)


def _alignment(column: BallColumn) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
