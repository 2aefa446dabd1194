"""A line of text for a formula, which underlines where it is wrong."""

import re

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QLineEdit

from app.theme import SPACE, Theme

LONGEST = 10_000
"""Characters; what can be computed is bounded by the formula's own limits, which say so."""
WIDTH = 400
LEAST_WIDTH = 128
PREFIX = "f(w) ="
LEFT_SIDE = re.compile(r"(?:\s*(?:[fy]\s*\(\s*[wx]\s*\)|[fy])\s*=)?\s*")
WAVE = 2.0
"""Pixels of the underline, up and down."""


class FormulaField(QLineEdit):
    """Shows `f(w) =` before what is typed. Enter and Escape are signals; a pasted `f(w) =` is taken off."""

    taken_up = Signal()
    """The keyboard came to it."""
    entered = Signal()
    """The person is done."""
    given_up = Signal()
    """The person wants back what was there."""
    left = Signal()
    """The keyboard went elsewhere."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._error_column: int | None = None
        self.setMaxLength(LONGEST)
        self.setAccessibleName("Formula f(w)")
        self.setPlaceholderText("e.g. w^4/4 − w^2")
        self.textEdited.connect(self._take_off_left_side)
        theme.theme_changed.connect(self._take_font)
        self._take_font()

    def set_error(self, column: int | None, sentence: str) -> None:
        """Underline a column (from 1), or with None the whole text; an empty sentence says that all is well."""
        self._error_column = column
        self.update()
        if sentence == self.accessibleDescription():
            return
        self.setAccessibleDescription(sentence)
        self.setProperty("refused", bool(sentence))
        self.style().unpolish(self)
        self.style().polish(self)

    def x_of(self, column: int) -> float:
        """Pixels from the left of the field at which a column (from 1) begins, within what is visible."""
        metrics = QFontMetricsF(self.font())
        cursor = self.cursorPosition()
        text = self.displayText()
        here = self.cursorRect().center().x() + 0.5
        x = here + metrics.horizontalAdvance(text[: column - 1]) - metrics.horizontalAdvance(text[:cursor])
        return min(max(x, float(self.textMargins().left() + SPACE)), self.width() - 2.0 * SPACE)

    def sizeHint(self) -> QSize:
        """Room for most formulas; a longer one scrolls."""
        return QSize(self._theme.scaled(WIDTH), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Room for a short one."""
        return QSize(self._theme.scaled(LEAST_WIDTH), super().minimumSizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is done, Escape goes back; everything else edits."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say so, unless it was only away in a menu or another window."""
        super().focusInEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.taken_up.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say so, unless it is only a menu that has opened."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The text, `f(w) =` before it, and a wave under what is wrong."""
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
        right = left + max(QFontMetricsF(self.font()).horizontalAdvance(character), 4.0 * WAVE)
        y = self.cursorRect().bottom() - 1.0
        count = max(2, round((right - left) / WAVE))
        wave = QPolygonF(
            [QPointF(left + i * WAVE, y + (WAVE / 2.0 if i % 2 else -WAVE / 2.0)) for i in range(count + 1)]
        )
        painter.setPen(QPen(self._theme.palette.error, 1.5))
        painter.drawPolyline(wave)

    def _take_off_left_side(self, text: str) -> None:
        """A formula that is pasted with its left side is as good as one without."""
        match = LEFT_SIDE.match(text)
        if match and match.end() > 0:
            cursor = self.cursorPosition()
            self.setText(text[match.end() :])
            self.setCursorPosition(max(0, cursor - match.end()))
            self.setModified(True)

    def _take_font(self) -> None:
        font = self._theme.font("formula")
        self.setFont(font)
        width = QFontMetricsF(font).horizontalAdvance(PREFIX)
        self.setTextMargins(round(width) + 2 * SPACE, 0, 0, 0)
        self.updateGeometry()
