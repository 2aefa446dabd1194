"""All balls and their trails, in one item."""

from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtGui import QPainter

from app.plotting.labels import Box, Disc, Surroundings
from app.plotting.projection import Projection
from app.session.session import Session
from app.theme import Theme, faded
from app.views.landscape.ground import GroundLayer
from app.views.landscape.layer import Layer
from app.views.landscape.names import MOST_LABELS, BallLabels
from app.views.landscape.positions import Places, ball_radii, find_places, frame_due, moved, view_share
from app.views.landscape.sprites import BallSprites
from app.views.landscape.trails import TrailPens, find_trails, lay_lanes, paint_strokes, trail_strokes
from physics.arrays import Bools, Floats, Ints

TRAIL_WIDTH = 3.0
"""Pixels, of the trails of few balls."""
RING, RING_WIDTH = 3.5, 1.5
"""Pixels between a selected ball and the middle of its ring, and how broad that is."""
GONE = 0.35
"""Opacity of balls that have left."""
MARGIN = 4.0
"""Pixels between a name and the ends of the view."""
REACH = 5.0
"""Pixels around a ball in which the mouse is still on it."""


class BallsLayer(Layer):
    """Reads the session's arrays when it is painted; between two paintings nothing is computed."""

    def __init__(self, session: Session, theme: Theme, ground: GroundLayer) -> None:
        super().__init__()
        self._session, self._theme, self._ground = session, theme, ground
        self._projection: Projection
        self._view_share = 1.0
        self._sprites = BallSprites(theme.palette, 1.0)
        self._pens = TrailPens(theme.palette)
        self.labels = BallLabels(
            theme,
            session.name,
            lambda ball: theme.palette.ball_text(session.looks[ball].colour),
        )
        self._hovered: int | None = None
        self._places: Places | None = None
        self._more_obstacles: Callable[[], Sequence[Box]] = tuple
        self._paint_behind: Callable[[QPainter], None] = _paint_nothing
        self.renew_balls()

    # What changes.

    def accompany(self, obstacles: Callable[[], Sequence[Box]], paint_behind: Callable[[QPainter], None]) -> None:
        """At each painting, let something be painted behind the balls, and ask what of it names keep clear of."""
        self._more_obstacles, self._paint_behind = obstacles, paint_behind

    def set_projection(self, projection: Projection) -> None:
        """Show the balls so; the ground has been told before."""
        self.set_size(projection.width, projection.height)
        self._projection = projection
        share = view_share(projection.width, projection.height, self._theme.scale)
        if share != self._view_share:
            self._view_share = share
            self.renew_balls()
        self.move()

    def move(self) -> None:
        """The balls are somewhere else."""
        self._places = None
        self.update()

    def renew_balls(self) -> None:
        """There are other balls, or they have other values, names or looks."""
        run, looks = self._session.run, self._session.looks
        self.radii: Floats = ball_radii(run.parameters.alpha, self._theme.scale * self._view_share)
        self._radius_list: list[float] = self.radii.tolist()
        self._prepare_drawing()
        self._order: Ints = np.argsort(-self.radii, kind="stable")
        self.labels.forget_names()
        if self._hovered is not None and self._hovered >= len(looks):
            self._hovered = None
        self.move()

    def _in_order(self) -> Ints:
        """The largest first, and the selected one last, so that its ring is around it and around no other."""
        order, selected = self._order, self._session.selected
        return order if selected < 0 else np.concatenate((order[order != selected], [selected]))

    def _prepare_drawing(self) -> None:
        looks, ratio = self._session.looks, self._sprites.ratio
        self._sprites.renew()
        self._discs = [self._sprites.disc(*ball) for ball in zip(looks, self._radius_list, strict=True)]
        colours = np.array([look.colour for look in looks], np.intp)
        self._lanes = lay_lanes(colours, max(1, round(TRAIL_WIDTH * self._theme.scale * ratio)), 1.0 / ratio)

    def renew(self) -> None:
        """Colours or sizes are other ones."""
        self._sprites = BallSprites(self._theme.palette, self._sprites.ratio)
        self._pens = TrailPens(self._theme.palette)
        self.labels.renew()
        self.renew_balls()

    @property
    def hovered(self) -> int | None:
        """The ball under the mouse."""
        return self._hovered

    @hovered.setter
    def hovered(self, ball: int | None) -> None:
        if ball != self._hovered:
            self._hovered = ball
            self.move()

    # Where the balls are.

    @property
    def places(self) -> Places:
        """Where the balls are now."""
        if self._places is None:
            run, playback = self._session.run, self._session.playback
            is_moved = self._session.slow_motion.shows_move
            self._places = self._places_at(moved(run) if is_moved else frame_due(run, playback.phase))
        return self._places

    def _places_at(self, w: Floats) -> Places:
        run, landscape = self._session.run, self._session.landscape
        return find_places(run, w, landscape, self._projection, self._ground.line, self.radii)

    def balls_at(self, x: float, y: float) -> list[int]:
        """The balls under a point of the view, in pixels, the one that is seen there first."""
        places = self.places
        distance = np.hypot(places.x - x, places.y - y) - self.radii
        near = np.flatnonzero((distance <= REACH) & places.is_shown)
        is_behind = near != self._session.selected
        order = np.lexsort((self.radii[near], is_behind, np.maximum(distance[near], 0.0)))
        balls: list[int] = near[order].tolist()
        return balls

    # Painting.

    def paint_layer(self, painter: QPainter) -> None:
        """Paint trails, balls and names."""
        self._paint_behind(painter)
        ratio = painter.device().devicePixelRatioF()
        if ratio != self._sprites.ratio:
            self._sprites = BallSprites(self._theme.palette, ratio)
            self._prepare_drawing()
        places = self.places
        # A step that is only shown as made leaves no trail.
        is_moved = self._session.slow_motion.shows_move
        self._paint_trails(painter, self._places_at(self._session.run.state.w) if is_moved else places)
        gone = places.is_shown & places.has_left
        if gone.any():
            painter.setOpacity(GONE)
            self._paint_discs(painter, places, gone)
            painter.setOpacity(1.0)
        self._paint_discs(painter, places, places.is_shown & ~places.has_left)
        self._paint_rings(painter, places)
        self._place_labels(places)
        self.labels.paint(painter)

    def _paint_trails(self, painter: QPainter, places: Places) -> None:
        session, line = self._session, self._ground.line
        trails = find_trails(session.run, places, session.landscape, self._projection, line, self.radii, self._lanes)
        paint_strokes(painter, trail_strokes(trails, self._lanes), self._pens, len(places.x))

    def _paint_discs(self, painter: QPainter, places: Places, which: Bools) -> None:
        balls = self._in_order()
        balls = balls[which[balls]]
        discs = [self._discs[ball] for ball in balls.tolist()]
        self._sprites.paint(painter, places.x[balls].tolist(), places.y[balls].tolist(), discs)

    def paint_selected(self, painter: QPainter, centre: tuple[float, float]) -> None:
        """Paint the selected ball's disc somewhere else."""
        disc = self._discs[self._session.selected]
        self._sprites.paint(painter, [centre[0]], [centre[1]], [disc])

    def _paint_rings(self, painter: QPainter, places: Places) -> None:
        palette, scale = self._theme.palette, self._theme.scale
        for ball, colour in ((self._hovered, faded(palette.ink, 0.45)), (self._session.selected, palette.ink)):
            if ball is not None and 0 <= ball < len(places.x) and places.is_shown[ball]:
                ring = self._sprites.ring(colour, self._radius_list[ball] + RING * scale, RING_WIDTH * scale)
                self._sprites.paint(painter, [float(places.x[ball])], [float(places.y[ball])], [ring])

    def _place_labels(self, places: Places) -> None:
        selected, hovered, count = self._session.selected, self._hovered, len(places.x)
        named = range(count - 1, -1, -1) if count <= MOST_LABELS else [b for b in (hovered, selected) if b is not None]
        discs: dict[int, Disc] = {}
        for ball in named:
            if 0 <= ball < count and places.is_shown[ball]:
                radius = self._radius_list[ball] + (RING * self._theme.scale if ball == selected else 0.0)
                discs[ball] = Disc(float(places.x[ball]), float(places.y[ball]), radius)
        if not self._session.playback.is_playing:
            # Names keep their places only so that they don't flicker in motion; at rest each is as near as can be.
            self.labels.forget_places()
        view = Box(0.0, 0.0, self._projection.width, self._projection.height).grown(-MARGIN)
        obstacles = (*self._ground.obstacles, *self._more_obstacles())
        self.labels.place(discs, Surroundings(view, obstacles, self._ground.line.height_near), first=selected)


def _paint_nothing(painter: QPainter) -> None:  # nothing accompanies the balls
    """Leave the picture as it is."""
