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
from physics.forcing.noise import normals
from physics.landscape.base import Landscape
from physics.rules.dispatch import code_of
from physics.rules.registry import rule_named
from physics.run.edit import Edit
from physics.run.run import Run
from tests.support.balls import MOMENTUM, NESTEROV

MAX_STEPS = 400


def broken_rules(run: Run) -> list[str]:
    """Rows that don't follow, bit for bit, from the row before, its edits and the rule.

    Of rules besides momentum and Nesterov's only what all rules share is checked.
    """
    rows, found = run.recording.rows(), []
    of_step: dict[int, list[Edit]] = {}
    for edit in run.edits:
        of_step.setdefault(edit.step, []).append(edit)
    balls, landscape, forcing = run.balls, run.first_landscape, run.first_forcing
    values = {name: np.array([ball.value(name) for ball in balls], np.float64) for name in ("alpha", "eta")}
    rule = np.array([code_of(ball.rule) for ball in balls])
    with np.errstate(all="ignore"):
        for step in range(len(rows.w) - 1):
            w, delta = rows.w[step].copy(), rows.delta[step].copy()
            for edit in of_step.get(step, ()):
                landscape = edit.landscape or landscape
                forcing = forcing if edit.noise is None else forcing.with_noise(edit.noise)
                if edit.ball is not None:
                    _apply(edit, {**values, "w": w, "delta": delta}, rule)
            after, moved = step + 1, rows.stepped[step + 1]
            row = map_columns(lambda column, at=after: column[at], rows)
            recorded = {**row._asdict(), **row.parameters}
            in_force = forcing.in_force(values, step)
            noise = forcing.noise * normals(forcing.seed, step, 1) if forcing.is_noisy else None
            for name, expected in _expected_step(landscape, w, delta, in_force, rule, noise, recorded).items():
                wrong = moved & ~_same_bits(recorded[name], expected)
                if wrong.any():
                    ball = int(np.flatnonzero(wrong)[0])
                    found.append(f"{name} of ball {ball + 1} at step {after}: {recorded[name][ball]!r}")
            if found:
                return found
    return found


def _apply(edit: Edit, columns: Columns, rule: AnyArray) -> None:
    for name, value in {**edit.parameters, "w": edit.w, "delta": edit.delta}.items():
        if value is not None and name in columns:
            columns[name][edit.ball] = value
    if edit.rule is not None:
        rule[edit.ball] = code_of(edit.rule)


def _expected_step(
    landscape: Landscape,
    w: Floats,
    delta: Floats,
    values: Columns,
    rule: AnyArray,
    noise: Floats | None,
    recorded: dict[str, AnyArray],
) -> dict[str, AnyArray]:
    """One step by the formulas of docs/model.md; the terms of other rules as they are recorded."""
    momentum_term = np.where(rule == code_of(rule_named("adam")), recorded["momentum_term"], values["alpha"] * delta)
    is_nesterov = rule == code_of(NESTEROV)
    slope = landscape.slope(np.where(is_nesterov, w + momentum_term, w))
    gradient_term = -values["eta"] * (slope if noise is None else slope + noise)
    is_heavy = is_nesterov | (rule == code_of(MOMENTUM))
    gradient_term = np.where(is_heavy, gradient_term, recorded["gradient_term"])
    step = momentum_term + gradient_term
    new = w + step
    return {
        **values,
        "rule": rule,
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
    run = Run(read.landscape, read.balls, read.edits, full=read.full, forcing=read.forcing)
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
    new = Run(run.first_landscape, run.balls, run.edits, full=run.full, forcing=run.first_forcing)
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
    again = scenario_text(parse_scenario(text, "saved"))
    if again != text:
        found += [
            f"the file differs: {one} became {other}"
            for one, other in zip(text.splitlines(), again.splitlines(), strict=False)
            if one != other
        ]
    try:
        link = link_text(scenario)
    except LinkTooLong:
        return found
    if scenario_text(parse_link(link)) != text:
        found.append("the link differs")
    return found
