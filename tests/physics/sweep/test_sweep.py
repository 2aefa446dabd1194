"""A run in a sweep ends exactly as it does in the window, whatever it is computed with."""

import pickle
import threading
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.files.presets import load_preset, preset_names
from physics.arrays import take_balls
from physics.landscape.base import Landscape
from physics.landscape.formula import FormulaLandscape
from physics.outcome.cycle import bit_period
from physics.outcome.outcome import DIVERGED, REPEATS, ROLLING
from physics.rules.dispatch import code_of
from physics.rules.registry import RULES
from physics.rules.suggestion import suggest
from physics.run.edit import Edit
from physics.run.run import Run
from physics.sweep.batch import Finished, Results, concatenate_finished
from physics.sweep.initial_states import InitialStates, state_at_rest
from physics.sweep.sweep import BATCH_RUNS, GradualSweep, SharedLandscape, sweep, sweep_now
from tests.support.balls import MOMENTUM, NESTEROV, new_ball
from tests.support.runs import DIPS, HILLS, LESSARD, TIP, WELL, assert_same, in_order

LAST = 3000


def starts_of(landscape: Landscape, count: int, seed: int) -> InitialStates:
    """Random states, at rest and in motion, of both rules; α up to 1, η from tiny to far too large."""
    rng = np.random.default_rng(seed)
    alpha = np.where(
        rng.random(count) < 0.1, rng.choice([0.0, 1.0], count), 1.0 - 10.0 ** -rng.uniform(0.0, 3.5, count)
    )
    eta = suggest(landscape).eta * 10.0 ** rng.uniform(-1.0, 1.7, count)
    w = rng.uniform(*landscape.domain, count)
    delta = np.where(rng.random(count) < 0.5, 0.0, rng.normal(0.0, 0.03 * landscape.width, count))
    rule = np.where(rng.random(count) < 0.3, code_of(NESTEROV), code_of(MOMENTUM)).astype(np.int8)
    return InitialStates(rule, {"alpha": alpha, "eta": eta}, w, delta, {}, w)


def end_in_the_window(landscape: Landscape, starts: InitialStates, run: int, last: int) -> tuple[int, ...]:
    """Outcome, valley, hills crossed and steps of one run, as a live run of one ball shows them first."""
    rule, w, delta = RULES[starts.rule[run]], starts.w[run].item(), starts.delta[run].item()
    alpha, eta = (starts.parameters[name][run].item() for name in ("alpha", "eta"))
    edits = [Edit(0, 0, delta=delta)] if delta else []
    live = Run(landscape, [new_ball(alpha, eta, w, rule=rule)], edits)
    status = live.status
    if status.outcome[0] != ROLLING:
        return status.outcome[0].item(), status.valley[0].item(), 0, 0
    live.advance(last)
    rows = live.recording.rows(1)
    decided = np.flatnonzero(rows.outcome[:, 0] != ROLLING)
    row = int(decided[0]) if len(decided) else len(rows.w) - 1
    valley = landscape.features.valley_index(rows.w[row])[0].item()
    return rows.outcome[row, 0].item(), valley, rows.hills_crossed[row, 0].item(), row + 1


def end_of(results: Results, run: int) -> tuple[int, ...]:
    return tuple(column[run].item() for column in results)


@pytest.mark.parametrize("name", preset_names())
def test_on_every_preset_a_run_ends_as_it_does_in_the_window(name: str) -> None:
    landscape = load_preset(name).landscape
    starts = starts_of(landscape, 1200, seed=len(name))
    results = sweep_now(landscape, starts, LAST)
    for run in np.random.default_rng(7).choice(1200, 60, replace=False).tolist():
        assert without_valley_of_nowhere(end_of(results, run)) == without_valley_of_nowhere(
            end_in_the_window(landscape, starts, run, LAST)
        ), f"run {run}"
    assert len(np.unique(results.outcome)) > 1


def test_on_a_vast_domain_a_run_ends_as_it_does_in_the_window() -> None:
    landscape = FormulaLandscape("abs(w)", (-6, 1e300))
    starts = starts_of(landscape, 40, seed=1)
    results = sweep_now(landscape, starts, LAST)
    for run in range(40):
        assert without_valley_of_nowhere(end_of(results, run)) == without_valley_of_nowhere(
            end_in_the_window(landscape, starts, run, LAST)
        ), f"run {run}"


def test_a_run_that_repeats_is_found_at_the_same_step_as_in_the_window() -> None:
    w = np.linspace(-4.5, 4.5, 600)
    starts = state_at_rest(new_ball(4 / 9, 1 / 9, 0.0)).initial_states(600, {"start": w})
    results = sweep_now(LESSARD, starts, LAST)
    repeating = np.flatnonzero(results.outcome == REPEATS)
    assert len(repeating) > 50
    assert set(map(bit_period, results.steps[repeating].tolist())) == {15, 18}
    for run in repeating.tolist():
        assert end_of(results, run) == end_in_the_window(LESSARD, starts, run, LAST), f"run {run}"


@given(st.integers(0, 2**32), st.integers(0, 400), st.sampled_from([HILLS, DIPS, WELL, TIP]))
def test_no_run_depends_on_another_nor_on_how_it_is_computed(seed: int, last: int, landscape: Landscape) -> None:
    starts = starts_of(landscape, 300, seed)
    at_once = sweep_now(landscape, starts, last)
    alone = [sweep_now(landscape, take_balls(starts, [i]), last) for i in (0, 7, 299)]
    for i, one in zip((0, 7, 299), alone, strict=True):
        assert end_of(one, 0) == end_of(at_once, i)
    numbers = np.random.default_rng(seed).permutation(300)
    parts = list(sweep(landscape, starts, last, levels=[numbers[:40], numbers[40:41], numbers[41:]]))
    assert_same(in_order(concatenate_finished(parts)), at_once)


def test_a_run_that_is_not_decided_is_given_up_at_the_last_step() -> None:
    starts = state_at_rest(new_ball(1.0, 0.01, 2.5)).initial_states(1)
    for last in (0, 1, 63, 64, 65, 1000):
        results = sweep_now(WELL, starts, last)
        assert end_of(results, 0) == end_in_the_window(WELL, starts, 0, last) if last else results.steps[0] == 0
        assert results.steps[0] == last
        assert results.outcome[0] == ROLLING


@pytest.mark.parametrize("kind", ["threads", "processes", "inline"])
def test_any_executor_will_do(kind: str) -> None:
    starts = starts_of(DIPS, 2000, 5)
    executor: Executor = {
        "threads": lambda: ThreadPoolExecutor(3),
        "processes": lambda: ProcessPoolExecutor(2, get_context("spawn")),
        "inline": Inline,
    }[kind]()
    with executor:
        parts = list(sweep(DIPS, starts, LAST, executor=executor, workers=4))
    assert_same(in_order(concatenate_finished(parts)), sweep_now(DIPS, starts, LAST))


def test_a_gradual_sweep_ends_the_same_in_another_process() -> None:
    starts = starts_of(DIPS, 300, 7)
    with ProcessPoolExecutor(1, get_context("spawn")) as executor:
        gradual = GradualSweep(DIPS, starts, LAST)
        gradual.go_on(20_000)
        assert not gradual.is_complete
        assert not gradual.finish(max_work=1, executor=executor)
        assert gradual.finish(executor=executor)
        assert_same(gradual.results, sweep_now(DIPS, starts, LAST))
        assert pickle.loads(pickle.dumps(SharedLandscape(DIPS))).landscape.title == DIPS.title
        again = executor.submit(is_the_same, *(SharedLandscape(landscape) for landscape in (DIPS, DIPS, HILLS)))
        assert again.result() == (True, False)


def is_the_same(one: SharedLandscape, same: SharedLandscape, other: SharedLandscape) -> tuple[bool, bool]:
    """In a process that has got them in one message or in several: which of the landscapes are one object."""
    assert pickle.loads(pickle.dumps(other)) is other
    return one.landscape is same.landscape, one.landscape is other.landscape


def test_nobody_waits_for_an_executor_after_a_cancellation() -> None:
    class Slow(Executor):
        def submit(self, _work, /, *_arguments):  # type: ignore[no-untyped-def, override]  # as its base
            pieces.append(Future[object]())
            return pieces[-1]

    pieces: list[Future[object]] = []
    looks = iter([False, False, True, True])
    gradual = GradualSweep(DIPS, starts_of(DIPS, 10, 7))
    assert not gradual.finish(lambda: next(looks), executor=Slow())
    looks = iter([False, False, True, True])
    assert list(sweep(DIPS, starts_of(DIPS, 10, 7), executor=Slow(), is_cancelled=lambda: next(looks))) == []
    assert [piece.cancelled() for piece in pieces] == [True] * 3  # two workers


class Inline(Executor):
    """Does everything at once."""

    def __init__(self) -> None:
        self.piece_runs: list[int] = []
        """The number of runs in each piece of work."""

    def submit(self, work, /, *arguments):  # type: ignore[no-untyped-def, override]  # as loosely typed as its base
        future: Future[object] = Future()
        future.set_result(work(*arguments))
        piece = arguments[0]
        self.piece_runs.append(len(piece.run_index) + sum(len(batch.w) for batch in piece.batches))
        return future


@pytest.mark.parametrize(
    ("runs", "batches", "pieces"),
    [(70_000, 1, [BATCH_RUNS] * 4), (70_000, 2, [17_500] * 4), (3000, 1, [1500] * 2), (1000, 1, [1000])],
)
def test_runs_that_go_on_are_shared_among_the_workers(runs: int, batches: int, pieces: list[int]) -> None:
    starts = state_at_rest(new_ball(1.0, 0.01, 2.5)).initial_states(runs)
    executor = Inline()
    parts = list(sweep(WELL, starts, 1500, executor=executor, workers=4, batches=batches))
    assert (concatenate_finished(parts).results.steps == 1500).all()
    assert executor.piece_runs[4 : 4 + len(pieces)] == pieces  # after the first piece of each worker
    assert max(executor.piece_runs) <= batches * BATCH_RUNS


def test_the_first_level_comes_first_and_every_run_once() -> None:
    starts = starts_of(HILLS, 30_000, 3)
    levels = [np.arange(0, 30_000, 30), np.setdiff1d(np.arange(30_000), np.arange(0, 30_000, 30))]
    shares: list[float] = []
    parts: list[Finished] = []
    first_seen = 0
    for part in sweep(HILLS, starts, LAST, levels=levels, progress=shares.append):
        if first_seen < 900:
            assert np.isin(part.run_index, levels[0]).all()
        first_seen += int(np.isin(part.run_index, levels[0]).sum())
        parts.append(part)
    assert np.array_equal(np.sort(concatenate_finished(parts).run_index), np.arange(30_000))
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_a_cancelled_sweep_ends_soon() -> None:
    starts = starts_of(HILLS, 60_000, 3)
    parts: list[Finished] = []
    parts.extend(sweep(HILLS, starts, is_cancelled=lambda: bool(parts)))
    assert 0 < len(concatenate_finished(parts).run_index) < 30_000


def test_a_sweep_that_is_closed_stops() -> None:
    before = set(threading.enumerate())
    sweeping = sweep(HILLS, starts_of(HILLS, 60_000, 3))
    next(sweeping)
    assert set(threading.enumerate()) > before
    sweeping.close()
    assert set(threading.enumerate()) == before


def test_a_sweep_of_nothing_gives_nothing() -> None:
    nothing = starts_of(HILLS, 0, 1)
    assert list(sweep(HILLS, nothing)) == []
    assert len(sweep_now(HILLS, nothing).steps) == 0


def test_an_error_in_a_worker_is_raised() -> None:
    class Broken(type(HILLS)):  # type: ignore[misc]  # a class made on the way
        def slope(self, w, out=None):  # type: ignore[no-untyped-def]
            raise ArithmeticError("no slope today")

    broken = Broken(HILLS.text, HILLS.domain)
    with pytest.raises(ArithmeticError, match="no slope today"):
        list(sweep(broken, starts_of(HILLS, 10, 1)))


def without_valley_of_nowhere(end: tuple[int, ...]) -> tuple[int, ...]:
    """What has diverged is in no valley."""
    return (end[0], -1, *end[2:]) if end[0] == DIVERGED else end
