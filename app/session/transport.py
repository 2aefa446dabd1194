"""Time: playing, stepping, seeking, and running to the end."""

from PySide6.QtCore import QObject

from app.session.fast_forward import FastForward
from app.session.history import History
from app.session.playback import Playback
from app.session.run_editor import RunEditor
from app.session.scene import Scene
from app.session.slow_motion import SlowMotion
from app.text.numbers import whole
from app.text.translation import _, ngettext
from physics.outcome.outcome import REPEATS
from physics.run.run import Run


class Transport(QObject):
    """What makes steps of the scene's run and shows another one."""

    def __init__(
        self, scene: Scene, history: History, editor: RunEditor, playback: Playback, fast_forward: FastForward
    ) -> None:
        super().__init__(scene)
        self._scene, self._history, self._editor = scene, history, editor
        self._playback, self._fast_forward = playback, fast_forward
        self.slow_motion = SlowMotion(scene, playback, self.step_on, self.step_back)
        playback.playing_changed.connect(self._on_playing_changed)
        playback.due.connect(self._advance)
        fast_forward.finished.connect(self._merge)
        scene.recording_reset.connect(playback.reset_clock)

    def play(self) -> None:
        """Start the playback; a run that is over is played again, or restarted if it was edited at its end."""
        if not self._scene.run.balls:
            self._scene.ball_missing.emit()
            return
        if self._scene.run.is_over and self._scene.step > 0:
            if any(edit.step == self._scene.run.last for edit in self._scene.run.edits):
                self.restart()
            else:
                self.seek(0)
        if not self._scene.run.is_over:
            self._playback.start()

    def pause(self) -> None:
        """Stop the playback at the step that is shown."""
        self._playback.stop()

    def toggle(self) -> None:
        """Play or pause."""
        if self._playback.is_playing:
            self.pause()
        else:
            self.play()

    def step_on(self, steps: int = 1) -> None:
        """Pause and go some steps on."""
        self.pause()
        self._history.divide_gesture()
        self._advance(steps)

    def step_back(self, steps: int = 1) -> None:
        """Pause and go some steps back."""
        self.pause()
        self.seek(self._scene.step - steps)

    def go_on(self) -> None:
        """Go one step on, or in slow motion to the next moment."""
        if self.slow_motion.is_on:
            self.slow_motion.next_moment()
        else:
            self.step_on()

    def go_back(self) -> None:
        """Go one step back, or in slow motion to the moment before."""
        if self.slow_motion.is_on:
            self.slow_motion.previous_moment()
        else:
            self.step_back()

    def seek(self, step: int) -> None:
        """Show the recorded step nearest to `step`; the playback continues from there if it is running."""
        self._editor.drop()
        before = self._scene.step
        with self._scene.signal_differences():
            self._scene.run.go_to(min(max(step, 0), self._scene.run.last))
        if self._scene.replay is not None:
            self._scene.replay = self._scene.replay[0], self._scene.step  # it is this step that will be shown
        if self._scene.step != before:
            self._playback.reset_clock()
            self._scene.seeked.emit()
            self._scene.step_changed.emit()

    def restart(self) -> None:
        """Go back to step 0; if anything was changed since, begin a new run with the present values."""
        if not self._scene.run.edits and self._scene.suggestion is None:
            self.seek(0)
        else:
            self._editor.begin(self._scene.landscape, self._scene.balls, _("start again"))

    def go_to_step(self, step: int) -> None:
        """Show a step; one that is not recorded yet is computed in the background."""
        replay = self._scene.replay
        if step <= self._scene.run.last:
            self.seek(step)
        elif replay is not None and step <= replay[0]:
            self._scene.replay = replay[0], step
        else:
            self.pause()
            self._fast_forward.begin(step)

    def to_the_end(self) -> None:
        """Show the last recorded step; from there, compute to the end of the run in the background, or stop that."""
        self.pause()
        if self._fast_forward.is_busy:
            self._fast_forward.stop()
        elif self._scene.step < self._scene.run.last:
            self.seek(self._scene.run.last)
        elif not self._scene.run.is_over and not self._scene.run.is_full:
            self._fast_forward.begin()

    def _merge(self) -> None:
        """Take over the steps that were computed in the background, and show the last one or the one that is wanted."""
        result = self._fast_forward.take_result()
        if result is None:
            return
        fork, shown_step = result
        with self._scene.signal_differences():
            self._scene.run.merge(fork)
            if shown_step is not None:
                self._scene.run.go_to(min(shown_step, self._scene.run.last))
        self._scene.seeked.emit()
        self._scene.step_changed.emit()
        if shown_step is None and not self._pause_at_the_end():
            self._scene.message.emit(_stopped(self._scene.run))

    def _on_playing_changed(self) -> None:
        if self._playback.is_playing:
            self._fast_forward.cancel()

    def _advance(self, steps: int) -> None:
        if self._scene.step + steps > self._scene.run.last:
            self._fast_forward.cancel()
        with self._scene.signal_differences():
            made = self._scene.run.advance(steps)
            if made:
                self._editor.keep_dragged_in_place()
        if made:
            self._scene.step_changed.emit()
        self._pause_at_the_end()

    def _pause_at_the_end(self) -> bool:
        """Pause and report it if there is no next step; returns whether that is so."""
        if self._scene.run.is_over:
            if (self._scene.run.status.outcome == REPEATS).any():
                message = _("Every ball has come to an end, or repeats its steps for ever.")
            else:
                message = _("Every ball has come to an end.")
            if 0 <= self._scene.selected < len(self._scene.run.balls):
                message = f"{message} {self._scene.outcome_sentence(self._scene.selected)}"
        elif self._scene.run.is_full:
            pattern = _("The recording is full at step {step}: start again, or remove balls.")
            message = pattern.format(step=whole(self._scene.step))
        else:
            return False
        self.pause()
        self._scene.message.emit(message)
        return True


def _stopped(run: Run) -> str:
    """That computing was stopped, and how many balls could still move."""
    count = len(run.balls) - int(run.parked().sum())
    pattern = ngettext(
        "Stopped at step {step}: {count} ball is still moving.",
        "Stopped at step {step}: {count} balls are still moving.",
        count,
    )
    return pattern.format(step=whole(run.step), count=count)
