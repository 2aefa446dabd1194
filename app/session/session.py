"""The session: the scene with every command that a person can give."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject

from app.files.names import fit_name
from app.files.scenario import MAX_BALLS, Scenario
from app.files.view import View
from app.session import run_operations
from app.session.fast_forward import FastForward
from app.session.history import History, NameChange, ValueChange
from app.session.landscape_commands import LandscapeCommands
from app.session.playback import Playback
from app.session.run_editor import RunEditor, lock_of
from app.session.run_operations import is_long
from app.session.scene import BallStyle, Scene, more_styles, styles_on_scale
from app.session.throttle import RefreshQueue, Throttle
from app.session.transient import Transient
from app.session.transport import Transport
from app.session.visibility import Visibility
from app.text.balls import exact_name
from app.text.changes import (
    change_text,
    compare_text,
    comparison_text,
    duplicate_text,
    fan_text,
    remove_text,
)
from app.text.translation import N_, _
from physics.forcing.forcing import Forcing
from physics.forcing.schedule import Schedule
from physics.landscape.base import Landscape
from physics.rules.base import Parameter, Rule
from physics.run.ball import START, Ball
from physics.run.run import Run

TEXT_INTERVAL_MS = 200
"""Least time between two updates of the texts about the run while time moves, so that they can be read."""


class Session(QObject):
    """Widgets call its commands and listen to its signals; they change nothing else.

    It owns the scene, the history and everything that runs; `RunEditor` makes changes that can be undone, `Transport`
    makes steps.
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
        self._editor = RunEditor(scene, self.history, self.fast_forward, texts)
        self._transport = Transport(scene, self._editor, self.playback, self.fast_forward)
        self._aside: dict[str, object] | None = None
        """The scene that is set aside."""
        self.slow_motion = self._transport.slow_motion
        self._forward_signals(scene)
        self._forward_commands(self._editor, self._transport)
        self._forward_landscape_commands(LandscapeCommands(scene, self.history, self.playback, self._editor))
        self._forward_visibility(Visibility(scene, self._editor))
        self.history.restored.connect(self.pause)
        # Undo shows the step of a change: those that a person made at two steps are two.
        scene.seeked.connect(self.history.divide_gesture)
        scene.step_changed.connect(texts.touch)
        edits = scene.recording_reset, scene.balls_changed, scene.landscape_changed
        for signal in (*edits, scene.selection_changed, self.slow_motion.changed):
            signal.connect(texts.refresh_now)

    def _forward_signals(self, scene: Scene) -> None:
        """The signals of the scene are those of the session."""
        self.landscape_changed, self.landscape_replaced = scene.landscape_changed, scene.landscape_replaced
        self.forcing_changed = scene.forcing_changed
        self.balls_changed, self.parameters_changed = scene.balls_changed, scene.parameters_changed
        self.selection_changed, self.title_changed = scene.selection_changed, scene.title_changed
        self.step_changed, self.seeked = scene.step_changed, scene.seeked
        self.recording_reset, self.scenario_loaded = scene.recording_reset, scene.scenario_loaded
        self.layers_changed, self.ranges_changed = scene.layers_changed, scene.ranges_changed
        self.locks_changed = scene.locks_changed
        self.texts_due, self.message, self.ball_missing = scene.texts_due, scene.message, scene.ball_missing

    def _forward_commands(self, editor: RunEditor, transport: Transport) -> None:
        """Commands that are handed on as they are."""
        self.undo, self.redo, self.revert = editor.undo, editor.redo, editor.revert
        self.drag, self.drop = editor.drag, editor.drop
        self.set_noise = editor.set_noise
        self.play, self.pause, self.toggle = transport.play, transport.pause, transport.toggle
        self.step_on, self.step_back = transport.step_on, transport.step_back
        self.go_on, self.go_back, self.seek = transport.go_on, transport.go_back, transport.seek
        self.restart, self.go_to_step, self.to_the_end = transport.restart, transport.go_to_step, transport.to_the_end

    def _forward_landscape_commands(self, commands: LandscapeCommands) -> None:
        self.set_landscape, self.choose, self.set_title = commands.set_landscape, commands.choose, commands.set_title

    def _forward_visibility(self, visibility: Visibility) -> None:
        self.show_layer, self.shows_layer = visibility.show_layer, visibility.shows_layer
        self.show_ball, self.show_only, self.show_all = visibility.show_ball, visibility.show_only, visibility.show_all
        self.forget_last_run = visibility.forget_last_run
        self.slider_range, self.set_slider_range = visibility.slider_range, visibility.set_slider_range

    # What is shown.

    @property
    def run(self) -> Run:
        """The run."""
        return self.scene.run

    @property
    def landscape(self) -> Landscape:
        """The landscape at the step that is shown."""
        return self.scene.landscape

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
        """The ball that a new one is like: the selected one, else the one that the landscape suggests."""
        return self.ball(self.selected) if self.run.balls else run_operations.suggested_ball(self.landscape)

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
            styles=tuple((style.colour, style.mark) for style in self.styles),
            ranges=dict(self.scene.ranges) or None,
            hidden_balls=self.hidden_balls or None,
            last_run=self.scene.shows_last_run or None,
        )
        return replace(self.scene.scenario(), steps=steps, view=view)

    # Balls.

    def select(self, index: int) -> None:
        """Select a ball. Raises ValueError if there is none."""
        if not 0 <= index < len(self.run.balls):
            raise ValueError(f"ball {index}: there are {len(self.run.balls)}")
        if index != self.selected:
            self.scene.selected = index
            self.selection_changed.emit()

    def set_parameter(self, index: int, name: str, value: float) -> None:
        """Set a parameter of a ball, which keeps its speed. Raises OutOfRange; KeyError if its rule has none such."""
        symbol = self.run.ball_parameters(index).rule.parameter(name).symbol
        self._editor.change([index], symbol, {name: value})

    def set_rule(self, index: int, rule: Rule) -> None:
        """Set the update rule of a ball."""
        self._editor.change([index], N_("rule"), {}, rule)

    def set_start(self, index: int, start: float) -> None:
        """Set where a ball begins; after step 0 it is shown where it would be by now if it had begun there.

        Raises ValueError outside the domain of the landscape that the run begins on.
        """
        self._editor.set_starts([index], start)

    def set_parameter_for_all(self, parameter: Parameter, value: float) -> None:
        """Set a parameter of all balls whose rule has it."""
        indices = [index for index in self._all_indices if parameter in self.run.ball_parameters(index).rule.parameters]
        self._editor.change(indices, parameter.symbol, {parameter.name: value})

    def set_rule_for_all(self, rule: Rule) -> None:
        """Set the update rule of all balls."""
        self._editor.change(self._all_indices, N_("rule"), {}, rule)

    def set_start_for_all(self, start: float) -> None:
        """Set where all balls begin; see `set_start`."""
        self._editor.set_starts(self._all_indices, start)

    def rename(self, index: int, name: str) -> None:
        """Name a ball; with an empty name it has none of its own."""
        new_name = fit_name(name) or None
        if new_name != self.run.balls[index].name:
            self._editor.record(change_text(N_("name"), [index]), ("name", index), NameChange(self.scene, index))
            self.run.rename(index, new_name)
            self.balls_changed.emit()

    def set_style(self, index: int, style: BallStyle) -> None:
        """Set the colour and the marker of a ball; a hidden one stays hidden."""
        style = replace(style, is_hidden=self.styles[index].is_hidden)
        if style != self.styles[index]:
            self._editor.record(change_text(N_("look"), [index]), ("look", index), ValueChange(self.scene, "styles"))
            self.scene.styles = (*self.styles[:index], style, *self.styles[index + 1 :])
            self.balls_changed.emit()

    def put(self, index: int, values: Mapping[str, float]) -> None:
        """Restart one ball from rest with other parameters or another start, like a run of the outcome map.

        Without a start it begins where it began last. Raises OutOfRange for values that no ball can have; a start
        outside the domain is moved to its boundary.
        """
        lo, hi = self.landscape.domain
        new = {name: value for name, value in values.items() if name != START.name}
        w = min(max(values.get(START.name, self.run.origin[index].item()), lo), hi)
        self._editor.move_to(index, w, new)

    def add(self) -> None:
        """Add a ball like the selected one as if it had been there since step 0, and select it.

        One of its values is unused: see `run_operations.ball_to_add`.
        """
        if self._append([run_operations.ball_to_add(self.run, self.model_ball)], _("add a ball")):
            self.select(len(self.run.balls) - 1)

    def add_at(self, w: float) -> None:
        """Add a ball like `add` does, and put it at w from rest."""
        with self.history.macro(_("add a ball")):
            before = len(self.run.balls)
            self.add()
            if len(self.run.balls) > before:
                self.put(self.selected, {START.name: w})

    def add_series(self, parameter: Parameter, values: Sequence[float]) -> None:
        """Add a ball for each value of a parameter or of the start, otherwise like the selected one.

        Their colours are along one scale. Where their names would not tell them apart they are called after the value.
        Raises ValueError if the rule has no such parameter.
        """
        model = self.model_ball
        if parameter not in (*model.rule.parameters, START):
            raise ValueError(f"the rule {model.rule.name} has no {parameter.name}")
        balls = [model.changed({parameter.name: value}) for value in values]
        is_named = parameter != model.rule.parameters[0]
        if is_named:
            names = [exact_name(parameter, value) for value in values]
            balls = [replace(ball, name=name) for ball, name in zip(balls, names, strict=True)]
        styles = styles_on_scale(self.styles, len(balls)) if len(balls) > 1 else None
        self._append(balls, fan_text(len(balls)), named=is_named, styles=styles)

    def compare_rules(self) -> None:
        """Add a ball of each rule, with the η that suits the rule, where the selected ball starts."""
        landscape = self.run.first_landscape
        if self._append(run_operations.balls_of_all_rules(landscape, self.model_ball), compare_text(), named=True):
            self.message.emit(comparison_text())

    def duplicate(self, index: int) -> None:
        """Insert a copy of a ball with its past after it, and select it."""
        if self._editor.refuses("balls") or not self._has_room_for(1):
            return
        run = self.run.insert_balls(index + 1, self.run.select_balls([index]))
        if self._editor.can_be_saved(run.edits):
            styles = (*self.styles[: index + 1], *more_styles(self.styles, 1), *self.styles[index + 1 :])
            self._editor.replace_run(run, styles, duplicate_text(index))
            self.select(index + 1)

    def remove(self, index: int) -> None:
        """Remove a ball."""
        if self._editor.refuses("balls"):
            return
        others = [other for other in self._all_indices if other != index]
        styles = tuple(self.styles[other] for other in others)
        self._editor.drop()
        selected = min(self.selected - (self.selected > index), len(others) - 1)
        self._editor.replace_run(self.run.select_balls(others), styles, remove_text(index), selected)
        self.selection_changed.emit()

    # Noise and schedule.

    @property
    def forcing(self) -> Forcing:
        """Noise and schedule at the step that is shown, counted from step 0."""
        return self.run.forcing

    def set_seed(self, seed: int) -> None:
        """Set which noise there is, from step 0 on. Raises ValueError for a seed that there can't be."""
        self._editor.set_forcing(replace(self.run.first_forcing, seed=seed), _("seed"))

    def set_schedule(self, schedule: Schedule) -> None:
        """Set the schedule of η, from step 0 on."""
        self._editor.set_forcing(replace(self.run.first_forcing, schedule=schedule), _("schedule"))

    # Shared by the commands.

    @property
    def _all_indices(self) -> range:
        return range(len(self.run.balls))

    def _append(
        self, balls: Sequence[Ball], text: str, *, named: bool = False, styles: Sequence[BallStyle] | None = None
    ) -> bool:
        """Add balls as if they had been there since step 0, without names unless `named`; False if too many."""
        if self._editor.refuses("balls") or not self._has_room_for(len(balls)):
            return False
        balls = balls if named else [replace(ball, name=None) for ball in balls]
        styles = (*self.styles, *(styles or more_styles(self.styles, len(balls))))
        if self._editor.replays_long(len(balls)):
            run = run_operations.as_at_first(self.run, (*self.run.balls, *balls))
            self._editor.replace_run_and_replay(run, styles, text)
        else:
            run = self.run.insert_balls(len(self.run.balls), run_operations.caught_up(self.run, balls))
            self._editor.replace_run(run, styles, text)
        if self.selected < 0:
            self.select(0)
        return True

    def _has_room_for(self, count: int) -> bool:
        if len(self.run.balls) + count <= MAX_BALLS:
            return True
        self.message.emit(_("A scenario holds at most {count} balls.").format(count=MAX_BALLS))
        return False


def _saved_steps(scenario: Scenario) -> tuple[int, int]:
    """The last recorded step and the one that was shown when the scenario was saved."""
    view = scenario.view or View()
    recorded = scenario.steps if view.recorded is None else view.recorded
    return recorded, recorded if view.step is None else view.step
