"""Trajectories as CSV (RFC 4180), and the export of a run together with the scenario that reproduces it."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO, Self

import numpy as np

from app.files.atomic import replacing, with_path
from app.files.scenario import ENDING, Scenario, is_export, scenario_text
from physics.arrays import AnyArray, Codes, Floats, map_columns
from physics.outcome.outcome import OUTCOMES
from physics.rules.registry import RULES
from physics.run.recording import Rows

COLUMNS = (
    "ball",
    "name",
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
"""Those of every run; after them come those of parameters and state that only some rules have."""
CHUNK_ROWS = 4096
"""Rows formatted at once, in some 20 ms: for that long another thread waits for the interpreter."""
COPIED_BYTES = 1 << 20
VALLEYS = ("",)
"""Valley 0, of a ball that left or diverged, is empty; other valleys are written as their numbers."""
SPREADSHEET_FORMULA = (*"=+-@", *"＝＋－＠", *"\t\r\n\v\0")
"""First characters of cells that spreadsheets evaluate: they take full-width signs for plain ones and skip invisible
characters."""

Field = str | list[Any]
"""One text for all rows, or a value for each row."""


def csv_rows(fields: Sequence[Field]) -> bytes:
    """Rows with these fields, at least one of them a list, in UTF-8. A float becomes its repr.

    Texts must be escaped already, by `csv_field`.
    """
    # Constant fields go into the template. %s writes a float as its repr.
    template = ",".join(field.replace("%", "%%") if isinstance(field, str) else "%s" for field in fields) + "\r\n"
    varying = zip(*(field for field in fields if not isinstance(field, str)), strict=True)
    return "".join(map(template.__mod__, varying)).encode()


def csv_field(text: str) -> str:
    """A text as a CSV field: with a leading ' where a spreadsheet would evaluate it, in quotes where needed."""
    text = without_formula(text)
    if any(character in text for character in ',"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text


def without_formula(text: str) -> str:
    """The text with a leading ' where a spreadsheet would evaluate it."""
    return f"'{text}" if text.startswith(SPREADSHEET_FORMULA) else text


def further_columns(scenario: Scenario) -> tuple[str, ...]:
    """The parameters and states that only some rules have, of the rules that balls follow up to the last step."""
    rules = {ball.rule for ball in scenario.balls}
    rules |= {edit.rule for edit in scenario.edits if edit.rule is not None and edit.step <= scenario.steps}
    names = [
        name
        for rule in RULES
        if rule in rules
        for name in (*(parameter.name for parameter in rule.parameters), *rule.state)
    ]
    return tuple(dict.fromkeys(name for name in names if name not in COLUMNS))


def header(scenario: Scenario) -> bytes:
    """The first line."""
    return (",".join((*COLUMNS, *further_columns(scenario))) + "\r\n").encode()


def ball_rows(number: int, name: str | None, rows: Rows, first: int, further: Sequence[str] = ()) -> bytes:
    """The CSV rows of one ball; its `rows` have shape (steps,) and begin with step `first`.

    `further` are the further columns. Rows without a step, after the ball left or diverged, are omitted.
    """
    stepped = np.flatnonzero(rows.stepped)
    if len(stepped) == 0:
        return b""
    rows = map_columns(lambda column: column[stepped], rows)
    with np.errstate(all="ignore"):
        energy = rows.energy
    numbers = (rows.w, rows.f, rows.slope, rows.momentum_term, rows.gradient_term, rows.delta)
    fields = [
        str(number),
        csv_field(name or ""),
        _field(rows.rule, [rule.name for rule in RULES]),
        (stepped + first).tolist(),
        *(_own_field(rows, column) for column in ("alpha", "eta")),
        *(_field(column) for column in numbers),
        _field_where([rule.formulas.energy is not None for rule in RULES], rows.rule, energy),
        _field(rows.valley, VALLEYS),
        _field(rows.hills_crossed),
        _field(rows.outcome, OUTCOMES),
        *(_own_field(rows, column) for column in further),
    ]
    return csv_rows(fields)


def _own_field(rows: Rows, name: str) -> Field:
    """A parameter or state of rules; empty in the rows of a rule that does not have it."""
    columns = {**rows.parameters, **rows.rule_state}
    if name not in columns:
        return ""
    has_it = [name in (*(parameter.name for parameter in rule.parameters), *rule.state) for rule in RULES]
    return _field_where(has_it, rows.rule, columns[name])


def _field_where(has_it: Sequence[bool], rule: Codes, column: Floats) -> Field:
    """A column, empty in the rows whose rule does not have it."""
    filled = np.array(has_it)[rule]
    if filled.all():
        return _field(column)
    return [value if is_filled else "" for value, is_filled in zip(column.tolist(), filled.tolist(), strict=True)]


def _field(column: AnyArray, texts: Sequence[str] = ()) -> Field:
    """The values of a column, as one text if all are the same; a value with an index into `texts` is replaced."""
    bits = column.view(np.int64) if column.dtype == np.float64 else column
    if bool((bits == bits[0]).all()):
        return str(_replaced(column[:1].tolist(), texts)[0])
    return _replaced(column.tolist(), texts)


def _replaced(values: list[Any], texts: Sequence[str]) -> list[Any]:
    return [texts[value] if value < len(texts) else value for value in values] if texts else values


def _chunks(rows: Rows, ball: int) -> Iterator[tuple[Rows, int]]:
    """The rows of one ball, CHUNK_ROWS at a time, each with the index of its first row."""
    for first in range(0, len(rows.w), CHUNK_ROWS):
        yield map_columns(lambda column: column[first : first + CHUNK_ROWS, ball], rows), first  # noqa: B023


def write_trajectories(
    stream: BinaryIO, scenario: Scenario, rows: Rows, written: Callable[[int], None] = lambda _: None
) -> None:
    """Write a run from its rows of shape (steps, balls), step 0 first; `written` gets the size of each chunk."""
    stream.write(header(scenario))
    further = further_columns(scenario)
    for index, ball in enumerate(scenario.balls):
        for chunk, first in _chunks(rows, index):
            stream.write(ball_rows(index + 1, ball.name, chunk, first, further))
            written(len(chunk.w))


class TrajectoryStream:
    """Writes a run of any length while it is computed, in little memory; a context manager.

    Rows come step by step, but the file has ball after ball: the first ball is written directly, the others wait in an
    unnamed temporary file in `folder` until `finish`.
    """

    def __init__(self, stream: BinaryIO, scenario: Scenario, folder: Path | None) -> None:
        """Write the header. Raises OSError when the temporary file can't be made."""
        self._stream = stream
        self._balls, self._further = scenario.balls, further_columns(scenario)
        self._waiting = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115  # closed by __exit__
        self._spans: list[list[tuple[int, int]]] = [[] for _ in scenario.balls]
        """For each ball, where its rows stand in the temporary file: first byte and the one after the last."""
        stream.write(header(scenario))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._waiting.close()

    def write(self, rows: Rows, first: int) -> None:
        """Add rows of shape (steps, balls) that begin with step `first`."""
        for index, (ball, spans) in enumerate(zip(self._balls, self._spans, strict=True)):
            stream = self._stream if index == 0 else self._waiting
            begin = self._waiting.tell()
            for chunk, offset in _chunks(rows, index):
                stream.write(ball_rows(index + 1, ball.name, chunk, first + offset, self._further))
            spans.append((begin, self._waiting.tell()))

    def finish(self) -> None:
        """Copy the waiting rows behind those of the first ball."""
        for spans in self._spans:
            for begin, end in spans:
                self._waiting.seek(begin)
                for position in range(begin, end, COPIED_BYTES):
                    self._stream.write(self._waiting.read(min(COPIED_BYTES, end - position)))


class Cancelled(Exception):
    """The person cancelled an export."""


class NotAnExport(Exception):
    """An export would replace a scenario that no export has written: it may be a person's own work."""

    def __init__(self, path: Path) -> None:
        """Take the path of that scenario."""
        super().__init__(path)
        self.path = path


def sidecar_path(csv: Path) -> Path:
    """The path of the scenario that is written together with a CSV file: the same name with the ending .momentum."""
    return csv.with_suffix(ENDING)


def check_sidecar(sidecar: Path) -> None:
    """Raise NotAnExport where an export would replace anything but an exported scenario."""
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
    """Write a run's CSV to `path` and its scenario, without the view, next to it: both or neither.

    `rows` are all rows from step 0 to the scenario's last step; they may be views of a recording that goes on.
    `progress` gets the share done, 0 to 1, some fifty times a second.

    Raises ValueError when rows and scenario don't match, NotAnExport unless `force` allows to replace any scenario,
    Cancelled, and OSError whose filename is what could not be written.
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
            write_trajectories(csv, scenario, rows, count)
        with with_path(sidecar):
            momentum.write(scenario_text(replace(scenario, view=None), export=True).encode())
