"""An outcome map as CSV (RFC 4180): one row for each run, row by row of the map from the lowest y."""

from collections.abc import Callable
from typing import BinaryIO

import numpy as np

from app.files.csv_rows import Field, csv_rows
from physics.arrays import Floats, mapped
from physics.features import Features
from physics.grid import Grid, Quantity
from physics.outcome import LEFT, OUTCOMES, has_gone
from physics.outcome_map import OutcomeMap
from physics.rolling import Ends

COLUMNS = ("x", "y", "alpha", "eta", "start", "outcome", "valley", "global", "hills_crossed", "steps")
HEADER = (",".join(COLUMNS) + "\r\n").encode()
CHUNK_RUNS = 16_384
"""Rows that become text at once, at most: a window's other thread has to wait for that long, some 10 ms."""


def write_map(
    stream: BinaryIO, whole: OutcomeMap, features: Features, written: Callable[[int], None] = lambda _: None
) -> None:
    """Write a complete map on a landscape with these features; `written` is told how many runs are done so far."""
    grid = whole.grid
    words = _EndWords(features)
    x_texts, y_texts = _texts(grid.x_values), _texts(grid.y_values)
    stream.write(HEADER)
    for row, y in enumerate(y_texts):
        for first in range(0, grid.columns, CHUNK_RUNS):
            x = x_texts[first : first + CHUNK_RUNS]
            begin = row * grid.columns + first
            ends = mapped(lambda column: column[begin : begin + len(x)], whole.ends)  # noqa: B023  # used at once
            stream.write(csv_rows([*_start_fields(grid, x, y), *_end_fields(ends, words)]))
            written(begin + len(x))


def _texts(values: Floats) -> list[str]:
    return [repr(value) for value in values.tolist()]


def _start_fields(grid: Grid, x: list[str], y: str) -> list[Field]:
    """The values on the two axes, and all that the runs set out with."""
    ball = grid.ball
    of_ball = {Quantity.ALPHA: ball.alpha, Quantity.ETA: ball.eta, Quantity.START: ball.start}
    fields: dict[Quantity, Field] = {quantity: repr(float(value)) for quantity, value in of_ball.items()}
    fields |= {grid.x.quantity: x, grid.y.quantity: y}
    return [x, y, *(fields[quantity] for quantity in Quantity)]


def _end_fields(ends: Ends, words: "_EndWords") -> list[Field]:
    """How the runs ended: outcome, valley and whether it is global as one text."""
    valley = np.where(has_gone(ends.outcome), 0, ends.valley)
    keys = valley.astype(np.int64) * len(OUTCOMES) + ends.outcome
    return [[words[key] for key in keys.tolist()], ends.hills_crossed.tolist(), ends.steps.tolist()]


class _EndWords(dict[int, str]):
    """Outcome, number of the valley and whether it is the global one, by valley index × 6 + outcome code.

    Made as they are asked for: there may be very many valleys without a run.
    """

    def __init__(self, features: Features) -> None:
        super().__init__()
        self._is_global = features.is_global

    def __missing__(self, key: int) -> str:
        valley, outcome = divmod(key, len(OUTCOMES))
        is_global = "true" if self._is_global[valley] else "false"
        where = f"{valley + 1},{is_global}" if outcome < LEFT else ","
        self[key] = words = f"{OUTCOMES[outcome].value},{where}"
        return words
