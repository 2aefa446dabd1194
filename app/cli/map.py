"""`map`: computes an outcome map without a window, and prints its table."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.cli.console import Progress, decided_line, rows_line
from app.cli.map_grid import check_size, read_grid
from app.cli.options import map_parser
from app.cli.outputs import Output, open_outputs, output_names
from app.cli.parser import STDOUT
from app.cli.pictures import PictureRequest, load_painter, needing_qt, read_picture, require_output
from app.cli.reports import map_report
from app.cli.scenario_options import input_files, read_scenario_options
from app.files.atomic import with_path
from app.files.outcome_map import compute_map, map_summary_text, write_map
from app.pictures.limits import DEFAULT_MAP_SIZE
from app.text.figures import MAP
from physics.forcing.forcing import Forcing
from physics.landscape.base import Landscape
from physics.landscape.features import Features
from physics.sweep.grid import Grid, OutcomeMap
from physics.sweep.sweep import LAST_STEP


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
    check_size(options)
    scenario = read_scenario_options(options, only_first=True)
    (ball,) = scenario.balls
    return MapRequest(
        title=scenario.title,
        landscape=scenario.landscape,
        grid=read_grid(options, scenario.landscape, ball),
        forcing=scenario.forcing,
        last=options.get("steps", scenario.forcing.last_step(LAST_STEP)),
        jobs=options.get("jobs"),
        inputs=input_files(options),
        picture=picture,
        outputs=outputs,
    )


def map_outcomes(arguments: Sequence[str]) -> int:
    """Make a map, write the files, print the table. Raises UsageError, BadFile or OSError."""
    request = read_map_request(arguments)
    landscape = request.landscape
    with open_outputs(request.outputs, request.inputs) as outputs:
        # Before the work: Qt may be missing.
        png = _load_png(request.outputs["--png"]) if "--png" in outputs else None
        painter = None if request.picture is None else load_painter(request.picture)
        with Progress(request.grid.size, sys.stderr, line=decided_line) as progress:
            whole = compute_map(
                landscape,
                request.grid,
                last=request.last,
                on_decided=progress,
                jobs=request.jobs,
                forcing=request.forcing,
            )
        if "--csv" in outputs:
            _write_csv(outputs["--csv"], whole, landscape.features)
        if png is not None:
            outputs["--png"].write(png(whole))
        if painter is not None:
            with with_path(outputs["--picture"].path):
                outputs["--picture"].stream.write(painter.map(whole, landscape))
        if "--summary" in outputs:
            outputs["--summary"].write(map_summary_text(whole, landscape).encode())
    if STDOUT not in request.outputs.values():
        print(map_report(request.title, whole, landscape), end="")
    return 0


def _write_csv(csv: Output, whole: OutcomeMap, features: Features) -> None:
    with with_path(csv.path), Progress(whole.grid.size, sys.stderr, line=rows_line) as progress:
        write_map(csv.stream, whole, features, progress)


def _load_png(file: str) -> Callable[[OutcomeMap], bytes]:
    """The function that paints a map as a PNG. Raises OSError where Qt can't be loaded."""
    with needing_qt(file):
        from app.pictures.map_png import map_png
    return map_png
