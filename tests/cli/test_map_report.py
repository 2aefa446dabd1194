import numpy as np

from app.cli.reports import MAX_GROUPS, map_report
from physics.landscape.formula import FormulaLandscape
from physics.outcome.outcome import LEFT, TRAPPED
from physics.rules.base import ALPHA, ETA
from physics.sweep.batch import Finished, Results
from physics.sweep.grid import Grid, OutcomeMap, whole_axis
from tests.support.balls import NESTEROV, new_ball

WAVES = FormulaLandscape("cos(pi*w)", (0, 120))
"""Sixty valleys, all equally low."""
BALL = new_ball(0.1, 1 / 3, 60.0, rule=NESTEROV)


def whole_of(valley: list[int], outcome: list[int], rows: int) -> OutcomeMap:
    """A map whose runs ended like this, at steps 0, 1, 2, …"""
    x, y = whole_axis(ALPHA, WAVES, BALL.value("eta")), whole_axis(ETA, WAVES, BALL.value("eta"))
    count = len(valley)
    whole = OutcomeMap(Grid(x, y, count // rows, rows, BALL), 1234)
    steps = np.arange(count, dtype=np.int32)
    results = Results(np.array(outcome, np.int8), np.array(valley, np.int32), np.zeros(count, np.int32), steps)
    whole.take(Finished(np.arange(count), results))
    return whole


def test_axes_ball_and_groups_are_told() -> None:
    text = map_report("Waves", whole_of([3, 3, 0, 59], [TRAPPED, TRAPPED, TRAPPED, LEFT], 2), WAVES)
    assert text.splitlines() == [
        "Waves, w from 0 to 120",
        "x: α from 0 to 0.999; y: η from 0.0111111 to 10; start 60, nesterov",
        "2 × 2 runs of at most 1,234 steps",
        "",
        "outcome  valley    runs  share  median steps",
        "trapped  1 global     1   25 %             2",
        "trapped  4 global     2   50 %           0.5",
        "left                  1   25 %             3",
    ]


def test_of_very_many_groups_the_largest_are_shown_in_their_order() -> None:
    valleys = [valley for valley in range(60) for _ in range(60 - valley)]
    lines = map_report("Waves", whole_of(valleys, [TRAPPED] * len(valleys), 2), WAVES).splitlines()
    assert [int(line.split()[1]) for line in lines[5:-1]] == list(range(1, MAX_GROUPS + 1))
    rest = 60 - MAX_GROUPS
    assert lines[-1] == f"… and {rest} more, with {rest * (rest + 1) // 2} runs in all; --summary has them"
