"""A splitter of two parts with a visible handle."""

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget

from app.theme.application import theme

HANDLE_WIDTH = 7
GRIP_LENGTH, GRIP_WIDTH = 28.0, 3.0
MAX_SHARE = 0.5
"""Of the splitter, for the second part."""


class Splitter(QSplitter):
    """The second part keeps its size, at most half unless it is enlarged; the first takes the rest.

    Neither can be dragged shut: parts are hidden and shown by commands.
    """

    def __init__(self, orientation: Qt.Orientation, first: QWidget, second: QWidget) -> None:
        super().__init__(orientation)
        self._second = second
        self._share: float | None = None
        """Of the second part while it is enlarged."""
        self._usual_size = 0
        self.setChildrenCollapsible(False)
        self.setHandleWidth(HANDLE_WIDTH)
        self.addWidget(first)
        self.addWidget(second)
        self.setStretchFactor(0, 1)

    @property
    def second_size(self) -> int:
        """Width or height of the second part in pixels; 0 while it is hidden, the usual one while it is enlarged."""
        return self.sizes()[1] if self._share is None else self._usual_size

    def set_second_size(self, pixels: int) -> None:
        """Set the width or height of the second part, as far as the first leaves room."""
        self.setSizes([0, pixels])

    def enlarge_second(self, share: float | None) -> None:
        """Give the second part this share of the splitter; None gives it the size back that it had before."""
        if self._share is None:
            self._usual_size = self.sizes()[1]
        was_enlarged, self._share = self._share is not None, share
        self._limit_second()
        if share is not None:
            self.set_second_size(round(share * self._length))
        elif was_enlarged:
            self.set_second_size(self._usual_size)

    @property
    def _length(self) -> int:
        return self.width() if self.orientation() is Qt.Orientation.Horizontal else self.height()

    def createHandle(self) -> QSplitterHandle:
        return Handle(self.orientation(), self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        largest = self._limit_second()
        super().resizeEvent(event)
        if self.sizes()[1] > largest:  # Qt bounds a drag, but not a size from before
            self.set_second_size(largest)

    def _limit_second(self) -> int:
        """Set and return the largest size of the second part."""
        least, limit = self._second.minimumSizeHint(), round(max(MAX_SHARE, self._share or 0.0) * self._length)
        if self.orientation() is Qt.Orientation.Horizontal:
            largest = max(limit, least.width())
            self._second.setMaximumWidth(largest)
        else:
            largest = max(limit, least.height())
            self._second.setMaximumHeight(largest)
        return largest


class Handle(QSplitterHandle):
    """A line with a grip in the middle, both brighter under the mouse."""

    def __init__(self, orientation: Qt.Orientation, parent: QSplitter) -> None:
        super().__init__(orientation, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def paintEvent(self, _event: QPaintEvent) -> None:
        palette = theme().palette
        is_horizontal = self.orientation() is Qt.Orientation.Horizontal
        middle = QRectF(self.rect()).center()
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), palette.panel)
            line = QRectF(0, 0, 1, self.height()) if is_horizontal else QRectF(0, 0, self.width(), 1)
            painter.fillRect(line, palette.line_strong if self.underMouse() else palette.line)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            size = QSizeF(GRIP_WIDTH, GRIP_LENGTH) if is_horizontal else QSizeF(GRIP_LENGTH, GRIP_WIDTH)
            grip = QRectF(middle - QPointF(size.width() / 2.0, size.height() / 2.0), size)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.muted if self.underMouse() else palette.line_strong)
            painter.drawRoundedRect(grip, GRIP_WIDTH / 2.0, GRIP_WIDTH / 2.0)
