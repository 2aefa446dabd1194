"""Where the parts of the window are, and which of them step aside when there is no room."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.controls.splitter import HANDLE_WIDTH, Splitter
from app.panels.lesson_panel import LessonPanel
from app.theme.application import Theme
from app.views.plots.plots import PlotsRow
from app.window.room import Aside, Needs, RoomBar, find_room
from app.window.side_panel import Dock, Drawer, SidePanel
from app.window.top_bar import TopBar

PANEL_WIDTH = 352
"""Of the side panel at first, at scale 1."""
PLOTS_SHARE = 0.27
"""Of the window's height at the first start."""
LARGE_PLOT_SHARE = 0.6
"""Of the height of landscape and plots, while one plot is shown alone and large."""
LANDSCAPE_SIZE = 400, 220
"""Least size, at scale 1, beside the side panel and above plots."""
TRANSPORT_SHARE = 1.2
"""Of the least width of the transport bar, which the side panel leaves to it."""
DRAWER_MARGIN = 48
"""Of the landscape, left of a drawer, at scale 1."""


@dataclass(frozen=True)
class Parts:
    """What is arranged."""

    top_bar: TopBar
    landscape: QWidget
    transport: QWidget
    card: QWidget
    """Of the selected ball: in a presentation beside the transport bar."""
    plots: PlotsRow
    side_panel: SidePanel
    lesson: LessonPanel
    """At the left of all that is between the bars."""
    status_line: QWidget


class Arrangement(QWidget):
    """The contents of the window."""

    def __init__(self, theme: Theme, parts: Parts) -> None:
        super().__init__()
        self._theme, self._parts = theme, parts
        self._aside = Aside()
        self._wants_plots, self._wants_panel = False, True
        self._is_drawer_open = self._was_drawer_open = self._is_presenting = False
        self._panel_width = float(PANEL_WIDTH)
        self._plots_height = 0
        self.room_bar = RoomBar(theme)
        self.drawer = Drawer(theme, self)
        self._upper, self._dock = QWidget(), Dock(parts.side_panel)
        upper_column = _column(self._upper)
        upper_column.addWidget(parts.landscape, 1)
        time_row = QHBoxLayout()
        time_row.setSpacing(0)
        time_row.addWidget(parts.transport, 1)
        time_row.addWidget(parts.card)
        upper_column.addLayout(time_row)
        self.rows = Splitter(Qt.Orientation.Vertical, self._upper, parts.plots)
        self.columns = Splitter(Qt.Orientation.Horizontal, self.rows, self._dock)
        column = _column(self)
        column.addWidget(parts.top_bar)
        between = QHBoxLayout()
        between.setSpacing(0)
        between.addWidget(parts.lesson)
        between.addWidget(self.columns, 1)
        column.addLayout(between, 1)
        column.addWidget(self.room_bar)
        column.addWidget(parts.status_line)
        parts.side_panel.setParent(self)
        self._dock.placed.connect(self._place_panel)
        parts.card.hide()
        self.room_bar.hide()
        self.room_bar.plots_wanted.connect(self.show_plots)
        self.room_bar.panel_wanted.connect(self.open_drawer)
        self.columns.splitterMoved.connect(self._measure_panel)
        self.rows.splitterMoved.connect(self._measure_plots)
        parts.plots.large_changed.connect(self._enlarge_plots)
        parts.plots.changed.connect(self.arrange)
        theme.theme_changed.connect(self._on_theme_changed)

    # Sizes that are remembered.

    @property
    def panel_width(self) -> float:
        """Width of the side panel in pixels at scale 1."""
        return self._panel_width

    @property
    def plots_height(self) -> int:
        """Height of the plots in pixels; 0 while none of them is shown."""
        return self._plots_height if self._parts.plots.shown else 0

    def set_sizes(self, panel_width: float, plots_height: int) -> None:
        """Set the width of the side panel at scale 1, and the height of the plots; 0 for the first ones."""
        self._panel_width = panel_width or float(PANEL_WIDTH)
        self._plots_height = plots_height or round(self.window().height() * PLOTS_SHARE)
        self.columns.set_second_size(self._theme.scaled(self._panel_width))
        self.rows.set_second_size(self._plots_height)

    def _measure_panel(self) -> None:
        self._panel_width = self.columns.second_size / self._theme.scale

    def _measure_plots(self) -> None:
        if self._parts.plots.large is None:
            self._plots_height = self.rows.second_size

    # What is shown.

    @property
    def is_panel_shown(self) -> bool:
        """Whether the side panel can be seen, docked or in the drawer."""
        return self._is_drawer_open if self._is_drawer else self._wants_panel

    @property
    def is_panel_wanted(self) -> bool:
        """Whether the side panel is shown where there is room for it."""
        return self._wants_panel

    @property
    def is_drawer_open(self) -> bool:
        """Whether the side panel covers a part of the landscape."""
        return self._is_drawer and self._is_drawer_open

    @property
    def _is_drawer(self) -> bool:
        return self._aside.panel or self._is_presenting

    @property
    def landscape_place(self) -> QRect:
        """Where the landscape is."""
        landscape = self._parts.landscape
        return QRect(landscape.mapTo(self, QPoint()), landscape.size())

    def toggle_panel(self) -> None:
        """Show or hide the side panel."""
        if self._is_drawer:
            self.open_drawer(not self._is_drawer_open)
        else:
            self._wants_panel = not self._wants_panel
            self.arrange()

    def show_panel(self, is_shown: bool) -> None:
        """Show the side panel beside the landscape, or close it there and in the drawer."""
        self._wants_panel = is_shown
        self._is_drawer_open = self._is_drawer_open and is_shown
        self.arrange()

    def open_drawer(self, is_open: bool) -> None:
        """Open or close the drawer with the side panel."""
        self._is_drawer_open = is_open
        self.arrange()

    def show_plots(self, are_wanted: bool) -> None:
        """Show the plots although there is no room for them beside the side panel."""
        self._wants_plots = are_wanted
        self.arrange()

    def present(self, is_on: bool) -> None:
        """Show landscape, time and the card of the selected ball alone, or again all that was shown before."""
        if is_on:
            self._was_drawer_open, self._is_drawer_open = self._is_drawer_open, False
        else:
            self._is_drawer_open = self._was_drawer_open
        self._is_presenting = is_on
        self.arrange()

    def arrange(self) -> None:
        """Let the plots and the side panel step aside where there is no room, or come back."""
        parts = self._parts
        parts.top_bar.fit(self.width())
        parts.lesson.limit_width(self.width() - parts.transport.minimumSizeHint().width())
        needs, room = self._needs(), self.size() - QSize(self._lesson_width, 0)
        self._aside = find_room(room, needs, wants_plots=self._wants_plots)
        if self._wants_plots and not find_room(room, needs, wants_plots=False).plots:
            self._wants_plots = False  # there is room now; later they step aside again
        if not self._aside.panel and not self._is_presenting:
            self._is_drawer_open = False
        for widget in (parts.top_bar, parts.status_line):
            widget.setVisible(not self._is_presenting)
        parts.card.setVisible(self._is_presenting)
        self._set_plots_aside(self._aside.plots or self._is_presenting)
        self._dock_panel()
        self.room_bar.show_aside(
            plots=self._aside.plots and not self._is_presenting,
            panel=self._aside.panel and not self._is_presenting,
            are_plots_wanted=self._wants_plots and not self._is_presenting,
            is_panel_open=self._is_drawer_open,
        )
        layout = self.layout()
        if layout is not None:
            layout.activate()  # the columns have their place
        self._place_panel()
        self._leave_room(needs)

    def _leave_room(self, needs: Needs) -> None:
        """Let landscape and time keep what they need, as far as the side panel and the plots can be smaller.

        A plot that is enlarged may take it from the landscape.
        """
        plots, panel = self._parts.plots, self._parts.side_panel
        width, height = round(TRANSPORT_SHARE * self._parts.transport.minimumSizeHint().width()), 0
        if not self._dock.isHidden():
            width = min(width, self.width() - self._lesson_width - HANDLE_WIDTH - panel.minimumSizeHint().width())
        if not plots.isHidden() and plots.large is None:
            most = self.rows.height() - HANDLE_WIDTH - plots.minimumSizeHint().height()
            height = min(needs.landscape.height(), most)
        self._upper.setMinimumSize(max(min(width, self.width() - self._lesson_width), 0), max(height, 0))

    @property
    def _lesson_width(self) -> int:
        lesson = self._parts.lesson
        return 0 if lesson.isHidden() else lesson.sizeHint().width()

    def _needs(self) -> Needs:
        scaled, parts = self._theme.scaled, self._parts
        width, height = map(scaled, LANDSCAPE_SIZE)
        has_plots = bool(parts.plots.shown)
        panel = parts.side_panel.minimumSizeHint().width() + HANDLE_WIDTH if self._wants_panel else 0
        return Needs(
            landscape=QSize(max(width, parts.transport.minimumSizeHint().width()), height + parts.transport.height()),
            plots=parts.plots.minimumSizeHint() + QSize(0, HANDLE_WIDTH) if has_plots else QSize(),
            panel_width=panel,
            around=parts.top_bar.sizeHint().height() + parts.status_line.height(),
        )

    def _set_plots_aside(self, is_aside: bool) -> None:
        plots = self._parts.plots
        if is_aside == plots.is_aside:
            return
        plots.set_aside(is_aside)
        if not is_aside:
            self.rows.set_second_size(self._plots_height)

    def _dock_panel(self) -> None:
        """Give the side panel its room beside the landscape if it is wanted there."""
        is_docked = self._wants_panel and not self._is_drawer
        has_come_back = is_docked and self._dock.isHidden()
        self._dock.setVisible(is_docked)
        if has_come_back:
            self.columns.set_second_size(self._theme.scaled(self._panel_width))

    def _place_panel(self) -> None:
        """Put the side panel into its dock, or over the right part of the landscape."""
        panel, is_open = self._parts.side_panel, self.is_drawer_open
        self.drawer.setVisible(is_open)
        panel.setVisible(self.is_panel_shown)
        if is_open:
            around = self.columns.geometry()
            most = around.width() - self._theme.scaled(DRAWER_MARGIN)
            panel_width = min(self._theme.scaled(self._panel_width), most)
            place = QRect(around.x() + around.width() - panel_width, around.top(), panel_width, around.height())
            self.drawer.setGeometry(place)
            panel.setGeometry(place.adjusted(1, 0, 0, 0))
            self.drawer.raise_()
        else:
            panel.setGeometry(QRect(self._dock.mapTo(self, QPoint()), self._dock.size()))
        panel.raise_()

    def _enlarge_plots(self) -> None:
        self.rows.enlarge_second(None if self._parts.plots.large is None else LARGE_PLOT_SHARE)

    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self.arrange()
        if not self._dock.isHidden():
            self.columns.set_second_size(self._theme.scaled(self._panel_width))
        if not self._parts.plots.isHidden() and self._parts.plots.large is None:
            self.rows.set_second_size(self._plots_height)

    def minimumSizeHint(self) -> QSize:
        """With everything aside that can step aside."""
        parts, bar = self._parts, self._parts.top_bar.least_size
        landscape = parts.landscape.minimumSizeHint()
        lesson = 0 if parts.lesson.isHidden() else parts.lesson.minimumSizeHint().width()
        width = max(bar.width(), lesson + max(landscape.width(), parts.transport.minimumSizeHint().width()))
        height = bar.height() + landscape.height() + parts.transport.height() + self.room_bar.height_needed
        return QSize(width, height + parts.status_line.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()


def _column(widget: QWidget) -> QVBoxLayout:
    layout = QVBoxLayout(widget)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    return layout
