"""The balls that options give: their rule, the parameters of it, and the start."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from app.cli.parser import Options, Parser, UsageError
from app.cli.value_types import number, one_of
from app.files.complaints import value_complaint
from app.files.landscapes import outside_domain
from app.files.scenario import MAX_BALLS
from app.text.lists import any_of
from app.text.translation import _, ngettext
from physics.landscape.base import Landscape
from physics.rules.base import ALPHA, ETA
from physics.rules.registry import RULES, parameters, rule_named, rule_names
from physics.rules.suggestion import suggest
from physics.run.ball import START, Ball


def add_ball_options(parser: Parser, title: str, *, many: bool) -> None:
    """Add the values of a ball, each of them a list; `many` if it has one for each ball."""
    add = parser.add_argument_group(title).add_argument
    nargs: int | str = "+" if many else 1
    for parameter in parameters().values():
        pattern = _parameter_pattern(each_has_one=many and parameter.name == ALPHA.name, many=many)
        text = pattern.format(
            symbol=parameter.symbol,
            title=_(parameter.title),
            help=_(parameter.help),
            low=f"{parameter.low:g}",
            high=f"{parameter.high:g}",
        )
        if any(parameter not in rule.parameters for rule in RULES):
            text = _("{text}; default {defaults}").format(text=text, defaults=_defaults(parameter.name))
        add(f"--{parameter.name}", nargs=nargs, type=number, metavar=parameter.name[0].upper(), help=text)
    rules = any_of(rule_names())
    if many:
        start = _("where it starts, in the domain; one for all balls, or one for each")
        rules = _("{rules}; one for all balls, or one for each").format(rules=rules)
    else:
        start = _("where it starts, in the domain")
    add("--start", nargs=nargs, type=number, metavar="W", help=start)
    add("--rule", nargs=nargs, type=one_of(*rule_names()), metavar="R", help=rules)


def _parameter_pattern(*, each_has_one: bool, many: bool) -> str:
    if each_has_one:
        return _("{symbol}, {title}: {help}; from {low} to {high}; one ball for each")
    if many:
        return _("{symbol}, {title}: {help}; from {low} to {high}; one for all balls, or one for each")
    return _("{symbol}, {title}: {help}; from {low} to {high}")


def _defaults(name: str) -> str:
    """The defaults of a parameter, and the rules that have them: 1e-08 (rmsprop, adam), 1e-10 (adagrad)."""
    rules: dict[float | None, list[str]] = {}
    for rule in RULES:
        for parameter in rule.parameters:
            if parameter.name == name:
                rules.setdefault(parameter.default, []).append(rule.name)
    return ", ".join(f"{default:g} ({', '.join(names)})" for default, names in rules.items())


def copies_of(ball: Ball, count: int) -> tuple[Ball, ...]:
    """So many nameless balls like this one, each to get an α of its own. Raises UsageError for too many."""
    if count > MAX_BALLS:
        pattern = ngettext(
            "{count} ball is too many, at most {most} can roll at once",
            "{count} balls are too many, at most {most} can roll at once",
            count,
        )
        raise UsageError(f"--alpha: {pattern.format(count=count, most=MAX_BALLS)}")
    return (replace(ball, name=None),) * count


def read_ball_options(options: Options, balls: Sequence[Ball], landscape: Landscape) -> tuple[Ball, ...]:
    """The balls with the rule, parameters and start of the options: one for all whose rule has it, or one for each.

    Without FILE and --eta a ball that gets a rule has the η that suits that. Raises UsageError.
    """
    for field in ("rule", *parameters(), START.name):
        if field in options:
            balls = _with_values(balls, field, options[field])
    if "rule" in options and not {"file", "eta"} & options.keys():
        balls = [_with_own_eta(ball, landscape) for ball in balls]
    for ball in balls:
        if not landscape.domain[0] <= ball.start <= landscape.domain[1]:
            raise UsageError(f"--start: {outside_domain(ball.start, landscape)}")
    return tuple(balls)


def _with_values(balls: Sequence[Ball], field: str, values: list[Any]) -> list[Ball]:
    if len(values) not in (1, len(balls)):
        raise UsageError(f"--{field}: {_wrong_count(len(values), len(balls))}")
    each = values * len(balls) if len(values) == 1 else values
    is_for_some = len(values) == 1 and any(_has(ball, field) for ball in balls)
    return [
        ball if is_for_some and not _has(ball, field) else _replaced(ball, field, value)
        for ball, value in zip(balls, each, strict=True)
    ]


def _wrong_count(values: int, balls: int) -> str:
    pattern = ngettext(
        "{values} values for {balls} ball; give one, or one for each",
        "{values} values for {balls} balls; give one, or one for each",
        balls,
    )
    return pattern.format(values=values, balls=balls)


def _has(ball: Ball, field: str) -> bool:
    """Whether a ball has the parameter; every ball has a rule and a start."""
    return field in ("rule", START.name) or field in ball.parameters


def _replaced(ball: Ball, field: str, value: Any) -> Ball:
    if field == "rule":
        return ball.changed({}, rule_named(value))
    if not _has(ball, field):
        complaint = _("the rule {rule} has no {name}").format(rule=ball.rule.name, name=field)
        raise UsageError(f"--{field}: {complaint}")
    try:
        return ball.changed({field: value})
    except ValueError as error:
        raise UsageError(f"--{value_complaint(error)}") from error


def _with_own_eta(ball: Ball, landscape: Landscape) -> Ball:
    """The ball with the η that its rule brings, if it does."""
    return ball if ball.rule.eta_share is None else ball.changed({ETA.name: suggest(landscape, ball.rule).eta})
