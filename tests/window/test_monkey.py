"""A monkey test of the window: 3,000 random acts, and everything is checked after each; with `-m long` 12,000 more.

`python -m tests.window.monkey SECONDS SEED` does it for longer still; with `--drop`, windows are dropped while Python's
garbage collector runs often. A failure prints the seed, the scene, and the last acts.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.support.paths import ROOT
from tests.window.monkey.monkey import Monkey

pytestmark = pytest.mark.by_chance

USUAL_SEEDS, LONG_SEEDS = (1, 2), (3, 4, 5, 6, 7, 8, 9, 10)
ACTS = 1500
DROPPING_S = 12
IGNORED = re.compile(r"This plugin does not support .*\n")
"""Limits of the offscreen platform."""


@pytest.fixture
def monkey(request: pytest.FixtureRequest, qapp: QApplication, tmp_path: Path) -> Iterator[Monkey]:
    monkey = Monkey(qapp, tmp_path, request.param)
    yield monkey
    with monkey.complaints.listening():
        monkey.close()


@pytest.mark.parametrize(
    "monkey", [*USUAL_SEEDS, *(pytest.param(seed, marks=pytest.mark.long) for seed in LONG_SEEDS)], indirect=True
)
def test_after_every_act_the_window_agrees_with_the_session(monkey: Monkey, capfd: pytest.CaptureFixture[str]) -> None:
    monkey.play(ACTS)
    assert monkey.done >= ACTS
    assert monkey.growth() == []
    assert IGNORED.sub("", capfd.readouterr().err) == ""


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.long)])
def test_windows_can_be_dropped_while_garbage_is_collected_often(seed: int) -> None:
    """In its own process, since a crash would end it."""
    command = [sys.executable, "-m", "tests.window.monkey", str(DROPPING_S), str(seed), "--drop"]
    played = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300)
    assert played.returncode == 0, played.stdout
    scenes = re.search(r"acts in (\d+) scenes", played.stdout)
    assert scenes is not None
    assert int(scenes[1]) >= 2, "no window was dropped"
