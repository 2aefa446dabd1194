"""Checks that the recording obeys the rule, and that the scenario's file replays it."""

import io
from random import Random

import numpy as np

from app.files.link import LinkTooLong, link_text, parse_link
from app.files.scenario import Scenario, parse_scenario, scenario_text
from app.files.trajectories import write_trajectories
from app.session.session import Session
from app.text.outcomes import sentence
from physics.arrays import AnyArray, Bools, Columns, Floats, map_arrays, map_columns
from physics.landscape.base import Landscape
from physics.rules.dispatch import code_of
from physics.run.edit import Edit
from physics.run.run import Run
from tests.support.balls import NESTEROV

MAX_STEPS = 400


def broken_rules(run: Run) -> list[str]:
    """Rows that don't follow, bit for bit, from the row before, its edits and the rule."""
    rows, found = run.recording.rows(), []
    of_step: dict[int, list[Edit]] = {}
    for edit in run.edits:
        of_step.setdefault(edit.step, []).append(edit)
    balls, landscape = run.balls, run.first_landscape
    values = {name: np.array([ball.value(name) for ball in balls], np.float64) for name in ("alpha", "eta")}
    nesterov = np.array([ball.rule is NESTEROV for ball in balls], np.bool_)
    with np.errstate(all="ignore"):
        for step in range(len(rows.w) - 1):
            w, delta = rows.w[step].copy(), rows.delta[step].copy()
            for edit in of_step.get(step, ()):
                landscape = edit.landscape or landscape
                if edit.ball is not None:
                    _apply(edit, {**values, "w": w, "delta": delta}, nesterov)
            after, moved = step + 1, rows.stepped[step + 1]
            row = map_columns(lambda column, at=after: column[at], rows)
            recorded = {**row._asdict(), **row.parameters, "is_nesterov": row.rule == code_of(NESTEROV)}
            for name, expected in _expected_step(landscape, w, delta, values, nesterov).items():
                wrong = moved & ~_same_bits(recorded[name], expected)
                if wrong.any():
                    ball = int(np.flatnonzero(wrong)[0])
                    found.append(f"{name} of ball {ball + 1} at step {after}: {recorded[name][ball]!r}")
            if found:
                return found
    return found


def _apply(edit: Edit, columns: Columns, nesterov: Bools) -> None:
    for name, value in {**edit.parameters, "w": edit.w, "delta": edit.delta}.items():
        if value is not None:
            columns[name][edit.ball] = value
    if edit.rule is not None:
        nesterov[edit.ball] = edit.rule is NESTEROV


def _expected_step(
    landscape: Landscape, w: Floats, delta: Floats, values: Columns, nesterov: Bools
) -> dict[str, AnyArray]:
    """One step by the formulas of docs/model.md."""
    momentum_term = values["alpha"] * delta
    gradient_term = -values["eta"] * np.where(nesterov, landscape.slope(w + momentum_term), landscape.slope(w))
    step = momentum_term + gradient_term
    new = w + step
    return {
        **values,
        "is_nesterov": nesterov,
        "momentum_term": momentum_term,
        "gradient_term": gradient_term,
        "delta": step,
        "w": new,
        "f": landscape.height(new),
        "slope": landscape.slope(new),
    }


def _same_bits(one: AnyArray, other: AnyArray) -> Bools:
    return (one == other) | (np.isnan(one) & np.isnan(other)) if one.dtype.kind == "f" else one == other


def csv_of(scenario: Scenario, run: Run) -> bytes:
    """The bytes of the trajectories' file."""
    stream = io.BytesIO()
    write_trajectories(stream, scenario, run.recording.rows())
    return stream.getvalue()


def replayed(scenario: Scenario) -> Run:
    """The run of a scenario, from the text of its file."""
    read = parse_scenario(scenario_text(scenario), "sidecar")
    run = Run(read.landscape, read.balls, read.edits, full=read.full)
    run.advance(read.steps)
    return run


def bad_replays(session: Session) -> list[str]:
    """Differences between the recording and a replay of its scenario without a window."""
    scenario = session.scene.scenario()
    recorded, replay = csv_of(scenario, session.run), csv_of(scenario, replayed(scenario))
    if recorded == replay:
        return []
    lines = zip(recorded.split(b"\r\n"), replay.split(b"\r\n"), strict=False)
    return [f"replay: {one.decode()} became {other.decode()}" for one, other in lines if one != other][:2] or [
        f"replay: {len(recorded)} bytes became {len(replay)}"
    ]


def bad_time_travel(session: Session, rng: Random) -> list[str]:
    """Differences between the run at an earlier step and a new run up to that step."""
    run, step = session.run, rng.randint(0, min(session.run.last, MAX_STEPS))
    then = run.as_of(step)
    new = Run(run.first_landscape, run.balls, run.edits, full=run.full)
    new.advance(step, waits=True)
    found = []
    for part in ("state", "status", "parameters", "rule"):
        columns, others = list[AnyArray](), list[AnyArray]()
        map_arrays(columns.append, getattr(then, part))
        map_arrays(others.append, getattr(new, part))
        for one, other in zip(columns, others, strict=True):
            if not np.array_equal(one, other, equal_nan=one.dtype.kind == "f"):
                found.append(f"as of step {step} {part} has {one}, not {other}")
    if then.landscape is not new.landscape or not np.array_equal(then.origin, new.origin):
        found.append(f"as of step {step} landscape or steps since the start differ")
    for ball in range(len(run.balls)):
        if not found and sentence(then, ball) != sentence(new, ball):
            found.append(f"as of step {step}: {sentence(then, ball)!r}, not {sentence(new, ball)!r}")
    return found


def bad_round_trips(scenario: Scenario) -> list[str]:
    """Differences between a scenario and its file or link, read again."""
    text = scenario_text(scenario)
    found = []
    if scenario_text(parse_scenario(text, "saved")) != text:
        found.append("the file differs")
    try:
        link = link_text(scenario)
    except LinkTooLong:
        return found
    if scenario_text(parse_link(link)) != text:
        found.append("the link differs")
    return found
