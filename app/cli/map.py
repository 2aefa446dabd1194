"""The command that makes an outcome map without a window."""

import errno
import sys
from collections.abc import Callable, Sequence
from functools import partial

from app.cli.map_report import map_report
from app.cli.map_request import MapRequest, read_map_request
from app.cli.output_names import STDOUT
from app.cli.outputs import Output, open_outputs
from app.cli.progress import Progress, decided_line, progress_line
from app.display import picture_problem
from app.files.atomic import naming
from app.files.map_csv import write_map
from app.files.map_summary import map_summary_text
from physics.features import Features
from physics.outcome_map import OutcomeMap
from physics.sweep import sweep


def map_outcomes(arguments: Sequence[str]) -> int:
    """Make the map that is asked for, write the files, print the table. Raises UsageError, BadFile or OSError."""
    request = read_map_request(arguments)
    landscape = request.landscape
    with open_outputs(request.outputs, request.inputs) as outputs:
        # Qt may be missing: better to know that before the work is done.
        picture = _painter(request.outputs["--png"]) if "--png" in outputs else None
        whole = _swept(request)
        if "--csv" in outputs:
            _write_csv(outputs["--csv"], whole, landscape.features)
        if picture is not None:
            outputs["--png"].write(picture(whole))
        if "--summary" in outputs:
            outputs["--summary"].write(map_summary_text(whole, landscape).encode())
    if STDOUT not in request.outputs.values():
        print(map_report(request.title, whole, landscape), end="")
    return 0


def _swept(request: MapRequest) -> OutcomeMap:
    """Roll all runs to their ends."""
    whole = OutcomeMap(request.grid, request.last)
    with Progress(request.grid.size, sys.stderr, line=decided_line) as progress:
        for decided in sweep(request.landscape, request.grid.starts(), request.last):
            whole.take(decided)
            progress(whole.known)
    return whole


def _write_csv(csv: Output, whole: OutcomeMap, features: Features) -> None:
    rows_line = partial(progress_line, things="rows")
    with naming(csv.path), Progress(whole.grid.size, sys.stderr, line=rows_line) as progress:
        write_map(csv.stream, whole, features, progress)


def _painter(png: str) -> Callable[[OutcomeMap], bytes]:
    """What makes a PNG of a map. Raises OSError where Qt can't be loaded."""
    problem = picture_problem()
    if problem is not None:
        raise OSError(errno.ENOSYS, problem.sentence, png)
    try:
        from app.map_png import map_png
    except ImportError as error:
        raise OSError(errno.ENOSYS, f"Qt cannot be loaded ({error})", png) from error
    return map_png
