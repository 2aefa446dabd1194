"""Applies to each ball the rule that it follows: rules are given by their codes, an array (n,), or as `Groups`."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import repeat

import numpy as np

from physics.arrays import ArrayFunction, Bools, Codes, Columns, Floats, map_arrays
from physics.forcing.forcing import Forces, with_share
from physics.landscape.base import Landscape
from physics.rules.base import ETA, Rule, Slope, State
from physics.rules.registry import RULES, parameters, state_names

ALL = np.ones((), np.bool_)
"""The mask of all balls."""
Groups = list[tuple[Rule, Bools]]
"""Rules, and for each the mask of the balls that follow it: (n,), or `ALL`."""
Step = Callable[[State, State], None]
"""Takes the state before a step, and the one to be filled."""


def code_of(rule: Rule) -> int:
    """The code of a rule in recorded arrays."""
    return RULES.index(rule)


def groups_of(rule: Codes) -> Groups:
    """The rules that occur, with the balls that follow them; of no balls, the default rule."""
    first = int(rule.flat[0]) if rule.size else 0
    if np.count_nonzero(rule != first) == 0:
        return [(RULES[first], ALL)]
    return [(RULES[code], rule == code) for code in np.unique(rule).tolist()]


def rules_in(rule: Codes) -> list[Rule]:
    """The rules that occur; of no balls, the default rule."""
    return [each for each, _ in groups_of(rule)]


def with_all_names(columns: Columns, names: Iterable[str], shape: tuple[int, ...]) -> Columns:
    """The same with a column for each name: NaN of this shape, read-only, where there is none."""
    nothing = np.broadcast_to(np.nan, shape)
    return {name: columns.get(name, nothing) for name in names}


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


def rows_of(rule_state: Columns) -> Iterator[Columns]:
    """The rows (n,) of what the rules remember (steps, n), as views; endlessly if they remember nothing."""
    if not rule_state:
        return repeat({})
    return (dict(zip(rule_state, values, strict=True)) for values in zip(*rule_state.values(), strict=True))


def stepper(landscape: Landscape, groups: Groups, parameters: Columns) -> Step:
    """Return the function that moves every ball by one step, for many steps with the same parameters (n,).

    It takes the state before the step, and the one whose arrays it fills. `w`, `slope` and `delta` of the latter must
    not share memory with those of the former, whose terms are not read. The order of operations is fixed, so a recorded
    run can be recomputed bit for bit.
    """
    return _stepper(landscape.bound_slope(len(parameters[ETA.name])), groups, parameters, None)


def steppers(landscape: Landscape, groups: Groups, parameters: Columns, forces: Forces | None) -> Iterator[Step]:
    """The functions that move every ball by one step, step by step: as many as there are forces, else without end.

    With a share the parameters are those of balls before it is applied.
    """
    if forces is None:
        return repeat(stepper(landscape, groups, parameters))
    return _forced(landscape, groups, parameters, forces)


def _forced(landscape: Landscape, groups: Groups, parameters: Columns, forces: Forces) -> Iterator[Step]:
    slope = landscape.bound_slope(len(parameters[ETA.name]))
    noises, shares = (repeat(None) if column is None else column for column in forces)
    for noise, share in zip(noises, shares, strict=False):
        in_force = parameters if share is None else with_share(parameters, share)
        yield _stepper(slope, groups, in_force, noise)


def _stepper(slope: ArrayFunction, groups: Groups, parameters: Columns, noise: Floats | None) -> Step:
    """`noise`, that of one step, is added to each slope that a rule takes; the recorded slope is without it."""
    terms = _terms_of_one_rule if len(groups) == 1 else _terms_of_several_rules
    if noise is None:
        make_terms = terms(slope, groups, parameters)
    else:
        make_terms = _with_noise(terms(lambda w: slope(w) + noise, groups, parameters), noise)
    add = np.add

    def step(before: State, after: State) -> None:
        make_terms(before, after)
        w, its_slope, momentum_term, gradient_term, delta, _ = after
        add(momentum_term, gradient_term, delta)
        add(before.w, delta, w)
        slope(w, its_slope)

    return step


def _with_noise(make_terms: Step, noise: Floats) -> Step:
    """Let rules take the slope of the ball with the noise added."""

    def make_noisy_terms(before: State, after: State) -> None:
        make_terms(before._replace(slope=before.slope + noise), after)

    return make_noisy_terms


def _terms_of_one_rule(slope: Slope, groups: Groups, parameters: Columns) -> Step:
    rule, _ = groups[0]
    return partial(rule.step, slope, rule.prepared(parameters))


def _terms_of_several_rules(slope: Slope, groups: Groups, parameters: Columns) -> Step:
    """Let each rule step all balls, and take over those that follow it."""
    prepared = [(rule, mask, rule.prepared(parameters)) for rule, mask in groups]

    def make_terms(before: State, after: State) -> None:
        results = []
        for rule, mask, its_parameters in prepared:
            result = map_arrays(np.empty_like, after)
            rule.step(slope, its_parameters, before, result)
            results.append((rule, mask, result))
        for rule, mask, result in results:
            np.copyto(after.momentum_term, result.momentum_term, where=mask)
            np.copyto(after.gradient_term, result.gradient_term, where=mask)
            for name in rule.state:
                np.copyto(after.rule_state[name], result.rule_state[name], where=mask)

    return make_terms


def energy(groups: Groups, parameters: Columns, f: Floats, delta: Floats) -> Floats:
    """The energy of each ball, for arrays that broadcast; NaN where its rule has none."""
    (first, _), *others = groups
    result = first.energy(parameters, f, delta)
    for each, mask in others:
        result = np.where(mask, each.energy(parameters, f, delta), result)
    return result


def delta2_per_energy(rule: Codes, parameters: Columns) -> Floats:
    """See `Rule.delta2_per_energy`: for each ball (n,) that of its rule."""
    (first, _), *others = groups_of(rule)
    result = first.delta2_per_energy(parameters)
    for each, mask in others:
        result = np.where(mask, each.delta2_per_energy(parameters), result)
    return result
