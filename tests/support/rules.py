"""Rules that exist only for a test."""

from collections.abc import Iterator
from contextlib import contextmanager

from physics.rules.base import Rule
from physics.rules.registry import RULES, register


@contextmanager
def registered(rule: Rule) -> Iterator[Rule]:
    """One more rule, as long as this lasts; it must be the last to come and the first to go."""
    register(rule)
    try:
        yield rule
    finally:
        assert RULES.pop() is rule
