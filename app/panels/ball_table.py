"""The table of the balls: every value and what has become of each ball, in a window that stands beside the others."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QCloseEvent, QIcon, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QDialog,
    QHBoxLayout,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.controls.plain_text import plain_label, plain_tooltip
from app.files.trajectories import without_formula
from app.session.scene import BallStyle
from app.session.session import Session
from app.text.ball_table import BallColumn, Value, ball_columns
from app.text.numbers import whole
from app.text.outcomes import screen_word
from app.text.translation import _, ngettext
from app.theme.application import Theme
from app.theme.markers import Marker, ball_icon
from app.theme.palette import SPACE, colour_name
from physics.number_text import MINUS
from physics.rules.registry import RULES

Index = QModelIndex | QPersistentModelIndex
DISPLAY = Qt.ItemDataRole.DisplayRole
NO_INDEX = QModelIndex()
STYLE_COLUMN = 1
"""Where the discs are; the column before it has the balls' numbers."""
HEIGHT = 360
"""Of the window when it is opened first, in pixels at scale 1."""
INSET = 12
"""Between the window and the lower left corner of the main one, where it is opened first."""
WIDE_NUMBER = "−8.888888"
"""Of w and f, which change while the run plays."""
NAVIGATION_KEYS = {
    *(Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down),
    *(Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown),
}
SAMPLED_ROWS = 50
"""For the widths of columns: there may be a thousand."""
CELL_MARGIN = 20
MAX_NAME_WIDTH = 220


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
            self._icons[key] = ball_icon(self._theme.palette, style.colour, Marker.of(style.mark))
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
    mark = _(Marker.of(styles[ball].mark).value)
    return _("{colour}, {mark}").format(colour=colour_name(styles[ball].colour), mark=mark)


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


class BallTableView(QTableView):
    """Rows that are sorted by a click on a heading, or by Return in a column; Ctrl+C copies those that are selected."""

    copy_wanted = Signal()

    def __init__(self, model: BallTableModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setAccessibleName(_("Table of the balls"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setResizeContentsPrecision(0)  # only rows in sight: there may be a thousand
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._sort_by_column()
        elif event.key() == Qt.Key.Key_Space:
            event.ignore()  # as in the window it plays and pauses
        else:
            super().keyPressEvent(event)
            if event.key() in NAVIGATION_KEYS:
                event.accept()  # also at the end of the table, where Qt would hand it on to the window's commands

    def _sort_by_column(self) -> None:
        """Sort by the column of the current cell; by the same one again, the other way round."""
        header, column = self.horizontalHeader(), self.currentIndex().column()
        is_reversed = header.sortIndicatorSection() == column and (
            header.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder
        )
        header.setSortIndicator(column, Qt.SortOrder.DescendingOrder if is_reversed else Qt.SortOrder.AscendingOrder)


class BallTable(QDialog):
    """The table with its buttons; it stays open while the run plays, and shows it."""

    export_wanted = Signal()
    """The person asks for the table in a file."""

    def __init__(
        self, session: Session, theme: Theme, press: Callable[[QKeyEvent], bool], parent: QWidget | None
    ) -> None:
        """`press` runs the command of a plain key of the window; False when there is none."""
        super().__init__(parent, Qt.WindowType.Tool)  # so that the shortcuts of the window go on working
        self.setWindowTitle(_("Table of the balls"))
        self._session, self._theme, self._press = session, theme, press
        self.model = BallTableModel(session, theme, self)
        self.view = BallTableView(self.model)
        self.copy_button = QPushButton(_("Copy"), autoDefault=False)
        self.export_button = QPushButton(_("Save as…"), autoDefault=False)
        self._lay_out()
        self.view.copy_wanted.connect(self.copy_selected)
        self.copy_button.clicked.connect(self.copy)
        self.export_button.clicked.connect(self.export_wanted)
        self.view.selectionModel().currentRowChanged.connect(self._on_row_chosen)
        self.model.modelReset.connect(self._on_reset)
        changes = session.balls_changed, session.parameters_changed, session.recording_reset, session.seeked
        for signal in (*changes, session.playback.moving_changed):
            signal.connect(self.model.forget_names)
        for signal in (session.texts_due, session.parameters_changed, session.balls_changed):
            signal.connect(self._refresh)
        session.selection_changed.connect(self._show_selected)
        theme.theme_changed.connect(self._take_sizes)

    def toggle(self) -> None:
        """Open the table and give it the keyboard, or close it."""
        if self.isVisible():
            self.close()
        else:
            self.show()
            self.activateWindow()
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.model.refresh()
        if self.view.verticalHeader().defaultSectionSize() != self._row_height():
            self._take_sizes()
            self._take_place()
        self.resize(max(self.width(), self._usual_width()), self.height())
        self._show_selected()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        window = self.parentWidget()
        if window is not None:
            window.activateWindow()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape or not self._press(event):
            super().keyPressEvent(event)

    def copy(self) -> None:
        """Copy the selected rows, or all of them unless several are selected."""
        rows = self._selected_rows()
        self._copy(rows if len(rows) > 1 else range(self.model.rowCount()))

    def copy_selected(self) -> None:
        """Copy the selected rows."""
        self._copy(self._selected_rows())

    def _copy(self, rows: Sequence[int]) -> None:
        QApplication.clipboard().setText(self.model.table(rows))
        message = ngettext("{count} row is on the clipboard.", "{count} rows are on the clipboard.", len(rows))
        self._session.message.emit(message.format(count=whole(len(rows))))

    def _selected_rows(self) -> list[int]:
        return sorted(index.row() for index in self.view.selectionModel().selectedRows())

    def _refresh(self, *_: object) -> None:
        if self.isVisible():
            self.model.refresh()

    def _on_row_chosen(self, index: QModelIndex) -> None:
        if index.isValid():
            self._session.select(self.model.ball_at(index.row()))

    def _on_reset(self) -> None:
        self._fit_columns()
        self._show_selected()

    def _show_selected(self) -> None:
        """Make the row of the selected ball the current one, unless it is."""
        selected, model = self._session.selected, self.model
        if not self.isVisible() or not 0 <= selected < model.rowCount():
            return
        row, current = model.row_of(selected), self.view.currentIndex()
        if current.row() != row:
            index = model.index(row, max(0, current.column()))
            flags = QItemSelectionModel.SelectionFlag
            self.view.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
            self.view.scrollTo(index)

    def _lay_out(self) -> None:
        hint = plain_label(_("A click on a heading sorts, or Return in its column. Ctrl+C copies the selected rows."))
        hint.setProperty("tone", "muted")
        self.copy_button.setToolTip(_("Copies the selected rows, or all of them, for a spreadsheet"))
        self.export_button.setToolTip(_("Writes all rows into a file: CSV, or separated by tabs"))
        row = QHBoxLayout()
        row.setSpacing(2 * SPACE)
        row.addWidget(hint, 1)
        row.addWidget(self.copy_button)
        row.addWidget(self.export_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * SPACE, 3 * SPACE, 3 * SPACE, 3 * SPACE)
        column.setSpacing(2 * SPACE)
        column.addWidget(self.view, 1)
        column.addLayout(row)

    def _row_height(self) -> int:
        return self.view.fontMetrics().height() + 2 * SPACE

    def _take_sizes(self) -> None:
        if not self.isVisible():
            return  # the model is refreshed when the table is shown
        self.view.verticalHeader().setDefaultSectionSize(self._row_height())
        self._fit_columns()

    def _usual_width(self) -> int:
        """The width in pixels at which all columns are in sight, if the screen has it."""
        bar = self.view.verticalScrollBar().sizeHint().width()
        width = self.view.horizontalHeader().length() + bar + 2 * self.view.frameWidth() + 6 * SPACE
        return min(width, self._room().width() - 2 * INSET)

    def _room(self) -> QRect:
        return (self.parentWidget() or self).screen().availableGeometry()

    def _take_place(self) -> None:
        """As wide as the columns, and where it covers no more than it must: in the lower left corner."""
        self.resize(self._usual_width(), self._theme.scaled(HEIGHT))
        window, room = self.parentWidget(), self._room()
        if window is not None:
            corner = window.geometry().bottomLeft() + QPoint(INSET, -INSET - self.height())
            self.move(max(corner.x(), room.x()), max(corner.y(), room.y()))

    def _fit_columns(self) -> None:
        """Widths for the texts of some rows, and for what w and f may become; long names are cut."""
        self.view.resizeColumnsToContents()
        last, metrics = self.model.columnCount() - 1, self.view.fontMetrics()
        for column in range(last + 1):
            texts = self.model.longest_text(column), WIDE_NUMBER if column >= last - 1 else ""
            width = max(map(metrics.horizontalAdvance, texts)) + CELL_MARGIN
            self.view.setColumnWidth(column, max(width, self.view.columnWidth(column)))
        name = STYLE_COLUMN + 1
        self.view.setColumnWidth(name, min(self.view.columnWidth(name), self._theme.scaled(MAX_NAME_WIDTH)))
