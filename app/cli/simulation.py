"""Simulates a scenario of any length in little memory: rows are written and forgotten block by block."""

import sys
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from app.cli.console import Progress
from app.cli.outputs import Output
from app.files.atomic import with_path
from app.files.scenario import Scenario
from app.files.scenario_run import run_at_start
from app.files.trajectories import TrajectoryStream
from app.text.outcomes import sentence
from physics.run.recording import Rows
from physics.run.run import Run

BLOCK_ROWS = 65_536
"""Rows of all balls together that are kept and written at a time."""


class Result(NamedTuple):
    """A finished run, of which only the last row is kept, and a sentence on each ball's outcome."""

    run: Run
    sentences: list[str]


def simulate_into(csv: Output | None, scenario: Scenario) -> Result:
    """Run the scenario, and write its rows to `csv` if there is one."""
    with Progress(scenario.steps, sys.stderr) as progress:
        if csv is None:
            return simulate(scenario, lambda _rows, _first: None, progress)
        with with_path(csv.path), TrajectoryStream(csv.stream, scenario, csv.folder) as trajectories:
            result = simulate(scenario, trajectories.write, progress)
            trajectories.finish()
            return result


def simulate(scenario: Scenario, take: Callable[[Rows, int], None], progress: Callable[[int], None]) -> Result:
    """Run a scenario. `take` gets all rows (steps, balls) in turn, each time with the first one's step."""
    run = run_at_start(scenario)
    take(run.recording.rows(), 0)
    known: dict[tuple[int, int], str] = {}
    block_steps = max(1, BLOCK_ROWS // max(1, len(scenario.balls)))
    while made := run.advance(min(block_steps, scenario.steps - run.step)):
        first = run.step - made + 1
        take(run.recording.rows(first), first)
        _keep_sentences(run, known)
        run.recording.forget_before(run.step)
        progress(run.step)
    steps = run.status.steps.tolist()
    return Result(run, [known.get((ball, step)) or sentence(run, ball) for ball, step in enumerate(steps)])


def _keep_sentences(run: Run, known: dict[tuple[int, int], str]) -> None:
    """Keep the sentences of balls that no longer move, by ball and step: they need rows that are forgotten."""
    for ball in np.flatnonzero(run.parked()).tolist():
        key = ball, int(run.status.steps[ball])
        if key not in known:
            known[key] = sentence(run, ball)


def replay(scenario: Scenario, result: Result) -> Scenario:
    """The scenario that reproduces the rows of this run: its last step is the one at which the run was over.

    It has no view, which might not fit the shorter run.
    """
    last = result.run.step
    return replace(scenario, steps=last, edits=tuple(edit for edit in scenario.edits if edit.step <= last), view=None)
