"""What is drawn of the selected ball besides its disc: energy line, next step, caption."""

import numpy as np
from PySide6.QtGui import QPainter

from app.plotting.axes import axis_height
from app.plotting.labels import Box, Room, WordPictures, words_size
from app.prediction.next_step import ShownStep, coming_step, newest_step, next_terms
from app.session.session import Session
from app.session.slow_motion import Moment
from app.theme import Theme
from app.views.landscape.balls import MARGIN, RING, BallsLayer
from app.views.landscape.caption import PlacedCaption, caption, caption_places, caption_size, paint_caption
from app.views.landscape.energy_line import EnergyShape, energy_shape, paint_energy, places_for_words
from app.views.landscape.ground import GroundLayer
from app.views.landscape.positions import Places, on_curve
from app.views.landscape.step_arrows import (
    Block,
    Picture,
    StepPicture,
    Words,
    is_in_view,
    paint_arrows,
    paint_slope,
    place_block,
    stands_above,
    step_ends,
    step_words,
    term_colour,
)
from physics.run.energy_bound import find_energy_bound

SLOW = 10.0
"""Steps per second up to which a step is shown while time runs."""


class SelectedBall:
    """Found anew when the balls are somewhere else, and then once for all who ask."""

    def __init__(self, session: Session, theme: Theme, ground: GroundLayer, balls: BallsLayer) -> None:
        """Read the session; stand where the ground and the balls are shown."""
        self._session, self._theme, self._ground, self._balls = session, theme, ground, balls
        self._found_for: Places | None = None
        self._picture = Picture(None, None, None, None)
        self._energy_words = ""
        self._chosen: dict[str, tuple[object, int]] = {}
        session.texts_due.connect(self._read_energy)
        self._read_energy()

    @property
    def picture(self) -> Picture:
        """What is to be drawn now."""
        places = self._balls.places
        if places is not self._found_for:
            self._found_for, self._picture = places, self._find(places)
        return self._picture

    def _find(self, places: Places) -> Picture:
        selected = self._session.selected
        if not (0 <= selected < len(places.x) and places.is_shown[selected]):
            return Picture(None, None, None, None)
        room = self._room(places)
        shape = self._energy(float(places.x[selected]))
        step = self._step(room if shape is None else room.without(shape.boxes))
        if step is not None:
            room = room.without(step.boxes)
        placed = self._caption(room)
        if placed is not None:
            room = room.without([placed.box])
        words = None
        if shape is not None and self._energy_words:
            words = self._words(shape, self._energy_words, float(places.x[selected]), room)
        return Picture(shape, words, step, placed)

    def _room(self, places: Places) -> Room:
        projection = self._ground.projection
        view = Box(0.0, 0.0, projection.width, projection.height).grown(-MARGIN)
        shown = places.is_shown
        discs = places.x[shown], places.y[shown], self._balls.radii[shown] + RING * self._theme.scale
        return Room(view, self._ground.obstacles, discs, self._ground.line)

    def _energy(self, ball_x: float) -> EnergyShape | None:
        energy_bound = find_energy_bound(self._session.run, self._session.selected)
        if energy_bound is None:
            return None
        features = self._session.landscape.features
        return energy_shape(energy_bound, features, self._ground.projection, ball_x, self._theme.scale)

    def _read_energy(self) -> None:
        """Put the ball's energy into words, when all else about it is put into words."""
        run, place = self._session.run, self._session.selected
        energy_bound = find_energy_bound(run, place) if 0 <= place < len(run.balls) else None
        self._energy_words = "" if energy_bound is None else energy_bound.words

    @property
    def _is_fast(self) -> bool:
        return self._session.playback.is_playing and self._session.playback.speed > SLOW

    def _words(self, shape: EnergyShape, text: str, ball_x: float, room: Room) -> Words | None:
        """The words at the line; in motion they stay where they are as long as they can."""
        text = f"{text} ↑" if shape.y < 0.0 else text
        size, projection, scale = words_size(text, self._theme), self._ground.projection, self._theme.scale
        before = self._before("words", self._session.selected) if self._session.playback.is_playing else None
        found = room.first(
            lambda: places_for_words(shape, size, ball_x, room.line, projection, scale),
            before,
        )
        if found is None:
            return None
        self._chosen["words"] = self._session.selected, found[0]
        return Words(text, found[1])

    def _before(self, name: str, of: object) -> int | None:
        """The number of the place that something had before, if that was for the same thing."""
        thing, number = self._chosen.get(name, (None, None))
        return number if thing == of else None

    def _shown_step(self) -> ShownStep | None:
        """The step along which the ball glides, else the next one; None while time runs too fast to see one."""
        session = self._session
        if self._is_fast:
            return None
        under_way = newest_step(session.run, session.selected) if session.playback.phase < 1.0 else None
        step = under_way or coming_step(session.run, session.selected)
        return step if step is not None and step.is_finite else None

    def _step(self, room: Room) -> StepPicture | None:
        step = self._shown_step()
        if step is None:
            return None
        radius, projection, scale = self._radius, self._ground.projection, self._theme.scale
        ball, ghost = self._centre(step.w), self._centre(step.w_after)
        here, there = (Box(x - radius, y - radius, x + radius, y + radius) for x, y in (ball, ghost))
        ends = step_ends(step, projection, scale)
        if not (ends.is_finite and is_in_view(here, there, projection)):
            return None
        words = step_words(step.is_nesterov, ends.factor)
        sizes = {term: words_size(word, self._theme) for term, word in words.items()}
        block = Block(ends, sizes, stands_above(here, there, scale), scale)
        # As long as it is the same step, nothing that moves meanwhile makes its arrows jump.
        subject = step, projection, scale
        number, arrows = place_block(block, room.without([there]), self._before("step", subject))
        self._chosen["step"] = subject, number
        return StepPicture(step, words, arrows, ball, ghost, ends.factor == 1, self._session.slow_motion.moment)

    @property
    def _radius(self) -> float:
        return float(self._balls.radii[self._session.selected])

    def _centre(self, w: float) -> tuple[float, float]:
        """The centre of the ball's disc at w, in pixels; outside the domain, at its end."""
        landscape = self._session.landscape
        inside = np.clip(np.array([w]), *landscape.domain)
        x, y = on_curve(inside, landscape, self._ground.projection, self._ground.line, np.array([self._radius]))
        return float(x[0]), float(y[0])

    def _caption(self, room: Room) -> PlacedCaption | None:
        session, theme = self._session, self._theme
        moment, run = session.slow_motion.moment, session.run
        if moment is None:
            return None
        terms, place = next_terms(session), session.selected
        last_delta, w_after = run.state.delta[place].item(), run.next_step().w[place].item()
        every = [caption(each, terms, last_delta, w_after) for each in Moment]
        size = caption_size(every, theme)
        floor = room.view.bottom + MARGIN - axis_height(theme)
        first, *_ = caption_places(size, room.view, floor, theme.scale)
        found = room.first(lambda: caption_places(size, room.view, floor, theme.scale), self._before("caption", place))
        number, box = found or (0, first)
        self._chosen["caption"] = place, number
        return PlacedCaption(moment, every[moment - 1], box)


GHOST = 0.45
"""Opacity of the ball where the step leads."""


class SelectedPainting:
    """Paints what `SelectedBall` has found."""

    def __init__(
        self, session: Session, theme: Theme, ground: GroundLayer, balls: BallsLayer, selected: SelectedBall
    ) -> None:
        self._session, self._theme, self._ground, self._balls = session, theme, ground, balls
        self._selected = selected
        self._words = WordPictures(theme)

    def paint_behind(self, painter: QPainter) -> None:
        """Paint what the balls stand in front of: the energy line, and where the step leads."""
        picture, theme, session = self._selected.picture, self._theme, self._session
        painter.save()
        if picture.energy is not None:
            colour = theme.palette.ball_line(session.looks[session.selected].colour)
            paint_energy(painter, picture.energy, self._ground.line, colour, theme)
        if picture.step is not None and picture.step.faint is not None:
            painter.setOpacity(GHOST)
            self._balls.paint_selected(painter, picture.step.faint)
        painter.restore()

    def paint_in_front(self, painter: QPainter) -> None:
        """Paint what stands in front of the balls: words, the slope's mark, arrows, and the caption."""
        picture, theme, session = self._selected.picture, self._theme, self._session
        painter.save()
        if picture.words is not None:
            colour = theme.palette.ball_text(session.looks[session.selected].colour)
            self._words.paint(painter, picture.words.text, picture.words.box, colour, self._ground.line)
        if picture.step is not None:
            if picture.step.marks_slope:
                self._paint_slope(painter, picture.step.step.slope_at)
            paint_arrows(painter, picture.step, theme)
            for arrow in picture.step.arrows:
                text, colour = picture.step.words[arrow.term], term_colour(arrow.term, theme)
                self._words.paint(painter, text, arrow.word, colour, self._ground.line)
        if picture.caption is not None:
            paint_caption(painter, picture.caption, theme)
        painter.restore()

    def _paint_slope(self, painter: QPainter, w: float) -> None:
        lo, hi = self._session.landscape.domain
        if lo <= w <= hi:
            at = np.array([w])
            x = self._ground.projection.x(at)
            y = self._ground.projection.y_near(self._session.landscape.height(at))
            up = self._ground.line.normals_at(x)
            paint_slope(painter, (float(x[0]), float(y[0])), (float(up[0][0]), float(up[1][0])), self._theme)
