"""The rules that there are. A new one is a class in a file of its own, and an entry here."""

import copyreg
from collections.abc import Callable

from physics.rules.base import Parameter, Rule
from physics.rules.momentum import Momentum
from physics.rules.nesterov import Nesterov

RULES: list[Rule] = []
"""The index of a rule in this list is its code in recorded arrays."""


def register(rule: Rule) -> None:
    """Add a rule.

    Raises ValueError if there is one of this name, or a parameter of one that differs in meaning, or if a factor in its
    formulas is none of its parameters.
    """
    if any(other.name == rule.name for other in RULES):
        raise ValueError(f"there is a rule {rule.name} already")
    known = parameters()
    for parameter in rule.parameters:
        if known.get(parameter.name, parameter) != parameter:
            raise ValueError(f"the parameter {parameter.name} of {rule.name} differs from that of another rule")
    for factor in (rule.formulas.momentum_factor, rule.formulas.gradient_factor):
        if factor is not None and factor not in [parameter.name for parameter in rule.parameters]:
            raise ValueError(f"the formulas of {rule.name} have the factor {factor}, which is no parameter of it")
    RULES.append(rule)
    copyreg.pickle(type(rule), _reduced)


def _reduced(rule: Rule) -> tuple[Callable[[str], Rule], tuple[str]]:
    """Pickle and copy a rule by its name: there is one object of each."""
    return rule_named, (rule.name,)


def rule_named(name: str) -> Rule:
    """The rule with this name; KeyError if there is none."""
    for rule in RULES:
        if rule.name == name:
            return rule
    raise KeyError(name)


def default_rule() -> Rule:
    """The rule of balls for which none is given."""
    return RULES[0]


def rule_names() -> list[str]:
    """The names of all rules."""
    return [rule.name for rule in RULES]


def parameters() -> dict[str, Parameter]:
    """The parameters of all rules, by name."""
    return {parameter.name: parameter for rule in RULES for parameter in rule.parameters}


def state_names() -> list[str]:
    """The names of all that rules remember, each once."""
    return list(dict.fromkeys(name for rule in RULES for name in rule.state))


register(Momentum())
register(Nesterov())
