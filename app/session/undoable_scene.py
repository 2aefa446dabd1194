"""The scene with its history: what replaces something is recorded first, and can be taken back."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from app.files.scenario import Scenario, too_many_edits
from app.session import joining
from app.session.history import History
from app.session.look import Look
from app.session.scene import Scene
from app.session.swaps import LaterSwap, RunSwap
from physics.ball import Ball
from physics.edit import Edit, of_step
from physics.landscape import Landscape
from physics.rules import Rule
from physics.run import Run
from physics.words import counted


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
        self.rewound.emit()
        self.balls_changed.emit()

    @contextmanager
    def _telling_what_differs(self) -> Iterator[None]:
        """Emit what is another one after a change that does not say so itself."""
        landscape, in_force, selected, title = self.landscape, self.run.in_force, self.selected, self.title
        yield
        is_elsewhere = self.landscape is not landscape
        if is_elsewhere:
            self._tell_landscape()
        if is_elsewhere or not self.run.in_force.is_same(in_force):
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
        run = joining.begun(self.run, landscape, balls, self.suggestion)
        self.history.record(text, text if subject is None else subject, RunSwap(self))
        self.run = run
        self.suggestion = None
        self.rewound.emit()
        self.balls_changed.emit()

    def _edit(self, edits: Sequence[Edit], text: str, subject: Hashable = None) -> None:
        """Change something at this step; the run goes on from here in another way."""
        if not self._has_room_for_edits(edits):
            return
        had_more = self.step < self.run.last
        later = LaterSwap(self.run, self.run.later())
        self.history.record(text, text if subject is None else subject, later)
        self.run.edit(*edits)
        if had_more:
            self.rewound.emit()

    def _has_room_for_edits(self, edits: Sequence[Edit]) -> bool:
        """Whether the run can get these edits at this step; says so where it can't."""
        before = self.run.edits[: of_step(self.run.edits, self.step).stop]
        return self._can_be_saved((*before, *edits))

    def _can_be_saved(self, edits: Sequence[Edit]) -> bool:
        """Whether a file can hold the run with these edits; says so where it can't."""
        refusal = too_many_edits(self.run.first_landscape, edits)
        if refusal is not None:
            self.said.emit(f"Nothing was changed: {refusal}. Start again to go on.")
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
                balls[place] = joining.changed(balls[place], values)
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
            self.said.emit(f"{counted(edits, 'later change')} dropped; Undo brings back what was.")

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
        run.stop_early()
        self.run, self.looks = run, looks
        if selected is not None:
            self.selected = selected
        self.rewound.emit()
        self.balls_changed.emit()


def called(places: Sequence[int]) -> str:
    """Name balls by their places as they are counted on the screen."""
    return f"ball {places[0] + 1}" if len(places) == 1 else "all balls"
