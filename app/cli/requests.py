"""What `run` and `map` are asked for: the scenario or the grid of runs that follows from their options."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from app.cli.options import DEFAULT_SIDE, DEFAULT_X, DEFAULT_Y, MAX_RUNS, map_parser, run_parser
from app.cli.outputs import output_names
from app.cli.parser import UsageError
from app.files.curves import curve_landscape, read_curve
from app.files.default import ALPHAS, default_scenario
from app.files.json_reader import plain, unknown_name, value_complaint
from app.files.landscapes import check_domain, outside_domain
from app.files.names import fit_name
from app.files.presets import load_preset, preset_names
from app.files.scenario import MAX_BALLS, Scenario, read_scenario
from app.files.text import BadFile
from app.text.curve_errors import landscape_sentence
from physics.landscape.base import Landscape
from physics.landscape.formula import FormulaError, FormulaLandscape
from physics.rules.base import ALPHA, ETA, Parameter, Rule
from physics.rules.registry import default_rule, parameters, rule_named
from physics.rules.suggestion import suggest
from physics.run.ball import START, Ball, adapted
from physics.sweep.grid import Axis, Grid, map_parameters, whole_axis
from physics.sweep.sweep import LAST_STEP

Options = dict[str, Any]
"""The values of all options that were given, and the FILE, as `Parser.parse` returns them."""


class Setting(NamedTuple):
    """A landscape, its title, and the start and η for balls on it."""

    landscape: Landscape
    title: str
    start: float
    eta: float


def _source(options: Options) -> Path | None:
    """The scenario file, if one is given."""
    return Path(options["file"]) if "file" in options else None


def _inputs(options: Options) -> tuple[Path, ...]:
    """All files to be read."""
    return tuple(Path(options[name]) for name in ("file", "curve") if name in options)


def _scenario(options: Options, *, only_first: bool = False) -> Scenario:
    """Read the scenario and apply the options; with `only_first` its first ball alone is kept.

    Raises UsageError or BadFile.
    """
    scenario = _with_landscape(_source(options), options)
    if only_first:
        scenario = replace(scenario, balls=(_first_of(scenario),))
    if "alpha" in options:
        scenario = replace(scenario, balls=_new_balls(len(options["alpha"]), scenario), edits=())
    balls = _changed(scenario.balls, options)
    for ball in balls:
        if not scenario.landscape.domain[0] <= ball.start <= scenario.landscape.domain[1]:
            raise UsageError(f"--start: {outside_domain(ball.start, scenario.landscape)}")
    return replace(scenario, balls=balls)


def _with_landscape(source: Path | None, options: Options) -> Scenario:
    """The scenario, with the landscape of the options if they give one."""
    scenario = default_scenario() if source is None else read_scenario(source)
    setting = _setting(options)
    if setting is None:
        return scenario
    kept = scenario.balls if source is not None else [_ball(alpha, setting) for alpha in ALPHAS]
    balls = tuple(_moved_inside(ball, setting) for ball in kept)
    return replace(scenario, title=setting.title, landscape=setting.landscape, balls=balls, edits=())


def _setting(options: Options) -> Setting | None:
    """The landscape that the options give, if any."""
    given = [name for name in ("preset", "formula", "curve") if name in options]
    if len(given) > 1:
        raise UsageError(f"{' and '.join(f'--{name}' for name in given)}: only one landscape can be run")
    for name, needed in (("domain", "formula"), ("formula", "domain"), ("smooth", "curve")):
        if name in options and needed not in options:
            raise UsageError(f"--{name} goes with --{needed}")
    return {"preset": _preset, "formula": _formula, "curve": _curve}[given[0]](options) if given else None


def _preset(options: Options) -> Setting:
    name = options["preset"]
    if name not in preset_names():
        raise UsageError(f"--preset: {unknown_name(name, preset_names(), 'preset')}")
    preset = load_preset(name)
    return Setting(preset.landscape, preset.title, preset.start, preset.eta)


def _formula(options: Options) -> Setting:
    lo, hi = options["domain"]
    try:
        check_domain(lo, hi)
        return _suggested(FormulaLandscape(options["formula"], (lo, hi)))
    except FormulaError as error:
        raise UsageError(f"--formula: {landscape_sentence(error)}") from error
    except ValueError as error:
        raise UsageError(f"--domain: {landscape_sentence(error)}") from error


def _curve(options: Options) -> Setting:
    path, smooth = Path(options["curve"]), options.get("smooth", 0.0)
    if not 0.0 <= smooth <= 1.0:
        raise UsageError(f"--smooth: {plain(smooth)} is not between 0 and 1")
    curve = read_curve(path)
    try:
        return _suggested(curve_landscape(curve, smooth))
    except ValueError as error:
        raise BadFile(path, landscape_sentence(error)) from error


def _suggested(landscape: Landscape) -> Setting:
    suggestion = suggest(landscape)
    return Setting(landscape, fit_name(landscape.title), suggestion.start, suggestion.eta)


def _ball(alpha: float, setting: Setting) -> Ball:
    rule = default_rule()
    return Ball(rule, adapted(rule, {ALPHA.name: alpha, ETA.name: setting.eta}), setting.start)


def _moved_inside(ball: Ball, setting: Setting) -> Ball:
    """Move a ball that would start outside the domain to the suggested start."""
    lo, hi = setting.landscape.domain
    return ball if lo <= ball.start <= hi else replace(ball, start=setting.start)


def _first_of(scenario: Scenario) -> Ball:
    """The first ball; if there is none, one with the suggested start and η, without momentum."""
    return scenario.balls[0] if scenario.balls else _ball(0.0, _suggested(scenario.landscape))


def _new_balls(count: int, scenario: Scenario) -> tuple[Ball, ...]:
    """So many balls like the scenario's first, each to get an α of its own."""
    if count > MAX_BALLS:
        raise UsageError(f"--alpha: {count} balls are too many, at most {MAX_BALLS} can roll at once")
    return (replace(_first_of(scenario), name=None),) * count


def _changed(balls: tuple[Ball, ...], options: Options) -> tuple[Ball, ...]:
    """The balls with the given rule, parameters and start: one for all whose rule has it, or one for each."""
    for field in ("rule", *parameters(), START.name):
        if field in options:
            values = options[field]
            if len(values) not in (1, len(balls)):
                raise UsageError(f"--{field}: {len(values)} values for {len(balls)} balls; give one, or one for each")
            each = values * len(balls) if len(values) == 1 else values
            is_for_some = len(values) == 1 and any(_has(ball, field) for ball in balls)
            balls = tuple(
                ball if is_for_some and not _has(ball, field) else _replaced(ball, field, value)
                for ball, value in zip(balls, each, strict=True)
            )
    return balls


def _has(ball: Ball, field: str) -> bool:
    """Whether a ball has the parameter; every ball has a rule and a start."""
    return field in ("rule", START.name) or field in ball.parameters


def _replaced(ball: Ball, field: str, value: Any) -> Ball:
    if field == "rule":
        return ball.changed({}, rule_named(value))
    if not _has(ball, field):
        raise UsageError(f"--{field}: the rule {ball.rule.name} has no {field}")
    try:
        return ball.changed({field: value})
    except ValueError as error:
        raise UsageError(f"--{value_complaint(error)}") from error


@dataclass(frozen=True)
class RunRequest:
    """A scenario to run, and where the results go."""

    scenario: Scenario
    source: Path | None
    """The scenario file that was read."""
    is_unchanged: bool
    """Whether no option changes the scenario of the file."""
    inputs: tuple[Path, ...]
    """All files that were read."""
    csv: str | None
    summary: str | None
    force: bool
    """Whether the scenario next to the CSV may replace any file."""


def read_request(arguments: Sequence[str]) -> RunRequest:
    """Parse the arguments of `run` and read its files. Raises UsageError or BadFile."""
    options = run_parser().parse(arguments)
    outputs = output_names(options)
    scenario = _scenario(options)
    return RunRequest(
        scenario=replace(scenario, steps=options.get("steps", scenario.steps), full=scenario.full or "full" in options),
        source=_source(options),
        is_unchanged="file" in options and options.keys() <= {"file", "csv", "summary", "force"},
        inputs=_inputs(options),
        csv=outputs.get("--csv"),
        summary=outputs.get("--summary"),
        force="force" in options,
    )


@dataclass(frozen=True)
class MapRequest:
    """A map to compute, and where the results go."""

    title: str
    landscape: Landscape
    grid: Grid
    last: int
    """The last step of runs without an outcome."""
    inputs: tuple[Path, ...]
    """All files that were read."""
    outputs: dict[str, str]
    """The names of files, or - for stdout, by option."""


def read_map_request(arguments: Sequence[str]) -> MapRequest:
    """Parse the arguments of `map` and read its files. Raises UsageError or BadFile."""
    options = map_parser().parse(arguments)
    outputs = output_names(options)
    columns, rows = options.get("size", (DEFAULT_SIDE, DEFAULT_SIDE))
    if columns * rows > MAX_RUNS:
        raise UsageError(f"--size: {columns} × {rows} are {columns * rows:,} runs; at most {MAX_RUNS:,} fit in a map")
    scenario = _scenario(options, only_first=True)
    (ball,) = scenario.balls
    axes = _axis_parameters(options, ball.rule)
    x, y = (_axis(name, parameter, options, scenario.landscape, ball) for name, parameter in axes.items())
    grid = Grid(x, y, columns, rows, ball)
    last = options.get("steps", LAST_STEP)
    return MapRequest(scenario.title, scenario.landscape, grid, last, _inputs(options), outputs)


def _axis_parameters(options: Options, rule: Rule) -> dict[str, Parameter]:
    """What the axes x and y show. Raises UsageError where the ball is given one of them as well."""
    known = {parameter.name: parameter for parameter in map_parameters(rule)}
    usual_x = DEFAULT_X if DEFAULT_X in known else next(iter(known))
    names = {"x": options.get("x", usual_x), "y": options.get("y", DEFAULT_Y)}
    for axis, name in names.items():
        if name not in known:
            raise UsageError(f"--{axis}: the rule {rule.name} has no {name}, only {', '.join(known)}")
    if names["x"] == names["y"]:
        axis = "--y" if "x" in options else "--x"
        others = " or ".join(f"{axis} {name}" for name in known if name != names["x"])
        raise UsageError(f"--x and --y: both axes show {names['x']}; a map needs two different ones: {others}, say")
    for axis, name in names.items():
        # --eta still matters for an η axis: its default range is centred on it.
        if name in options and (name != ETA.name or f"{axis}_range" in options):
            raise UsageError(f"--{name}: --{axis} shows {name} anyhow; leave it out, or give --{axis} another one")
    return {axis: known[name] for axis, name in names.items()}


def _axis(name: str, parameter: Parameter, options: Options, landscape: Landscape, ball: Ball) -> Axis:
    """One axis, over the given range or the default one."""
    if f"{name}_range" not in options:
        return whole_axis(parameter, landscape, ball.parameters.get(ETA.name, 1.0))
    lowest, highest = options[f"{name}_range"]
    try:
        axis = Axis(parameter, lowest, highest)
    except ValueError as error:
        raise UsageError(f"--{name}-range: {value_complaint(error)}") from error
    for value in (lowest, highest):
        if parameter == START and not landscape.domain[0] <= value <= landscape.domain[1]:
            raise UsageError(f"--{name}-range: {outside_domain(value, landscape)}")
    return axis
