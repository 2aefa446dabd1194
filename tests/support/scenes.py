"""A session to do things to, and what makes sure that a file of it replays."""

import numpy as np

from app.session.session import Session
from physics.landscape.formula import FormulaLandscape
from physics.landscape.points import PointsLandscape
from physics.rules.base import Rule
from physics.run.ball import Ball, ball_name
from physics.run.run import Run

HILLS = FormulaLandscape("0.06*(w + 3.2)^2 + 0.55*cos(2.6*w)", (-6, 6))
BOWL = PointsLandscape([-6, -3, 0, 3, 6], [4, 1, 0, 1, 4])
SMALL = FormulaLandscape("(w - 0.3)^2", (0, 1))


class Seconds:
    """A wall clock that the test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def balls(*alphas: float) -> tuple[Ball, ...]:
    return tuple(Ball(ball_name(alpha), Rule.MOMENTUM, alpha, 0.02, 4.8) for alpha in alphas)


def replayed(session: Session) -> Run:
    scenario = session.scenario()
    run = Run(scenario.landscape, scenario.balls, scenario.edits, full=scenario.full)
    run.advance(scenario.steps)
    return run


def assert_replays(session: Session) -> None:
    again = replayed(session)
    assert again.step == session.run.last
    for one, other in zip(session.run.recording.rows(), again.recording.rows(), strict=True):
        assert np.array_equal(one, other, equal_nan=one.dtype.kind == "f")
