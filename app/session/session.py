"""The session: the one owner of what changes, with one command for everything that a person can do."""

import time
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

from app.files.scenario import MOST_BALLS, Scenario, too_many_edits
from app.files.text import fit_name
from app.files.view import View
from app.session import run_operations as run_operations
from app.session.fast_forward import FastForward
from app.session.ghost import GhostRun
from app.session.history import History, NameChange, RunChange, TailChange, ValueChange
from app.session.playback import Playback
from app.session.scene import BallStyle, Scene, more_styles
from app.session.slow_motion import SlowMotion
from app.session.tasks import ComputeLock, Throttle
from physics.landscape.base import Landscape
from physics.number_text import counted
from physics.rules.base import Rule
from physics.rules.suggestion import Suggestion
from physics.run.ball import Ball, ball_name
from physics.run.edit import Edit, of_step
from physics.run.run import Run
from physics.sweep.grid import Quantity


class UndoableScene(Scene):
    """A scene that changes only in ways that can be undone."""

    def __init__(self, scenario: Scenario) -> None:
        """Be at the first step of a scenario; nothing can be undone yet."""
        super().__init__(scenario)
        self.history = History(self)
        self.history.restored.connect(self._on_restored)
        self._held: tuple[int, float] | None = None
        """Place and w of the ball that a hand holds."""

    # Undo.

    def undo(self) -> None:
        """Take back what was changed last, and be at the step at which that was."""
        self._go_through_history(self.history.undo)

    def redo(self) -> None:
        """Bring again what was taken back last."""
        self._go_through_history(self.history.redo)

    def give_up(self, subject: Hashable) -> bool:
        """Take back a gesture that is still going on, as if it had never begun; False when another one is."""
        return self._go_through_history(lambda: self.history.give_up(subject))

    def _go_through_history(self, do: Callable[[], bool]) -> bool:
        self._held = None
        with self._telling_what_differs():
            return do()

    def _on_restored(self) -> None:
        self.recording_reset.emit()
        self.balls_changed.emit()

    @contextmanager
    def _telling_what_differs(self) -> Iterator[None]:
        """Emit what is another one after a change that does not say so itself."""
        landscape, parameters, selected, title = self.landscape, self.run.parameters, self.selected, self.title
        yield
        is_elsewhere = self.landscape is not landscape
        if is_elsewhere:
            self._tell_landscape()
        if is_elsewhere or not self.run.parameters.is_same(parameters):
            self.balls_changed.emit()
        if self.selected != selected:
            self.selection_changed.emit()
        if self.title != title:
            self.title_changed.emit()

    # How it is changed.

    @property
    def _all(self) -> range:
        """The places of all balls."""
        return range(len(self.run.balls))

    def _begin(self, landscape: Landscape, balls: Sequence[Ball], text: str, subject: Hashable = None) -> None:
        """Begin anew at step 0, on a landscape."""
        run = run_operations.begun(self.run, landscape, balls, self.suggestion)
        self.history.record(text, text if subject is None else subject, RunChange(self))
        self.run = run
        self.suggestion = None
        self.recording_reset.emit()
        self.balls_changed.emit()

    def _edit(self, edits: Sequence[Edit], text: str, subject: Hashable = None) -> None:
        """Change something at this step; the run goes on from here in another way."""
        if not self._has_room_for_edits(edits):
            return
        had_more = self.step < self.run.last
        later = TailChange(self.run, self.run.detach_tail())
        self.history.record(text, text if subject is None else subject, later)
        self.run.edit(*edits)
        if had_more:
            self.recording_reset.emit()

    def _has_room_for_edits(self, edits: Sequence[Edit]) -> bool:
        """Whether the run can get these edits at this step; says so where it can't."""
        before = self.run.edits[: of_step(self.run.edits, self.step).stop]
        return self._can_be_saved((*before, *edits))

    def _can_be_saved(self, edits: Sequence[Edit]) -> bool:
        """Whether a file can hold the run with these edits; says so where it can't."""
        refusal = too_many_edits(self.run.first_landscape, edits)
        if refusal is not None:
            self.message.emit(f"Nothing was changed: {refusal}. Start again to go on.")
        return refusal is None

    def _change(self, places: Sequence[int], what: str, **values: float | Rule) -> None:
        """Change values of some balls; `what` they are is said in the menu."""
        if all(self._has(place, values) for place in places):
            return
        text, subject = f"{what} of {called(places)}", (what, tuple(places))
        later = self._later_edits
        if self.step == 0:
            balls = list(self.run.balls)
            for place in places:
                balls[place] = run_operations.changed(balls[place], values)
            self._begin(self.landscape, balls, text, subject)
        else:
            # The callers name fields of an edit, which a dictionary cannot tell.
            edits = [Edit(self.step, place, **values) for place in places]  # type: ignore[arg-type]
            self._edit(edits, text, subject)
            self.balls_changed.emit()
        self._tell_dropped(later)

    @property
    def _later_edits(self) -> int:
        """How many edits a change at this step drops."""
        return sum(edit.step > self.step for edit in self.run.edits)

    def _tell_dropped(self, edits: int) -> None:
        if edits:
            self.message.emit(f"{counted(edits, 'later change')} dropped; Undo brings back what was.")

    def _has(self, place: int, values: Mapping[str, float | Rule]) -> bool:
        """Whether these are a ball's values already; where it is put it loses its speed, which is a change."""
        ball = self.ball(place)
        return "w" not in values and all(getattr(ball, name) == value for name, value in values.items())

    def _join(
        self,
        run: Run,
        looks: tuple[BallStyle, ...],
        text: str,
        selected: int | None = None,
        subject: Hashable = None,
    ) -> None:
        """Go on with a run of other balls."""
        self.history.record(text, (text, run) if subject is None else subject, RunChange(self))
        run.stop_early()
        self.run, self.looks = run, looks
        if selected is not None:
            self.selected = selected
        self.recording_reset.emit()
        self.balls_changed.emit()


def called(places: Sequence[int]) -> str:
    """Name balls by their places as they are counted on the screen."""
    return f"ball {places[0] + 1}" if len(places) == 1 else "all balls"


TEXTS_EVERY = 200
"""Milliseconds between two texts about the run while time moves: to be read, not only seen."""
AT_ONCE = 2_000_000
"""Work that is done before a scenario is shown, counted in rows (steps × balls): some tenths of a second."""
STEP, EDIT = 50, 4000
"""What a step takes beside its balls, and what an edit takes, both in rows."""


class TimedScene(UndoableScene):
    """The scene with its clock; what a person can change about it is the session's."""

    def __init__(self, scenario: Scenario, now: Callable[[], float] = time.perf_counter) -> None:
        """Open a scenario at its first step, paused. `now` gives seconds; tests pass their own."""
        super().__init__(scenario)
        self.playback = Playback(self, now)
        self.history.restored.connect(self.pause)
        self.recording_reset.connect(self.playback.begin_anew)
        self.turns = ComputeLock()
        self.preview = GhostRun(self.turns)
        for signal in (self.landscape_changed, self.recording_reset, self.seeked):
            signal.connect(self.preview.clear)
        self.playback.playing_changed.connect(self._on_playing_changed)
        self.playback.moving_changed.connect(self._on_moving_changed)
        self.playback.due.connect(self._advance)
        self.slow_motion = SlowMotion(self, self.playback, self.step_on, self.step_back)
        self.fast_forward = FastForward(self, self._merge)
        self.history.recorded.connect(self.fast_forward.give_up)
        texts = Throttle(self.playback, self.texts_due.emit, TEXTS_EVERY, self)
        self.step_changed.connect(texts.touch)
        edits = self.recording_reset, self.balls_changed, self.landscape_changed
        for signal in (*edits, self.selection_changed, self.slow_motion.changed):
            signal.connect(texts.refresh_now)

    def open(self, scenario: Scenario, *, replays: bool) -> None:
        """Show another scenario instead, paused: where it was when it was saved, or at its first step.

        What was done before can't be undone any more. What is replayed soon is replayed at once, the rest in the
        background.
        """
        self.pause()
        self.slow_motion.end()
        self.fast_forward.give_up()
        self._held = self.suggestion = None
        self.history.clear()
        self._take(scenario)
        recorded, step = _where_saved(scenario) if replays else (0, 0)
        is_short = not takes_long(recorded, len(self.run.balls), scenario.edits)
        if is_short:
            self.run.advance(recorded, waits=True)
            self.run.go_to(min(step, self.run.last))
        self.recording_reset.emit()
        self._tell_landscape(is_chosen=True)
        for signal in (self.balls_changed, self.selection_changed, self.title_changed):
            signal.emit()
        self.replaced.emit()
        if not is_short:
            self.fast_forward.begin(recorded, step)

    def to_save(self, speed: float, hidden: frozenset[str]) -> Scenario:
        """What a saved scenario holds: what is still to come too, and how it is looked at.

        A run that has not begun keeps the number of steps that it was opened with; so does one with edits to come.
        """
        run = self.run
        recorded, step = self._recorded
        has_more = recorded == 0 or any(edit.step > recorded for edit in run.edits)
        steps = max(recorded, self._planned) if has_more else recorded
        view = View(
            step=None if step == recorded else step,
            recorded=None if recorded == steps else recorded,
            speed=speed,
            hidden=hidden,
            selected=self.selected if run.balls else None,
            looks=tuple((look.colour, look.mark) for look in self.looks),
        )
        return replace(self.scenario(), steps=steps, view=view)

    # Time.

    def play(self) -> None:
        """Set the run going; one that is over once more, or anew with what was changed since it ended."""
        if not self.run.balls:
            self.ball_missing.emit()
            return
        if self.run.is_over and self.step > 0:
            if any(edit.step == self.run.last for edit in self.run.edits):
                self.restart()
            else:
                self.seek(0)
        if not self.run.is_over:
            self.playback.start()

    def pause(self) -> None:
        """Stop at the step that is shown."""
        self.playback.stop()

    def toggle(self) -> None:
        """Play or pause."""
        if self.playback.is_playing:
            self.pause()
        else:
            self.play()

    def step_on(self, steps: int = 1) -> None:
        """Make one step, or some, and stay there."""
        self.pause()
        self._advance(steps)

    def step_back(self, steps: int = 1) -> None:
        """Go one step back, or some, and stay there."""
        self.pause()
        self.seek(self.step - steps)

    def go_on(self) -> None:
        """Make one step, or in slow motion show its next moment."""
        if self.slow_motion.is_on:
            self.slow_motion.on()
        else:
            self.step_on()

    def go_back(self) -> None:
        """Go one step back, or in slow motion to the moment before."""
        if self.slow_motion.is_on:
            self.slow_motion.back()
        else:
            self.step_back()

    def seek(self, step: int) -> None:
        """Show a recorded step, or the one nearest to it; time runs on from there if it runs."""
        self._held = None
        before = self.step
        with self._telling_what_differs():
            self.run.go_to(min(max(step, 0), self.run.last))
        if self.step != before:
            self.playback.begin_anew()
            self.seeked.emit()
            self.step_changed.emit()

    def restart(self) -> None:
        """Begin anew at step 0 with the landscape and the values now in force; go back there if none was changed."""
        if not self.run.edits and self.suggestion is None:
            self.seek(0)
        else:
            self._begin(self.landscape, self.balls, "start again")

    def go_to_step(self, step: int) -> None:
        """Show a step; one that is not recorded yet is run to, as far as the run goes."""
        if step <= self.run.last:
            self.seek(step)
        else:
            self.pause()
            self.fast_forward.begin(step)

    def to_the_end(self) -> None:
        """Show the last recorded step; from there, run until every ball has come to its end or to the step limit."""
        self.pause()
        if self.fast_forward.is_busy:
            self.fast_forward.stop()
        elif self.step < self.run.last:
            self.seek(self.run.last)
        elif not self.run.is_over and not self.run.is_full:
            self.fast_forward.begin()

    @property
    def _recorded(self) -> tuple[int, int]:
        """How far the run is recorded, or will be when it has been replayed, and the step that is shown then."""
        return self.fast_forward.replay or (self.run.last, self.run.step)

    def _replays_long(self, balls: int) -> bool:
        """Whether so many balls catch up with what is recorded in the background."""
        return self.fast_forward.replay is not None or takes_long(self.run.last, balls, self.run.edits)

    def _join_and_replay(self, run: Run, looks: tuple[BallStyle, ...], text: str, subject: Hashable = None) -> None:
        """Go on with a run that has not begun, and replay it in the background as far as the one before was recorded.

        What changes what a run begins with takes as long as the whole run.
        """
        recorded, step = self._recorded
        self._join(run, looks, text, subject=subject)
        self.fast_forward.begin(recorded, step)

    def _merge(self, further: Run, show: int | None) -> None:
        """Go to the end of a run that has gone on from the last step elsewhere, or to the step to be shown."""
        with self._telling_what_differs():
            self.run.merge(further)
            if show is not None:
                self.run.go_to(min(show, self.run.last))
        self.seeked.emit()
        self.step_changed.emit()
        if show is not None:
            return
        if not self._rest_at_the_end():
            self.message.emit(f"Stopped at step {self.step:,}: {_still_moving(self.run)}.")

    def _on_playing_changed(self) -> None:
        if self.playback.is_playing:
            self.fast_forward.give_up()

    def _on_moving_changed(self) -> None:
        self.turns.is_throttled = self.playback.is_moving

    def _advance(self, steps: int) -> None:
        if self.step + steps > self.run.last:
            self.fast_forward.give_up()
        with self._telling_what_differs():
            made = self.run.advance(steps)
            if made:
                self._keep_held()
        if made:
            self.step_changed.emit()
        self._rest_at_the_end()

    def _keep_held(self) -> None:
        """Put a ball that is held back to where it is held, after steps were made."""

    def _rest_at_the_end(self) -> bool:
        """Pause and say so where there is no next step; whether that is so."""
        if self.run.is_over:
            message = "Every ball has come to an end."
        elif self.run.is_full:
            message = f"The recording is full at step {self.step:,}: start again, or remove balls."
        else:
            return False
        self.pause()
        self.message.emit(message)
        return True


def takes_long(steps: int, balls: int, edits: Iterable[Edit]) -> bool:
    """Whether so many steps of so many balls, with these edits, are to be made in the background."""
    return steps * (STEP + balls) + sum(edit.step <= steps for edit in edits) * EDIT > AT_ONCE


def _where_saved(scenario: Scenario) -> tuple[int, int]:
    """How far a scenario had been recorded when it was saved, and which step was shown."""
    view = scenario.view or View()
    recorded = scenario.steps if view.recorded is None else view.recorded
    return recorded, recorded if view.step is None else view.step


def _still_moving(run: Run) -> str:
    count = len(run.balls) - int(run.parked().sum())
    return "1 ball is still moving" if count == 1 else f"{count} balls are still moving"


class Session(TimedScene):
    """The scene and its clock. Widgets call its commands and listen to its signals; they change nothing else.

    A change at step 0 changes what the run starts with; at a later step it is recorded as an edit, so that what was
    seen can be replayed bit for bit. Whatever is changed can be undone.
    """

    # Balls.

    def select(self, place: int) -> None:
        """Select a ball. Raises ValueError where there is none."""
        if not 0 <= place < len(self.run.balls):
            raise ValueError(f"ball {place}: there are {len(self.run.balls)}")
        if place != self.selected:
            self.selected = place
            self.selection_changed.emit()

    def set_alpha(self, place: int, alpha: float) -> None:
        """Set the momentum coefficient α of a ball; its speed stays as it is."""
        self._change([place], "α", alpha=alpha)

    def set_eta(self, place: int, eta: float) -> None:
        """Set the learning rate η of a ball."""
        self._change([place], "η", eta=eta)

    def set_rule(self, place: int, rule: Rule) -> None:
        """Set where a ball takes the slope."""
        self._change([place], "rule", rule=rule)

    def set_alpha_for_all(self, alpha: float) -> None:
        """Set the momentum coefficient α of all balls."""
        self._change(self._all, "α", alpha=alpha)

    def set_eta_for_all(self, eta: float) -> None:
        """Set the learning rate η of all balls."""
        self._change(self._all, "η", eta=eta)

    def set_rule_for_all(self, rule: Rule) -> None:
        """Set where all balls take the slope."""
        self._change(self._all, "rule", rule=rule)

    def set_start_for_all(self, start: float) -> None:
        """Set where all balls begin; see `set_start`."""
        self._set_starts(self._all, start)

    def set_start(self, place: int, start: float) -> None:
        """Set where a ball begins; after step 0 it is shown where it would be by now, had it begun there.

        Raises ValueError outside the domain of the landscape that the run begins on.
        """
        self._set_starts([place], start)

    def rename(self, place: int, name: str) -> None:
        """Name a ball; an empty name names it after its α."""
        name = fit_name(name) or ball_name(self.run.balls[place].alpha)
        if name != self.run.balls[place].name:
            self.history.record(f"name of {called([place])}", ("name", place), NameChange(self, place))
            self.run.rename(place, name)
            self.balls_changed.emit()

    def set_look(self, place: int, look: BallStyle) -> None:
        """Give a ball another colour and mark."""
        if look != self.looks[place]:
            self.history.record(f"look of {called([place])}", ("look", place), ValueChange(self, "looks"))
            self.looks = (*self.looks[:place], look, *self.looks[place + 1 :])
            self.balls_changed.emit()

    def hold(self, place: int, w: float) -> None:
        """Hold a ball at w (within the domain), as a hand does, until `release`; it loses its speed."""
        lo, hi = self.landscape.domain
        self._held = place, min(max(w, lo), hi)
        self._place(*self._held)

    def put(self, place: int, values: Mapping[Quantity, float]) -> None:
        """Let a ball set out at rest with another α, η or start, as one of the outcome map's runs does.

        Where no start is given it sets out from where it did before. Raises ValueError for values that no ball can
        have; a start outside the domain is moved to its end.
        """
        lo, hi = self.landscape.domain
        new = {quantity.value: value for quantity, value in values.items() if quantity is not Quantity.START}
        w = min(max(values.get(Quantity.START, self.run.set_out[place].item()), lo), hi)
        if self.step == 0:
            self._change([place], "place", **new, start=w)
        else:
            self._change([place], "place", **new, w=w, delta=0.0)

    def release(self) -> None:
        """Let go of the ball that is held."""
        self._held = None

    def _keep_held(self) -> None:
        if self._held is not None:
            self._place(*self._held)

    def add(self) -> None:
        """Add a ball like the selected one, with an α that is not there yet; it too has rolled since step 0."""
        self._append([run_operations.alpha_to_add(self.run)], "add a ball")
        self.select(len(self.run.balls) - 1)

    def fan(self, alphas: Sequence[float]) -> None:
        """Add a ball for each α, like the selected one in everything else."""
        self._append(alphas, f"fan of {len(alphas)} balls")

    def duplicate(self, place: int) -> None:
        """Put a copy of a ball, with all that happened to it, behind it and select it."""
        if not self._has_room_for(1):
            return
        run = self.run.insert_balls(place + 1, self.run.select_balls([place]))
        if self._can_be_saved(run.edits):
            looks = (*self.looks[: place + 1], *more_styles(self.looks, 1), *self.looks[place + 1 :])
            self._join(run, looks, f"duplicate {called([place])}")
            self.select(place + 1)

    def remove(self, place: int) -> None:
        """Remove a ball."""
        others = [other for other in self._all if other != place]
        looks = tuple(self.looks[other] for other in others)
        self._held = None
        selected = min(self.selected - (self.selected > place), len(others) - 1)
        self._join(self.run.select_balls(others), looks, f"remove {called([place])}", selected)
        self.selection_changed.emit()

    # The landscape.

    def set_landscape(self, landscape: Landscape) -> None:
        """Put the landscape, changed by hand, under the balls. They keep their speed; one now outside has left."""
        if landscape is not self.landscape:
            self._note_origin(landscape, self.landscape)
            self._put_under(landscape)

    def choose(self, landscape: Landscape, title: str, suggestion: Suggestion) -> None:
        """Choose a landscape that brings its own start and η.

        While time runs the balls roll on over it, and the suggestion waits for the next restart; otherwise all begin
        anew there.
        """
        is_work = landscape.preset is None
        if self.playback.is_playing and not self._has_room_for_edits([Edit(self.step, landscape=landscape)]):
            return
        with self.history.macro(f"landscape “{title}”", ("choose", title), is_work=is_work):
            self.history.record("suggestion", "suggestion", ValueChange(self, "suggestion"))
            self.suggestion = suggestion
            if not self.playback.is_playing:
                self._begin(landscape, self.balls, "landscape")
                self._tell_landscape(is_chosen=True)
            elif landscape is not self.landscape:
                self._put_under(landscape, is_chosen=True)
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

    # How it is done.

    def _put_under(self, landscape: Landscape, *, is_chosen: bool = False) -> None:
        """Let the balls roll on over another landscape."""
        later = self._later_edits
        if self.step == 0:
            self._begin(landscape, self.balls, "landscape")
        else:
            self._edit([Edit(self.step, landscape=landscape)], "landscape")
            if self.landscape is not landscape:  # refused
                return
        self._tell_landscape(is_chosen=is_chosen)
        self.balls_changed.emit()
        self._tell_dropped(later)

    def _set_starts(self, places: Sequence[int], start: float) -> None:
        lo, hi = self.run.first_landscape.domain
        if not lo <= start <= hi:
            raise ValueError(f"start: {start!r} is outside the landscape, which reaches from {lo:g} to {hi:g}")
        if all(self.run.balls[place].start == start for place in places):
            return
        text, subject = f"start of {called(places)}", ("start", tuple(places))
        if self._recorded[1] == 0:
            self._change(places, "start", start=start)
        elif self._replays_long(len(places)):
            balls = [replace(ball, start=start) if i in places else ball for i, ball in enumerate(self.run.balls)]
            self._join_and_replay(run_operations.as_at_first(self.run, balls), self.looks, text, subject)
        else:
            self._join(run_operations.with_start(self.run, places, start), self.looks, text, subject=subject)

    def _place(self, place: int, w: float) -> None:
        if self.step == 0:
            self._change([place], "place", start=w)
        else:
            self._change([place], "place", w=w, delta=0.0)

    def _append(self, alphas: Sequence[float], text: str) -> None:
        if not self._has_room_for(len(alphas)):
            return
        model = self._model()
        balls = [replace(model, alpha=alpha, name=ball_name(alpha)) for alpha in alphas]
        looks = self.looks + more_styles(self.looks, len(balls))
        if self._replays_long(len(balls)):
            self._join_and_replay(run_operations.as_at_first(self.run, (*self.run.balls, *balls)), looks, text)
        else:
            run = self.run.insert_balls(len(self.run.balls), run_operations.caught_up(self.run, balls))
            self._join(run, looks, text)
        if self.selected < 0:
            self.select(0)

    def _has_room_for(self, count: int) -> bool:
        if len(self.run.balls) + count <= MOST_BALLS:
            return True
        self.message.emit(f"A scene holds at most {MOST_BALLS} balls.")
        return False

    def _model(self) -> Ball:
        """What a new ball is like: the selected one, else the landscape's own suggestion."""
        return self.ball(self.selected) if self.run.balls else run_operations.suggested_ball(self.landscape)
