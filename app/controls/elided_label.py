"""A label that elides its text."""

from functools import lru_cache

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.controls.plain_text import plain_tooltip
from app.theme.application import font, theme
from app.theme.fonts import FontRole

MAX_ELIDED = 64
"""Elided texts that are kept: each is asked for several times."""


class ElidedLabel(QWidget):
    """One line of text in a role's font; elided, it has the whole text as a tooltip."""

    def __init__(
        self,
        text: str = "",
        role: FontRole = "small",
        alignment: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        super().__init__()
        self._role: FontRole = role
        self._alignment = alignment
        self._colour: QColor | None = None
        self._text = self._short_text = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_text(text)

    @property
    def text(self) -> str:
        """The whole text."""
        return self._text

    def set_text(self, text: str, short_text: str | None = None) -> None:
        """Set the text, and a shorter one for where there is no room."""
        self._short_text = text if short_text is None else short_text
        if text == self._text:
            return
        self._text = text
        self.setAccessibleName(text)
        self._update_tooltip()
        if self.sizePolicy().horizontalPolicy() != QSizePolicy.Policy.Ignored:
            self.updateGeometry()
        self.update()

    def set_colour(self, colour: QColor | None) -> None:
        """Set the colour of the text; None is the theme's muted."""
        if colour != self._colour:
            self._colour = colour
            self.update()

    def shown_text(self) -> str:
        """The text, elided to the width."""
        return _elided(self._text, self._short_text, font(self._role), self.width())

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(font(self._role))
        return QSize(metrics.horizontalAdvance(self._text) + 2, metrics.height() + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(16, self.sizeHint().height())

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._update_tooltip()

    def paintEvent(self, _event: QPaintEvent) -> None:
        palette = theme().palette
        with QPainter(self) as painter:
            painter.setFont(font(self._role))
            painter.setPen(palette.disabled if not self.isEnabled() else self._colour or palette.muted)
            painter.drawText(self.rect(), self._alignment | Qt.AlignmentFlag.AlignVCenter, self.shown_text())

    def _update_tooltip(self) -> None:
        self.setToolTip(plain_tooltip("" if self.shown_text() == self._text else self._text))


@lru_cache(MAX_ELIDED)
def _elided(text: str, short_text: str, font: QFont, width: int) -> str:
    """The text, or the short one where the text is wider than `width`, elided to it."""
    metrics = QFontMetrics(font)
    shown = text if metrics.horizontalAdvance(text) <= width else short_text
    return metrics.elidedText(shown, Qt.TextElideMode.ElideRight, width)
