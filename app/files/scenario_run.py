"""The run of a scenario."""

from app.files.scenario import Scenario
from physics.run.run import Run


def run_at_start(scenario: Scenario, *, may_go_on: bool = False) -> Run:
    """The run at step 0.

    Edits after the scenario's last step are kept only in a run that `may_go_on` beyond it: a run with edits to come is
    not over although all balls are at rest.
    """
    edits = [edit for edit in scenario.edits if may_go_on or edit.step <= scenario.steps]
    return Run(scenario.landscape, scenario.balls, edits, full=scenario.full, forcing=scenario.forcing)


def finished_run(scenario: Scenario) -> Run:
    """The run at the scenario's last step, or where it is over or its recording full before."""
    run = run_at_start(scenario)
    run.advance(scenario.steps)
    return run
