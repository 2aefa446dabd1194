"""Makes outcome maps in the background, a coarse picture first."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, Signal

from app.session.background import Background
from physics.arrays import Codes, Ints
from physics.grid import Grid
from physics.landscape import Landscape
from physics.outcome_map import OutcomeMap
from physics.rolling import UNKNOWN
from physics.sweep import LAST_STEP, STRAGGLERS, sweep

BETWEEN_PICTURES = 0.08
"""Seconds between two pictures of one map, the coarse one apart: each has to be painted, too."""


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

    A map whose coarse picture has not been shown yet is not given up for the next: so while something is dragged, and
    maps are asked for faster than they can be made, pictures keep coming.
    """

    pictured = Signal(object)
    """A `MapPicture`, a finer one each time."""
    failed = Signal(Exception)
    """Something unforeseen went wrong."""

    _drawn = Signal(object, object)

    def __init__(self) -> None:
        """Rest."""
        super().__init__()
        self._job: Background | None = None
        self._is_coarse_shown = True
        self._next: tuple[Landscape, Grid] | None = None
        self._drawn.connect(self._show)

    @property
    def is_busy(self) -> bool:
        """Whether a map is being computed."""
        return self._job is not None

    def make(self, landscape: Landscape, grid: Grid) -> None:
        """Compute this map, now or as soon as the one under way has shown its coarse picture."""
        self._next = landscape, grid
        if self._job is None or self._is_coarse_shown:
            self._begin_next()

    def stop(self) -> None:
        """Give up what is under way, and wait until nothing of it is left."""
        self._next = None
        job, self._job = self._job, None
        if job is not None:
            job.cancel()
            job.wait()

    def _begin_next(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None
        if self._next is None:
            return
        (landscape, grid), self._next = self._next, None
        token = object()
        job = Background(lambda _progress, is_cancelled: _make(landscape, grid, self._sender(token), is_cancelled))
        self._job, self._token, self._is_coarse_shown = job, token, False
        job.failed.connect(self.failed)
        job.ended.connect(lambda: self._on_end(job))
        job.start()

    def _sender(self, token: object) -> Callable[[MapPicture], None]:
        """Sends pictures from the thread that makes them to the one that shows them."""
        return lambda picture: self._drawn.emit(token, picture)

    def _show(self, token: object, picture: MapPicture) -> None:
        if self._job is None or token is not self._token:
            return
        self._is_coarse_shown = True
        self.pictured.emit(picture)
        if self._next is not None:
            self._begin_next()

    def _on_end(self, job: Background) -> None:
        if job is self._job:
            self._job = None
            self._begin_next()


def _make(
    landscape: Landscape, grid: Grid, send: Callable[[MapPicture], None], is_cancelled: Callable[[], bool]
) -> None:
    """Compute a map; `send` its pictures: when the coarse level is all but complete, now and then, and at the end."""
    made = OutcomeMap(grid, LAST_STEP)
    levels = grid.levels()
    coarse = len(levels[0]) - len(levels[0]) // STRAGGLERS
    sent_at = -np.inf
    for decided in sweep(landscape, grid.starts(), made.last, levels=levels, is_cancelled=is_cancelled):
        made.take(decided)
        is_time = made.known >= coarse and time.monotonic() - sent_at >= BETWEEN_PICTURES
        if (is_time or made.is_complete) and not is_cancelled():
            send(_picture(landscape, made))
            sent_at = time.monotonic()


def _picture(landscape: Landscape, made: OutcomeMap) -> MapPicture:
    shown = made.shown()
    outcome = np.where(shown >= 0, made.ends.outcome.take(shown, mode="clip"), UNKNOWN).astype(np.int8)
    valley, steps = (column.take(shown, mode="clip") for column in (made.ends.valley, made.ends.steps))
    share = made.known / made.grid.size
    whole = made if made.is_complete else None
    return MapPicture(landscape, made.grid, outcome, valley, steps, made.last, share, whole)
