"""Slow motion: the next step is shown in four moments while the run stays where it is."""

from collections.abc import Callable
from enum import IntEnum

from PySide6.QtCore import QObject, Signal

from app.session.playback import Playback
from app.session.scene import Scene
from app.text.translation import _


class Moment(IntEnum):
    """The part of the next step that is shown."""

    MOMENTUM = 1
    """The momentum term: what is left of the last step."""
    GRADIENT = 2
    """The gradient term."""
    SUM = 3
    """The step: the sum of both terms."""
    MOVE = 4
    """The balls where the step leads; the step is made when going on from here."""


class SlowMotion(QObject):
    """Which moment is shown. The step is made when its fourth moment is left for the next step's first."""

    changed = Signal()
    """Another moment or step is shown, or slow motion has begun or ended."""

    def __init__(
        self, scene: Scene, playback: Playback, step_on: Callable[[], None], step_back: Callable[[], None]
    ) -> None:
        """`step_on` makes one step of the scene's run, `step_back` goes one back."""
        super().__init__(scene)
        self._scene, self._playback, self._step_on, self._step_back = scene, playback, step_on, step_back
        self._moment: Moment | None = None
        self._step = scene.step
        """The step whose moment is shown."""
        playback.playing_changed.connect(self._on_playing_changed)
        scene.selection_changed.connect(self._on_selection_changed)
        scene.step_changed.connect(self._on_another_step)
        scene.recording_reset.connect(self._on_recording_reset)
        for signal in (scene.balls_changed, scene.landscape_changed):
            signal.connect(self._on_edit)

    @property
    def moment(self) -> Moment | None:
        """The moment that is shown, or None while slow motion is off."""
        return self._moment

    @property
    def is_on(self) -> bool:
        """Whether slow motion is on."""
        return self._moment is not None

    @property
    def is_possible(self) -> bool:
        """Whether the selected ball has a next step."""
        run, selected = self._scene.run, self._scene.selected
        return 0 <= selected < len(run.balls) and not run.parked()[selected] and not run.is_full

    def toggle(self) -> None:
        """Pause and show the first moment of the next step, or end; reports it if there is no next step."""
        if self.is_on:
            self.end()
        elif self.is_possible:
            self._playback.stop()
            self._show(Moment.MOMENTUM)
        else:
            self._scene.message.emit(_("Slow motion shows the next step of a ball that still moves: select one."))

    def end(self) -> None:
        """Switch slow motion off."""
        if self.is_on:
            self._show(None)

    def next_moment(self) -> None:
        """Show the next moment; after the last one, make the step and show the first moment of the next."""
        if self._moment is Moment.MOVE:
            self._step_on()
        elif self._moment is not None:
            self._show(Moment(self._moment + 1))

    def previous_moment(self) -> None:
        """Show the moment before; before the first one comes the last one of the step before."""
        if self._moment is not None and self._moment > Moment.MOMENTUM:
            self._show(Moment(self._moment - 1))
        elif self._moment is not None and self._scene.step > 0:
            self._step_back()
            self._show(Moment.MOVE)

    def _show(self, moment: Moment | None) -> None:
        was_on, self._moment = self.is_on, moment if self.is_possible else None
        self._step = self._scene.step
        if self.is_on and not was_on:
            self._scene.parameters_changed.connect(self._on_edit)
        elif was_on and not self.is_on:
            self._scene.parameters_changed.disconnect(self._on_edit)
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

    def _on_recording_reset(self) -> None:
        if self._scene.step == self._step:
            self._on_edit()
        else:
            self._on_another_step()

    def _on_edit(self) -> None:
        """Show the step before its move, since an edit applies before it."""
        if self._moment is not None:
            self._show(min(self._moment, Moment.SUM))
