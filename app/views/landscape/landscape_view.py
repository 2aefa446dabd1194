"""The landscape with its balls: the hero of the window."""

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPen

from app.controls.event_filter import EventFilter
from app.plotting.plot_view import PlaneView
from app.prediction.thresholds import ThresholdSummary
from app.session.session import Session
from app.theme import RADIUS, Theme
from app.views.landscape.balls import BallsLayer
from app.views.landscape.dragging import BallDragController
from app.views.landscape.ground import GroundLayer
from app.views.landscape.layer import OverlayLayer
from app.views.landscape.threshold_text import OutlookWords
from app.views.landscape.tool import Tool
from app.views.landscape.trails import GhostTrail
from app.views.selected import SelectedBall, SelectedPainting

TABBED = Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason
AWAY = Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason
"""The keyboard is only in a menu or another window."""


class LandscapeView(PlaneView):
    """Shows the session's landscape and balls, lets balls be dragged, and hands mouse and keys to a tool."""

    def __init__(self, session: Session, theme: Theme) -> None:
        """Show a session, now and as it changes."""
        super().__init__(theme)
        self._session = session
        self._tool: Tool | None = None
        self._tool_has_mouse = False
        self._button = Qt.MouseButton.NoButton
        self._has_ring = False
        self.projection = self.fitted()
        self.ground = GroundLayer(theme)
        self.ground.show_landscape(session.landscape, self.projection)
        self.balls = BallsLayer(session, theme, self.ground)
        self.selected_ball = SelectedBall(session, theme, self.ground, self.balls)
        self._painting = SelectedPainting(session, theme, self.ground, self.balls, self.selected_ball)
        self._ghost: GhostTrail | None = None
        self.words: OutlookWords | None = None
        self.balls.accompany(lambda: self.selected_ball.picture.boxes, self._paint_behind)
        self._overlay = OverlayLayer(self._paint_overlay)
        self._hand = BallDragController(session, self.balls)
        for layer in (self.ground, self.balls, self._overlay):
            self.scene().addItem(layer)
        self.show_projection()
        self._prepare_hands()
        self._describe()
        self._listen()

    def _prepare_hands(self) -> None:
        """Take the keyboard and every move of the mouse; leave files that are dropped to the window."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for widget in (self, self.viewport()):
            widget.setAcceptDrops(False)
            widget.setMouseTracking(True)
        EventFilter(self.viewport(), tells=self._tell)

    def _listen(self) -> None:
        session = self._session
        session.landscape_replaced.connect(self.fit)
        session.landscape_changed.connect(self._on_landscape_changed)
        session.balls_changed.connect(self._on_balls_changed)
        session.recording_reset.connect(self._on_balls_changed)
        session.selection_changed.connect(self.balls.renew_balls)
        session.step_changed.connect(self.balls.move)
        session.playback.frame_due.connect(self.balls.move)
        session.slow_motion.changed.connect(self.balls.move)
        session.texts_due.connect(self.balls.move)
        session.title_changed.connect(self._describe)
        self._theme.theme_changed.connect(self._on_theme_changed)

    def look_ahead(self, threshold_summary: ThresholdSummary) -> None:
        """Show the ghost, and the sentence of what is to come, from now on."""
        preview = self._session.preview
        self._ghost = GhostTrail(preview, self._theme, self.ground)
        self.words = OutlookWords(threshold_summary, preview, self._theme, self.ground)
        self.ground.words_in_the_sky = lambda: self.words.boxes if self.words is not None else ()
        for signal in (preview.changed, threshold_summary.changed):
            signal.connect(self.balls.move)

    # What is shown.

    def whole(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """The landscape's domain, and its lowest and highest f."""
        landscape = self._session.landscape
        return landscape.domain, (landscape.features.lowest, landscape.features.highest)

    def show_projection(self) -> None:
        """Draw every layer anew."""
        self._overlay.set_size(self.projection.width, self.projection.height)
        self.ground.show_landscape(self._session.landscape, self.projection)
        self.balls.set_projection(self.projection)

    def _on_landscape_changed(self) -> None:
        self.keep_in_view()
        self._describe()

    def _on_balls_changed(self) -> None:
        self.balls.renew_balls()
        self._describe()

    def _on_theme_changed(self) -> None:
        self.balls.renew()
        self.ground.renew()
        if self._is_fitted:
            self.fit()

    def _describe(self) -> None:
        features, balls = self._session.landscape.features, len(self._session.run.balls)
        valleys = f"{features.valley_count} valley{'s' if features.valley_count > 1 else ''}"
        minima = ", ".join(f"{w:.3g}" for w in features.minima[features.is_global][:3]).replace("-", "−")
        lowest = f"global minimum at w = {minima}" if minima else "no minimum"
        if len(features.lower_ends):
            ends = " and ".join(f"{w:.3g}" for w in features.lower_ends).replace("-", "−")
            lowest += f", lower at the edge w = {ends}, which is no minimum"
        self.setAccessibleName("Landscape")
        self.setAccessibleDescription(
            f"{self._session.title}: {valleys}, {lowest}; {balls} ball{'' if balls == 1 else 's'}."
        )

    # The tool.

    def set_tool(self, tool: Tool | None) -> None:
        """Hand mouse and keys to a tool, or take them back."""
        self._give_up()
        self._tool = tool
        self.request_overlay_update()

    def request_overlay_update(self) -> None:
        """Paint the tool's overlay anew soon."""
        self._overlay.update()

    def _paint_behind(self, painter: QPainter) -> None:
        """Paint what stands behind the balls."""
        if self._ghost is not None:
            self._ghost.paint(painter)
        self._painting.paint_behind(painter)

    def _paint_overlay(self, painter: QPainter) -> None:
        if self.words is not None:
            self.words.paint(painter)
        self._painting.paint_in_front(painter)
        if self._tool is not None:
            self._tool.paint(painter)
        if self._has_ring:
            painter.setPen(QPen(self._theme.palette.focus, 2.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            frame = QRectF(self.viewport().rect()).adjusted(2.0, 2.0, -2.0, -2.0)
            painter.drawRoundedRect(frame, RADIUS, RADIUS)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is when Tab led here; after a click, and at first, it is plain enough."""
        super().focusInEvent(event)
        if event.reason() not in AWAY:
            self._has_ring = event.reason() in TABBED
        self.request_overlay_update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring."""
        super().focusOutEvent(event)
        if event.reason() not in AWAY:
            self._has_ring = False
        self.request_overlay_update()

    # Mouse and keys, at the viewport itself: not one position is left out.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Move the picture with the middle button; offer other presses to the tool and to the balls."""
        event.accept()
        self._press(event)

    def _press(self, event: QMouseEvent) -> None:
        if self._button & event.buttons() and self._button != event.button():
            return  # another button is down already, and what it began goes on
        self._give_up()
        self._button = event.button()
        if event.button() == Qt.MouseButton.MiddleButton:
            self.begin_pan(event.position())
            return
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if self._tool is not None and not (control and self._balls_under(event)):
            self._tool_has_mouse = self._tool.press(*self.to_curve(event.position()), event)
        if not self._tool_has_mouse and event.button() == Qt.MouseButton.LeftButton:
            self._hand.press(event.position())
            self._show_cursor(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the picture, draw, drag, or see what is under the mouse."""
        event.accept()
        w, f = self.to_curve(event.position())
        if not event.buttons():
            self._give_up()
        if self.is_panning:
            self.pan_to(event.position())
        elif self._tool is not None and self._tool_has_mouse:
            self._tool.move(w, f, event)
        elif self._hand.holds:
            self._hand.move(w, event.position())
        else:
            self._show_cursor(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End what the press began."""
        event.accept()
        if event.button() != self._button:
            return
        if self._tool is not None and self._tool_has_mouse:
            self._tool_has_mouse = False
            self._tool.release(*self.to_curve(event.position()), event)
        self._give_up()
        self._show_cursor(event)

    def _give_up(self) -> None:
        """Let go of everything: there was a release that the view has not seen, or one that it has just dealt with."""
        self._button = Qt.MouseButton.NoButton
        self.end_pan()
        self._hand.release()
        if self._tool is not None and self._tool_has_mouse:
            self._tool_has_mouse = False
            self._tool.cancel()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Offer it to the tool; on empty ground show the whole curve."""
        event.accept()
        if self._tool is not None and self._tool.double_click(*self.to_curve(event.position()), event):
            return
        if event.button() == Qt.MouseButton.LeftButton and not self._balls_under(event):
            self.fit()
        else:
            self._press(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the mouse."""
        super().leaveEvent(event)
        self.balls.hovered = None
        if self._tool is not None:
            self._tool.leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Offer keys to the tool, but not those that slow motion needs; all others go on to the window."""
        is_moment = self._session.slow_motion.is_on and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right)
        event.setAccepted(self._tool is not None and not is_moment and self._tool.key(event))

    def _tell(self, event: QHelpEvent) -> bool:
        """Answer when a tooltip is asked for."""
        self._hand.show_tooltip(event, self.viewport())
        return True

    def _balls_under(self, event: QMouseEvent) -> list[int]:
        position: QPointF = event.position()
        return self.balls.balls_at(position.x(), position.y())

    def _show_cursor(self, event: QMouseEvent) -> None:
        """Let tool and balls see the mouse, and show which of them would take a press."""
        shape = self._hand.hover(event.position())
        if self._tool is not None and not self._hand.holds:
            launch = self._tool.hover(*self.to_curve(event.position()), event)
            shape = shape if launch is None else launch
        self.viewport().setCursor(shape)
