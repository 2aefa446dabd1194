"""Drawing the landscape freehand while the balls roll over it."""

# ruff: noqa: ARG002  # methods of a tool have more arguments than each needs

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen, QPolygonF

from app.plotting.view_box import CLICK_TOLERANCE_PX
from app.session.session import Session
from app.text.translation import _
from app.theme.application import Theme
from app.theme.palette import faded
from app.views.editors.live_edit import LiveEdit, name_when_changed
from app.views.landscape.landscape_view import LandscapeView
from app.views.landscape.tool import Tool
from physics.landscape.base import Landscape
from physics.landscape.points import PointsLandscape
from physics.landscape.sketch import STROKE_SMOOTHING, apply_stroke

PEN_WIDTH_PX = 2.0
HALO_WIDTH_PX = 7.0
TIP_RADIUS_PX = 4.5
COMPRESS_MOVES = Qt.ApplicationAttribute.AA_CompressHighFrequencyEvents
"""Set by default on X11: only the last of the mouse moves during a computation would arrive."""
EDGE_REACH_PX = 20.0
"""A stroke that ends this close to an end of the domain is extended to it, so that no sliver of the old curve stays."""


class DrawTool(QObject, Tool):
    """The left button draws; the landscape follows at once, smoothed, with the raw stroke over it."""

    def __init__(self, session: Session, view: LandscapeView, theme: Theme) -> None:
        super().__init__(view)
        self._session, self._view, self._theme = session, view, theme
        self._live = LiveEdit(session, _("stroke"), self)
        self._w: list[float] = []
        self._f: list[float] = []
        self._line = QPolygonF()
        self._line_transform = view.plot_transform
        self._compressed_moves = False
        self._is_drawing = False
        self._has_moved = False
        self._tip: tuple[float, float] | None = None
        session.landscape_changed.connect(self._on_landscape_changed)

    def press(self, w: float, f: float, event: QMouseEvent) -> bool:
        """Begin a stroke; until its end the range of the view is frozen."""
        if event.button() != Qt.MouseButton.LeftButton:
            return False
        self._live.begin()
        self._view.freeze_range(True)
        self._compressed_moves = QCoreApplication.testAttribute(COMPRESS_MOVES)
        QCoreApplication.setAttribute(COMPRESS_MOVES, False)
        self._is_drawing, self._has_moved = True, False
        self._clear()
        self._follow(w, f)
        return True

    def move(self, w: float, f: float, event: QMouseEvent) -> None:
        """Extend the stroke; a movement within a click draws nothing."""
        if not self._is_drawing:
            return
        self._follow(w, f)
        way = self._view.to_pixels(w, f) - self._view.to_pixels(self._w[0], self._f[0])
        self._has_moved = self._has_moved or abs(way.x()) + abs(way.y()) > CLICK_TOLERANCE_PX
        if self._has_moved:
            self._live.offer(self._drawn)

    def release(self, w: float, f: float, event: QMouseEvent) -> None:
        """Commit the stroke; a click changes nothing."""
        if not self._is_drawing:
            return
        if self._has_moved and not self._live.commit(self._drawn):
            self._live.revert()
        self._end()

    def cancel(self) -> None:
        """Undo the stroke."""
        if self._is_drawing:
            self._live.revert()
            self._end()

    def hover(self, w: float, f: float, event: QMouseEvent) -> Qt.CursorShape | None:
        """Show the tip of the pen; with Ctrl the mouse is for the balls."""
        is_for_balls = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        self._tip = None if is_for_balls else (w, f)
        self._view.request_overlay_update()
        return None if is_for_balls else Qt.CursorShape.CrossCursor

    def leave(self) -> None:
        """Hide the tip of the pen."""
        self._tip = None
        self._view.request_overlay_update()

    def key(self, event: QKeyEvent) -> bool:
        """Escape undoes the stroke."""
        if event.key() == Qt.Key.Key_Escape and self._is_drawing:
            self.cancel()
            return True
        return False

    def paint(self, painter: QPainter) -> None:
        """Paint the raw stroke over the curve, and the tip of the pen."""
        palette, scale = self._theme.palette, self._theme.scale
        if self._has_moved:
            line = self._line_in_pixels()
            for colour, width in ((faded(palette.accent, 0.28), HALO_WIDTH_PX), (palette.focus, PEN_WIDTH_PX)):
                pen = QPen(colour, width * scale)
                pen.setCapStyle(Qt.PenCapStyle.RoundCap)
                pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
                painter.setPen(pen)
                painter.drawPolyline(line)
        if self._tip is not None:
            painter.setPen(QPen(palette.background, 1.5))
            painter.setBrush(palette.focus)
            painter.drawEllipse(self._view.to_pixels(*self._tip), TIP_RADIUS_PX * scale, TIP_RADIUS_PX * scale)

    def _follow(self, w: float, f: float) -> None:
        """Add a position, clamped to the domain and the visible heights."""
        (lo, hi), (lowest, highest) = self._live.before.domain, self._view.visible_heights
        self._w.append(min(max(w, lo), hi))
        self._f.append(min(max(f, lowest), highest))
        self._tip = self._w[-1], self._f[-1]
        if self._line_transform == self._view.plot_transform:
            self._line.append(self._view.to_pixels(*self._tip))
        self._view.request_overlay_update()

    def _line_in_pixels(self) -> QPolygonF:
        """The stroke in pixels; computed again only when the transform has changed."""
        if self._line_transform != self._view.plot_transform:
            self._line_transform = self._view.plot_transform
            self._line = QPolygonF([self._view.to_pixels(w, f) for w, f in zip(self._w, self._f, strict=True)])
        return self._line

    def _clear(self) -> None:
        self._w, self._f = [], []
        self._line, self._line_transform = QPolygonF(), self._view.plot_transform

    def _drawn(self) -> Landscape:
        before = self._live.before
        left, right = self._view.visible_positions
        smoothing = STROKE_SMOOTHING * min(1.0, (right - left) / before.width)
        reach = EDGE_REACH_PX * self._theme.scale * self._view.plot_transform.per_x
        points = apply_stroke(before, self._w, self._f, smoothing, snap_distance=reach)
        return PointsLandscape(*points, name_when_changed(before))

    def _end(self) -> None:
        self._is_drawing = self._has_moved = False
        self._clear()
        QCoreApplication.setAttribute(COMPRESS_MOVES, self._compressed_moves)
        self._view.freeze_range(False)
        self._view.request_overlay_update()

    def _on_landscape_changed(self) -> None:
        """End the stroke when the landscape was changed by something else."""
        if self._is_drawing and not self._live.is_current:
            self._live.stop()
            self._end()
