"""All balls with trails, rings and names, in one graphics item."""

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from PySide6.QtGui import QPainter

from app.plotting.drawing import pixel_ratio
from app.plotting.label_layout import Box, Disc, LabelSpace
from app.plotting.layer import Layer
from app.plotting.view_box import PlotViewBox
from app.theme.application import Theme
from app.theme.palette import faded
from app.views.frame import Frame
from app.views.landscape.ground import GroundLayer
from app.views.landscape.names import MAX_LABELS, BallLabels
from app.views.landscape.paths import LastRunPaths, WholePaths
from app.views.landscape.positions import BallPositions, ball_positions, ball_radii, interpolated_w, next_w, view_share
from app.views.landscape.sprites import BallSprites
from app.views.landscape.trails import lay_lanes, paint_trails, trail_pens, trail_segments, trails_of_run
from physics.arrays import Bools, Floats, Ints
from physics.rules.base import ALPHA

TRAIL_WIDTH_PX = 3.0
"""Of the trails of few balls."""
RING_GAP_PX, RING_WIDTH_PX = 3.5, 1.5
"""Between the selected ball and the middle of its ring, and the width of the ring."""
GONE_OPACITY = 0.35
"""Opacity of balls that have left the landscape."""
MARGIN_PX = 4.0
"""Between a name and the ends of the view."""
HOVER_TOLERANCE_PX = 5.0
"""Around a ball, where the mouse is still on it."""


class BallsLayer(Layer):
    """Reads the arrays of a frame when it is painted, and computes nothing in between."""

    def __init__(self, view_box: PlotViewBox, theme: Theme, ground: GroundLayer, frame: Frame) -> None:
        super().__init__(view_box)
        self._theme, self._ground, self._frame = theme, ground, frame
        self._view_share = 1.0
        self._ratio: float | None = None
        """The `pixel_ratio` of the painter that the layer is painted with."""
        self.sprites = BallSprites(theme.palette, 1.0)
        self._paths = WholePaths(theme)
        self._last_run = LastRunPaths(theme)
        self.labels = BallLabels(
            theme,
            lambda ball: self._frame.name(ball),
            lambda ball: theme.palette.ball_text(self._frame.styles[ball].colour),
        )
        self._hovered: int | None = None
        self._positions: BallPositions | None = None
        self._further_obstacles: Callable[[], Sequence[Box]] = tuple
        self._paint_behind: Callable[[QPainter], None] = _paint_nothing
        self.renew_balls()

    # Changes.

    def set_neighbours(self, obstacles: Callable[[], Sequence[Box]], paint_behind: Callable[[QPainter], None]) -> None:
        """At each painting paint something behind the balls, and keep names clear of further obstacles."""
        self._further_obstacles, self._paint_behind = obstacles, paint_behind

    def show_range(self, *_: object) -> None:
        transform = self.plot_transform
        share = view_share(transform.width, transform.height, self._theme.scale)
        if share != self._view_share:
            self._view_share = share
            self.renew_balls()
        self._forget_slots()
        self.move()

    def show_frame(self, frame: Frame, *, has_other_balls: bool) -> None:
        """Show another frame; `has_other_balls`: their list, or a value, name or style of one has changed."""
        self._frame = frame
        if has_other_balls or len(frame.run.balls) != len(self.radii):
            self.renew_balls()
        else:
            self.move()

    def move(self) -> None:
        """The balls have moved."""
        self._positions = None
        super().renew()

    def renew_balls(self) -> None:
        """The list of balls, or a value, name or style of one, has changed."""
        run, styles = self._frame.run, self._frame.styles
        self._paths.forget()
        self._shown = np.array(self._frame.shown_balls, np.intp)
        self._named = [ball for ball in self._frame.shown_balls[::-1] if not styles[ball].is_between]
        self._is_drawn: Bools = np.isin(np.arange(len(styles)), self._shown)
        self.radii: Floats = ball_radii(run.parameters[ALPHA.name], self._theme.line_scale * self._view_share)
        self._radius_list: list[float] = self.radii.tolist()
        self._prepare_drawing()
        self._order: Ints = np.argsort(-self.radii, kind="stable")
        self.labels.forget_names()
        self._forget_slots()
        if self._hovered is not None and self._hovered >= len(styles):
            self._hovered = None
        self.move()

    def _forget_slots(self) -> None:
        """At rest each name is as near as possible; while only time moves, names keep their slots if they can."""
        if not self._frame.is_moving:
            self.labels.forget_slots()

    def _in_order(self) -> Ints:
        """Largest first; the selected one last, so that its ring surrounds no other."""
        order, selected = self._order, self._frame.selected
        return order if selected < 0 else np.concatenate((order[order != selected], [selected]))

    def _prepare_drawing(self) -> None:
        styles, ratio = self._frame.styles, self.sprites.ratio
        self.sprites.renew()
        self._discs = [self.sprites.disc(*ball) for ball in zip(styles, self._radius_list, strict=True)]
        colours = np.array([style.colour for style in styles], np.intp)[self._shown]
        lanes = lay_lanes(colours, max(1, round(TRAIL_WIDTH_PX * self._theme.line_scale * ratio)), 1.0 / ratio)
        self._lanes = lanes._replace(ball=self._shown[lanes.ball])
        self._trail_pens = trail_pens(lanes, self._theme.palette)

    def restyle(self) -> None:
        """Colours or sizes have changed."""
        self.sprites = BallSprites(self._theme.palette, self.sprites.ratio)
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

    # Positions.

    @property
    def positions(self) -> BallPositions:
        """Where the balls are now, in pixels."""
        if self._positions is None:
            run, frame = self._frame.run, self._frame
            self._positions = self._positions_at(next_w(run) if frame.shows_move else interpolated_w(run, frame.phase))
        return self._positions

    def _positions_at(self, w: Floats) -> BallPositions:
        run = self._frame.run
        positions = ball_positions(run, w, run.landscape, self.plot_transform, self._ground.line, self.radii)
        return positions._replace(is_shown=positions.is_shown & self._is_drawn)

    def balls_at(self, x: float, y: float) -> list[int]:
        """The balls under a point of the view, in pixels, the topmost first."""
        positions = self.positions
        distance = np.hypot(positions.x - x, positions.y - y) - self.radii
        near = np.flatnonzero((distance <= HOVER_TOLERANCE_PX) & positions.is_shown)
        is_behind = near != self._frame.selected
        order = np.lexsort((self.radii[near], is_behind, np.maximum(distance[near], 0.0)))
        balls: list[int] = near[order].tolist()
        return balls

    # Painting.

    def paint_layer(self, painter: QPainter) -> None:
        self._ratio = pixel_ratio(painter)
        self._paint_behind(painter)
        ratio = self._ratio or painter.device().devicePixelRatioF()
        if ratio != self.sprites.ratio:
            self.sprites = BallSprites(self._theme.palette, ratio)
            self._prepare_drawing()
        positions = self.positions
        # A step that slow motion only shows leaves no trail.
        here = self._positions_at(self._frame.run.state.w) if self._frame.shows_move else positions
        shown = self._frame, self._radius_list, self._ground.line, self.plot_transform
        self._last_run.paint(painter, self._ratio, *shown)
        if self._frame.shows("trails"):
            self._paths.paint(painter, self._ratio, *shown)
            self._paint_trails(painter, here)
        has_left = positions.is_shown & positions.has_left
        if has_left.any():
            painter.setOpacity(GONE_OPACITY)
            self._paint_discs(painter, positions, has_left)
            painter.setOpacity(1.0)
        self._paint_discs(painter, positions, positions.is_shown & ~positions.has_left)
        self._paint_rings(painter, positions)
        self._place_labels(positions)
        self.labels.paint(painter, self._ratio)

    def _paint_trails(self, painter: QPainter, positions: BallPositions) -> None:
        run, line = self._frame.run, self._ground.line
        trails = trails_of_run(run, positions, run.landscape, self.plot_transform, line, self.radii, self._lanes)
        paint_trails(painter, *trail_segments(trails, self._lanes), self._trail_pens)

    def _paint_discs(self, painter: QPainter, positions: BallPositions, which: Bools) -> None:
        balls = self._in_order()
        balls = balls[which[balls]]
        discs = [self._discs[ball] for ball in balls.tolist()]
        self.sprites.paint(painter, self._ratio, positions.x[balls].tolist(), positions.y[balls].tolist(), discs)

    def paint_selected(self, painter: QPainter, centre: tuple[float, float]) -> None:
        """Paint the disc of the selected ball at another centre."""
        disc = self._discs[self._frame.selected]
        self.sprites.paint(painter, self._ratio, [centre[0]], [centre[1]], [disc])

    def _paint_rings(self, painter: QPainter, positions: BallPositions) -> None:
        palette, scale = self._theme.palette, self._theme.scale
        for ball, colour in ((self._hovered, faded(palette.ink, 0.45)), (self._frame.selected, palette.ink)):
            if ball is not None and 0 <= ball < len(positions.x) and positions.is_shown[ball]:
                ring = self.sprites.ring(colour, self._radius_list[ball] + RING_GAP_PX * scale, RING_WIDTH_PX * scale)
                self.sprites.paint(painter, self._ratio, [float(positions.x[ball])], [float(positions.y[ball])], [ring])

    def _place_labels(self, positions: BallPositions) -> None:
        selected, hovered, count = self._frame.selected, self._hovered, len(positions.x)
        if not self._frame.shows("names"):
            named: Iterable[int] = () if hovered is None else (hovered,)
        else:
            named = {ball for ball in (hovered, selected) if ball is not None}
            if len(self._named) <= MAX_LABELS:
                named = dict.fromkeys((*self._named, *named))
        discs: dict[int, Disc] = {}
        for ball in named:
            if 0 <= ball < count and positions.is_shown[ball]:
                radius = self._radius_list[ball] + (RING_GAP_PX * self._theme.scale if ball == selected else 0.0)
                discs[ball] = Disc(float(positions.x[ball]), float(positions.y[ball]), radius)
        view = Box(0.0, 0.0, self.plot_transform.width, self.plot_transform.height).grown(-MARGIN_PX)
        obstacles = (*self._ground.obstacles, *self._further_obstacles())
        space = LabelSpace(view, obstacles, self._ground.line.nearest_height)
        self.labels.place(discs, space, first=selected, may_jump=not self._frame.is_moving)


def _paint_nothing(painter: QPainter) -> None:
    pass
