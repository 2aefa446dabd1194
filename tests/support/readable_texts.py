"""Every text that can be read in the window: of widgets, menus and lists, and what is painted."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QPainter
from PySide6.QtWidgets import QApplication, QComboBox, QHeaderView, QLineEdit, QTextEdit, QWidget

from tests.support.paths import ROOT

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
    """A text, and the files of the program that show it."""

    text: str
    files: frozenset[str]
    where: str


def texts_of(widget: QWidget) -> Iterator[Readable]:
    """The texts of a widget and of all in it, except what is typed into fields."""
    for each in (widget, *widget.findChildren(QWidget)):
        files = frozenset(_file_of(one) for one in _with_parents(each))
        for source in (each, *each.actions()):
            for name in PROPERTIES:
                if name == "text" and isinstance(source, QLineEdit | QTextEdit):
                    continue
                text = source.property(name)
                if isinstance(text, str) and text and not _is_copy(source, name):
                    yield Readable(text, files, f"{type(each).__name__}.{name}")
        if isinstance(each, QComboBox):
            for index in range(each.count()):
                yield Readable(each.itemText(index), files, "QComboBox")
        if isinstance(each, QHeaderView) and each.model() is not None:
            for section in range(each.count()):
                header = each.model().headerData(section, each.orientation(), Qt.ItemDataRole.DisplayRole)
                yield Readable(str(header or ""), files, "QHeaderView")


def _is_copy(source: QObject, name: str) -> bool:
    """Whether Qt made the tooltip of an action from its text."""
    return isinstance(source, QAction) and name == "toolTip"


def _with_parents(widget: QWidget) -> Iterator[QWidget]:
    parent: QWidget | None = widget
    while parent is not None:
        yield parent
        parent = parent.parentWidget()


def _file_of(widget: QWidget) -> str:
    """The file of the widget's class; that of Qt's own classes is empty."""
    module = type(widget).__module__
    return f"{module.replace('.', '/')}.py" if module.startswith("app.") else ""


def watch_painting(patch: pytest.MonkeyPatch) -> set[Readable]:
    """A set to which every text that a painter draws is added, with the files on the way to it."""
    drawn: set[Readable] = set()
    draw: Callable[..., object] = QPainter.drawText

    def draw_and_note(painter: QPainter, *arguments: object) -> object:
        files, frame = set(), sys._getframe(1)
        while frame is not None:
            path = Path(frame.f_code.co_filename)
            if path.is_relative_to(ROOT / "app"):
                files.add(path.relative_to(ROOT).as_posix())
            frame = frame.f_back  # type: ignore[assignment]  # the last has none
        texts = [each for each in arguments if isinstance(each, str)]
        drawn.update(Readable(text, frozenset(files), "painted") for text in texts)
        return draw(painter, *arguments)

    patch.setattr(QPainter, "drawText", draw_and_note)
    return drawn


def everything_shown() -> Iterator[Readable]:
    """The texts of all windows, menus and popups that are open; painting them too adds to what is watched."""
    QApplication.processEvents()
    for window in QApplication.topLevelWidgets():
        if window.isVisible():
            window.grab()
            yield from texts_of(window)
