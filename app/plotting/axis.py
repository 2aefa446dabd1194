"""The axes of all plots, with numbers in the style of the program."""

from typing import Any

import pyqtgraph
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen, QPicture

from app.plotting.drawing import restored
from app.plotting.layer import is_painted
from app.plotting.span import Span
from app.plotting.ticks import FindTicks, Tick
from app.plotting.view_box import PlotViewBox
from app.theme.application import Theme

TICK_LENGTH_PX, TEXT_OFFSET_PX = 3, 3
MIN_WIDTH_PX = 42.0
LABEL_GAP_PX, LINE_GAP_PX = 14.0, 5.0
"""Least gap between numbers side by side, and between numbers one above the other."""
FONT_PX = 11
NAME_GAP_PX = 6.0
"""Between the name of an axis and a number beside it."""
TOP_PX, CORNER_PX = 56.0, 26.0
"""At the upper and lower end of an axis that lies over the view box: room for a sentence, and for the other axis."""
INSIDE_Z = 1.0
"""Above the view box."""
MAX_OVERHANG_PX = 12.0
"""By which a number may extend beyond the end of its axis."""


class NumberAxis(pyqtgraph.AxisItem):
    """An axis at the left or below a view box; left as wide as its numbers, and at least `MIN_WIDTH_PX`."""

    def __init__(self, orientation: str, view_box: PlotViewBox, theme: Theme, find_ticks: FindTicks) -> None:
        """`orientation` is "left" or "bottom"."""
        super().__init__(orientation, linkView=view_box, maxTickLength=TICK_LENGTH_PX)
        self.picture: QPicture | None = None
        self._theme, self._find_ticks = theme, find_ticks
        self._view_box = view_box
        self._is_left = orientation == "left"
        self._font = QFont()
        self._texts: dict[float, str] = {}
        self._name = ""
        self._is_inside = False
        self._bounds: QRectF | None = None
        self.geometryChanged.connect(self._forget_bounds)
        self.enableAutoSIPrefix(False)
        self.restyle()
        (view_box.sigYRangeChanged if self._is_left else view_box.sigXRangeChanged).connect(self._fit_width)
        view_box.sigResized.connect(self._fit_width)

    def set_ticks(self, find_ticks: FindTicks) -> None:
        """Put other ticks on the axis."""
        self._find_ticks = find_ticks
        self.picture = None
        self._fit_width()
        self.update()

    def put_inside(self) -> None:
        """Lie over the view box, with numbers only."""
        self._is_inside = True
        self.setParentItem(self._view_box)
        self.setZValue(INSIDE_Z)
        self._view_box.sigResized.connect(self._place_inside)
        self.restyle()

    def _place_inside(self, *_: Any) -> None:
        box = self._view_box.rect()
        if self._is_left:
            self.setGeometry(QRectF(0.0, 0.0, self.minimumWidth(), box.height()))
        else:
            height = self.minimumHeight()
            self.setGeometry(QRectF(0.0, box.height() - height, box.width(), height))

    def set_name(self, name: str) -> None:
        """Write a name at the upper or right end of the axis."""
        if name != self._name:
            self._name = name
            self.picture = None
            self._fit_width()
            self.update()

    def restyle(self) -> None:
        """Take the colours and text sizes of the theme."""
        self._font = QFont(self._theme.font("number_small"))
        self._font.setPixelSize(round(FONT_PX * self._theme.scale))
        metrics = QFontMetricsF(self._font)
        no_line = QPen(Qt.PenStyle.NoPen)
        self.setPen(no_line if self._is_inside else self._theme.palette.line)
        self.setTickPen(no_line if self._is_inside else self._theme.palette.line)
        self.setTextPen(self._theme.palette.muted)
        self.setStyle(tickFont=self._font, tickTextOffset=TEXT_OFFSET_PX, autoExpandTextSpace=False)
        self.setStyle(hideOverlappingLabels=0 if self._is_inside else round(MAX_OVERHANG_PX * self._theme.scale))
        self._forget_bounds()
        if not self._is_left:
            self.setHeight(round(metrics.height()) + TICK_LENGTH_PX + TEXT_OFFSET_PX + 2)
        self._fit_width()

    def boundingRect(self) -> QRectF:
        if self._bounds is None:
            self._bounds = super().boundingRect()
        return self._bounds  # kept, since Qt asks several times a frame

    def _forget_bounds(self) -> None:
        self._bounds = None

    def ticks(self, span: Span, pixels: float) -> list[Tick]:
        """The ticks for what is shown, on an axis of this number of pixels."""
        metrics = QFontMetricsF(self._font)

        def room(text: str) -> float:
            if self._is_left:
                return metrics.height() + LINE_GAP_PX * self._theme.scale
            return metrics.horizontalAdvance(text) + LABEL_GAP_PX * self._theme.scale

        return self._find_ticks(span, max(1.0, pixels), room) if span.lo < span.hi else []

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, list[float]]]:  # noqa: N803
        ticks = self.ticks(Span(minVal, maxVal), size)
        self._texts = dict(ticks)
        return [(1.0, [tick.position for tick in ticks])]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:  # noqa: ARG002
        return [self._texts[value] for value in values]

    def wheelEvent(self, event: Any) -> None:
        self._view_box.wheelEvent(event, axis=1 if self._is_left else 0)

    def mouseDragEvent(self, event: Any) -> None:
        self._view_box.mouseDragEvent(event, axis=1 if self._is_left else 0)

    def paint(self, painter: QPainter, option: Any, widget: Any) -> None:
        with restored(painter):  # the picture clips
            if not is_painted(lambda: super(NumberAxis, self).paint(painter, option, widget)):
                self.picture = QPicture()  # empty until what is shown changes

    def drawPicture(self, painter: QPainter, axis: Any, ticks: list[Any], texts: list[tuple[QRectF, Any, str]]) -> None:
        name, metrics = QRectF(), QFontMetricsF(self._font)
        if self._name:
            bounds = self.mapRectFromParent(self.geometry())
            name = QRectF(0.0, 0.0, metrics.horizontalAdvance(self._name), metrics.height())
            gap = float(TICK_LENGTH_PX + TEXT_OFFSET_PX)
            across, down = (gap, 0.0) if self._is_left else (NAME_GAP_PX if self._is_inside else 0.0, gap)
            name.moveTopRight(bounds.topRight() + QPointF(-across, down))
            # In place of a number there: left of it, the name would be read as that of its value, η 0.5.
            texts = [text for text in texts if not text[0].intersects(_with_gap(name))]
        if self._is_inside and self._is_left:  # the other axis has the corner
            top, bottom = TOP_PX * self._theme.scale, self.size().height() - CORNER_PX * self._theme.scale
            texts = [text for text in texts if top < text[0].top() and text[0].bottom() < bottom]
        # In the middle between two pixels a line would be on either, depending on what part of the screen is painted.
        on_pixels = [(pen, QPointF(begin).toPoint(), QPointF(end).toPoint()) for pen, begin, end in ticks]
        super().drawPicture(painter, axis, on_pixels, texts)
        if self._name:
            painter.drawText(name, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._name)

    def _fit_width(self, *_: Any) -> None:
        if not self._is_left:
            return
        metrics, (_x, y) = QFontMetricsF(self._font), self._view_box.spans
        ticks = self.ticks(y, self._view_box.height())
        widest = max(metrics.horizontalAdvance(text) for text in (self._name, *(tick.text for tick in ticks)))
        width = max(MIN_WIDTH_PX * self._theme.scale, widest + TICK_LENGTH_PX + 2 * TEXT_OFFSET_PX + 2)
        if round(width) != self.fixedWidth:
            self.setWidth(round(width))
            if self._is_inside:
                self._place_inside()


def _with_gap(name: QRectF) -> QRectF:
    return name.adjusted(1.0 - NAME_GAP_PX, 0.0, NAME_GAP_PX - 1.0, 0.0)
