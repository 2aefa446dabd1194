"""Applies to each ball the rule that it follows. Rules are given by their codes, an array (n,)."""

from collections.abc import Mapping, Sequence

import numpy as np

from physics.arrays import Bools, Codes, Columns, Floats, Ints, map_arrays
from physics.landscape.base import Landscape
from physics.landscape.bounds import TrappingTable
from physics.landscape.features import Features
from physics.rules.base import Rule, State
from physics.rules.registry import RULES, parameters, state_names

Groups = list[tuple[Rule, Bools]]
"""Rules, and for each the mask (n,) of the balls that follow it."""


def code_of(rule: Rule) -> int:
    """The code of a rule in recorded arrays."""
    return RULES.index(rule)


def groups_of(rule: Codes) -> Groups:
    """The rules that occur, with the balls that follow them; of no balls, the default rule."""
    return [(RULES[code], rule == code) for code in np.unique(rule).tolist() or [0]]


def parameter_columns(values: Sequence[Mapping[str, float]]) -> Columns:
    """The parameters of n balls as arrays (n,), for all rules; NaN where a ball has no such parameter."""
    return {name: np.array([value.get(name, np.nan) for value in values], np.float64) for name in parameters()}


def state_columns(values: Sequence[Mapping[str, float]]) -> Columns:
    """The same for what the rules remember."""
    return {name: np.array([value.get(name, np.nan) for value in values], np.float64) for name in state_names()}


def initial_rule_state(rule: Codes, w: Floats) -> Columns:
    """What the rules remember of balls at rest at w (n,); NaN where a ball's rule has no such state."""
    columns = {name: np.full(len(w), np.nan) for name in state_names()}
    for each, mask in groups_of(rule):
        for name, column in each.init(w).items():
            np.copyto(columns[name], column, where=mask)
    return columns


def step(landscape: Landscape, groups: Groups, parameters: Columns, before: State, after: State) -> None:
    """Move every ball by one step, from `before` into the arrays of `after`.

    `w`, `slope` and `delta` of `after` must not share memory with those of `before`; its two terms are not read. The
    order of operations is fixed, so a recorded run can be recomputed bit for bit.
    """
    if len(groups) == 1:
        groups[0][0].step(landscape.slope, parameters, before, after)
    else:
        _step_of_several_rules(landscape, groups, parameters, before, after)
    np.add(after.momentum_term, after.gradient_term, out=after.delta)
    np.add(before.w, after.delta, out=after.w)
    landscape.slope(after.w, out=after.slope)


def _step_of_several_rules(
    landscape: Landscape, groups: Groups, parameters: Columns, before: State, after: State
) -> None:
    """Let each rule step all balls, and take over those that follow it."""
    results = []
    for rule, mask in groups:
        result = map_arrays(np.empty_like, after)
        rule.step(landscape.slope, parameters, before, result)
        results.append((rule, mask, result))
    for rule, mask, result in results:
        np.copyto(after.momentum_term, result.momentum_term, where=mask)
        np.copyto(after.gradient_term, result.gradient_term, where=mask)
        for name in rule.state:
            np.copyto(after.rule_state[name], result.rule_state[name], where=mask)


def energy(rule: Codes, parameters: Columns, f: Floats, delta: Floats) -> Floats:
    """The energy of each ball, for arrays that broadcast; NaN where its rule has none."""
    (first, _), *others = groups_of(rule)
    result = first.energy(parameters, f, delta)
    for each, mask in others:
        result = np.where(mask, each.energy(parameters, f, delta), result)
    return result


def is_trapped(rule: Codes, features: Features, valley: Ints, energy: Floats, parameters: Columns) -> Bools:
    """Whether balls in these valleys, with this energy, can never leave them; arrays that broadcast."""
    (first, _), *others = groups_of(rule)
    result = first.is_trapped(features, valley, energy, parameters)
    for each, mask in others:
        result = np.where(mask, each.is_trapped(features, valley, energy, parameters), result)
    return result


def trapping_bounds(rule: Codes, table: TrappingTable, parameters: Columns) -> tuple[Ints, Floats]:
    """See `Rule.trapping_bounds`: for each ball (n,) the bounds of its rule."""
    (first, _), *others = groups_of(rule)
    offset, factor = first.trapping_bounds(table, parameters)
    for each, mask in others:
        other_offset, other_factor = each.trapping_bounds(table, parameters)
        offset, factor = np.where(mask, other_offset, offset), np.where(mask, other_factor, factor)
    return offset, factor
