"""The scene in time: what plays, rests, goes back, and takes back what was changed."""

import time
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from app.files.scenario import Scenario
from app.files.view import View
from app.session import joining
from app.session.history import History
from app.session.look import Look
from app.session.playback import Playback
from app.session.preview import Preview
from app.session.run_ahead import RunAhead
from app.session.scene import Scene
from app.session.slow_motion import SlowMotion
from app.session.swaps import LaterSwap, RunSwap
from app.session.turns import Turns
from physics.ball import Ball
from physics.edit import Edit
from physics.landscape import Landscape
from physics.rules import Rule
from physics.run import Run
from physics.suggestion import Suggestion

AT_ONCE = 200_000
"""Rows (steps × balls) that are replayed before a scenario is shown, some tenths of a second."""


class TimedScene(Scene):
    """The scene with its clock and its history; what can be changed about it is the session's."""

    def __init__(self, scenario: Scenario, now: Callable[[], float] = time.perf_counter) -> None:
        """Open a scenario at its first step, paused. `now` gives seconds; tests pass their own."""
        super().__init__(scenario)
        self.playback = Playback(self, now)
        self.history = History(self)
        self.history.restored.connect(self._on_restored)
        self.turns = Turns()
        self.preview = Preview(self.turns)
        for signal in (self.landscape_changed, self.rewound, self.wound):
            signal.connect(self.preview.clear)
        self.playback.playing_changed.connect(self._on_playing_changed)
        self.playback.due.connect(self._advance)
        self.slow_motion = SlowMotion(self, self.playback, self.step_on, self.step_back)
        self.run_ahead = RunAhead(self, self._take_over)
        self._held: tuple[int, float] | None = None
        """Place and w of the ball that a hand holds."""
        self._suggestion: Suggestion | None = None
        """The start and η of a landscape that was chosen while time ran, for when the run begins anew."""

    def open(self, scenario: Scenario, *, replays: bool) -> None:
        """Show another scenario instead, paused: where it was when it was saved, or at its first step.

        What was done before can't be undone any more. Up to `AT_ONCE` rows are made at once, more in the background.
        """
        self.pause()
        self.run_ahead.give_up()
        self._held = self._suggestion = None
        self.history.clear()
        self._take(scenario)
        if replays:
            view = scenario.view or View()
            recorded = scenario.steps if view.recorded is None else view.recorded
            self._replay(recorded, recorded if view.step is None else view.step)
        self.rewound.emit()
        for signal in (self.landscape_changed, self.balls_changed, self.selection_changed, self.title_changed):
            signal.emit()

    def _replay(self, recorded: int, step: int) -> None:
        if recorded * len(self.run.balls) <= AT_ONCE:
            self.run.advance(recorded)
            self.run.go_to(min(step, self.run.last))
        else:
            self.run_ahead.begin(recorded, step)

    # Time.

    def play(self) -> None:
        """Set the run going; from the start when it is over."""
        if self.run.is_over and self.step > 0:
            self.restart()
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
            self.wound.emit()
            self.step_changed.emit()

    def restart(self) -> None:
        """Begin anew at step 0 with the landscape and the values now in force; go back there if none was changed."""
        if not self.run.edits and self._suggestion is None:
            self.seek(0)
        else:
            self._begin(self.landscape, self.balls, "start again")

    def go_to_step(self, step: int) -> None:
        """Show a step; one that is not recorded yet is run to, as far as the run goes."""
        if step <= self.run.last:
            self.seek(step)
        else:
            self.pause()
            self.run_ahead.begin(step)

    def to_the_end(self) -> None:
        """Show the last recorded step; from there, run until every ball has come to its end or to the step limit."""
        self.pause()
        if self.run_ahead.is_busy:
            self.run_ahead.stop()
        elif self.step < self.run.last:
            self.seek(self.run.last)
        elif not self.run.is_over and not self.run.is_full:
            self.run_ahead.begin()

    def _take_over(self, further: Run, show: int | None) -> None:
        """Go to the end of a run that has gone on from the last step elsewhere, or to the step to be shown."""
        with self._telling_what_differs():
            self.run.take_over(further)
            if show is not None:
                self.run.go_to(min(show, self.run.last))
        self.wound.emit()
        self.step_changed.emit()
        if show is not None:
            return
        if not self._rest_at_the_end():
            self.said.emit(f"Stopped at step {self.step:,}: {_still_moving(self.run)}.")

    def _on_playing_changed(self) -> None:
        self.turns.is_gentle = self.playback.is_playing
        if self.playback.is_playing:
            self.run_ahead.give_up()

    def _advance(self, steps: int) -> None:
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
            said = "Every ball has come to an end."
        elif self.run.is_full:
            said = f"The recording is full at step {self.step:,}: start again, or remove balls."
        else:
            return False
        self.pause()
        self.said.emit(said)
        return True

    @contextmanager
    def _telling_what_differs(self) -> Iterator[None]:
        """Emit what is another one after a change that does not say so itself."""
        landscape, in_force, selected, title = self.landscape, self.run.in_force, self.selected, self.title
        yield
        if self.landscape is not landscape:
            self.landscape_changed.emit()
        if self.run.in_force is not in_force:
            self.balls_changed.emit()
        if self.selected != selected:
            self.selection_changed.emit()
        if self.title != title:
            self.title_changed.emit()

    # Undo.

    def undo(self) -> None:
        """Take back what was changed last, and be at the step at which that was."""
        self.pause()
        self._go_through_history(self.history.undo)

    def redo(self) -> None:
        """Bring again what was taken back last."""
        self.pause()
        self._go_through_history(self.history.redo)

    def give_up(self, subject: Hashable) -> bool:
        """Take back a gesture that is still going on, as if it had never begun; False when another one is."""
        return self._go_through_history(lambda: self.history.give_up(subject))

    def _go_through_history(self, do: Callable[[], bool]) -> bool:
        self._held = None
        with self._telling_what_differs():
            return do()

    def _on_restored(self) -> None:
        self._suggestion = None
        self.rewound.emit()
        self.balls_changed.emit()

    # How the session changes what there is.

    @property
    def _all(self) -> range:
        """The places of all balls."""
        return range(len(self.run.balls))

    def _begin(self, landscape: Landscape, balls: Sequence[Ball], text: str, subject: Hashable = None) -> None:
        """Begin anew at step 0, on a landscape."""
        run = joining.begun(self.run, landscape, balls, self._suggestion)
        self.history.record(text, text if subject is None else subject, RunSwap(self))
        self.run = run
        self._suggestion = None
        self.playback.begin_anew()
        self.rewound.emit()
        self.balls_changed.emit()

    def _edit(self, edits: Sequence[Edit], text: str, subject: Hashable = None) -> None:
        """Change something at this step; the run goes on from here in another way."""
        had_more = self.step < self.run.last
        later = LaterSwap(self.run, self.run.later())
        self.history.record(text, text if subject is None else subject, later)
        self.run.edit(*edits)
        if had_more:
            self.rewound.emit()

    def _change(self, places: Sequence[int], what: str, **values: float | Rule) -> None:
        """Change values of some balls; `what` they are is said in the menu."""
        if all(self._has(place, values) for place in places):
            return
        text, subject = f"{what} of {called(places)}", (what, tuple(places))
        if self.step == 0:
            balls = list(self.run.balls)
            for place in places:
                balls[place] = joining.changed(balls[place], values)
            self._begin(self.landscape, balls, text, subject)
        else:
            # The callers name fields of an edit, which a dictionary cannot tell.
            edits = [Edit(self.step, place, **values) for place in places]  # type: ignore[arg-type]
            self._edit(edits, text, subject)
            self.balls_changed.emit()

    def _has(self, place: int, values: Mapping[str, float | Rule]) -> bool:
        """Whether these are a ball's values already; where it is put it loses its speed, which is a change."""
        ball = self.ball(place)
        return "w" not in values and all(getattr(ball, name) == value for name, value in values.items())

    def _join(
        self,
        run: Run,
        looks: tuple[Look, ...],
        text: str,
        selected: int | None = None,
        subject: Hashable = None,
    ) -> None:
        """Go on with a run of other balls."""
        self.history.record(text, (text, run) if subject is None else subject, RunSwap(self))
        self.run, self.looks = run, looks
        if selected is not None:
            self.selected = selected
        self.rewound.emit()
        self.balls_changed.emit()


def called(places: Sequence[int]) -> str:
    """Name balls by their places as they are counted on the screen."""
    return f"ball {places[0] + 1}" if len(places) == 1 else "all balls"


def _still_moving(run: Run) -> str:
    count = len(run.balls) - int(run.parked().sum())
    return "1 ball is still moving" if count == 1 else f"{count} balls are still moving"
