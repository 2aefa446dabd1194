"""Many runs at once, of which only the end is wanted: for strips, maps and thresholds."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ALL_COMPLETED, FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from contextlib import nullcontext
from math import inf
from typing import NamedTuple

import numpy as np

from physics.arrays import Ints, concatenate, map_columns
from physics.landscape.base import Landscape
from physics.sweep.batch import Batch, Ends, Finished, InitialStates, empty_results, joined, roll, set_out

BLOCK = 8192
"""Runs that roll together: enough to make calling numpy cheap, few enough for the processor's cache."""
WORK = 262_144
"""Between two looks at whether the sweep was cancelled, as `roll` counts it: some 10 ms."""
PIECE = 65_536
"""What a sweep in parts does at a time."""
LAST_STEP = 20_000
"""Where a run that is not decided is given up, unless the caller says otherwise."""
STRAGGLERS = 16
"""The first level counts as complete when all but one in so many of its runs are decided."""
THREADS = 2

Progress = Callable[[float], None]
"""Is told the share of the runs that are decided, 0 to 1."""


class GradualSweep:
    """A sweep in the thread that asks for it, a part at a time: the quickest way for some hundreds of runs."""

    def __init__(self, landscape: Landscape, starts: InitialStates, last: int = LAST_STEP) -> None:
        """Set out; what is decided at the start is known."""
        self._landscape, self._last = landscape, last
        self.ends = empty_results(len(starts.w))
        """(n,) the outcome is `UNKNOWN` where it is not decided yet."""
        decided, self._rolling = set_out(landscape, np.arange(len(starts.w)), starts)
        self._take(decided)

    @property
    def is_complete(self) -> bool:
        """Whether every run is decided, or has come to the last step."""
        return not len(self._rolling.w)

    def has(self, enough: float) -> bool:
        """Whether that share of all runs is decided."""
        return len(self._rolling.w) <= (1.0 - enough) * len(self.ends.steps)

    def go_on(self, work: int = WORK, enough: float = 1.0) -> None:
        """Roll for about as much work, as `physics.rolling.roll` counts it, or until that share of all is decided."""
        while work > 0 and not self.has(enough):
            decided, self._rolling = roll(self._landscape, self._rolling, self._last, min(work, PIECE), enough=1.0)
            self._take(decided)
            work -= PIECE

    def finish(self, is_cancelled: Callable[[], bool] = lambda: False, most: float = inf) -> bool:
        """Roll on until all runs are decided, but no more than `most` work; whether they are.

        Asks every few milliseconds whether it is cancelled.
        """
        while most > 0 and not self.is_complete and not is_cancelled():
            self.go_on(PIECE)
            most -= PIECE
        return self.is_complete

    def _take(self, decided: Finished) -> None:
        for column, new in zip(self.ends, decided.ends, strict=True):
            column[decided.number] = new


def sweep_now(landscape: Landscape, starts: InitialStates, last: int = LAST_STEP) -> Ends:
    """Roll runs to their ends, in this thread."""
    gradual = GradualSweep(landscape, starts, last)
    gradual.finish()
    return gradual.ends


def sweep(
    landscape: Landscape,
    starts: InitialStates,
    last: int = LAST_STEP,
    *,
    levels: Sequence[Ints] | None = None,
    executor: Executor | None = None,
    workers: int = THREADS,
    progress: Progress = lambda _share: None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> Iterator[Finished]:
    """Roll runs to their ends, giving those that are decided as soon as they are, until all are or it is cancelled.

    `starts` holds arrays (n,). `levels` are the numbers of the runs in the order in which they are wanted, the first
    level before all others; a run is in exactly one of them. Every run ends as it would alone in the window, to the
    last bit, whatever it is computed with. The work is done by an `executor` of any kind, by default by threads of our
    own, of which `workers` pieces are under way at a time.
    """
    numbers = [np.arange(len(starts.w))] if levels is None else [level for level in levels if len(level)]
    total = sum(map(len, numbers))
    queue = _Queue(landscape, starts, last, numbers, workers)
    with ThreadPoolExecutor(workers, "sweep") if executor is None else nullcontext(executor) as pool:
        under_way: set[Future[Rolled]] = set()
        try:
            while not is_cancelled():
                while len(under_way) < workers and (piece := queue.next_piece()) is not None:
                    under_way.add(pool.submit(_advance_piece, piece))
                if not under_way:
                    break
                ended, under_way = wait(under_way, return_when=queue.wants)
                decided = joined([queue.take_back(future.result()) for future in ended])
                progress(queue.decided / total)
                yield decided
        finally:
            for future in under_way:
                future.cancel()


class _Piece(NamedTuple):
    """What one worker does: some runs that have come part of the way, and some that have not set out."""

    landscape: Landscape
    last: int
    rolling: list[Batch]
    number: Ints
    starts: InitialStates


Rolled = tuple[Finished, Batch]


def _advance_piece(piece: _Piece) -> Rolled:
    at_once, fresh = set_out(piece.landscape, piece.number, piece.starts)
    decided, rolling = roll(piece.landscape, concatenate([*piece.rolling, fresh]), piece.last, WORK)
    return joined([at_once, decided]), rolling


class _Queue:
    """Which runs are still to be rolled, and in what order."""

    def __init__(
        self, landscape: Landscape, starts: InitialStates, last: int, levels: Sequence[Ints], workers: int
    ) -> None:
        self._landscape, self._starts, self._last, self._workers = landscape, starts, last, workers
        self._order = np.concatenate(levels) if levels else np.empty(0, np.intp)
        self._first_level = len(levels[0]) if levels else 0
        self._begun = 0
        self._waiting: list[Batch] = []
        self.decided = 0
        """How many runs are."""

    @property
    def wants(self) -> str:
        """What is worth waiting for: when all have set out, everything, so that few runs do not roll in many blocks."""
        return FIRST_COMPLETED if self._begun < len(self._order) else ALL_COMPLETED

    def next_piece(self) -> _Piece | None:
        """Put a piece of work together: runs that are on their way first, then, up to a full block, new ones."""
        rolling, self._waiting = self._waiting, []
        room = self._room_for_new() - sum(len(some.w) for some in rolling)
        number = self._order[self._begun : self._begun + max(0, room)]
        self._begun += len(number)
        if not rolling and not len(number):
            return None
        return _Piece(
            self._landscape, self._last, rolling, number, map_columns(lambda column: column[number], self._starts)
        )

    def _room_for_new(self) -> int:
        """The first level is by itself, in equal pieces for all workers, until nearly all of it is decided."""
        if self._begun < self._first_level:
            return min(BLOCK, -(-self._first_level // self._workers))
        if self.decided < self._first_level - self._first_level // STRAGGLERS:
            return 0
        return BLOCK

    def take_back(self, rolled: Rolled) -> Finished:
        """Note what has become of a piece; its runs that are not decided wait for their next turn."""
        decided, rolling = rolled
        self.decided += len(decided.number)
        if len(rolling.w):
            self._waiting.append(rolling)
        return decided
