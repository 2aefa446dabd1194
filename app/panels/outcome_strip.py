"""What the values of an α or η slider lead to: colours for its groove, words for the value under the mouse."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from app.prediction.slider_outcomes import SliderOutcomes
from app.session.session import Session
from app.text.numbers import exact
from app.text.outcomes import result_words
from app.text.translation import _
from app.theme.application import Theme
from app.theme.outcome_colours import Pixels
from physics.arrays import Floats
from physics.sweep.batch import Results
from physics.sweep.grid import Quantity
from physics.sweep.sweep import LAST_STEP


class OutcomeStrip:
    """The strip of one ball's slider; `ball` returns the ball's index, which changes when its card is reused."""

    def __init__(
        self,
        session: Session,
        theme: Theme,
        slider_outcomes: SliderOutcomes,
        quantity: Quantity,
        ball: Callable[[], int],
    ) -> None:
        self._session, self._theme, self._slider_outcomes = session, theme, slider_outcomes
        self._quantity, self._ball = quantity, ball

    def colours(self, values: Floats, height: int) -> Pixels:
        """(height, n) the colour of the valley that each of n values leads to."""
        ends = self._results(values)
        shape = height, len(values)
        outcome, valley = (np.broadcast_to(column, shape) for column in (ends.outcome, ends.valley))
        return self._theme.palette.outcomes.pixels(outcome, valley, np.zeros(shape, np.int32), LAST_STEP)

    def words(self, values: Floats, index: int) -> str:
        """Such as `α 0.934: valley 3, over 2 hills, 71 steps`; empty if the outcome is unknown."""
        words = result_words(self._session.landscape, self._results(values, is_painted=False), index)
        return _("{value}: {outcome}").format(value=self._name(values[index].item()), outcome=words) if words else ""

    def set_hovered(self, values: Floats, index: int | None) -> None:
        """Say what `values[index]` leads to, and show its ghost run from where the ball is now."""
        ball = self._ball()
        if ball >= len(self._session.run.balls):
            return  # just removed, and its card will follow
        self._slider_outcomes.hovered.emit(ball, "" if index is None else self.words(values, index))
        run, preview = self._session.run, self._session.ghost_run
        w, delta = run.state.w[ball].item(), run.state.delta[ball].item()
        lo, hi = run.landscape.domain
        if index is None or not lo <= w <= hi:
            preview.clear()
            return
        value = values[index].item()
        ghost = replace(self._session.ball(ball), name=self._name(value), start=w)
        changes = {self._quantity.value: value}
        preview.show(run.landscape, replace(ghost, **changes), delta)

    def _name(self, value: float) -> str:
        return f"{self._quantity.symbol} {exact(value)}"

    def _results(self, values: Floats, *, is_painted: bool = True) -> Results:
        return self._slider_outcomes.results(
            self._ball(), self._quantity, tuple(values.tolist()), is_painted=is_painted
        )
