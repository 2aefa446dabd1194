"""Adaptive subdivision: divide cells [left, right] and their parts as long as a test can't rule something out in them.

Two orders of search share the division. `locate_cells` goes depth first, from the left, to find the few narrow cells
that a pole or a kink may be in. `refine_cells` goes breadth first, so that a limited budget is spent evenly.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from physics.arrays import Bools, Floats

BATCH_CELLS = 1024
"""Cells tested at a time, about."""

MIN_LOCATED_WIDTH = 1e-13
"""Share of the domain's width at which a cell counts as located."""

MAX_LOCATED = 1024
"""Cells that one search locates; it is then out of budget."""

MIN_REFINED_WIDTH = 1e-10
"""Share of the domain's width at which a cell is not refined any further."""

CellTest = Callable[[Floats, Floats], Bools]
"""Marks the cells [left, right] that must be divided."""


class LocatedCells(NamedTuple):
    """The cells that the test marks, from left to right; `is_complete` unless the budget ran out.

    They are as narrow as can be; when the budget ran out, the cells not yet tested are among them.
    """

    left: Floats
    right: Floats
    is_complete: bool


class Refinement(NamedTuple):
    """The ends w of all new cells, in no order, and the total width of the cells that are still marked."""

    w: Floats
    unresolved: float


def locate_cells(test: CellTest, domain: tuple[float, float], budget: int, first_only: bool = False) -> LocatedCells:
    """Locate the cells of the domain that `test` marks, with about `budget` cells tested; or only the leftmost."""
    lo, hi = domain
    min_width = max(MIN_LOCATED_WIDTH * (hi - lo), 2.0 * float(np.spacing(max(abs(lo), abs(hi)))))
    edges = np.linspace(lo, hi, int(np.clip(budget // 8, 32, BATCH_CELLS)) + 1)
    batches = [(edges[:-1], edges[1:])]
    found: list[tuple[Floats, Floats]] = []
    max_found = 1 if first_only else MAX_LOCATED
    while batches and budget > 0 and sum(len(left) for left, _ in found) < max_found:
        left, right = batches.pop()
        budget -= len(left)
        left, right = _marked(test, left, right)
        if len(left) and right[0] - left[0] <= min_width:
            found.append((left, right))
        elif len(left):
            batches += _batches(_divide(left, right, _part_count(left, 16, 256)))
    is_complete = bool(found and first_only) or not batches
    if not is_complete:
        found += batches[::-1]
    elif first_only:
        found = [(left[:1], right[:1]) for left, right in found]
    left, right = (np.concatenate([np.empty(0), *(cells[side] for cells in found)]) for side in (0, 1))
    return LocatedCells(left, right, is_complete)


def refine_cells(test: CellTest, left: Floats, right: Floats, width: float, budget: int) -> Refinement:
    """Divide the cells that `test` marks, level by level, as long as at most `budget` new cells are tested.

    `width` is that of the domain.
    """
    new_ends = [np.empty(0)]
    while len(left):
        left, right = _marked(test, left, right)
        count = _part_count(left, 8, 64)
        budget -= count * len(left)
        if budget < 0 or (right - left).max(initial=0.0) <= MIN_REFINED_WIDTH * width:
            break
        edges = _divide(left, right, count)
        new_ends.append(edges[:, 1:-1].ravel())
        left, right = edges[:, :-1].ravel(), edges[:, 1:].ravel()
    return Refinement(np.concatenate(new_ends), float((right - left).sum()))


def _marked(test: CellTest, left: Floats, right: Floats) -> tuple[Floats, Floats]:
    is_marked = test(left, right)
    return left[is_marked], right[is_marked]


def _part_count(left: Floats, least: int, most: int) -> int:
    """Parts for each cell, so that all of them are about one batch."""
    return int(np.clip(BATCH_CELLS // max(len(left), 1), least, most))


def _divide(left: Floats, right: Floats, count: int) -> Floats:
    """Edges (n, count + 1) of the n cells' equal parts."""
    edges = left[:, None] + (right - left)[:, None] * np.linspace(0.0, 1.0, count + 1)
    edges[:, -1] = right
    return edges


def _batches(edges: Floats) -> list[tuple[Floats, Floats]]:
    """The cells between the edges, in batches; the leftmost batch is last."""
    rows = BATCH_CELLS // (edges.shape[1] - 1)
    starts = range(0, len(edges), rows)
    return [(edges[i : i + rows, :-1].ravel(), edges[i : i + rows, 1:].ravel()) for i in starts][::-1]
