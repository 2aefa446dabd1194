"""Array types, and operations on named tuples of arrays."""

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
    """Return the tuple with `function` applied to each column."""
    return type(columns)(*(function(column) for column in columns))


def insert_balls(columns: Columns, index: int, others: Columns) -> Columns:
    """Return `columns` with the balls of `others` inserted before ball `index`."""
    pairs = zip(columns, others, strict=True)
    return type(columns)(*(np.insert(a, [index] * b.shape[-1], b, axis=-1) for a, b in pairs))


def take_balls(columns: Columns, balls: Sequence[int]) -> Columns:
    """Return `columns` with only these balls, in that order."""
    return map_columns(lambda column: np.take(column, balls, axis=-1), columns)


def where(mask: Bools, these: Columns, others: Columns) -> Columns:
    """Return the entries of `these` where the mask (balls,) is set, else those of `others`."""
    return type(these)(*(np.where(mask, a, b) for a, b in zip(these, others, strict=True)))


def concatenate(parts: Sequence[Columns]) -> Columns:
    """Return one tuple with the balls of all parts, in order."""
    return type(parts[0])(*(np.concatenate(columns, axis=-1) for columns in zip(*parts, strict=True)))
