"""A monkey at the window: 20,000 acts by chance, and after each all is as it must be.

`python -m tests.window.monkey SECONDS SEED` does it for longer. A failure tells the seed, the scene, and the last acts.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.window.monkey.monkey import Monkey

SEEDS = 10
ACTS = 2000
IGNORED = "This plugin does not support propagateSizeHints()\n"
"""What the offscreen platform can not do is no fault of ours."""

pytestmark = pytest.mark.by_chance


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
