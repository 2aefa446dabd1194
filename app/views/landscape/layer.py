"""One layer of a view: an item as large as the view, whose coordinates are the view's pixels."""

from abc import abstractmethod
from collections.abc import Callable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsObject, QStyleOptionGraphicsItem, QWidget


class Layer(QGraphicsObject):
    """Something that is painted over the whole view; being a QObject, it hears no signal once the view is gone."""

    def __init__(self) -> None:
        super().__init__()
        self._rect = QRectF()

    def set_size(self, width: float, height: float) -> None:
        """Cover a view of so many pixels."""
        self.prepareGeometryChange()
        self._rect = QRectF(0.0, 0.0, width, height)

    def boundingRect(self) -> QRectF:
        """The whole view."""
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
    """A layer that somebody else paints."""

    def __init__(self, paint_over: Callable[[QPainter], None]) -> None:
        super().__init__()
        self._paint_over = paint_over

    def paint_layer(self, painter: QPainter) -> None:
        """Let it be painted."""
        self._paint_over(painter)
