"""From the options for a landscape and its balls to the scenario that they ask for."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from app.cli.arguments import Arguments, Option, Takes, UsageError, numbers
from app.files.curves import curve_landscape, read_curve
from app.files.default import ALPHAS, default_scenario
from app.files.errors import BadFile
from app.files.json_reader import plain, unknown_name
from app.files.landscapes import check_domain
from app.files.names import fit_name
from app.files.presets import load_preset, preset_names
from app.files.scenario import MOST_BALLS, Scenario, outside_domain, read_scenario
from physics.ball import Ball, ball_name, with_distinct_names
from physics.formula import FormulaError, FormulaLandscape
from physics.landscape import Landscape
from physics.rules import Rule
from physics.suggestion import suggest

MOST_STEPS = 10_000_000
LANDSCAPE_OPTIONS = {
    "--preset": Option(Takes.ONE, "NAME"),
    "--formula": Option(Takes.ONE, "TEXT"),
    "--domain": Option(Takes.TWO, "LO HI"),
    "--curve": Option(Takes.ONE, "FILE.csv"),
    "--smooth": Option(Takes.ONE, "FRACTION"),
}
BALL_OPTIONS = {
    "--alpha": Option(Takes.MANY, "A [A ...]"),
    "--eta": Option(Takes.MANY, "E [E ...]"),
    "--start": Option(Takes.MANY, "W [W ...]"),
    "--rule": Option(Takes.MANY, "momentum|nesterov"),
}


class Ground(NamedTuple):
    """A landscape, and where and how fast to start on it."""

    landscape: Landscape
    title: str
    start: float
    eta: float


def source_of(given: Arguments) -> Path | None:
    """The scenario file that is named."""
    return Path(given.files[0]) if given.files else None


def inputs_of(given: Arguments) -> tuple[Path, ...]:
    """All files that are read."""
    return tuple(Path(name) for name in (*given.files, *given.options.get("--curve", ())))


def asked_scenario(given: Arguments, *, only_first: bool = False) -> Scenario:
    """Read the scenario and change it as the options say; with `only_first` it has one ball, like its first.

    Raises UsageError or BadFile.
    """
    options = given.options
    scenario = _on_its_ground(source_of(given), options)
    if only_first:
        scenario = replace(scenario, balls=(_first_of(scenario),))
    if "--alpha" in options:
        scenario = replace(scenario, balls=_new_balls(options["--alpha"], scenario), edits=())
    balls = _changed(scenario.balls, options)
    for ball in balls:
        if not scenario.landscape.domain[0] <= ball.start <= scenario.landscape.domain[1]:
            raise UsageError(f"--start: {outside_domain(ball.start, scenario.landscape)}")
    return replace(scenario, balls=balls)


def _on_its_ground(source: Path | None, options: dict[str, list[str]]) -> Scenario:
    """The scenario, on another landscape where the options ask for one."""
    scenario = default_scenario() if source is None else read_scenario(source)
    ground = _ground(options)
    if ground is None:
        return scenario
    kept = scenario.balls if source is not None else [_ball(alpha, ground) for alpha in ALPHAS]
    balls = tuple(_moved_inside(ball, ground) for ball in kept)
    return replace(scenario, title=ground.title, landscape=ground.landscape, balls=balls, edits=())


def _ground(options: dict[str, list[str]]) -> Ground | None:
    """The landscape that the options ask for, if any."""
    asked = [name for name in ("--preset", "--formula", "--curve") if name in options]
    if len(asked) > 1:
        raise UsageError(f"{' and '.join(asked)}: only one landscape can be run")
    for name, needed in (("--domain", "--formula"), ("--formula", "--domain"), ("--smooth", "--curve")):
        if name in options and needed not in options:
            raise UsageError(f"{name} goes with {needed} {LANDSCAPE_OPTIONS[needed].values}")
    if not asked:
        return None
    return {"--preset": _preset, "--formula": _formula, "--curve": _curve}[asked[0]](options)


def _preset(options: dict[str, list[str]]) -> Ground:
    name = options["--preset"][0]
    if name not in preset_names():
        raise UsageError(f"--preset: {unknown_name(name, preset_names(), 'preset')}")
    preset = load_preset(name)
    return Ground(preset.landscape, preset.title, preset.start, preset.eta)


def _formula(options: dict[str, list[str]]) -> Ground:
    lo, hi = numbers("--domain", options["--domain"])
    try:
        check_domain(lo, hi)
        return _suggested(FormulaLandscape(options["--formula"][0], (lo, hi)))
    except FormulaError as error:
        raise UsageError(f"--formula: {error}") from error
    except ValueError as error:
        raise UsageError(f"--domain: {error}") from error


def _curve(options: dict[str, list[str]]) -> Ground:
    path = Path(options["--curve"][0])
    (smooth,) = numbers("--smooth", options.get("--smooth", ["0"]))
    if not 0.0 <= smooth <= 1.0:
        raise UsageError(f"--smooth: {plain(smooth)} is not between 0 and 1")
    curve = read_curve(path)
    try:
        return _suggested(curve_landscape(curve, smooth))
    except ValueError as error:
        raise BadFile(path, str(error)) from error


def _suggested(landscape: Landscape) -> Ground:
    suggestion = suggest(landscape)
    return Ground(landscape, fit_name(landscape.title), suggestion.start, suggestion.eta)


def _ball(alpha: float, ground: Ground) -> Ball:
    return Ball(ball_name(alpha), Rule.MOMENTUM, alpha, ground.eta, ground.start)


def _moved_inside(ball: Ball, ground: Ground) -> Ball:
    """A ball that starts where this landscape has no ground starts where it suggests."""
    lo, hi = ground.landscape.domain
    return ball if lo <= ball.start <= hi else replace(ball, start=ground.start)


def _first_of(scenario: Scenario) -> Ball:
    """The first ball; where there is none, one that starts as is suggested, without momentum."""
    return scenario.balls[0] if scenario.balls else _ball(0.0, _suggested(scenario.landscape))


def _new_balls(alphas: Sequence[str], scenario: Scenario) -> tuple[Ball, ...]:
    """One ball for each α, otherwise like the scenario's first."""
    if len(alphas) > MOST_BALLS:
        raise UsageError(f"--alpha: {len(alphas)} balls are too many, at most {MOST_BALLS} can roll at once")
    like = _first_of(scenario)
    balls = [_replaced(like, "alpha", alpha) for alpha in numbers("--alpha", alphas)]
    return with_distinct_names([replace(ball, name=ball_name(ball.alpha)) for ball in balls])


def _changed(balls: tuple[Ball, ...], options: dict[str, list[str]]) -> tuple[Ball, ...]:
    """The balls with the η, start and rule that are given: one for all, or one for each."""
    for field in ("eta", "start", "rule"):
        name = f"--{field}"
        if name in options:
            values = _rules(options[name]) if field == "rule" else numbers(name, options[name])
            if len(values) not in (1, len(balls)):
                raise UsageError(f"{name}: {len(values)} values for {len(balls)} balls; give one, or one for each")
            each = values * len(balls) if len(values) == 1 else values
            balls = tuple(_replaced(ball, field, value) for ball, value in zip(balls, each, strict=True))
    return balls


def _replaced(ball: Ball, field: str, value: object) -> Ball:
    try:
        return replace(ball, **{field: value})  # type: ignore[arg-type]  # the field's own type, by the callers
    except ValueError as error:
        raise UsageError(f"--{error}") from error


def _rules(texts: Sequence[str]) -> list[Rule]:
    for text in texts:
        if text not in list(Rule):
            raise UsageError(f'--rule: "{text}" is not a rule; it is momentum or nesterov')
    return [Rule(text) for text in texts]
