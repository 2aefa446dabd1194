"""The line of text on a ball's card: its disc, α 0.95, its own name if it has one, and what has become of it."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.session.look import Look
from app.theme import Mark, Theme, paint_disc

HEIGHT = 24
DISC_RADIUS = 8
DISC_GAP = 8
"""From the disc to the text."""
WORD_GAP = 6
LEAST_NAME = 36
"""Pixels that a ball's own name takes at least before the words beside it are cut."""


@dataclass(frozen=True, slots=True)
class HeadTexts:
    """What the line says."""

    alpha: str
    short_alpha: str
    """The same in fewer figures, for where there is no room."""
    name: str
    """The ball's own name, or nothing where it is only named after its α."""
    words: str
    is_rolling: bool
    """Then the words are in the ball's colour."""


class BallHead(QWidget):
    """Paints the line; the mouse goes through it to the card."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Say nothing until `show_ball`."""
        super().__init__(parent)
        self._theme = theme
        self._look = Look(0, 0)
        self._texts = HeadTexts("", "", "", "", is_rolling=False)
        self._hint = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_ball(self, look: Look, texts: HeadTexts) -> None:
        """Show another ball, or the same as it is now."""
        if (look, texts) != (self._look, self._texts):
            self._look, self._texts = look, texts
            self.update()

    def show_hint(self, hint: str) -> None:
        """Show these words instead of all others, or, when they are empty, no longer."""
        if hint != self._hint:
            self._hint = hint
            self.update()

    @property
    def hint(self) -> str:
        """What is shown instead of the ball's own words."""
        return self._hint

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(self._theme.scaled(240), self._theme.scaled(HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Disc, α, name; the words at the right end."""
        with QPainter(self) as painter:
            palette, texts, gap = self._theme.palette, self._texts, self._theme.scaled(WORD_GAP)
            radius = float(self._theme.scaled(DISC_RADIUS))
            middle = self.height() / 2.0
            paint_disc(painter, QPointF(radius, middle), radius, palette, self._look.colour, Mark.of(self._look.mark))
            x = 2.0 * radius + self._theme.scaled(DISC_GAP)
            if self._hint:
                font = self._theme.font("small")
                self._write(painter, x, _elided(self._hint, font, self.width() - x), font, palette.ink)
                return
            x = self._write(painter, x, "α", self._theme.font("body"), palette.muted) + gap
            font = self._theme.font("small")
            words_width = QFontMetricsF(font).horizontalAdvance(texts.words)
            alpha_width = QFontMetricsF(self._theme.font("number")).horizontalAdvance(texts.alpha)
            least_name = self._theme.scaled(LEAST_NAME)
            rest = words_width + 2 * gap + (least_name + 2 * gap if texts.name else 0.0)
            alpha = texts.alpha if x + alpha_width + rest <= self.width() else texts.short_alpha
            x = self._write(painter, x, alpha, self._theme.font("number"), palette.ink) + 2 * gap
            if texts.name:
                font = self._theme.font("body")
                room = max(least_name, self.width() - x - words_width - 2 * gap)
                x = self._write(painter, x, _elided(texts.name, font, room), font, palette.ink) + 2 * gap
            font = self._theme.font("small")
            words = _elided(texts.words, font, self.width() - x)
            colour = palette.ball_text(self._look.colour) if texts.is_rolling else palette.muted
            self._write(painter, self.width() - QFontMetricsF(font).horizontalAdvance(words), words, font, colour)

    def _write(self, painter: QPainter, x: float, text: str, font: QFont, colour: QColor) -> float:
        """Write a word on the common baseline; return where it ends."""
        painter.setFont(font)
        painter.setPen(colour)
        baseline = self.height() / 2.0 + QFontMetricsF(self._theme.font("number")).capHeight() / 2.0
        painter.drawText(QPointF(x, round(baseline)), text)
        return x + QFontMetricsF(font).horizontalAdvance(text)


def _elided(text: str, font: QFont, room: float) -> str:
    return QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, room))
