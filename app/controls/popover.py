"""A popup beside a widget."""

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import (
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.theme.application import theme
from app.theme.palette import RADIUS, SPACE

GAP = SPACE
"""Between the anchor and the popover."""


class Popover(QWidget):
    """A popup with one widget, next to its anchor; a click elsewhere, Escape or a command's keys close it."""

    def __init__(self, accessible_name: str, content: QWidget, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAccessibleName(accessible_name)
        # Without a compositor, which X11 may lack, a translucent window has black corners: there a mask cuts them off.
        self._is_translucent = QGuiApplication.platformName() != "xcb"
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground, self._is_translucent)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * SPACE, 3 * SPACE, 3 * SPACE, 3 * SPACE)
        column.addWidget(content)
        self._parent, self._content = parent, content

    def open_at(self, anchor: QWidget, place: QRect | None = None) -> None:
        """Open below a widget, or a place in it, or above that where there is no room, within the screen."""
        self.adjustSize()
        place = anchor.rect() if place is None else place
        below = anchor.mapToGlobal(QPoint(place.left(), place.top() + place.height() + GAP))
        above = anchor.mapToGlobal(QPoint(place.left(), place.top() - self.height() - GAP))
        screen = anchor.screen().availableGeometry()
        corner = below if below.y() + self.height() <= screen.bottom() else above
        self.move(_top_left_within(QRect(corner, self.size()), screen))
        self.show()
        self._content.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # While it is open Qt runs no action of the window below.
        keys = QKeySequence(event.keyCombination())
        action = next((each for each in self._parent.window().actions() if keys in each.shortcuts()), None)
        is_plain = action is None or action.shortcutContext() == Qt.ShortcutContext.WidgetShortcut
        if action is None or is_plain or not action.isEnabled():
            super().keyPressEvent(event)
        else:
            self.close()
            action.trigger()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        if not self._is_translucent:
            outline = QPainterPath()
            outline.addRoundedRect(QRectF(self.rect()), RADIUS, RADIUS)
            self.setMask(QRegion(outline.toFillPolygon().toPolygon()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        palette = theme().palette
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(palette.line_strong, 1.0))
            painter.setBrush(palette.panel)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)


def _top_left_within(rect: QRect, bounds: QRect) -> QPoint:
    """The nearest top left corner with which a rectangle lies within bounds."""
    x = max(bounds.left(), min(rect.left(), bounds.right() - rect.width()))
    y = max(bounds.top(), min(rect.top(), bounds.bottom() - rect.height()))
    return QPoint(x, y)
