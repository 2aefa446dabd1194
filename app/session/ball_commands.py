"""The commands about balls: select, change, add, copy and remove them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.files.names import fit_name
from app.files.scenario import MAX_BALLS
from app.session import run_operations
from app.session.changes import NameChange, ValueChange
from app.session.history import History
from app.session.run_editor import RunEditor
from app.session.scene import BallStyle, Scene, more_styles, styles_on_scale
from app.text.balls import exact_name
from app.text.changes import change_text, compare_text, comparison_text, duplicate_text, fan_text, remove_text
from app.text.translation import N_, _
from physics.rules.base import Parameter, Rule
from physics.run.ball import START, Ball
from physics.run.run import Run


class BallCommands:
    """Selects, changes, adds and removes balls, each by its index in `Scene.run`."""

    def __init__(self, scene: Scene, history: History, editor: RunEditor) -> None:
        self._scene, self._history, self._editor = scene, history, editor

    @property
    def _run(self) -> Run:
        return self._scene.run

    @property
    def _all_indices(self) -> range:
        return range(len(self._run.balls))

    def select(self, index: int) -> None:
        """Select a ball. Raises ValueError if there is none."""
        if not 0 <= index < len(self._run.balls):
            raise ValueError(f"ball {index}: there are {len(self._run.balls)}")
        if index != self._scene.selected:
            self._scene.selected = index
            self._scene.selection_changed.emit()

    def set_parameter(self, index: int, name: str, value: float) -> None:
        """Set a parameter of a ball, which keeps its speed. Raises OutOfRange; KeyError if its rule has none such."""
        symbol = self._run.ball_parameters(index).rule.parameter(name).symbol
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
        rules = [self._run.ball_parameters(index).rule for index in self._all_indices]
        indices = [index for index, rule in enumerate(rules) if parameter in rule.parameters]
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
        if new_name != self._run.balls[index].name:
            self._editor.record(change_text(N_("name"), [index]), ("name", index), NameChange(self._scene, index))
            self._run.rename(index, new_name)
            self._scene.balls_changed.emit()

    def set_style(self, index: int, style: BallStyle) -> None:
        """Set the colour and the marker of a ball; a hidden one stays hidden."""
        style = replace(style, is_hidden=self._scene.styles[index].is_hidden)
        if style != self._scene.styles[index]:
            self._editor.record(change_text(N_("look"), [index]), ("look", index), ValueChange(self._scene, "styles"))
            self._scene.styles = (*self._scene.styles[:index], style, *self._scene.styles[index + 1 :])
            self._scene.balls_changed.emit()

    def put(self, index: int, values: Mapping[str, float]) -> None:
        """Restart one ball from rest with other parameters or another start, like a run of the outcome map.

        Without a start it begins where it began last. Raises OutOfRange for values that no ball can have; a start
        outside the domain is moved to its boundary.
        """
        lo, hi = self._scene.landscape.domain
        new = {name: value for name, value in values.items() if name != START.name}
        w = min(max(values.get(START.name, self._run.origin[index].item()), lo), hi)
        self._editor.move_to(index, w, new)

    def add(self) -> None:
        """Add a ball like the selected one as if it had been there since step 0, and select it.

        One of its values is unused: see `run_operations.ball_to_add`.
        """
        if self._append([run_operations.ball_to_add(self._run, self._scene.model_ball)], _("add a ball")):
            self.select(len(self._run.balls) - 1)

    def add_at(self, w: float) -> None:
        """Add a ball like `add` does, and put it at w from rest."""
        with self._history.macro(_("add a ball")):
            before = len(self._run.balls)
            self.add()
            if len(self._run.balls) > before:
                self.put(self._scene.selected, {START.name: w})

    def add_series(self, parameter: Parameter, values: Sequence[float]) -> None:
        """Add a ball for each value of a parameter or of the start, otherwise like the selected one.

        Their colours are along one scale. Where their names would not tell them apart they are called after the value.
        Raises ValueError if the rule has no such parameter.
        """
        model = self._scene.model_ball
        if parameter not in (*model.rule.parameters, START):
            raise ValueError(f"the rule {model.rule.name} has no {parameter.name}")
        balls = [model.changed({parameter.name: value}) for value in values]
        is_named = parameter != model.rule.parameters[0]
        if is_named:
            names = [exact_name(parameter, value) for value in values]
            balls = [replace(ball, name=name) for ball, name in zip(balls, names, strict=True)]
        styles = styles_on_scale(self._scene.styles, len(balls)) if len(balls) > 1 else None
        self._append(balls, fan_text(len(balls)), named=is_named, styles=styles)

    def compare_rules(self) -> None:
        """Add a ball of each rule, with the η that suits the rule, where the selected ball starts."""
        balls = run_operations.balls_of_all_rules(self._run.first_landscape, self._scene.model_ball)
        if self._append(balls, compare_text(), named=True):
            self._scene.message.emit(comparison_text())

    def duplicate(self, index: int) -> None:
        """Insert a copy of a ball with its past after it, and select it."""
        if self._editor.refuses("balls") or not self._has_room_for(1):
            return
        run = self._run.insert_balls(index + 1, self._run.select_balls([index]))
        if self._editor.can_be_saved(run.edits):
            styles = self._scene.styles
            styles = (*styles[: index + 1], *more_styles(styles, 1), *styles[index + 1 :])
            self._editor.replace_run(run, styles, duplicate_text(index))
            self.select(index + 1)

    def remove(self, index: int) -> None:
        """Remove a ball."""
        if self._editor.refuses("balls"):
            return
        others = [other for other in self._all_indices if other != index]
        styles = tuple(self._scene.styles[other] for other in others)
        self._editor.drop()
        selected = min(self._scene.selected - (self._scene.selected > index), len(others) - 1)
        self._editor.replace_run(self._run.select_balls(others), styles, remove_text(index), selected)
        self._scene.selection_changed.emit()

    def _append(
        self, balls: Sequence[Ball], text: str, *, named: bool = False, styles: Sequence[BallStyle] | None = None
    ) -> bool:
        """Add balls as if they had been there since step 0, without names unless `named`; False if too many."""
        if self._editor.refuses("balls") or not self._has_room_for(len(balls)):
            return False
        balls = balls if named else [replace(ball, name=None) for ball in balls]
        styles = (*self._scene.styles, *(styles or more_styles(self._scene.styles, len(balls))))
        if self._editor.replays_long(len(balls)):
            run = run_operations.as_at_first(self._run, (*self._run.balls, *balls))
            self._editor.replace_run_and_replay(run, styles, text)
        else:
            run = self._run.insert_balls(len(self._run.balls), run_operations.caught_up(self._run, balls))
            self._editor.replace_run(run, styles, text)
        if self._scene.selected < 0:
            self.select(0)
        return True

    def _has_room_for(self, count: int) -> bool:
        if len(self._run.balls) + count <= MAX_BALLS:
            return True
        self._scene.message.emit(_("A scenario holds at most {count} balls.").format(count=MAX_BALLS))
        return False
