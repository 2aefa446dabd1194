"""The command that simulates without a window."""

import sys
from collections.abc import Sequence
from dataclasses import replace

from app.cli.outcomes import outcome_report
from app.cli.output_names import STDOUT
from app.cli.outputs import Output, open_outputs
from app.cli.progress import Progress
from app.cli.request import read_request
from app.cli.sidecar import sidecar
from app.cli.simulate import Result, simulate
from app.files.atomic import naming
from app.files.scenario import Scenario, scenario_text
from app.files.summary import summary_text
from app.files.trajectories import TrajectoryStream

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
        with naming(csv.path), TrajectoryStream(csv.stream, names, csv.folder) as trajectories:
            result = simulate(scenario, trajectories.write, progress)
            trajectories.finish()
            return result
