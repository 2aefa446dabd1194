"""Typing the landscape: the formula, its domain, and what is wrong with it."""

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.controls.number_field import NumberField
from app.controls.plain_text import plain_label
from app.files.landscapes import check_domain
from app.session.session import Session
from app.theme import SPACE, Theme
from app.views.editors.callout import Callout
from app.views.editors.formula_field import FormulaField
from app.views.editors.live_edit import LiveEdit
from physics.formula import FormulaError, FormulaLandscape
from physics.landscape import Landscape

TYPING_MILLISECONDS = 150
"""The preview waits until the person has paused for so long."""
DOUBT_MILLISECONDS = 350
"""What can't be read is complained about only so much later: most of it is merely not finished."""
LEAST_END_WIDTH, MOST_END_WIDTH = 44, 96
"""Pixels of the fields for the ends of the domain: as wide as their numbers need, where there is room."""


class FormulaBar(QWidget):
    """What is typed is at once the landscape, as far as it can be read; otherwise the old curve stays.

    Enter leaves the keyboard in the formula, so that one can type on; Escape, with nothing to take back, lets it go.
    """

    done = Signal()
    """The keyboard is no longer needed here."""

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self._session, self._theme = session, theme
        self._live = LiveEdit(session, "formula", self)
        self.field = FormulaField(theme)
        self.lo = NumberField("Left end of the domain", "the left end", session.landscape.domain[0])
        self.hi = NumberField("Right end of the domain", "the right end", session.landscape.domain[1])
        self.callout = Callout(self.field, theme)
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MILLISECONDS)
        self._doubt = QTimer(self, singleShot=True, interval=DOUBT_MILLISECONDS)
        self._error: ValueError | None = None
        self._lay_out()
        self.field.textEdited.connect(self._on_edited)
        self.field.taken_up.connect(self._live.begin)
        self.field.entered.connect(self._enter)
        self.field.given_up.connect(self._give_up)
        self.field.left.connect(self._leave)
        self._typing.timeout.connect(self._preview)
        self._doubt.timeout.connect(self._complain)
        for end in (self.lo, self.hi):
            end.committed.connect(self._on_domain)
        session.landscape_changed.connect(self._on_landscape_changed)
        theme.theme_changed.connect(self._take_size)
        self._take_size()
        self._show_landscape()

    @property
    def error(self) -> str:
        """What is wrong with the formula, in one sentence; empty when nothing is."""
        return "" if self._error is None else str(self._error)

    def take_keyboard(self) -> None:
        """Let the person type; what is there is selected."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def hideEvent(self, event: QHideEvent) -> None:
        """Another way to a landscape was chosen: a formula that can't be read is forgotten."""
        super().hideEvent(event)
        if not event.spontaneous():  # the window may only have been minimised
            self._typing.stop()
            self._show_landscape()

    # What the person does.

    def _on_edited(self) -> None:
        self._typing.start()
        self._doubt.stop()
        self.callout.hide()
        self.field.set_error(None, "")

    def _enter(self) -> None:
        """What is typed is meant: from here on Escape comes back to this."""
        self._preview()
        self._complain()
        if self._error is None:
            self._live.begin()
            self.field.setModified(False)

    def _give_up(self) -> None:
        """Go back to what was in force when the keyboard came here; if that is in force already, let go."""
        self._typing.stop()
        was_changed = self.field.isModified() or self._session.landscape is not self._live.before
        self._live.revert()
        self._show_landscape()
        if not was_changed:
            self.done.emit()

    def _leave(self) -> None:
        if self._typing.isActive():
            self._preview()
            self._complain()

    def _on_domain(self) -> None:
        self._take_size()
        if self.field.text().strip():
            if not self.field.hasFocus():
                self._live.begin()
            self._preview()
            self._complain()

    # What follows from it.

    def _preview(self) -> None:
        """Put the formula under the balls, if it can be read."""
        self._typing.stop()
        text, domain = self.field.text().rstrip(), (self.lo.number, self.hi.number)
        self._error = None
        if not text:
            return
        if _says(self._session.landscape, text, domain):
            return
        if _says(self._live.before, text, domain):
            self._live.revert()  # it is as if nothing had been typed
            return
        try:
            check_domain(*domain)
            landscape = FormulaLandscape(text, domain)
        except ValueError as error:
            self._error = error
            self._doubt.start()
        else:
            self._live.commit(lambda: landscape)

    def _complain(self) -> None:
        """Say what is wrong, and where."""
        self._doubt.stop()
        self.field.set_error(None, "")
        self.callout.hide()
        sentence = as_sentence(self.error)
        if isinstance(self._error, FormulaError):
            column = self._error.column
            self.field.set_error(column, sentence)
            self.callout.show_words(sentence, self.field.x_of(1 if column is None else column) + SPACE)
        elif self._error is not None:  # what is wrong is the domain
            self.lo.mark_refused(sentence)
            self.hi.mark_refused(sentence)
            self.callout.show_words(sentence, 0.5 * (self.lo.x() + self.hi.geometry().right()) - self.field.x())

    def _on_landscape_changed(self) -> None:
        """Another landscape came from elsewhere: show it, and let Escape come back to it."""
        if not self._live.is_own:
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
        self._take_size()
        self._error = None
        self._complain()

    def _take_size(self) -> None:
        scaled = self._theme.scaled
        for end in (self.lo, self.hi):
            width = end.fontMetrics().horizontalAdvance(end.text()) + scaled(24)
            end.setMinimumWidth(scaled(LEAST_END_WIDTH))
            end.setMaximumWidth(min(max(width, scaled(LEAST_END_WIDTH)), scaled(MOST_END_WIDTH)))

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE + 2)
        self.field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.field.setMaximumWidth(720)
        row.addWidget(self.field, 1)
        for words, end in (("on", self.lo), ("to", self.hi)):
            label = plain_label(words)
            label.setProperty("tone", "muted")
            row.addWidget(label)
            row.addWidget(end)
        row.addStretch(0)


def _says(landscape: Landscape, text: str, domain: tuple[float, float]) -> bool:
    """Whether a landscape is this formula."""
    return isinstance(landscape, FormulaLandscape) and (landscape.text, landscape.domain) == (text, domain)


def as_sentence(problem: str) -> str:
    """What is wrong, with a capital letter, unless it begins with f or w, and a full stop after all but questions."""
    is_symbol = problem[1:2] == " "
    return (problem[:1] if is_symbol else problem[:1].upper()) + problem[1:] + ("" if problem.endswith("?") else ".")
