"""The commands that concern the landscape: another one, an edited one, and the title that goes with it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from app.files.names import fit_name
from app.session.changes import ValueChange
from app.session.history import History
from app.session.playback import Playback
from app.session.run_editor import RunEditor
from app.session.scene import BallStyle, Scene
from app.text.changes import chosen_landscape_text
from app.text.translation import _
from physics.forcing.forcing import NO_FORCING, Forcing
from physics.landscape.base import Landscape
from physics.rules.suggestion import Suggestion
from physics.run.ball import Ball
from physics.run.edit import Edit


class ReplacedBalls(NamedTuple):
    """Balls that those of a landscape have replaced."""

    balls: tuple[Ball, ...]
    styles: tuple[BallStyle, ...]
    selected: int
    by: tuple[Ball, ...] = ()
    """The balls of the landscape, as its run began."""
    forcing: Forcing = NO_FORCING
    """Noise and schedule before."""


class LandscapeCommands:
    """Chooses, replaces and names the landscape."""

    def __init__(self, scene: Scene, history: History, playback: Playback, editor: RunEditor) -> None:
        self._scene, self._history, self._playback, self._editor = scene, history, playback, editor
        self._replaced_balls: ReplacedBalls | None = None

    def set_landscape(self, landscape: Landscape) -> None:
        """Replace the landscape by an edited one. Balls keep their speed; one outside its domain has left.

        At step 0 it is the one that the run begins on, and a ball outside its domain begins where it suggests.
        """
        if landscape is not self._scene.landscape and not self._editor.refuses("landscape"):
            self._scene.note_origin(landscape, self._scene.landscape)
            self._editor.replace_landscape(landscape)

    def choose(
        self,
        landscape: Landscape,
        title: str,
        suggestion: Suggestion,
        balls: Sequence[Ball] = (),
        forcing: Forcing = NO_FORCING,
    ) -> None:
        """Choose another landscape with a suggested start and η, or with balls, and the noise that these feel.

        With balls a run of these begins. Without, while the playback runs, the balls that there are go on over it, and
        the suggestion is applied at the next restart; otherwise a new run of them begins. Balls that came with a
        landscape, and that nobody has edited, go with it: those before come back.
        """
        if self._editor.refuses("landscape"):
            return
        scene, replaced = self._scene, self._replaced_balls
        if replaced is None or replaced.by != scene.run.balls or scene.run.edits:
            replaced = None
        is_work, goes_on = landscape.preset is None, self._playback.is_playing and not balls and replaced is None
        if goes_on and not self._editor.has_room_for_edits([Edit(scene.step, landscape=landscape)]):
            return
        with self._history.macro(chosen_landscape_text(title), is_work=is_work):
            self._editor.record(_("suggestion"), None, ValueChange(scene, "suggestion"))
            scene.suggestion = None if balls else suggestion
            if not goes_on:
                self._begin(landscape, balls, forcing, replaced)
            elif landscape is not scene.landscape:
                self._editor.replace_landscape(landscape, is_chosen=True)
            else:
                scene.landscape_replaced.emit()
            self.set_title(title)

    def _begin(
        self, landscape: Landscape, balls: Sequence[Ball], forcing: Forcing, replaced: ReplacedBalls | None
    ) -> None:
        """Begin a new run with the landscape's balls, with those that these had replaced, or with those of now."""
        scene = self._scene
        here = scene.balls, scene.styles, scene.selected
        before = replaced or ReplacedBalls(*here, forcing=scene.run.forcing)
        felt = forcing if balls else before.forcing
        self._editor.begin(landscape, balls or before.balls, _("landscape"), felt)
        if balls:
            scene.selected = 0
            scene.styles = tuple(replace(style, is_hidden=False) for style in scene.styles)
            self._replaced_balls = before._replace(by=scene.run.balls)
        elif replaced is not None:
            scene.styles, scene.selected = replaced.styles, replaced.selected
        if balls or replaced is not None:
            scene.balls_changed.emit()
            scene.selection_changed.emit()
        scene.signal_landscape(is_chosen=True)

    def set_title(self, title: str) -> None:
        """Name the scenario."""
        title = fit_name(title)
        if title != self._scene.title:
            self._editor.record(_("title"), "title", ValueChange(self._scene, "title"))
            self._scene.title = title
            self._scene.title_changed.emit()
