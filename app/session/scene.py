"""The scene: landscape, balls, their styles and the run, with signals for what has changed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, Signal

from app.files.scenario import Scenario
from app.files.view import View
from app.session import run_operations as run_operations
from app.text.outcomes import sentence
from physics.landscape.base import Landscape
from physics.rules.suggestion import Suggestion
from physics.run.ball import Ball, with_distinct_names
from physics.run.run import Run

COLOURS = 8
"""How many ball colours the themes have."""
MARKS = 11
"""How many marks the themes have."""


@dataclass(frozen=True, slots=True)
class BallStyle:
    """Numbers of the colour and of the mark in the theme's lists."""

    colour: int
    mark: int


def more_styles(taken: Sequence[BallStyle], count: int) -> tuple[BallStyle, ...]:
    """Return `count` further looks, each with the colour and the mark used least so far, so that few are alike."""
    colours, marks = Counter(look.colour for look in taken), Counter(look.mark for look in taken)
    looks = []
    for _ in range(count):
        look = BallStyle(min(range(COLOURS), key=colours.__getitem__), min(range(MARKS), key=marks.__getitem__))
        colours[look.colour] += 1
        marks[look.mark] += 1
        looks.append(look)
    return tuple(looks)


class Scene(QObject):
    """Landscape, balls and run, which everybody may read; only the session, which is one, changes them.

    Balls are named by their place in the list.
    """

    landscape_changed = Signal()
    """Another landscape is in force."""
    landscape_replaced = Signal()
    """A landscape was chosen, opened or imported, or is back: not the one before, changed by hand. A zoom ends."""
    balls_changed = Signal()
    """A ball was added, removed, placed, or changed in any of its values, its name or its look."""
    selection_changed = Signal()
    """Another ball is selected."""
    step_changed = Signal()
    """Another step is shown, a later or an earlier one, and steps may have been recorded; once a frame."""
    seeked = Signal()
    """Time has leapt to another step, not gone on to it; `step_changed` follows."""
    recording_reset = Signal()
    """The recording was replaced, or cut: what was drawn of it must be drawn anew."""
    replaced = Signal()
    """Another scenario is shown; comes after all that changed with it."""
    texts_due = Signal()
    """Whatever says something of the run in words or numbers says it anew: all at once, so that they agree.

    While time moves this comes a few times a second, so that they can be read; at rest with every change.
    """
    title_changed = Signal()
    """The scene has another title."""
    ball_missing = Signal()
    """Time is to run, but there is no ball."""
    message = Signal(str)
    """One sentence for the person; an empty one takes back what was said."""

    def __init__(self, scenario: Scenario) -> None:
        """Be at the first step of a scenario."""
        super().__init__()
        self._take(scenario)

    def _take(self, scenario: Scenario) -> None:
        """Be at the first step of a scenario, its view in force as far as it concerns the scene."""
        view = scenario.view or View()
        self.title = scenario.title
        self.run = Run(scenario.landscape, scenario.balls, scenario.edits, full=scenario.full)
        looks = tuple(BallStyle(*look) for look in view.looks or ())
        self.looks = looks + more_styles(looks, len(scenario.balls) - len(looks))
        self.selected = min(3, len(scenario.balls) - 1) if view.selected is None else view.selected
        self.suggestion: Suggestion | None = None
        """The start and η of a landscape that was chosen while time ran, for when the run begins anew."""
        self._planned = scenario.steps
        self._origins: WeakKeyDictionary[Landscape, object] = WeakKeyDictionary()
        before = scenario.landscape
        for edit in scenario.edits:
            if edit.landscape is not None:
                self._note_origin(edit.landscape, before)
                before = edit.landscape
        self._shown_origin = self._origin(self.landscape)

    @property
    def landscape(self) -> Landscape:
        """The landscape in force."""
        return self.run.landscape

    def _origin(self, landscape: Landscape) -> object:
        """The landscape, or the name of the preset, that this one was made of by hand; else the landscape itself."""
        return landscape.preset or self._origins.get(landscape, landscape)

    def _note_origin(self, landscape: Landscape, before: Landscape) -> None:
        """Note that a landscape was made by hand of the one before."""
        origin = self._origin(before)
        if origin is not landscape:
            self._origins[landscape] = origin

    def _tell_landscape(self, *, is_chosen: bool = False) -> None:
        """Emit that another landscape is in force, after `landscape_replaced` where it is not of the same origin."""
        origin = self._origin(self.landscape)
        if is_chosen or origin != self._shown_origin:
            self._shown_origin = origin
            self.landscape_replaced.emit()
        self.landscape_changed.emit()

    @property
    def step(self) -> int:
        """The step that is shown."""
        return self.run.step

    @property
    def balls(self) -> tuple[Ball, ...]:
        """The balls with the values now in force; `start` is where they began."""
        return tuple(self.ball(place) for place in range(len(self.run.balls)))

    def ball(self, place: int) -> Ball:
        """One ball with the values now in force."""
        return run_operations.current_ball(self.run, place)

    def name(self, place: int) -> str:
        """What a ball is called on the screen: by its own name, else after the α behind what is seen of it."""
        return run_operations.shown_name(self.run, place)

    def account(self, place: int) -> str:
        """What has become of a ball, in a sentence that begins with its name and the values that led there.

        Values that are still in force need no saying.
        """
        name = self.name(place)
        others = [value for value in run_operations.made_with(self.run, place) if value != name]
        made_with = f" with {', '.join(others)}" if others else ""
        return f"{name}{made_with}: {sentence(self.run, place)}"

    def scenario(self) -> Scenario:
        """What reproduces the run as far as it is recorded; in a file no two balls have the same name."""
        run = self.run
        balls = with_distinct_names(run.balls)
        return Scenario(self.title, run.first_landscape, balls, run.last, run.edits, run.full)
