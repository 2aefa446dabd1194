"""The session: a scene with every command that a person can give."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.files.names import fit_name
from app.files.scenario import MAX_BALLS
from app.session import run_operations
from app.session.history import NameChange, ValueChange
from app.session.scene import BallStyle, more_styles
from app.session.timed_scene import TimedScene
from app.session.undoable_scene import balls_text
from physics.landscape.base import Landscape
from physics.rules.base import ALPHA, Parameter, Rule
from physics.rules.suggestion import Suggestion
from physics.run.ball import START, Ball
from physics.run.edit import Edit


class Session(TimedScene):
    """Widgets call its commands and listen to its signals; they change nothing else.

    A change at step 0 changes what the run begins with; at a later step it is recorded as an edit, so that the run can
    be replayed bit for bit. Every change can be undone.
    """

    # Balls.

    def select(self, index: int) -> None:
        """Select a ball. Raises ValueError if there is none."""
        if not 0 <= index < len(self.run.balls):
            raise ValueError(f"ball {index}: there are {len(self.run.balls)}")
        if index != self.selected:
            self.selected = index
            self.selection_changed.emit()

    def set_parameter(self, index: int, name: str, value: float) -> None:
        """Set a parameter of a ball, which keeps its speed. Raises OutOfRange; KeyError if its rule has none such."""
        symbol = self.run.ball_parameters(index).rule.parameter(name).symbol
        self._change([index], symbol, {name: value})

    def set_rule(self, index: int, rule: Rule) -> None:
        """Set the update rule of a ball."""
        self._change([index], "rule", {}, rule)

    def set_start(self, index: int, start: float) -> None:
        """Set where a ball begins; after step 0 it is shown where it would be by now if it had begun there.

        Raises ValueError outside the domain of the landscape that the run begins on.
        """
        self._set_starts([index], start)

    def set_parameter_for_all(self, parameter: Parameter, value: float) -> None:
        """Set a parameter of all balls whose rule has it."""
        indices = [index for index in self._all_indices if parameter in self.ball(index).rule.parameters]
        self._change(indices, parameter.symbol, {parameter.name: value})

    def set_rule_for_all(self, rule: Rule) -> None:
        """Set the update rule of all balls."""
        self._change(self._all_indices, "rule", {}, rule)

    def set_start_for_all(self, start: float) -> None:
        """Set where all balls begin; see `set_start`."""
        self._set_starts(self._all_indices, start)

    def rename(self, index: int, name: str) -> None:
        """Name a ball; with an empty name it has none of its own."""
        new_name = fit_name(name) or None
        if new_name != self.run.balls[index].name:
            self.history.record(f"name of {balls_text([index])}", ("name", index), NameChange(self, index))
            self.run.rename(index, new_name)
            self.balls_changed.emit()

    def set_look(self, index: int, look: BallStyle) -> None:
        """Set the colour and the marker of a ball."""
        if look != self.looks[index]:
            self.history.record(f"look of {balls_text([index])}", ("look", index), ValueChange(self, "looks"))
            self.looks = (*self.looks[:index], look, *self.looks[index + 1 :])
            self.balls_changed.emit()

    def hold(self, index: int, w: float) -> None:
        """Hold a ball at rest at w, moved into the domain, until `release`."""
        lo, hi = self.landscape.domain
        self._held = index, min(max(w, lo), hi)
        self._keep_held()

    def release(self) -> None:
        """Let go of the ball that is held."""
        self._held = None

    def put(self, index: int, values: Mapping[str, float]) -> None:
        """Restart one ball from rest with other parameters or another start, like a run of the outcome map.

        Without a start it begins where it began last. Raises OutOfRange for values that no ball can have; a start
        outside the domain is moved to its boundary.
        """
        lo, hi = self.landscape.domain
        new = {name: value for name, value in values.items() if name != START.name}
        w = min(max(values.get(START.name, self.run.origin[index].item()), lo), hi)
        self._move_to(index, w, new)

    def add(self) -> None:
        """Add a ball like the selected one, with an unused α, as if it had been there since step 0; select it."""
        self._append([run_operations.alpha_to_add(self.run)], "add a ball")
        self.select(len(self.run.balls) - 1)

    def fan(self, alphas: Sequence[float]) -> None:
        """Add a ball for each α, otherwise like the selected one."""
        self._append(alphas, f"fan of {len(alphas)} balls")

    def duplicate(self, index: int) -> None:
        """Insert a copy of a ball with its past after it, and select it."""
        if not self._has_room_for(1):
            return
        run = self.run.insert_balls(index + 1, self.run.select_balls([index]))
        if self._can_be_saved(run.edits):
            looks = (*self.looks[: index + 1], *more_styles(self.looks, 1), *self.looks[index + 1 :])
            self._replace_run(run, looks, f"duplicate {balls_text([index])}")
            self.select(index + 1)

    def remove(self, index: int) -> None:
        """Remove a ball."""
        others = [other for other in self._all_indices if other != index]
        looks = tuple(self.looks[other] for other in others)
        self._held = None
        selected = min(self.selected - (self.selected > index), len(others) - 1)
        self._replace_run(self.run.select_balls(others), looks, f"remove {balls_text([index])}", selected)
        self.selection_changed.emit()

    # The landscape.

    def set_landscape(self, landscape: Landscape) -> None:
        """Replace the landscape by an edited one. Balls keep their speed; one outside its domain has left."""
        if landscape is not self.landscape:
            self._note_origin(landscape, self.landscape)
            self._replace_landscape(landscape)

    def choose(self, landscape: Landscape, title: str, suggestion: Suggestion) -> None:
        """Choose another landscape with a suggested start and η.

        While the playback runs the balls go on over it, and the suggestion is applied at the next restart; otherwise a
        new run begins.
        """
        is_work = landscape.preset is None
        if self.playback.is_playing and not self._has_room_for_edits([Edit(self.step, landscape=landscape)]):
            return
        with self.history.macro(f"landscape “{title}”", ("choose", title), is_work=is_work):
            self.history.record("suggestion", "suggestion", ValueChange(self, "suggestion"))
            self.suggestion = suggestion
            if not self.playback.is_playing:
                self._begin(landscape, self.balls, "landscape")
                self._signal_landscape(is_chosen=True)
            elif landscape is not self.landscape:
                self._replace_landscape(landscape, is_chosen=True)
            else:
                self.landscape_replaced.emit()
            self.set_title(title)

    def set_title(self, title: str) -> None:
        """Name the scene."""
        title = fit_name(title)
        if title != self.title:
            self.history.record("title", "title", ValueChange(self, "title"))
            self.title = title
            self.title_changed.emit()

    # Shared by the commands.

    @property
    def _all_indices(self) -> range:
        return range(len(self.run.balls))

    def _replace_landscape(self, landscape: Landscape, *, is_chosen: bool = False) -> None:
        """Put another landscape under the balls: in a new run at step 0, by an edit later."""
        dropped = self._count_later_edits()
        if self.step == 0:
            self._begin(landscape, self.balls, "landscape")
        elif not self._edit([Edit(self.step, landscape=landscape)], "landscape"):
            return
        self._signal_landscape(is_chosen=is_chosen)
        self.balls_changed.emit()
        self._report_dropped(dropped)

    def _set_starts(self, indices: Sequence[int], start: float) -> None:
        lo, hi = self.run.first_landscape.domain
        if not lo <= start <= hi:
            raise ValueError(f"start: {start!r} is outside the landscape, which reaches from {lo:g} to {hi:g}")
        if all(self.run.balls[index].start == start for index in indices):
            return
        text, subject = f"start of {balls_text(indices)}", ("start", tuple(indices))
        if self._recorded[1] == 0:
            self._change(indices, "start", {START.name: start})
        elif self._replays_long(len(indices)):
            balls = [replace(ball, start=start) if i in indices else ball for i, ball in enumerate(self.run.balls)]
            self._replace_run_and_replay(run_operations.as_at_first(self.run, balls), self.looks, text, subject)
        else:
            self._replace_run(run_operations.with_start(self.run, indices, start), self.looks, text, subject=subject)

    def _keep_held(self) -> None:
        if self._held is not None:
            self._move_to(*self._held, {})

    def _move_to(self, index: int, w: float, values: Mapping[str, float]) -> None:
        """Put a ball at rest at w, with other values of parameters."""
        place = {START.name: w} if self.step == 0 else {"w": w, "delta": 0.0}
        self._change([index], "place", {**values, **place})

    def _append(self, alphas: Sequence[float], text: str) -> None:
        if not self._has_room_for(len(alphas)):
            return
        model = self._model_ball()
        balls = [replace(model.changed({ALPHA.name: alpha}), name=None) for alpha in alphas]
        looks = self.looks + more_styles(self.looks, len(balls))
        if self._replays_long(len(balls)):
            run = run_operations.as_at_first(self.run, (*self.run.balls, *balls))
            self._replace_run_and_replay(run, looks, text)
        else:
            run = self.run.insert_balls(len(self.run.balls), run_operations.caught_up(self.run, balls))
            self._replace_run(run, looks, text)
        if self.selected < 0:
            self.select(0)

    def _has_room_for(self, count: int) -> bool:
        if len(self.run.balls) + count <= MAX_BALLS:
            return True
        self.message.emit(f"A scene holds at most {MAX_BALLS} balls.")
        return False

    def _model_ball(self) -> Ball:
        """The ball that a new one is like: the selected one, else the one that the landscape suggests."""
        return self.ball(self.selected) if self.run.balls else run_operations.suggested_ball(self.landscape)
