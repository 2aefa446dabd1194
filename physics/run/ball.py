"""A ball: its update rule with the values of its parameters, and its start."""

import math
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from physics.rules.base import Parameter, Rule, Scale

START = Parameter(
    "start",
    "start",
    "start",
    -sys.float_info.max,
    sys.float_info.max,
    None,
    Scale.LINEAR,
    "w at step 0",
)
"""Where a ball begins, in the landscape's units: no parameter of a rule, but like one on axes and in options."""


class Values(Mapping[str, float]):
    """Numbers by name, which never change."""

    __slots__ = ("_numbers",)

    def __init__(self, numbers: Mapping[str, float]) -> None:
        self._numbers = dict(numbers)

    def __getitem__(self, name: str) -> float:
        return self._numbers[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)

    def __hash__(self) -> int:
        return hash(frozenset(self._numbers.items()))

    def __repr__(self) -> str:
        return repr(self._numbers)


@dataclass(frozen=True, slots=True)
class Ball:
    """What a ball starts with.

    Raises OutOfRange for a value that a parameter of its rule cannot have, and ValueError unless there is one for each
    of them and the start is finite.
    """

    rule: Rule
    parameters: Mapping[str, float]
    """By name, in any order; those of the rule, and no others."""
    start: float
    """w at step 0, in the landscape's units."""
    name: str | None = None
    """What a person called it; None if nobody did."""

    def __post_init__(self) -> None:
        """Check the values."""
        names = [parameter.name for parameter in self.rule.parameters]
        if set(names) != set(self.parameters):
            raise ValueError(f"{self.rule.name} has the parameters {', '.join(names)}")
        for parameter in self.rule.parameters:
            parameter.check(self.parameters[parameter.name])
        if not math.isfinite(self.start):
            raise ValueError(f"start: {self.start!r} is not a finite number")
        object.__setattr__(self, "parameters", Values({name: self.parameters[name] for name in names}))

    def value(self, name: str) -> float:
        """The value of a parameter, or the start. KeyError if its rule has no such parameter."""
        return self.start if name == START.name else self.parameters[name]

    def changed(self, values: Mapping[str, float], rule: Rule | None = None) -> "Ball":
        """Return the ball with other values of parameters or of the start, and perhaps another rule.

        Values of parameters that its rule does not have are ignored. Another rule keeps the values of parameters that
        both have.
        """
        rule = rule or self.rule
        parameters = adapted(rule, {**self.parameters, **values})
        return Ball(rule, parameters, values.get(START.name, self.start), self.name)


def adapted(rule: Rule, values: Mapping[str, float]) -> dict[str, float]:
    """The values of a rule's parameters: the given ones, else their defaults.

    KeyError for a parameter that is not given and has no default.
    """
    return {
        each.name: values[each.name] if each.default is None else values.get(each.name, each.default)
        for each in rule.parameters
    }
