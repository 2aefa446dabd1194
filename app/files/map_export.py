"""Exporting an outcome map: as CSV, or as a picture with one pixel for each run."""

from collections.abc import Callable
from pathlib import Path

from app.files.atomic import naming, replacing
from app.files.export import Cancelled
from app.files.map_csv import write_map
from physics.grid import Grid
from physics.landscape import Landscape
from physics.outcome_map import OutcomeMap
from physics.sweep import LAST_STEP, sweep


def compute_map(
    landscape: Landscape, grid: Grid, progress: Callable[[float], None], is_cancelled: Callable[[], bool]
) -> OutcomeMap:
    """Compute a whole map. Raises Cancelled."""
    made = OutcomeMap(grid, LAST_STEP)
    for decided in sweep(landscape, grid.starts(), made.last, progress=progress, is_cancelled=is_cancelled):
        made.take(decided)
    if not made.is_complete:
        raise Cancelled
    return made


def export_map(
    path: Path,
    landscape: Landscape,
    made: OutcomeMap,
    picture: Callable[[OutcomeMap], bytes],
    progress: Callable[[float], None] = lambda _: None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> None:
    """Write a complete map to `path`: what `picture` makes of it where the name ends in .png, else as CSV.

    Raises Cancelled, and OSError whose filename is what could not be written; then nothing has been written.
    """

    def count(written: int) -> None:
        progress(written / made.grid.size)
        if is_cancelled():
            raise Cancelled

    with replacing(path) as (stream,), naming(path):
        if path.suffix.lower() == ".png":
            stream.write(picture(made))
        else:
            write_map(stream, made, landscape.features, count)
