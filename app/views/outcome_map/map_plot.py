"""The picture of an outcome map: an image between two axes."""

from typing import Any

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QPainter

from app.plotting.image import FilledImage
from app.plotting.layer import Layer
from app.plotting.plot_view import PlotView
from app.plotting.ticks import parameter_ticks
from app.plotting.view_box import PlotViewBox
from app.prediction.map_computation import MapPicture
from app.text.balls import symbol_text
from app.theme.application import Theme
from app.theme.outcome_colours import Pixels
from app.theme.palette import Palette
from app.views.outcome_map.pixel_axis import PixelAxis, pixel_axes_of, span_of
from physics.sweep.batch import UNKNOWN
from physics.sweep.grid import Axis, Grid

IMAGE_Z, GROUND_Z = -10.0, -20.0
"""Below the layer of the dots."""


class MapGround(Layer):
    """What is seen where nothing is known yet."""

    def __init__(self, view_box: PlotViewBox, theme: Theme) -> None:
        super().__init__(view_box)
        self._theme = theme
        self.setZValue(GROUND_Z)

    def paint_layer(self, painter: QPainter) -> None:
        painter.fillRect(self.boundingRect(), self._theme.palette.background)
        painter.fillRect(self.boundingRect(), unknown_brush(self._theme.palette))


class MapPlot(PlotView):
    """Shows the part of a picture that its axes ask for."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, (_no_ticks, _no_ticks))
        self._shown_image: object = None
        self._has_unknown = True
        """Whether something of what is behind the image is seen: painting that takes long."""
        self.view_box.stays_within_whole = True
        self.ground = MapGround(self.view_box, theme)
        self.image = FilledImage(self.view_box, IMAGE_Z)

    @property
    def surface_colour(self) -> QColor:
        return self._theme.palette.panel

    def axes_of(self, grid: Grid) -> tuple[PixelAxis, PixelAxis]:
        """The x and y axes of a grid in pixels of the view box."""
        transform = self.view_box.plot_transform
        return pixel_axes_of(grid, 0.0, 0.0, transform.width, transform.height)

    def show_axes(self, grid: Grid, whole: tuple[Axis, Axis], *, is_fitted: bool) -> None:
        """Show the axes of a grid; `whole` are those that one can zoom out to, `is_fitted` whether they are shown."""
        box = self.view_box
        box.set_whole(span_of(whole[0], grid.columns), span_of(whole[1], grid.rows))
        x, y = span_of(grid.x, grid.columns), span_of(grid.y, grid.rows)
        box.show_part(x, y, is_fitted=is_fitted)
        for axis, scale in ((self.bottom_axis, grid.x), (self.left_axis, grid.y)):
            axis.set_ticks(parameter_ticks(scale))
            axis.set_name(symbol_text(scale.parameter))

    def show_picture(self, picture: MapPicture | None, axes: tuple[PixelAxis, PixelAxis] | None) -> None:
        """Make the image if it is another one; without a picture or axes only the ground is seen."""
        self.image.setVisible(picture is not None and axes is not None)
        key = picture, axes, self._theme.palette.name
        if picture is None or axes is None or self._shown_image == key:
            self.ground.setVisible(not self.image.isVisible() or self._has_unknown)
            return
        self._shown_image = key
        pixels = _pixels_of(picture, *axes, self._theme)
        self._has_unknown = not pixels.all()
        self.ground.setVisible(self._has_unknown)
        self.image.set_pixels(pixels)

    def hide_picture(self) -> None:
        """Show only the ground: making the image has failed."""
        self._shown_image = None
        self.image.hide()
        self.ground.show()

    def restyle(self) -> None:
        super().restyle()
        self.ground.renew()


def unknown_brush(palette: Palette) -> QBrush:
    """Sparse dots, for the part of a map that is not known yet."""
    return QBrush(palette.muted, Qt.BrushStyle.Dense6Pattern)


def _no_ticks(*_: object) -> list[Any]:
    return []


def _pixels_of(picture: MapPicture, x: PixelAxis, y: PixelAxis, theme: Theme) -> Pixels:
    """(height, width) the part of a picture that the axes show, one pixel for each of the view box."""
    column, row = x.cells(picture.grid.x, picture.grid.columns), y.cells(picture.grid.y, picture.grid.rows)[::-1]
    inside = (column >= 0) & (row >= 0)[:, np.newaxis]
    rows, columns = row[:, np.newaxis].clip(0) // picture.stride, column.clip(0) // picture.stride
    outcome = np.where(inside, picture.outcome[rows, columns], np.int8(UNKNOWN))
    valley, steps = picture.valley[rows, columns], picture.steps[rows, columns]
    return theme.palette.outcomes.pixels(outcome, valley, steps, picture.last, is_noisy=picture.is_noisy)
