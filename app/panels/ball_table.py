"""The table of the balls: every value and what has become of each ball, in a window that stands beside the others."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShowEvent
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

from app.controls.plain_text import plain_label
from app.panels.ball_table_model import STYLE_COLUMN, BallTableModel
from app.session.session import Session
from app.text.numbers import whole
from app.text.translation import _, ngettext
from app.theme.application import Theme
from app.theme.palette import SPACE

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
CELL_MARGIN = 20
MAX_NAME_WIDTH = 220


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
