"""Outcome maps: computing a whole one, and writing it as CSV, as a JSON summary or as a picture."""

import json
import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, NamedTuple

import numpy as np

from app.files.atomic import replacing, with_path
from app.files.summary import features_entry
from app.files.trajectories import Cancelled, Field, csv_rows
from app.files.worker_processes import ThreadsThenProcesses
from physics.arrays import Floats, map_columns
from physics.forcing.forcing import NO_FORCING, Forcing
from physics.landscape.base import Landscape
from physics.landscape.features import Features
from physics.outcome.cycle import bit_period
from physics.outcome.outcome import OUTCOMES, REPEATS, Outcome, ends_in_no_valley
from physics.sweep.batch import Results
from physics.sweep.grid import Axis, Grid, OutcomeMap, map_parameters
from physics.sweep.sweep import LAST_STEP, sweep

FORMAT = "momentum-lab/map-summary"
VERSION = 1
CHUNK_RUNS = 16_384
"""Rows formatted at once, in some 10 ms: for that long another thread waits for the interpreter."""
SINGLE_PROCESS_S = 0.3
"""For a map that takes longer several processes are started, which takes about as long: meanwhile this one goes on."""
LARGE_MAP_RUNS = 262_144
"""They are started at once for a map with at least this number of runs, which takes longer in any case."""
BATCHES_PER_MESSAGE = 8
"""So much work that a process takes much longer for it than for receiving and sending it."""


def compute_map(
    landscape: Landscape,
    grid: Grid,
    progress: Callable[[float], None] = lambda _: None,
    is_cancelled: Callable[[], bool] = lambda: False,
    *,
    last: int | None = None,
    forcing: Forcing = NO_FORCING,
    on_decided: Callable[[int], None] = lambda _: None,
    jobs: int | None = None,
) -> OutcomeMap:
    """Compute a whole map of runs of at most `last` steps. Raises Cancelled.

    `progress` gets the share of the work done, 0 to 1, and `on_decided` the number of runs with an outcome. What
    takes longer than `SINGLE_PROCESS_S` is computed in `jobs` processes, by default as many as there are processors;
    until they have started, and where they can't be, threads of this process compute. The result is the same to the
    last bit. Raises BrokenProcessPool when one of them is killed, as systems do that run out of memory.
    """
    last = forcing.last_step(LAST_STEP) if last is None else last
    made = OutcomeMap(grid, last, forcing)
    jobs = (os.cpu_count() or 1) if jobs is None else jobs
    delay_s = 0.0 if grid.size >= LARGE_MAP_RUNS else SINGLE_PROCESS_S
    # One more piece than there are processes, so that none of these waits for its next one.
    workers, batches = (1, 1) if jobs == 1 else (jobs + 1, BATCHES_PER_MESSAGE)
    with ThreadsThenProcesses(jobs, delay_s) as executor:
        for finished in sweep(
            landscape,
            grid,
            last,
            forcing=forcing,
            executor=executor,
            workers=workers,
            batches=batches,
            is_cancelled=is_cancelled,
        ):
            made.take(finished)
            progress(made.known / grid.size)
            on_decided(made.known)
    if not made.is_complete:
        raise Cancelled
    return made


def export_map(
    path: Path,
    landscape: Landscape,
    made: OutcomeMap,
    picture: Callable[[OutcomeMap], bytes],
    progress: Callable[[float], None] = lambda _: None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> None:
    """Write a complete map to `path`: as `picture` returns it when the name ends in .png, else as CSV.

    `progress` gets the share of the rows written. Raises Cancelled, and OSError whose filename is what could not be
    written; then nothing has been written.
    """

    def count(written: int) -> None:
        progress(written / made.grid.size)
        if is_cancelled():
            raise Cancelled

    with replacing(path) as (stream,), with_path(path):
        if path.suffix.lower() == ".png":
            stream.write(picture(made))
        else:
            write_map(stream, made, landscape.features, count)


def write_map(
    stream: BinaryIO, whole: OutcomeMap, features: Features, written: Callable[[int], None] = lambda _: None
) -> None:
    """Write a complete map as CSV; `written` gets the number of rows written so far.

    `features` are those of the map's landscape.
    """
    grid = whole.grid
    endings, certain_from = _Endings(features), whole.forcing.certain_from
    x_texts, y_texts = _texts(grid.x_values), _texts(grid.y_values)
    stream.write((",".join(columns(grid)) + "\r\n").encode())
    for row, y in enumerate(y_texts):
        for first in range(0, grid.columns, CHUNK_RUNS):
            x = x_texts[first : first + CHUNK_RUNS]
            begin = row * grid.columns + first
            results = map_columns(lambda column: column[begin : begin + len(x)], whole.results)  # noqa: B023  # used at once
            stream.write(csv_rows([*_start_fields(grid, x, y), *_end_fields(results, endings, certain_from)]))
            written(begin + len(x))


def map_table(whole: OutcomeMap, features: Features, written: Callable[[int], None] = lambda _: None) -> str:
    """A complete map as tab-separated text for the clipboard: the columns and rows of the CSV."""
    stream = BytesIO()
    write_map(stream, whole, features, written)  # none of its fields holds a comma
    return stream.getvalue().decode().replace("\r\n", "\n").replace(",", "\t")


def columns(grid: Grid) -> tuple[str, ...]:
    """The names of the columns: between y and outcome the parameters of the ball's rule, and the start."""
    names = [parameter.name for parameter in map_parameters(grid.ball.rule)]
    return ("x", "y", *names, "outcome", "valley", "global", "hills_crossed", "steps", "bit_period")


def _texts(values: Floats) -> list[str]:
    return [repr(value) for value in values.tolist()]


def _start_fields(grid: Grid, x: list[str], y: str) -> list[Field]:
    """The columns x and y, and those of the parameters and the start."""
    shown: dict[str, Field] = {grid.x.parameter.name: x, grid.y.parameter.name: y}
    names = [parameter.name for parameter in map_parameters(grid.ball.rule)]
    return [x, y, *(shown.get(name, repr(float(grid.ball.value(name)))) for name in names)]


def _end_fields(results: Results, endings: "_Endings", certain_from: int) -> list[Field]:
    """The columns outcome, valley and global, as one text, hills_crossed, steps and bit_period.

    Cycles were looked for from step `certain_from` on.
    """
    valley = np.where(ends_in_no_valley(results.outcome), 0, results.valley)
    keys = valley.astype(np.int64) * len(OUTCOMES) + results.outcome
    steps, periods = results.steps.tolist(), _bit_periods(results, certain_from)
    return [[endings[key] for key in keys.tolist()], results.hills_crossed.tolist(), steps, periods]


def _bit_periods(results: Results, certain_from: int) -> Field:
    """The periods of the runs that repeat, which follow from the steps after which that was found; else empty."""
    repeats = results.outcome == REPEATS
    if not repeats.any():
        return ""
    both = zip(results.steps.tolist(), repeats.tolist(), strict=True)
    return [bit_period(steps - certain_from) if is_cycle else "" for steps, is_cycle in both]


class _Endings(dict[int, str]):
    """Text for the columns outcome, valley and global, by valley index × 7 + outcome code.

    Made on demand: a landscape may have very many valleys in which no run ends.
    """

    def __init__(self, features: Features) -> None:
        super().__init__()
        self._is_global = features.is_global

    def __missing__(self, key: int) -> str:
        valley, outcome = divmod(key, len(OUTCOMES))
        is_global = "true" if self._is_global[valley] else "false"
        where = f"{valley + 1},{is_global}" if outcome < REPEATS else ","
        self[key] = text = f"{OUTCOMES[outcome].value},{where}"
        return text


class Group(NamedTuple):
    """The runs of a map with the same outcome in the same valley."""

    outcome: Outcome
    valley: int | None
    """Number of the valley, from 1; None for runs that end in none."""
    is_global: bool
    """Whether that valley holds the global minimum."""
    runs: int
    share: float
    """Of all runs of the map, 0 to 1."""
    median_steps: float


def groups_of(whole: OutcomeMap, features: Features) -> list[Group]:
    """Group the runs of a complete map by valley and outcome; those without a valley come last."""
    results, scale = whole.results, whole.last + 1
    no_valley = features.valley_count
    # Group and steps in one number, so that one sort orders both.
    key = np.where(ends_in_no_valley(results.outcome), no_valley, results.valley).astype(np.int64)
    key *= len(OUTCOMES)
    key += results.outcome
    key *= scale
    key += results.steps
    key.sort()
    codes, begin, counts = np.unique(key // scale, return_index=True, return_counts=True)
    middles = key[begin + (counts - 1) // 2] % scale, key[begin + counts // 2] % scale
    groups = []
    for code, runs, *steps in zip(codes.tolist(), counts.tolist(), *(m.tolist() for m in middles), strict=True):
        valley, outcome = divmod(code, len(OUTCOMES))
        is_global = valley < no_valley and bool(features.is_global[valley])
        number = valley + 1 if valley < no_valley else None
        groups.append(Group(OUTCOMES[outcome], number, is_global, runs, runs / len(key), sum(steps) / 2))
    return groups


def map_summary_text(whole: OutcomeMap, landscape: Landscape) -> str:
    """The JSON summary of a complete map. Ball values that an axis shows, and missing valleys, are null."""
    grid = whole.grid
    entry = {
        "format": FORMAT,
        "version": VERSION,
        "landscape": features_entry(landscape),
        "x": _axis_entry(grid.x, grid.columns),
        "y": _axis_entry(grid.y, grid.rows),
        "ball": _ball_entry(grid),
        "steps": whole.last,
        "outcomes": [_group_entry(group) for group in groups_of(whole, landscape.features)],
    }
    return json.dumps(entry, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def _axis_entry(axis: Axis, count: int) -> dict[str, object]:
    return {"quantity": axis.parameter.name, "from": axis.lowest, "to": axis.highest, "count": count}


def _ball_entry(grid: Grid) -> dict[str, object]:
    shown = {grid.x.parameter.name, grid.y.parameter.name}
    names = [parameter.name for parameter in map_parameters(grid.ball.rule)]
    values = {name: None if name in shown else grid.ball.value(name) for name in names}
    return {"rule": grid.ball.rule.name, **values}


def _group_entry(group: Group) -> dict[str, object]:
    return {
        "outcome": group.outcome.value,
        "valley": group.valley,
        "global": group.is_global,
        "runs": group.runs,
        "share": group.share,
        "median_steps": group.median_steps,
    }
