"""The session: the scene with every command that a person can give."""

import time
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject

from app.files.scenario import Scenario
from app.files.view import View
from app.session.ball_commands import BallCommands
from app.session.fast_forward import FastForward
from app.session.forcing_commands import ForcingCommands
from app.session.history import History
from app.session.landscape_commands import LandscapeCommands
from app.session.playback import Playback
from app.session.run_editor import RunEditor, lock_of
from app.session.run_operations import is_long
from app.session.scene import BallStyle, Scene
from app.session.throttle import RefreshQueue, Throttle
from app.session.transient import Transient
from app.session.transport import Transport
from app.session.visibility import Visibility
from physics.forcing.forcing import Forcing
from physics.landscape.base import Landscape
from physics.run.ball import Ball
from physics.run.run import Run

TEXT_INTERVAL_MS = 200
"""Least time between two updates of the texts about the run while time moves, so that they can be read."""


class Session(QObject):
    """Widgets call its commands and listen to its signals; they change nothing else.

    It owns the scene, the history and everything that runs. Its commands are those of its parts: `BallCommands`,
    `LandscapeCommands` and `ForcingCommands` make changes by `RunEditor`, which can be undone; `Transport` makes steps;
    `Visibility` is about what is drawn.
    """

    def __init__(self, scenario: Scenario, now: Callable[[], float] = time.perf_counter) -> None:
        """Open a scenario at its first step, paused. `now` gives seconds; tests pass their own."""
        super().__init__()
        self.scene = scene = Scene(scenario, self)
        self.transient = Transient(scene)
        self.history = History(scene)
        self.playback = Playback(scene, now)
        self.refreshes = RefreshQueue(self.playback)
        self.fast_forward = FastForward(scene)
        texts = Throttle(self.refreshes, scene.texts_due.emit, TEXT_INTERVAL_MS, self)
        self._editor = editor = RunEditor(scene, self.history, self.fast_forward, texts)
        transport = Transport(scene, self.history, editor, self.playback, self.fast_forward)
        self.slow_motion = transport.slow_motion
        self._aside: dict[str, object] | None = None
        """The scene that is set aside."""
        self._forward_signals(scene)
        self._forward_changes(editor)
        self._forward_landscape(
            LandscapeCommands(scene, self.history, self.playback, editor), ForcingCommands(scene, editor)
        )
        self._forward_balls(BallCommands(scene, self.history, editor))
        self._forward_time(transport)
        self._forward_visibility(Visibility(scene, editor))
        self.history.restored.connect(self.pause)
        # Undo shows the step of a change: those that a person made at two steps are two.
        scene.seeked.connect(self.history.divide_gesture)
        scene.step_changed.connect(texts.touch)
        edits = scene.recording_reset, scene.balls_changed, scene.landscape_changed
        for signal in (*edits, scene.selection_changed, self.slow_motion.changed):
            signal.connect(texts.refresh_now)

    # The signals of the scene, and the commands of its parts, are those of the session.

    def _forward_signals(self, scene: Scene) -> None:
        self.landscape_changed, self.landscape_replaced = scene.landscape_changed, scene.landscape_replaced
        self.forcing_changed = scene.forcing_changed
        self.balls_changed, self.parameters_changed = scene.balls_changed, scene.parameters_changed
        self.selection_changed, self.title_changed = scene.selection_changed, scene.title_changed
        self.step_changed, self.seeked = scene.step_changed, scene.seeked
        self.recording_reset, self.scenario_loaded = scene.recording_reset, scene.scenario_loaded
        self.layers_changed, self.ranges_changed = scene.layers_changed, scene.ranges_changed
        self.locks_changed = scene.locks_changed
        self.texts_due, self.message, self.ball_missing = scene.texts_due, scene.message, scene.ball_missing

    def _forward_changes(self, editor: RunEditor) -> None:
        self.undo, self.redo, self.revert = editor.undo, editor.redo, editor.revert
        self.drag, self.drop = editor.drag, editor.drop

    def _forward_landscape(self, landscape: LandscapeCommands, forcing: ForcingCommands) -> None:
        self.set_noise, self.set_seed, self.set_schedule = forcing.set_noise, forcing.set_seed, forcing.set_schedule
        self.set_landscape, self.choose, self.set_title = landscape.set_landscape, landscape.choose, landscape.set_title

    def _forward_balls(self, balls: BallCommands) -> None:
        self.select, self.put, self.rename, self.set_style = balls.select, balls.put, balls.rename, balls.set_style
        self.set_parameter, self.set_parameter_for_all = balls.set_parameter, balls.set_parameter_for_all
        self.set_rule, self.set_rule_for_all = balls.set_rule, balls.set_rule_for_all
        self.set_start, self.set_start_for_all = balls.set_start, balls.set_start_for_all
        self.add, self.add_at, self.add_series = balls.add, balls.add_at, balls.add_series
        self.compare_rules, self.duplicate, self.remove = balls.compare_rules, balls.duplicate, balls.remove

    def _forward_time(self, transport: Transport) -> None:
        self.play, self.pause, self.toggle = transport.play, transport.pause, transport.toggle
        self.step_on, self.step_back = transport.step_on, transport.step_back
        self.go_on, self.go_back, self.seek = transport.go_on, transport.go_back, transport.seek
        self.restart, self.go_to_step, self.to_the_end = transport.restart, transport.go_to_step, transport.to_the_end

    def _forward_visibility(self, visibility: Visibility) -> None:
        self.show_layer, self.shows_layer = visibility.show_layer, visibility.shows_layer
        self.show_ball, self.show_only, self.show_all = visibility.show_ball, visibility.show_only, visibility.show_all
        self.forget_last_run = visibility.forget_last_run
        self.slider_range, self.set_slider_range = visibility.slider_range, visibility.set_slider_range

    # What is shown.

    @property
    def run(self) -> Run:
        """The scene's run; a command may put another one in its place."""
        return self.scene.run

    @property
    def landscape(self) -> Landscape:
        """The landscape at the step that is shown."""
        return self.scene.landscape

    @property
    def forcing(self) -> Forcing:
        """Noise and schedule at the step that is shown, counted from step 0."""
        return self.run.forcing

    @property
    def step(self) -> int:
        """The step that is shown."""
        return self.scene.step

    @property
    def title(self) -> str:
        """The title of the scenario."""
        return self.scene.title

    @property
    def selected(self) -> int:
        """The index of the selected ball; −1 if there is none."""
        return self.scene.selected

    @property
    def styles(self) -> tuple[BallStyle, ...]:
        """The styles of the balls."""
        return self.scene.styles

    @property
    def hidden_layers(self) -> frozenset[str]:
        """Names of the layers (`app.files.view.LAYERS`) that are not shown."""
        return self.scene.hidden_layers

    @property
    def last_run(self) -> Run | None:
        """The run before the last change, where its layer is shown; see `Scene.last_run`."""
        return self.scene.last_run if self.scene.shows_last_run else None

    @property
    def hidden_balls(self) -> frozenset[int]:
        """Indices of the balls that are not drawn."""
        return self.scene.hidden_balls

    @property
    def balls(self) -> tuple[Ball, ...]:
        """The balls with their present values; `start` is where they began."""
        return self.scene.balls

    @property
    def is_dragging(self) -> bool:
        """Whether a ball is dragged with the mouse."""
        return self._editor.is_dragging

    def ball(self, index: int) -> Ball:
        """One ball with its present values."""
        return self.scene.ball(index)

    def name(self, index: int) -> str:
        """The name of a ball on the screen; see `Scene.name`."""
        return self.scene.name(index)

    @property
    def model_ball(self) -> Ball:
        """The ball that a new one is like; see `Scene.model_ball`."""
        return self.scene.model_ball

    # Opening and saving.

    def open(self, scenario: Scenario, *, replays: bool) -> None:
        """Show another scenario, paused, with an empty history: at the step that was saved, or at its first step.

        A short run is replayed before this returns, a long one in the background.
        """
        self._halt()
        self.history.clear()
        self.scene.take(scenario)
        recorded, step = _saved_steps(scenario) if replays else (0, 0)
        is_short = not is_long(recorded, len(self.run.balls), scenario.edits)
        if is_short:
            self.run.advance(recorded, waits=True)
            self.run.go_to(min(step, self.run.last))
        self._signal_all()
        if not is_short:
            self.fast_forward.begin(recorded, step)

    def _halt(self) -> None:
        """End everything that goes on."""
        self.pause()
        self.slow_motion.end()
        self.fast_forward.cancel()
        self._editor.drop()

    def _signal_all(self) -> None:
        """Emit the signals of another scene."""
        self.recording_reset.emit()
        self.ranges_changed.emit()
        self.locks_changed.emit()
        self.scene.signal_landscape(is_chosen=True)
        for signal in (self.balls_changed, self.selection_changed, self.layers_changed, self.title_changed):
            signal.emit()
        self.scenario_loaded.emit()

    @property
    def is_aside(self) -> bool:
        """Whether a scene is set aside while others are shown."""
        return self._aside is not None

    def set_aside(self) -> None:
        """Keep the scene with its run and its history, until `bring_back`; others can be opened meanwhile."""
        aside = self.scene.kept()
        self._halt()
        self._aside = aside
        self.history.set_aside()

    def bring_back(self) -> None:
        """Show the scene again that was set aside, at the step at which that was."""
        aside, self._aside = self._aside, None
        if aside is None:
            return
        self._halt()
        self.history.bring_back()
        self.scene.put_back(aside)
        replay, self.scene.replay = self.scene.replay, None
        self._signal_all()
        if replay is not None:
            self.fast_forward.begin(*replay)

    def forget_aside(self) -> None:
        """Forget the scene that was set aside: another one takes its place."""
        self._aside = None
        self.history.forget_aside()

    def lock(self, names: frozenset[str]) -> None:
        """Let a person change none of these (`app.files.lesson.LOCKABLE`), until another scenario is opened."""
        if names != self.scene.locked:
            self.scene.locked = names
            self.locks_changed.emit()

    def is_locked(self, name: str) -> bool:
        """Whether a person can't change this: a name of `app.files.lesson.LOCKABLE`, or of a parameter."""
        return lock_of(name) in self.scene.locked

    @property
    def locked(self) -> frozenset[str]:
        """What a person can't change: names of `app.files.lesson.LOCKABLE`."""
        return self.scene.locked

    def to_save(self, speed: float, hidden: frozenset[str]) -> Scenario:
        """Return the scenario for a file, with the view and with edits that are still to come.

        A run that has not begun, or has edits to come, keeps the number of steps that it was opened with.
        """
        run = self.run
        recorded, step = self.scene.recorded
        has_more = recorded == 0 or any(edit.step > recorded for edit in run.edits)
        steps = max(recorded, self.scene.planned_steps) if has_more else recorded
        view = View(
            step=None if step == recorded else step,
            recorded=None if recorded == steps else recorded,
            speed=speed,
            hidden=hidden,
            hidden_layers=self.hidden_layers or None,
            selected=self.selected if run.balls else None,
            styles=tuple((style.colour, style.marker) for style in self.styles),
            ranges=dict(self.scene.ranges) or None,
            hidden_balls=self.hidden_balls or None,
            last_run=self.scene.shows_last_run or None,
        )
        return replace(self.scene.scenario(), steps=steps, view=view)


def _saved_steps(scenario: Scenario) -> tuple[int, int]:
    """The last recorded step and the one that was shown when the scenario was saved."""
    view = scenario.view or View()
    recorded = scenario.steps if view.recorded is None else view.recorded
    return recorded, recorded if view.step is None else view.step
