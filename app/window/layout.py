"""Where everything stands: the landscape with its time and plots at the left, the panels at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.controls.splitter import Splitter
from app.theme import SPACE

if TYPE_CHECKING:
    from app.window.main_window import Window


class Parts(NamedTuple):
    """What of the layout is changed later."""

    columns: Splitter
    """Landscape, time and plots; panels."""
    rows: Splitter
    """Landscape and time; plots."""
    below: QWidget
    """Takes the room of the outcome map while that is hidden."""


def lay_out(window: Window) -> Parts:
    """Put the window's views and panels in their places."""
    rows, below = _landscape_and_plots(window), QWidget()
    below.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
    right = QWidget()
    right_column = _column(right)
    for panel in (window.balls_panel, window.step_anatomy, window.outcome_map, below):
        right_column.addWidget(panel)
    columns = Splitter(Qt.Orientation.Horizontal, rows, right)
    whole = QWidget()
    whole_column = _column(whole)
    whole_column.addWidget(_top_bar(window))
    whole_column.addWidget(columns, 1)
    whole_column.addWidget(window.status_line)
    window.setCentralWidget(whole)
    return Parts(columns, rows, below)


def _landscape_and_plots(window: Window) -> Splitter:
    upper = QWidget()
    upper_column = _column(upper)
    upper_column.addWidget(window.landscape_view, 1)
    upper_column.addWidget(window.transport)
    return Splitter(Qt.Orientation.Vertical, upper, window.plots)


def _top_bar(window: Window) -> QFrame:
    bar = QFrame()
    bar.setObjectName("top-bar")
    row = QHBoxLayout(bar)
    row.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
    row.addWidget(window.editor_bar, 1)
    row.addWidget(window.menus)
    return bar


def _column(widget: QWidget) -> QVBoxLayout:
    layout = QVBoxLayout(widget)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    return layout
