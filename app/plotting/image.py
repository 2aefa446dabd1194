"""An image that fills a view box, pixel by pixel."""

import numpy as np
import pyqtgraph
from PySide6.QtCore import Qt

from app.plotting.view_box import PlotViewBox
from app.theme.outcome_colours import Pixels


class FilledImage(pyqtgraph.ImageItem):
    """Pixels (height, width) that are stretched over the whole view box; the first row is at the top."""

    def __init__(self, view_box: PlotViewBox, z: float) -> None:
        """`z` orders it among the layers of the view box."""
        super().__init__(axisOrder="row-major")
        self._view_box = view_box
        self.setParentItem(view_box)
        self.setZValue(z)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def set_pixels(self, pixels: Pixels) -> None:
        """Show other pixels."""
        parts = np.stack([pixels >> shift & 0xFF for shift in (16, 8, 0, 24)], axis=-1)
        self.setImage(parts.astype(np.uint8), autoLevels=False, levels=None)
        self.setRect(self._view_box.plot_transform.rect)
