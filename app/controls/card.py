"""A frame with round corners."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QWidget

from app.theme.application import theme
from app.theme.palette import RADIUS


class Card(QFrame):
    """A frame with round corners, highlighted while it is selected or under the mouse."""

    pressed = Signal()
    """A mouse press on it, or on a child that ignores the mouse."""

    def __init__(self, accessible_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(accessible_name)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._selected = False

    @property
    def selected(self) -> bool:
        """Whether it is highlighted."""
        return self._selected

    def set_selected(self, is_selected: bool) -> None:
        """Highlight it, or no longer."""
        self._selected = is_selected
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit()
        super().mousePressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        palette = theme().palette
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            is_strong = self._selected or self.underMouse()
            painter.setPen(QPen(palette.line_strong if is_strong else palette.line, 1.0))
            painter.setBrush(palette.raised if self._selected else palette.panel)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
