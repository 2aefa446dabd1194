"""Two parts with a handle between them that can be seen and grabbed."""

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget

from app.theme import theme

HANDLE_WIDTH = 7
GRIP_LENGTH, GRIP_WIDTH = 28.0, 3.0
MOST_SHARE = 0.5
"""Of the room, for the second part."""


class Splitter(QSplitter):
    """The first part takes what room there is; the second keeps its size, but takes at most half.

    Neither can be dragged shut: a part is hidden by a command, which also brings it back.
    """

    def __init__(self, orientation: Qt.Orientation, first: QWidget, second: QWidget) -> None:
        super().__init__(orientation)
        self._second = second
        self.setChildrenCollapsible(False)
        self.setHandleWidth(HANDLE_WIDTH)
        self.addWidget(first)
        self.addWidget(second)
        self.setStretchFactor(0, 1)

    @property
    def second_size(self) -> int:
        """Width or height of the second part in pixels; 0 while it is hidden."""
        return self.sizes()[1]

    def set_second_size(self, pixels: int) -> None:
        """Give the second part so much room, as far as there is room for the first."""
        self.setSizes([0, pixels])

    def createHandle(self) -> QSplitterHandle:
        """One that can be seen."""
        return Handle(self.orientation(), self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Bound the second part by the new room."""
        least = self._second.minimumSizeHint()
        if self.orientation() is Qt.Orientation.Horizontal:
            most = max(round(MOST_SHARE * self.width()), least.width())
            self._second.setMaximumWidth(most)
        else:
            most = max(round(MOST_SHARE * self.height()), least.height())
            self._second.setMaximumHeight(most)
        super().resizeEvent(event)
        if self.second_size > most:  # Qt bounds what is dragged, but not what was larger before
            self.set_second_size(most)


class Handle(QSplitterHandle):
    """A line with a grip in its middle, both brighter under the mouse."""

    def __init__(self, orientation: Qt.Orientation, parent: QSplitter) -> None:
        super().__init__(orientation, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, line and grip."""
        palette = theme().palette
        is_upright = self.orientation() is Qt.Orientation.Horizontal
        middle = QRectF(self.rect()).center()
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), palette.panel)
            line = QRectF(0, 0, 1, self.height()) if is_upright else QRectF(0, 0, self.width(), 1)
            painter.fillRect(line, palette.line_strong if self.underMouse() else palette.line)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            size = QSizeF(GRIP_WIDTH, GRIP_LENGTH) if is_upright else QSizeF(GRIP_LENGTH, GRIP_WIDTH)
            grip = QRectF(middle - QPointF(size.width() / 2.0, size.height() / 2.0), size)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.muted if self.underMouse() else palette.line_strong)
            painter.drawRoundedRect(grip, GRIP_WIDTH / 2.0, GRIP_WIDTH / 2.0)
