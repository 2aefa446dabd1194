"""Landscapes, balls and a clock for sessions, and comparisons of their states."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from app.files.scenario import Scenario
from app.session.scene import BallStyle
from app.session.session import Session
from physics.arrays import map_arrays
from physics.forcing.schedule import Decay, Schedule
from physics.landscape.formula import FormulaLandscape
from physics.landscape.points import PointsLandscape
from physics.rules.base import ALPHA, ETA
from physics.rules.suggestion import Suggestion
from physics.run.ball import START, Ball
from physics.run.run import Run
from tests.support.balls import NESTEROV, new_ball
from tests.support.runs import assert_same

HILLS = FormulaLandscape("0.06*(w + 3.2)^2 + 0.55*cos(2.6*w)", (-6, 6))
BOWL = PointsLandscape([-6, -3, 0, 3, 6], [4, 1, 0, 1, 4])
SMALL = FormulaLandscape("(w - 0.3)^2", (0, 1))


class Seconds:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def balls(*alphas: float) -> tuple[Ball, ...]:
    return tuple(new_ball(alpha, 0.02, 4.8) for alpha in alphas)


def replayed(session: Session) -> Run:
    scenario = session.scene.scenario()
    run = Run(scenario.landscape, scenario.balls, scenario.edits, full=scenario.full, forcing=scenario.forcing)
    run.advance(scenario.steps)
    return run


def assert_replays(session: Session) -> None:
    again = replayed(session)
    assert again.step == session.run.last
    assert_same(session.run.recording.rows(), again.recording.rows())


def five_balls() -> Scenario:
    return Scenario("Descending hills", HILLS, balls(0.0, 0.8, 0.9, 0.95, 0.97))


State = tuple[Any, ...]


def state_of(session: Session) -> State:
    """All that undo has to restore, as plain values and bytes."""
    run = session.run
    rows, *run_state = (
        map_arrays(np.ndarray.tobytes, part)
        for part in (run.recording.rows(), run.rule, run.parameters, run.state, run.status)
    )
    edits = tuple(sorted(map(repr, run.edits)))
    return (
        session.title,
        session.styles,
        run.balls,
        (run.first_landscape, run.first_forcing),
        edits,
        (session.landscape, run.forcing),
        run.step,
        rows,
        run_state,
    )


def shown(session: Session) -> tuple[object, ...]:
    """All that can be seen of a scene; landscapes by their titles, since they are other objects after reading."""
    title, styles, run_balls, _, edits, _, step, rows, run_state = state_of(session)
    names = [replace(ball, name=None) for ball in run_balls]
    return title, styles, names, len(edits), step, rows, run_state, session.selected, session.landscape.title


CHANGES_BY_TEXT: dict[str, Callable[[Session], object]] = {
    "α of ball 2": lambda session: session.set_parameter(1, "alpha", 0.5),
    "η of all balls": lambda session: session.set_parameter_for_all(ETA, 0.05),
    "rule of ball 1": lambda session: session.set_rule(0, NESTEROV),
    "start of ball 3": lambda session: session.set_start(2, 1.5),
    "place of ball 4": lambda session: session.put(3, {START.name: -1.0, ALPHA.name: 0.6}),
    "name of ball 5": lambda session: session.rename(4, "heavy"),
    "look of ball 1": lambda session: session.set_style(0, BallStyle(7, 9)),
    "hide ball 2": lambda session: session.show_ball(1, False),
    "show only ball 4": lambda session: session.show_only(3),
    "add a ball": lambda session: session.add(),
    "fan of 3 balls": lambda session: session.add_series(ALPHA, [0.1, 0.2, 0.3]),
    "duplicate ball 2": lambda session: session.duplicate(1),
    "remove ball 3": lambda session: session.remove(2),
    "landscape": lambda session: session.set_landscape(BOWL),
    "landscape “Bowl”": lambda session: session.choose(BOWL, "Bowl", Suggestion(1.0, 0.1)),
    "noise": lambda session: session.set_noise(0.3),
    "seed": lambda session: session.set_seed(5),
    "schedule": lambda session: session.set_schedule(Schedule(Decay.COSINE, 40, 5)),
    "title": lambda session: session.set_title("Mine"),
}
"""A change of each kind, by the text of its entry in the history; most need the five balls."""
