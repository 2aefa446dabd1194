"""The field for a formula."""

import re

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QLineEdit

from app.controls.plain_text import plain_tooltip
from app.text.translation import _
from app.theme.application import Theme
from app.theme.palette import SPACE

MAX_LENGTH = 10_000
"""Characters; the parser has limits of its own, with messages."""
FIELD_WIDTH_PX = 400
MIN_FIELD_WIDTH_PX = 128
MOST_FIELD_WIDTH_PX = 720
PREFIX = "f(w) ="
LEFT_SIDE = re.compile(r"(?:\s*(?:[fy]\s*\(\s*[wx]\s*\)|[fy])\s*=)?\s*")
WAVE_PX = 2.0
"""Step and height of the wavy underline."""


class FormulaField(QLineEdit):
    """Shows `f(w) =` before the text, and strips it from pasted text. Enter and Escape are signals."""

    focused = Signal()
    """It got the focus, other than from a menu or another window."""
    entered = Signal()
    """Enter was pressed."""
    escaped = Signal()
    """Escape was pressed."""
    left = Signal()
    """It lost the focus, other than to a menu."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._error_column: int | None = None
        self.setMaxLength(MAX_LENGTH)
        self.setAccessibleName(_("Formula f(w)"))
        self.setPlaceholderText(_("e.g. {formula}, where a to d get sliders").format(formula="a*w^4 − w^2"))
        hint = _("A formula in w, such as {formula}. The letters a to d get sliders.")
        self.setToolTip(plain_tooltip(hint.format(formula="a*w^4 − b*w^2")))
        self.textEdited.connect(self._strip_left_side)
        theme.theme_changed.connect(self._apply_font)
        self._apply_font()

    def set_error(self, column: int | None, sentence: str) -> None:
        """Underline a column (from 1; None for no underline); an empty sentence means no error."""
        self._error_column = column
        self.update()
        if sentence == self.accessibleDescription():
            return
        self.setAccessibleDescription(sentence)
        self.setProperty("refused", bool(sentence))
        self.style().unpolish(self)
        self.style().polish(self)

    def x_of(self, column: int) -> float:
        """x of a column (from 1) in the field, clamped to its visible part."""
        metrics = QFontMetricsF(self.font())
        cursor = self.cursorPosition()
        text = self.displayText()
        here = self.cursorRect().center().x() + 0.5
        x = here + metrics.horizontalAdvance(text[: column - 1]) - metrics.horizontalAdvance(text[:cursor])
        return min(max(x, float(self.textMargins().left() + SPACE)), self.width() - 2.0 * SPACE)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.scaled(FIELD_WIDTH_PX), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.scaled(MIN_FIELD_WIDTH_PX), super().minimumSizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.focused.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            palette = self._theme.palette
            painter.setFont(self.font())
            painter.setPen(palette.muted)
            box = self.rect().adjusted(2 * SPACE + 2, 0, 0, 0)
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, PREFIX)
            if self._error_column is not None:
                self._paint_wave(painter, self._error_column)

    def _paint_wave(self, painter: QPainter, column: int) -> None:
        character = self.text()[column - 1 : column] or "m"
        left = self.x_of(column)
        right = left + max(QFontMetricsF(self.font()).horizontalAdvance(character), 4.0 * WAVE_PX)
        y = self.cursorRect().bottom() - 1.0
        count = max(2, round((right - left) / WAVE_PX))
        wave = QPolygonF(
            [QPointF(left + i * WAVE_PX, y + (WAVE_PX / 2.0 if i % 2 else -WAVE_PX / 2.0)) for i in range(count + 1)]
        )
        painter.setPen(QPen(self._theme.palette.error, 1.5))
        painter.drawPolyline(wave)

    def _strip_left_side(self, text: str) -> None:
        """Strip the left side, such as `f(w) =`, from a pasted formula."""
        match = LEFT_SIDE.match(text)
        if match and match.end() > 0:
            cursor = self.cursorPosition()
            self.setText(text[match.end() :])
            self.setCursorPosition(max(0, cursor - match.end()))
            self.setModified(True)

    def _apply_font(self) -> None:
        font = self._theme.font("formula")
        self.setFont(font)
        width = QFontMetricsF(font).horizontalAdvance(PREFIX)
        self.setTextMargins(round(width) + 2 * SPACE, 0, 0, 0)
        self.updateGeometry()
