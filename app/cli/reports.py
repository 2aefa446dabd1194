"""What `run` and `map` print: a heading, a table of balls or of groups of runs, and sentences."""

from collections.abc import Sequence

from app.cli.console import Column, cut, table
from app.files.complaints import plain
from app.files.outcome_map import Group, groups_of
from app.text.ball_table import ball_columns, valley_text
from app.text.balls import name_of, symbol_text
from app.text.forcing import forcing_text
from app.text.numbers import percent
from app.text.outcomes import outcome_word
from app.text.titles import shown_title
from app.text.translation import _, ngettext
from physics.forcing.forcing import Forcing
from physics.landscape.base import Landscape
from physics.landscape.formula import FormulaLandscape
from physics.rules.registry import parameters
from physics.run.run import Run
from physics.sweep.grid import Axis, Grid, OutcomeMap, map_parameters

MAX_TITLE_CHARACTERS = 60
MAX_SENTENCES = 30
"""With more balls the report of a run has the table only."""
MAX_GROUPS = 40
"""Of more groups the report of a map has only the largest."""


def run_report(title: str, run: Run, sentences: Sequence[str]) -> str:
    """The outcome of each ball: a heading, a table, and, for a few balls, a sentence for each."""
    head = _heading(title, run.landscape, run.first_forcing)
    return f"{head}\n{table(_ball_columns(run))}{_sentence_lines(run, sentences)}"


def _ball_columns(run: Run) -> list[Column]:
    """The table of the balls, with the values that they begin with."""
    balls = run.balls
    values = {name: [ball.parameters.get(name) for ball in balls] for name in parameters()}
    rules = [ball.rule for ball in balls]
    columns = ball_columns(run, lambda ball: name_of(balls[ball]), rules, values, value_text=plain)
    indices = range(len(balls))
    return [Column(each.heading, [each.text(ball) for ball in indices], each.is_number) for each in columns]


def _sentence_lines(run: Run, sentences: Sequence[str]) -> str:
    if len(sentences) > MAX_SENTENCES:
        return ""
    return "".join(f"\n{cut(name_of(ball))}: {text}" for ball, text in zip(run.balls, sentences, strict=True)) + "\n"


def map_report(title: str, whole: OutcomeMap, landscape: Landscape) -> str:
    """A complete map in text: its axes and size, and how many of its runs ended in which way."""
    groups = groups_of(whole, landscape.features)
    shown = _largest(groups)
    others = len(groups) - len(shown)
    rest = sum(group.runs for group in groups) - sum(group.runs for group in shown)
    more = f"{_rest(others, rest)}\n" if others else ""
    return f"{_heading(title, landscape, whole.forcing)}{_axes_and_size(whole)}\n\n{table(_group_columns(shown))}{more}"


def _axes_and_size(whole: OutcomeMap) -> str:
    grid = whole.grid
    axes = f"{_axis('x', grid.x)}; {_axis('y', grid.y)}; {_ball(grid)}"
    pattern = ngettext(
        "{columns} × {rows} runs of at most {steps} step",
        "{columns} × {rows} runs of at most {steps} steps",
        whole.last,
    )
    return f"{axes}\n{pattern.format(columns=grid.columns, rows=grid.rows, steps=f'{whole.last:,}')}"


def _axis(name: str, axis: Axis) -> str:
    pattern = _("{axis}: {symbol} from {lowest} to {highest}")
    lowest, highest = f"{axis.lowest:.6g}", f"{axis.highest:.6g}"
    return pattern.format(axis=name, symbol=symbol_text(axis.parameter), lowest=lowest, highest=highest)


def _ball(grid: Grid) -> str:
    others = [each for each in map_parameters(grid.ball.rule) if each not in (grid.x.parameter, grid.y.parameter)]
    values = (f"{symbol_text(each)} {plain(grid.ball.value(each.name))}" for each in others)
    return ", ".join((*values, grid.ball.rule.name))


def _largest(groups: Sequence[Group]) -> list[Group]:
    """The largest groups, in their order."""
    largest = sorted(range(len(groups)), key=lambda index: -groups[index].runs)[:MAX_GROUPS]
    return [groups[index] for index in sorted(largest)]


def _group_columns(groups: Sequence[Group]) -> list[Column]:
    valleys = ["" if group.valley is None else valley_text(group.valley, group.is_global) for group in groups]
    return [
        Column(_("outcome"), [outcome_word(group.outcome) for group in groups]),
        Column(_("valley"), valleys),
        Column(_("runs"), [f"{group.runs:,}" for group in groups], is_number=True),
        Column(_("share"), [percent(group.share) for group in groups], is_number=True),
        Column(_("median steps"), [plain(group.median_steps) for group in groups], is_number=True),
    ]


def _rest(others: int, runs: int) -> str:
    pattern = ngettext(
        "… and {count} more, with {runs} run in all; {option} has them",
        "… and {count} more, with {runs} runs in all; {option} has them",
        runs,
    )
    return pattern.format(count=others, runs=f"{runs:,}", option="--summary")


def _heading(title: str, landscape: Landscape, forcing: Forcing) -> str:
    """The first lines of a report: title, parameters and domain, and noise and schedule where there are some."""
    lo, hi = landscape.domain
    values = landscape.parameters if isinstance(landscape, FormulaLandscape) else {}
    shown = cut(shown_title(title), MAX_TITLE_CHARACTERS)
    parts = [shown, *(f"{name} = {plain(value)}" for name, value in values.items())]
    pattern = _("{title}, w from {lo} to {hi}")
    first = pattern.format(title=", ".join(parts), lo=plain(lo), hi=plain(hi))
    return f"{first}\n{forcing_text(forcing)}\n" if forcing.is_on else f"{first}\n"
