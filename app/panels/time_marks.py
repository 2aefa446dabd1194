"""The marks on the time line, and what each of them says."""

from enum import IntEnum

import numpy as np

from app.session.joining import now_in_force
from app.session.scene import Scene
from physics.arrays import Ints
from physics.edit import Edit
from physics.happenings import Happenings, jumps, trappings
from physics.recording import Recording
from physics.rules import Rule
from physics.sentences import sentence
from physics.words import number

MOST_ROWS = 1_000_000
"""Rows (steps × balls) that are looked at in one go."""
MOST_SENTENCES = 6
"""More marks than that in one place are only counted."""


class Kind(IntEnum):
    """Kinds of marks, in the order in which they are told."""

    EDIT = 0
    """Something was changed by hand."""
    JUMP = 1
    """A ball passed a hill."""
    TRAPPED = 2
    """A ball was trapped."""


class TimeMarks:
    """The marks of a scene's run, looked for only in what is new."""

    def __init__(self, scene: Scene) -> None:
        """Know none."""
        self._scene = scene
        self.clear()

    def clear(self) -> None:
        """The recording is another one, or was cut."""
        self._recording: Recording | None = None
        self._next = 1
        self._edits: tuple[Edit, ...] = ()
        none = Happenings(np.empty(0, np.intp), np.empty(0, np.intp))
        self._found = dict.fromkeys((Kind.JUMP, Kind.TRAPPED), none)

    def catch_up(self) -> bool:
        """Look at what was recorded since the last time; whether there is a mark more."""
        recording, run = self._scene.run.recording, self._scene.run
        if recording is not self._recording or recording.last < self._next - 1:
            self.clear()
            self._recording = recording
        before = self.count
        self._edits = run.edits
        while self._next <= recording.last:
            stop = min(recording.last + 1, self._next + max(1, MOST_ROWS // max(1, recording.balls)))
            rows, first = recording.rows(self._next - 1, stop), self._next - 1
            for kind, find in ((Kind.JUMP, jumps), (Kind.TRAPPED, trappings)):
                self._found[kind] = _joined(self._found[kind], find(rows, first))
            self._next = stop
        return self.count != before

    @property
    def count(self) -> int:
        """How many marks there are."""
        return len(self._edits) + sum(len(found.step) for found in self._found.values())

    def found(self, kind: Kind) -> Happenings:
        """The steps and balls of the marks of a kind; −1 for the landscape."""
        if kind is not Kind.EDIT:
            return self._found[kind]
        recorded = [edit for edit in self._edits if edit.step <= self._next - 1]
        balls = [-1 if edit.ball is None else edit.ball for edit in recorded]
        return Happenings(np.array([edit.step for edit in recorded], np.intp), np.array(balls, np.intp))

    def words(self, first: int, last: int) -> str:
        """What the marks from step `first` to step `last` say, a line for each."""
        edits = (edit for edit in self._edits if first <= edit.step <= last)
        lines = [(edit.step, Kind.EDIT, f"Step {edit.step:,}: {edit_words(edit)}.") for edit in edits]
        count = len(lines)
        for kind, found in self._found.items():
            begin, stop = np.searchsorted(found.step, (first, last + 1)).tolist()
            count += stop - begin
            for at in range(begin, min(stop, begin + MOST_SENTENCES)):
                step, ball = int(found.step[at]), int(found.ball[at])
                lines.append((step, kind, f"Step {step:,}: {self._told(kind, step, ball)}"))
        told = [line for _, _, line in sorted(lines)[:MOST_SENTENCES]]
        return "\n".join([*told, f"… and {count - len(told):,} more"] if count > len(told) else told)

    def _told(self, kind: Kind, step: int, ball: int) -> str:
        run = self._scene.run.as_of(step)
        name = now_in_force(run, ball).name
        if kind is Kind.TRAPPED:
            return f"{name}: {sentence(run, ball)}"
        valley = int(run.standing.valley[ball]) + 1
        return f"{name} jumped a hill into valley {valley}."


def edit_words(edit: Edit) -> str:
    """What an edit changed, in a few words."""
    if edit.landscape is not None:
        return f"landscape {edit.landscape.title}"
    changes = []
    if edit.alpha is not None:
        changes.append(f"α {number(edit.alpha)}")
    if edit.eta is not None:
        changes.append(f"η {number(edit.eta)}")
    if edit.rule is not None:
        changes.append("Nesterov's rule" if edit.rule is Rule.NESTEROV else "the classical rule")
    if edit.w is not None:
        changes.append(f"put to w = {number(edit.w)}")
    if edit.delta:
        changes.append(f"Δw {number(edit.delta)}")
    return f"ball {(edit.ball or 0) + 1}: {', '.join(changes)}" if changes else f"ball {(edit.ball or 0) + 1} stopped"


def _joined(one: Happenings, other: Happenings) -> Happenings:
    if not len(other.step):
        return one
    columns: list[Ints] = [np.concatenate(pair) for pair in zip(one, other, strict=True)]
    return Happenings(*columns)
