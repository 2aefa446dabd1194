"""The array types that every module of the physics speaks in, and what is done to tuples of them."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.signedinteger[Any]]
Bools = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int8]
AnyArray = npt.NDArray[Any]

Columns = TypeVar("Columns", bound=tuple[AnyArray, ...])
"""A named tuple of arrays whose last axis is the balls."""


def map_columns(function: Callable[[AnyArray], AnyArray], columns: Columns) -> Columns:
    """Return the tuple of what `function` makes of each column."""
    return type(columns)(*(function(column) for column in columns))


def insert_balls(columns: Columns, place: int, others: Columns) -> Columns:
    """Return `columns` with the balls of `others` before ball `place`."""
    pairs = zip(columns, others, strict=True)
    return type(columns)(*(np.insert(a, [place] * b.shape[-1], b, axis=-1) for a, b in pairs))


def taken(columns: Columns, places: Sequence[int]) -> Columns:
    """Return `columns` with only the balls at `places`, in that order."""
    return map_columns(lambda column: np.take(column, places, axis=-1), columns)


def chosen(which: Bools, these: Columns, those: Columns) -> Columns:
    """Return the entries of `these` for the balls in `which`, of `those` for the others."""
    return type(these)(*(np.where(which, a, b) for a, b in zip(these, those, strict=True)))


def concatenate(parts: Sequence[Columns]) -> Columns:
    """Return one tuple with the balls of all of these, one after another."""
    return type(parts[0])(*(np.concatenate(columns, axis=-1) for columns in zip(*parts, strict=True)))
