"""Balls of any rule, in one line."""

from physics.rules.base import Rule
from physics.rules.registry import rule_named
from physics.run.ball import Ball, adapted

MOMENTUM, NESTEROV = rule_named("momentum"), rule_named("nesterov")


def new_ball(alpha: float, eta: float, start: float, rule: Rule = MOMENTUM, name: str | None = None) -> Ball:
    """A ball of a rule with α and η; what else its rule has is at its default."""
    return Ball(rule, adapted(rule, {"alpha": alpha, "eta": eta}), start, name)
