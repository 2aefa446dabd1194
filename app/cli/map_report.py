"""The table that `map` prints."""

from collections.abc import Sequence

from app.cli.outcomes import heading, valley_text
from app.cli.table import Column, table
from app.files.json_reader import plain
from app.files.map_summary import Group, groups_of
from physics.grid import Axis, Grid, Quantity
from physics.landscape import Landscape
from physics.outcome_map import OutcomeMap

MOST_LINES = 40
"""With more groups only the largest are shown."""


def map_report(title: str, whole: OutcomeMap, landscape: Landscape) -> str:
    """What a complete map shows, and how many of its runs ended in which way."""
    groups = groups_of(whole, landscape.features)
    shown = _largest(groups)
    others = len(groups) - len(shown)
    rest = sum(group.runs for group in groups) - sum(group.runs for group in shown)
    more = f"… and {others} more, with {rest:,} runs in all; --summary has them\n" if others else ""
    return f"{heading(title, landscape)}\n{_shown(whole)}\n\n{table(_columns(shown))}{more}"


def _shown(whole: OutcomeMap) -> str:
    """The axes, what they leave to the ball, and how much was computed."""
    grid = whole.grid
    axes = f"{_axis('x', grid.x)}; {_axis('y', grid.y)}; {_ball(grid)}"
    return f"{axes}\n{grid.columns} × {grid.rows} runs of at most {whole.last:,} steps"


def _axis(name: str, axis: Axis) -> str:
    return f"{name}: {axis.quantity.symbol} from {axis.lowest:.6g} to {axis.highest:.6g}"


def _ball(grid: Grid) -> str:
    (quantity,) = set(Quantity) - {grid.x.quantity, grid.y.quantity}
    value: float = getattr(grid.ball, quantity)
    return f"{quantity.symbol} {plain(value)}, {grid.ball.rule.value}"


def _largest(groups: Sequence[Group]) -> list[Group]:
    """So many as are shown, in their order."""
    largest = sorted(range(len(groups)), key=lambda place: -groups[place].runs)[:MOST_LINES]
    return [groups[place] for place in sorted(largest)]


def _columns(groups: Sequence[Group]) -> list[Column]:
    valleys = ["" if group.valley is None else valley_text(group.valley, group.is_global) for group in groups]
    return [
        Column("outcome", [group.outcome.value for group in groups]),
        Column("valley", valleys),
        Column("runs", [f"{group.runs:,}" for group in groups], is_number=True),
        Column("share", [f"{100 * group.share:.3g} %" for group in groups], is_number=True),
        Column("median steps", [plain(group.median_steps) for group in groups], is_number=True),
    ]
