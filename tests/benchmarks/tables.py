"""Shared by the benchmarks: tables, and a platform without a screen."""

import os
from collections.abc import Iterable, Sequence


def paint_offscreen() -> None:
    """Paint without a screen, unless the environment names a platform."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def print_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print aligned columns: the first to the left, the others to the right."""
    table = [list(head), *map(list, rows)]
    widths = [max(len(row[column]) for row in table) for column in range(len(head))]
    for row in table:
        others = (text.rjust(width) for text, width in zip(row[1:], widths[1:], strict=True))
        print("   ".join([row[0].ljust(widths[0]), *others]), flush=True)


def verdict(value: float, limit: float) -> str:
    """`ok` when a value is within its limit."""
    return "ok" if value <= limit else "TOO MUCH"
