"""The outcome map: its axes, the part that is shown, and its computation from coarse to fine."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from app.session.session import Session
from app.session.tasks import ComputeLock, IsCancelled, LatestOnly, go_on_at_once
from physics.arrays import Bools, Codes, Floats, Ints, map_columns
from physics.landscape.base import Landscape
from physics.rules.base import Rule
from physics.rules.suggestion import eta_centre
from physics.run.ball import Ball
from physics.sweep.batch import UNKNOWN, Finished
from physics.sweep.grid import Axis, Grid, OutcomeMap, Quantity, whole_axis
from physics.sweep.sweep import LAST_STEP, STRAGGLERS, GradualSweep, sweep

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

    def __init__(self, turns: ComputeLock) -> None:
        """Rest. What is done in the background takes turns with others."""
        super().__init__()
        self._job = LatestOnly(turns, self)
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
    made.take(Finished(first[is_known], map_columns(lambda column: column[is_known], sweep_of_first.ends)))


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


KINDS = (
    (Quantity.ALPHA, Quantity.START),
    (Quantity.ALPHA, Quantity.ETA),
    (Quantity.ETA, Quantity.START),
)
"""What there is a map of: across and upwards."""
USUAL, FINE = 256, 1024
"""Columns and rows."""
NO_BALL = Ball("", Rule.MOMENTUM, 0.0, 1.0, 0.0)


class Chart(QObject):
    """The map of the selected ball's rule, and of its α, η or start where no axis shows them."""

    pictured = Signal()
    """Another picture."""
    changed = Signal()
    """Other axes, or balls in other places."""
    kind_changed = Signal()
    """Other quantities on the axes, or other columns and rows."""

    def __init__(self, session: Session) -> None:
        """Compute nothing before `set_active`."""
        super().__init__()
        self.session = session
        self.kind = KINDS[0]
        self.size = USUAL
        self.picture: MapPicture | None = None
        self.maker = MapMaker(session.turns)
        self._is_active = False
        self._shown: tuple[Axis | None, Axis | None] = None, None
        self._asked: tuple[object, Grid] | None = None
        self.maker.pictured.connect(self._on_pictured)
        session.landscape_replaced.connect(self.show_whole)
        for signal in (
            session.balls_changed,
            session.landscape_changed,
            session.selection_changed,
            session.recording_reset,
        ):
            signal.connect(self._refresh)

    # What is shown

    @property
    def ball(self) -> Ball | None:
        """The selected ball, as it set out last; None where there is no ball."""
        run, place = self.session.run, self.session.selected
        if not 0 <= place < len(run.balls):
            return None
        ball = self.session.ball(place)
        lo, hi = self.session.landscape.domain
        start = min(max(run.set_out[place].item(), lo), hi)
        return Ball(ball.name, ball.rule, ball.alpha, ball.eta, start)

    def whole(self) -> tuple[Axis, Axis]:
        """The axes as they are when nothing is zoomed."""
        landscape = self.session.landscape
        eta = eta_centre(landscape, (self.ball or NO_BALL).eta)
        x, y = (whole_axis(quantity, landscape, eta) for quantity in self.kind)
        return x, y

    @property
    def grid(self) -> Grid | None:
        """The runs that the map is of; None where there is no ball."""
        ball = self.ball
        if ball is None:
            return None
        x, y = (shown or whole for shown, whole in zip(self._shown, self.whole(), strict=True))
        # What an axis shows is not the ball's, so the map stays when that of the ball changes.
        idle = {"alpha": 0.0, "eta": 1.0, "start": 0.0}
        values = {"alpha": ball.alpha, "eta": ball.eta, "start": ball.start} | {
            quantity.value: idle[quantity.value] for quantity in self.kind
        }
        return Grid(x, y, self.size, self.size, Ball("", ball.rule, **values))

    @property
    def is_zoomed(self) -> bool:
        """Whether only a part of the whole is shown."""
        return self._shown != (None, None)

    @property
    def third(self) -> tuple[Quantity, float] | None:
        """The quantity that no axis shows, and the ball's value of it."""
        ball = self.ball
        if ball is None:
            return None
        quantity = next(quantity for quantity in Quantity if quantity not in self.kind)
        return quantity, getattr(ball, quantity.value)

    def places(self) -> tuple[Floats, Floats]:
        """(n,) the values of all balls on both axes: where they are on the map."""
        run = self.session.run
        values = {
            Quantity.ALPHA: run.parameters.alpha,
            Quantity.ETA: run.parameters.eta,
            Quantity.START: run.set_out,
        }
        return values[self.kind[0]], values[self.kind[1]]

    def counts_for(self) -> Bools:
        """(n,) for which balls the map is true: those with the rule and the third value that it was made for."""
        run, ball, third = self.session.run, self.ball, self.third
        if ball is None or third is None:
            return np.zeros(len(run.balls), np.bool_)
        quantity, value = third
        lo, hi = self.session.landscape.domain
        values = {
            Quantity.ALPHA: run.parameters.alpha,
            Quantity.ETA: run.parameters.eta,
            Quantity.START: np.clip(run.set_out, lo, hi),
        }
        is_ahead = ball.rule is Rule.NESTEROV
        counts: Bools = (values[quantity] == value) & (run.parameters.is_nesterov == is_ahead)
        return counts

    def place_of(self, ball: int) -> tuple[float, float]:
        """The values of one ball on both axes."""
        x, y = self.places()
        return x[ball].item(), y[ball].item()

    # What the person does

    def set_active(self, active: bool) -> None:
        """Compute maps, or, while nobody sees them, none."""
        self._is_active = active
        if active:
            self._refresh()
        else:
            if self.maker.is_busy:
                self._asked = None  # what is not complete is begun anew
            self.maker.give_up()

    def set_kind(self, kind: tuple[Quantity, Quantity]) -> None:
        """Show other quantities, all of them. Raises ValueError for what there is no map of."""
        if kind not in KINDS:
            raise ValueError(f"there is no map of {kind[0]} and {kind[1]}")
        self.kind, self._shown = kind, (None, None)
        self.kind_changed.emit()
        self._refresh()

    def set_size(self, size: int) -> None:
        """Show so many columns and rows."""
        self.size = size
        self.kind_changed.emit()
        self._refresh()

    def show_part(self, x: Axis, y: Axis) -> None:
        """Show a part of the whole."""
        whole = self.whole()
        self._shown = (None, None) if (x, y) == whole else (x, y)
        self._refresh()

    def show_whole(self) -> None:
        """Show everything again."""
        self._shown = None, None
        self._refresh()

    def put(self, values: Mapping[Quantity, float]) -> None:
        """Let the selected ball set out with these values."""
        self.session.put(self.session.selected, values)

    # How it is kept up to date

    def _refresh(self) -> None:
        if self.ball is not None and not self._is_within(self.whole()):
            self._shown = None, None
        grid = self.grid
        landscape = self.session.landscape
        if grid is None and self.maker.is_busy:
            self.maker.give_up()
            self._asked = None
        if self._is_active and grid is not None and self._asked != (landscape, grid):
            self._asked = landscape, grid
            self.maker.make(landscape, grid)
        self.changed.emit()

    def _is_within(self, whole: tuple[Axis, Axis]) -> bool:
        """Whether the part that was zoomed to is still a part of the whole."""
        return all(
            shown is None or axis.lowest <= shown.lowest < shown.highest <= axis.highest
            for shown, axis in zip(self._shown, whole, strict=True)
        )

    def _on_pictured(self, picture: MapPicture) -> None:
        self.picture = picture
        self.pictured.emit()
