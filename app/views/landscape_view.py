"""The landscape with its balls: the hero of the window."""

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView

from app.session.session import Session
from app.theme import Theme
from app.views.ball_hand import BallHand
from app.views.balls_layer import BallsLayer
from app.views.ground import GroundLayer
from app.views.layer import OverlayLayer
from app.views.projection import Margins, Projection
from app.views.tool import Tool

MARGINS = Margins(left=44.0, top=96.0, right=44.0, bottom=92.0)
"""Around the whole curve, at scale 1: room for balls and names above, for the flag's words and the axis below."""
WHEEL_ZOOM = 1.0015
"""Factor by unit of the wheel, of which a notch has 120."""
KEY_ZOOM = 1.25
DEEPEST, WIDEST = 1e-7, 4.0
"""Least and most that can be shown, in widths of the domain."""


class LandscapeView(QGraphicsView):
    """Shows the session's landscape and balls, lets balls be dragged, and hands mouse and keys to a tool.

    Ground, balls and overlay are layers of one scene whose coordinates are the view's pixels.
    """

    def __init__(self, session: Session, theme: Theme) -> None:
        """Show a session, now and as it changes."""
        super().__init__()
        self._session, self._theme = session, theme
        self._tool: Tool | None = None
        self._tool_has_mouse = False
        self._pan_from: QPointF | None = None
        self._is_fitted = True
        self._is_frozen = False
        self._prepare_widget()
        self.ground = GroundLayer(theme)
        self.projection = self._fitted()
        self.ground.show_landscape(session.landscape, self.projection)
        self.balls = BallsLayer(session, theme, self.ground)
        self.balls.set_projection(self.projection)
        self._overlay = OverlayLayer(self._paint_overlay)
        self._hand = BallHand(session, self.balls)
        for item in (self.ground, self.balls, self._overlay):
            self.scene().addItem(item)
        self._show()
        self._describe()
        session.landscape_changed.connect(self._on_landscape_changed)
        session.balls_changed.connect(self.balls.renew_balls)
        session.rewound.connect(self.balls.renew_balls)
        session.selection_changed.connect(self.balls.renew_balls)
        session.advanced.connect(self.balls.move)
        session.playback.glided.connect(self.balls.move)
        session.title_changed.connect(self._describe)
        theme.theme_changed.connect(self._on_theme_changed)

    def _prepare_widget(self) -> None:
        self.setScene(QGraphicsScene(self))
        self.scene().setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontAdjustForAntialiasing)
        # The ground covers every pixel: nothing needs to be cleared before.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(False)
        self.viewport().setAcceptDrops(False)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.setMinimumSize(240, 160)
        self.setAccessibleName("Landscape")

    # What is shown.

    def to_curve(self, pos: QPointF) -> tuple[float, float]:
        """(w, f) at a point of the viewport, in pixels."""
        return self.projection.w(pos.x()), self.projection.f(pos.y())

    def to_pixels(self, w: float, f: float) -> QPointF:
        """The point of the viewport at (w, f), in pixels."""
        return QPointF(self.projection.x(w), self.projection.y(f))

    @property
    def visible_heights(self) -> tuple[float, float]:
        """The lowest and the highest f that are drawn."""
        return self.projection.f_lo, self.projection.f_hi

    @property
    def visible_positions(self) -> tuple[float, float]:
        """The least and the greatest w that are drawn."""
        return self.projection.w_lo, self.projection.w_hi

    def freeze_range(self, frozen: bool) -> None:
        """Keep the range as it is while the landscape is changed by hand; let go, the whole curve is fitted again."""
        self._is_frozen = frozen
        if not frozen and self._is_fitted:
            self.fit()

    def fit(self) -> None:
        """Show the whole curve."""
        self._is_fitted = True
        self.projection = self._fitted()
        self._show()

    def zoom(self, factor: float, about: QPointF | None = None) -> None:
        """Show `factor` times as much around a point of the viewport (default: its middle)."""
        point = QPointF(self.viewport().rect().center()) if about is None else about
        zoomed = self.projection.zoomed(point.x(), point.y(), factor)
        if DEEPEST <= (zoomed.w_hi - zoomed.w_lo) / self._session.landscape.width <= WIDEST:
            self._is_fitted = False
            self.projection = zoomed
            self._show()

    def _fitted(self) -> Projection:
        landscape, scale = self._session.landscape, self._theme.scale
        margins = Margins(MARGINS.left * scale, MARGINS.top * scale, MARGINS.right * scale, MARGINS.bottom * scale)
        heights = landscape.features.lowest, landscape.features.highest
        return Projection.fitted(landscape.domain, heights, self._size(), margins)

    def _size(self) -> tuple[int, int]:
        return self.viewport().width(), self.viewport().height()

    def _show(self) -> None:
        self.scene().setSceneRect(0.0, 0.0, *self._size())
        self._overlay.set_size(*self._size())
        self.ground.show_landscape(self._session.landscape, self.projection)
        self.balls.set_projection(self.projection)

    def _on_landscape_changed(self) -> None:
        lo, hi = self._session.landscape.domain
        is_in_view = lo < self.projection.w_hi and hi > self.projection.w_lo
        if not self._is_frozen and (self._is_fitted or not is_in_view):
            self.fit()
        else:
            self._show()
        self._describe()

    def _on_theme_changed(self) -> None:
        if self._is_fitted:
            self.projection = self._fitted()
        self._show()
        self.balls.renew()

    def _describe(self) -> None:
        features = self._session.landscape.features
        valleys = f"{features.valley_count} valley{'s' if features.valley_count > 1 else ''}"
        minima = ", ".join(f"{w:.3g}" for w in features.minima[features.is_global][:3]).replace("-", "−")
        lowest = f", global minimum at w = {minima}" if minima else ", no minimum"
        balls = len(self._session.run.balls)
        self.setAccessibleDescription(
            f"{self._session.title}: {valleys}{lowest}; {balls} ball{'' if balls == 1 else 's'}."
        )

    # The tool.

    def set_tool(self, tool: Tool | None) -> None:
        """Hand mouse and keys to a tool, or take them back."""
        if self._tool is not None and self._tool_has_mouse:
            self._tool.cancel()
        self._tool_has_mouse = False
        self._tool = tool
        self.request_overlay_update()

    def request_overlay_update(self) -> None:
        """Paint the tool's overlay anew soon."""
        self._overlay.update()

    def _paint_overlay(self, painter: QPainter) -> None:
        if self._tool is not None:
            self._tool.paint(painter, self)

    # Mouse and keys, at the viewport itself: not one position is left out.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pan with the middle button; offer other presses to the tool and to the balls."""
        event.accept()
        self._press(event)

    def _press(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.MiddleButton:
            self._pan_from = event.position()
            self.viewport().setCursor(Qt.CursorShape.SizeAllCursor)
            return
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        on_ball = control and bool(self.balls.balls_at(event.position().x(), event.position().y()))
        if self._tool is not None and not on_ball:
            self._tool_has_mouse = self._tool.press(*self.to_curve(event.position()), event)
        if not self._tool_has_mouse and event.button() == Qt.MouseButton.LeftButton:
            self._hand.press(event.position())
            self._show_cursor(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan, drag, draw, or see what is under the mouse."""
        event.accept()
        position = event.position()
        if self._pan_from is not None:
            self._pan_to(position)
        elif self._tool is not None and self._tool_has_mouse:
            self._tool.move(*self.to_curve(position), event)
        elif self._hand.holds:
            self._hand.move(self.projection.w(position.x()), position)
        else:
            self._show_cursor(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End what the press began."""
        event.accept()
        if event.button() == Qt.MouseButton.MiddleButton:
            self._pan_from = None
        elif self._tool is not None and self._tool_has_mouse:
            self._tool_has_mouse = False
            self._tool.release(*self.to_curve(event.position()), event)
        elif event.button() == Qt.MouseButton.LeftButton:
            self._hand.release()
        self._show_cursor(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Offer it to the tool; on empty ground show the whole curve."""
        event.accept()
        x, y = event.position().x(), event.position().y()
        if self._tool is not None and self._tool.double_click(*self.to_curve(event.position()), event):
            return
        if event.button() == Qt.MouseButton.LeftButton and not self.balls.balls_at(x, y):
            self.fit()
        else:
            self._press(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the mouse."""
        event.accept()
        self.zoom(WHEEL_ZOOM ** -event.angleDelta().y(), event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Offer keys to the tool; + and − zoom, 0 fits; all others go on to the window."""
        if self._tool is not None and self._tool.key(event):
            event.accept()
        elif event.text() in ("+", "="):
            self.zoom(1.0 / KEY_ZOOM)
        elif event.text() in ("-", "−"):
            self.zoom(KEY_ZOOM)
        elif event.text() == "0":
            self.fit()
        else:
            event.ignore()

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the mouse."""
        super().leaveEvent(event)
        self.balls.hovered = None
        if self._tool is not None:
            self._tool.leave()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the curve into the new size, or keep what was zoomed to."""
        super().resizeEvent(event)
        if self._is_fitted and not self._is_frozen:
            self.projection = self._fitted()
        else:
            self.projection = self.projection.resized(*self._size())
        self._show()

    def viewportEvent(self, event: QEvent) -> bool:
        """Answer when a tooltip is asked for."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self._hand.show_tooltip(event, self.viewport())
            return True
        return super().viewportEvent(event)

    def _pan_to(self, position: QPointF) -> None:
        if self._pan_from is not None:
            by = position - self._pan_from
            self._pan_from = position
            self._is_fitted = False
            self.projection = self.projection.moved(by.x(), by.y())
            self._show()

    def _show_cursor(self, event: QMouseEvent) -> None:
        """Let tool and balls see the mouse, and show which of them would take a press."""
        shape = self._hand.hover(event.position())
        if self._tool is not None and not self._hand.holds:
            wish = self._tool.hover(*self.to_curve(event.position()), event)
            shape = shape if wish is None else wish
        self.viewport().setCursor(shape)
