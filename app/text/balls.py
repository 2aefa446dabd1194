"""What balls and their values are called on the screen."""

from collections.abc import Mapping

from app.text.numbers import exact, number, rounded_alpha
from app.text.titles import shown_title
from app.text.translation import _
from physics.rules.base import Parameter, Rule, Scale
from physics.rules.registry import parameters
from physics.run.ball import Ball
from physics.run.deciding_parameters import last_parameters, present_parameters
from physics.run.edit import Edit
from physics.run.run import Run
from physics.run.state import BallParameters

MAX_EXACT_CHARACTERS = 10
"""Of a value in a name: 0.95123456."""
MIN_CHARACTERS = 6
"""Of one that is cut off."""


def symbol_text(parameter: Parameter) -> str:
    """The symbol of a parameter; that of the start is a word."""
    return _(parameter.symbol)


def parameter_title(parameter: Parameter) -> str:
    """What its slider and its field are called: Momentum coefficient α."""
    title = _(parameter.title)
    return f"{title[:1].upper()}{title[1:]} {symbol_text(parameter)}"


def value_text(parameter: Parameter, value: float) -> str:
    """A value with its symbol, to four digits: α 0.9512, η 0.02."""
    return f"{symbol_text(parameter)} {rounded_value(parameter, value)}"


def rounded_value(parameter: Parameter, value: float) -> str:
    """A value without its symbol."""
    return rounded_alpha(value) if parameter.scale is Scale.MEMORY else number(value)


def default_name(rule: Rule, values: Mapping[str, float]) -> str:
    """What a ball without a name is called: its first parameter, exactly if that is short. α 0, α 0.90, α 0.999."""
    first = rule.parameters[0]
    return exact_name(first, values[first.name])


def exact_name(parameter: Parameter, value: float) -> str:
    """What a ball is called after a value: its symbol, and the value exactly if that is short. α 0.90, start −1.5."""
    return f"{symbol_text(parameter)} {exact_if_short(parameter, value)}"


def exact_value(parameter: Parameter, value: float) -> str:
    """A value exactly, α with two decimals at least unless it is 0 or 1: 0, 0.90, 0.999."""
    return exact(value, 2 if parameter.scale is Scale.MEMORY and value not in (0.0, 1.0) else 0)


def exact_if_short(parameter: Parameter, value: float) -> str:
    """A value without its symbol, exactly unless that takes more than `MAX_EXACT_CHARACTERS`, else as 0.4444… is."""
    text = exact_value(parameter, value)
    if len(text) <= MAX_EXACT_CHARACTERS or "e" in text:
        return text
    return f"{text[: max(MIN_CHARACTERS, len(rounded_value(parameter, value)))]}…"


def name_of(ball: Ball) -> str:
    """The name of a ball, or what one without a name is called."""
    return ball.name or default_name(ball.rule, ball.parameters)


def name_in_run(run: Run, index: int, made_with: BallParameters | None = None) -> str:
    """The name of a ball, or what one without a name is called by its values.

    For a ball that no longer moves these are the ones that its last step was made with; `made_with` are other ones.
    """
    rule, values = made_with or last_parameters(run, index)
    return run.balls[index].name or default_name(rule, values)


def changed_since(run: Run, index: int) -> tuple[str, ...]:
    """For a ball that no longer moves, the values of its last step that were changed since: `α 0`, `η 0.02`."""
    then, now = last_parameters(run, index), present_parameters(run, index)
    texts = [
        default_name(then.rule, then.values) if parameter == then.rule.parameters[0] else value_text(parameter, value)
        for parameter in then.rule.parameters
        if (value := then.values[parameter.name]) != now.values.get(parameter.name, value)
    ]
    return tuple(texts) if then.rule is now.rule else (*texts, rule_text(then.rule))


def rule_text(rule: Rule) -> str:
    """A rule within a sentence."""
    return _("rule {title}").format(title=_(rule.title))


def meaning_text(parameter: Parameter) -> str:
    """What a parameter does, as a sentence."""
    return _("{symbol}: {help}.").format(symbol=symbol_text(parameter), help=_(parameter.help))


def convention_text(rule: Rule) -> str:
    """Which of several ways to write a rule this is, in a sentence; empty if nothing is said of it."""
    return _(rule.convention) if rule.convention else ""


def convention_in_short(rule: Rule) -> str:
    """The same in one line, with what α means in the rule."""
    return _(rule.convention_in_short) if rule.convention_in_short else ""


def _noise_text(noise: float) -> str:
    return _("noise σ {noise}").format(noise=number(noise))


def edit_text(edit: Edit) -> str:
    """What an edit changes, in a few words."""
    if edit.landscape is not None:
        title = _("landscape “{title}”").format(title=shown_title(edit.landscape.title))
        return title if edit.noise is None else f"{title}, {_noise_text(edit.noise)}"
    if edit.noise is not None:
        return _noise_text(edit.noise)
    known = parameters()
    changes = [value_text(known[name], value) for name, value in edit.parameters.items()]
    if edit.rule is not None:
        changes.append(rule_text(edit.rule))
    if edit.w is not None:
        changes.append(_("put to w = {w}").format(w=number(edit.w)))
    if edit.delta:
        changes.append(f"Δw {number(edit.delta)}")
    return ", ".join(changes) or _("stopped")
