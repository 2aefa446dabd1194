"""One step of the selected ball: the rule, and below it the numbers of this step, in the colours of the arrows."""

from PySide6.QtCore import QSize, QSizeF
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.controls.plain_text import plain_tooltip
from app.controls.terms import TermSpot, join_spots
from app.panels.step_painting import MIN_WIDTH, StepPainting, step_note, step_title
from app.prediction.next_step import Terms, formulas_of, terms_of_selected
from app.session.session import Session
from app.session.slow_motion import Moment
from app.text.balls import convention_text, meaning_text
from app.text.glossary import GLOSSARY
from app.text.numbers import MINUS, rounded, whole
from app.text.translation import _
from app.theme.application import Theme
from physics.rules.base import NOISY_SLOPE, Rule
from physics.rules.registry import default_rule

PART_TERMS: dict[Moment | str, str] = {
    Moment.SUM: "step",
    Moment.MOMENTUM: "momentum",
    Moment.GRADIENT: "slope",
    "E": "energy",
}
"""Terms of the glossary that explain parts of the rule and values of the state."""


class StepAnatomy(QWidget):
    """A card for one step of the selected ball: the next one, or the newest while time runs."""

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self._session, self._theme = session, theme
        self._terms: Terms | None = None
        self._moment: Moment | None = None
        self._painting = StepPainting(theme, None, None, QSizeF())
        self._height = self._painting.height
        """At scale 1."""
        self._explained: tuple[Rule, bool] | None = None
        self._spots = {part: TermSpot(GLOSSARY[term], self) for part, term in PART_TERMS.items()}
        join_spots(list(self._spots.values()))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAutoFillBackground(True)  # so that nothing behind it is painted again with it
        session.texts_due.connect(self._show_step)
        theme.theme_changed.connect(self._restyle)
        self._show_step()

    @property
    def terms(self) -> Terms | None:
        """The step that is shown."""
        return self._terms

    @property
    def moment(self) -> Moment | None:
        """The moment of slow motion whose term is highlighted."""
        return self._moment

    def sizeHint(self) -> QSize:
        return QSize(self._theme.scaled(352), self._theme.scaled(self._height))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.scaled(MIN_WIDTH), self.sizeHint().height())

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._lay_out()

    def _restyle(self) -> None:
        self.updateGeometry()
        self._lay_out()

    def _show_step(self) -> None:
        self._terms, self._moment = terms_of_selected(self._session), self._session.slow_motion.moment
        self.setAccessibleName(step_title(self._terms))
        self.setAccessibleDescription("" if self._terms is None else _spoken(self._terms))
        self._explain()
        self._lay_out()
        self.update()

    def _explain(self) -> None:
        """Let the tooltip explain the steps of the rule, with or without noise."""
        terms = self._terms
        explained = (default_rule(), False) if terms is None else (terms.rule, terms.is_noisy)
        if explained != self._explained:
            self._explained = explained
            self.setToolTip(plain_tooltip(_explanation(*explained)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            self._painting.paint(painter)

    def _lay_out(self) -> None:
        """Place all words, take as much height as they need, and explain the parts of the rule and the energy."""
        self._painting = StepPainting(self._theme, self._terms, self._moment, QSizeF(self.size()))
        if self._painting.height != self._height:
            self._height = self._painting.height
            self.updateGeometry()
        boxes = self._painting.boxes()
        for part, spot in self._spots.items():
            spot.setVisible(part in boxes)
            if part in boxes:
                spot.cover(boxes[part])


def _explanation(rule: Rule, is_noisy: bool) -> str:
    """What the symbols mean."""
    formulas = formulas_of(rule, is_noisy=is_noisy)
    lines = [
        _("Δw is the step, made of two terms:"),
        _("{momentum}, the momentum term: what is kept of earlier steps;")
        if formulas.momentum_factor is None
        else _("{momentum}, the momentum term: what is kept of the step before;"),
        _("{gradient}, the gradient term: down the slope.")
        if formulas.gradient_factor is None
        else _("{gradient}, the gradient term: down the slope, the steeper the further."),
        _("w is where the ball is, f the height there.")
        if formulas.energy is None
        else _("w is where the ball is, f the height there, and E its energy, height plus speed: {energy}."),
    ]
    if formulas.noisy_slope is not None:
        lines.append(_("{symbol} = {slope} is the slope that the ball feels: with the noise of this step."))
    gradient = f"{MINUS}{formulas.gradient}"
    terms = "\n".join(lines).format(
        momentum=formulas.momentum,
        gradient=gradient,
        energy=formulas.energy,
        symbol=NOISY_SLOPE,
        slope=formulas.noisy_slope,
    )
    meanings = "\n".join(map(meaning_text, rule.parameters))
    return "\n".join(filter(None, (terms, meanings, convention_text(rule))))


def _spoken(terms: Terms) -> str:
    """The step in words, for screen readers."""
    pattern = _("Step {step}: Δw {delta} = momentum term {momentum} + gradient term {gradient}. {note}")
    return pattern.format(
        note=step_note(terms),
        step=whole(terms.step),
        delta=rounded(terms.delta),
        momentum=rounded(terms.momentum_term),
        gradient=rounded(terms.gradient_term),
    )
