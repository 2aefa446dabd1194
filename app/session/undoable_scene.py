"""A scene whose run, balls and landscape are changed only in ways that can be undone."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager

import numpy as np

from app.files.scenario import Scenario, too_many_edits
from app.session import run_operations
from app.session.history import History, RunChange, TailChange
from app.session.scene import BallStyle, Scene
from physics.arrays import Codes, Columns
from physics.landscape.base import Landscape
from physics.number_text import counted
from physics.rules.base import Rule
from physics.run.ball import Ball
from physics.run.edit import MOVES, Edit, of_step
from physics.run.run import Run


class UndoableScene(Scene):
    """A scene with its history."""

    def __init__(self, scenario: Scenario) -> None:
        """Open a scenario at its first step, with an empty history."""
        super().__init__(scenario)
        self.history = History(self)
        self.history.restored.connect(self._on_restored)
        self._held: tuple[int, float] | None = None
        """Index and w of the ball that is held with the mouse."""

    # Undo.

    def undo(self) -> None:
        """Undo the last change, and show the step at which it was made."""
        self._go_through_history(self.history.undo)

    def redo(self) -> None:
        """Redo the change that was undone last."""
        self._go_through_history(self.history.redo)

    def revert(self, subject: Hashable) -> bool:
        """Undo a gesture that is still going on, and leave no trace of it; False if its subject is another one."""
        return self._go_through_history(lambda: self.history.revert(subject))

    def _go_through_history(self, do: Callable[[], bool]) -> bool:
        self._held = None
        with self._signal_differences():
            return do()

    def _on_restored(self) -> None:
        self.recording_reset.emit()
        self.balls_changed.emit()

    @contextmanager
    def _signal_differences(self) -> Iterator[None]:
        """Compare the scene before and after the context, and emit the signals of what has changed."""
        landscape, selected, title = self.landscape, self.selected, self.title
        rule, values = self.run.rule, self.run.parameters
        yield
        has_other_landscape = self.landscape is not landscape
        if has_other_landscape:
            self._signal_landscape()
        if has_other_landscape or not self._has_values(rule, values):
            self.balls_changed.emit()
        if self.selected != selected:
            self.selection_changed.emit()
        if self.title != title:
            self.title_changed.emit()

    def _has_values(self, rule: Codes, values: Columns) -> bool:
        """Whether the balls have these rules and parameters."""
        columns = self.run.parameters.items()
        return np.array_equal(self.run.rule, rule) and all(
            np.array_equal(column, values[name], equal_nan=True) for name, column in columns
        )

    # Changes of the run.

    def _begin(self, landscape: Landscape, balls: Sequence[Ball], text: str, subject: Hashable = None) -> None:
        """Begin a new run at step 0."""
        run = run_operations.begun(self.run, landscape, balls, self.suggestion)
        self.history.record(text, text if subject is None else subject, RunChange(self))
        self.run = run
        self.suggestion = None
        self.recording_reset.emit()
        self.balls_changed.emit()

    def _replace_run(
        self,
        run: Run,
        looks: tuple[BallStyle, ...],
        text: str,
        selected: int | None = None,
        subject: Hashable = None,
    ) -> None:
        """Go on with a run of other balls."""
        self.history.record(text, (text, run) if subject is None else subject, RunChange(self))
        run.stop_early()
        self.run, self.looks = run, looks
        if selected is not None:
            self.selected = selected
        self.recording_reset.emit()
        self.balls_changed.emit()

    def _edit(self, edits: Sequence[Edit], text: str, subject: Hashable = None) -> bool:
        """Edit the run at this step and drop what comes after it; False if the file format has no room for it."""
        if not self._has_room_for_edits(edits):
            return False
        had_later_steps = self.step < self.run.last
        self.history.record(text, text if subject is None else subject, TailChange(self.run, self.run.detach_tail()))
        self.run.edit(*edits)
        if had_later_steps:
            self.recording_reset.emit()
        return True

    def _change(self, indices: Sequence[int], what: str, values: Mapping[str, float], rule: Rule | None = None) -> None:
        """Change parameters of some balls, or their rule: of what the run begins with at step 0, by an edit later.

        `what` names the values in the menu of undo. Among the values may be a start at step 0, w and delta later.
        """
        if all(self._has(index, values, rule) for index in indices):
            return
        text, subject = f"{what} of {balls_text(indices)}", (what, tuple(indices))
        dropped = self._count_later_edits()
        if self.step == 0:
            balls = list(self.run.balls)
            for index in indices:
                balls[index] = balls[index].changed(values, rule)
            self._begin(self.landscape, balls, text, subject)
        else:
            parameters = {name: value for name, value in values.items() if name not in MOVES}
            w, delta = (values.get(name) for name in MOVES)
            edits = [Edit(self.step, index, parameters, rule, w, delta) for index in indices]
            is_edited = self._edit(edits, text, subject)
            self.balls_changed.emit()  # also after a refusal: the slider goes back
            if not is_edited:
                return
        self._report_dropped(dropped)

    def _has(self, index: int, values: Mapping[str, float], rule: Rule | None) -> bool:
        """Whether a ball has these values already. Setting w stops a ball, which is a change in any case."""
        ball = self.ball(index)
        is_same_rule = rule is None or rule is ball.rule
        return is_same_rule and "w" not in values and all(ball.value(name) == value for name, value in values.items())

    def _has_room_for_edits(self, edits: Sequence[Edit]) -> bool:
        """Whether a file can hold the run with these edits at this step; reports it if not."""
        before = self.run.edits[: of_step(self.run.edits, self.step).stop]
        return self._can_be_saved((*before, *edits))

    def _can_be_saved(self, edits: Sequence[Edit]) -> bool:
        """Whether a file can hold the run with these edits; reports it if not."""
        refusal = too_many_edits(self.run.first_landscape, edits)
        if refusal is not None:
            self.message.emit(f"Nothing was changed: {refusal}. Start again to go on.")
        return refusal is None

    def _count_later_edits(self) -> int:
        """How many edits a change at this step drops."""
        return sum(edit.step > self.step for edit in self.run.edits)

    def _report_dropped(self, edits: int) -> None:
        if edits:
            self.message.emit(f"{counted(edits, 'later change')} dropped; Undo brings back what was.")


def balls_text(indices: Sequence[int]) -> str:
    """Name balls as they are counted on the screen: `ball 2`, `all balls`."""
    return f"ball {indices[0] + 1}" if len(indices) == 1 else "all balls"
