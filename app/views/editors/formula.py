"""Typing the landscape: fields for formula and domain, and a callout for errors."""

from collections.abc import Mapping
from contextlib import suppress

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.controls.number_field import NumberField
from app.controls.plain_text import plain_label
from app.files.landscapes import check_domain
from app.session.session import Session
from app.text.curve_errors import landscape_sentence
from app.text.numbers import number_text
from app.text.translation import _
from app.theme.application import Theme
from app.theme.palette import SPACE
from app.views.editors.callout import Callout, as_sentence
from app.views.editors.formula_field import MOST_FIELD_WIDTH_PX, FormulaField
from app.views.editors.live_edit import LiveEdit
from app.views.editors.parameters import parameters_of
from physics.landscape.base import Landscape
from physics.landscape.formula import NOT_FINITE, FormulaError, FormulaLandscape, parameter_names

TYPING_DELAY_MS = 150
"""From the last key to the preview."""
ERROR_DELAY_MS = 350
"""From the preview to an error message: most errors are only unfinished input."""
FURTHER_VALUES = 10.0, 100.0
"""Tried for parameters where there is no curve otherwise, as of sqrt(w + a) from −6 to 6 with a = 1."""
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
            landscape = _made(text, domain, self._values(text))
        except ValueError as error:
            self._error = error
            self._error_timer.start()
        else:
            self._live.commit(lambda: landscape)

    def _values(self, text: str) -> dict[str, float]:
        """The values that parameters of a typed formula had since it was begun; new ones have none."""
        known = parameters_of(self._live.before) | parameters_of(self._session.landscape)
        return {name: known[name] for name in parameter_names(text) if name in known}

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
            before, landscape = self._live.last, self._session.landscape
            self._live.begin()
            if isinstance(before, FormulaLandscape) and _is_formula(landscape, before.text, before.domain):
                return  # a parameter has another value: what is being typed stays
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


def _made(text: str, domain: tuple[float, float], values: Mapping[str, float]) -> FormulaLandscape:
    """The landscape of a formula; parameters without a value are 1, or what gives a curve.

    If no parameter is without a value, and there is no curve, all get another one. Raises FormulaError.
    """
    try:
        return FormulaLandscape(text, domain, parameters=values)
    except FormulaError as error:
        if error.kind not in NOT_FINITE:
            raise
        names = parameter_names(text)
        free = [name for name in names if name not in values] or names
        for value in FURTHER_VALUES if free else ():
            with suppress(FormulaError):
                return FormulaLandscape(text, domain, parameters={**values, **dict.fromkeys(free, value)})
        raise


def _is_formula(landscape: Landscape, text: str, domain: tuple[float, float]) -> bool:
    """Whether a landscape is this formula on this domain."""
    return isinstance(landscape, FormulaLandscape) and (landscape.text, landscape.domain) == (text, domain)
