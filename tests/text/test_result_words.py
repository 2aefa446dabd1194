"""Where runs end, in words."""

import numpy as np
import pytest

from app.text.outcomes import result_words
from physics.landscape.base import Landscape
from physics.outcome.outcome import BALANCED, DIVERGED, LEFT, REPEATS, ROLLING, SETTLED, TRAPPED
from physics.sweep.batch import UNKNOWN, Results
from tests.support.runs import HILLS, WELL
from tests.support.scenes import BOWL


@pytest.mark.parametrize(
    ("landscape", "end", "words"),
    [
        (HILLS, (TRAPPED, 2, 2, 71), "valley 3, over 2 hills, 71 steps"),
        (HILLS, (TRAPPED, 1, 3, 45), "valley 2 (global), over 3 hills, 45 steps"),
        (HILLS, (SETTLED, 4, 0, 1), "valley 5, 1 step"),
        (HILLS, (TRAPPED, 4, 0, 0), "stays in valley 5"),
        (HILLS, (LEFT, 0, 4, 55), "leaves on the left, over 4 hills, 55 steps"),
        (HILLS, (LEFT, 5, 1, 2), "leaves on the right, over 1 hill, 2 steps"),
        (BOWL, (LEFT, 0, 0, 9), "leaves, 9 steps"),
        (WELL, (DIVERGED, 0, 0, 12), "diverges, 12 steps"),
        (WELL, (BALANCED, 1, 1, 1234), "balanced in valley 2, not in a minimum, over 1 hill, 1,234 steps"),
        (WELL, (REPEATS, 1, 2, 146), "repeats for ever, over 2 hills, 146 steps"),
        (WELL, (ROLLING, 0, 20, 20_000), "still moving in valley 1, over 20 hills, after 20,000 steps"),
        (WELL, (UNKNOWN, 0, 0, 0), ""),
    ],
)
def test_an_end_in_words(landscape: Landscape, end: tuple[int, int, int, int], words: str) -> None:
    assert result_words(landscape, Results(*(np.array([number]) for number in end)), 0) == words
