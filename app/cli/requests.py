"""What `run` and `map` are asked for: the scenario or the grid of runs that follows from their options."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from app.cli.films import FILM_OPTIONS, FilmRequest, read_film
from app.cli.options import (
    DEFAULT_SIDE,
    DEFAULT_X,
    DEFAULT_Y,
    MAX_RUNS,
    map_parser,
    run_parser,
)
from app.cli.outputs import output_names
from app.cli.parser import UsageError, option_of
from app.cli.pictures import PICTURE_OPTIONS, PictureRequest, read_picture, require_output
from app.files.curves import curve_landscape, read_curve
from app.files.default import ALPHAS, default_scenario
from app.files.json_reader import plain, value_complaint
from app.files.landscapes import check_domain, outside_domain
from app.files.names import fit_name
from app.files.presets import load_preset
from app.files.scenario import MAX_BALLS, Scenario, read_scenario
from app.files.text import BadFile
from app.pictures.limits import DEFAULT_MAP_SIZE, SLIDE_PX
from app.text.curve_errors import landscape_sentence
from app.text.figures import LANDSCAPE, MAP
from app.text.lists import all_of, any_of
from app.text.translation import _, ngettext
from physics.forcing.forcing import NO_FORCING, Forcing
from physics.forcing.schedule import Decay
from physics.landscape.base import Landscape
from physics.landscape.formula import FormulaError, FormulaLandscape, FormulaProblem
from physics.rules.base import ALPHA, ETA, OutOfRange, Parameter, Rule, Scale
from physics.rules.registry import default_rule, parameters, rule_named
from physics.rules.suggestion import suggest
from physics.run.ball import START, Ball, adapted
from physics.sweep.grid import Axis, Grid, map_parameters, whole_axis
from physics.sweep.sweep import LAST_STEP

OUTPUT_OPTIONS = {
    *("file", "csv", "summary", "force", "seeds", "picture", "film", "theme"),
    *(*PICTURE_OPTIONS, *FILM_OPTIONS),
}
"""Those that change nothing of the scenario."""
Options = dict[str, Any]
"""The values of all options that were given, and the FILE, as `Parser.parse` returns them."""


class Setting(NamedTuple):
    """A landscape, its title, the start and η for balls on it, and those that it brings."""

    landscape: Landscape
    title: str
    start: float
    eta: float
    balls: tuple[Ball, ...] = ()
    forcing: Forcing = NO_FORCING
    """The noise that these feel."""


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
    if "rule" in options and not {"file", "eta"} & options.keys():
        balls = tuple(_with_own_eta(ball, scenario.landscape) for ball in balls)
    for ball in balls:
        if not scenario.landscape.domain[0] <= ball.start <= scenario.landscape.domain[1]:
            raise UsageError(f"--start: {outside_domain(ball.start, scenario.landscape)}")
    return replace(scenario, balls=balls, forcing=_forcing(scenario, options))


def _forcing(scenario: Scenario, options: Options) -> Forcing:
    """The noise and the schedule of the scenario, with what the options change of them. Raises UsageError."""
    forcing, schedule = scenario.forcing, scenario.forcing.schedule
    numbers: Options = {name: options[name] for name in ("decay_steps", "warm_up", "final_share") if name in options}
    if "schedule" in options:
        numbers["decay"] = Decay(options["schedule"])
    try:
        schedule = replace(schedule, **numbers)
        forcing = replace(
            forcing,
            noise=options.get("noise", forcing.noise),
            seed=options.get("seed", forcing.seed),
            schedule=schedule,
        )
    except ValueError as error:
        name, complaint = str(error).split(": ", 1)
        raise UsageError(f"{option_of(name)}: {complaint}") from error
    is_ever_noisy = forcing.is_noisy or any(edit.noise for edit in scenario.edits)
    if "seed" in options and not is_ever_noisy:
        raise UsageError(_("{option} goes with {other}").format(option="--seed", other="--noise"))
    for name in ("decay_steps", "final_share"):
        if name in options and schedule.decay is Decay.CONSTANT:
            option = option_of(name)
            raise UsageError(_("{option} goes with {other}").format(option=option, other="--schedule"))
    return forcing


def _with_own_eta(ball: Ball, landscape: Landscape) -> Ball:
    """The ball with the η that its rule brings, if it does."""
    return ball if ball.rule.eta_share is None else ball.changed({ETA.name: suggest(landscape, ball.rule).eta})


def _with_landscape(source: Path | None, options: Options) -> Scenario:
    """The scenario, with the landscape of the options if they give one."""
    scenario = default_scenario() if source is None else read_scenario(source)
    setting = _setting(options)
    if "set" in options and "formula" not in options:
        given = setting or scenario
        setting = _with_values(given.landscape, given.title, options)
    if setting is None:
        return scenario
    new = setting.balls or [_ball(alpha, setting) for alpha in ALPHAS]
    balls = tuple(_moved_inside(ball, setting) for ball in (new if source is None else scenario.balls))
    forcing = scenario.forcing if source is not None else setting.forcing
    return replace(scenario, title=setting.title, landscape=setting.landscape, balls=balls, edits=(), forcing=forcing)


def _setting(options: Options) -> Setting | None:
    """The landscape that the options give, if any."""
    given = [name for name in ("preset", "formula", "curve") if name in options]
    if len(given) > 1:
        pattern = _("{options}: only one landscape can be run")
        raise UsageError(pattern.format(options=all_of(f"--{name}" for name in given)))
    for name, needed in (("domain", "formula"), ("formula", "domain"), ("smooth", "curve")):
        if name in options and needed not in options:
            raise UsageError(_("{option} goes with {other}").format(option=f"--{name}", other=f"--{needed}"))
    return {"preset": _preset, "formula": _formula, "curve": _curve}[given[0]](options) if given else None


def _preset(options: Options) -> Setting:
    try:
        preset = load_preset(options["preset"])
    except ValueError as error:
        raise UsageError(f"--preset: {error}") from error
    return Setting(preset.landscape, preset.title, preset.start, preset.eta, preset.balls, preset.forcing)


def _formula(options: Options) -> Setting:
    (lo, hi), values = options["domain"], _values(options)
    try:
        check_domain(lo, hi)
        return _suggested(FormulaLandscape(options["formula"], (lo, hi), parameters=values))
    except FormulaError as error:
        option = "--set" if error.kind == FormulaProblem.UNUSED_PARAMETER else "--formula"
        raise UsageError(f"{option}: {landscape_sentence(error)}") from error
    except ValueError as error:
        raise UsageError(f"--domain: {landscape_sentence(error)}") from error


def _values(options: Options) -> dict[str, float]:
    """The values of parameters of the formula."""
    values: dict[str, float] = {}
    for name, value in options.get("set", ()):
        if name in values:
            raise UsageError(_("{option} is given twice").format(option=f"--set {name}"))
        values[name] = value
    return values


def _with_values(old: Landscape, title: str, options: Options) -> Setting:
    """A landscape with other values of its parameters."""
    if not isinstance(old, FormulaLandscape):
        complaint = _("the landscape is no formula, and has no parameters")
        raise UsageError(f"--set: {complaint}")
    try:
        new = old.with_parameters(_values(options))
    except FormulaError as error:
        raise UsageError(f"--set: {landscape_sentence(error)}") from error
    return _suggested(new)._replace(title=title)


def _curve(options: Options) -> Setting:
    path, smooth = Path(options["curve"]), options.get("smooth", 0.0)
    if not 0.0 <= smooth <= 1.0:
        complaint = _("{value} is not between {least} and {most}").format(value=plain(smooth), least=0, most=1)
        raise UsageError(f"--smooth: {complaint}")
    curve = read_curve(path)
    try:
        return _suggested(curve_landscape(curve, smooth).landscape)
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
        pattern = ngettext(
            "{count} ball is too many, at most {most} can roll at once",
            "{count} balls are too many, at most {most} can roll at once",
            count,
        )
        raise UsageError(f"--alpha: {pattern.format(count=count, most=MAX_BALLS)}")
    return (replace(_first_of(scenario), name=None),) * count


def _changed(balls: tuple[Ball, ...], options: Options) -> tuple[Ball, ...]:
    """The balls with the given rule, parameters and start: one for all whose rule has it, or one for each."""
    for field in ("rule", *parameters(), START.name):
        if field in options:
            values = options[field]
            if len(values) not in (1, len(balls)):
                raise UsageError(f"--{field}: {_wrong_count(len(values), len(balls))}")
            each = values * len(balls) if len(values) == 1 else values
            is_for_some = len(values) == 1 and any(_has(ball, field) for ball in balls)
            balls = tuple(
                ball if is_for_some and not _has(ball, field) else _replaced(ball, field, value)
                for ball, value in zip(balls, each, strict=True)
            )
    return balls


def _wrong_count(values: int, balls: int) -> str:
    pattern = ngettext(
        "{values} values for {balls} ball; give one, or one for each",
        "{values} values for {balls} balls; give one, or one for each",
        balls,
    )
    return pattern.format(values=values, balls=balls)


def _has(ball: Ball, field: str) -> bool:
    """Whether a ball has the parameter; every ball has a rule and a start."""
    return field in ("rule", START.name) or field in ball.parameters


def _replaced(ball: Ball, field: str, value: Any) -> Ball:
    if field == "rule":
        return ball.changed({}, rule_named(value))
    if not _has(ball, field):
        complaint = _("the rule {rule} has no {name}").format(rule=ball.rule.name, name=field)
        raise UsageError(f"--{field}: {complaint}")
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
    picture: PictureRequest | None
    seeds: int | None
    """Over how many seeds the share of each valley is printed, if it is."""
    film: FilmRequest | None
    """The film that is made, if one is."""


def read_request(arguments: Sequence[str]) -> RunRequest:
    """Parse the arguments of `run` and read its files. Raises UsageError or BadFile."""
    options = run_parser().parse(arguments)
    outputs = output_names(options)
    picture, film = read_picture(options, SLIDE_PX, LANDSCAPE), read_film(options)
    require_output(options, ("theme",), "picture", "film")
    scenario = _scenario(options)
    steps = options.get("steps", scenario.steps)
    if picture is not None and picture.step is not None:
        _check_step("--picture-step", picture.step, steps)
    if film is not None and film.steps is not None:
        _check_step("--film-steps", film.steps[1], steps)
    return RunRequest(
        scenario=replace(scenario, steps=steps, full=scenario.full or "full" in options),
        source=_source(options),
        is_unchanged="file" in options and options.keys() <= OUTPUT_OPTIONS,
        inputs=_inputs(options),
        csv=outputs.get("--csv"),
        summary=outputs.get("--summary"),
        picture=picture,
        force="force" in options,
        seeds=_seeds(scenario, options),
        film=film,
    )


def _check_step(option: str, step: int, last: int) -> None:
    if step > last:
        pattern = _("{step} comes after the last step, {last}")
        raise UsageError(f"{option}: {pattern.format(step=step, last=last)}")


def _seeds(scenario: Scenario, options: Options) -> int | None:
    """Over how many seeds shares are wanted. Raises UsageError where nothing depends on the seed alone."""
    if "seeds" in options and not scenario.forcing.is_noisy:
        raise UsageError(_("{option} goes with {other}").format(option="--seeds", other="--noise"))
    if "seeds" in options and scenario.edits:
        complaint = _("the scenario has edits, and runs with other seeds are made without")
        raise UsageError(f"--seeds: {complaint}")
    return options.get("seeds")


@dataclass(frozen=True)
class MapRequest:
    """A map to compute, and where the results go."""

    title: str
    landscape: Landscape
    grid: Grid
    forcing: Forcing
    """Noise and schedule of all runs."""
    last: int
    """The last step of runs without an outcome."""
    jobs: int | None
    """Processes for a large map; None for as many as there are processors."""
    inputs: tuple[Path, ...]
    """All files that were read."""
    picture: PictureRequest | None
    outputs: dict[str, str]
    """The names of files, or - for stdout, by option."""


def read_map_request(arguments: Sequence[str]) -> MapRequest:
    """Parse the arguments of `map` and read its files. Raises UsageError or BadFile."""
    options = map_parser().parse(arguments)
    outputs = output_names(options)
    picture = read_picture(options, DEFAULT_MAP_SIZE, MAP)
    require_output(options, ("theme",), "picture")
    columns, rows = options.get("size", (DEFAULT_SIDE, DEFAULT_SIDE))
    if columns * rows > MAX_RUNS:
        raise UsageError(f"--size: {_too_large(columns, rows)}")
    scenario = _scenario(options, only_first=True)
    (ball,) = scenario.balls
    axes = _axis_parameters(options, ball.rule)
    x, y = (_axis(name, parameter, options, scenario.landscape, ball) for name, parameter in axes.items())
    grid = Grid(x, y, columns, rows, ball)
    forcing = scenario.forcing
    last, jobs = options.get("steps", forcing.last_step(LAST_STEP)), options.get("jobs")
    return MapRequest(scenario.title, scenario.landscape, grid, forcing, last, jobs, _inputs(options), picture, outputs)


def _too_large(columns: int, rows: int) -> str:
    runs = columns * rows
    pattern = ngettext(
        "{columns} × {rows} are {runs} run; at most {most} fit in a map",
        "{columns} × {rows} are {runs} runs; at most {most} fit in a map",
        runs,
    )
    return pattern.format(columns=columns, rows=rows, runs=f"{runs:,}", most=f"{MAX_RUNS:,}")


def _axis_parameters(options: Options, rule: Rule) -> dict[str, Parameter]:
    """What the axes x and y show. Raises UsageError where the ball is given one of them as well."""
    known = {parameter.name: parameter for parameter in map_parameters(rule)}
    usual_x = DEFAULT_X if DEFAULT_X in known else next(iter(known))
    names = {"x": options.get("x", usual_x), "y": options.get("y", DEFAULT_Y)}
    for axis, name in names.items():
        if name not in known:
            pattern = _("the rule {rule} has no {name}, only {names}")
            raise UsageError(f"--{axis}: {pattern.format(rule=rule.name, name=name, names=', '.join(known))}")
    if names["x"] == names["y"]:
        axis = "--y" if "x" in options else "--x"
        others = any_of(f"{axis} {name}" for name in known if name != names["x"])
        pattern = _("--x and --y: both axes show {name}; a map needs two different ones: {others}, say")
        raise UsageError(pattern.format(name=names["x"], others=others))
    for axis, name in names.items():
        # --eta still matters for an η axis: its default range is centred on it.
        if name in options and (name != ETA.name or f"{axis}_range" in options):
            pattern = _("{axis} shows {name} anyhow; leave it out, or give {axis} another one")
            raise UsageError(f"--{name}: {pattern.format(axis=f'--{axis}', name=name)}")
    return {axis: known[name] for axis, name in names.items()}


def _axis(name: str, parameter: Parameter, options: Options, landscape: Landscape, ball: Ball) -> Axis:
    """One axis, over the given range or the default one."""
    if f"{name}_range" not in options:
        return whole_axis(parameter, landscape, ball.parameters[ETA.name])
    ends = options[f"{name}_range"]
    complaint = _range_complaint(parameter, *ends)
    if complaint:
        raise UsageError(f"--{name}-range: {complaint}")
    for value in ends:
        if parameter == START and not landscape.domain[0] <= value <= landscape.domain[1]:
            raise UsageError(f"--{name}-range: {outside_domain(value, landscape)}")
    return Axis(parameter, *ends)


def _range_complaint(parameter: Parameter, lowest: float, highest: float) -> str:
    """Why a parameter has no axis with these ends; empty if it can have one."""
    try:
        parameter.check(lowest)
        parameter.check(highest)
    except OutOfRange as error:
        return value_complaint(error)
    if parameter.scale is Scale.MEMORY and 1.0 in (lowest, highest):
        pattern = _("{name}: {value} has no place on the memory scale of an axis; it may end at {other}, say")
        return pattern.format(name=parameter.name, value=1, other=0.999999)
    if lowest >= highest:
        pattern = _("{name}: the range {lowest} to {highest} must go upwards")
        return pattern.format(name=parameter.name, lowest=lowest, highest=highest)
    return ""
