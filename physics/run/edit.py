"""Edits: changes that a person makes to a run, each at one step."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter

from physics.forcing.forcing import check_noise
from physics.landscape.base import Landscape
from physics.rules.base import Rule
from physics.rules.registry import parameters as all_parameters
from physics.run.ball import Values

MOVES = ("w", "delta")
"""What an edit may change besides the parameters and the rule."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A change that takes effect with the step from `step` to `step` + 1.

    It either replaces the landscape under all balls, or the noise that they feel, or both (`ball` is None), or it
    changes one ball: values of its parameters, its rule, its position w or its speed Δ. Raises ValueError for values
    that there can't be, and for an edit that changes nothing.
    """

    step: int
    ball: int | None = None
    parameters: Mapping[str, float] = field(default_factory=dict)
    """By name, in any order; a parameter that the ball's rule does not have has no effect."""
    rule: Rule | None = None
    w: float | None = None
    delta: float | None = None
    landscape: Landscape | None = None
    noise: float | None = None
    """σ of the noise."""

    def __post_init__(self) -> None:
        """Check the values."""
        if self.step < 0:
            raise ValueError(f"step: {self.step} is negative")
        changes_all = self.landscape is not None or self.noise is not None
        if (self.ball is None) != changes_all:
            raise ValueError("an edit changes either one ball or the landscape and the noise of all")
        changes_ball = bool(self.parameters) or (self.rule, self.w, self.delta) != (None, None, None)
        if changes_ball == changes_all:
            raise ValueError("an edit of a ball changes its parameters, rule, w or delta; one of the landscape no ball")
        if self.noise is not None:
            check_noise(self.noise)
        known = all_parameters()
        for name, value in self.parameters.items():
            known[name].check(value)
        for name in MOVES:
            value = getattr(self, name)
            if value is not None and not math.isfinite(value):
                raise ValueError(f"{name}: {value!r} is not a finite number")
        ordered = {name: self.parameters[name] for name in known if name in self.parameters}
        object.__setattr__(self, "parameters", Values(ordered))

    def merged(self, later: "Edit") -> "Edit":
        """Return this edit with the changes of a later one, of the same step and ball, applied to it.

        The parameters become those that the ball has when one is applied after the other: what a rule in between does
        not have is at its default again.
        """
        if self.ball is None:
            noise = self.noise if later.noise is None else later.noise
            return Edit(self.step, landscape=later.landscape or self.landscape, noise=noise)
        values = _of_rule(self.rule, self.parameters)
        if self.rule is not None and later.rule is not None:
            values = {**_defaults_besides(later.rule, self.rule), **values}
        return Edit(
            self.step,
            self.ball,
            _of_rule(later.rule, {**values, **later.parameters}),
            later.rule or self.rule,
            self.w if later.w is None else later.w,
            self.delta if later.delta is None else later.delta,
        )


def _of_rule(rule: Rule | None, values: Mapping[str, float]) -> Mapping[str, float]:
    """Those values that a rule has a parameter for; all of them if no rule is given."""
    if rule is None:
        return values
    return {each.name: values[each.name] for each in rule.parameters if each.name in values}


def _defaults_besides(rule: Rule, other: Rule) -> dict[str, float]:
    """The defaults of the parameters that the other rule does not have."""
    new = [each for each in rule.parameters if each not in other.parameters]
    return {each.name: each.default for each in new if each.default is not None}


_STEP = attrgetter("step")


def of_step(edits: Sequence[Edit], step: int) -> slice:
    """The slice of edits of one step, among edits sorted by step."""
    return slice(bisect_left(edits, step, key=_STEP), bisect_right(edits, step, key=_STEP))


def with_edits(edits: tuple[Edit, ...], step: int, new: Iterable[Edit]) -> tuple[Edit, ...]:
    """Return `edits`, sorted by step, up to and including `step`, followed by the `new` ones of that step.

    Edits of the same step and ball are merged, so a slider dragged at one step leaves one edit.
    """
    here = of_step(edits, step)
    by_ball = {edit.ball: edit for edit in edits[here]}
    for edit in new:
        by_ball[edit.ball] = by_ball[edit.ball].merged(edit) if edit.ball in by_ball else edit
    return edits[: here.start] + tuple(by_ball.values())


def renumbered(edits: tuple[Edit, ...], first: int, by: int) -> tuple[Edit, ...]:
    """Return `edits` with the ball indices from `first` on increased by `by`."""
    return tuple(
        replace(edit, ball=edit.ball + by) if edit.ball is not None and edit.ball >= first else edit for edit in edits
    )


def of_balls(edits: tuple[Edit, ...], balls: Sequence[int]) -> tuple[Edit, ...]:
    """Return the edits of all balls at once, and those of these balls, each ball renumbered to its index in `balls`."""
    new_index = {ball: index for index, ball in enumerate(balls)}
    return tuple(
        edit if edit.ball is None else replace(edit, ball=new_index[edit.ball])
        for edit in edits
        if edit.ball is None or edit.ball in new_index
    )
