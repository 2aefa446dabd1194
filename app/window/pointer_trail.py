"""A trail behind the mouse pointer, so that a hall can follow it."""

import time
from collections import deque
from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QCursor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.theme.application import Theme
from app.theme.palette import faded

INTERVAL_MS = 16
LIFE_S = 1.2
"""A point of the trail fades for so long."""
WIDTH_PX, RING_RADIUS_PX = 6.0, 15.0
"""At scale 1."""
OPACITY = 0.85


class PointerTrail(QWidget):
    """Lies over the whole window and lets the mouse through; it costs nothing while it is off."""

    def __init__(self, theme: Theme, window: QWidget, now: Callable[[], float] = time.perf_counter) -> None:
        """`now` gives seconds; tests pass their own."""
        super().__init__(window)
        self._window = window
        self._theme, self._now = theme, now
        self._points: deque[tuple[float, QPoint]] = deque()
        self._timer = QTimer(self, interval=INTERVAL_MS)
        self._timer.timeout.connect(self.follow)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.hide()

    @property
    def is_on(self) -> bool:
        """Whether the pointer has a trail."""
        return self._timer.isActive()

    @property
    def points(self) -> list[QPoint]:
        """Where the pointer was lately, in pixels of the window, the oldest first."""
        return [point for _time, point in self._points]

    def toggle(self) -> None:
        """Begin or end the trail."""
        self.set_on(not self.is_on)

    def set_on(self, is_on: bool) -> None:
        """Begin or end the trail."""
        self._points.clear()
        self.setVisible(is_on)
        if is_on:
            self._timer.start()
            self.follow()
        else:
            self._timer.stop()

    def follow(self) -> None:
        """Add where the pointer is now, and forget where it was long ago."""
        now, window = self._now(), self._window
        before = self._reach()
        if self.geometry() != window.rect():
            self.setGeometry(window.rect())
        self.raise_()
        point = self.mapFromGlobal(QCursor.pos())
        is_new = not self._points or self._points[-1][1] != point
        if is_new:
            self._points.append((now, point))
        while len(self._points) > 1 and now - self._points[0][0] > LIFE_S:
            self._points.popleft()
        if is_new or len(self._points) > 1:
            self.update(before.united(self._reach()).toAlignedRect())

    def _reach(self) -> QRectF:
        """What the trail covers."""
        if not self._points:
            return QRectF()
        xs, ys = ([each() for each in axis] for axis in zip(*((p.x, p.y) for _time, p in self._points), strict=True))
        margin = (RING_RADIUS_PX + WIDTH_PX) * self._theme.scale
        box = QRectF(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
        return box.adjusted(-margin, -margin, margin, margin)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._points:
            return
        now, scale, colour = self._now(), self._theme.scale, self._theme.palette.error
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for (_start, begin), (born, end) in pairwise(self._points):
                rest = max(0.0, 1.0 - (now - born) / LIFE_S)
                pen = QPen(faded(colour, OPACITY * rest), WIDTH_PX * scale * (0.3 + 0.7 * rest))
                pen.setCapStyle(Qt.PenCapStyle.RoundCap)
                painter.setPen(pen)
                painter.drawLine(begin, end)
            painter.setPen(QPen(faded(colour, OPACITY), 0.4 * WIDTH_PX * scale))
            painter.setBrush(faded(colour, 0.2))
            radius = RING_RADIUS_PX * scale
            painter.drawEllipse(QPointF(self._points[-1][1]), radius, radius)
