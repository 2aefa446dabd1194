"""A scene in time: playing, stepping, seeking and running to the end, opening and saving."""

import time
from collections.abc import Callable, Hashable
from dataclasses import replace

from app.files.scenario import Scenario
from app.files.view import View
from app.session.fast_forward import FastForward
from app.session.ghost import GhostRun
from app.session.playback import Playback
from app.session.run_operations import is_long
from app.session.scene import BallStyle
from app.session.slow_motion import SlowMotion
from app.session.tasks import ComputeLock, Throttle
from app.session.undoable_scene import UndoableScene
from physics.run.run import Run

TEXT_INTERVAL_MS = 200
"""Least time between two updates of the texts about the run while time moves, so that they can be read."""


class TimedScene(UndoableScene):
    """A scene with its playback, slow motion and fast forward."""

    def __init__(self, scenario: Scenario, now: Callable[[], float] = time.perf_counter) -> None:
        """Open a scenario at its first step, paused. `now` gives seconds; tests pass their own."""
        super().__init__(scenario)
        self.playback = Playback(self, now)
        self.history.restored.connect(self.pause)
        self.recording_reset.connect(self.playback.reset_clock)
        self.compute_lock = ComputeLock()
        self.ghost_run = GhostRun(self.compute_lock)
        for signal in (self.landscape_changed, self.recording_reset, self.seeked):
            signal.connect(self.ghost_run.clear)
        self.playback.playing_changed.connect(self._on_playing_changed)
        self.playback.moving_changed.connect(self._on_moving_changed)
        self.playback.due.connect(self._advance)
        self.slow_motion = SlowMotion(self, self.playback, self.step_on, self.step_back)
        self.fast_forward = FastForward(self, self._merge)
        self.history.recorded.connect(self.fast_forward.cancel)
        texts = Throttle(self.playback, self.texts_due.emit, TEXT_INTERVAL_MS, self)
        self.step_changed.connect(texts.touch)
        edits = self.recording_reset, self.balls_changed, self.landscape_changed
        for signal in (*edits, self.selection_changed, self.slow_motion.changed):
            signal.connect(texts.refresh_now)

    # Opening and saving.

    def open(self, scenario: Scenario, *, replays: bool) -> None:
        """Show another scenario, paused, with an empty history: at the step that was saved, or at its first step.

        A short run is replayed before this returns, a long one in the background.
        """
        self.pause()
        self.slow_motion.end()
        self.fast_forward.cancel()
        self._held = self.suggestion = None
        self.history.clear()
        self._take(scenario)
        recorded, step = _saved_steps(scenario) if replays else (0, 0)
        is_short = not is_long(recorded, len(self.run.balls), scenario.edits)
        if is_short:
            self.run.advance(recorded, waits=True)
            self.run.go_to(min(step, self.run.last))
        self.recording_reset.emit()
        self._signal_landscape(is_chosen=True)
        for signal in (self.balls_changed, self.selection_changed, self.title_changed):
            signal.emit()
        self.scenario_loaded.emit()
        if not is_short:
            self.fast_forward.begin(recorded, step)

    def to_save(self, speed: float, hidden: frozenset[str]) -> Scenario:
        """Return the scenario for a file, with the view and with edits that are still to come.

        A run that has not begun, or has edits to come, keeps the number of steps that it was opened with.
        """
        run = self.run
        recorded, step = self.recorded
        has_more = recorded == 0 or any(edit.step > recorded for edit in run.edits)
        steps = max(recorded, self._planned_steps) if has_more else recorded
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
        """Start the playback; a run that is over is played again, or restarted if it was edited at its end."""
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
        """Stop the playback at the step that is shown."""
        self.playback.stop()

    def toggle(self) -> None:
        """Play or pause."""
        if self.playback.is_playing:
            self.pause()
        else:
            self.play()

    def step_on(self, steps: int = 1) -> None:
        """Pause and go some steps on."""
        self.pause()
        self._advance(steps)

    def step_back(self, steps: int = 1) -> None:
        """Pause and go some steps back."""
        self.pause()
        self.seek(self.step - steps)

    def go_on(self) -> None:
        """Go one step on, or in slow motion to the next moment."""
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
        """Show the recorded step nearest to `step`; the playback continues from there if it is running."""
        self._held = None
        before = self.step
        with self._signal_differences():
            self.run.go_to(min(max(step, 0), self.run.last))
        if self.step != before:
            self.playback.reset_clock()
            self.seeked.emit()
            self.step_changed.emit()

    def restart(self) -> None:
        """Go back to step 0; if anything was changed since, begin a new run with the present values."""
        if not self.run.edits and self.suggestion is None:
            self.seek(0)
        else:
            self._begin(self.landscape, self.balls, "start again")

    def go_to_step(self, step: int) -> None:
        """Show a step; one that is not recorded yet is computed in the background."""
        if step <= self.run.last:
            self.seek(step)
        else:
            self.pause()
            self.fast_forward.begin(step)

    def to_the_end(self) -> None:
        """Show the last recorded step; from there, compute to the end of the run in the background, or stop that."""
        self.pause()
        if self.fast_forward.is_busy:
            self.fast_forward.stop()
        elif self.step < self.run.last:
            self.seek(self.run.last)
        elif not self.run.is_over and not self.run.is_full:
            self.fast_forward.begin()

    @property
    def recorded(self) -> tuple[int, int]:
        """The last recorded step and the one that is shown; of a run that is being replayed, those it will have."""
        return self.fast_forward.replay or (self.run.last, self.run.step)

    def _replays_long(self, balls: int) -> bool:
        """Whether computing this many balls up to the last recorded step is left to the background."""
        return self.fast_forward.replay is not None or is_long(self.run.last, balls, self.run.edits)

    def _replace_run_and_replay(
        self, run: Run, looks: tuple[BallStyle, ...], text: str, subject: Hashable = None
    ) -> None:
        """Go on with a run that has not begun, and replay it in the background to the step that was recorded."""
        recorded, step = self.recorded
        self._replace_run(run, looks, text, subject=subject)
        self.fast_forward.begin(recorded, step)

    def _go_through_history(self, do: Callable[[], bool]) -> bool:
        is_done = super()._go_through_history(do)
        replay = self.history.take_replay()
        if replay is not None:
            self.fast_forward.begin(*replay)
        return is_done

    def _merge(self, fork: Run, shown_step: int | None) -> None:
        """Take over the steps that a fork of the run has made, and show its last step or `shown_step`."""
        with self._signal_differences():
            self.run.merge(fork)
            if shown_step is not None:
                self.run.go_to(min(shown_step, self.run.last))
        self.seeked.emit()
        self.step_changed.emit()
        if shown_step is None and not self._pause_at_the_end():
            self.message.emit(f"Stopped at step {self.step:,}: {_still_moving(self.run)}.")

    def _on_playing_changed(self) -> None:
        if self.playback.is_playing:
            self.fast_forward.cancel()

    def _on_moving_changed(self) -> None:
        self.compute_lock.is_throttled = self.playback.is_moving

    def _advance(self, steps: int) -> None:
        if self.step + steps > self.run.last:
            self.fast_forward.cancel()
        with self._signal_differences():
            made = self.run.advance(steps)
            if made:
                self._keep_held()
        if made:
            self.step_changed.emit()
        self._pause_at_the_end()

    def _keep_held(self) -> None:
        """Put a ball that is held back to its place, after steps were made."""

    def _pause_at_the_end(self) -> bool:
        """Pause and report it if there is no next step; returns whether that is so."""
        if self.run.is_over:
            message = "Every ball has come to an end."
        elif self.run.is_full:
            message = f"The recording is full at step {self.step:,}: start again, or remove balls."
        else:
            return False
        self.pause()
        self.message.emit(message)
        return True


def _saved_steps(scenario: Scenario) -> tuple[int, int]:
    """The last recorded step and the one that was shown when the scenario was saved."""
    view = scenario.view or View()
    recorded = scenario.steps if view.recorded is None else view.recorded
    return recorded, recorded if view.step is None else view.step


def _still_moving(run: Run) -> str:
    count = len(run.balls) - int(run.parked().sum())
    return "1 ball is still moving" if count == 1 else f"{count} balls are still moving"
