"""Layers of a view: graphics items as large as the view, whose coordinates are the view's pixels."""

from abc import abstractmethod
from collections.abc import Callable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsObject, QStyleOptionGraphicsItem, QWidget


class Layer(QGraphicsObject):
    """Something painted over the whole view. As a QObject it is disconnected from signals when the view is deleted."""

    def __init__(self) -> None:
        super().__init__()
        self._rect = QRectF()

    def set_size(self, width: float, height: float) -> None:
        """Cover a view of this size in pixels."""
        self.prepareGeometryChange()
        self._rect = QRectF(0.0, 0.0, width, height)

    def boundingRect(self) -> QRectF:
        return self._rect

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,  # noqa: ARG002  # Qt's signature
        widget: QWidget | None = None,  # noqa: ARG002  # Qt's signature
    ) -> None:
        """Paint the layer."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_layer(painter)

    @abstractmethod
    def paint_layer(self, painter: QPainter) -> None:
        """Paint in pixels of the view, antialiased."""


class OverlayLayer(Layer):
    """A layer painted by a callback."""

    def __init__(self, paint: Callable[[QPainter], None]) -> None:
        super().__init__()
        self._paint_callback = paint

    def paint_layer(self, painter: QPainter) -> None:
        self._paint_callback(painter)
