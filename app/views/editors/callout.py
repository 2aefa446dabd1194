"""A sentence that floats under a widget and points at it."""

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.controls.plain_text import plain_label
from app.theme import RADIUS_SMALL, SPACE, Theme

WIDEST = 460
TIP = 6
GAP = 2
SIDE, ABOVE, BELOW = 3 * SPACE, 2 * SPACE + TIP, 2 * SPACE


class Callout(QWidget):
    """Floats over the window without taking the mouse or the keyboard, so that one can go on typing."""

    def __init__(self, anchor: QWidget, theme: Theme) -> None:
        super().__init__(anchor.window())
        self._anchor, self._theme = anchor, theme
        self._x = 0.0
        self._tip = 0.0
        self.words = plain_label(word_wrap=True)
        self.words.setProperty("tone", "error")
        column = QVBoxLayout(self)
        column.setContentsMargins(SIDE, ABOVE, SIDE, BELOW)
        column.addWidget(self.words)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        anchor.installEventFilter(self)

    def show_words(self, sentence: str, x: float) -> None:
        """Show a sentence that points at `x` pixels from the anchor's left."""
        if self.parentWidget() is not self._anchor.window():
            self.setParent(self._anchor.window())
        self.words.setText(sentence)
        self.words.setFont(self._theme.font("small"))
        self._x = x
        self._place()
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go along with the anchor, and vanish with it."""
        if event.type() == QEvent.Type.Hide:
            self.hide()
        elif event.type() in (QEvent.Type.Move, QEvent.Type.Resize) and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        window = self._anchor.window()
        natural = self.words.fontMetrics().horizontalAdvance(self.words.text()) + 2 * SIDE + 4
        width = min(natural, self._theme.scaled(WIDEST), window.width() - 4 * SPACE)
        height = self.words.heightForWidth(width - 2 * SIDE) + ABOVE + BELOW
        at = self._anchor.mapTo(window, QPoint(0, self._anchor.height() + GAP))
        left = max(at.x(), 2 * SPACE, round(at.x() + self._x) + 3 * TIP - width)
        left = min(left, window.width() - width - 2 * SPACE)
        self.setGeometry(left, at.y(), width, height)
        self._tip = min(max(at.x() + self._x - left, 2.0 * TIP), width - 2.0 * TIP)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A panel with a tip."""
        palette = self._theme.palette
        box = QRectF(self.rect()).adjusted(0.5, TIP + 0.5, -0.5, -0.5)
        outline = QPainterPath()
        outline.addRoundedRect(box, RADIUS_SMALL, RADIUS_SMALL)
        tip = QPainterPath(QPointF(self._tip - TIP, box.top() + 1.0))
        tip.lineTo(self._tip, box.top() - TIP)
        tip.lineTo(self._tip + TIP, box.top() + 1.0)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(palette.error, 1.0))
            painter.setBrush(palette.panel)
            painter.drawPath(outline.united(tip))
