"""The strip in one slider of one ball: where the ball would end for every value."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from app.controls.figures import exact
from app.outcome_colours import Pixels
from app.panels.forecast import Forecast
from app.session.session import Session
from app.theme import Theme
from physics.arrays import Floats
from physics.end_words import end_words
from physics.grid import Quantity
from physics.rolling import Ends
from physics.sweep import LAST_STEP


class BallStrip:
    """Colours and words for a slider of α or η; the ball's place is asked for each time, since a card may change it."""

    def __init__(
        self, session: Session, theme: Theme, forecast: Forecast, quantity: Quantity, place: Callable[[], int]
    ) -> None:
        self._session, self._theme, self._forecast = session, theme, forecast
        self._quantity, self._place = quantity, place

    def colours(self, values: Floats, height: int) -> Pixels:
        """(height, n) the tint of the valley that each value leads to."""
        ends = self._ends(values)
        shape = height, len(values)
        outcome, valley = (np.broadcast_to(column, shape) for column in (ends.outcome, ends.valley))
        return self._theme.palette.outcomes.pixels(outcome, valley, np.zeros(shape, np.int32), LAST_STEP)

    def words(self, values: Floats, place: int) -> str:
        """Such as `α 0.934: valley 3, over 2 hills, 71 steps`; empty where it is not known."""
        words = end_words(self._session.landscape, self._ends(values, is_painted=False), place)
        return f"{self._name(values[place].item())}: {words}" if words else ""

    def point_at(self, values: Floats, place: int | None) -> None:
        """Tell what the value at a place leads to, and let a ghost set out with it from where the ball is now."""
        ball = self._place()
        if ball >= len(self._session.run.balls):
            return  # it has just been removed, and its card is about to go
        self._forecast.told.emit(ball, "" if place is None else self.words(values, place))
        run, preview = self._session.run, self._session.preview
        w, delta = run.state.w[ball].item(), run.state.delta[ball].item()
        lo, hi = run.landscape.domain
        if place is None or not lo <= w <= hi:
            preview.clear()
            return
        value = values[place].item()
        as_it_is = replace(self._session.ball(ball), name=self._name(value), start=w)
        other = {self._quantity.value: value}
        preview.show(run.landscape, replace(as_it_is, **other), delta)

    def _name(self, value: float) -> str:
        return f"{self._quantity.symbol} {exact(value)}"

    def _ends(self, values: Floats, *, is_painted: bool = True) -> Ends:
        return self._forecast.ends(self._place(), self._quantity, tuple(values.tolist()), is_painted=is_painted)
