"""The outcome map of the selected ball: its axes and zoom, and its computation from coarse to fine."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from app.session.session import Session
from app.session.tasks import ComputeLock, IsCancelled, LatestOnly, sweep_within_budget
from physics.arrays import Bools, Codes, Floats, Ints, map_columns
from physics.landscape.base import Landscape
from physics.rules.base import Rule
from physics.rules.suggestion import eta_centre
from physics.run.ball import Ball
from physics.sweep.batch import UNKNOWN, Finished
from physics.sweep.grid import Axis, Grid, OutcomeMap, Quantity, whole_axis
from physics.sweep.sweep import LAST_STEP, RUNS_PER_STRAGGLER, GradualSweep, sweep

DEBOUNCE_MS = 50
"""The rest of a map is begun after this long without another request."""
PICTURE_INTERVAL_S = 0.2
"""Time between two pictures of one map, since each has to be painted."""


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


class MapComputation(QObject):
    """Computes the map that was requested last, and emits its pictures.

    The coarse picture is made by `make` itself, in a few milliseconds, so that the map follows what is being dragged.
    The rest is computed in the background after a pause in the requests; no run is made twice.
    """

    picture_changed = Signal(object)
    """A `MapPicture`, finer each time."""

    _drawn = Signal(object)

    def __init__(self, compute_lock: ComputeLock) -> None:
        super().__init__()
        self._job = LatestOnly(compute_lock, self)
        self._incomplete: tuple[Landscape, OutcomeMap] | None = None
        self._timer = QTimer(self, singleShot=True, interval=DEBOUNCE_MS)
        self._timer.timeout.connect(self._begin_rest)
        self._drawn.connect(self._show)

    @property
    def is_busy(self) -> bool:
        """Whether the map is incomplete."""
        return self._incomplete is not None

    def make(self, landscape: Landscape, grid: Grid) -> None:
        """Emit the coarse picture of a map now, and finer ones later; cancels any other map."""
        self.cancel()
        made = OutcomeMap(grid, LAST_STEP)
        _sweep_coarse_level(landscape, made)
        if not made.is_complete:
            self._incomplete = landscape, made
            self._timer.start()
        self.picture_changed.emit(_picture(landscape, made, grid.strides()[0]))

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
    gradual = GradualSweep(landscape, made.grid.starts(first), made.last)
    sweep_within_budget(gradual, 1.0 - 1.0 / RUNS_PER_STRAGGLER)
    is_known = gradual.results.outcome != UNKNOWN
    made.take(Finished(first[is_known], map_columns(lambda column: column[is_known], gradual.results)))


def _finish(
    landscape: Landscape, made: OutcomeMap, send: Callable[[MapPicture], object], is_cancelled: IsCancelled
) -> MapPicture:
    """Compute the rest of a map; pass pictures to `send` at intervals, and return the last one."""
    sent_at = time.monotonic()
    levels = [level[made.results.outcome[level] == UNKNOWN] for level in made.grid.levels()]
    starts = made.grid.starts()
    # One worker: a second one would go on computing while this thread has yielded the lock.
    for decided in sweep(landscape, starts, made.last, levels=levels, workers=1, is_cancelled=is_cancelled):
        made.take(decided)
        if time.monotonic() - sent_at >= PICTURE_INTERVAL_S and not made.is_complete:
            send(_picture(landscape, made))
            sent_at = time.monotonic()
    return _picture(landscape, made)


def _picture(landscape: Landscape, made: OutcomeMap, stride: int = 1) -> MapPicture:
    shown = made.shown(stride)
    outcome = np.where(shown >= 0, made.results.outcome.take(shown, mode="clip"), UNKNOWN).astype(np.int8)
    valley, steps = (column.take(shown, mode="clip") for column in (made.results.valley, made.results.steps))
    share = made.known / made.grid.size
    whole = made if made.is_complete else None
    return MapPicture(landscape, made.grid, stride, outcome, valley, steps, made.last, share, whole)


KINDS = (
    (Quantity.ALPHA, Quantity.START),
    (Quantity.ALPHA, Quantity.ETA),
    (Quantity.ETA, Quantity.START),
)
"""The maps that there are: the quantities on the x axis and on the y axis."""
USUAL, FINE = 256, 1024
"""Columns and rows."""
NO_BALL = Ball("", Rule.MOMENTUM, 0.0, 1.0, 0.0)


class MapModel(QObject):
    """The map for the selected ball: for its rule, and its value of the quantity that is on no axis."""

    picture_changed = Signal()
    """The picture has changed."""
    changed = Signal()
    """The axes or the positions of balls have changed."""
    kind_changed = Signal()
    """The quantities on the axes or the size have changed."""

    def __init__(self, session: Session) -> None:
        """Nothing is computed before `set_active`."""
        super().__init__()
        self.session = session
        self.kind = KINDS[0]
        self.size = USUAL
        self.picture: MapPicture | None = None
        self.computation = MapComputation(session.compute_lock)
        self._is_active = False
        self._shown: tuple[Axis | None, Axis | None] = None, None
        self._requested: tuple[object, Grid] | None = None
        self.computation.picture_changed.connect(self._on_picture)
        session.landscape_replaced.connect(self.show_whole)
        for signal in (
            session.balls_changed,
            session.landscape_changed,
            session.selection_changed,
            session.recording_reset,
        ):
            signal.connect(self._refresh)

    # What is shown.

    @property
    def ball(self) -> Ball | None:
        """The selected ball with its last start, or None if there is no ball."""
        run, index = self.session.run, self.session.selected
        if not 0 <= index < len(run.balls):
            return None
        ball = self.session.ball(index)
        lo, hi = self.session.landscape.domain
        start = min(max(run.origin[index].item(), lo), hi)
        return Ball(ball.name, ball.rule, ball.alpha, ball.eta, start)

    def whole(self) -> tuple[Axis, Axis]:
        """Return the axes without zoom."""
        landscape = self.session.landscape
        eta = eta_centre(landscape, (self.ball or NO_BALL).eta)
        x, y = (whole_axis(quantity, landscape, eta) for quantity in self.kind)
        return x, y

    @property
    def grid(self) -> Grid | None:
        """The runs that the map consists of, or None if there is no ball."""
        ball = self.ball
        if ball is None:
            return None
        x, y = (shown or whole for shown, whole in zip(self._shown, self.whole(), strict=True))
        # The values that the axes replace are constants, so that the map stays when those of the ball change.
        replaced = {"alpha": 0.0, "eta": 1.0, "start": 0.0}
        values = {"alpha": ball.alpha, "eta": ball.eta, "start": ball.start} | {
            quantity.value: replaced[quantity.value] for quantity in self.kind
        }
        return Grid(x, y, self.size, self.size, Ball("", ball.rule, **values))

    @property
    def is_zoomed(self) -> bool:
        """Whether only a part of the axes is shown."""
        return self._shown != (None, None)

    @property
    def third(self) -> tuple[Quantity, float] | None:
        """The quantity that is on no axis, and the ball's value of it."""
        ball = self.ball
        if ball is None:
            return None
        quantity = next(quantity for quantity in Quantity if quantity not in self.kind)
        return quantity, getattr(ball, quantity.value)

    def places(self) -> tuple[Floats, Floats]:
        """Return the positions of all balls on the map: (n,) x and (n,) y."""
        run = self.session.run
        values = {
            Quantity.ALPHA: run.parameters.alpha,
            Quantity.ETA: run.parameters.eta,
            Quantity.START: run.origin,
        }
        return values[self.kind[0]], values[self.kind[1]]

    def counts_for(self) -> Bools:
        """Return for which balls the map is valid, (n,): those with its rule and its value of the third quantity."""
        run, ball, third = self.session.run, self.ball, self.third
        if ball is None or third is None:
            return np.zeros(len(run.balls), np.bool_)
        quantity, value = third
        lo, hi = self.session.landscape.domain
        values = {
            Quantity.ALPHA: run.parameters.alpha,
            Quantity.ETA: run.parameters.eta,
            Quantity.START: np.clip(run.origin, lo, hi),
        }
        is_nesterov = ball.rule is Rule.NESTEROV
        counts: Bools = (values[quantity] == value) & (run.parameters.is_nesterov == is_nesterov)
        return counts

    def place_of(self, ball: int) -> tuple[float, float]:
        """Return the position of one ball on the map."""
        x, y = self.places()
        return x[ball].item(), y[ball].item()

    # Commands.

    def set_active(self, active: bool) -> None:
        """Compute maps only while active, that is while the map is visible."""
        self._is_active = active
        if active:
            self._refresh()
        else:
            if self.computation.is_busy:
                self._requested = None  # begin it again later
            self.computation.cancel()

    def set_kind(self, kind: tuple[Quantity, Quantity]) -> None:
        """Show the whole map of other quantities. Raises ValueError if there is no such map."""
        if kind not in KINDS:
            raise ValueError(f"there is no map of {kind[0]} and {kind[1]}")
        self.kind, self._shown = kind, (None, None)
        self.kind_changed.emit()
        self._refresh()

    def set_size(self, size: int) -> None:
        """Set the number of columns and rows."""
        self.size = size
        self.kind_changed.emit()
        self._refresh()

    def show_part(self, x: Axis, y: Axis) -> None:
        """Zoom to a part of the axes."""
        whole = self.whole()
        self._shown = (None, None) if (x, y) == whole else (x, y)
        self._refresh()

    def show_whole(self) -> None:
        """Zoom out."""
        self._shown = None, None
        self._refresh()

    def put(self, values: Mapping[Quantity, float]) -> None:
        """Restart the selected ball with these values."""
        self.session.put(self.session.selected, values)

    # Updates.

    def _refresh(self) -> None:
        if self.ball is not None and not self._is_within(self.whole()):
            self._shown = None, None
        grid = self.grid
        landscape = self.session.landscape
        if grid is None and self.computation.is_busy:
            self.computation.cancel()
            self._requested = None
        if self._is_active and grid is not None and self._requested != (landscape, grid):
            self._requested = landscape, grid
            self.computation.make(landscape, grid)
        self.changed.emit()

    def _is_within(self, whole: tuple[Axis, Axis]) -> bool:
        """Whether the zoomed part lies within the whole axes."""
        return all(
            shown is None or axis.lowest <= shown.lowest < shown.highest <= axis.highest
            for shown, axis in zip(self._shown, whole, strict=True)
        )

    def _on_picture(self, picture: MapPicture) -> None:
        self.picture = picture
        self.picture_changed.emit()
