"""`run`: simulates a scenario without a window, in little memory however long it is."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from app.cli.console import Progress, cut, outcome_report
from app.cli.films import load_film_maker
from app.cli.outputs import Output, is_same_file, open_outputs, replaced_file
from app.cli.parser import STDOUT, UsageError
from app.cli.pictures import load_painter
from app.cli.requests import RunRequest, read_request
from app.files.atomic import with_path
from app.files.scenario import Scenario, scenario_text
from app.files.scenario_run import run_at_start
from app.files.summary import summary_text
from app.files.trajectories import NotAnExport, TrajectoryStream, check_sidecar, sidecar_path
from app.text.balls import name_of
from app.text.outcomes import sentence
from app.text.seeds import seeds_text
from app.text.translation import _
from physics.run.recording import Rows
from physics.run.run import Run
from physics.sweep.initial_states import state_at_rest
from physics.sweep.seeds import results_over_seeds, seeds_from

BLOCK_ROWS = 65_536
"""Rows of all balls together that are kept and written at a time."""


def run(arguments: Sequence[str]) -> int:
    """Run a scenario, write the files, print the table. Raises UsageError, BadFile or OSError."""
    request = read_request(arguments)
    sidecar = _("--csv's scenario")  # among the outputs, as messages name it
    picture, film = request.picture, request.film
    names = {
        "--csv": request.csv,
        sidecar: _sidecar_name(request),
        "--summary": request.summary,
        "--picture": None if picture is None else picture.file,
        "--film": None if film is None else film.file,
    }
    with open_outputs(names, request.inputs) as outputs:
        painter = None if picture is None else load_painter(picture)  # before the work: Qt may be missing
        make_film = None if film is None else load_film_maker(film)
        result = _simulate_into(outputs.get("--csv"), request.scenario)
        if sidecar in outputs:
            outputs[sidecar].write(scenario_text(_replay(request.scenario, result), export=True).encode())
        if "--summary" in outputs:
            outputs["--summary"].write(summary_text(result.run).encode())
        if picture is not None and painter is not None:
            step = result.run.step if picture.step is None else picture.step
            with with_path(outputs["--picture"].path):
                outputs["--picture"].stream.write(painter.scenario(request.scenario, step, picture.parts))
        if make_film is not None:
            with with_path(outputs["--film"].path):
                make_film(_replay(request.scenario, result), outputs["--film"].stream)
    if STDOUT not in (request.csv, request.summary):
        print(outcome_report(request.scenario.title, *result), end="")
        if request.seeds is not None:
            print(_seed_lines(request.scenario, request.seeds), end="")
    return 0


def _seed_lines(scenario: Scenario, count: int) -> str:
    """The share of each valley over many seeds, a line for each ball."""
    lines = []
    for ball in scenario.balls:
        seeds = seeds_from(scenario.forcing.seed, count)
        state, last = state_at_rest(ball, scenario.forcing), max(1, scenario.steps)
        results = results_over_seeds(scenario.landscape, state, seeds, last)
        lines.append(f"\n{cut(name_of(ball))}: {seeds_text(scenario.landscape, results, last)}")
    return "".join(lines) + "\n"


# The scenario next to the CSV


def _sidecar_name(request: RunRequest) -> str | None:
    """The name of the scenario that reproduces the CSV; None where none is written, or it exists already.

    Raises UsageError where it would replace the CSV itself, the scenario that was read by a changed one, or, without
    --force, a file that no export has written.
    """
    csv = replaced_file(request.csv) if request.csv is not None else None
    if csv is None:
        return None
    with with_path(csv):  # the current folder may be gone
        return _checked_sidecar(csv, request)


def _checked_sidecar(csv: Path, request: RunRequest) -> str | None:
    path = sidecar_path(csv)
    if is_same_file(csv, path):
        pattern = _("{option}: {file} has the ending of the scenario that is written beside it; choose another")
        raise UsageError(pattern.format(option="--csv", file=csv.name))
    if request.source is not None and is_same_file(path, request.source):
        if request.is_unchanged:
            return None
        pattern = _("{option}: {file} would replace {scenario} by a changed scenario; choose another name")
        raise UsageError(pattern.format(option="--csv", file=csv.name, scenario=path.name))
    if not request.force:
        try:
            check_sidecar(path)
        except NotAnExport as error:
            pattern = _(
                "{option}: {file} would replace {scenario}, which was not written by an export; choose another name, "
                "or add {force}"
            )
            complaint = pattern.format(option="--csv", file=csv.name, scenario=path.name, force="--force")
            raise UsageError(complaint) from error
    return str(path)


# The run


class Result(NamedTuple):
    """A finished run, of which only the last row is kept, and a sentence on each ball's outcome."""

    run: Run
    sentences: list[str]


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


def _simulate_into(csv: Output | None, scenario: Scenario) -> Result:
    """Run the scenario, and write its rows to `csv` if there is one."""
    with Progress(scenario.steps, sys.stderr) as progress:
        if csv is None:
            return simulate(scenario, lambda _rows, _first: None, progress)
        with with_path(csv.path), TrajectoryStream(csv.stream, scenario, csv.folder) as trajectories:
            result = simulate(scenario, trajectories.write, progress)
            trajectories.finish()
            return result


def _replay(scenario: Scenario, result: Result) -> Scenario:
    """The scenario that reproduces the rows of this run: its last step is the one at which the run was over.

    It has no view, which might not fit the shorter run.
    """
    last = result.run.step
    return replace(scenario, steps=last, edits=tuple(edit for edit in scenario.edits if edit.step <= last), view=None)
