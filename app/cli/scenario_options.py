"""The scenario that options give: that of the FILE or the default one, with what they change of it."""

from dataclasses import replace
from pathlib import Path

from app.cli.ball_options import copies_of, read_ball_options
from app.cli.forcing_options import read_forcing_options
from app.cli.landscape_options import ChosenLandscape, read_landscape_options, suggested
from app.cli.parser import Options
from app.files.default import ALPHAS, default_scenario
from app.files.scenario import Scenario, read_scenario
from physics.run.ball import Ball


def source_file(options: Options) -> Path | None:
    """The scenario file, if one is given."""
    return Path(options["file"]) if "file" in options else None


def input_files(options: Options) -> tuple[Path, ...]:
    """All files to be read."""
    return tuple(Path(options[name]) for name in ("file", "curve") if name in options)


def read_scenario_options(options: Options, *, only_first: bool = False) -> Scenario:
    """Read the scenario and apply the options; with `only_first` its first ball alone is kept.

    Raises UsageError or BadFile.
    """
    scenario = _with_landscape(options)
    if only_first:
        scenario = replace(scenario, balls=(_first_of(scenario),))
    if "alpha" in options:
        scenario = replace(scenario, balls=copies_of(_first_of(scenario), len(options["alpha"])), edits=())
    balls = read_ball_options(options, scenario.balls, scenario.landscape)
    return replace(scenario, balls=balls, forcing=read_forcing_options(options, scenario))


def _with_landscape(options: Options) -> Scenario:
    """The scenario of the FILE or the default one, with the landscape of the options if they give one."""
    source = source_file(options)
    scenario = default_scenario() if source is None else read_scenario(source)
    chosen = read_landscape_options(options, scenario)
    if chosen is None:
        return scenario
    if source is None:
        balls, forcing = chosen.balls or tuple(map(chosen.new_ball, ALPHAS)), chosen.forcing
    else:
        balls, forcing = scenario.balls, scenario.forcing
    balls = tuple(_moved_inside(ball, chosen) for ball in balls)
    return replace(scenario, title=chosen.title, landscape=chosen.landscape, balls=balls, edits=(), forcing=forcing)


def _moved_inside(ball: Ball, chosen: ChosenLandscape) -> Ball:
    """Move a ball that would start outside the domain to the suggested start."""
    lo, hi = chosen.landscape.domain
    return ball if lo <= ball.start <= hi else replace(ball, start=chosen.start)


def _first_of(scenario: Scenario) -> Ball:
    """The first ball; if there is none, one with the suggested start and η, without momentum."""
    return scenario.balls[0] if scenario.balls else suggested(scenario.landscape).new_ball(0.0)
