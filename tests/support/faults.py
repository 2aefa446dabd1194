"""Everything that writes files, with what is there before, and a fault that each call can meet."""

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from app.cli import main
from app.files.atomic import replacing, with_path
from app.files.scenario import Scenario
from app.files.trajectories import export_run
from physics.landscape.formula import FormulaLandscape
from physics.run.run import Run
from tests.support.balls import new_ball
from tests.support.file_calls import Fault, file_calls

NAMES = ("one.csv", "one.momentum", "one.json")
OLD = {
    "one.csv": b"old rows",
    "one.momentum": b'{"format": "momentum-lab/scenario", "export": true}',
    "one.json": b"{}",
}
BOWL = FormulaLandscape("w^2", (-1, 1))


def export(folder: Path) -> None:
    run = Run(BOWL, [new_ball(0.5, 0.1, 0.5, name="one")])
    run.advance(3)
    scenario = Scenario("One", run.first_landscape, run.balls, run.step)
    export_run(folder / "one.csv", scenario, run.recording.rows())


def save(folder: Path) -> None:
    with replacing(folder / "one.momentum") as (stream,), with_path(folder / "one.momentum"):
        stream.write(b"saved")


def command(folder: Path) -> None:
    """All three files, by the command line; raises what it says in place of its exit code."""
    files = "--csv", str(folder / "one.csv"), "--summary", str(folder / "one.json")
    if main(["run", "--steps", "3", "--alpha", "0.9", *files]) != 0:
        raise OSError(errno.EIO, "said in one line", str(folder / "one.csv"))


class Case(NamedTuple):
    """Something that writes files."""

    act: Callable[[Path], None]
    are_there: tuple[str, ...]
    """What is there before."""


CASES = {
    "save": Case(save, NAMES[1:2]),
    "save a new file": Case(save, ()),
    "export": Case(export, NAMES[:2]),
    "export new files": Case(export, ()),
    "export beside an old scenario": Case(export, NAMES[1:2]),
    "run": Case(command, NAMES),
    "run over an old CSV": Case(command, NAMES[:1]),
}


def prepared(folder: Path, case: Case) -> dict[str, bytes]:
    """Let a folder have what is there before, and nothing else."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name in case.are_there:
        (folder / name).write_bytes(OLD[name])
    return contents(folder)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def calls_of(folder: Path, case: Case) -> tuple[list[str], dict[str, bytes]]:
    """The calls where all goes well, and what is there then."""
    prepared(folder, case)
    with file_calls(folder) as calls:
        case.act(folder)
    return calls.made, contents(folder)


def failing(number: int) -> Fault:
    def fail(path: Path) -> None:
        raise OSError(number, os.strerror(number), str(path))

    return fail
