"""Floating and rounded panels, and a line of text that is elided where there is no room."""

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QGuiApplication,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from app.controls.plain_text import plain_tooltip
from app.theme import RADIUS, SPACE, FontRole, font, theme

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
