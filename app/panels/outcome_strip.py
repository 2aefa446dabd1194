"""What the values of a slider lead to: colours for its groove, words for the value under the mouse."""

from collections.abc import Callable

import numpy as np

from app.prediction.origin import origin_of
from app.prediction.slider_outcomes import SliderOutcomes
from app.session.session import Session
from app.text.balls import exact_value
from app.text.outcomes import result_words
from app.text.translation import _
from app.theme.application import Theme
from app.theme.outcome_colours import Pixels
from physics.arrays import Floats
from physics.rules.base import Parameter
from physics.sweep.batch import Results
from physics.sweep.sweep import LAST_STEP


class OutcomeStrip:
    """The strip of one ball's slider; `ball` returns the ball's index, which changes when its card is reused."""

    def __init__(
        self,
        session: Session,
        theme: Theme,
        slider_outcomes: SliderOutcomes,
        parameter: Parameter,
        ball: Callable[[], int],
    ) -> None:
        self._session, self._theme, self._slider_outcomes = session, theme, slider_outcomes
        self._parameter, self._ball = parameter, ball

    def colours(self, values: Floats, height: int) -> Pixels:
        """(height, n) the colour of the valley that each of n values leads to."""
        results = self._results(values)
        shape = height, len(values)
        outcome, valley = (np.broadcast_to(column, shape) for column in (results.outcome, results.valley))
        colours, is_noisy = self._theme.palette.outcomes, self._session.forcing.is_noisy
        return colours.pixels(outcome, valley, np.zeros(shape, np.int32), LAST_STEP, is_noisy=is_noisy)

    def hint_text(self, values: Floats, index: int) -> str:
        """Such as `α 0.934: valley 3, over 2 hills, 71 steps`; empty if the outcome is unknown."""
        results, is_noisy = self._results(values, is_painted=False), self._session.forcing.is_noisy
        words = result_words(self._session.landscape, results, index, is_noisy=is_noisy)
        return _("{value}: {outcome}").format(value=self._name(values[index].item()), outcome=words) if words else ""

    def set_hovered(self, values: Floats, index: int | None) -> None:
        """Say what `values[index]` leads to, and show its ghost run from where Play goes on."""
        ball = self._ball()
        if ball >= len(self._session.run.balls):
            return  # just removed, and its card will follow
        self._slider_outcomes.show_hint(ball, "" if index is None else self.hint_text(values, index))
        run, ghost_run = self._session.run, self._slider_outcomes.ghost_run
        state = origin_of(self._session, ball)
        lo, hi = run.landscape.domain
        if index is None or not lo <= state.w <= hi:
            ghost_run.clear()
            return
        value = values[index].item()
        ghost_run.show(run.landscape, state.with_parameter(self._parameter.name, value), self._name(value))

    def _name(self, value: float) -> str:
        return f"{self._parameter.symbol} {exact_value(self._parameter, value)}"

    def _results(self, values: Floats, *, is_painted: bool = True) -> Results:
        return self._slider_outcomes.results(
            self._ball(), self._parameter.name, tuple(values.tolist()), is_painted=is_painted
        )
