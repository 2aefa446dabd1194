"""What is painted into a view box: items whose coordinates are its pixels."""

import sys
from abc import abstractmethod
from collections.abc import Callable

import pyqtgraph
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from app.plotting.drawing import restored
from app.plotting.transform import PlotTransform
from app.plotting.view_box import PlotViewBox


def is_painted(paint: Callable[[], None]) -> bool:
    """Paint; False if that raised an error, which is reported like any other.

    If it left a `paint` that Qt has called, it would end the program.
    """
    try:
        paint()
    except Exception:  # noqa: BLE001  # whatever it is, it must not leave `paint`
        sys.excepthook(*sys.exc_info())
        return False
    return True


class Layer(pyqtgraph.GraphicsObject):
    """Something painted over a whole view box.

    An error in `paint_layer` is reported like any other; then the layer stays empty until it is changed.
    """

    def __init__(self, view_box: PlotViewBox, overhang: float = 0.0) -> None:
        """`overhang`: pixels around the view box that are painted, too, if it does not clip; negative: that are not."""
        super().__init__()
        self.view_box = view_box
        self._overhang = overhang
        self._has_failed = False
        self._bounds = self._find_bounds()
        self.setParentItem(view_box)
        view_box.sigResized.connect(self._on_resized)
        view_box.sigRangeChanged.connect(self.show_range)

    @property
    def plot_transform(self) -> PlotTransform:
        """From the coordinates of the plot to the pixels of the layer."""
        return self.view_box.plot_transform

    @property
    def has_failed(self) -> bool:
        """Whether painting it has failed, so that nothing of it is seen."""
        return self._has_failed

    def renew(self, *_: object) -> None:
        """Paint the layer again: something of it has changed."""
        self._has_failed = False
        self.request_paint()

    def request_paint(self, part: QRectF | None = None) -> None:
        """Paint the layer, or a part of it, again soon, with everything of the window that is to be painted then.

        `QGraphicsItem.update` would have each plot painted and shown by itself.
        """
        view = self.getViewWidget()
        if view is not None:
            scene_rect = self.mapRectToScene(self._bounds if part is None else part)
            view.viewport().update(view.viewportTransform().mapRect(scene_rect).toAlignedRect())

    def show_range(self, *_: object) -> None:
        """Another part of the plane, or a box of another size, is shown."""
        self.renew()

    def boundingRect(self) -> QRectF:
        return self._bounds  # kept, since Qt asks several times a frame

    def _find_bounds(self) -> QRectF:
        by = self._overhang
        return QRectF(self.view_box.rect()).adjusted(-by, -by, by, by)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,  # noqa: ARG002  # Qt's signature
        widget: QWidget | None = None,  # noqa: ARG002  # Qt's signature
    ) -> None:
        if self._has_failed:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)  # the scene restores the painter's state
        if self._overhang < 0.0:  # what is painted beyond the bounds would stay
            with restored(painter):
                painter.setClipRect(self._bounds, Qt.ClipOperation.IntersectClip)
                self._has_failed = not is_painted(lambda: self.paint_layer(painter))
        else:
            self._has_failed = not is_painted(lambda: self.paint_layer(painter))

    @abstractmethod
    def paint_layer(self, painter: QPainter) -> None:
        """Paint in pixels of the view box, antialiased."""

    def _on_resized(self, *_: object) -> None:
        self.prepareGeometryChange()
        self._bounds = self._find_bounds()
        self.show_range()


class CallbackLayer(Layer):
    """A layer painted by a callback."""

    def __init__(self, view_box: PlotViewBox, paint: Callable[[QPainter], None]) -> None:
        super().__init__(view_box)
        self._paint_callback = paint

    def paint_layer(self, painter: QPainter) -> None:
        self._paint_callback(painter)


def kept_image(size: QSize, pixel_ratio: float, background: QColor | None) -> QImage:
    """An empty image in the screen's own pixels; transparent without a background."""
    form = QImage.Format.Format_ARGB32_Premultiplied if background is None else QImage.Format.Format_RGB32
    image = QImage(size * pixel_ratio, form)
    image.setDevicePixelRatio(pixel_ratio)
    image.fill(Qt.GlobalColor.transparent if background is None else background)
    return image
