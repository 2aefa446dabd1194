"""An image that fills a view box, pixel by pixel."""

from typing import Any

import numpy as np
import pyqtgraph
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter

from app.plotting.layer import is_painted
from app.plotting.view_box import PlotViewBox
from app.theme.outcome_colours import Pixels


class FilledImage(pyqtgraph.ImageItem):
    """Pixels (height, width) that are stretched over the whole view box; the first row is at the top.

    An error while it is painted is reported; then nothing is painted until there are other pixels.
    """

    def __init__(self, view_box: PlotViewBox, z: float) -> None:
        """`z` orders it among the layers of the view box."""
        super().__init__(axisOrder="row-major")
        self._view_box = view_box
        self._has_failed = False
        self.setParentItem(view_box)
        self.setZValue(z)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def set_pixels(self, pixels: Pixels) -> None:
        """Show other pixels."""
        self._has_failed = False
        blue_to_alpha = pixels.astype("<u4").view(np.uint8).reshape(*pixels.shape, 4)
        rgba = np.empty_like(blue_to_alpha)
        for part, source in enumerate((2, 1, 0, 3)):
            rgba[..., part] = blue_to_alpha[..., source]
        self.setImage(rgba, autoLevels=False, levels=None)
        self.setRect(self._view_box.plot_transform.rect)

    def paint(self, painter: QPainter, *args: Any) -> None:
        if not self._has_failed:
            self._has_failed = not is_painted(lambda: super(FilledImage, self).paint(painter, *args))
