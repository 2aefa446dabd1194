"""What `run` is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.cli.arguments import Option, Takes, take_apart, whole_number
from app.cli.output_names import FILE_OR_STDOUT, output_names
from app.cli.scenario_options import (
    BALL_OPTIONS,
    LANDSCAPE_OPTIONS,
    MOST_STEPS,
    asked_scenario,
    inputs_of,
    source_of,
)
from app.files.scenario import Scenario

OUTPUTS = {"--csv": FILE_OR_STDOUT, "--summary": FILE_OR_STDOUT}
OPTIONS = {
    **LANDSCAPE_OPTIONS,
    **BALL_OPTIONS,
    "--steps": Option(Takes.ONE, "N"),
    "--full": Option(Takes.NONE),
    **OUTPUTS,
    "--force": Option(Takes.NONE),
}


@dataclass(frozen=True)
class Request:
    """What is to be run, and where the results go."""

    scenario: Scenario
    source: Path | None
    """The scenario file that was read."""
    is_unchanged: bool
    """Whether the scenario is run just as the file has it."""
    inputs: tuple[Path, ...]
    """All files that were read."""
    csv: str | None
    summary: str | None
    force: bool
    """Whether the scenario beside the CSV replaces whatever scenario is there."""


def read_request(arguments: Sequence[str]) -> Request:
    """Understand the arguments of `run`. Raises UsageError or BadFile."""
    given = take_apart(arguments, OPTIONS, command="momentum-lab run")
    options, source = given.options, source_of(given)
    outputs = output_names(options, OUTPUTS)
    scenario = asked_scenario(given)
    steps = whole_number("--steps", options["--steps"][0], MOST_STEPS) if "--steps" in options else scenario.steps
    return Request(
        scenario=replace(scenario, steps=steps, full=scenario.full or "--full" in options),
        source=source,
        is_unchanged=source is not None and options.keys() <= OUTPUTS.keys() | {"--force"},
        inputs=inputs_of(given),
        csv=outputs.get("--csv"),
        summary=outputs.get("--summary"),
        force="--force" in options,
    )
