"""A light panel that floats over the window until it has been used."""

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPainterPath, QPaintEvent, QPen, QRegion, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.theme import RADIUS, SPACE, theme

GAP = SPACE


class Popover(QWidget):
    """Holds one widget beside the one that opened it; a click elsewhere or Escape closes it."""

    def __init__(self, accessible_name: str, content: QWidget, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAccessibleName(accessible_name)
        # Without a compositor, which X11 may lack, a see-through window has black corners: there they are cut off.
        self._see_through = QGuiApplication.platformName() != "xcb"
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground, self._see_through)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * SPACE, 3 * SPACE, 3 * SPACE, 3 * SPACE)
        column.addWidget(content)
        self._content = content

    def open_at(self, anchor: QWidget) -> None:
        """Open under a widget, or above it where there is no room, wholly on its screen."""
        self.adjustSize()
        below = anchor.mapToGlobal(QPoint(0, anchor.height() + GAP))
        above = anchor.mapToGlobal(QPoint(0, -self.height() - GAP))
        room = anchor.screen().availableGeometry()
        corner = below if below.y() + self.height() <= room.bottom() else above
        self.move(_moved_into(QRect(corner, self.size()), room))
        self.show()
        self._content.setFocus(Qt.FocusReason.PopupFocusReason)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Cut the corners where they can't be see-through."""
        if not self._see_through:
            outline = QPainterPath()
            outline.addRoundedRect(QRectF(self.rect()), RADIUS, RADIUS)
            self.setMask(QRegion(outline.toFillPolygon().toPolygon()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground and frame."""
        palette = theme().palette
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(palette.line_strong, 1.0))
            painter.setBrush(palette.panel)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)


def _moved_into(box: QRect, room: QRect) -> QPoint:
    """The corner nearest to the box's own at which it lies within the room."""
    x = max(room.left(), min(box.left(), room.right() - box.width()))
    y = max(room.top(), min(box.top(), room.bottom() - box.height()))
    return QPoint(x, y)
