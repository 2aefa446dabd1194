"""Curves from text files with two numeric columns, whatever separates them."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from app.files.scenario import check_domain
from app.files.text import BadFile, fit_name, printable, read_text
from physics.arrays import Floats, Ints
from physics.landscape.points import FEWEST_POINTS, PointsLandscape
from physics.landscape.simplification import smooth as smoothed
from physics.number_text import counted

SEPARATORS = (";", "\t", ",")
"""Looked for in this order; a line with none of them is separated by blanks."""
LONGEST_QUOTE = 24
"""So much of a wrong field is shown in an error."""


class Format(NamedTuple):
    """How the numbers of a line are written."""

    separator: str | None
    """None for any run of blanks."""
    decimal_comma: bool


class Columns(NamedTuple):
    """The first two columns and the line (from 1) of each row."""

    lines: list[int]
    w: list[float]
    f: list[float]


def read_columns(path: str | os.PathLike[str], text: str, most_rows: int) -> Columns:
    """The rows of numbers in a text; the path is only for errors. NaN and infinity are numbers here.

    Raises BadFile, naming the line, when one has fewer than two columns or something that is not a number there, or
    when there are more than `most_rows` rows.
    """
    lines = text.split("\n")
    first = _skip_blank(lines, 0)
    if first < len(lines) and _is_header(lines[first]):
        first = _skip_blank(lines, first + 1)
    columns = Columns([], [], [])
    if first == len(lines):
        return columns
    written = _format_of(lines[first])
    for number, line in enumerate(lines[first:], start=first + 1):
        try:
            w, f = _two_numbers(line, written)
        except (ValueError, IndexError):
            if not line or line.isspace():
                continue
            raise BadFile(path, _complaint(number, line, written)) from None
        columns.lines.append(number)
        columns.w.append(w)
        columns.f.append(f)
        if len(columns.lines) > most_rows:
            raise BadFile(path, f"has more than {most_rows:,} rows; leave some out")
    return columns


def _skip_blank(lines: list[str], index: int) -> int:
    """The index of the first line from `index` on that is not blank, or the number of lines."""
    while index < len(lines) and (not lines[index] or lines[index].isspace()):
        index += 1
    return index


def _format_of(line: str) -> Format:
    """How a line is written: the first way in which it begins with two numbers, whatever its other columns hold.

    For a line that does not, the first separator that it has.
    """
    written = [Format(separator, separator in (";", "\t")) for separator in SEPARATORS if separator in line]
    written.append(Format(None, False))
    return next((way for way in written if _are_numbers(line, way) == [True, True]), written[0])


def _is_header(line: str) -> bool:
    """Whether neither of a line's first two columns is a number."""
    return not any(_are_numbers(line, _format_of(line)))


def _are_numbers(line: str, written: Format) -> list[bool]:
    """Whether each of a line's first two columns is a number."""
    return [_is_number(field, written.decimal_comma) for field in line.split(written.separator, 2)[:2]]


def _two_numbers(line: str, written: Format) -> tuple[float, float]:
    """The numbers in the first two columns; ValueError or IndexError when they are not there."""
    fields = line.split(written.separator, 2)
    return _number(fields[0], written.decimal_comma), _number(fields[1], written.decimal_comma)


def _number(field: str, decimal_comma: bool) -> float:
    """The number in a field, quoted or not; ValueError when it is none."""
    if decimal_comma:
        field = field.replace(",", ".")
    if '"' in field:
        field = field.strip().removeprefix('"').removesuffix('"')
    if "_" in field:
        raise ValueError(f"{field!r}: Python would read 1_000, people do not write it")
    return float(field)


def _is_number(field: str, decimal_comma: bool) -> bool:
    """Whether a field holds a number."""
    try:
        _number(field, decimal_comma)
    except ValueError:
        return False
    return True


def _complaint(number: int, line: str, written: Format) -> str:
    """What is wrong with a line."""
    fields = line.split(written.separator)
    if len(fields) < 2:
        return f"line {number} has one column; two are needed, w and f, with {_named(written.separator)} between them"
    wrong = next(field for field in fields if not _is_number(field, written.decimal_comma))
    wrong = printable(" ".join(wrong.split()))
    shown = wrong if len(wrong) <= LONGEST_QUOTE else wrong[: LONGEST_QUOTE - 1] + "…"
    return f"line {number}: '{shown}' is not a number; the first two columns hold numbers such as 2.5"


def _named(separator: str | None) -> str:
    """The separator in words."""
    return {";": "a semicolon", "\t": "a tab", ",": "a comma"}.get(separator or "", "a comma, semicolon, tab or blank")


MOST_ROWS = 1_000_000


@dataclass(frozen=True, eq=False)
class Curve:
    """The samples of a curve file, sorted by w."""

    w: Floats
    """(n,) strictly increasing."""
    f: Floats
    """(n,) heights."""
    title: str
    """The file's name without its ending."""


def read_curve(path: str | os.PathLike[str]) -> Curve:
    """Read two columns of numbers; further columns are ignored.

    The first row of numbers shows the separator: a semicolon, tab, comma or blanks. Numbers may have a decimal comma
    when it is a semicolon or tab. One row of names may come first, and blank lines anywhere. Rows are sorted by w.

    Raises BadFile, naming the line, when something is not a finite number, when two rows have the same w, or when
    there are fewer than 4 rows or more than 1,000,000.
    """
    return parse_curve(read_text(path), path)


def parse_curve(text: str, path: str | os.PathLike[str]) -> Curve:
    """Read a curve from the text of the file at `path`, as `read_curve` does."""
    columns = read_columns(path, text, MOST_ROWS)
    lines, w, f = np.array(columns.lines), np.array(columns.w), np.array(columns.f)
    if len(w) < FEWEST_POINTS:
        raise BadFile(path, f"has {counted(len(w), 'row')} of numbers; a curve needs at least {FEWEST_POINTS}")
    for values in (w, f):
        if not np.isfinite(values).all():
            i = int(np.argmin(np.isfinite(values)))
            raise BadFile(path, f"line {lines[i]}: {values[i]} is not a finite number; leave the row out")
    order = np.argsort(w, kind="stable")
    _check_different(path, w[order], lines[order])
    return Curve(w[order], f[order], _title(path))


def curve_landscape(curve: Curve, smooth: float = 0.0, title: str | None = None) -> PointsLandscape:
    """The landscape through a curve's samples, smoothed by a Gaussian of that fraction of its width.

    Raises ValueError when the fraction is not between 0 and 1, or the curve is too steep, too narrow or too wide to
    compute with.
    """
    with np.errstate(over="ignore", invalid="ignore"):  # what is too large for a float is refused just after
        w, f = smoothed(curve.w, curve.f, smooth)
    landscape = PointsLandscape(w, f, title=curve.title if title is None else title)
    check_domain(*landscape.domain)
    return landscape


def _title(path: str | os.PathLike[str]) -> str:
    """The file's name without its ending, as a title can be: a file's name need not be UTF-8, nor one line."""
    return fit_name(os.fsencode(Path(path).stem).decode("utf-8", "replace"))


def _check_different(path: str | os.PathLike[str], w: Floats, lines: Ints) -> None:
    """Raise BadFile when two of the sorted w are the same."""
    same = np.flatnonzero(w[1:] == w[:-1])
    if len(same):
        i = same[np.argmin(lines[same + 1])]
        raise BadFile(path, f"line {lines[i + 1]} has the same w as line {lines[i]}, {w[i]}; each may come only once")
