"""A rounded panel, one of several of which one may be selected."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QWidget

from app.theme import RADIUS, theme


class Card(QFrame):
    """A frame with round corners that stands out while it is selected or under the mouse."""

    pressed = Signal()
    """The mouse went down on it, or on something in it that has no use for the mouse."""

    def __init__(self, accessible_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(accessible_name)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._selected = False

    @property
    def selected(self) -> bool:
        """Whether it stands out."""
        return self._selected

    def set_selected(self, selected: bool) -> None:
        """Make it stand out."""
        self._selected = selected
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Say so, whichever button it was."""
        self.pressed.emit()
        super().mousePressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground and frame."""
        palette = theme().palette
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            strong = self._selected or self.underMouse()
            painter.setPen(QPen(palette.line_strong if strong else palette.line, 1.0))
            painter.setBrush(palette.raised if self._selected else palette.panel)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
