"""A monkey at the window: 20,000 acts by chance, and after each all is as it must be.

`python -m tests.window.monkey SECONDS SEED` does it for longer. A failure tells the seed, the scene, and the last acts.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.window.monkey.monkey import Monkey

pytestmark = pytest.mark.by_chance

SEEDS = 10
ACTS = 2000
MORE_OBJECTS = 60
"""What is made once when it is first needed, such as the gallery, and more cards where there is more room."""
MORE_BLOCKS = 6000
"""Blocks of memory that a scene may leave behind: kept pictures, programs of formulas. When each piece of work in the
background left its own behind it was three times as many."""


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
    if len(monkey.sizes) > 2:
        (objects, blocks), (objects_then, blocks_then) = monkey.sizes[1], monkey.sizes[-1]
        assert objects_then <= objects + MORE_OBJECTS
        assert blocks_then <= blocks + MORE_BLOCKS * (len(monkey.sizes) - 2)
    assert capfd.readouterr().err.replace("This plugin does not support propagateSizeHints()\n", "") == ""
