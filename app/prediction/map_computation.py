"""The computation of an outcome map in the background, from coarse to fine."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from app.files.worker_processes import WORKERS
from app.prediction.sweep_budget import sweep_within_budget
from app.session.tasks import IsCancelled, LatestOnly
from physics.arrays import Codes, Ints, map_columns
from physics.forcing.forcing import NO_FORCING, Forcing
from physics.landscape.base import Landscape
from physics.sweep.batch import UNKNOWN, Finished
from physics.sweep.grid import Grid, OutcomeMap
from physics.sweep.sweep import LAST_STEP, RUNS_PER_STRAGGLER, GradualSweep, sweep

DEBOUNCE_MS = 50
"""The rest of a map is begun after this long without another request."""
PICTURE_INTERVAL_S = 0.2
"""Time between two pictures of one map, since each has to be painted."""
BATCHES_PER_MESSAGE = 2
"""With more, a new map waits for longer until the processes have left the one before."""


@dataclass(frozen=True, eq=False)
class MapPicture:
    """A map as far as it is known; an unknown cell shows the nearest cell of a coarser level that is known."""

    landscape: Landscape
    grid: Grid
    stride: int
    """The picture has every stride-th column and row of the grid."""
    outcome: Codes
    """(rows, columns) from the lowest y; may be `UNKNOWN`."""
    valley: Ints
    """(rows, columns) index of the valley."""
    steps: Ints
    """(rows, columns)."""
    last: int
    """The step at which runs that are undecided are given up."""
    share: float
    """The share of the map that is known, 0 to 1."""
    made: OutcomeMap | None
    """The map, once it is complete."""
    forcing: Forcing = NO_FORCING
    """Noise and schedule of its runs, from their starts on."""

    @property
    def is_noisy(self) -> bool:
        """Whether its runs feel noise: then those that still roll show where they are at the last step."""
        return self.forcing.is_noisy


class MapComputation(QObject):
    """Computes the map that was requested last, and emits its pictures.

    The coarse picture is made by `make` itself, in a few milliseconds, so that the map follows what is being dragged.
    The rest is computed in the background after a pause in the requests; no run is made twice.
    """

    picture_changed = Signal(object)
    """A `MapPicture`, finer each time."""

    _drawn = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._job = LatestOnly(self)
        self._incomplete: tuple[Landscape, OutcomeMap] | None = None
        self._timer = QTimer(self, singleShot=True, interval=DEBOUNCE_MS)
        self._timer.timeout.connect(self._begin_rest)
        self._drawn.connect(self._show)

    @property
    def is_busy(self) -> bool:
        """Whether the map is incomplete."""
        return self._incomplete is not None

    def make(self, landscape: Landscape, grid: Grid, forcing: Forcing = NO_FORCING) -> None:
        """Emit the coarse picture of a map now, and finer ones later; cancels any other map."""
        self.cancel()
        made = OutcomeMap(grid, forcing.last_step(LAST_STEP), forcing)
        _sweep_coarse_level(landscape, made)
        if not made.is_complete:
            self._incomplete = landscape, made
            self._timer.start()
        self.picture_changed.emit(picture_of(landscape, made, grid.strides()[0]))

    def stop(self) -> None:
        """Cancel the map, and wait until its thread has ended."""
        self.cancel()
        self._job.stop()

    def cancel(self) -> None:
        """Cancel the map; returns immediately."""
        self._timer.stop()
        self._incomplete = None
        self._job.cancel()

    def _begin_rest(self) -> None:
        if self._incomplete is not None:
            landscape, made = self._incomplete
            self._job.begin(lambda is_cancelled: _finish(landscape, made, self._drawn.emit, is_cancelled), self._on_end)

    def _show(self, picture: MapPicture) -> None:
        """Emit a picture from the background, unless its map was cancelled meanwhile."""
        if self._incomplete is not None and picture.grid is self._incomplete[1].grid:
            self.picture_changed.emit(picture)

    def _on_end(self, picture: MapPicture) -> None:
        self._incomplete = None
        self.picture_changed.emit(picture)


def _sweep_coarse_level(landscape: Landscape, made: OutcomeMap) -> None:
    """Compute the coarse level as far as the time of a frame allows."""
    first = made.grid.coarse()
    gradual = GradualSweep(landscape, made.grid.starts(first), made.last, made.forcing)
    sweep_within_budget(gradual, 1.0 - 1.0 / RUNS_PER_STRAGGLER)
    is_known = gradual.results.outcome != UNKNOWN
    made.take(Finished(first[is_known], map_columns(lambda column: column[is_known], gradual.results)))


def _finish(
    landscape: Landscape, made: OutcomeMap, send: Callable[[MapPicture], object], is_cancelled: IsCancelled
) -> MapPicture:
    """Compute the rest of a map; pass pictures to `send` at intervals, and return the last one."""
    sent_at = time.monotonic()
    levels = [level[made.results.outcome[level] == UNKNOWN] for level in made.grid.levels()]
    decided_runs = sweep(
        landscape,
        made.grid,
        made.last,
        forcing=made.forcing,
        levels=levels,
        executor=WORKERS,
        workers=WORKERS.count + 1,  # so that no process waits for its next piece
        batches=BATCHES_PER_MESSAGE,
        is_cancelled=is_cancelled,
    )
    for decided in decided_runs:
        made.take(decided)
        if time.monotonic() - sent_at >= PICTURE_INTERVAL_S and not made.is_complete:
            send(picture_of(landscape, made))
            sent_at = time.monotonic()
    return picture_of(landscape, made)


def picture_of(landscape: Landscape, made: OutcomeMap, stride: int = 1) -> MapPicture:
    """The picture of a map as far as it is known, of every stride-th column and row."""
    shown = made.shown(stride)
    outcome = np.where(shown >= 0, made.results.outcome.take(shown, mode="clip"), UNKNOWN).astype(np.int8)
    valley, steps = (column.take(shown, mode="clip") for column in (made.results.valley, made.results.steps))
    share = made.known / made.grid.size
    whole = made if made.is_complete else None
    return MapPicture(landscape, made.grid, stride, outcome, valley, steps, made.last, share, whole, made.forcing)
