"""Trajectories as CSV (RFC 4180), and the export of a run with the scenario that reproduces it."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, Self

import numpy as np

from app.files.atomic import replacing, with_path
from app.files.scenario import ENDING, Scenario, is_export, scenario_text
from physics.arrays import AnyArray, map_columns
from physics.outcome.outcome import OUTCOMES
from physics.rules.base import Rule
from physics.run.recording import Rows

Field = str | list[Any]
"""One text for all rows, or what each row has."""


def csv_rows(fields: Sequence[Field]) -> bytes:
    """The rows that have these fields, at least one of them a list, in UTF-8. A float becomes its repr.

    Texts must be CSV fields already.
    """
    # What is the same in all rows becomes part of the template, once. %s writes a float as its repr.
    template = ",".join(field.replace("%", "%%") if isinstance(field, str) else "%s" for field in fields) + "\r\n"
    varying = zip(*(field for field in fields if not isinstance(field, str)), strict=True)
    return "".join(map(template.__mod__, varying)).encode()


COLUMNS = (
    "ball",
    "rule",
    "step",
    "alpha",
    "eta",
    "w",
    "f",
    "slope",
    "momentum_term",
    "gradient_term",
    "delta",
    "energy",
    "valley",
    "hills_crossed",
    "outcome",
)
HEADER = (",".join(COLUMNS) + "\r\n").encode()
CHUNK_ROWS = 4096
"""Rows that become text at once: long enough to be quick, short enough (20 ms) for a window's other thread to wait."""
COPIED_BYTES = 1 << 20
RULES = (Rule.MOMENTUM, Rule.NESTEROV)
"""By whether the rule looks ahead."""
GONE = ("",)
"""What stands for valley 0; other valleys stand for themselves."""
SPREADSHEET_FORMULA = (*"=+-@", *"＝＋－＠", *"\t\r\n\v\0")
"""With any of these a cell may begin that a spreadsheet runs: it takes full-width signs for plain ones, and skips what
can't be seen."""


Words = Sequence[str]


class Part(NamedTuple):
    """A ball's rows in the temporary file: where they begin, and how many bytes they are."""

    begin: int
    length: int


def csv_field(text: str) -> str:
    """A text as a CSV field: with a leading ' where a spreadsheet would run it, in quotes where it needs them."""
    if text.startswith(SPREADSHEET_FORMULA):
        text = "'" + text
    if any(character in text for character in ',"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text


def ball_rows(name: str, rows: Rows, first: int) -> bytes:
    """The CSV rows of one ball, whose `rows` of shape (steps,) begin with step `first`.

    Rows in which the ball no longer moved are left out.
    """
    moved = np.flatnonzero(rows.stepped)
    if len(moved) == 0:
        return b""
    rows = map_columns(lambda column: column[moved], rows)
    with np.errstate(all="ignore"):
        energy = rows.energy
    numbers = (rows.alpha, rows.eta, rows.w, rows.f, rows.slope, rows.momentum_term, rows.gradient_term, rows.delta)
    fields = [
        csv_field(name),
        _field(rows.is_nesterov, RULES),
        (moved + first).tolist(),
        *(_field(column) for column in (*numbers, energy)),
        _field(rows.valley, GONE),
        _field(rows.hills_crossed),
        _field(rows.outcome, OUTCOMES),
    ]
    return csv_rows(fields)


def _field(column: AnyArray, words: Words = ()) -> Field:
    """The texts or numbers of a column, through `words` where it has some; one text when all are the same."""
    bits = column.view(np.int64) if column.dtype == np.float64 else column
    if bool((bits == bits[0]).all()):
        return str(_worded(column[:1].tolist(), words)[0])
    return _worded(column.tolist(), words)


def _worded(values: list[Any], words: Words) -> list[Any]:
    return [words[value] if value < len(words) else value for value in values] if words else values


def write_trajectories(
    stream: BinaryIO, names: Sequence[str], rows: Rows, written: Callable[[int], None] = lambda _: None
) -> None:
    """Write a whole run from its rows of shape (steps, balls), step 0 first; `written` is told how many were done."""
    stream.write(HEADER)
    for ball, name in enumerate(names):
        for chunk, first in _chunks(rows, ball):
            stream.write(ball_rows(name, chunk, first))
            written(len(chunk.w))


class TrajectoryStream:
    """Writes a run as it goes on, however long, in little memory; a context manager.

    Rows come step by step, but the file has ball after ball: the first ball's are written at once, those of the others
    wait in a temporary file without a name, in `folder`, until `finish`.
    """

    def __init__(self, stream: BinaryIO, names: Sequence[str], folder: Path | None) -> None:
        """Write the header. Raises OSError when no temporary file can be made."""
        self._stream = stream
        self._names = names
        self._waiting = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115  # closed by __exit__
        self._parts: list[list[Part]] = [[] for _ in names]
        stream.write(HEADER)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._waiting.close()

    def write(self, rows: Rows, first: int) -> None:
        """Add rows of shape (steps, balls) that begin with step `first`."""
        for ball, (name, parts) in enumerate(zip(self._names, self._parts, strict=True)):
            stream = self._stream if ball == 0 else self._waiting
            begin = self._waiting.tell()
            for chunk, step in _chunks(rows, ball):
                stream.write(ball_rows(name, chunk, first + step))
            parts.append(Part(begin, self._waiting.tell() - begin))

    def finish(self) -> None:
        """Put what has waited behind the first ball's rows."""
        for part in chain.from_iterable(self._parts):
            self._waiting.seek(part.begin)
            for begin in range(0, part.length, COPIED_BYTES):
                self._stream.write(self._waiting.read(min(COPIED_BYTES, part.length - begin)))


def _chunks(rows: Rows, ball: int) -> Iterator[tuple[Rows, int]]:
    """The rows of one ball, some thousand at a time, and the place of each lot's first."""
    for first in range(0, len(rows.w), CHUNK_ROWS):
        yield Rows._make(column[first : first + CHUNK_ROWS, ball] for column in rows), first


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
        with with_path(path):
            write_trajectories(csv, [ball.name for ball in scenario.balls], rows, count)
        with with_path(sidecar):
            momentum.write(scenario_text(replace(scenario, view=None), export=True).encode())
