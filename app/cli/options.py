"""The options of `run` and `map`, and the scenario or the grid of runs that they ask for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from app.cli.arguments import Arguments, Option, Takes, UsageError, numbers, split_options, whole_number
from app.cli.outputs import FILE, FILE_OR_STDOUT, output_names
from app.files.curves import curve_landscape, read_curve
from app.files.default import ALPHAS, default_scenario
from app.files.json_reader import plain, unknown_name
from app.files.landscapes import check_domain, outside_domain
from app.files.names import fit_name
from app.files.presets import load_preset, preset_names
from app.files.scenario import MAX_BALLS, Scenario, read_scenario
from app.files.text import BadFile
from app.text.curve_errors import landscape_sentence
from physics.landscape.base import Landscape
from physics.landscape.formula import FormulaError, FormulaLandscape
from physics.rules.base import Rule
from physics.rules.suggestion import suggest
from physics.run.ball import Ball, ball_name, with_distinct_names
from physics.sweep.grid import Axis, Grid, Quantity, whole_axis
from physics.sweep.sweep import LAST_STEP

MAX_STEPS = 10_000_000
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


Options = dict[str, list[str]]
"""The texts of each option that was given."""


class Setting(NamedTuple):
    """A landscape, its title, and the start and η for balls on it."""

    landscape: Landscape
    title: str
    start: float
    eta: float


def source_of(given: Arguments) -> Path | None:
    """The scenario file, if one is given."""
    return Path(given.files[0]) if given.files else None


def inputs_of(given: Arguments) -> tuple[Path, ...]:
    """All files to be read."""
    return tuple(Path(name) for name in (*given.files, *given.options.get("--curve", ())))


def scenario_from(given: Arguments, *, only_first: bool = False) -> Scenario:
    """Read the scenario and apply the options; with `only_first` its first ball alone is kept.

    Raises UsageError or BadFile.
    """
    options = given.options
    scenario = _with_landscape(source_of(given), options)
    if only_first:
        scenario = replace(scenario, balls=(_first_of(scenario),))
    if "--alpha" in options:
        scenario = replace(scenario, balls=_new_balls(options["--alpha"], scenario), edits=())
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
    given = [name for name in ("--preset", "--formula", "--curve") if name in options]
    if len(given) > 1:
        raise UsageError(f"{' and '.join(given)}: only one landscape can be run")
    for name, needed in (("--domain", "--formula"), ("--formula", "--domain"), ("--smooth", "--curve")):
        if name in options and needed not in options:
            raise UsageError(f"{name} goes with {needed} {LANDSCAPE_OPTIONS[needed].values}")
    if not given:
        return None
    return {"--preset": _preset, "--formula": _formula, "--curve": _curve}[given[0]](options)


def _preset(options: Options) -> Setting:
    name = options["--preset"][0]
    if name not in preset_names():
        raise UsageError(f"--preset: {unknown_name(name, preset_names(), 'preset')}")
    preset = load_preset(name)
    return Setting(preset.landscape, preset.title, preset.start, preset.eta)


def _formula(options: Options) -> Setting:
    lo, hi = numbers("--domain", options["--domain"])
    try:
        check_domain(lo, hi)
        return _suggested(FormulaLandscape(options["--formula"][0], (lo, hi)))
    except FormulaError as error:
        raise UsageError(f"--formula: {landscape_sentence(error)}") from error
    except ValueError as error:
        raise UsageError(f"--domain: {landscape_sentence(error)}") from error


def _curve(options: Options) -> Setting:
    path = Path(options["--curve"][0])
    (smooth,) = numbers("--smooth", options.get("--smooth", ["0"]))
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
    return Ball(ball_name(alpha), Rule.MOMENTUM, alpha, setting.eta, setting.start)


def _moved_inside(ball: Ball, setting: Setting) -> Ball:
    """Move a ball that would start outside the domain to the suggested start."""
    lo, hi = setting.landscape.domain
    return ball if lo <= ball.start <= hi else replace(ball, start=setting.start)


def _first_of(scenario: Scenario) -> Ball:
    """The first ball; if there is none, one with the suggested start and η, without momentum."""
    return scenario.balls[0] if scenario.balls else _ball(0.0, _suggested(scenario.landscape))


def _new_balls(alphas: Sequence[str], scenario: Scenario) -> tuple[Ball, ...]:
    """One ball for each α, otherwise like the scenario's first."""
    if len(alphas) > MAX_BALLS:
        raise UsageError(f"--alpha: {len(alphas)} balls are too many, at most {MAX_BALLS} can roll at once")
    first = _first_of(scenario)
    balls = [_replaced(first, "alpha", alpha) for alpha in numbers("--alpha", alphas)]
    return with_distinct_names([replace(ball, name=ball_name(ball.alpha)) for ball in balls])


def _changed(balls: tuple[Ball, ...], options: Options) -> tuple[Ball, ...]:
    """The balls with the given η, start and rule: one for all, or one for each."""
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


RUN_OUTPUTS = {"--csv": FILE_OR_STDOUT, "--summary": FILE_OR_STDOUT}
RUN_OPTIONS = {
    **LANDSCAPE_OPTIONS,
    **BALL_OPTIONS,
    "--steps": Option(Takes.ONE, "N"),
    "--full": Option(Takes.NONE),
    **RUN_OUTPUTS,
    "--force": Option(Takes.NONE),
}


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
    given = split_options(arguments, RUN_OPTIONS, command="momentum-lab run")
    options, source = given.options, source_of(given)
    outputs = output_names(options, RUN_OUTPUTS)
    scenario = scenario_from(given)
    steps = whole_number("--steps", options["--steps"][0], MAX_STEPS) if "--steps" in options else scenario.steps
    return RunRequest(
        scenario=replace(scenario, steps=steps, full=scenario.full or "--full" in options),
        source=source,
        is_unchanged=source is not None and options.keys() <= RUN_OUTPUTS.keys() | {"--force"},
        inputs=inputs_of(given),
        csv=outputs.get("--csv"),
        summary=outputs.get("--summary"),
        force="--force" in options,
    )


DEFAULT_AXES = {"--x": Quantity.ALPHA, "--y": Quantity.START}
DEFAULT_SIDE = 256
MAX_SIDE = 1_000_000
"""Columns or rows: the limit of a PNG."""
MAX_RUNS = 16_000_000
"""They take about 1 GB of memory."""
MAP_OUTPUTS = {"--csv": FILE_OR_STDOUT, "--png": FILE, "--summary": FILE_OR_STDOUT}
MAP_OPTIONS = {
    **LANDSCAPE_OPTIONS,
    "--alpha": Option(Takes.MANY, "A"),
    "--eta": Option(Takes.MANY, "E"),
    "--start": Option(Takes.MANY, "W"),
    "--rule": Option(Takes.MANY, "momentum|nesterov"),
    "--x": Option(Takes.ONE, "alpha|eta|start"),
    "--y": Option(Takes.ONE, "alpha|eta|start"),
    "--x-range": Option(Takes.TWO, "LO HI"),
    "--y-range": Option(Takes.TWO, "LO HI"),
    "--size": Option(Takes.TWO, "COLUMNS ROWS"),
    "--steps": Option(Takes.ONE, "N"),
    **MAP_OUTPUTS,
}


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
    given = split_options(arguments, MAP_OPTIONS, command="momentum-lab map")
    outputs = output_names(given.options, MAP_OUTPUTS)
    _check_one_each(given.options)
    quantities = _quantities(given.options)
    columns, rows = _size(given.options)
    last = whole_number("--steps", given.options.get("--steps", [str(LAST_STEP)])[0], MAX_STEPS)
    scenario = scenario_from(given, only_first=True)
    (ball,) = scenario.balls
    x, y = (_axis(name, quantity, given.options, scenario.landscape, ball) for name, quantity in quantities.items())
    grid = Grid(x, y, columns, rows, ball)
    return MapRequest(scenario.title, scenario.landscape, grid, last, inputs_of(given), outputs)


def _check_one_each(options: Options) -> None:
    for name in BALL_OPTIONS:
        count = len(options.get(name, ()))
        if count > 1:
            raise UsageError(f"{name}: {count} values, but a map has one ball; a FILE goes before the options")


def _quantities(options: Options) -> dict[str, Quantity]:
    """The quantities of the two axes. Raises UsageError where the ball is given one of them as well."""
    quantities = {name: _quantity(name, options) for name in DEFAULT_AXES}
    x, y = quantities.values()
    if x is y:
        name = "--y" if "--x" in options else "--x"
        others = " or ".join(f"{name} {quantity}" for quantity in Quantity if quantity is not x)
        raise UsageError(f"--x and --y: both axes show {x}; a map needs two different ones: {others}, say")
    for name, quantity in quantities.items():
        # --eta still matters for an η axis: its default range is centred on it.
        if f"--{quantity}" in options and (quantity is not Quantity.ETA or f"{name}-range" in options):
            raise UsageError(f"--{quantity}: {name} shows {quantity} anyhow; leave it out, or give {name} another one")
    return quantities


def _quantity(name: str, options: Options) -> Quantity:
    (text,) = options.get(name, [DEFAULT_AXES[name]])
    if text not in list(Quantity):
        raise UsageError(f'{name}: an axis does not show "{text}" but alpha, eta or start')
    return Quantity(text)


def _size(options: Options) -> tuple[int, int]:
    if "--size" not in options:
        return DEFAULT_SIDE, DEFAULT_SIDE
    columns, rows = (whole_number("--size", text, MAX_SIDE, least=2) for text in options["--size"])
    if columns * rows > MAX_RUNS:
        raise UsageError(f"--size: {columns} × {rows} are {columns * rows:,} runs; at most {MAX_RUNS:,} fit in a map")
    return columns, rows


def _axis(name: str, quantity: Quantity, options: Options, landscape: Landscape, ball: Ball) -> Axis:
    """One axis, over the given range or the default one."""
    option = f"{name}-range"
    if option not in options:
        return whole_axis(quantity, landscape, ball.eta)
    lowest, highest = numbers(option, options[option])
    try:
        axis = Axis(quantity, lowest, highest)
    except ValueError as error:
        raise UsageError(f"{option}: {error}") from error
    for value in (lowest, highest):
        if quantity is Quantity.START and not landscape.domain[0] <= value <= landscape.domain[1]:
            raise UsageError(f"{option}: {outside_domain(value, landscape)}")
    return axis
