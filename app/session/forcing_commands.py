"""The commands about the forcing of all balls: the noise, its seed, and the schedule of η."""

from dataclasses import replace

from app.session import run_operations
from app.session.run_editor import RunEditor
from app.session.scene import Scene
from app.text.translation import _
from physics.forcing.forcing import Forcing
from physics.forcing.schedule import Schedule
from physics.run.edit import Edit


class ForcingCommands:
    """Sets the noise from the step on that is shown, and seed and schedule from step 0 on."""

    def __init__(self, scene: Scene, editor: RunEditor) -> None:
        self._scene, self._editor = scene, editor

    def set_noise(self, noise: float) -> None:
        """Set σ of the noise. Raises ValueError for one that there can't be."""
        scene = self._scene
        if noise == scene.run.forcing.noise:
            return
        if self._editor.refuses("noise"):
            scene.forcing_changed.emit()
            return
        dropped = self._editor.edit([Edit(scene.step, noise=noise)], _("noise"), "noise")
        scene.forcing_changed.emit()  # also after a refusal: the slider goes back
        if dropped is not None:
            scene.balls_changed.emit()
            self._editor.report_dropped(dropped)

    def set_seed(self, seed: int) -> None:
        """Set which noise there is. Raises ValueError for a seed that there can't be."""
        self._set_from_start(replace(self._scene.run.first_forcing, seed=seed), _("seed"))

    def set_schedule(self, schedule: Schedule) -> None:
        """Set the schedule of η."""
        self._set_from_start(replace(self._scene.run.first_forcing, schedule=schedule), _("schedule"))

    def _set_from_start(self, forcing: Forcing, text: str) -> None:
        """Set seed and schedule; after step 0 the balls are shown where they would be by now."""
        scene, run = self._scene, self._scene.run
        if forcing == run.first_forcing:
            return
        if self._editor.refuses("noise"):
            scene.forcing_changed.emit()
            return
        other = run_operations.with_forcing(run, forcing)
        if self._editor.replays_long(len(run.balls)):
            self._editor.replace_run_and_replay(other, scene.styles, text, text)
        else:
            self._editor.replace_run(run_operations.as_long_as(run, other), scene.styles, text, subject=text)
        scene.forcing_changed.emit()
