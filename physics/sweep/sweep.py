"""Sweeps: many runs of which only the results are wanted, for strips, maps and thresholds."""

import pickle
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from contextlib import nullcontext
from functools import cached_property, lru_cache
from math import inf
from typing import Any, NamedTuple

import numpy as np

from physics.arrays import Ints, concatenate, map_columns
from physics.forcing.forcing import NO_FORCING, Forcing
from physics.landscape.base import Landscape
from physics.sweep.batch import (
    Batch,
    Finished,
    Results,
    advance,
    concatenate_finished,
    empty_results,
    initial,
)
from physics.sweep.initial_states import InitialStates, Runs

BATCH_RUNS = 16_384
"""Runs that advance together: enough that calling NumPy costs little, few enough for the processor's cache."""
MIN_PIECE_RUNS = 1024
"""Fewer runs are not split among workers: two halves cost a third more than the whole."""
PIECE_WORK = 524_288
"""Work between two checks for cancellation, as `advance` counts it: some 10 ms."""
GRADUAL_WORK = 65_536
"""The same for a gradual sweep."""
LAST_STEP = 20_000
"""Default step at which a run that is not decided is given up."""
RUNS_PER_STRAGGLER = 16
"""The first level counts as complete when all but one in this many of its runs are finished."""
THREADS = 2
CANCEL_POLL_S = 0.02
"""Time between two checks for cancellation while others compute."""

Progress = Callable[[float], None]
"""Called with the share of the runs that are finished, 0 to 1."""


class SharedLandscape:
    """A landscape in a message to another process: pickled once, and made and analysed once by each process."""

    def __init__(self, landscape: Landscape) -> None:
        self.landscape = landscape

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the landscape alone; a process that unpickles the same bytes again gets the same object."""
        return _unpickled, (self._pickled,)

    @cached_property
    def _pickled(self) -> bytes:
        return pickle.dumps(self.landscape)


@lru_cache(maxsize=8)
def _unpickled(pickled: bytes) -> SharedLandscape:
    return SharedLandscape(pickle.loads(pickled))


class GradualSweep:
    """A sweep of some hundreds of runs, a part at a time: in the calling thread, or to its end by an executor."""

    def __init__(
        self,
        landscape: Landscape,
        states: InitialStates,
        last: int | None = None,
        forcing: Forcing = NO_FORCING,
    ) -> None:
        """Begin; the results of runs that are finished at their starts are known at once."""
        last = forcing.last_step(LAST_STEP) if last is None else last
        self._landscape, self._last, self._forcing = SharedLandscape(landscape), last, forcing
        self.results = empty_results(len(states.w))
        """(n,) the outcome is `UNKNOWN` where it is not decided yet."""
        finished, self._batch = initial(landscape, np.arange(len(states.w)), states, forcing)
        self._store(finished)

    @property
    def is_complete(self) -> bool:
        """Whether every run is finished."""
        return not len(self._batch.w)

    def has(self, share: float) -> bool:
        """Whether this share of all runs is finished."""
        return len(self._batch.w) <= (1.0 - share) * len(self.results.steps)

    def go_on(self, work: int = PIECE_WORK, share: float = 1.0) -> None:
        """Advance for about this much work, or until this share of all runs is finished."""
        while work > 0 and not self.has(share):
            self._take(_advance_all(self._landscape, self._batch, self._last, min(work, GRADUAL_WORK), self._forcing))
            work -= GRADUAL_WORK

    def finish(
        self,
        is_cancelled: Callable[[], bool] = lambda: False,
        max_work: float = inf,
        executor: Executor | None = None,
    ) -> bool:
        """Advance until all runs are finished, but for at most `max_work`; return whether they are.

        With an `executor` its threads or processes do the work. Calls `is_cancelled` every few milliseconds.
        """
        while max_work > 0 and not self.is_complete and not is_cancelled():
            if executor is None:
                self.go_on(GRADUAL_WORK)
                max_work -= GRADUAL_WORK
            else:
                of_these = self._landscape, self._batch, self._last, PIECE_WORK, self._forcing
                piece = executor.submit(_advance_all, *of_these)
                if not _wait({piece}, is_cancelled):
                    piece.cancel()
                    break
                self._take(piece.result())
                max_work -= PIECE_WORK
        return self.is_complete

    def _take(self, advanced: "_Advanced") -> None:
        finished, self._batch = advanced
        self._store(finished)

    def _store(self, finished: Finished) -> None:
        for column, new in zip(self.results, finished.results, strict=True):
            column[finished.run_index] = new


def sweep_now(
    landscape: Landscape, states: InitialStates, last: int | None = None, forcing: Forcing = NO_FORCING
) -> Results:
    """Return the results of all runs, computed in the calling thread."""
    gradual = GradualSweep(landscape, states, last, forcing)
    gradual.finish()
    return gradual.results


def sweep(
    landscape: Landscape,
    runs: Runs,
    last: int = LAST_STEP,
    *,
    forcing: Forcing = NO_FORCING,
    levels: Sequence[Ints] | None = None,
    executor: Executor | None = None,
    workers: int = THREADS,
    batches: int = 1,
    progress: Progress = lambda _share: None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> Iterator[Finished]:
    """Compute the results of many runs, and yield them as they come, until all are there or it is cancelled.

    `levels` are the indices of the runs in the order in which they are wanted, the first
    level before all others; each run is in exactly one level. Every result is, to the last bit, that of the run alone
    in the window, however it is computed. `executor` may be of any kind; the default is a thread pool. Up to `workers`
    pieces are under way at a time, each of up to `batches` times `BATCH_RUNS` runs.
    """
    indices = [np.arange(runs.size)] if levels is None else [level for level in levels if len(level)]
    total = sum(map(len, indices))
    queue = _Queue(landscape, runs, last, forcing, indices, workers, batches)
    with ThreadPoolExecutor(workers, "sweep") if executor is None else nullcontext(executor) as pool:
        under_way: set[Future[_Advanced]] = set()
        try:
            while not is_cancelled():
                while len(under_way) < workers and (piece := queue.next_piece()) is not None:
                    under_way.add(pool.submit(_advance_piece, piece))
                if not under_way:
                    break
                done = _wait(under_way, is_cancelled)
                if not done:
                    break
                under_way -= done
                finished = concatenate_finished([queue.put_back(future.result()) for future in done])
                progress(queue.finished / total)
                yield finished
        finally:
            for future in under_way:
                future.cancel()


def _wait(pieces: "set[Future[_Advanced]]", is_cancelled: Callable[[], bool]) -> "set[Future[_Advanced]]":
    """Wait for a piece of work and return those that are done; none after a cancellation."""
    while not is_cancelled():
        done = wait(pieces, CANCEL_POLL_S, FIRST_COMPLETED).done
        if done:
            return done
    return set()


class _Piece(NamedTuple):
    """Work for one worker: runs that are under way, and runs that have not started."""

    shared: SharedLandscape
    last: int
    forcing: Forcing
    work: int
    """In all batches of these runs together, as `advance` counts it."""
    batches: list[Batch]
    runs: Runs
    run_index: Ints
    """Of those that have not started."""


_Advanced = tuple[Finished, Batch]


def _advance_all(shared: SharedLandscape, batch: Batch, last: int, work: int, forcing: Forcing) -> _Advanced:
    """Advance runs until all are finished or the work is done."""
    return advance(shared.landscape, batch, last, work, share=1.0, forcing=forcing)


def _advance_piece(piece: _Piece) -> _Advanced:
    landscape = piece.shared.landscape
    batches, finished, going_on = piece.batches, [], []
    if len(piece.run_index) or not batches:
        at_start, started = initial(landscape, piece.run_index, piece.runs.starts(piece.run_index), piece.forcing)
        batches, finished = [*batches, started], [at_start]
    all_runs = concatenate(batches)
    begins = range(0, max(1, len(all_runs.w)), BATCH_RUNS)
    for begin in begins:
        part = _slice(all_runs, slice(begin, begin + BATCH_RUNS))
        ended, batch = advance(landscape, part, piece.last, piece.work // len(begins), forcing=piece.forcing)
        finished.append(ended)
        going_on.append(batch)
    return concatenate_finished(finished), concatenate(going_on)


def _slice(runs: Batch, part: slice) -> Batch:
    return map_columns(lambda column: column[..., part], runs)


class _Queue:
    """The runs that are still to be advanced, and in what order."""

    def __init__(
        self,
        landscape: Landscape,
        runs: Runs,
        last: int,
        forcing: Forcing,
        levels: Sequence[Ints],
        workers: int,
        batches: int,
    ) -> None:
        self._shared, self._runs, self._last, self._forcing = SharedLandscape(landscape), runs, last, forcing
        self._workers, self._piece_runs, self._piece_work = workers, batches * BATCH_RUNS, batches * PIECE_WORK
        self._order = np.concatenate(levels) if levels else np.empty(0, np.intp)
        self._first_level = len(levels[0]) if levels else 0
        self._started = 0
        self._waiting: list[Batch] = []
        self.finished = 0
        """Number of finished runs."""

    def next_piece(self) -> _Piece | None:
        """Return runs that are under way, filled up with new ones; None if there are neither, or too few for now.

        Once all have started, those that are left are shared among the workers; fewer than `MIN_PIECE_RUNS` wait for
        others to join them.
        """
        waiting, rolling = sum(len(batch.w) for batch in self._waiting), self._started - self.finished
        has_started = self._started == len(self._order)
        if has_started and waiting < min(MIN_PIECE_RUNS, rolling):
            return None
        room = self._room_for_new()
        pieces = max(1, min(self._workers, rolling // MIN_PIECE_RUNS)) if has_started else 1
        batches = self._take_waiting(min(-(-rolling // pieces), self._piece_runs))
        room -= sum(len(batch.w) for batch in batches)
        run_index = self._order[self._started : self._started + max(0, room)]
        self._started += len(run_index)
        if not batches and not len(run_index):
            return None
        return _Piece(self._shared, self._last, self._forcing, self._piece_work, batches, self._runs, run_index)

    def _take_waiting(self, runs: int) -> list[Batch]:
        """Take up to this number of the runs that wait."""
        taken: list[Batch] = []
        while self._waiting and runs > 0:
            batch = self._waiting.pop(0)
            if len(batch.w) > runs:
                self._waiting.insert(0, _slice(batch, slice(runs, None)))
                batch = _slice(batch, slice(runs))
            taken.append(batch)
            runs -= len(batch.w)
        return taken

    def _room_for_new(self) -> int:
        """The first level comes by itself, in equal pieces for all workers, until nearly all of it is finished."""
        if self._started < self._first_level:
            return min(self._piece_runs, -(-self._first_level // self._workers))
        if self.finished < self._first_level - self._first_level // RUNS_PER_STRAGGLER:
            return 0
        return self._piece_runs

    def put_back(self, advanced: _Advanced) -> Finished:
        """Take a piece back: its unfinished runs wait for the next one. Return the finished ones."""
        finished, batch = advanced
        self.finished += len(finished.run_index)
        if len(batch.w):
            self._waiting.append(batch)
        return finished
