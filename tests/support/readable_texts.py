"""Every text that can be read in the window: of widgets, menus and lists, and what is painted."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QFontMetricsF, QPainter
from PySide6.QtWidgets import QApplication, QComboBox, QHeaderView, QLineEdit, QTextEdit, QWidget

from app.controls import buttons, plain_text
from app.panels import step_painting
from app.views.landscape import threshold_text

PROPERTIES = (
    "text",
    "title",
    "windowTitle",
    "labelText",
    "placeholderText",
    "informativeText",
    "toolTip",
    "accessibleName",
    "accessibleDescription",
    "prefix",
    "suffix",
)


class Readable(NamedTuple):
    """A text, and what shows it."""

    text: str
    where: str


def texts_of(widget: QWidget) -> Iterator[Readable]:
    """The texts of a widget and of all in it, except what is typed into fields."""
    for each in (widget, *widget.findChildren(QWidget)):
        for source in (each, *each.actions()):
            for name in PROPERTIES:
                if name == "text" and isinstance(source, QLineEdit | QTextEdit):
                    continue
                text = source.property(name)
                if isinstance(text, str) and text and not _is_copy(source, name):
                    yield Readable(text, f"{type(each).__name__}.{name}")
        if isinstance(each, QComboBox):
            for index in range(each.count()):
                yield Readable(each.itemText(index), "QComboBox")
        if isinstance(each, QHeaderView) and each.model() is not None:
            for section in range(each.count()):
                header = each.model().headerData(section, each.orientation(), Qt.ItemDataRole.DisplayRole)
                yield Readable(str(header or ""), "QHeaderView")


def _is_copy(source: QObject, name: str) -> bool:
    """Whether Qt made the tooltip of an action from its text."""
    return isinstance(source, QAction) and name == "toolTip"


def watch_painting(patch: pytest.MonkeyPatch) -> set[Readable]:
    """A set to which every text that a painter draws is added, with the line of the program that drew it.

    Texts that are wrapped are added whole, not line by line.
    """
    drawn, lines = set[Readable](), set[str]()
    wrap = plain_text.wrapped

    def wrap_and_note(text: str, metrics: QFontMetricsF, width: float) -> list[str]:
        wrapped = wrap(text, metrics, width)
        drawn.add(Readable(text, "wrapped"))
        lines.update(wrapped)
        return wrapped

    draw: Callable[..., object] = QPainter.drawText

    def draw_and_note(painter: QPainter, *arguments: object) -> object:
        caller = sys._getframe(1)
        where = f"{Path(caller.f_code.co_filename).name}:{caller.f_lineno}"
        drawn.update(Readable(each, where) for each in arguments if isinstance(each, str) and each not in lines)
        return draw(painter, *arguments)

    patch.setattr(QPainter, "drawText", draw_and_note)
    for module in (buttons, step_painting, threshold_text):
        patch.setattr(module, "wrapped", wrap_and_note)
    return drawn


def everything_shown() -> Iterator[Readable]:
    """The texts of all windows, menus and popups that are open; painting them too adds to what is watched."""
    QApplication.processEvents()
    for window in QApplication.topLevelWidgets():
        if window.isVisible():
            window.grab()
            yield from texts_of(window)
