"""Typing the landscape: fields for formula and domain, and a callout for errors."""

import re

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QHideEvent,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from app.controls.number_field import NumberField
from app.controls.plain_text import plain_label
from app.files.landscapes import check_domain
from app.session.session import Session
from app.text.curve_errors import landscape_sentence
from app.text.numbers import number_text
from app.text.translation import _
from app.theme.application import Theme
from app.theme.palette import RADIUS_SMALL, SPACE
from app.views.editors.live_edit import LiveEdit
from physics.landscape.base import Landscape
from physics.landscape.formula import FormulaError, FormulaLandscape

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
        self.setPlaceholderText(_("e.g. {formula}").format(formula="w^4/4 − w^2"))
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


TYPING_DELAY_MS = 150
"""From the last key to the preview."""
ERROR_DELAY_MS = 350
"""From the preview to an error message: most errors are only unfinished input."""
MIN_END_WIDTH_PX, MAX_END_WIDTH_PX = 44, 96
"""Of the fields for the ends of the domain, which are as wide as their numbers need."""


class FormulaBar(QWidget):
    """Makes the typed formula the landscape; while it has an error the old curve stays.

    Enter leaves the focus in the formula; Escape reverts, or gives up the focus if there is nothing to revert.
    """

    done = Signal()
    """The person has finished: the focus can go to the landscape."""

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self._session, self._theme = session, theme
        self._live = LiveEdit(session, _("formula"), self)
        self.field = FormulaField(theme)
        self.lo = NumberField(_("Left end of the domain"), _("the left end"), session.landscape.domain[0])
        self.hi = NumberField(_("Right end of the domain"), _("the right end"), session.landscape.domain[1])
        self.callout = Callout(self.field, theme)
        self._typing = QTimer(self, singleShot=True, interval=TYPING_DELAY_MS)
        self._error_timer = QTimer(self, singleShot=True, interval=ERROR_DELAY_MS)
        self._error: ValueError | None = None
        self._lay_out()
        self.field.textEdited.connect(self._on_edited)
        self.field.focused.connect(self._live.begin)
        self.field.entered.connect(self._enter)
        self.field.escaped.connect(self._escape)
        self.field.left.connect(self._leave)
        self._typing.timeout.connect(self._preview)
        self._error_timer.timeout.connect(self._show_error)
        for end in (self.lo, self.hi):
            end.committed.connect(self._on_domain)
        session.landscape_changed.connect(self._on_landscape_changed)
        theme.theme_changed.connect(self._fit_end_fields)
        self._fit_end_fields()
        self._show_landscape()

    @property
    def error(self) -> str:
        """The error in formula or domain; empty if there is none."""
        return "" if self._error is None else landscape_sentence(self._error)

    def take_keyboard(self) -> None:
        """Focus the formula and select its text."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():  # the window may only have been minimised
            self._typing.stop()
            self._show_landscape()

    # Actions of the person.

    def _on_edited(self) -> None:
        self._typing.start()
        self._error_timer.stop()
        self.callout.hide()
        self.field.set_error(None, "")

    def _enter(self) -> None:
        """Commit the formula: from now on Escape reverts to it. An empty field shows the formula in force again."""
        if not self.field.text().strip():
            self._typing.stop()
            self._show_landscape()
            return
        self._preview()
        self._show_error()
        if self._error is None:
            self._live.begin()
            self.field.setModified(False)

    def _escape(self) -> None:
        """Revert to the landscape at the last focus or Enter; without a change, give up the focus."""
        self._typing.stop()
        was_changed = self.field.isModified() or self._session.landscape is not self._live.before
        self._live.revert()
        self._show_landscape()
        if not was_changed:
            self.done.emit()

    def _leave(self) -> None:
        if self._typing.isActive():
            self._preview()
            self._show_error()

    def _on_domain(self) -> None:
        self._fit_end_fields()
        if self.field.text().strip():
            if not self.field.hasFocus():
                self._live.begin()
            self._preview()
            self._show_error()

    # Landscape and errors.

    def _preview(self) -> None:
        """Make the formula the landscape if it has no error."""
        self._typing.stop()
        text, domain = self.field.text().rstrip(), (self.lo.number, self.hi.number)
        self._error = None
        if not text:
            return
        if _is_formula(self._session.landscape, text, domain):
            return
        if _is_formula(self._live.before, text, domain):
            self._live.revert()  # back to the beginning: no entry in the history
            return
        try:
            check_domain(*domain)
            landscape = FormulaLandscape(text, domain)
        except ValueError as error:
            self._error = error
            self._error_timer.start()
        else:
            self._live.commit(lambda: landscape)

    def _show_error(self) -> None:
        """Show the error where it is, or hide the last one."""
        self._error_timer.stop()
        self.field.set_error(None, "")
        self.callout.hide()
        sentence = as_sentence(self.error)
        if isinstance(self._error, FormulaError):
            column = self._error.column
            self.field.set_error(column, sentence)
            self.callout.show_text(sentence, self.field.x_of(1 if column is None else column) + SPACE)
        elif self._error is not None:  # the domain
            self.lo.mark_refused(sentence)
            self.hi.mark_refused(sentence)
            self.callout.show_text(sentence, 0.5 * (self.lo.x() + self.hi.geometry().right()) - self.field.x())

    def _on_landscape_changed(self) -> None:
        """Show a landscape that was changed by something else; Escape reverts to it."""
        if not self._live.is_current:
            self._live.begin()
            self._typing.stop()
            self._show_landscape()

    def _show_landscape(self) -> None:
        landscape = self._session.landscape
        text = landscape.text if isinstance(landscape, FormulaLandscape) else ""
        with QSignalBlocker(self.field):
            if self.field.text() != text:
                self.field.setText(text)
                self.field.setCursorPosition(0)
            self.field.setModified(False)
        for end, number in zip((self.lo, self.hi), landscape.domain, strict=True):
            end.set_number(number)
        self._fit_end_fields()
        self._error = None
        self._show_error()

    def _fit_end_fields(self) -> None:
        scaled = self._theme.scaled
        for end in (self.lo, self.hi):
            text = end.text() if end.isModified() else number_text(end.number)  # not what an earlier width has left
            width = end.fontMetrics().horizontalAdvance(text) + scaled(24)
            end.setMinimumWidth(scaled(MIN_END_WIDTH_PX))
            end.setMaximumWidth(min(max(width, scaled(MIN_END_WIDTH_PX)), scaled(MAX_END_WIDTH_PX)))
        self.field.setMaximumWidth(scaled(MOST_FIELD_WIDTH_PX))

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE + 2)
        self.field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row.addWidget(self.field, 1)
        for text, end in ((_("on"), self.lo), (_("to"), self.hi)):
            label = plain_label(text)
            label.setProperty("tone", "muted")
            row.addWidget(label)
            row.addWidget(end)
        row.addStretch(0)


def _is_formula(landscape: Landscape, text: str, domain: tuple[float, float]) -> bool:
    """Whether a landscape is this formula on this domain."""
    return isinstance(landscape, FormulaLandscape) and (landscape.text, landscape.domain) == (text, domain)


def as_sentence(problem: str) -> str:
    """An error message as a sentence: capitalised unless it begins with a symbol such as f, with a full stop or ?."""
    is_symbol = problem[1:2] == " "
    return (problem[:1] if is_symbol else problem[:1].upper()) + problem[1:] + ("" if problem.endswith("?") else ".")
