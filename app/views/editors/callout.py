"""An error message over the window, with its tip at what it is about."""

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.controls.plain_text import plain_label
from app.theme.application import Theme
from app.theme.palette import RADIUS_SMALL, SPACE

MAX_WIDTH_PX = 460
TIP_PX = 6
GAP_PX = 2
PADDING_X_PX, PADDING_TOP_PX, PADDING_BOTTOM_PX = 3 * SPACE, 2 * SPACE + TIP_PX, 2 * SPACE


class Callout(QWidget):
    """An error message that floats over the window and takes neither mouse nor keyboard."""

    def __init__(self, anchor: QWidget, theme: Theme) -> None:
        super().__init__(anchor.window())
        self._anchor, self._theme = anchor, theme
        self._x = 0.0
        self._tip = 0.0
        self.label = plain_label(word_wrap=True)
        self.label.setProperty("tone", "error")
        column = QVBoxLayout(self)
        column.setContentsMargins(PADDING_X_PX, PADDING_TOP_PX, PADDING_X_PX, PADDING_BOTTOM_PX)
        column.addWidget(self.label)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        anchor.installEventFilter(self)

    def show_text(self, sentence: str, x: float) -> None:
        """Show a sentence with its tip at `x` pixels from the left of the anchor."""
        if self.parentWidget() is not self._anchor.window():
            self.setParent(self._anchor.window())
        self.label.setText(sentence)
        self.label.setFont(self._theme.font("small"))
        self._x = x
        self._move_to_anchor()
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Hide:
            self.hide()
        elif event.type() in (QEvent.Type.Move, QEvent.Type.Resize) and self.isVisible():
            self._move_to_anchor()
        return super().eventFilter(watched, event)

    def _move_to_anchor(self) -> None:
        window = self._anchor.window()
        natural = self.label.fontMetrics().horizontalAdvance(self.label.text()) + 2 * PADDING_X_PX + 4
        width = min(natural, self._theme.scaled(MAX_WIDTH_PX), window.width() - 4 * SPACE)
        height = self.label.heightForWidth(width - 2 * PADDING_X_PX) + PADDING_TOP_PX + PADDING_BOTTOM_PX
        at = self._anchor.mapTo(window, QPoint(0, self._anchor.height() + GAP_PX))
        left = max(at.x(), 2 * SPACE, round(at.x() + self._x) + 3 * TIP_PX - width)
        left = min(left, window.width() - width - 2 * SPACE)
        self.setGeometry(left, at.y(), width, height)
        self._tip = min(max(at.x() + self._x - left, 2.0 * TIP_PX), width - 2.0 * TIP_PX)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        palette = self._theme.palette
        box = QRectF(self.rect()).adjusted(0.5, TIP_PX + 0.5, -0.5, -0.5)
        outline = QPainterPath()
        outline.addRoundedRect(box, RADIUS_SMALL, RADIUS_SMALL)
        tip = QPainterPath(QPointF(self._tip - TIP_PX, box.top() + 1.0))
        tip.lineTo(self._tip, box.top() - TIP_PX)
        tip.lineTo(self._tip + TIP_PX, box.top() + 1.0)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(palette.error, 1.0))
            painter.setBrush(palette.panel)
            painter.drawPath(outline.united(tip))


def as_sentence(problem: str) -> str:
    """An error message as a sentence: capitalised unless it begins with a symbol such as f, with a full stop or ?."""
    is_symbol = problem[1:2] == " "
    return (problem[:1] if is_symbol else problem[:1].upper()) + problem[1:] + ("" if problem.endswith("?") else ".")
