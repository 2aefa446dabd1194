"""Slow motion: time rests, and the next step is walked through in four moments."""

from collections.abc import Callable
from enum import IntEnum

from PySide6.QtCore import QObject, Signal

from app.session.playback import Playback
from app.session.scene import Scene


class Moment(IntEnum):
    """What of the next step is looked at."""

    MOMENTUM = 1
    """What is left of the last step: the momentum term."""
    GRADIENT = 2
    """The slope: the gradient term."""
    SUM = 3
    """Both together are the step."""
    MOVE = 4
    """The balls stand where the step leads; it is made only when going on from here."""


class SlowMotion(QObject):
    """Which moment is shown. The run stays as it is until the fourth moment is left for the next step's first."""

    changed = Signal()
    """Another moment is shown, or the same one of another step; or slow motion has begun or ended."""

    def __init__(
        self, scene: Scene, playback: Playback, step_on: Callable[[], None], step_back: Callable[[], None]
    ) -> None:
        """Be off. `step_on` makes one step of the scene's run, `step_back` goes one back."""
        super().__init__(scene)
        self._scene, self._playback, self._step_on, self._step_back = scene, playback, step_on, step_back
        self._moment: Moment | None = None
        playback.playing_changed.connect(self._on_playing_changed)
        scene.selection_changed.connect(self._on_selection_changed)
        for signal in (scene.step_changed, scene.recording_reset):
            signal.connect(self._on_another_step)
        for signal in (scene.balls_changed, scene.landscape_changed):
            signal.connect(self._on_edit)

    @property
    def moment(self) -> Moment | None:
        """The moment that is shown; None while slow motion is off."""
        return self._moment

    @property
    def is_on(self) -> bool:
        """Whether a step is being walked through."""
        return self._moment is not None

    @property
    def shows_move(self) -> bool:
        """Whether the balls are shown where the next step leads."""
        return self._moment is Moment.MOVE

    @property
    def is_possible(self) -> bool:
        """Whether the selected ball has a next step."""
        run, selected = self._scene.run, self._scene.selected
        return 0 <= selected < len(run.balls) and not run.parked()[selected] and not run.is_full

    def toggle(self) -> None:
        """Begin with the next step, time resting; or end. Where there is no next step, say so."""
        if self.is_on:
            self.end()
        elif self.is_possible:
            self._playback.stop()
            self._show(Moment.MOMENTUM)
        else:
            self._scene.message.emit("Slow motion shows the next step of a ball that still moves: select one.")

    def end(self) -> None:
        """Show the run as it is."""
        if self.is_on:
            self._show(None)

    def on(self) -> None:
        """Go to the next moment; after the last one the step is made, and the first moment of the next follows."""
        if self._moment is Moment.MOVE:
            self._step_on()
        elif self._moment is not None:
            self._show(Moment(self._moment + 1))

    def back(self) -> None:
        """Go back to the moment before; before a step's first one comes the last one of the step before."""
        if self._moment is not None and self._moment > Moment.MOMENTUM:
            self._show(Moment(self._moment - 1))
        elif self._moment is not None and self._scene.step > 0:
            self._step_back()
            self._show(Moment.MOVE)

    def _show(self, moment: Moment | None) -> None:
        self._moment = moment if self.is_possible else None
        self.changed.emit()

    def _on_playing_changed(self) -> None:
        if self._playback.is_playing:
            self.end()

    def _on_selection_changed(self) -> None:
        if self.is_on:
            self._show(self._moment)

    def _on_another_step(self) -> None:
        if self.is_on:
            self._show(Moment.MOMENTUM)

    def _on_edit(self) -> None:
        """What is changed by hand is changed before the move."""
        if self._moment is not None:
            self._show(min(self._moment, Moment.SUM))
