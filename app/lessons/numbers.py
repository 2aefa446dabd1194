"""The numbers in the texts of lessons, computed from a run."""

import math
from collections.abc import Callable

import numpy as np

from app.files.lesson_text import AT_STEP, OVER_STEPS, LessonText, Number
from app.text.numbers import exact, short
from app.text.outcomes import short_outcome
from physics.arrays import Bools
from physics.outcome.outcome import SETTLED, TRAPPED
from physics.rules.memory import memory
from physics.run.ball import START
from physics.run.run import Run

NOTHING = "–"
"""Stands for a number that a run does not have, such as the step at which a ball was caught that never was."""


def filled(text: LessonText, run: Run | None, own: Run | None = None) -> str:
    """The text with its numbers: those of `run`, and of the person's `own` run where they say "your".

    Those of a run that is not known yet are dashes.
    """
    parts = []
    for part in text.parts:
        if isinstance(part, str):
            parts.append(part)
        else:
            of = own if part.is_own else run
            parts.append(NOTHING if of is None else number_text(part, of))
    return "".join(parts)


def number_text(number: Number, run: Run) -> str:
    """A number as it is shown."""
    if number.name == "outcome":
        return NOTHING if number.ball is None or number.ball >= len(run.balls) else short_outcome(run, number.ball)
    value = value_of(number, run)
    if value is None or math.isnan(value):
        return NOTHING
    if number.decimals is None or not math.isfinite(value):
        return short(value)
    return exact(round(value, number.decimals), number.decimals)


def value_of(number: Number, run: Run) -> float | None:
    """The value of a number; None where the run has none."""
    if number.ball is None:
        return _of_landscape(number, run)
    if number.ball >= len(run.balls):
        return None
    if number.name in AT_STEP:
        return _at_step(number, run, number.ball)
    if number.name in OVER_STEPS:
        return _over_steps(number, run, number.ball)
    return _of_ball(number, run, number.ball)


def _of_landscape(number: Number, run: Run) -> float | None:
    features = run.landscape.features
    if number.name == "valleys":
        return features.valley_count
    if number.name == "flag":
        flags = features.minima[features.is_global]
        return float(flags[0]) if len(flags) else None
    if number.valley is None or number.valley > features.valley_count:
        return None
    of_valley = {"minimum": features.minima, "floor": features.minimum_heights, "rim": features.rims}
    return float(of_valley[number.name][number.valley - 1])


def _at_step(number: Number, run: Run, ball: int) -> float:
    step = run.last if number.step is None else min(number.step, run.last)
    row = run.recording.row(step)
    columns = {"w": row.w, "f": row.f, "slope": row.slope, "delta": row.delta, "energy": row.energy}
    terms = {"momentum": row.momentum_term, "gradient": row.gradient_term}
    return float({**columns, **terms}[number.name][ball])


def _over_steps(number: Number, run: Run, ball: int) -> float:
    rows = run.recording.rows(min(number.step or 0, run.last))
    w = rows.w[:, ball]
    of_rows: dict[str, Callable[[], np.float64]] = {
        "leftmost": w.min,
        "rightmost": w.max,
        "mean": w.mean,
        "spread": w.std,
        "highest": rows.f[:, ball].max,
        "longest": np.abs(rows.delta[:, ball]).max,
    }
    with np.errstate(all="ignore"):
        return float(of_rows[number.name]())


def _of_ball(number: Number, run: Run, ball: int) -> float | None:
    rows = run.recording.rows()
    match number.name:
        case "steps":
            return _first(~rows.stepped[1:, ball], run.last)
        case "end":
            return float(rows.w[-1, ball])
        case "height":
            return float(rows.f[-1, ball])
        case "hills":
            return float(rows.hills_crossed[-1, ball])
        case "valley":
            return float(rows.valley[-1, ball]) or None
        case "caught":
            return _first(np.isin(rows.outcome[:, ball], [TRAPPED, SETTLED]), None)
        case "reaches":
            return _first(rows.valley[:, ball] == number.valley, None)
        case "memory":
            alpha = _last_given(run, ball, "alpha")
            return None if alpha is None else memory(alpha)
    return _last_given(run, ball, number.name)


def given_values(run: Run, ball: int, name: str, before: float = math.inf) -> list[float]:
    """The values that a parameter, or the start, of a ball was given before a step; none if its rule lacks it.

    Where a ball is placed on the way counts as a start.
    """
    first = run.balls[ball]
    edits = [edit for edit in run.edits if edit.ball == ball and edit.step < before]
    if name == START.name:
        return [first.start, *(edit.w for edit in edits if edit.w is not None)]
    given = [first.parameters[name]] if name in first.parameters else []
    return given + [edit.parameters[name] for edit in edits if name in edit.parameters]


def _last_given(run: Run, ball: int, name: str) -> float | None:
    """The value with which the last step was made."""
    values = given_values(run, ball, name, before=max(run.last, 1))
    return values[-1] if values else None


def _first(mask: Bools, otherwise: int | None) -> int | None:
    """The first row of a mask; `otherwise` if there is none."""
    return int(mask.argmax()) if mask.any() else otherwise
