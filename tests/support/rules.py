"""Rules that exist only for a test."""

from collections.abc import Iterator
from contextlib import contextmanager

from physics.rules.base import ETA, Rule
from physics.rules.registry import RULES, register


class WithoutMomentum(Rule):
    """A rule that has no α."""

    name = "plain"
    title = "Plain"
    help = "Plain gradient descent"
    parameters = (ETA,)


@contextmanager
def registered(rule: Rule) -> Iterator[Rule]:
    """One more rule, as long as this lasts; it must be the last to come and the first to go."""
    register(rule)
    try:
        yield rule
    finally:
        assert RULES.pop() is rule
