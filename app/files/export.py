"""Exporting a recorded run: the trajectories, and beside them the scenario that gives them again."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from app.files.atomic import naming, replacing
from app.files.scenario import ENDING, Scenario, is_export, scenario_text
from app.files.trajectories import write_trajectories
from physics.recording import Rows


class Cancelled(Exception):
    """The person has changed their mind."""


class NotAnExport(Exception):
    """What the scenario beside a CSV would replace was not written by an export: it may be a person's own work."""

    def __init__(self, path: Path) -> None:
        """Name what would be replaced."""
        super().__init__(f"{path.name} was not written by an export")
        self.path = path


def sidecar_path(csv: Path) -> Path:
    """The scenario's file beside a CSV file: the same name with the ending .momentum."""
    return csv.with_suffix(ENDING)


def check_sidecar(sidecar: Path) -> None:
    """Raise NotAnExport where an export would replace by this scenario what is not one itself."""
    if sidecar.is_file() and not is_export(sidecar):
        raise NotAnExport(sidecar)


def export_run(
    path: Path,
    scenario: Scenario,
    rows: Rows,
    progress: Callable[[float], None] = lambda _: None,
    is_cancelled: Callable[[], bool] = lambda: False,
    *,
    force: bool = False,
) -> None:
    """Write a run's CSV to `path` and its scenario, without a view, beside it, both or neither.

    `rows` are all rows of the run up to now, and the scenario's `steps` is the last of them. They may be views, lent by
    a recording that goes on meanwhile. `progress` is told the share done, 0 to 1, some fifty times a second.

    Raises ValueError when rows and scenario don't belong together, NotAnExport unless `force` says to replace whatever
    scenario is there, Cancelled, and OSError whose filename is what could not be written.
    """
    if len(rows.w) != scenario.steps + 1:
        raise ValueError(f"{len(rows.w)} rows are not steps 0 to {scenario.steps}")
    total, done = max(1, rows.w.size), 0

    def count(written: int) -> None:
        nonlocal done
        done += written
        progress(done / total)
        if is_cancelled():
            raise Cancelled

    sidecar = sidecar_path(path)
    if not force:
        check_sidecar(sidecar)
    with replacing(path, sidecar) as (csv, momentum):
        with naming(path):
            write_trajectories(csv, [ball.name for ball in scenario.balls], rows, count)
        with naming(sidecar):
            momentum.write(scenario_text(replace(scenario, view=None), export=True).encode())
