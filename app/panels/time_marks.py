"""The marks on the time line: edits, jumps over hills, trapped balls."""

from enum import IntEnum

import numpy as np

from app.session.scene import Scene
from app.text.balls import edit_text, name_in_run
from app.text.numbers import whole
from app.text.outcomes import sentence
from app.text.translation import _, ngettext
from physics.arrays import Ints
from physics.run.edit import Edit
from physics.run.events import Events, balls_trapped, hills_passed
from physics.run.recording import Recording

MAX_ROWS = 1_000_000
"""Rows (steps × balls) searched in one go."""
MAX_SENTENCES = 6
"""Further marks in the same place are only counted."""


class MarkKind(IntEnum):
    """Kinds of marks, in the order of their sentences."""

    EDIT = 0
    """A ball or the landscape was edited."""
    HILL_PASSED = 1
    """A ball passed a hill."""
    TRAPPED = 2
    """A ball was trapped."""


class TimeMarks:
    """The marks of a scene's run; each row is searched once."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self.clear()

    def clear(self) -> None:
        """Forget all marks: the recording was replaced or truncated."""
        self._recording: Recording | None = None
        self._next = 1
        self._edits: tuple[Edit, ...] = ()
        empty = Events(np.empty(0, np.intp), np.empty(0, np.intp))
        self._found = dict.fromkeys((MarkKind.HILL_PASSED, MarkKind.TRAPPED), empty)

    def catch_up(self) -> int | None:
        """Search what was recorded since the last call. The step from which on marks have changed; None if none has."""
        recording, run = self._scene.run.recording, self._scene.run
        if recording is not self._recording or recording.last < self._next - 1:
            self.clear()
            self._recording = recording
        before, edits, first_new = self.count, self._edits, self._next
        self._edits = run.edits
        while self._next <= recording.last:
            stop = min(recording.last + 1, self._next + max(1, MAX_ROWS // max(1, recording.balls)))
            rows, first = recording.rows(self._next - 1, stop), self._next - 1
            self._found[MarkKind.HILL_PASSED] = _joined(self._found[MarkKind.HILL_PASSED], hills_passed(rows, first))
            self._found[MarkKind.TRAPPED] = _joined(self._found[MarkKind.TRAPPED], balls_trapped(rows, first))
            self._next = stop
        if self.count == before:
            return None
        return first_new if self._edits is edits else 0

    @property
    def count(self) -> int:
        """The number of marks."""
        return len(self._edits) + sum(len(found.step) for found in self._found.values())

    def found(self, kind: MarkKind, first: int = 0) -> Events:
        """Steps and balls of the marks of one kind from step `first` on; ball −1 is the landscape."""
        if kind is not MarkKind.EDIT:
            found = self._found[kind]
            begin = np.searchsorted(found.step, first)
            return Events(found.step[begin:], found.ball[begin:])
        recorded = [edit for edit in self._edits if first <= edit.step <= self._next - 1]
        balls = [-1 if edit.ball is None else edit.ball for edit in recorded]
        return Events(np.array([edit.step for edit in recorded], np.intp), np.array(balls, np.intp))

    def tooltip_text(self, first: int, last: int) -> str:
        """A sentence for each mark from step `first` to step `last`, one a line."""
        edits = (edit for edit in self._edits if first <= edit.step <= min(last, self._next - 1))
        lines = [(edit.step, MarkKind.EDIT, self._edited(edit)) for edit in edits]
        count = len(lines)
        for kind, found in self._found.items():
            begin, stop = np.searchsorted(found.step, (first, last + 1)).tolist()
            count += stop - begin
            for index in range(begin, min(stop, begin + MAX_SENTENCES)):
                step, ball = int(found.step[index]), int(found.ball[index])
                lines.append((step, kind, self._happened(kind, step, ball)))
        shown = [line[2] for line in sorted(lines)[:MAX_SENTENCES]]
        rest = count - len(shown)
        if rest:
            shown.append(ngettext("… and {count} more", "… and {count} more", rest).format(count=whole(rest)))
        return "\n".join(shown)

    def _edited(self, edit: Edit) -> str:
        """What was edited, with the name that the ball had then."""
        step, change = whole(edit.step), edit_text(edit)
        if edit.ball is None:
            return _("Step {step}: {change}.").format(step=step, change=change)
        name = name_in_run(self._scene.run.as_of(edit.step, is_edited=False), edit.ball)
        return _("Step {step}: {ball} → {change}.").format(step=step, ball=name, change=change)

    def _happened(self, kind: MarkKind, step: int, ball: int) -> str:
        run = self._scene.run.as_of(step, is_edited=False)
        name = name_in_run(run, ball)
        if kind is MarkKind.TRAPPED:
            pattern = _("Step {step}: {ball}: {sentence}")
            return pattern.format(step=whole(step), ball=name, sentence=sentence(run, ball))
        rows = run.recording.rows(step - 1, step + 1)
        hills, valley = int(rows.hills_crossed[1, ball] - rows.hills_crossed[0, ball]), int(rows.valley[1, ball])
        into_valley = ngettext(
            "Step {step}: {ball} jumped a hill into valley {valley}.",
            "Step {step}: {ball} jumped {count} hills into valley {valley}.",
            hills,
        )
        out = ngettext(
            "Step {step}: {ball} jumped a hill and left the landscape.",
            "Step {step}: {ball} jumped {count} hills and left the landscape.",
            hills,
        )
        return (into_valley if valley else out).format(step=whole(step), ball=name, count=whole(hills), valley=valley)


def _joined(one: Events, other: Events) -> Events:
    if not len(other.step):
        return one
    columns: list[Ints] = [np.concatenate(pair) for pair in zip(one, other, strict=True)]
    return Events(*columns)
