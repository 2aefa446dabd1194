"""A field for one exact number."""

import math

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QStyle, QStyleOptionFrame, QToolTip

from app.controls.event_filter import EventFilter
from app.controls.gesture import Gesture
from app.controls.plain_text import plain_tooltip
from app.controls.scales import SliderScale
from app.controls.slider import stepped
from app.text.numbers import Bounds, number_text, read_number, shown_number
from app.theme.application import font, theme

MAX_LENGTH = 40
"""Characters: enough for any float and for a fraction of two."""
TEXT_MARGIN = 2
"""Pixels that Qt leaves free between the contents of a line edit and its text."""


class NumberField(QLineEdit):
    """Shows a number by its shortest exact text, and takes another one.

    A number that is too long ends in …, with all its digits in the tooltip; with keyboard focus all digits are shown.

    Enter or leaving the field commits, Escape restores the old text, Up and Down step along the scale. Enter also moves
    the focus to the window's focus proxy, so that its keys work again. Text that is no number within the bounds is
    refused with a sentence, and the old number stays. Text that was not edited is never read back: nothing is rounded.
    """

    committed = Signal(float)
    """The person set another number."""
    refused = Signal(str)
    """Why the text can't be used, in one sentence."""

    def __init__(
        self,
        accessible_name: str,
        symbol: str,
        number: float,
        bounds: Bounds | None = None,
        scale: SliderScale | None = None,
        decimals: int = 0,
    ) -> None:
        """`symbol` is the number's name in sentences, such as α; at least `decimals` decimals are shown."""
        super().__init__()
        self.setAccessibleName(accessible_name)
        self.setMaxLength(MAX_LENGTH)
        self.gesture = Gesture(self)
        """Steps by keys."""
        self._symbol = symbol
        self._bounds = bounds or Bounds()
        self._scale = scale
        self._decimals = decimals
        self._number = number
        self._hint = ""
        self._take_font()
        theme().theme_changed.connect(self._take_font)
        self.set_number(number)
        self.textEdited.connect(self._clear_refusal)
        EventFilter(self, leaves_key=self._is_undo_of_window)

    @property
    def number(self) -> float:
        """The number, exactly."""
        return self._number

    def set_number(self, number: float) -> None:
        """Set the number without a signal; text that is being edited stays until it is committed or reverted."""
        self._number = number
        if not (self.isModified() and self.hasFocus()):
            self._show_number()

    def set_scale(self, scale: SliderScale | None) -> None:
        """Set the scale for steps; None for no steps."""
        self._scale = scale

    def set_bounds(self, bounds: Bounds) -> None:
        """Set the numbers to accept from now on."""
        self._bounds = bounds

    def set_quiet(self, is_quiet: bool) -> None:
        """Look like plain text without mouse or keyboard focus on it."""
        self.setProperty("quiet", is_quiet)
        self._restyle()

    def set_hint(self, text: str) -> None:
        """Set the tooltip for when nothing is refused."""
        self._hint = text
        self._show_hint()

    def sizeHint(self) -> QSize:
        size = super().sizeHint()
        size.setWidth(QFontMetrics(self.font()).horizontalAdvance("0.000000") + theme().scaled(22))
        return size

    def _is_undo_of_window(self, event: QKeyEvent) -> bool:
        """Until something is typed here, undo and redo are the window's."""
        is_undo = event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)
        return is_undo and not self.isModified()

    # What the person does

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self.isModified():
                if self._commit(keep_text=True) and self.window().focusProxy() is not None:
                    self.window().setFocus()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                event.ignore()  # nothing to commit: Enter is the dialog's
            case Qt.Key.Key_Escape if self.isModified():
                self._show_number()
            case Qt.Key.Key_Up | Qt.Key.Key_Down if self._scale is not None:
                self._step(self._scale, 1.0 if event.key() == Qt.Key.Key_Up else -1.0, event.modifiers())
            case _:
                super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if not self.isModified():
            self._show_number()
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._commit(keep_text=False)
            self._show_number()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self.isModified():
            self._show_number()

    def _commit(self, keep_text: bool) -> bool:
        """Read the text if it was edited. False if it is refused."""
        if not self.isModified():
            return True
        try:
            number = self._read()
        except ValueError as refusal:
            self._refuse(str(refusal), keep_text)
            return False
        is_changed = number != self._number
        self._number = number
        self._show_number()
        if is_changed:
            self.committed.emit(number)
        return True

    def _step(self, scale: SliderScale, steps: float, modifiers: Qt.KeyboardModifier) -> None:
        """Step from the text if it can be read, else from the number."""
        try:
            start = self._read() if self.isModified() else self._number
        except ValueError:
            start = self._number
        if not math.isfinite(start):
            return  # NaN: the field stands for several numbers
        number = stepped(scale, start, steps, modifiers)
        try:
            self._bounds.check(number, self._symbol)
        except ValueError as refusal:
            self._refuse(str(refusal), keep_text=True)
            return
        is_changed = number != self._number
        self._number = number
        self._show_number()
        self.selectAll()
        if is_changed:
            self.gesture.go_on()
            self.committed.emit(number)

    def _read(self) -> float:
        """The number in the text. Raises ValueError with a sentence."""
        number = read_number(self.text())
        self._bounds.check(number, self._symbol)
        return number

    def _refuse(self, sentence: str, keep_text: bool) -> None:
        if not keep_text:
            self._show_number()
        else:
            self.mark_refused(sentence)
            QToolTip.showText(self.mapToGlobal(self.rect().bottomLeft()), plain_tooltip(sentence), self)
        self.refused.emit(sentence)

    # How it looks

    def _show_number(self) -> None:
        self.setText(self._text_to_show() if math.isfinite(self._number) else "")
        self.setCursorPosition(0)  # shows the first digits of a long number
        self.setModified(False)
        self._clear_refusal()
        self._show_hint()

    def _text_to_show(self) -> str:
        if self.hasFocus():
            return number_text(self._number, self._decimals)
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        inside = self.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, self)
        width, metrics = inside.width() - 2 * TEXT_MARGIN, self.fontMetrics()
        return shown_number(self._number, self._decimals, lambda text: metrics.horizontalAdvance(text) <= width)

    def _show_hint(self) -> None:
        if not self.property("refused"):
            is_cut = "…" in self.text()
            hint = "\n".join(filter(None, (number_text(self._number) if is_cut else "", self._hint)))
            self.setToolTip(plain_tooltip(hint))

    def mark_refused(self, sentence: str) -> None:
        """Look refused until the text is edited; the sentence is the tooltip."""
        self.setProperty("refused", True)
        self._restyle()
        self.setToolTip(plain_tooltip(sentence))

    def _clear_refusal(self) -> None:
        if self.property("refused"):
            self.setProperty("refused", False)
            self._restyle()
            self._show_hint()
            QToolTip.hideText()

    def _restyle(self) -> None:
        """Apply the style sheet to a changed property."""
        self.style().unpolish(self)
        self.style().polish(self)

    def _take_font(self) -> None:
        self.setFont(font("number"))
        self.updateGeometry()
