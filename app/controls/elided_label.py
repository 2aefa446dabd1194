"""A line of text that ends in … where there is no room."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.controls.plain_text import plain_tooltip
from app.theme import FontRole, font, theme


class ElidedLabel(QWidget):
    """One line of text in a role's font; cut short it shows the whole text as a tooltip."""

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
        self._text = self._shorter = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_text(text)

    @property
    def text(self) -> str:
        """The whole text."""
        return self._text

    def set_text(self, text: str, shorter: str | None = None) -> None:
        """Show another text, or a `shorter` one where that has no room; the same one costs nothing."""
        self._shorter = text if shorter is None else shorter
        if text == self._text:
            return
        self._text = text
        self.setAccessibleName(text)
        self._update_tooltip()
        self.updateGeometry()
        self.update()

    def set_colour(self, colour: QColor | None) -> None:
        """Colour the text; None is the theme's muted."""
        self._colour = colour
        self.update()

    def shown_text(self) -> str:
        """What there is room for."""
        metrics = QFontMetrics(font(self._role))
        text = self._text if metrics.horizontalAdvance(self._text) <= self.width() else self._shorter
        return metrics.elidedText(text, Qt.TextElideMode.ElideRight, self.width())

    def sizeHint(self) -> QSize:
        """Room for the whole text."""
        metrics = QFontMetrics(font(self._role))
        return QSize(metrics.horizontalAdvance(self._text) + 2, metrics.height() + 2)

    def minimumSizeHint(self) -> QSize:
        """It may shrink to almost nothing."""
        return QSize(16, self.sizeHint().height())

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Find out anew whether the text fits."""
        self._update_tooltip()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The text, as far as there is room."""
        palette = theme().palette
        with QPainter(self) as painter:
            painter.setFont(font(self._role))
            painter.setPen(palette.disabled if not self.isEnabled() else self._colour or palette.muted)
            painter.drawText(self.rect(), self._alignment | Qt.AlignmentFlag.AlignVCenter, self.shown_text())

    def _update_tooltip(self) -> None:
        self.setToolTip(plain_tooltip("" if self.shown_text() == self._text else self._text))
