"""The rules that there are. A new one is a class in a file of its own, and an entry here."""

import copyreg
import re
from collections.abc import Callable

from physics.rules.adagrad import AdaGrad
from physics.rules.adam import Adam
from physics.rules.base import ETA, Parameter, Rule
from physics.rules.momentum import Momentum
from physics.rules.nesterov import Nesterov
from physics.rules.rmsprop import RMSprop

RULES: list[Rule] = []
"""The index of a rule in this list is its code in recorded arrays."""

RESERVED_NAMES = frozenset(
    (
        *("name", "rule", "start", "step", "steps", "ball", "landscape"),
        *("w", "f", "slope", "momentum_term", "gradient_term", "delta", "energy"),
        *("x", "y", "outcome", "cycle", "valley", "global", "hills_crossed", "bit_period"),
        *("preset", "formula", "domain", "set", "curve", "smooth", "size", "x_range", "y_range", "jobs"),
        *("noise", "seed", "seeds", "schedule", "decay_steps", "warm_up", "final_share"),
        *("csv", "png", "summary", "force", "full", "help"),
        *("picture", "picture_parts", "picture_step", "picture_size", "picture_scale", "picture_transparent", "theme"),
        *("film", "film_parts", "film_steps", "film_speed", "film_fps", "film_size"),
        *("film_slow_motion", "film_stepwise", "film_once"),
    )
)
"""Names that files, CSV columns and command-line options use already; no parameter or state of a rule has one."""
NAME = re.compile("[a-z][a-z0-9_]*")
"""What names in files, CSV columns and options look like."""


def register(rule: Rule) -> None:
    """Add a rule.

    Raises ValueError for a rule that could not work: one with a name that is taken or that files cannot have, without
    η, with a parameter that means something else in another rule or has no default, or with a factor in its formulas
    that is none of its parameters.
    """
    if any(other.name == rule.name for other in RULES):
        raise ValueError(f"there is a rule {rule.name} already")
    if not NAME.fullmatch(rule.name):
        raise ValueError(f"{rule.name!r} is no name of a rule: a-z, 0-9 and _ only, beginning with a letter")
    _check_names(rule)
    _check_parameters(rule)
    RULES.append(rule)
    copyreg.pickle(type(rule), _reduced)


def _check_names(rule: Rule) -> None:
    """Each parameter and each part of the state has a name of its own, which nothing else has."""
    own_parameters = [parameter.name for parameter in rule.parameters]
    for name in (*own_parameters, *rule.state):
        if not NAME.fullmatch(name):
            raise ValueError(f"{rule.name}: {name!r} is no name: a-z, 0-9 and _ only, beginning with a letter")
        if name in RESERVED_NAMES:
            raise ValueError(f"{rule.name}: files and options use the name {name} for something else")
        if [*own_parameters, *rule.state].count(name) > 1:
            raise ValueError(f"{rule.name} has the name {name} twice")
        if name in (state_names() if name in own_parameters else parameters()):
            raise ValueError(f"{rule.name}: {name} is both a parameter and a state, in two rules")


def _check_parameters(rule: Rule) -> None:
    """Its parameters mean what they mean in other rules, and a ball can change to the rule."""
    known = parameters()
    for parameter in rule.parameters:
        if known.get(parameter.name, parameter) != parameter:
            raise ValueError(f"the parameter {parameter.name} of {rule.name} differs from that of another rule")
        if parameter != ETA and (parameter.default is None or not parameter.low <= parameter.default <= parameter.high):
            raise ValueError(f"the parameter {parameter.name} of {rule.name} needs a default within its range")
    if ETA not in rule.parameters:
        raise ValueError(f"{rule.name} has no parameter eta, which a ball keeps when its rule changes")
    for factor in (rule.formulas.momentum_factor, rule.formulas.gradient_factor):
        if factor is not None and factor not in [parameter.name for parameter in rule.parameters]:
            raise ValueError(f"the formulas of {rule.name} have the factor {factor}, which is no parameter of it")


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
    """The parameters of all rules, by name; default and help are those of the first rule that has it."""
    found: dict[str, Parameter] = {}
    for rule in RULES:
        for parameter in rule.parameters:
            found.setdefault(parameter.name, parameter)
    return found


def state_names() -> list[str]:
    """The names of all that rules remember, each once."""
    return list(dict.fromkeys(name for rule in RULES for name in rule.state))


register(Momentum())
register(Nesterov())
register(RMSprop())
register(Adam())
register(AdaGrad())
