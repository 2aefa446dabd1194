"""The grid of a map: which quantities its axes show, over which ranges, and of how many runs it is."""

from app.cli.parser import Options, Parser, UsageError
from app.cli.value_types import MAX_STEPS, number, one_of, step_number, whole_number
from app.files.complaints import value_complaint
from app.files.landscapes import outside_domain
from app.text.lists import any_of
from app.text.translation import _, ngettext
from physics.forcing.forcing import NOISY_LAST_STEP
from physics.landscape.base import Landscape
from physics.rules.base import ALPHA, ETA, OutOfRange, Parameter, Rule, Scale
from physics.rules.registry import parameters
from physics.run.ball import START, Ball
from physics.sweep.grid import Axis, Grid, map_parameters, whole_axis
from physics.sweep.sweep import LAST_STEP

DEFAULT_SIDE = 256
MAX_SIDE = 1_000_000
"""Columns or rows: the limit of a PNG."""
MAX_RUNS = 16_000_000
"""They take about 1 GB of memory."""
MAX_JOBS = 60
"""The most processes that Windows can wait for at once."""
DEFAULT_X, DEFAULT_Y = ALPHA.name, START.name


def add_grid_options(parser: Parser) -> None:
    """Add what a map shows, and how it is computed."""
    names = (*parameters(), START.name)
    add = parser.add_argument_group(_("map")).add_argument
    quantity, ends = _("QUANTITY"), (_("LO"), _("HI"))
    x = _("what the x axis shows: {quantities}; default {default}")
    y = _("the same for the y axis; default {default}")
    size = _("from {least} to {most} each, in all at most {runs}; default {default}")
    last = _("the last step of a run, up to {most}; default {default}, with noise {noisy}")
    size = size.format(least=2, most=MAX_SIDE, runs=MAX_RUNS, default=f"{DEFAULT_SIDE} {DEFAULT_SIDE}")
    last = last.format(most=MAX_STEPS, default=LAST_STEP, noisy=NOISY_LAST_STEP)
    x, y = x.format(quantities=", ".join(names), default=DEFAULT_X), y.format(default=DEFAULT_Y)
    add("--x", type=one_of(*names), metavar=quantity, help=x)
    add("--y", type=one_of(*names), metavar=quantity, help=y)
    add("--x-range", nargs=2, type=number, metavar=ends, help=_("from where to where, both ends included"))
    add("--y-range", nargs=2, type=number, metavar=ends, help=_("the same for the y axis"))
    jobs = _("how many processes compute a large map; default: as many as there are processors")
    add("--size", nargs=2, type=whole_number(2, MAX_SIDE), metavar=(_("COLUMNS"), _("ROWS")), help=size)
    add("--steps", type=step_number(), metavar="N", help=last)
    add("--jobs", type=whole_number(1, MAX_JOBS), metavar="N", help=jobs)


def check_size(options: Options) -> None:
    """Raise UsageError for a map of too many runs; no file is needed to know."""
    columns, rows = options.get("size", (DEFAULT_SIDE, DEFAULT_SIDE))
    if columns * rows > MAX_RUNS:
        raise UsageError(f"--size: {_too_large(columns, rows)}")


def read_grid(options: Options, landscape: Landscape, ball: Ball) -> Grid:
    """The grid of runs that start like this ball. Raises UsageError."""
    check_size(options)
    columns, rows = options.get("size", (DEFAULT_SIDE, DEFAULT_SIDE))
    axes = _axis_parameters(options, ball.rule)
    x, y = (_axis(name, parameter, options, landscape, ball) for name, parameter in axes.items())
    return Grid(x, y, columns, rows, ball)


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
