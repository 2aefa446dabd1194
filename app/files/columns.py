"""Two columns of numbers in a text, whatever separates them."""

import os
from typing import NamedTuple

from app.files.errors import BadFile, printable

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
