"""Outcome maps in the background: their pictures, their order, and that they are right."""

import os
import sys
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import parent_process

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.files.presets import load_preset
from app.files.worker_processes import WorkerProcesses
from app.prediction import map_computation
from app.prediction.map_computation import DEBOUNCE_MS, MapComputation, MapPicture
from physics.arrays import ArrayFunction, Floats
from physics.landscape.formula import FormulaLandscape
from physics.rules.base import ALPHA
from physics.run.ball import START
from physics.sweep.batch import UNKNOWN
from physics.sweep.grid import Grid, whole_axis
from physics.sweep.sweep import sweep_now
from tests.support.scenes import HILLS, balls


def grid_of(size: int, eta: float = 0.02) -> Grid:
    x, y = (whole_axis(quantity, HILLS, eta) for quantity in (ALPHA, START))
    return Grid(x, y, size, size, balls(0.9)[0])


@pytest.fixture
def computation(qtbot: QtBot) -> Iterator[MapComputation]:
    made = MapComputation()
    yield made
    made.stop()


@pytest.fixture
def pictures(computation: MapComputation) -> list[MapPicture]:
    shown: list[MapPicture] = []
    computation.picture_changed.connect(shown.append)
    return shown


def test_a_map_comes_coarse_first_and_complete_at_last(
    qtbot: QtBot, computation: MapComputation, pictures: list[MapPicture]
) -> None:
    grid = grid_of(128)
    computation.make(HILLS, grid)
    assert computation.is_busy
    qtbot.waitUntil(lambda: not computation.is_busy)
    shares = [picture.share for picture in pictures]
    assert shares == sorted(shares)
    assert shares[0] < 0.2
    assert shares[-1] == 1.0
    assert (pictures[0].outcome != UNKNOWN).mean() > 0.99
    results = sweep_now(HILLS, grid.starts())
    assert np.array_equal(pictures[-1].outcome.ravel(), results.outcome)
    assert np.array_equal(pictures[-1].valley.ravel(), results.valley)
    assert np.array_equal(pictures[-1].steps.ravel(), results.steps)
    assert pictures[-1].made is not None
    assert [picture.made for picture in pictures[:-1]] == [None] * (len(pictures) - 1)


def test_a_coarse_picture_comes_immediately_with_every_request(
    qtbot: QtBot, computation: MapComputation, pictures: list[MapPicture]
) -> None:
    grids = [grid_of(256, 0.02 + i * 1e-4) for i in range(20)]
    for index, grid in enumerate(grids):
        computation.make(HILLS, grid)
        assert pictures[index].grid is grid
        assert (pictures[index].outcome != UNKNOWN).mean() > 0.99
        qtbot.wait(3)
    assert len(pictures) == 20
    qtbot.waitUntil(lambda: not computation.is_busy)
    assert {id(picture.grid) for picture in pictures[20:]} == {id(grids[-1])}
    assert pictures[-1].share == 1.0


def test_a_map_no_finer_than_its_coarse_picture_becomes_complete_too(
    qtbot: QtBot, computation: MapComputation, pictures: list[MapPicture]
) -> None:
    computation.make(HILLS, grid_of(8))
    qtbot.waitUntil(lambda: not computation.is_busy)
    assert pictures[-1].share == 1.0
    assert pictures[-1].made is not None


def test_a_cancelled_map_sends_no_more_pictures(
    qtbot: QtBot, computation: MapComputation, pictures: list[MapPicture]
) -> None:
    computation.make(HILLS, grid_of(256))
    qtbot.wait(70)  # the background is at work
    computation.make(HILLS, grid_of(200))
    computation.stop()
    assert not computation.is_busy
    count = len(pictures)
    qtbot.wait(80)
    assert len(pictures) == count
    assert pictures[-1].grid.columns == 200
    computation.stop()


def test_an_exception_reaches_the_excepthook(
    qtbot: QtBot, computation: MapComputation, monkeypatch: pytest.MonkeyPatch
) -> None:
    computation.make(Broken(HILLS.text, HILLS.domain), grid_of(64))
    reported: list[BaseException] = []
    monkeypatch.setattr(sys, "excepthook", lambda _kind, error, _trace: reported.append(error))
    qtbot.waitUntil(lambda: bool(reported))  # where the window reports unexpected errors
    assert str(reported[0]) == "no slope today"


class Broken(FormulaLandscape):
    """Its slope is missing in other processes."""

    def slope(self, w: Floats, out: Floats | None = None) -> Floats:
        if parent_process() is not None:
            raise ArithmeticError("no slope today")
        return super().slope(w, out)

    def bound_slope(self, count: int) -> ArrayFunction:
        return self.slope


def test_a_map_is_completed_after_a_process_was_killed(
    qtbot: QtBot, computation: MapComputation, pictures: list[MapPicture], monkeypatch: pytest.MonkeyPatch
) -> None:
    landscape, grid = load_preset("v-shape").landscape, grid_of(24)
    with WorkerProcesses(1) as workers:
        monkeypatch.setattr(map_computation, "WORKERS", workers)
        before = workers.submit(os.getpid).result()
        computation.make(landscape, grid)
        qtbot.wait(DEBOUNCE_MS + 50)  # the background is at work
        assert computation.is_busy
        with pytest.raises(BrokenProcessPool):
            workers.submit(os._exit, 1).result()
        qtbot.waitUntil(lambda: not computation.is_busy, timeout=60_000)
        assert workers.submit(os.getpid).result() != before
    assert np.array_equal(pictures[-1].steps.ravel(), sweep_now(landscape, grid.starts()).steps)
