"""Drawing the landscape freehand, while the balls roll over what is drawn."""

# ruff: noqa: ARG002  # a tool is given more than each of its methods needs

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen, QPolygonF

from app.session.session import Session
from app.theme import Theme, faded
from app.views.editors.live_edit import LiveEdit
from app.views.editors.naming import name_when_changed
from app.views.landscape_view import LandscapeView
from app.views.tool import Tool
from physics.landscape import Landscape
from physics.points import PointsLandscape
from physics.sketch import STEADINESS, apply_stroke

PEN_WIDTH = 2.0
HALO_WIDTH = 7.0
TIP_RADIUS = 4.5
STILL = 3.0
"""Pixels that the mouse may move in a click without drawing."""


class DrawTool(QObject, Tool):
    """The left button draws; the landscape follows at once, and what is smoothed away is seen while it is drawn."""

    def __init__(self, session: Session, view: LandscapeView, theme: Theme) -> None:
        super().__init__(view)
        self._session, self._view, self._theme = session, view, theme
        self._live = LiveEdit(session, "stroke", self)
        self._w: list[float] = []
        self._f: list[float] = []
        self._is_drawing = False
        self._has_moved = False
        self._tip: tuple[float, float] | None = None
        session.landscape_changed.connect(self._on_landscape_changed)

    def press(self, w: float, f: float, event: QMouseEvent) -> bool:
        """Begin a stroke; the range of the view stays as it is while it lasts."""
        if event.button() != Qt.MouseButton.LeftButton:
            return False
        self._live.begin()
        self._view.freeze_range(True)
        self._is_drawing, self._has_moved = True, False
        self._w, self._f = [], []
        self._follow(w, f)
        return True

    def move(self, w: float, f: float, event: QMouseEvent) -> None:
        """Go on with the stroke, as soon as it is more than the tremble of a click."""
        if not self._is_drawing:
            return
        self._follow(w, f)
        way = self._view.to_pixels(w, f) - self._view.to_pixels(self._w[0], self._f[0])
        self._has_moved = self._has_moved or abs(way.x()) + abs(way.y()) > STILL
        if self._has_moved:
            self._live.offer(self._drawn)

    def release(self, w: float, f: float, event: QMouseEvent) -> None:
        """Set what was drawn; a click changes nothing."""
        if not self._is_drawing:
            return
        if self._has_moved and not self._live.commit(self._drawn):
            self._live.revert()
        self._end()

    def cancel(self) -> None:
        """Give the stroke up: the curve is again what it was."""
        if self._is_drawing:
            self._live.revert()
            self._end()

    def hover(self, w: float, f: float, event: QMouseEvent) -> Qt.CursorShape | None:
        """Show where the pen is; with Ctrl the mouse is for the balls."""
        is_for_balls = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        self._tip = None if is_for_balls else (w, f)
        self._view.request_overlay_update()
        return None if is_for_balls else Qt.CursorShape.CrossCursor

    def leave(self) -> None:
        """Hide the pen's tip."""
        self._tip = None
        self._view.request_overlay_update()

    def key(self, event: QKeyEvent) -> bool:
        """Escape gives the stroke up."""
        if event.key() == Qt.Key.Key_Escape and self._is_drawing:
            self.cancel()
            return True
        return False

    def paint(self, painter: QPainter) -> None:
        """The stroke as the hand drew it, over the curve that it became."""
        palette, scale = self._theme.palette, self._theme.scale
        if self._has_moved:
            line = QPolygonF([self._view.to_pixels(w, f) for w, f in zip(self._w, self._f, strict=True)])
            for colour, width in ((faded(palette.accent, 0.28), HALO_WIDTH), (palette.focus, PEN_WIDTH)):
                pen = QPen(colour, width * scale)
                pen.setCapStyle(Qt.PenCapStyle.RoundCap)
                pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
                painter.setPen(pen)
                painter.drawPolyline(line)
        if self._tip is not None:
            painter.setPen(QPen(palette.background, 1.5))
            painter.setBrush(palette.focus)
            painter.drawEllipse(self._view.to_pixels(*self._tip), TIP_RADIUS * scale, TIP_RADIUS * scale)

    def _follow(self, w: float, f: float) -> None:
        """Add a position, moved into the domain and into what is visible."""
        (lo, hi), (lowest, highest) = self._live.before.domain, self._view.visible_heights
        self._w.append(min(max(w, lo), hi))
        self._f.append(min(max(f, lowest), highest))
        self._tip = self._w[-1], self._f[-1]
        self._view.request_overlay_update()

    def _drawn(self) -> Landscape:
        before = self._live.before
        left, right = self._view.visible_positions
        steadiness = STEADINESS * min(1.0, (right - left) / before.width)
        return PointsLandscape(*apply_stroke(before, self._w, self._f, steadiness), name_when_changed(before))

    def _end(self) -> None:
        self._is_drawing = self._has_moved = False
        self._w, self._f = [], []
        self._view.freeze_range(False)
        self._view.request_overlay_update()

    def _on_landscape_changed(self) -> None:
        """Another landscape came from elsewhere: the stroke has lost its ground."""
        if self._is_drawing and not self._live.is_own:
            self._live.stop()
            self._end()
