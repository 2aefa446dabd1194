"""Changes of the scene's run, each of which can be undone."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import replace

from app.files.edits import too_many_edits
from app.files.lesson import LOCKABLE
from app.session import run_operations
from app.session.changes import Change, RunChange, TailChange
from app.session.fast_forward import FastForward
from app.session.history import History
from app.session.scene import BallStyle, Scene, more_styles
from app.session.throttle import Throttle
from app.text.changes import change_text
from app.text.lessons import locked_text
from app.text.numbers import whole
from app.text.translation import N_, _, ngettext
from physics.forcing.forcing import Forcing
from physics.landscape.base import Landscape
from physics.rules.base import Rule
from physics.run.ball import START, Ball
from physics.run.edit import MOVES, Edit, of_step
from physics.run.run import Run

MAX_LAST_RUN_ROWS = 250_000
"""Rows (steps × balls) of a run that is kept for a comparison: its lines are drawn at once."""


class RunEditor:
    """Changes the run, the landscape and the balls of a scene, and goes back and forth in the history of changes.

    At step 0 an edit changes what the run begins with; at a later step it is recorded, in force from the next step on,
    so that the run can be replayed bit for bit.
    """

    def __init__(self, scene: Scene, history: History, fast_forward: FastForward, texts: Throttle) -> None:
        """`texts` updates the texts about the run."""
        self._scene, self._history, self._fast_forward, self._texts = scene, history, fast_forward, texts
        self._dragged: tuple[int, float] | None = None
        """Index and w of the ball that is dragged with the mouse."""
        history.restored.connect(self._on_restored)

    # Undo.

    def undo(self) -> None:
        """Undo the last change, and show the step at which it was made."""
        self._go_through_history(self._history.undo)

    def redo(self) -> None:
        """Redo the change that was undone last."""
        self._go_through_history(self._history.redo)

    def revert(self, key: Hashable) -> bool:
        """Undo the last change, and leave no trace of it; False if it was recorded with another key."""
        return self._go_through_history(lambda: self._history.revert(key))

    def record(self, text: str, subject: Hashable, change: Change) -> None:
        """Record a change that is about to be made; one of the run drops what is computed in the background."""
        if isinstance(change, RunChange | TailChange):
            self._fast_forward.cancel()
        self._history.record(text, subject, change)

    def _go_through_history(self, do: Callable[[], bool]) -> bool:
        self.drop()
        with self._scene.signal_differences():
            is_done = do()
        replay = self._history.take_replay()
        if replay is not None:
            self._fast_forward.begin(*replay)
        return is_done

    def _on_restored(self) -> None:
        self._scene.last_run = None  # it may be the run that is shown again
        self._scene.recording_reset.emit()
        self._scene.balls_changed.emit()

    # Another run.

    def begin(self, landscape: Landscape, balls: Sequence[Ball], text: str, forcing: Forcing | None = None) -> None:
        """Begin a new run at step 0, with the start and η of a landscape that was chosen meanwhile.

        Without `forcing`, noise and schedule stay as they are.
        """
        scene, count = self._scene, len(balls)
        run = run_operations.begun(scene.run, landscape, balls, scene.suggestion)
        has_other_forcing = forcing is not None and forcing != scene.run.forcing
        if has_other_forcing and forcing is not None:
            run = run_operations.with_forcing(run, forcing)
        self._keep_last_run(landscape, count)
        self.record(text, None, RunChange(scene))
        scene.run = run
        scene.styles = (*scene.styles, *more_styles(scene.styles, count - len(scene.styles)))[:count]
        scene.suggestion = None
        scene.selected = min(scene.selected, count - 1)
        if has_other_forcing:
            scene.forcing_changed.emit()
        scene.recording_reset.emit()
        scene.balls_changed.emit()

    def replace_run(
        self,
        run: Run,
        styles: tuple[BallStyle, ...],
        text: str,
        selected: int | None = None,
        subject: Hashable = None,
    ) -> None:
        """Go on with a run of other balls."""
        scene, replay = self._scene, self._scene.replay
        self._keep_last_run(scene.landscape, len(run.balls))
        self.record(text, subject, RunChange(scene))
        run.stop_early()
        scene.run, scene.styles = run, styles
        if selected is not None:
            scene.selected = selected
        scene.recording_reset.emit()
        scene.balls_changed.emit()
        if replay is not None:
            self._fast_forward.begin(*replay)

    def replace_run_and_replay(
        self, run: Run, styles: tuple[BallStyle, ...], text: str, subject: Hashable = None
    ) -> None:
        """Go on with a run that has not begun, and compute it in the background to the step that was recorded."""
        recorded, step = self._scene.recorded
        self.replace_run(run, styles, text, subject=subject)
        self._fast_forward.begin(recorded, step)

    def _keep_last_run(self, landscape: Landscape, balls: int) -> None:
        """Keep the run that is about to be replaced, for a comparison, where the next one has the same landscape.

        `balls`: how many the next one has. A long run is not kept.
        """
        scene, run = self._scene, self._scene.run
        is_alike = landscape is scene.landscape and balls == len(run.balls)
        is_kept = is_alike and run.last > 0 and run.last * balls <= MAX_LAST_RUN_ROWS
        scene.last_run = run.snapshot(run.last) if is_kept else None

    def replays_long(self, balls: int) -> bool:
        """Whether computing this many balls up to the last recorded step is left to the background."""
        run = self._scene.run
        return self._scene.replay is not None or run_operations.is_long(run.last, balls, run.edits)

    # Edits.

    def edit(self, edits: Sequence[Edit], text: str, subject: Hashable = None) -> int | None:
        """Edit the run at this step and drop what comes after it.

        Returns how many later edits were dropped, for `report_dropped`; None if the file format has no room for it.
        """
        scene, run = self._scene, self._scene.run
        if not self.has_room_for_edits(edits):
            return None
        dropped = sum(edit.step > run.step for edit in run.edits)
        is_first_row = run.step == 0
        had_later_steps = run.step < run.last
        if any(edit.landscape is not None for edit in edits):
            scene.last_run = None
        elif had_later_steps:
            self._keep_last_run(scene.landscape, len(run.balls))
        self.record(text, subject, TailChange(scene, run.detach_tail()))
        if is_first_row:
            run.edit_beginning(*edits)
        else:
            run.edit(*edits)
        if is_first_row or had_later_steps:
            scene.recording_reset.emit()
        return dropped

    def report_dropped(self, edits: int | None) -> None:
        """Say how many later edits an edit has dropped, if any."""
        if edits:
            message = ngettext(
                "{count} later change dropped; Undo brings back what was.",
                "{count} later changes dropped; Undo brings back what was.",
                edits,
            )
            self._scene.message.emit(message.format(count=whole(edits)))

    def change(self, indices: Sequence[int], what: str, values: Mapping[str, float], rule: Rule | None = None) -> None:
        """Change parameters of some balls, their rule, or w and delta. `what` names them, see `change_text`."""
        scene = self._scene
        if all(self._has(index, values, rule) for index in indices):
            return
        if self.refuses(*map(lock_of, values), *([] if rule is None else ["rule"])):
            scene.parameters_changed.emit(tuple(indices))  # the slider goes back
            return
        parameters = {name: value for name, value in values.items() if name not in MOVES}
        w, delta = (values.get(name) for name in MOVES)
        edits = [Edit(scene.step, index, parameters, rule, w, delta) for index in indices]
        dropped = self.edit(edits, change_text(what, indices), (what, tuple(indices)))
        scene.parameters_changed.emit(tuple(indices))  # also after a refusal: the slider goes back
        self._texts.refresh_now()
        self.report_dropped(dropped)

    def replace_landscape(self, landscape: Landscape, *, is_chosen: bool = False) -> None:
        """Put another landscape under the balls."""
        scene = self._scene
        dropped = self.edit([Edit(scene.step, landscape=landscape)], _("landscape"))
        if dropped is not None:
            scene.signal_landscape(is_chosen=is_chosen)
            scene.balls_changed.emit()
            self.report_dropped(dropped)

    def set_starts(self, indices: Sequence[int], start: float) -> None:
        """Set where balls begin; after step 0 they are shown where they would be by now.

        Raises ValueError outside the domain of the landscape that the run begins on.
        """
        scene, run = self._scene, self._scene.run
        lo, hi = run.first_landscape.domain
        if not lo <= start <= hi:
            raise ValueError(f"start: {start!r} is outside the landscape, which reaches from {lo:g} to {hi:g}")
        if all(run.balls[index].start == start for index in indices):
            return
        if self.refuses(START.name):
            scene.parameters_changed.emit(tuple(indices))
            return
        text, subject = change_text(START.symbol, indices), (START.name, tuple(indices))
        if scene.recorded[1] == 0:
            self.change(indices, START.symbol, {"w": start, "delta": 0.0})
        elif self.replays_long(len(indices)):
            balls = [replace(ball, start=start) if i in indices else ball for i, ball in enumerate(run.balls)]
            self.replace_run_and_replay(run_operations.as_at_first(run, balls), scene.styles, text, subject)
        else:
            self.replace_run(run_operations.with_start(run, indices, start), scene.styles, text, subject=subject)

    # A ball that is dragged.

    @property
    def is_dragging(self) -> bool:
        """Whether a ball is kept where the mouse holds it."""
        return self._dragged is not None

    def drag(self, index: int, w: float) -> None:
        """Keep a ball at rest at w, moved into the domain, until `drop`."""
        lo, hi = self._scene.landscape.domain
        if self.refuses(START.name):
            return
        if self._dragged is None:
            self._history.begin_gesture(self)
        self._dragged = index, min(max(w, lo), hi)
        self.keep_dragged_in_place()

    def drop(self) -> None:
        """Let the dragged ball go."""
        if self._dragged is not None:
            self._dragged = None
            self._history.end_gesture(self)

    def keep_dragged_in_place(self) -> None:
        """Put a dragged ball back, after steps were made."""
        if self._dragged is not None:
            self.move_to(*self._dragged, {})

    def move_to(self, index: int, w: float, values: Mapping[str, float]) -> None:
        """Put a ball at rest at w, with other values of parameters."""
        self.change([index], N_("place"), {**values, "w": w, "delta": 0.0})

    # What is locked.

    def refuses(self, *names: str) -> bool:
        """Whether one of these (`app.files.lesson.LOCKABLE`) is locked; reports it if so."""
        locked = next((name for name in names if name in self._scene.locked), None)
        if locked is not None:
            self._scene.message.emit(locked_text(locked))
        return locked is not None

    # What a file can hold.

    def has_room_for_edits(self, edits: Sequence[Edit]) -> bool:
        """Whether a file can hold the run with these edits at this step; reports it if not."""
        run = self._scene.run
        before = run.edits[: of_step(run.edits, run.step).stop]
        return self.can_be_saved((*before, *edits))

    def can_be_saved(self, edits: Sequence[Edit]) -> bool:
        """Whether a file can hold the run with these edits; reports it if not."""
        refusal = too_many_edits(self._scene.run.first_landscape, edits)
        if refusal is not None:
            message = _("Nothing was changed: {refusal}. Start again to go on.")
            self._scene.message.emit(message.format(refusal=refusal))
        return refusal is None

    def _has(self, index: int, values: Mapping[str, float], rule: Rule | None) -> bool:
        """Whether a ball has these values already. Placing a ball stops it, which is a change but at its start."""
        now = self._scene.run.ball_parameters(index)
        if "w" in values:
            is_at_rest = self._scene.step == 0 and not self._scene.run.state.delta[index]
            is_there = is_at_rest and self._scene.run.state.w[index].item() == values["w"]
        else:
            is_there = True
        return (
            is_there
            and (rule is None or rule is now.rule)
            and all(now.values.get(name) == value for name, value in values.items() if name not in MOVES)
        )


def lock_of(name: str) -> str:
    """What of `app.files.lesson.LOCKABLE` a parameter of a ball belongs to, or its place or speed."""
    if name in MOVES:
        return START.name
    return name if name in LOCKABLE else "parameters"
