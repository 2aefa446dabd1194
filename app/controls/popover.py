"""Popover, and a label that elides its text."""

from functools import lru_cache

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
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
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.controls.plain_text import plain_tooltip
from app.theme.application import font, theme
from app.theme.fonts import FontRole
from app.theme.palette import RADIUS, SPACE

GAP = SPACE
"""Between the anchor and the popover."""
MAX_ELIDED = 64
"""Elided texts that are kept: each is asked for several times."""


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
