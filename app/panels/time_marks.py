"""The marks on the time line, and what each of them says."""

from enum import IntEnum

import numpy as np

from app.session.joining import rule_words, shown_name
from app.session.scene import Scene
from physics.arrays import Ints
from physics.edit import Edit
from physics.happenings import Happenings, jumps, trappings
from physics.recording import Recording, Rows
from physics.sentences import sentence
from physics.words import number, rounded_alpha

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
        self._stays: dict[int, tuple[int, int]] = {}
        """Of each ball that was trapped: how many hills it had crossed and edits there had been by then."""

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
            self._found[Kind.JUMP] = _joined(self._found[Kind.JUMP], jumps(rows, first))
            new = self._once_a_stay(trappings(rows, first), rows, first)
            self._found[Kind.TRAPPED] = _joined(self._found[Kind.TRAPPED], new)
            self._next = stop
        return self.count != before

    def _once_a_stay(self, found: Happenings, rows: Rows, first: int) -> Happenings:
        """Leave out that a ball is trapped once more where it had been before, as one that swings for ever may be."""
        hills = rows.hills_crossed[found.step - first, found.ball].tolist()
        edits = np.searchsorted([edit.step for edit in self._edits], found.step).tolist()
        kept = []
        for at, (ball, stay) in enumerate(zip(found.ball.tolist(), zip(hills, edits, strict=True), strict=True)):
            if self._stays.get(ball) != stay:
                self._stays[ball] = stay
                kept.append(at)
        return Happenings(found.step[kept], found.ball[kept])

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
        edits = (edit for edit in self._edits if first <= edit.step <= min(last, self._next - 1))
        lines = [(edit.step, Kind.EDIT, f"Step {edit.step:,}: {self._changed(edit)}.") for edit in edits]
        count = len(lines)
        for kind, found in self._found.items():
            begin, stop = np.searchsorted(found.step, (first, last + 1)).tolist()
            count += stop - begin
            for at in range(begin, min(stop, begin + MOST_SENTENCES)):
                step, ball = int(found.step[at]), int(found.ball[at])
                lines.append((step, kind, f"Step {step:,}: {self._told(kind, step, ball)}"))
        told = [line for _, _, line in sorted(lines)[:MOST_SENTENCES]]
        return "\n".join([*told, f"… and {count - len(told):,} more"] if count > len(told) else told)

    def _changed(self, edit: Edit) -> str:
        """Which ball was changed, as it was called then, and how; or to which landscape."""
        if edit.ball is None:
            return edit_words(edit)
        return f"{shown_name(self._scene.run.as_of(edit.step, is_edited=False), edit.ball)} → {edit_words(edit)}"

    def _told(self, kind: Kind, step: int, ball: int) -> str:
        run = self._scene.run.as_of(step, is_edited=False)
        name = shown_name(run, ball)
        if kind is Kind.TRAPPED:
            return f"{name}: {sentence(run, ball)}"
        rows = run.recording.rows(step - 1, step + 1)
        hills, valley = int(rows.hills_crossed[1, ball] - rows.hills_crossed[0, ball]), int(rows.valley[1, ball])
        over = "a hill" if hills == 1 else f"{hills} hills"
        return f"{name} jumped {over} {f'into valley {valley}' if valley else 'and left the landscape'}."


def edit_words(edit: Edit) -> str:
    """What an edit changed, in a few words."""
    if edit.landscape is not None:
        return f"landscape “{edit.landscape.title}”"
    changes = []
    if edit.alpha is not None:
        changes.append(f"α {rounded_alpha(edit.alpha)}")
    if edit.eta is not None:
        changes.append(f"η {number(edit.eta)}")
    if edit.rule is not None:
        changes.append(rule_words(edit.rule))
    if edit.w is not None:
        changes.append(f"put to w = {number(edit.w)}")
    if edit.delta:
        changes.append(f"Δw {number(edit.delta)}")
    return ", ".join(changes) or "stopped"


def _joined(one: Happenings, other: Happenings) -> Happenings:
    if not len(other.step):
        return one
    columns: list[Ints] = [np.concatenate(pair) for pair in zip(one, other, strict=True)]
    return Happenings(*columns)
