"""The scene: the run with its landscape, balls and their styles, and the signals of what has changed."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

import numpy as np
from PySide6.QtCore import QObject, Signal

from app.files.scenario import Scenario
from app.files.scenario_run import run_at_start
from app.files.slider_range import SliderRange
from app.files.view import COLOUR_COUNT, LAST_COLOUR, MARKER_COUNT, SCALE_COUNT, View
from app.session import run_operations
from app.text.balls import changed_since, name_in_run
from app.text.outcomes import sentence
from app.text.translation import _
from physics.arrays import Codes, Columns
from physics.landscape.base import Landscape
from physics.rules.suggestion import Suggestion
from physics.run.ball import Ball
from physics.run.run import Run

SELECTED_OF_MANY = 3
"""Index of the ball that is selected of more than as many, where a view does not say."""


@dataclass(frozen=True, slots=True)
class BallStyle:
    """How a ball is drawn: indices of a colour and a marker in the theme's lists."""

    colour: int
    marker: int
    is_hidden: bool = False
    """Whether it is not drawn at all; it is computed all the same."""

    @property
    def is_between(self) -> bool:
        """Whether its colour is one of the scale, but neither the lowest nor the highest."""
        return COLOUR_COUNT < self.colour < LAST_COLOUR


def more_styles(taken: Sequence[BallStyle], count: int) -> tuple[BallStyle, ...]:
    """Return `count` more styles, each with the colour and the marker that are used least so far."""
    colours, markers = Counter(style.colour for style in taken), Counter(style.marker for style in taken)
    styles = []
    for _number in range(count):
        style = BallStyle(
            min(range(COLOUR_COUNT), key=colours.__getitem__), min(range(MARKER_COUNT), key=markers.__getitem__)
        )
        colours[style.colour] += 1
        markers[style.marker] += 1
        styles.append(style)
    return tuple(styles)


def styles_on_scale(taken: Sequence[BallStyle], count: int) -> tuple[BallStyle, ...]:
    """Return styles for a series of `count` balls, at least 2: colours along the scale, and one marker for all.

    The marker is the one that is used least so far. Only the first and the last ball have the ends of the scale.
    """
    marker = more_styles(taken, 1)[0].marker
    places = [max(1, min(round(i * (SCALE_COUNT - 1) / (count - 1)), SCALE_COUNT - 2)) for i in range(1, count - 1)]
    return tuple(BallStyle(COLOUR_COUNT + place, marker) for place in (0, *places, SCALE_COUNT - 1))


class Scene(QObject):
    """What the whole program shows, and the signals of what has changed. Anyone may read it; the session changes it.

    A ball is referred to by its index in `run.balls`.
    """

    landscape_changed = Signal()
    """The landscape has changed."""
    landscape_replaced = Signal()
    """The landscape is a different one, not an edited one: chosen, opened, imported or restored. Views zoom out."""
    balls_changed = Signal()
    """Balls were added or removed, or all of them may have changed; or one has another name or style."""
    parameters_changed = Signal(tuple)
    """The indices of balls that have other parameters, another rule or another start, or were placed elsewhere."""
    forcing_changed = Signal()
    """The noise, its seed or the schedule of η has changed."""
    selection_changed = Signal()
    """Another ball is selected."""
    step_changed = Signal()
    """Another step is shown, and steps may have been recorded; at most once a frame."""
    seeked = Signal()
    """Time jumped to another step rather than reaching it; `step_changed` follows."""
    recording_reset = Signal()
    """The recording was replaced or truncated: redraw all of it."""
    scenario_loaded = Signal()
    """Another scenario was opened; emitted after the signals of all that changed with it."""
    texts_due = Signal()
    """Update all texts and numbers about the run, together, so that they agree.

    Emitted with every change at rest, and a few times a second while time moves.
    """
    layers_changed = Signal()
    """Other layers are shown, or the last run is another one."""
    ranges_changed = Signal()
    """A slider of a parameter of the formula reaches over another range."""
    title_changed = Signal()
    """The title has changed."""
    ball_missing = Signal()
    """Playing was asked for, but there is no ball."""
    locks_changed = Signal()
    """Other things can be changed by a person."""
    message = Signal(str)
    """A sentence for the status line; an empty one clears it."""

    def __init__(self, scenario: Scenario, parent: QObject) -> None:
        """Open a scenario at its first step."""
        super().__init__(parent)
        self.replay: tuple[int, int] | None = None
        """While the run is computed again, its last step and the one that will be shown."""
        self.take(scenario)

    def take(self, scenario: Scenario) -> None:
        """Show the first step of a scenario, with the styles, the layers and the selection of its view."""
        view = scenario.view or View()
        self.title = scenario.title
        self.run = run_at_start(scenario, may_go_on=True)
        styles = tuple(BallStyle(*style) for style in view.styles or ())
        styles += more_styles(styles, len(scenario.balls) - len(styles))
        hidden = view.hidden_balls or frozenset()
        self.styles = tuple(replace(style, is_hidden=ball in hidden) for ball, style in enumerate(styles))
        self.hidden_layers: frozenset[str] = view.hidden_layers or frozenset()
        """Names of the layers (`app.files.view.LAYERS`) that are not shown."""
        self.ranges: dict[str, SliderRange] = dict(view.ranges or {})
        """What the sliders of parameters reach over, where that was set."""
        self.shows_last_run = bool(view.last_run)
        self.last_run: Run | None = None
        """The run before the last change, of as many balls on the same landscape; nothing advances it."""
        self.selected = _first_selected(len(scenario.balls)) if view.selected is None else view.selected
        self.suggestion: Suggestion | None = None
        """The start and η suggested by a landscape that was chosen during playback, for the next restart."""
        self.planned_steps = scenario.steps
        """The last step of the scenario that was opened."""
        self.locked: frozenset[str] = frozenset()
        """What a person can't change: names of `app.files.lesson.LOCKABLE`."""
        self._origins: WeakKeyDictionary[Landscape, object] = WeakKeyDictionary()
        before = scenario.landscape
        for edit in scenario.edits:
            if edit.landscape is not None:
                self.note_origin(edit.landscape, before)
                before = edit.landscape
        self._shown_origin = self._origin(self.landscape)

    def kept(self) -> dict[str, object]:
        """All that it holds, for `put_back`."""
        return dict(vars(self))

    def put_back(self, kept: dict[str, object]) -> None:
        """Hold what it held when that was kept; emits no signal."""
        vars(self).update(kept)

    @property
    def landscape(self) -> Landscape:
        """The landscape at the step that is shown."""
        return self.run.landscape

    def _origin(self, landscape: Landscape) -> object:
        """The landscape, or the name of the preset, that this one was edited from; else the landscape itself."""
        return landscape.preset or self._origins.get(landscape, landscape)

    def note_origin(self, landscape: Landscape, before: Landscape) -> None:
        """Note that a landscape was edited from the one before."""
        origin = self._origin(before)
        if origin is not landscape:
            self._origins[landscape] = origin

    def signal_landscape(self, *, is_chosen: bool = False) -> None:
        """Emit `landscape_changed`, after `landscape_replaced` if it has another origin or was chosen."""
        origin = self._origin(self.landscape)
        if is_chosen or origin != self._shown_origin:
            self._shown_origin = origin
            self.landscape_replaced.emit()
        self.landscape_changed.emit()

    @property
    def hidden_balls(self) -> frozenset[int]:
        """Indices of the balls that are not drawn."""
        return frozenset(ball for ball, style in enumerate(self.styles) if style.is_hidden)

    @property
    def step(self) -> int:
        """The step that is shown."""
        return self.run.step

    @property
    def balls(self) -> tuple[Ball, ...]:
        """The balls with their present values; `start` is where they began."""
        return tuple(self.ball(index) for index in range(len(self.run.balls)))

    def ball(self, index: int) -> Ball:
        """One ball with its present values."""
        return run_operations.current_ball(self.run, index)

    @property
    def model_ball(self) -> Ball:
        """The ball that a new one is like: the selected one, else the one that the landscape suggests."""
        return self.ball(self.selected) if self.run.balls else run_operations.suggested_ball(self.landscape)

    def name(self, index: int) -> str:
        """The name of a ball on the screen: its own, else one after the values that its last step was made with."""
        return name_in_run(self.run, index)

    def outcome_sentence(self, index: int, *, is_full: bool = False) -> str:
        """What has become of a ball, in a sentence that begins with its name.

        Values that it ended with and that were changed since are named too. Of its energy nothing is said while that
        layer is hidden, unless `is_full`.
        """
        text = sentence(self.run, index, has_energy=is_full or "energy" not in self.hidden_layers)
        name = self.name(index)
        others = [value for value in changed_since(self.run, index) if value != name]
        pattern = _("{name} with {values}: {sentence}") if others else _("{name}: {sentence}")
        return pattern.format(name=name, values=", ".join(others), sentence=text)

    @property
    def recorded(self) -> tuple[int, int]:
        """The last recorded step and the one that is shown; of a run that is computed again, those it will have."""
        return self.replay or (self.run.last, self.run.step)

    def scenario(self) -> Scenario:
        """The scenario that reproduces the run as far as it is recorded."""
        run = self.run
        return Scenario(self.title, run.first_landscape, run.balls, run.last, run.edits, run.full, run.first_forcing)

    @contextmanager
    def signal_differences(self) -> Iterator[None]:
        """Compare the scene before and after the context, and emit the signals of what has changed."""
        landscape, selected, title = self.landscape, self.selected, self.title
        rule, values, forcing = self.run.rule, self.run.parameters, self.run.forcing
        yield
        has_other_landscape = self.landscape is not landscape
        if has_other_landscape:
            self.signal_landscape()
        has_other_forcing = self.run.forcing != forcing
        if has_other_forcing:
            self.forcing_changed.emit()
        if has_other_landscape or has_other_forcing or not self._has_values(rule, values):
            self.balls_changed.emit()
        if self.selected != selected:
            self.selection_changed.emit()
        if self.title != title:
            self.title_changed.emit()

    def _has_values(self, rule: Codes, values: Columns) -> bool:
        """Whether the balls have these rules and parameters."""
        if self.run.rule is rule and self.run.parameters is values:
            return True  # no edit was in between
        columns = self.run.parameters.items()
        return np.array_equal(self.run.rule, rule) and all(
            np.array_equal(column, values[name], equal_nan=True) for name, column in columns
        )


def _first_selected(balls: int) -> int:
    """The fourth of many, which by default is the one that gets to the global minimum; of few the first."""
    return SELECTED_OF_MANY if balls > SELECTED_OF_MANY else min(0, balls - 1)
