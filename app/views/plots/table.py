"""The values of a plot as a table for a spreadsheet."""

from collections.abc import Sequence

import numpy as np

from app.text.balls import name_in_run
from app.text.translation import _
from app.views.plots.kinds import PlotValues

MAX_VALUES = 500_000
"""Steps × columns of one table: more takes a spreadsheet too long, and has its place in a file."""


class TooManyValues(Exception):
    """A table would have more than `MAX_VALUES`."""

    def __init__(self, count: int) -> None:
        super().__init__(f"{count} values, of at most {MAX_VALUES}")
        self.count = count
        """How many values it would have."""


def table_of(values: PlotValues, first: int, last: int, balls: Sequence[int]) -> str:
    """Tab-separated lines of recorded steps with all digits: the step, and each ball's value, or its w and Δw.

    With a logarithmic axis the values are distances from f*, not their logarithms.

    A cell is empty where a ball has no value, and at the steps that it did not make. Raises TooManyValues.
    """
    run = values.run
    count = (last + 1 - first) * len(balls) * (1 if values.kind.by_step else 2)
    if count > MAX_VALUES:
        raise TooManyValues(count)
    rows = run.recording.rows(first, last + 1)
    columns: list[np.ndarray] = []
    heads, symbol = [_("step")], _(values.symbol)
    shown = values.of_rows(rows, first)
    for ball in balls:
        name = name_in_run(run, ball).replace("\t", " ")
        if not values.kind.by_step:
            heads.append(f"w, {name}")
            columns.append(np.where(rows.stepped[:, ball], rows.w[:, ball], np.nan))
        heads.append(f"{symbol}, {name}")
        columns.append(np.where(rows.stepped[:, ball], shown[:, ball], np.nan))
    table = np.array(columns).T.tolist() if columns else [[] for _row in range(len(rows.w))]
    lines = ["\t".join([str(step), *map(_cell, cells)]) for step, cells in enumerate(table, first)]
    return "\n".join(["\t".join(heads), *lines]) + "\n"


def _cell(value: float) -> str:
    return repr(value) if value == value and abs(value) != float("inf") else ""
