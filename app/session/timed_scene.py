"""The scene in time: what plays, rests, goes back, and runs to the end."""

import time
from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace

from app.files.scenario import Scenario
from app.files.view import View
from app.session.look import Look
from app.session.pace import Pace
from app.session.playback import Playback
from app.session.preview import Preview
from app.session.run_ahead import RunAhead
from app.session.slow_motion import SlowMotion
from app.session.turns import Turns
from app.session.undoable_scene import UndoableScene
from physics.edit import Edit
from physics.run import Run

TEXTS_EVERY = 200
"""Milliseconds between two texts about the run while time moves: to be read, not only seen."""
AT_ONCE = 2_000_000
"""Work that is done before a scenario is shown, counted in rows (steps × balls): some tenths of a second."""
STEP, EDIT = 50, 4000
"""What a step takes beside its balls, and what an edit takes, both in rows."""


class TimedScene(UndoableScene):
    """The scene with its clock; what a person can change about it is the session's."""

    def __init__(self, scenario: Scenario, now: Callable[[], float] = time.perf_counter) -> None:
        """Open a scenario at its first step, paused. `now` gives seconds; tests pass their own."""
        super().__init__(scenario)
        self.playback = Playback(self, now)
        self.history.restored.connect(self.pause)
        self.rewound.connect(self.playback.begin_anew)
        self.turns = Turns()
        self.preview = Preview(self.turns)
        for signal in (self.landscape_changed, self.rewound, self.wound):
            signal.connect(self.preview.clear)
        self.playback.playing_changed.connect(self._on_playing_changed)
        self.playback.moving_changed.connect(self._on_moving_changed)
        self.playback.due.connect(self._advance)
        self.slow_motion = SlowMotion(self, self.playback, self.step_on, self.step_back)
        self.run_ahead = RunAhead(self, self._take_over)
        self.history.recorded.connect(self.run_ahead.give_up)
        texts = Pace(self.playback, self.texts_due.emit, TEXTS_EVERY, self)
        self.step_changed.connect(texts.touch)
        edits = self.rewound, self.balls_changed, self.landscape_changed
        for signal in (*edits, self.selection_changed, self.slow_motion.changed):
            signal.connect(texts.refresh_now)

    def open(self, scenario: Scenario, *, replays: bool) -> None:
        """Show another scenario instead, paused: where it was when it was saved, or at its first step.

        What was done before can't be undone any more. What is replayed soon is replayed at once, the rest in the
        background.
        """
        self.pause()
        self.slow_motion.end()
        self.run_ahead.give_up()
        self._held = self.suggestion = None
        self.history.clear()
        self._take(scenario)
        recorded, step = _where_saved(scenario) if replays else (0, 0)
        is_short = not takes_long(recorded, len(self.run.balls), scenario.edits)
        if is_short:
            self.run.advance(recorded, waits=True)
            self.run.go_to(min(step, self.run.last))
        self.rewound.emit()
        self._tell_landscape(is_chosen=True)
        for signal in (self.balls_changed, self.selection_changed, self.title_changed):
            signal.emit()
        self.replaced.emit()
        if not is_short:
            self.run_ahead.begin(recorded, step)

    def to_save(self, speed: float, hidden: frozenset[str]) -> Scenario:
        """What a saved scenario holds: what is still to come too, and how it is looked at.

        A run that has not begun keeps the number of steps that it was opened with; so does one with edits to come.
        """
        run = self.run
        recorded, step = self._recorded
        has_more = recorded == 0 or any(edit.step > recorded for edit in run.edits)
        steps = max(recorded, self._planned) if has_more else recorded
        view = View(
            step=None if step == recorded else step,
            recorded=None if recorded == steps else recorded,
            speed=speed,
            hidden=hidden,
            selected=self.selected if run.balls else None,
            looks=tuple((look.colour, look.mark) for look in self.looks),
        )
        return replace(self.scenario(), steps=steps, view=view)

    # Time.

    def play(self) -> None:
        """Set the run going; one that is over once more, or anew with what was changed since it ended."""
        if not self.run.balls:
            self.ball_missing.emit()
            return
        if self.run.is_over and self.step > 0:
            if any(edit.step == self.run.last for edit in self.run.edits):
                self.restart()
            else:
                self.seek(0)
        if not self.run.is_over:
            self.playback.start()

    def pause(self) -> None:
        """Stop at the step that is shown."""
        self.playback.stop()

    def toggle(self) -> None:
        """Play or pause."""
        if self.playback.is_playing:
            self.pause()
        else:
            self.play()

    def step_on(self, steps: int = 1) -> None:
        """Make one step, or some, and stay there."""
        self.pause()
        self._advance(steps)

    def step_back(self, steps: int = 1) -> None:
        """Go one step back, or some, and stay there."""
        self.pause()
        self.seek(self.step - steps)

    def go_on(self) -> None:
        """Make one step, or in slow motion show its next moment."""
        if self.slow_motion.is_on:
            self.slow_motion.on()
        else:
            self.step_on()

    def go_back(self) -> None:
        """Go one step back, or in slow motion to the moment before."""
        if self.slow_motion.is_on:
            self.slow_motion.back()
        else:
            self.step_back()

    def seek(self, step: int) -> None:
        """Show a recorded step, or the one nearest to it; time runs on from there if it runs."""
        self._held = None
        before = self.step
        with self._telling_what_differs():
            self.run.go_to(min(max(step, 0), self.run.last))
        if self.step != before:
            self.playback.begin_anew()
            self.wound.emit()
            self.step_changed.emit()

    def restart(self) -> None:
        """Begin anew at step 0 with the landscape and the values now in force; go back there if none was changed."""
        if not self.run.edits and self.suggestion is None:
            self.seek(0)
        else:
            self._begin(self.landscape, self.balls, "start again")

    def go_to_step(self, step: int) -> None:
        """Show a step; one that is not recorded yet is run to, as far as the run goes."""
        if step <= self.run.last:
            self.seek(step)
        else:
            self.pause()
            self.run_ahead.begin(step)

    def to_the_end(self) -> None:
        """Show the last recorded step; from there, run until every ball has come to its end or to the step limit."""
        self.pause()
        if self.run_ahead.is_busy:
            self.run_ahead.stop()
        elif self.step < self.run.last:
            self.seek(self.run.last)
        elif not self.run.is_over and not self.run.is_full:
            self.run_ahead.begin()

    @property
    def _recorded(self) -> tuple[int, int]:
        """How far the run is recorded, or will be when it has been replayed, and the step that is shown then."""
        return self.run_ahead.replay or (self.run.last, self.run.step)

    def _replays_long(self, balls: int) -> bool:
        """Whether so many balls catch up with what is recorded in the background."""
        return self.run_ahead.replay is not None or takes_long(self.run.last, balls, self.run.edits)

    def _join_and_replay(self, run: Run, looks: tuple[Look, ...], text: str, subject: Hashable = None) -> None:
        """Go on with a run that has not begun, and replay it in the background as far as the one before was recorded.

        What changes what a run begins with takes as long as the whole run.
        """
        recorded, step = self._recorded
        self._join(run, looks, text, subject=subject)
        self.run_ahead.begin(recorded, step)

    def _take_over(self, further: Run, show: int | None) -> None:
        """Go to the end of a run that has gone on from the last step elsewhere, or to the step to be shown."""
        with self._telling_what_differs():
            self.run.take_over(further)
            if show is not None:
                self.run.go_to(min(show, self.run.last))
        self.wound.emit()
        self.step_changed.emit()
        if show is not None:
            return
        if not self._rest_at_the_end():
            self.said.emit(f"Stopped at step {self.step:,}: {_still_moving(self.run)}.")

    def _on_playing_changed(self) -> None:
        if self.playback.is_playing:
            self.run_ahead.give_up()

    def _on_moving_changed(self) -> None:
        self.turns.is_gentle = self.playback.is_moving

    def _advance(self, steps: int) -> None:
        if self.step + steps > self.run.last:
            self.run_ahead.give_up()
        with self._telling_what_differs():
            made = self.run.advance(steps)
            if made:
                self._keep_held()
        if made:
            self.step_changed.emit()
        self._rest_at_the_end()

    def _keep_held(self) -> None:
        """Put a ball that is held back to where it is held, after steps were made."""

    def _rest_at_the_end(self) -> bool:
        """Pause and say so where there is no next step; whether that is so."""
        if self.run.is_over:
            said = "Every ball has come to an end."
        elif self.run.is_full:
            said = f"The recording is full at step {self.step:,}: start again, or remove balls."
        else:
            return False
        self.pause()
        self.said.emit(said)
        return True


def takes_long(steps: int, balls: int, edits: Iterable[Edit]) -> bool:
    """Whether so many steps of so many balls, with these edits, are to be made in the background."""
    return steps * (STEP + balls) + sum(edit.step <= steps for edit in edits) * EDIT > AT_ONCE


def _where_saved(scenario: Scenario) -> tuple[int, int]:
    """How far a scenario had been recorded when it was saved, and which step was shown."""
    view = scenario.view or View()
    recorded = scenario.steps if view.recorded is None else view.recorded
    return recorded, recorded if view.step is None else view.step


def _still_moving(run: Run) -> str:
    count = len(run.balls) - int(run.parked().sum())
    return "1 ball is still moving" if count == 1 else f"{count} balls are still moving"
