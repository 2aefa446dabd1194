"""Array types, and operations on named tuples and dictionaries of arrays."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.signedinteger[Any]]
Bools = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int8]
AnyArray = npt.NDArray[Any]

Columns = dict[str, Floats]
"""Arrays of one shape by name, such as the parameters of n balls."""


class ArrayFunction(Protocol):
    """A function of numbers, applied to each element of an array."""

    def __call__(self, w: Floats, out: Floats | None = None) -> Floats:
        """The values, of w's shape, written into `out` if given."""


Record = TypeVar("Record", bound=tuple[Any, ...])
"""A named tuple of arrays whose last axis is the balls; a field may also be a dictionary of such arrays."""


def map_arrays(function: Callable[..., AnyArray], columns: Any, *others: Any) -> Any:
    """Return the same structure with `function` applied to each array, and to those in the same place of `others`."""
    if isinstance(columns, tuple):  # arrays without a further call of this function, since sweeps do it often
        return type(columns)(
            *[
                function(*fields) if isinstance(fields[0], np.ndarray) else map_arrays(function, *fields)
                for fields in zip(columns, *others, strict=True)
            ]
        )
    if isinstance(columns, dict):
        return {name: function(column, *[other[name] for other in others]) for name, column in columns.items()}
    return function(columns, *others)


def map_columns(function: Callable[[AnyArray], AnyArray], columns: Record) -> Record:
    """Return the tuple with `function` applied to each column."""
    mapped: Record = type(columns)(
        *[function(field) if isinstance(field, np.ndarray) else map_arrays(function, field) for field in columns]
    )
    return mapped


def insert_balls(columns: Record, index: int, others: Record) -> Record:
    """Return `columns` with the balls of `others` inserted before ball `index`."""

    def insert(column: AnyArray, new: AnyArray) -> AnyArray:
        return np.insert(column, [index] * new.shape[-1], new, axis=-1)

    inserted: Record = map_arrays(insert, columns, others)
    return inserted


def take_balls(columns: Record, balls: Sequence[int] | Ints) -> Record:
    """Return `columns` with only these balls, in that order."""
    return map_columns(lambda column: column.take(balls, axis=-1), columns)


def where(mask: Bools, these: Record, others: Record) -> Record:
    """Return the entries of `these` where the mask (balls,) is set, else those of `others`."""

    def choose(this: AnyArray, other: AnyArray) -> AnyArray:
        return np.where(mask, this, other)

    chosen: Record = map_arrays(choose, these, others)
    return chosen


def concatenate(parts: Sequence[Record]) -> Record:
    """Return one tuple with the balls of all parts, in order."""
    if len(parts) == 1:
        return parts[0]
    whole: Record = map_arrays(lambda *columns: np.concatenate(columns, axis=-1), *parts)
    return whole
