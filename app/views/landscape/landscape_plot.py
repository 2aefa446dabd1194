"""The picture of a landscape with its balls: a plot that shows frames, in a window or for itself."""

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QPainter

from app.plotting.layer import CallbackLayer
from app.plotting.plot_view import PlotView
from app.plotting.ticks import spaced_ticks
from app.plotting.transform import Margins, PlotTransform, fitted_spans
from app.theme.application import Theme
from app.views.frame import Frame
from app.views.landscape.balls import BallsLayer
from app.views.landscape.ground import Axes, GroundLayer
from app.views.landscape.selected_ball import SelectedBall, SelectedBallPainter

MARGINS_PX = (44.0, 96.0, 44.0, 92.0)
"""Left, above, right and below the whole curve, at scale 1: room for balls and names above, for the flag's text and the
axis below."""
TICK_SPACING_PX = 84.0
"""Least distance of the numbers on the axes, at scale 1."""


class LandscapePlot(PlotView):
    """Draws one frame: ground, balls with trails and names, and the step and the energy of the selected ball."""

    def __init__(self, theme: Theme, frame: Frame) -> None:
        ticks = spaced_ticks(TICK_SPACING_PX * theme.scale)
        super().__init__(theme, (ticks, ticks), has_axes_inside=True)
        self.frame, self._landscape = frame, frame.landscape
        self.bottom_axis.set_name("w")
        self._fit_whole()
        self.ground = GroundLayer(self.view_box, theme, Axes(self.bottom_axis, self.left_axis))
        self.ground.show_landscape(frame.landscape)
        self.balls = BallsLayer(self.view_box, theme, self.ground, frame)
        self.selected_ball = SelectedBall(theme, self.ground, self.balls, frame)
        self._selected_painter = SelectedBallPainter(theme, self.ground, self.balls, self.selected_ball)
        self.balls.set_neighbours(lambda: self.selected_ball.overlay.boxes, self.paint_behind)
        self._overlay = CallbackLayer(self.view_box, self.paint_in_front)
        self.view_box.sigResized.connect(self._fit_whole)

    @property
    def plot_transform(self) -> PlotTransform:
        """From (w, f) to pixels of the view."""
        return self.view_box.plot_transform

    def to_curve(self, pos: QPointF) -> tuple[float, float]:
        """(w, f) at a point of the view, in pixels."""
        return self.plot_transform.x_at(pos.x()), self.plot_transform.y_at(pos.y())

    def to_pixels(self, w: float, f: float) -> QPointF:
        """The point of the view at (w, f), in pixels."""
        return QPointF(self.plot_transform.x(w), self.plot_transform.y(f))

    def show_frame(self, frame: Frame, *, has_other_balls: bool = True) -> None:
        """Show another frame; `has_other_balls`: their list, or a value, name or style of one may have changed."""
        self.frame = self.selected_ball.frame = frame
        if frame.landscape is not self._landscape:
            self._landscape = frame.landscape
            self._fit_whole()
            self._keep_in_view()
            self.ground.show_landscape(frame.landscape)
        self.balls.show_frame(frame, has_other_balls=has_other_balls)

    def _fit_whole(self, *_: object) -> None:
        """Show the whole landscape, unless a part of it is shown."""
        landscape, scale = self.frame.landscape, self._theme.scale
        margins = Margins(*(margin * scale for margin in MARGINS_PX))
        size = self.view_box.width(), self.view_box.height()
        heights = landscape.features.lowest, landscape.features.highest
        self.view_box.set_whole(*fitted_spans(landscape.domain, heights, size, margins))

    def _keep_in_view(self) -> None:
        """Show the whole of a landscape of which nothing would be seen."""
        landscape, (x, y) = self.frame.landscape, self.view_box.spans
        (lo, hi), features = landscape.domain, landscape.features
        is_seen = lo < x.hi and hi > x.lo and features.lowest < y.hi and features.highest > y.lo
        if not is_seen and not self.view_box.is_frozen:
            self.fit()

    def restyle(self) -> None:
        super().restyle()
        for axis in (self.bottom_axis, self.left_axis):
            axis.set_ticks(spaced_ticks(TICK_SPACING_PX * self._theme.scale))
        self.balls.restyle()
        self.ground.renew()
        self._fit_whole()

    def remove_background(self) -> None:
        super().remove_background()
        self.ground.has_background = False
        self.ground.renew()

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:  # Qt's name
        if self.ground.has_failed:  # else it covers everything
            super().drawBackground(painter, rect)

    def request_overlay_update(self) -> None:
        """Paint what is in front of the balls again soon."""
        self._overlay.renew()

    def paint_behind(self, painter: QPainter) -> None:
        """Paint what is between the ground and the balls."""
        self._selected_painter.paint_behind(painter)

    def paint_in_front(self, painter: QPainter) -> None:
        """Paint what is in front of the balls."""
        self._selected_painter.paint_in_front(painter)
