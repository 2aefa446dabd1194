"""`run`: simulates a scenario without a window, in little memory however long it is."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from app.cli.console import Progress, outcome_report
from app.cli.options import Request, read_request
from app.cli.outputs import STDOUT, Output, UsageError, is_same_file, open_outputs, replaced_file
from app.files.atomic import with_path
from app.files.scenario import Scenario, scenario_text
from app.files.summary import summary_text
from app.files.trajectories import NotAnExport, TrajectoryStream, check_sidecar, sidecar_path
from app.text.outcomes import sentence
from physics.outcome.outcome import LEFT
from physics.run.recording import Rows
from physics.run.run import Run


def sidecar(request: Request) -> str | None:
    """The name of the scenario that gives the CSV again; None where none is wanted, or it is there already.

    Raises UsageError where it would replace the CSV itself, the scenario that was read by a changed one, or, without
    --force, a file that no export has written.
    """
    csv = replaced_file(request.csv) if request.csv is not None else None
    if csv is None:
        return None
    with with_path(csv):  # the folder that we are in may be gone
        return _beside(csv, request)


def _beside(csv: Path, request: Request) -> str | None:
    path = sidecar_path(csv)
    if is_same_file(csv, path):
        raise UsageError(f"--csv: {csv.name} has the ending of the scenario that is written beside it; choose another")
    if request.source is not None and is_same_file(path, request.source):
        if request.is_unchanged:
            return None
        raise UsageError(f"--csv: {csv.name} would replace {path.name} by a changed scenario; choose another name")
    if not request.force:
        _check(path, csv)
    return str(path)


def _check(path: Path, csv: Path) -> None:
    try:
        check_sidecar(path)
    except NotAnExport as error:
        says = f"--csv: {csv.name} would replace {path.name}, which was not written by an export"
        raise UsageError(f"{says}; choose another name, or add --force") from error


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
    steps = run.status.steps.tolist()
    return Result(run, [leavings.get((ball, step)) or sentence(run, ball) for ball, step in enumerate(steps)])


def _note_leavings(run: Run, leavings: dict[tuple[int, int], str]) -> None:
    """Say why balls have left while the rows in which they did are still there."""
    for ball in np.flatnonzero(run.status.outcome == LEFT).tolist():
        key = ball, int(run.status.steps[ball])
        if key not in leavings:
            leavings[key] = sentence(run, ball)


SIDECAR = "--csv's scenario"


def run(arguments: Sequence[str]) -> int:
    """Run what the arguments ask for, write the files, print the table. Raises UsageError, BadFile or OSError."""
    request = read_request(arguments)
    names = {"--csv": request.csv, SIDECAR: sidecar(request), "--summary": request.summary}
    with open_outputs(names, request.inputs) as outputs:
        result = _simulate(request.scenario, outputs.get("--csv"))
        if SIDECAR in outputs:
            outputs[SIDECAR].write(scenario_text(replay(request.scenario, result), export=True).encode())
        if "--summary" in outputs:
            outputs["--summary"].write(summary_text(*result).encode())
    if STDOUT not in (request.csv, request.summary):
        print(outcome_report(request.scenario.title, *result), end="")
    return 0


def replay(scenario: Scenario, result: Result) -> Scenario:
    """The scenario that gives the very rows of this run again: it ends at the step at which the run was over.

    It has no view: how a longer run was looked at need not fit this one, and nothing in the rows depends on it.
    """
    last = result.run.step
    return replace(scenario, steps=last, edits=tuple(edit for edit in scenario.edits if edit.step <= last), view=None)


def _simulate(scenario: Scenario, csv: Output | None) -> Result:
    """Run the scenario, with its rows written to `csv` if there is one."""
    with Progress(scenario.steps, sys.stderr) as progress:
        if csv is None:
            return simulate(scenario, lambda _rows, _first: None, progress)
        names = [ball.name for ball in scenario.balls]
        with with_path(csv.path), TrajectoryStream(csv.stream, names, csv.folder) as trajectories:
            result = simulate(scenario, trajectories.write, progress)
            trajectories.finish()
            return result
