"""The session: the one owner of what changes, with one command for everything that a person can do."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from app.files.scenario import MOST_BALLS, Scenario
from app.session import joining
from app.session.look import Look, more_looks
from app.session.playback import Playback
from app.session.preview import Preview
from app.session.scene import Scene
from app.session.slow_motion import SlowMotion
from app.session.turns import Turns
from physics.ball import Ball, ball_name
from physics.edit import Edit
from physics.grid import Quantity
from physics.landscape import Landscape
from physics.rules import Rule
from physics.run import Run
from physics.suggestion import Suggestion


class Session(Scene):
    """The scene and its clock. Widgets call its commands and listen to its signals; they change nothing else.

    A change at step 0 changes what the run starts with; at a later step it is recorded as an edit, so that what was
    seen can be replayed bit for bit.
    """

    def __init__(self, scenario: Scenario, now: Callable[[], float] = time.perf_counter) -> None:
        """Open a scenario at its first step, paused. `now` gives seconds; tests pass their own."""
        super().__init__(scenario)
        self.playback = Playback(self, now)
        self.turns = Turns()
        self.preview = Preview(self.turns)
        self.playback.playing_changed.connect(self._on_playing_changed)
        self.landscape_changed.connect(self.preview.clear)
        self.rewound.connect(self.preview.clear)
        self.playback.due.connect(self._advance)
        self.slow_motion = SlowMotion(self, self.playback, self.step_on)
        self._held: tuple[int, float] | None = None
        self._suggestion: Suggestion | None = None

    # Time.

    def play(self) -> None:
        """Set the run going; from the start when it is over."""
        if self.run.is_over and self.step > 0:
            self.restart()
        if not self.run.is_over:
            self.playback.start()

    def pause(self) -> None:
        """Stop at the newest step."""
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

    def go_on(self) -> None:
        """Make one step, or in slow motion show its next moment."""
        if self.slow_motion.is_on:
            self.slow_motion.on()
        else:
            self.step_on()

    def restart(self) -> None:
        """Begin anew at step 0 with the landscape and the values now in force."""
        self._begin(self.landscape, self.balls)

    def _on_playing_changed(self) -> None:
        self.turns.is_gentle = self.playback.is_playing

    def _advance(self, steps: int) -> None:
        landscape, in_force = self.landscape, self.run.in_force
        made = self.run.advance(steps)
        if self._held is not None and made:
            self._place(*self._held)
        if self.landscape is not landscape:
            self.landscape_changed.emit()
        if self.run.in_force is not in_force:
            self.balls_changed.emit()
        if made:
            self.advanced.emit()
        if self.run.is_over:
            self.pause()
            self.said.emit("Every ball has come to an end.")
        elif self.run.is_full:
            self.pause()
            self.said.emit(f"The recording is full at step {self.step:,}: start again, or remove balls.")

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
        self._change([place], alpha=alpha)

    def set_eta(self, place: int, eta: float) -> None:
        """Set the learning rate η of a ball."""
        self._change([place], eta=eta)

    def set_rule(self, place: int, rule: Rule) -> None:
        """Set where a ball takes the slope."""
        self._change([place], rule=rule)

    def set_alpha_for_all(self, alpha: float) -> None:
        """Set the momentum coefficient α of all balls."""
        self._change(range(len(self.run.balls)), alpha=alpha)

    def set_eta_for_all(self, eta: float) -> None:
        """Set the learning rate η of all balls."""
        self._change(range(len(self.run.balls)), eta=eta)

    def set_rule_for_all(self, rule: Rule) -> None:
        """Set where all balls take the slope."""
        self._change(range(len(self.run.balls)), rule=rule)

    def set_start_for_all(self, start: float) -> None:
        """Set where all balls begin; see `set_start`."""
        self._set_starts(range(len(self.run.balls)), start)

    def set_start(self, place: int, start: float) -> None:
        """Set where a ball begins; after step 0 it is shown where it would be by now, had it begun there.

        Raises ValueError outside the domain of the landscape that the run begins on.
        """
        self._set_starts([place], start)

    def rename(self, place: int, name: str) -> None:
        """Name a ball; an empty name names it after its α."""
        first = self.run.balls[place]
        self.run.rename(place, name.strip() or ball_name(first.alpha))
        self.balls_changed.emit()

    def set_look(self, place: int, look: Look) -> None:
        """Give a ball another colour and mark."""
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
            self._change([place], **new, start=w)
        else:
            self._change([place], **new, w=w, delta=0.0)

    def release(self) -> None:
        """Let go of the ball that is held."""
        self._held = None

    def add(self) -> None:
        """Add a ball like the selected one, with an α that is not there yet; it too has rolled since step 0."""
        self.fan([joining.alpha_to_add(self.run)])
        self.select(len(self.run.balls) - 1)

    def fan(self, alphas: Sequence[float]) -> None:
        """Add a ball for each α, like the selected one in everything else."""
        model = self._model()
        self._append([replace(model, alpha=alpha, name=ball_name(alpha)) for alpha in alphas])

    def duplicate(self, place: int) -> None:
        """Put a copy of a ball, with all that happened to it, behind it and select it."""
        if self._has_room_for(1):
            looks = (*self.looks[: place + 1], *more_looks(self.looks, 1), *self.looks[place + 1 :])
            self._join(self.run.spliced(place + 1, self.run.only([place])), looks)
            self.select(place + 1)

    def remove(self, place: int) -> None:
        """Remove a ball."""
        others = [other for other in range(len(self.run.balls)) if other != place]
        looks = tuple(self.looks[other] for other in others)
        self.selected = min(self.selected - (self.selected > place), len(others) - 1)
        self._held = None
        self._join(self.run.only(others), looks)
        self.selection_changed.emit()

    # The landscape.

    def set_landscape(self, landscape: Landscape) -> None:
        """Put another landscape under the balls. They keep their speed; one that is now outside has left."""
        if self.step == 0:
            self._begin(landscape, self.balls)
        else:
            self.run.edit(Edit(self.step, landscape=landscape))
        self.landscape_changed.emit()
        self.balls_changed.emit()

    def choose(self, landscape: Landscape, title: str, suggestion: Suggestion) -> None:
        """Choose a landscape that brings its own start and η.

        While time runs the balls roll on over it, and the suggestion waits for the next restart; otherwise all begin
        anew there.
        """
        self.title = title
        self._suggestion = suggestion
        if self.playback.is_playing:
            self.set_landscape(landscape)
        else:
            self._begin(landscape, self.balls)
            self.landscape_changed.emit()
        self.title_changed.emit()

    def set_title(self, title: str) -> None:
        """Name the scene."""
        self.title = title
        self.title_changed.emit()

    # How it is done.

    def _begin(self, landscape: Landscape, balls: Sequence[Ball]) -> None:
        self.run = joining.begun(self.run, landscape, balls, self._suggestion)
        self._suggestion = None
        if self.playback.is_playing:
            self.playback.start()
        self.rewound.emit()
        self.balls_changed.emit()

    def _change(self, places: Iterable[int], **values: float | Rule) -> None:
        if self.step == 0:
            balls = list(self.run.balls)
            for place in places:
                balls[place] = joining.changed(balls[place], values)
            self._begin(self.landscape, balls)
        else:
            # The callers name fields of an edit, which a dictionary cannot tell.
            self.run.edit(*(Edit(self.step, place, **values) for place in places))  # type: ignore[arg-type]
            self.balls_changed.emit()

    def _set_starts(self, places: Sequence[int], start: float) -> None:
        lo, hi = self.run.first_landscape.domain
        if not lo <= start <= hi:
            raise ValueError(f"start: {start!r} is outside the landscape, which reaches from {lo:g} to {hi:g}")
        if self.step == 0:
            self._change(places, start=start)
        else:
            self._join(joining.with_start(self.run, places, start), self.looks)

    def _place(self, place: int, w: float) -> None:
        if self.step == 0:
            self.set_start(place, w)
        else:
            self.run.edit(Edit(self.step, place, w=w, delta=0.0))
            self.balls_changed.emit()

    def _append(self, balls: Sequence[Ball]) -> None:
        if not self._has_room_for(len(balls)):
            return
        run = self.run.spliced(len(self.run.balls), joining.caught_up(self.run, balls))
        self._join(run, self.looks + more_looks(self.looks, len(balls)))
        if self.selected < 0:
            self.select(0)

    def _join(self, run: Run, looks: tuple[Look, ...]) -> None:
        """Go on with a run of other balls."""
        self.run, self.looks = run, looks
        self.rewound.emit()
        self.balls_changed.emit()

    def _has_room_for(self, count: int) -> bool:
        if len(self.run.balls) + count <= MOST_BALLS:
            return True
        self.said.emit(f"A scene holds at most {MOST_BALLS} balls.")
        return False

    def _model(self) -> Ball:
        """What a new ball is like: the selected one, else the landscape's own suggestion."""
        return self.ball(self.selected) if self.run.balls else joining.suggested_ball(self.landscape)
