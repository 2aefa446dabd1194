"""Choosing a ball or a valley, or placing a flag, on the landscape: the prediction of a lesson."""

# ruff: noqa: ARG002  # methods of a tool have more arguments than each needs

import math

import numpy as np
from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPen

from app.files.lesson import ChoiceKind
from app.session.session import Session
from app.text.translation import _
from app.theme.application import Theme
from app.theme.palette import faded
from app.views.landscape.landscape_view import LandscapeView
from app.views.landscape.tool import Tool

POLE_PX = 44.0
CLOTH_PX = (19.0, 13.0)
RING_PX = 7.0
"""Beyond the edge of a ball, at scale 1."""
FLAG_STEP, FINE_FLAG_STEP = 0.01, 0.001
"""Shares of the domain's width by which a key moves the flag."""
BAND_OPACITY, HOVER_OPACITY = 0.16, 0.08
GAP_PX = 6.0


class PredictionTool(QObject, Tool):
    """Takes clicks while the person chooses, and shows what was chosen as long as it is the view's tool."""

    chosen = Signal(object)
    """The index of a ball, the number of a valley from 1, or the w of a flag."""

    def __init__(self, session: Session, view: LandscapeView, theme: Theme) -> None:
        super().__init__(view)
        self._session, self._view, self._theme = session, view, theme
        self._kind: ChoiceKind = "ball"
        self.choice: float | None = None
        self.is_open = False
        """Whether the person may still choose."""
        self._hovered: int | None = None

    def begin(self, kind: ChoiceKind) -> None:
        """Let the person choose."""
        self._kind, self.choice, self.is_open, self._hovered = kind, None, True, None
        self._view.request_overlay_update()

    def close(self) -> None:
        """Keep the choice, and only show it from now on."""
        self.is_open, self._hovered = False, None
        self._view.request_overlay_update()

    def choose(self, choice: float) -> None:
        """Choose; a flag is moved into the domain."""
        if self._kind == "flag":
            lo, hi = self._session.landscape.domain
            choice = min(max(choice, lo), hi)
        if choice != self.choice:
            self.choice = choice
            self.chosen.emit(choice)
            self._view.request_overlay_update()

    # Mouse and keys.

    def press(self, w: float, f: float, event: QMouseEvent) -> bool:
        if not self.is_open or event.button() != Qt.MouseButton.LeftButton:
            return False
        found = self._rounded(w) if self._kind == "flag" else self._at(w, event.position())
        if found is not None:
            self.choose(found)
        return True

    def move(self, w: float, f: float, event: QMouseEvent) -> None:
        if self.is_open and self._kind == "flag":
            self.choose(self._rounded(w))

    def hover(self, w: float, f: float, event: QMouseEvent) -> Qt.CursorShape | None:
        if not self.is_open:
            return None
        hovered = None if self._kind == "flag" else self._at(w, event.position())
        if hovered != self._hovered:
            self._hovered = hovered
            self._view.request_overlay_update()
        is_over = hovered is not None or self._kind == "flag"
        return Qt.CursorShape.PointingHandCursor if is_over else Qt.CursorShape.ArrowCursor

    def leave(self) -> None:
        self._hovered = None
        self._view.request_overlay_update()

    def key(self, event: QKeyEvent) -> bool:
        """Left and right choose the next one, or move the flag, with Shift a little."""
        by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if by is None or not self.is_open:
            return False
        if self._kind == "flag":
            is_fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            lo, hi = self._session.landscape.domain
            here = 0.5 * (lo + hi) if self.choice is None else self.choice
            self.choose(here + by * (FINE_FLAG_STEP if is_fine else FLAG_STEP) * (hi - lo))
        else:
            first, count = (0, len(self._session.run.balls)) if self._kind == "ball" else (1, self._valleys)
            before = (first - 1 if by > 0 else first + count) if self.choice is None else int(self.choice)
            self.choose(min(max(before + by, first), first + count - 1))
        return True

    def _at(self, w: float, position: QPointF) -> int | None:
        """The ball or the valley at a place."""
        if self._kind == "ball":
            balls = self._view.balls.balls_at(position.x(), position.y())
            return balls[0] if balls else None
        lo, hi = self._session.landscape.domain
        if not lo <= w <= hi:
            return None
        return int(self._session.landscape.features.valley_index(np.array([w]))[0]) + 1

    def _rounded(self, w: float) -> float:
        """Without digits that are less than a pixel."""
        return round(w, -math.floor(math.log10(self._view.plot_transform.per_x)))

    @property
    def _valleys(self) -> int:
        return self._session.landscape.features.valley_count

    # Painting.

    def paint(self, painter: QPainter) -> None:
        if self._kind == "flag":
            if self.choice is not None:
                self._paint_flag(painter, self.choice)
            return
        paint_one = self._paint_ring if self._kind == "ball" else self._paint_band
        if self._hovered is not None and self._hovered != self.choice:
            paint_one(painter, self._hovered, is_chosen=False)
        if self.choice is not None:
            paint_one(painter, int(self.choice), is_chosen=True)

    def _paint_band(self, painter: QPainter, valley: int, *, is_chosen: bool) -> None:
        if not 1 <= valley <= self._valleys:
            return
        edges = self._session.landscape.features.edges[valley - 1 : valley + 1].tolist()
        transform = self._view.plot_transform
        left, right = (min(max(self._view.to_pixels(w, 0.0).x(), 0.0), transform.width) for w in edges)
        band = QRectF(left, 0.0, right - left, transform.height)
        colour = self._theme.palette.accent
        painter.fillRect(band, faded(colour, BAND_OPACITY if is_chosen else HOVER_OPACITY))
        if is_chosen:
            painter.setPen(QPen(colour, 1.5 * self._theme.scale, Qt.PenStyle.DashLine))
            painter.drawLine(band.topLeft(), band.bottomLeft())
            painter.drawLine(band.topRight(), band.bottomRight())
            self._write(painter, band.center().x(), transform.height - 3 * GAP_PX * self._theme.scale)

    def _paint_ring(self, painter: QPainter, ball: int, *, is_chosen: bool) -> None:
        layer = self._view.balls
        if ball >= len(layer.radii):
            return
        x, y = float(layer.positions.x[ball]), float(layer.positions.y[ball])
        if not (math.isfinite(x) and math.isfinite(y)):
            return
        radius = float(layer.radii[ball]) + RING_PX * self._theme.scale
        style = Qt.PenStyle.SolidLine if is_chosen else Qt.PenStyle.DotLine
        painter.setPen(QPen(self._theme.palette.focus, 2.0 * self._theme.scale, style))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QPointF(x, y), radius, radius)

    def _paint_flag(self, painter: QPainter, w: float) -> None:
        palette, scale = self._theme.palette, self._theme.scale
        foot = self._view.to_pixels(w, float(self._session.landscape.height(np.array([w]))[0]))
        top = QPointF(foot.x(), foot.y() - POLE_PX * scale)
        painter.setPen(QPen(palette.ink, 1.8 * scale, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(foot, top)
        cloth = QPainterPath(top)
        cloth.lineTo(top + QPointF(CLOTH_PX[0] * scale, 0.5 * CLOTH_PX[1] * scale))
        cloth.lineTo(top + QPointF(0.0, CLOTH_PX[1] * scale))
        cloth.closeSubpath()
        painter.fillPath(cloth, palette.focus)
        # Beside the cloth: above the pole stands the name of a ball that is there.
        width, room = self._text_width + 2 * GAP_PX * scale, CLOTH_PX[0] * scale
        fits = top.x() + room + width <= self._view.plot_transform.width
        x = top.x() + room + 0.5 * width if fits else top.x() - 0.5 * width
        self._write(painter, x, top.y() + CLOTH_PX[1] * scale)

    def _write(self, painter: QPainter, x: float, baseline: float) -> None:
        """Write whose choice it is, centred at x within the view."""
        width = self._text_width
        left = min(max(x - 0.5 * width, GAP_PX), self._view.plot_transform.width - width - GAP_PX)
        painter.setFont(self._theme.font("small"))
        painter.setPen(self._theme.palette.ink)
        painter.drawText(QPointF(left, baseline), _("your prediction"))

    @property
    def _text_width(self) -> float:
        return QFontMetricsF(self._theme.font("small")).horizontalAdvance(_("your prediction"))
