"""Scenarios as extreme as a file can be are refused, or shown.

`python -m tests.window.extremes SECONDS SEED` opens them for longer. A failure prints the seed and the number.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.window.extremes.opener import Opener

pytestmark = pytest.mark.by_chance

SEED, PARTS, USUAL_PARTS, SCENARIOS = 1, 4, 2, 100


@pytest.fixture
def opener(qapp: QApplication, tmp_path: Path) -> Iterator[Opener]:
    opener = Opener(qapp, tmp_path, SEED)
    yield opener
    opener.close()


@pytest.mark.parametrize(
    "part", [pytest.param(part, marks=[pytest.mark.long] * (part >= USUAL_PARTS)) for part in range(PARTS)]
)
def test_each_is_refused_or_shown_and_the_window_is_never_blocked_for_long(opener: Opener, part: int) -> None:
    each = SCENARIOS // PARTS
    for number in range(part * each, (part + 1) * each):
        opener.open(number)
    assert opener.counts["opened"] > each / 2
