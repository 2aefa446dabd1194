"""The widget of a plot: a view box between a header and its axes, with its keys, its menu and a button to fit it."""

from collections.abc import Callable
from typing import Any, NamedTuple

import pyqtgraph
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGraphicsGridLayout, QGraphicsView, QGraphicsWidget, QMenu, QPushButton, QWidget

from app.controls.event_filter import EventFilter
from app.controls.focus_ring import FocusRing, paint_focus_ring
from app.plotting.axis import NumberAxis
from app.plotting.layer import is_painted
from app.plotting.ticks import FindTicks
from app.plotting.view_box import PlotViewBox
from app.text.translation import _
from app.theme.application import Theme
from app.theme.palette import RADIUS, SPACE

HEADER_HEIGHT_PX = 28.0
MARGIN_RIGHT_PX = 12.0
KEY_ZOOM = 0.8
"""Share of what is shown that is left after a press of +."""
ZOOM_KEYS = frozenset({Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus, Qt.Key.Key_0, Qt.Key.Key_A})
FOCUS_RING_INSET_PX = 1.0
WITH_OTHER_KEYS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class PlotHeader(QGraphicsWidget):
    """The row above a view box, painted by a callback.

    An error in it is reported like any other; then the row stays empty until `renew`.
    """

    def __init__(self, paint: Callable[[QPainter, float, float], None], height: float) -> None:
        """`paint` gets the painter, the width and the height in pixels."""
        super().__init__()
        self._paint_callback = paint
        self._has_failed = False
        self.set_height(height)

    def set_height(self, height: float) -> None:
        """Set the height in pixels."""
        self.setMinimumHeight(height)
        self.setMaximumHeight(height)

    def renew(self) -> None:
        """Paint the header again: something of it has changed."""
        self._has_failed = False
        self.update()

    def paint(self, painter: QPainter, *_: object) -> None:
        if self._has_failed:
            return
        painter.save()
        size = self.size()
        self._has_failed = not is_painted(lambda: self._paint_callback(painter, size.width(), size.height()))
        painter.restore()


class PictureCommands(NamedTuple):
    """What copies and saves a picture of a plot in a window."""

    copy: Callable[[], object]
    save: Callable[[], object]


class PlotView(pyqtgraph.GraphicsView):
    """One plot. `A`, a double click or the button in the corner fit it; + and − zoom."""

    def __init__(self, theme: Theme, ticks: tuple[FindTicks, FindTicks], *, has_axes_inside: bool = False) -> None:
        """`ticks`: of the axis below and of the one at the left, which are beside the view box or within it."""
        super().__init__(background=None)
        self._theme = theme
        self._header: PlotHeader | None = None
        self.picture_commands: PictureCommands | None = None
        """Those of the window, if it has any."""
        self._ring = FocusRing(is_for_tab_alone=True)
        self.setBackground(self.surface_colour)
        # The background is one opaque colour: painted once, and faster than a kept picture of it.
        self.setCacheMode(self.CacheModeFlag.CacheNone)
        self.viewport().setAutoFillBackground(False)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setOptimizationFlag(self.OptimizationFlag.DontAdjustForAntialiasing)
        self.scene().setItemIndexMethod(self.scene().ItemIndexMethod.NoIndex)
        self.view_box = PlotViewBox()
        self.bottom_axis = NumberAxis("bottom", self.view_box, theme, ticks[0])
        self.left_axis = NumberAxis("left", self.view_box, theme, ticks[1])
        content = QGraphicsWidget()
        content.setFlag(content.GraphicsItemFlag.ItemHasNoContents)
        self._layout = QGraphicsGridLayout(content)
        self._layout.setSpacing(0.0)
        self._has_axes_inside = has_axes_inside
        if has_axes_inside:
            self._layout.addItem(self.view_box, 1, 0)
            for axis in (self.left_axis, self.bottom_axis):
                axis.put_inside()
        else:
            self._layout.addItem(self.left_axis, 1, 0)
            self._layout.addItem(self.view_box, 1, 1)
            self._layout.addItem(self.bottom_axis, 2, 1)
        self.setCentralItem(content)
        self.fit_button = QPushButton(_("Fit"), self)
        self.fit_button.setProperty("kind", "quiet")
        self.fit_button.setToolTip(_("Only a part is shown: show everything (A, or a double click)"))
        self.fit_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.fit_button.setCursor(Qt.CursorShape.ArrowCursor)
        self.fit_button.clicked.connect(self.fit)
        self.fit_button.hide()
        self.view_box.changed_by_hand.connect(self.show_fit_button)
        theme.theme_changed.connect(self.restyle)
        EventFilter(self, accepts_key=self.uses_key)
        self._set_margins()

    def set_header(self, paint: Callable[[QPainter, float, float], None]) -> None:
        """Put a row above the view box."""
        self._header = PlotHeader(paint, HEADER_HEIGHT_PX * self._theme.scale)
        self._layout.addItem(self._header, 0, 0, 1, 2)

    def renew_header(self) -> None:
        """Paint the row above the view box again."""
        if self._header is not None:
            self._header.renew()

    def remove_background(self) -> None:
        """Leave what is behind the plot as it is, in a picture that has no background."""
        self.setBackground(None)

    @property
    def surface_colour(self) -> QColor:
        """The colour around the view box."""
        return self._theme.palette.background

    def restyle(self) -> None:
        """Take the colours and text sizes of the theme."""
        self.setBackground(self.surface_colour)
        self.bottom_axis.restyle()
        self.left_axis.restyle()
        if self._header is not None:
            self._header.set_height(HEADER_HEIGHT_PX * self._theme.scale)
            self._header.renew()
        self._set_margins()
        self._place_fit_button()

    def _set_margins(self) -> None:
        right, bottom = (0.0, 0.0) if self._has_axes_inside else (MARGIN_RIGHT_PX * self._theme.scale, float(SPACE))
        self._layout.setContentsMargins(0.0, 0.0, right, bottom)

    # Painting.

    def prepare(self) -> None:
        """Make what is new, just before the plot is painted."""

    def paintEvent(self, event: QPaintEvent) -> None:
        self.prepare()
        QGraphicsView.paintEvent(self, event)  # pyqtgraph's would prepare the items of its view box, which has none

    def render(self, *args: Any) -> None:
        self.prepare()
        QGraphicsView.render(self, *args)

    # Zoom.

    def fit(self) -> None:
        """Show everything."""
        self.view_box.fit()

    def show_fit_button(self) -> None:
        """Show the button while only a part is shown."""
        self.fit_button.setVisible(not all(self.view_box.is_fitted))
        self._place_fit_button()

    def _place_fit_button(self) -> None:
        self.fit_button.adjustSize()
        self.fit_button.move(self.width() - self.fit_button.width() - 2 * SPACE, 0)

    def close(self) -> bool:
        """Close like any widget, which can be shown again; pyqtgraph would take the scene apart."""
        return QWidget.close(self)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        if event is not None:  # pyqtgraph calls it itself before everything is made
            self._place_fit_button()

    def in_box(self, position: QPointF) -> QPointF:
        """A point of the widget in pixels of the view box."""
        return QPointF(self.view_box.mapFromScene(self.mapToScene(position.toPoint())))

    def in_widget(self, point: QPointF) -> QPointF:
        """A point of the view box in pixels of the widget."""
        return QPointF(self.mapFromScene(self.view_box.mapToScene(point)))

    # Focus.

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._ring.follow(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._ring.follow(event)
        self.viewport().update()

    def drawForeground(self, painter: QPainter, _rect: QRectF | QRect) -> None:  # Qt's name
        if self._ring.is_shown:
            inset = FOCUS_RING_INSET_PX
            box = QRectF(self.viewport().rect()).adjusted(inset, inset, -inset, -inset)
            self._ring.is_shown = is_painted(lambda: paint_focus_ring(painter, box, RADIUS))

    # Keys and menu.

    def uses_key(self, event: QKeyEvent) -> bool:
        """Whether a key is for this plot, even if it is a shortcut of the window.

        Without a focus ring the window zooms what is under the mouse.
        """
        return self._ring.is_shown and _is_zoom_key(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        elsewhere = not self._ring.is_shown and plot_under_mouse(self.window()) not in (self, None)
        if elsewhere or not _is_zoom_key(event):
            event.ignore()
            return
        match event.key():
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.view_box.zoom(KEY_ZOOM)
            case Qt.Key.Key_Minus:
                self.view_box.zoom(1.0 / KEY_ZOOM)
            case _:
                self.fit()
        event.accept()

    def fill_menu(self, menu: QMenu, at: QPointF) -> None:  # noqa: ARG002  # plots without a menu of their own
        """Add the commands for a right click at a point, in pixels of the view."""
        commands = self.picture_commands
        if commands is not None:
            menu.addAction(_("Copy picture")).triggered.connect(lambda: commands.copy())
            menu.addAction(_("Save picture…")).triggered.connect(lambda: commands.save())
        menu.addAction(_("Fit")).triggered.connect(self.fit)

    def open_menu(self, at: QPointF) -> None:
        """Open the context menu at a point, in pixels of the view."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fill_menu(menu, at)
        menu.popup(self.mapToGlobal(at.toPoint()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self.open_menu(QPointF(QPoint(self.width() // 2, self.height() // 2)))
        event.accept()  # with the mouse it opens on release: the right button also scales


def plot_under_mouse(window: QWidget) -> PlotView | None:
    """The plot of a window that the mouse is over."""
    return next((plot for plot in window.findChildren(PlotView) if plot.underMouse()), None)


def _is_zoom_key(event: QKeyEvent) -> bool:
    return event.key() in ZOOM_KEYS and not event.modifiers() & WITH_OTHER_KEYS
