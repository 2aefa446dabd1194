"""An outcome map in a file: whole, or not at all."""

import errno
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import active_children
from pathlib import Path

import pytest

from app.files import outcome_map, worker_processes
from app.files.outcome_map import compute_map, export_map
from app.files.presets import load_preset
from app.files.trajectories import Cancelled
from physics.rules.base import ALPHA
from physics.run.ball import START
from physics.sweep.grid import Grid, whole_axis
from tests.support.balls import new_ball
from tests.support.runs import HILLS, assert_same

GRID = Grid(
    whole_axis(ALPHA, HILLS, 0.02),
    whole_axis(START, HILLS, 0.02),
    300,
    300,
    new_ball(0.9, 0.02, 4.8),
)


def test_numbers_and_pictures_are_written_with_progress(tmp_path: Path) -> None:
    shares: list[float] = []
    made = compute_map(HILLS, GRID, shares.append, lambda: False)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    shares.clear()
    export_map(tmp_path / "map.csv", HILLS, made, lambda _: b"", shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert (tmp_path / "map.csv").read_bytes().count(b"\r\n") == 1 + 90_000
    export_map(tmp_path / "MAP.PNG", HILLS, made, lambda whole: f"{whole.known}".encode())
    assert (tmp_path / "MAP.PNG").read_bytes() == b"90000"


def test_a_map_that_is_given_up_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        compute_map(HILLS, GRID, lambda _: None, lambda: True)
    made = compute_map(HILLS, GRID, lambda _: None, lambda: False)
    with pytest.raises(Cancelled):
        export_map(tmp_path / "map.csv", HILLS, made, lambda _: b"", is_cancelled=lambda: True)
    assert list(tmp_path.iterdir()) == []


def test_one_job_is_one_thread() -> None:
    at_work: list[int] = []

    def count(_decided: int) -> None:
        at_work.append(sum(thread.name.startswith("sweep") for thread in threading.enumerate()))

    for jobs in (1, 2):
        compute_map(HILLS, GRID, last=500, jobs=jobs, on_decided=count)
        assert max(at_work) == jobs


@pytest.mark.parametrize("preset", ["descending-hills", "terrain"])
def test_several_processes_give_the_same_to_the_last_bit(preset: str, monkeypatch: pytest.MonkeyPatch) -> None:
    landscape = load_preset(preset).landscape
    alone = compute_map(landscape, GRID, last=500, jobs=1)
    monkeypatch.setattr(outcome_map, "SINGLE_PROCESS_S", 0.0)
    others, at_work = set(active_children()), list[int]()

    def count(_decided: int) -> None:
        at_work.append(len(set(active_children()) - others))

    together = compute_map(landscape, GRID, last=500, jobs=2, on_decided=count)
    assert max(at_work) == 2
    assert_same(together.results, alone.results)
    assert not set(active_children()) - others


@pytest.mark.parametrize("error", [FileNotFoundError(errno.ENOENT, "no /dev/shm"), NotImplementedError("no sem_open")])
def test_where_no_process_can_be_started_this_one_goes_on(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = list[object]()

    def no_pool(*arguments: object) -> None:
        asked.append(arguments)
        raise error

    alone = compute_map(HILLS, GRID, last=500, jobs=1)
    monkeypatch.setattr(outcome_map, "SINGLE_PROCESS_S", 0.0)
    monkeypatch.setattr(worker_processes, "ProcessPoolExecutor", no_pool)
    assert_same(compute_map(HILLS, GRID, last=500, jobs=2).results, alone.results)
    assert asked


def test_a_killed_process_ends_the_map(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outcome_map, "SINGLE_PROCESS_S", 0.0)
    others = set(active_children())

    def kill_one(_decided: int) -> None:
        for process in list(set(active_children()) - others)[:1]:
            process.kill()

    with pytest.raises(BrokenProcessPool):
        compute_map(load_preset("v-shape").landscape, GRID, jobs=2, on_decided=kill_one)
    assert not set(active_children()) - others


def children(process: int) -> list[int]:
    """The processes that any thread of this one has started."""
    threads = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for thread in threads for child in thread.read_text().split()]


def ignores_interrupts(process: int) -> bool:
    ignored = next(line for line in Path(f"/proc/{process}/status").read_text().splitlines() if "SigIgn" in line)
    return bool(int(ignored.split()[1], 16) >> (signal.SIGINT - 1) & 1)


@pytest.mark.linux
@pytest.mark.parametrize(("how", "code"), [(signal.SIGKILL, -9), (signal.SIGINT, 1)])
def test_no_process_is_left_behind(how: signal.Signals, code: int, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "app", "map", "--preset", "v-shape", "--size", "600", "600", "--jobs", "2"]
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, start_new_session=True, stderr=subprocess.PIPE, text=True
    ) as program:
        assert program.stderr is not None
        # Two that have loaded the program, and the one that tracks their resources.
        wait_until(lambda: sum(map(ignores_interrupts, children(program.pid))) >= 3)
        os.killpg(program.pid, how) if how == signal.SIGINT else program.send_signal(how)
        assert program.wait(30) == code
        told = program.stderr.read()  # ends when all have ended that might write
    if how == signal.SIGINT:
        assert told == "momentum-lab: interrupted\n"
    assert "Traceback" not in told


def wait_until(is_so: Callable[[], bool]) -> None:
    """Fail unless it is so within half a minute."""
    end = time.monotonic() + 30.0
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.05)
