"""The strip in one slider of one ball: where the ball would end for every value."""

from collections.abc import Callable

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

SYMBOLS = {Quantity.ALPHA: "α", Quantity.ETA: "η", Quantity.START: "w"}


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
        """Such as `α 0.934: valley 3, over 2 hills, 71 steps`."""
        words = end_words(self._session.landscape, self._ends(values), place)
        return f"{SYMBOLS[self._quantity]} {exact(values[place].item())}: {words}" if words else ""

    def _ends(self, values: Floats) -> Ends:
        return self._forecast.ends(self._place(), self._quantity, tuple(values.tolist()))
