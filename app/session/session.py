"""The session: the one owner of what changes, with one command for everything that a person can do."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.files.names import fit_name
from app.files.scenario import MOST_BALLS
from app.session import joining
from app.session.look import Look, more_looks
from app.session.swaps import NameSwap, ValueSwap
from app.session.timed_scene import TimedScene
from app.session.undoable_scene import called
from physics.ball import Ball, ball_name
from physics.edit import Edit
from physics.grid import Quantity
from physics.landscape import Landscape
from physics.rules import Rule
from physics.suggestion import Suggestion


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
            self.history.record(f"name of {called([place])}", ("name", place), NameSwap(self, place))
            self.run.rename(place, name)
            self.balls_changed.emit()

    def set_look(self, place: int, look: Look) -> None:
        """Give a ball another colour and mark."""
        if look != self.looks[place]:
            self.history.record(f"look of {called([place])}", ("look", place), ValueSwap(self, "looks"))
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
        self._append([joining.alpha_to_add(self.run)], "add a ball")
        self.select(len(self.run.balls) - 1)

    def fan(self, alphas: Sequence[float]) -> None:
        """Add a ball for each α, like the selected one in everything else."""
        self._append(alphas, f"fan of {len(alphas)} balls")

    def duplicate(self, place: int) -> None:
        """Put a copy of a ball, with all that happened to it, behind it and select it."""
        if not self._has_room_for(1):
            return
        run = self.run.spliced(place + 1, self.run.only([place]))
        if self._can_be_saved(run.edits):
            looks = (*self.looks[: place + 1], *more_looks(self.looks, 1), *self.looks[place + 1 :])
            self._join(run, looks, f"duplicate {called([place])}")
            self.select(place + 1)

    def remove(self, place: int) -> None:
        """Remove a ball."""
        others = [other for other in self._all if other != place]
        looks = tuple(self.looks[other] for other in others)
        self._held = None
        selected = min(self.selected - (self.selected > place), len(others) - 1)
        self._join(self.run.only(others), looks, f"remove {called([place])}", selected)
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
        with self.history.as_one(f"landscape “{title}”", ("choose", title), is_work=is_work):
            self.history.record("suggestion", "suggestion", ValueSwap(self, "suggestion"))
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
            self.history.record("title", "title", ValueSwap(self, "title"))
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
            self._join_and_replay(joining.as_at_first(self.run, balls), self.looks, text, subject)
        else:
            self._join(joining.with_start(self.run, places, start), self.looks, text, subject=subject)

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
        looks = self.looks + more_looks(self.looks, len(balls))
        if self._replays_long(len(balls)):
            self._join_and_replay(joining.as_at_first(self.run, (*self.run.balls, *balls)), looks, text)
        else:
            run = self.run.spliced(len(self.run.balls), joining.caught_up(self.run, balls))
            self._join(run, looks, text)
        if self.selected < 0:
            self.select(0)

    def _has_room_for(self, count: int) -> bool:
        if len(self.run.balls) + count <= MOST_BALLS:
            return True
        self.said.emit(f"A scene holds at most {MOST_BALLS} balls.")
        return False

    def _model(self) -> Ball:
        """What a new ball is like: the selected one, else the landscape's own suggestion."""
        return self.ball(self.selected) if self.run.balls else joining.suggested_ball(self.landscape)
