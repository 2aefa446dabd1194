"""The scenario beside the CSV of `run`: where it goes, and where it must not."""

from pathlib import Path

from app.cli.arguments import UsageError
from app.cli.outputs import is_same_file, replaced_file
from app.cli.request import Request
from app.files.atomic import naming
from app.files.export import NotAnExport, check_sidecar, sidecar_path


def sidecar(request: Request) -> str | None:
    """The name of the scenario that gives the CSV again; None where none is wanted, or it is there already.

    Raises UsageError where it would replace the CSV itself, the scenario that was read by a changed one, or, without
    --force, a file that no export has written.
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
    if request.source is not None and is_same_file(path, request.source):
        if request.is_unchanged:
            return None
        raise UsageError(f"--csv: {csv.name} would replace {path.name} by a changed scenario; choose another name")
    if not request.force:
        _check(path, csv)
    return str(path)


def _check(path: Path, csv: Path) -> None:
    try:
        check_sidecar(path)
    except NotAnExport as error:
        says = f"--csv: {csv.name} would replace {path.name}, which was not written by an export"
        raise UsageError(f"{says}; choose another name, or add --force") from error
