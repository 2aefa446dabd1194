"""A monkey at the window: 20,000 acts by chance, and after each all is as it must be.

`python -m tests.window.monkey SECONDS SEED` does it for longer. A failure tells the seed, the scene, and the last acts.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.checks import ROOT
from tests.window.monkey.monkey import Monkey

HERE, BESIDE = (1, 2, 3, 4), (5, 6, 7, 8, 9, 10)
"""Seeds that are played here, and those in a process beside this one, which measures no coverage."""
ACTS = 2000
IGNORED = "This plugin does not support propagateSizeHints()\n"
"""What the offscreen platform can not do is no fault of ours."""


@pytest.fixture(scope="module")
def beside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[subprocess.Popen[str]]:
    folder = tmp_path_factory.mktemp("beside")
    command = [sys.executable, "-m", "tests.window.monkey.beside", str(ACTS), str(folder), *map(str, BESIDE)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        yield process
        process.kill()


@pytest.fixture
def monkey(request: pytest.FixtureRequest, qapp: QApplication, tmp_path: Path) -> Iterator[Monkey]:
    monkey = Monkey(qapp, tmp_path, request.param)
    yield monkey
    with monkey.complaints.listening():
        monkey.close()


@pytest.mark.usefixtures("beside")
@pytest.mark.parametrize("monkey", HERE, indirect=True)
def test_whatever_is_done_all_is_as_it_must_be(monkey: Monkey, capfd: pytest.CaptureFixture[str]) -> None:
    monkey.play(ACTS)
    assert monkey.done >= ACTS
    assert monkey.growth() == []
    assert capfd.readouterr().err.replace(IGNORED, "") == ""


@pytest.mark.parametrize("seed", BESIDE)
def test_so_it_is_in_the_process_beside(beside: subprocess.Popen[str], seed: int) -> None:
    assert beside.stdout is not None
    told = ""
    for line in beside.stdout:
        told += line.replace(IGNORED, "")
        if line.startswith(f"seed {seed}: "):
            break
    assert told == f"seed {seed}: {ACTS:,} acts\n"
