"""What `map` is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.cli.arguments import Option, Takes, UsageError, numbers, take_apart, whole_number
from app.cli.output_names import FILE, FILE_OR_STDOUT, output_names
from app.cli.scenario_options import BALL_OPTIONS, LANDSCAPE_OPTIONS, MOST_STEPS, asked_scenario, inputs_of
from app.files.scenario import outside_domain
from physics.ball import Ball
from physics.grid import Axis, Grid, Quantity, whole_axis
from physics.landscape import Landscape
from physics.sweep import LAST_STEP

USUAL_AXES = {"--x": Quantity.ALPHA, "--y": Quantity.START}
USUAL_SIDE = 256
MOST_ON_A_SIDE = 1_000_000
"""A PNG can't be longer."""
MOST_RUNS = 16_000_000
"""They take about 1 GB of memory."""
OUTPUTS = {"--csv": FILE_OR_STDOUT, "--png": FILE, "--summary": FILE_OR_STDOUT}
OPTIONS = {
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
    **OUTPUTS,
}
Options = dict[str, list[str]]


@dataclass(frozen=True)
class MapRequest:
    """What map is to be made, and where the results go."""

    title: str
    landscape: Landscape
    grid: Grid
    last: int
    """The step at which runs that are not decided are given up."""
    inputs: tuple[Path, ...]
    """All files that were read."""
    outputs: dict[str, str]
    """The names of files, or - for stdout, by what asks for them."""


def read_map_request(arguments: Sequence[str]) -> MapRequest:
    """Understand the arguments of `map`. Raises UsageError or BadFile."""
    given = take_apart(arguments, OPTIONS, command="momentum-lab map")
    outputs = output_names(given.options, OUTPUTS)
    _check_one_each(given.options)
    quantities = _quantities(given.options)
    columns, rows = _size(given.options)
    last = whole_number("--steps", given.options.get("--steps", [str(LAST_STEP)])[0], MOST_STEPS)
    scenario = asked_scenario(given, only_first=True)
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
    """What the two axes show. Nothing is given for the ball that an axis says, too."""
    quantities = {name: _quantity(name, options) for name in USUAL_AXES}
    x, y = quantities.values()
    if x is y:
        name = "--y" if "--x" in options else "--x"
        others = " or ".join(f"{name} {quantity}" for quantity in Quantity if quantity is not x)
        raise UsageError(f"--x and --y: both axes show {x}; a map needs two different ones: {others}, say")
    for name, quantity in quantities.items():
        # η has a say all the same: the usual range is around it.
        if f"--{quantity}" in options and (quantity is not Quantity.ETA or f"{name}-range" in options):
            raise UsageError(f"--{quantity}: {name} shows {quantity} anyhow; leave it out, or give {name} another one")
    return quantities


def _quantity(name: str, options: Options) -> Quantity:
    (text,) = options.get(name, [USUAL_AXES[name]])
    if text not in list(Quantity):
        raise UsageError(f'{name}: an axis does not show "{text}" but alpha, eta or start')
    return Quantity(text)


def _size(options: Options) -> tuple[int, int]:
    """Columns and rows."""
    if "--size" not in options:
        return USUAL_SIDE, USUAL_SIDE
    columns, rows = (whole_number("--size", text, MOST_ON_A_SIDE, least=2) for text in options["--size"])
    if columns * rows > MOST_RUNS:
        raise UsageError(f"--size: {columns} × {rows} are {columns * rows:,} runs; at most {MOST_RUNS:,} fit in a map")
    return columns, rows


def _axis(name: str, quantity: Quantity, options: Options, landscape: Landscape, ball: Ball) -> Axis:
    """One axis, over its usual range or the one that is asked for."""
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
