"""Makes outcome maps in the background, a coarse picture first."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from app.session.at_once import go_on_at_once
from app.session.latest import Latest
from app.session.turns import IsCancelled, Turns
from physics.arrays import Codes, Ints, mapped
from physics.grid import Grid
from physics.landscape import Landscape
from physics.outcome_map import OutcomeMap
from physics.rolling import UNKNOWN, Decided
from physics.sweep import LAST_STEP, STRAGGLERS, GradualSweep, sweep

CALM = 50
"""Milliseconds without another request before the rest of a map is begun."""
BETWEEN_PICTURES = 0.2
"""Seconds between two pictures of one map: each has to be painted, too."""


@dataclass(frozen=True, eq=False)
class MapPicture:
    """What is known of a map at some moment; where nothing is known yet, what is known of a point near by."""

    landscape: Landscape
    grid: Grid
    stride: int
    """The picture has every so manieth column and row of the grid."""
    outcome: Codes
    """(rows, columns) from the lowest y; `UNKNOWN` where there is not even that."""
    valley: Ints
    """(rows, columns) index of the valley."""
    steps: Ints
    """(rows, columns)."""
    last: int
    share: float
    """How much of the map is known, 0 to 1."""
    made: OutcomeMap | None
    """The whole map, once it is complete."""


class MapMaker(QObject):
    """Computes the map that was asked for last, and shows its pictures.

    The coarse picture is made at once, in the thread that asks: that takes a few milliseconds, and no other thread is
    in the way of painting. So it follows a hand that drags something. The rest is computed in the background, once
    nothing else has been asked for during a moment; no run is made twice.
    """

    pictured = Signal(object)
    """A `MapPicture`, a finer one each time."""

    _drawn = Signal(object)

    def __init__(self, turns: Turns) -> None:
        """Rest. What is done in the background takes turns with others."""
        super().__init__()
        self._job = Latest(turns, self)
        self._begun: tuple[Landscape, OutcomeMap] | None = None
        self._calm = QTimer(self, singleShot=True, interval=CALM)
        self._calm.timeout.connect(self._go_on)
        self._drawn.connect(self._show)

    @property
    def is_busy(self) -> bool:
        """Whether a map is not complete yet."""
        return self._begun is not None

    def make(self, landscape: Landscape, grid: Grid) -> None:
        """Show the coarse picture of this map now, and finer ones later; give up any other."""
        self.give_up()
        made = OutcomeMap(grid, LAST_STEP)
        _begin_coarsely(landscape, made)
        if not made.is_complete:
            self._begun = landscape, made
            self._calm.start()
        self.pictured.emit(_picture(landscape, made, grid.strides()[0]))

    def stop(self) -> None:
        """Give up what is under way, and wait until nothing of it is left."""
        self.give_up()
        self._job.stop()

    def give_up(self) -> None:
        """Make nothing more of what was asked for; what is under way ends soon."""
        self._calm.stop()
        self._begun = None
        self._job.cancel()

    def _go_on(self) -> None:
        """Compute the rest in the background."""
        if self._begun is not None:
            landscape, made = self._begun
            self._job.begin(lambda is_cancelled: _finish(landscape, made, self._drawn.emit, is_cancelled), self._on_end)

    def _show(self, picture: MapPicture) -> None:
        """Show what comes from the thread that makes it; what was under way when it was given up comes to nothing."""
        if self._begun is not None and picture.grid is self._begun[1].grid:
            self.pictured.emit(picture)

    def _on_end(self, picture: MapPicture) -> None:
        self._begun = None
        self.pictured.emit(picture)


def _begin_coarsely(landscape: Landscape, made: OutcomeMap) -> None:
    """Compute the coarse level as far as it goes at once."""
    first = made.grid.coarse()
    sweep_of_first = GradualSweep(landscape, made.grid.starts(first), made.last)
    go_on_at_once(sweep_of_first, enough=1.0 - 1.0 / STRAGGLERS)
    is_known = sweep_of_first.ends.outcome != UNKNOWN
    made.take(Decided(first[is_known], mapped(lambda column: column[is_known], sweep_of_first.ends)))


def _finish(
    landscape: Landscape, made: OutcomeMap, send: Callable[[MapPicture], object], is_cancelled: IsCancelled
) -> MapPicture:
    """Compute the rest of a map; `send` its pictures now and then, and return the last."""
    sent_at = time.monotonic()
    levels = [level[made.ends.outcome[level] == UNKNOWN] for level in made.grid.levels()]
    starts = made.grid.starts()
    # One worker: a second would go on computing when it is the turn of somebody else.
    for decided in sweep(landscape, starts, made.last, levels=levels, workers=1, is_cancelled=is_cancelled):
        made.take(decided)
        if time.monotonic() - sent_at >= BETWEEN_PICTURES and not made.is_complete:
            send(_picture(landscape, made))
            sent_at = time.monotonic()
    return _picture(landscape, made)


def _picture(landscape: Landscape, made: OutcomeMap, stride: int = 1) -> MapPicture:
    shown = made.shown(stride)
    outcome = np.where(shown >= 0, made.ends.outcome.take(shown, mode="clip"), UNKNOWN).astype(np.int8)
    valley, steps = (column.take(shown, mode="clip") for column in (made.ends.valley, made.ends.steps))
    share = made.known / made.grid.size
    whole = made if made.is_complete else None
    return MapPicture(landscape, made.grid, stride, outcome, valley, steps, made.last, share, whole)
