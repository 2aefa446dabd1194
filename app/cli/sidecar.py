"""The scenario beside the CSV of `run`: where it goes, and where it must not."""

from pathlib import Path

from app.cli.arguments import UsageError
from app.cli.outputs import is_same_file, replaced_file
from app.cli.request import Request
from app.files.atomic import naming
from app.files.export import sidecar_path


def sidecar(request: Request) -> str | None:
    """The name of the scenario that gives the CSV again; None where none is wanted, or it is there already.

    Raises UsageError where it would replace the CSV itself, or the scenario that was read by a changed one.
    """
    csv = replaced_file(request.csv) if request.csv is not None else None
    if csv is None:
        return None
    with naming(csv):  # the folder that we are in may be gone
        return _beside(csv, request)


def _beside(csv: Path, request: Request) -> str | None:
    path = sidecar_path(csv)
    if is_same_file(csv, path):
        raise UsageError(f"--csv: {csv.name} has the ending of the scenario that is written beside it; choose another")
    if request.source is None or not is_same_file(path, request.source):
        return str(path)
    if request.is_unchanged:
        return None
    raise UsageError(f"--csv: {csv.name} would replace {path.name} by a changed scenario; choose another name")
