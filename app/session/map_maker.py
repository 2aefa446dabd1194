"""Makes outcome maps in the background, a coarse picture first."""

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from app.session.background import Background
from app.session.turns import Turns
from physics.arrays import Codes, Ints, mapped
from physics.grid import Grid
from physics.landscape import Landscape
from physics.outcome_map import OutcomeMap
from physics.rolling import UNKNOWN, Decided
from physics.sweep import LAST_STEP, STRAGGLERS, GradualSweep, sweep

AT_ONCE = 160_000
"""Work on the coarse picture that is done at once, a few milliseconds."""
CALM = 50
"""Milliseconds without another request before the rest of a map is begun."""
BETWEEN_PICTURES = 0.2
"""Seconds between two pictures of one map: each has to be painted, too."""
WORKERS = max(1, min(2, (os.cpu_count() or 1) - 1))
"""Threads that work on a map when it is its turn; one processor is left to the window."""


@dataclass(frozen=True, eq=False)
class MapPicture:
    """What is known of a map at some moment; where nothing is known yet, what is known of a point near by."""

    landscape: Landscape
    grid: Grid
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
    failed = Signal(Exception)
    """Something unforeseen went wrong."""

    _drawn = Signal(object, object)

    def __init__(self, turns: Turns) -> None:
        """Rest. What is done in the background takes turns with others."""
        super().__init__()
        self._turns = turns
        self._job: Background | None = None
        self._begun: tuple[Landscape, OutcomeMap, list[Ints]] | None = None
        self._calm = QTimer(self, singleShot=True, interval=CALM)
        self._calm.timeout.connect(self._go_on)
        self._drawn.connect(self._show)

    @property
    def is_busy(self) -> bool:
        """Whether a map is not complete yet."""
        return self._begun is not None

    def make(self, landscape: Landscape, grid: Grid) -> None:
        """Show the coarse picture of this map now, and finer ones later; give up any other."""
        self._give_up()
        made = OutcomeMap(grid, LAST_STEP)
        levels = _coarse(landscape, made)
        self._begun = landscape, made, levels
        self._calm.start()
        self.pictured.emit(_picture(landscape, made))

    def stop(self) -> None:
        """Give up what is under way, and wait until nothing of it is left."""
        job = self._job
        self._give_up()
        if job is not None:
            job.wait()

    def _give_up(self) -> None:
        self._calm.stop()
        self._begun = None
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _go_on(self) -> None:
        """Compute the rest in the background."""
        if self._begun is None:
            return
        landscape, made, levels = self._begun
        finish = partial(_finish, landscape, made, levels, self._sender(made))
        job = Background(lambda _progress, is_cancelled: self._turns.work(finish, is_cancelled))
        self._job = job
        job.failed.connect(self.failed)
        job.ended.connect(lambda: self._on_end(job))
        job.start()

    def _sender(self, token: object) -> Callable[[MapPicture], None]:
        """Sends pictures from the thread that makes them to the one that shows them."""
        return lambda picture: self._drawn.emit(token, picture)

    def _show(self, token: object, picture: MapPicture) -> None:
        if self._begun is not None and token is self._begun[1]:
            self.pictured.emit(picture)

    def _on_end(self, job: Background) -> None:
        if job is self._job:
            self._job = self._begun = None


def _coarse(landscape: Landscape, made: OutcomeMap) -> list[Ints]:
    """Compute the coarse level as far as it goes at once; return the numbers of all other runs, level by level."""
    first, *finer = made.grid.levels()
    starts = mapped(lambda column: column[first], made.grid.starts())
    sweep_of_first = GradualSweep(landscape, starts, made.last)
    sweep_of_first.go_on(AT_ONCE, enough=1.0 - 1.0 / STRAGGLERS)
    is_known = sweep_of_first.ends.outcome != UNKNOWN
    made.take(Decided(first[is_known], mapped(lambda column: column[is_known], sweep_of_first.ends)))
    return [first[~is_known], *finer]


def _finish(
    landscape: Landscape,
    made: OutcomeMap,
    levels: Sequence[Ints],
    send: Callable[[MapPicture], None],
    is_cancelled: Callable[[], bool],
) -> None:
    """Compute the rest of a map; `send` its pictures now and then, and at the end."""
    sent_at = time.monotonic()
    starts = made.grid.starts()
    for decided in sweep(landscape, starts, made.last, levels=levels, workers=WORKERS, is_cancelled=is_cancelled):
        made.take(decided)
        now = time.monotonic()
        if (made.is_complete or now - sent_at >= BETWEEN_PICTURES) and not is_cancelled():
            send(_picture(landscape, made))
            sent_at = now


def _picture(landscape: Landscape, made: OutcomeMap) -> MapPicture:
    shown = made.shown()
    outcome = np.where(shown >= 0, made.ends.outcome.take(shown, mode="clip"), UNKNOWN).astype(np.int8)
    valley, steps = (column.take(shown, mode="clip") for column in (made.ends.valley, made.ends.steps))
    share = made.known / made.grid.size
    whole = made if made.is_complete else None
    return MapPicture(landscape, made.grid, outcome, valley, steps, made.last, share, whole)
