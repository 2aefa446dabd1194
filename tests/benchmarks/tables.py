"""What the benchmarks share: how figures are printed, and a platform to paint on."""

import os
from collections.abc import Iterable, Sequence


def paint_offscreen() -> None:
    """Need no screen, unless a platform is named."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def print_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print aligned columns: the first to the left, the others to the right."""
    table = [list(head), *map(list, rows)]
    widths = [max(len(row[column]) for row in table) for column in range(len(head))]
    for row in table:
        others = (text.rjust(width) for text, width in zip(row[1:], widths[1:], strict=True))
        print("   ".join([row[0].ljust(widths[0]), *others]), flush=True)


def verdict(value: float, most: float) -> str:
    """`ok` when a value is at most what it may be."""
    return "ok" if value <= most else "TOO MUCH"
