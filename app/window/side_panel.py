"""The panel at the right: balls, one step and the outcome map; beside the landscape or in a drawer over it."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMoveEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.theme.application import Theme

MIN_HEIGHT = 200
"""At scale 1."""


class SidePanel(QScrollArea):
    """Panels one below the other, which scroll where they have no room."""

    def __init__(self, theme: Theme, panels: Sequence[QWidget]) -> None:
        super().__init__()
        self._theme = theme
        self._content = QWidget()
        column = QVBoxLayout(self._content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for panel in panels:
            column.addWidget(panel)
        self.setWidget(self._content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._content.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)

    def minimumSizeHint(self) -> QSize:
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(self._content.minimumSizeHint().width() + bar, self._theme.scaled(MIN_HEIGHT))

    def sizeHint(self) -> QSize:
        return self._content.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Arrows are the window's; a scroll area would take them even with nothing to scroll.
        if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            super().keyPressEvent(event)
        else:
            event.ignore()


class Dock(QWidget):
    """The place of the side panel beside the landscape.

    The panel lies over it and is no child of it: a widget that moves to another parent loses the size of its fonts to
    the style sheet.
    """

    placed = Signal()
    """It has another position or size."""

    def __init__(self, panel: SidePanel) -> None:
        super().__init__()
        self._panel = panel

    def minimumSizeHint(self) -> QSize:
        return self._panel.minimumSizeHint()

    def sizeHint(self) -> QSize:
        return self._panel.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.placed.emit()

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self.placed.emit()


class Drawer(QWidget):
    """What is behind the side panel while it lies over the landscape."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), self._theme.palette.panel)
            painter.fillRect(0, 0, 1, self.height(), self._theme.palette.line_strong)
