"""A monkey at the window: 20,000 acts by chance, and after each all is as it must be.

`python -m tests.window.monkey SECONDS SEED` does it for longer; with `--drop`, windows are dropped while Python's
garbage collector runs often. A failure tells the seed, the scene, and the last acts.
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

SEEDS = 10
ACTS = 2000
DROPPING_SECONDS = 20
IGNORED = "This plugin does not support propagateSizeHints()\n"
"""What the offscreen platform can not do is no fault of ours."""


@pytest.fixture
def monkey(request: pytest.FixtureRequest, qapp: QApplication, tmp_path: Path) -> Iterator[Monkey]:
    monkey = Monkey(qapp, tmp_path, request.param)
    yield monkey
    with monkey.complaints.listening():
        monkey.close()


@pytest.mark.parametrize("monkey", range(1, SEEDS + 1), indirect=True)
def test_whatever_is_done_all_is_as_it_must_be(monkey: Monkey, capfd: pytest.CaptureFixture[str]) -> None:
    monkey.play(ACTS)
    assert monkey.done >= ACTS
    assert monkey.growth() == []
    assert capfd.readouterr().err.replace(IGNORED, "") == ""


@pytest.mark.parametrize("seed", [1, 2])
def test_windows_can_be_dropped_while_garbage_is_collected_often(seed: int) -> None:
    """In a process of its own, which a crash ends."""
    command = [sys.executable, "-m", "tests.window.monkey", str(DROPPING_SECONDS), str(seed), "--drop"]
    played = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300)
    assert played.returncode == 0, played.stdout
    scenes = re.search(r"acts in (\d+) scenes", played.stdout)
    assert scenes is not None
    assert int(scenes[1]) >= 2, "no window was dropped"
