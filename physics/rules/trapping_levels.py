"""The levels of balls: the energies below which they are trapped, each by its own rule."""

from collections.abc import Mapping, Sequence
from weakref import WeakKeyDictionary

import numpy as np

from physics.arrays import Codes, Columns, Floats, Ints
from physics.landscape.base import Landscape
from physics.landscape.wells import ValleyWells
from physics.rules.base import Rule
from physics.rules.dispatch import code_of, groups_of, parameter_columns
from physics.rules.trapping import NOT_CLAIMED

MAX_VALLEYS = 64
"""On a landscape with more valleys levels are computed for the valleys that balls are in, else for all."""
MAX_KINDS = 1024
"""The levels of more kinds of balls at once are not kept: a map of α × η has one for each run."""
NOT_COMPUTED = np.inf
"""In place of a level until it is asked for; no level is as high."""
HASH_FACTOR = 0x9E3779B97F4A7C15 - (1 << 64)
"""2⁶⁴ over the golden ratio, as a signed number."""
MAX_KEPT = 320
"""With more kinds than a map of α × start has, a landscape begins again to keep levels."""

_kept_levels: WeakKeyDictionary[ValleyWells, dict[bytes, bytes]] = WeakKeyDictionary()
"""By the wells of a landscape, as long as they exist: for each kind of ball, as bytes, its level in each valley."""


def trapping_levels(landscape: Landscape, rule: Codes, parameters: Columns) -> Floats:
    """(valleys, n) the level of each ball in each valley; −inf where nothing is claimed.

    For very many kinds of balls they are `NOT_COMPUTED`. (0, n) where there are too many valleys to keep them all.
    """
    wells = landscape.wells
    if wells.valley_count > MAX_VALLEYS:
        return np.empty((0, len(rule)))
    balls, kind = _kinds(rule, parameters)
    rule, parameters = rule[balls], {name: column[balls] for name, column in parameters.items()}
    if len(balls) > MAX_KINDS:
        return np.full((wells.valley_count, len(kind)), NOT_COMPUTED)
    keys, kept = _keys(rule, parameters), _kept_levels.setdefault(wells, {})
    new = [index for index, key in enumerate(keys) if key not in kept]
    if new:
        if len(kept) + len(new) > MAX_KEPT:
            kept = _kept_levels[wells] = {}
            new = list(range(len(keys)))
        found = _in_all_valleys(wells, rule[new], {name: column[new] for name, column in parameters.items()})
        kept.update({keys[index]: levels.tobytes() for index, levels in zip(new, found.T, strict=True)})
    levels = np.frombuffer(b"".join([kept[key] for key in keys])).reshape(len(keys), wells.valley_count)
    return np.take(levels.T.copy(), kind, axis=1)


def level_in_valley(
    landscape: Landscape, rule: Codes, parameters: Columns, levels: Floats, valley: Ints, balls: Ints
) -> Floats:
    """The levels of balls, indices of columns (n,), in the valleys that they are in; of the shape of `valley`.

    `balls` broadcasts to it. `levels` are those of `trapping_levels` for the same columns; those that are missing in
    them are computed, and kept there.
    """
    if len(levels):
        known: Floats = levels[valley, balls]
        missing = known == NOT_COMPUTED
        if missing.any():
            its_valley, its_ball = valley[missing], np.broadcast_to(balls, valley.shape)[missing]
            found = _in_valley(landscape, rule, parameters, its_valley, its_ball)
            known[missing] = levels[its_valley, its_ball] = found
        return known
    return _in_valley(landscape, rule, parameters, valley, balls)


def _in_valley(landscape: Landscape, rule: Codes, parameters: Columns, valley: Ints, balls: Ints) -> Floats:
    """Compute the levels of balls in the valleys that they are in, each once."""
    pairs, inverse = np.unique(valley * len(rule) + balls, return_inverse=True)
    valley_of, ball = np.divmod(pairs, len(rule)) if len(rule) else (pairs, pairs)
    found = _levels(landscape.wells, rule[ball], {name: column[ball] for name, column in parameters.items()}, valley_of)
    return found[inverse].reshape(valley.shape)


def trapping_level(landscape: Landscape, rule: Rule, values: Mapping[str, float], valley: int) -> float:
    """The level of one ball in a valley; −inf where nothing is claimed."""
    code, parameters = np.array([code_of(rule)]), parameter_columns([values])
    levels = trapping_levels(landscape, code, parameters)
    return level_in_valley(landscape, code, parameters, levels, np.array([valley]), np.zeros(1, np.intp)).item()


def _kinds(rule: Codes, parameters: Columns) -> tuple[Ints, Ints]:
    """One ball (k,) of each kind, and the kind (n,) of each ball: those with the same rule and parameters are of one.

    For few balls each is of its own kind.
    """
    if len(rule) <= MAX_KINDS:
        return (np.arange(len(rule)),) * 2
    columns = [column.view(np.int64) for column in parameters.values()]
    hashed = rule.astype(np.int64)
    for column in columns:
        hashed *= HASH_FACTOR
        hashed += column
    values, kind = np.unique(hashed, return_inverse=True)
    balls = np.empty(len(values), np.intp)
    balls[kind] = np.arange(len(rule))
    if (rule == rule[balls][kind]).all() and all((column == column[balls][kind]).all() for column in columns):
        return balls, kind
    return (np.arange(len(rule)),) * 2  # two kinds have the same hash


def _keys(rule: Codes, parameters: Columns) -> list[bytes]:
    """The rule and the parameters of each ball as bytes."""
    rows = np.stack([rule.astype(np.float64), *parameters.values()], axis=1)
    keys: list[bytes] = rows.view(f"V{rows.shape[1] * rows.itemsize}").ravel().tolist()
    return keys


def _in_all_valleys(wells: ValleyWells, rule: Codes, parameters: Columns) -> Floats:
    """(valleys, n) the level of each ball in each valley."""
    count, balls = wells.valley_count, len(rule)
    repeated = {name: np.tile(column, count) for name, column in parameters.items()}
    levels = _levels(wells, np.tile(rule, count), repeated, np.repeat(np.arange(count), balls))
    return levels.reshape(count, balls)


def _levels(wells: ValleyWells, rule: Codes, parameters: Columns, valley: Ints) -> Floats:
    """(m,) the level of each ball in one valley (m,)."""
    if not len(rule):
        return np.empty(0)
    valleys, row = _rows(wells.valley_count, valley)
    of_valleys = wells.select(valleys)
    level = np.full(len(rule), NOT_CLAIMED)
    for each, mask in groups_of(rule):
        chosen = np.flatnonzero(np.broadcast_to(mask, rule.shape))
        own = {name: column[chosen] for name, column in parameters.items()}
        level[chosen] = each.trapping_level(of_valleys, row[chosen], own)
    level += of_valleys.floor[row] - wells.level_margin
    return level


def _rows(count: int, valley: Ints) -> tuple[Sequence[int], Ints]:
    """The valleys whose wells are needed, and the row of each ball among them."""
    if count <= MAX_VALLEYS:
        return range(count), valley
    valleys, row = np.unique(valley, return_inverse=True)
    return valleys.tolist(), row
