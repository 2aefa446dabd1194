"""The rules that there are: one object of each, and names that mean the same everywhere."""

import copy
import pickle
from dataclasses import replace

import pytest

from physics.rules.base import ALPHA, ETA, are_same
from physics.rules.registry import RULES, default_rule, parameters, register, rule_named, rule_names, state_names
from tests.support.balls import MOMENTUM
from tests.support.rules import registered
from tests.support.sign_rule import BETA, SignMomentum

COUNT = len(RULES)


def test_there_is_one_object_of_each_rule() -> None:
    for rule in RULES:
        assert rule_named(rule.name) is rule
        assert pickle.loads(pickle.dumps(rule)) is copy.deepcopy(rule) is copy.copy(rule) is rule
    with registered(SignMomentum()) as sign:
        assert pickle.loads(pickle.dumps(sign)) is copy.deepcopy(sign) is rule_named("sign") is sign


def test_what_a_rule_brings_is_known_as_long_as_it_is_registered() -> None:
    assert default_rule() is MOMENTUM
    known, rules, states = parameters(), rule_names(), state_names()
    assert rules == ["momentum", "nesterov", "rmsprop", "adam", "adagrad"]
    assert list(known.values())[:2] == [ALPHA, ETA]
    with registered(SignMomentum()):
        assert rule_names() == [*rules, "sign"]
        assert (parameters(), state_names()) == ({**known, "beta": BETA}, [*states, "mean_slope"])
    assert (rule_names(), parameters(), state_names()) == (rules, known, states)
    with pytest.raises(KeyError, match="sign"):
        rule_named("sign")


def test_two_rules_of_one_name_are_refused() -> None:
    with registered(SignMomentum()), pytest.raises(ValueError, match="there is a rule sign already"):
        register(SignMomentum())
    assert len(RULES) == COUNT


def test_one_name_of_a_parameter_has_one_meaning() -> None:
    class Other(SignMomentum):
        name = "other"
        parameters = (replace(ALPHA, high=2.0), ETA)

    with pytest.raises(ValueError, match="the parameter alpha of other differs"):
        register(Other())
    assert len(RULES) == COUNT


def test_the_factors_of_formulas_are_parameters() -> None:
    class Other(SignMomentum):
        name = "other"
        parameters = (ETA,)

    with pytest.raises(ValueError, match="other have the factor alpha, which is no parameter"):
        register(Other())
    assert len(RULES) == COUNT


GAMMA = replace(BETA, name="gamma", symbol="γ")


@pytest.mark.parametrize(
    ("attributes", "words"),
    [
        ({"name": "Sign 2"}, "'Sign 2' is no name of a rule"),
        ({"parameters": (ALPHA,)}, "other has no parameter eta, which a ball keeps when its rule changes"),
        ({"parameters": (ALPHA, BETA)}, "other has no parameter eta, which a ball keeps when its rule changes"),
        ({"parameters": (ALPHA, ETA, BETA, BETA)}, "other has the name beta twice"),
        ({"parameters": (ALPHA, ETA, replace(BETA, name="steps"))}, "use the name steps for something else"),
        ({"parameters": (ALPHA, ETA, replace(BETA, name="x-range"))}, "'x-range' is no name"),
        ({"parameters": (ALPHA, ETA, replace(GAMMA, default=None))}, "gamma of other needs a default within its range"),
        ({"parameters": (ALPHA, ETA, replace(GAMMA, default=2.0))}, "gamma of other needs a default within its range"),
        ({"parameters": (ALPHA, ETA, replace(BETA, name="mean_slope")), "state": ()}, "mean_slope is both a parameter"),
        ({"state": ("delta",)}, "use the name delta for something else"),
        ({"state": ("eta",)}, "other has the name eta twice"),
        ({"parameters": (ALPHA, ETA), "state": ("beta",)}, "beta is both a parameter and a state"),
        ({"state": ("mean", "mean")}, "other has the name mean twice"),
    ],
)
def test_a_rule_that_could_not_work_is_refused(attributes: dict[str, object], words: str) -> None:
    with registered(SignMomentum()):
        other = type("Other", (SignMomentum,), {"name": "other", **attributes})
        with pytest.raises(ValueError, match=words):
            register(other())
        assert len(RULES) == COUNT + 1


def test_a_rule_knows_its_own_parameters() -> None:
    assert SignMomentum().parameter("beta") is BETA
    with pytest.raises(KeyError, match="beta"):
        MOMENTUM.parameter("beta")
    assert repr(MOMENTUM) == "<rule momentum>"


def test_a_parameter_has_the_default_and_the_words_of_its_rule() -> None:
    """Those that all rules share are of the first of them."""
    assert parameters()["alpha"] is MOMENTUM.parameter("alpha") is ALPHA
    adam, adagrad = rule_named("adam"), rule_named("adagrad")
    assert adam.parameter("alpha") == ALPHA
    assert adam.parameter("alpha").help != ALPHA.help
    assert (adam.parameter("epsilon").default, adagrad.parameter("epsilon").default) == (1e-8, 1e-10)
    assert are_same(MOMENTUM.parameters, rule_named("nesterov").parameters)
    assert not are_same(MOMENTUM.parameters, adam.parameters[:2])
    assert not are_same(MOMENTUM.parameters, adam.parameters)
