"""Running a scenario to its end in little memory, however long it is."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from app.files.scenario import Scenario
from physics.outcome import LEFT
from physics.recording import Rows
from physics.run import Run
from physics.sentences import sentence

ROWS_AT_ONCE = 65_536
"""Rows that are held and passed on together."""


class Result(NamedTuple):
    """A run that is over, of which only the last row is kept, and what became of each ball."""

    run: Run
    sentences: list[str]


def simulate(scenario: Scenario, take: Callable[[Rows, int], None], progress: Callable[[int], None]) -> Result:
    """Run a scenario; `take` gets all rows (steps, balls) in turn with the first one's step, `progress` the step."""
    # A run waits for edits; those that come after its last step are none to wait for.
    edits = [edit for edit in scenario.edits if edit.step <= scenario.steps]
    run = Run(scenario.landscape, scenario.balls, edits, full=scenario.full)
    take(run.recording.rows(), 0)
    leavings: dict[tuple[int, int], str] = {}
    at_once = max(1, ROWS_AT_ONCE // max(1, len(scenario.balls)))
    while made := run.advance(min(at_once, scenario.steps - run.step)):
        first = run.step - made + 1
        take(run.recording.rows(first), first)
        _note_leavings(run, leavings)
        run.recording.forget_before(run.step)
        progress(run.step)
    steps = run.standing.steps.tolist()
    return Result(run, [leavings.get((ball, step)) or sentence(run, ball) for ball, step in enumerate(steps)])


def _note_leavings(run: Run, leavings: dict[tuple[int, int], str]) -> None:
    """Say why balls have left while the rows in which they did are still there."""
    for ball in np.flatnonzero(run.standing.outcome == LEFT).tolist():
        key = ball, int(run.standing.steps[ball])
        if key not in leavings:
            leavings[key] = sentence(run, ball)
