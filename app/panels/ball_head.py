"""The line of text on a ball's card: marker, first parameter, name, and what has become of the ball."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.session.scene import BallStyle
from app.theme.application import Theme
from app.theme.markers import Marker, paint_ball

HEIGHT = 24
MARKER_RADIUS = 8
MARKER_GAP = 8
"""From the marker to the text."""
WORD_GAP = 6
HIDDEN_OPACITY = 0.4
"""Of what a card shows of a ball that is not drawn."""
MIN_NAME_WIDTH = 36
"""Pixels for a ball's own name; only then is the text next to it elided."""


@dataclass(frozen=True, slots=True)
class HeadTexts:
    """The texts of the line."""

    symbol: str
    value: str
    """Of the first parameter of the ball's rule."""
    short_value: str
    """With fewer digits, for where there is no room."""
    name: str
    """The ball's own name; empty if it has none."""
    status: str
    short_status: str
    """Where there is no room for the whole one."""
    is_moving: bool
    """A moving ball's status has the ball's colour."""
    is_success: bool = False
    """At a global minimum the status has the colour of its flag."""


class BallHead(QWidget):
    """Paints the line; mouse events go to the card below."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._style = BallStyle(0, 0)
        self._texts = HeadTexts("", "", "", "", "", "", is_moving=False)
        self._hint = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_ball(self, style: BallStyle, texts: HeadTexts) -> None:
        """Show a ball by its style and texts."""
        if (style, texts) != (self._style, self._texts):
            self._style, self._texts = style, texts
            self.update()

    def show_hint(self, hint: str) -> None:
        """Show a text instead of the ball's own; an empty one ends that."""
        if hint != self._hint:
            self._hint = hint
            self.update()

    @property
    def hint(self) -> str:
        """The text that is shown instead of the ball's own."""
        return self._hint

    @property
    def symbol_box(self) -> QRectF:
        """Where the symbol is written, in pixels."""
        metrics = QFontMetricsF(self._theme.font("body"))
        baseline = round(self._baseline())
        width = metrics.horizontalAdvance(self._texts.symbol)
        return QRectF(self._text_left(), baseline - metrics.ascent(), width, metrics.height())

    def _text_left(self) -> float:
        return 2.0 * self._theme.scaled(MARKER_RADIUS) + self._theme.scaled(MARKER_GAP)

    def _middle(self) -> float:
        """The y of its middle where it has its usual height."""
        return self._theme.scaled(HEIGHT) / 2.0

    def _baseline(self) -> float:
        return self._middle() + QFontMetricsF(self._theme.font("number")).capHeight() / 2.0

    def sizeHint(self) -> QSize:
        return QSize(self._theme.scaled(240), self._theme.scaled(HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setOpacity(HIDDEN_OPACITY if self._style.is_hidden and not self._hint else 1.0)
            palette, texts, gap = self._theme.palette, self._texts, self._theme.scaled(WORD_GAP)
            radius = float(self._theme.scaled(MARKER_RADIUS))
            middle = self._middle()
            paint_ball(
                painter, QPointF(radius, middle), radius, palette, self._style.colour, Marker.of(self._style.marker)
            )
            x = self._text_left()
            if self._hint:
                font = self._theme.font("small")
                self._write(painter, x, _elided(self._hint, font, self.width() - x), font, palette.ink)
                return
            x = self._write(painter, x, texts.symbol, self._theme.font("body"), palette.muted) + gap
            font = self._theme.font("small")
            min_name_width = self._theme.scaled(MIN_NAME_WIDTH)
            other_width = 2 * gap + (min_name_width + 2 * gap if texts.name else 0.0)
            value, status = self._fit(self.width() - x - other_width)
            status_width = QFontMetricsF(font).horizontalAdvance(status)
            x = self._write(painter, x, value, self._theme.font("number"), palette.ink) + 2 * gap
            if texts.name:
                font = self._theme.font("body")
                width = max(min_name_width, self.width() - x - status_width - 2 * gap)
                x = self._write(painter, x, _elided(texts.name, font, width), font, palette.ink) + 2 * gap
            font = self._theme.font("small")
            status = _elided(status, font, self.width() - x)
            left = self.width() - QFontMetricsF(font).horizontalAdvance(status)
            self._write(painter, left, status, font, self._status_colour())

    def _fit(self, width: float) -> tuple[str, str]:
        """The value and the status of which the longest texts fit, the value the first to be shortened."""
        texts = self._texts
        value_metrics, status_metrics = (QFontMetricsF(self._theme.font(role)) for role in ("number", "small"))
        for value, status in ((texts.value, texts.status), (texts.short_value, texts.status)):
            if value_metrics.horizontalAdvance(value) + status_metrics.horizontalAdvance(status) <= width:
                return value, status
        return texts.short_value, texts.short_status

    def _status_colour(self) -> QColor:
        palette = self._theme.palette
        if self._texts.is_success:
            return palette.success
        return palette.ball_text(self._style.colour) if self._texts.is_moving else palette.muted

    def _write(self, painter: QPainter, x: float, text: str, font: QFont, colour: QColor) -> float:
        """Write a text on the baseline of the line; return the x of its end."""
        painter.setFont(font)
        painter.setPen(colour)
        painter.drawText(QPointF(x, round(self._baseline())), text)
        return x + QFontMetricsF(font).horizontalAdvance(text)


def _elided(text: str, font: QFont, width: float) -> str:
    return QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, width))
