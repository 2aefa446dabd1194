"""`map`: computes an outcome map without a window, and prints its table."""

import sys
from collections.abc import Callable, Sequence

from app.cli.console import Column, Progress, decided_line, forcing_line, heading, rows_line, table
from app.cli.outputs import Output, open_outputs
from app.cli.parser import STDOUT
from app.cli.pictures import load_painter, needing_qt
from app.cli.requests import read_map_request
from app.files.atomic import with_path
from app.files.json_reader import plain
from app.files.outcome_map import Group, compute_map, groups_of, map_summary_text, write_map
from app.text.ball_table import valley_text
from app.text.balls import symbol_text
from app.text.numbers import percent
from app.text.outcomes import outcome_word
from app.text.translation import _, ngettext
from physics.landscape.base import Landscape
from physics.landscape.features import Features
from physics.sweep.grid import Axis, Grid, OutcomeMap, map_parameters

MAX_LINES = 40
"""Of more groups only the largest are shown."""


def map_outcomes(arguments: Sequence[str]) -> int:
    """Make a map, write the files, print the table. Raises UsageError, BadFile or OSError."""
    request = read_map_request(arguments)
    landscape = request.landscape
    with open_outputs(request.outputs, request.inputs) as outputs:
        # Before the work: Qt may be missing.
        png = _load_png(request.outputs["--png"]) if "--png" in outputs else None
        painter = None if request.picture is None else load_painter(request.picture)
        with Progress(request.grid.size, sys.stderr, line=decided_line) as progress:
            whole = compute_map(
                landscape,
                request.grid,
                last=request.last,
                on_decided=progress,
                jobs=request.jobs,
                forcing=request.forcing,
            )
        if "--csv" in outputs:
            _write_csv(outputs["--csv"], whole, landscape.features)
        if png is not None:
            outputs["--png"].write(png(whole))
        if painter is not None:
            with with_path(outputs["--picture"].path):
                outputs["--picture"].stream.write(painter.map(whole, landscape))
        if "--summary" in outputs:
            outputs["--summary"].write(map_summary_text(whole, landscape).encode())
    if STDOUT not in request.outputs.values():
        print(map_report(request.title, whole, landscape), end="")
    return 0


def _write_csv(csv: Output, whole: OutcomeMap, features: Features) -> None:
    with with_path(csv.path), Progress(whole.grid.size, sys.stderr, line=rows_line) as progress:
        write_map(csv.stream, whole, features, progress)


def _load_png(file: str) -> Callable[[OutcomeMap], bytes]:
    """The function that paints a map as a PNG. Raises OSError where Qt can't be loaded."""
    with needing_qt(file):
        from app.pictures.map_png import map_png
    return map_png


def map_report(title: str, whole: OutcomeMap, landscape: Landscape) -> str:
    """A complete map in text: its axes and size, and how many of its runs ended in which way."""
    groups = groups_of(whole, landscape.features)
    shown = _largest(groups)
    others = len(groups) - len(shown)
    rest = sum(group.runs for group in groups) - sum(group.runs for group in shown)
    more = f"{_rest(others, rest)}\n" if others else ""
    head = f"{heading(title, landscape)}\n{forcing_line(whole.forcing)}"
    return f"{head}{_axes_and_size(whole)}\n\n{table(_columns(shown))}{more}"


def _rest(others: int, runs: int) -> str:
    pattern = ngettext(
        "… and {count} more, with {runs} run in all; {option} has them",
        "… and {count} more, with {runs} runs in all; {option} has them",
        runs,
    )
    return pattern.format(count=others, runs=f"{runs:,}", option="--summary")


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
    largest = sorted(range(len(groups)), key=lambda index: -groups[index].runs)[:MAX_LINES]
    return [groups[index] for index in sorted(largest)]


def _columns(groups: Sequence[Group]) -> list[Column]:
    valleys = ["" if group.valley is None else valley_text(group.valley, group.is_global) for group in groups]
    return [
        Column(_("outcome"), [outcome_word(group.outcome) for group in groups]),
        Column(_("valley"), valleys),
        Column(_("runs"), [f"{group.runs:,}" for group in groups], is_number=True),
        Column(_("share"), [percent(group.share) for group in groups], is_number=True),
        Column(_("median steps"), [plain(group.median_steps) for group in groups], is_number=True),
    ]
