"""All that undo, or a saved file, has to bring back; and one change of each kind."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from app.session.scene import BallStyle
from app.session.session import Session
from physics.rules.base import Rule
from physics.rules.suggestion import Suggestion
from physics.sweep.grid import Quantity
from tests.support.scenes import BOWL

State = tuple[Any, ...]


def state_of(session: Session) -> State:
    """All that undo has to bring back, as plain values and bytes."""
    run = session.run
    rows = tuple(column.tobytes() for column in run.recording.rows())
    present = tuple(column.tobytes() for part in (run.state, run.status, run.parameters) for column in part)
    edits = tuple(sorted(map(repr, run.edits)))
    return (
        session.title,
        session.looks,
        run.balls,
        run.first_landscape,
        edits,
        session.landscape,
        run.step,
        rows,
        present,
    )


CHANGES: dict[str, Callable[[Session], object]] = {
    "α of ball 2": lambda session: session.set_alpha(1, 0.5),
    "η of all balls": lambda session: session.set_eta_for_all(0.05),
    "rule of ball 1": lambda session: session.set_rule(0, Rule.NESTEROV),
    "start of ball 3": lambda session: session.set_start(2, 1.5),
    "place of ball 4": lambda session: session.put(3, {Quantity.START: -1.0, Quantity.ALPHA: 0.6}),
    "name of ball 5": lambda session: session.rename(4, "heavy"),
    "look of ball 1": lambda session: session.set_look(0, BallStyle(7, 9)),
    "add a ball": lambda session: session.add(),
    "fan of 3 balls": lambda session: session.fan([0.1, 0.2, 0.3]),
    "duplicate ball 2": lambda session: session.duplicate(1),
    "remove ball 3": lambda session: session.remove(2),
    "landscape": lambda session: session.set_landscape(BOWL),
    "landscape “Bowl”": lambda session: session.choose(BOWL, "Bowl", Suggestion(1.0, 0.1)),
    "title": lambda session: session.set_title("Mine"),
}


def shown(session: Session) -> tuple[object, ...]:
    """All that is seen of a scene; landscapes by what is said of them, since they were read anew."""
    title, looks, run_balls, _, edits, _, step, rows, present = state_of(session)
    names = [replace(ball, name="") for ball in run_balls]
    return title, looks, names, len(edits), step, rows, present, session.selected, session.landscape.title
