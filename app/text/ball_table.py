"""The table of the balls: its columns, for the command line and for the window."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from app.text.numbers import number_text
from app.text.outcomes import outcome_word
from app.text.translation import _
from physics.outcome.outcome import OUTCOMES, Outcome, ends_in_no_valley
from physics.rules.base import Rule
from physics.rules.registry import parameters
from physics.run.run import Run

Value = float | str | None
"""A number or a text of a ball; None where it has none."""


@dataclass(frozen=True)
class BallColumn:
    """A heading, and a value for each ball."""

    heading: str
    value: Callable[[int], Value]
    """By the index of the ball, with all digits."""
    text: Callable[[int], str]
    """The value as it is shown."""
    is_number: bool = False


def ball_columns(
    run: Run,
    name: Callable[[int], str],
    rules: Sequence[Rule],
    values: Mapping[str, Sequence[float | None]],
    *,
    value_text: Callable[[float], str] = number_text,
    rule_text: Callable[[Rule], str] = lambda rule: rule.name,
    outcome_text: Callable[[Outcome, int], str] = lambda outcome, _steps: outcome_word(outcome),
) -> list[BallColumn]:
    """The columns of the balls of a run, which follow `rules` with these `values` of parameters, by name.

    None and NaN stand for a parameter that a ball's rule does not have. Texts are made when they are asked for: there
    may be a thousand balls. `outcome_text` is given an outcome and the steps until then.
    """
    status, is_global = run.status, run.landscape.features.is_global
    known = [each for each in parameters().values() if any(each in rule.parameters for rule in set(rules))]
    rule_texts = {rule: rule_text(rule) for rule in set(rules)}
    ends = zip(status.outcome.tolist(), status.steps.tolist(), strict=True)
    outcomes = [outcome_text(OUTCOMES[code], steps) for code, steps in ends]
    nowhere = ends_in_no_valley(status.outcome).tolist()
    valleys = [None if none else valley + 1 for valley, none in zip(status.valley.tolist(), nowhere, strict=True)]
    return [
        _texts(_("ball"), name),
        _texts(_("rule"), lambda ball: rule_texts[rules[ball]]),
        *(_numbers(each.symbol, values[each.name], value_text) for each in known),
        _numbers(_("start"), [ball.start for ball in run.balls], _six_digits),
        _texts(_("outcome"), outcomes.__getitem__),
        BallColumn(
            _("valley"),
            valleys.__getitem__,
            lambda ball: "" if (valley := valleys[ball]) is None else valley_text(valley, is_global[valley - 1]),
        ),
        _numbers(_("hills"), status.hills_crossed.tolist(), str),
        _numbers(_("steps"), status.steps.tolist(), str),
        _numbers("w", status.w.tolist(), _six_digits),
        _numbers("f", status.f.tolist(), _six_digits),
    ]


def _six_digits(value: float) -> str:
    """A number in a table, to six digits."""
    return f"{value:.6g}"


def valley_text(number: int, is_global: bool) -> str:
    """A valley in a table."""
    return _("{valley} global").format(valley=number) if is_global else str(number)


def _texts(heading: str, text: Callable[[int], str]) -> BallColumn:
    return BallColumn(heading, text, text)


def _numbers(heading: str, values: Sequence[float | None], show: Callable[[float], str]) -> BallColumn:
    """A column of numbers; None for NaN, but infinities are shown."""
    return BallColumn(
        heading,
        lambda ball: None if (value := values[ball]) != value else value,
        lambda ball: "" if (value := values[ball]) is None or value != value else show(value),
        is_number=True,
    )
