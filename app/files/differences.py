"""The first difference of two CSV files: for the self-test, and to compare runs on different systems."""

import csv
import io

from app.text.translation import _, ngettext


def first_difference(made: bytes, wanted: bytes, tolerance: float = 0.0) -> str:
    """Where two CSV files first differ: in a text, or in a number by more than `tolerance`; empty if nowhere.

    Numbers are compared by value: 0.50 equals 0.5, though the bytes differ.
    """
    rows, expected = _rows(made), _rows(wanted)
    for line, (row, other) in enumerate(zip(rows, expected, strict=False), start=1):
        if len(row) != len(other):
            pattern = ngettext(
                "line {line}: {count} column instead of {right}",
                "line {line}: {count} columns instead of {right}",
                len(row),
            )
            return pattern.format(line=line, count=len(row), right=len(other))
        for column, (text, right) in enumerate(zip(row, other, strict=True), start=1):
            if text != right and not _are_close(text, right, tolerance):
                pattern = _("line {line}, column {column}: {text} instead of {right}")
                return pattern.format(line=line, column=column, text=text, right=right)
    if len(rows) == len(expected):
        return ""
    pattern = ngettext("{count} line instead of {right}", "{count} lines instead of {right}", len(rows))
    return pattern.format(count=len(rows), right=len(expected))


def _rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))


def _are_close(text: str, other: str, tolerance: float) -> bool:
    try:
        return abs(float(text) - float(other)) <= tolerance
    except ValueError:
        return False
