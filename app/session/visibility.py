"""What is drawn of the scenario: layers, balls, the run before the last change; and what sliders reach over."""

from dataclasses import replace

from app.files.slider_range import SliderRange
from app.files.view import LAST_RUN, LAYERS
from app.session.changes import ValueChange
from app.session.run_editor import RunEditor
from app.session.scene import Scene
from app.text.changes import show_all_text, show_only_text, show_text


class Visibility:
    """Commands about what is drawn. Like a zoom they are no changes to undo, but for hidden balls."""

    def __init__(self, scene: Scene, editor: RunEditor) -> None:
        self._scene, self._editor = scene, editor

    def show_layer(self, name: str, is_shown: bool) -> None:
        """Show or hide a layer. Raises ValueError for an unknown name."""
        if is_shown == self.shows_layer(name):
            return
        if name == LAST_RUN:
            self._scene.shows_last_run = is_shown
        else:
            self._scene.hidden_layers ^= {name}
        self._scene.layers_changed.emit()

    def shows_layer(self, name: str) -> bool:
        """Whether a layer is shown. Raises ValueError for an unknown name."""
        if name == LAST_RUN:
            return self._scene.shows_last_run
        if name not in LAYERS:
            raise ValueError(f"layer {name!r} is not one of {', '.join((*LAYERS, LAST_RUN))}")
        return name not in self._scene.hidden_layers

    def forget_last_run(self) -> None:
        """Draw the run before the last change no longer; the next change keeps another one."""
        if self._scene.last_run is not None:
            self._scene.last_run = None
            self._scene.layers_changed.emit()

    def slider_range(self, name: str) -> SliderRange:
        """What the slider of a parameter of the formula reaches over."""
        return self._scene.ranges.get(name, SliderRange())

    def set_slider_range(self, name: str, slider_range: SliderRange) -> None:
        """Let the slider of a parameter reach over another range."""
        if slider_range != self.slider_range(name):
            self._scene.ranges[name] = slider_range
            self._scene.ranges_changed.emit()

    def show_ball(self, index: int, is_shown: bool) -> None:
        """Draw a ball, or draw it no longer."""
        hidden = self._scene.hidden_balls - {index} if is_shown else self._scene.hidden_balls | {index}
        self._hide(hidden, show_text(index, is_shown))

    def show_only(self, index: int) -> None:
        """Draw one ball alone."""
        self._hide(frozenset(range(len(self._scene.run.balls))) - {index}, show_only_text(index))

    def show_all(self) -> None:
        """Draw all balls again."""
        self._hide(frozenset(), show_all_text())

    def _hide(self, balls: frozenset[int], text: str) -> None:
        """Draw all balls but these."""
        if balls != self._scene.hidden_balls:
            self._editor.record(text, "hidden balls", ValueChange(self._scene, "styles"))
            styles = enumerate(self._scene.styles)
            self._scene.styles = tuple(replace(style, is_hidden=ball in balls) for ball, style in styles)
            self._scene.balls_changed.emit()
