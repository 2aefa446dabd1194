"""Widgets and painted texts that lie over one another, or beyond what they are in."""

from collections.abc import Callable, Iterator
from itertools import combinations
from typing import NamedTuple

import pytest
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QScrollArea, QWidget

from app.controls.terms import TermSpot
from app.views.landscape.layers_menu import LayersButton
from app.views.landscape.notice import Notice
from tests.support.cut_off import painted_box

TOLERANCE_PX = 2
"""Of the empty edges of widgets and letters."""


def overlapping_widgets(window: QWidget) -> Iterator[str]:
    """Pairs of visible widgets with one parent that overlap, and widgets that extend beyond their parent.

    What scrolls may do both, and what lies over others on purpose is left out.
    """
    for parent in (window, *window.findChildren(QWidget)):
        if not parent.isVisible() or parent.window() is not window:
            continue
        children = [child for child in parent.children() if isinstance(child, QWidget) and _counts(child)]
        is_scrolled = isinstance(parent.parentWidget(), QScrollArea)
        for child in children:
            if not is_scrolled and not parent.rect().contains(child.geometry()):
                yield f"{_name(child)} {child.geometry().getRect()} beyond {_name(parent)} {parent.size().toTuple()}"
        for one, other in combinations(children, 2):
            if _meet(one.geometry(), other.geometry()) and not _is_docked(one, other):
                yield f"{_name(one)} {one.geometry().getRect()} over {_name(other)} {other.geometry().getRect()}"


def _meet(one: QRect, other: QRect) -> bool:
    common = one.intersected(other)
    return min(common.width(), common.height()) > TOLERANCE_PX


def _counts(widget: QWidget) -> bool:
    lies_over_others = isinstance(widget, TermSpot | LayersButton | Notice)
    return widget.isVisible() and not widget.isWindow() and not widget.size().isEmpty() and not lies_over_others


def _is_docked(one: QWidget, other: QWidget) -> bool:
    """The side panel lies over its dock among the columns."""
    return {type(one).__name__, type(other).__name__} == {"SidePanel", "Splitter"}


def _name(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.accessibleName()!r}"


class PaintedText(NamedTuple):
    """A text, and where it was painted on which widget."""

    widget: QWidget
    text: str
    box: QRectF


def watch_texts(patch: pytest.MonkeyPatch) -> list[PaintedText]:
    """A list to which every text is added that is painted onto a widget."""
    painted: list[PaintedText] = []
    draw: Callable[..., object] = QPainter.drawText

    def draw_and_note(painter: QPainter, *arguments: object) -> object:
        device, box = painter.device(), painted_box(painter, *arguments)
        text = next((each for each in arguments if isinstance(each, str)), "")
        if isinstance(device, QWidget) and box is not None and text.strip():
            painted.append(PaintedText(device, text, painter.transform().mapRect(box)))
        return draw(painter, *arguments)

    patch.setattr(QPainter, "drawText", draw_and_note)
    return painted


def overlapping_texts(painted: list[PaintedText]) -> set[str]:
    """Pairs of different texts of one widget that were painted over one another."""
    return {
        f"{one.text!r} over {other.text!r} on {_name(one.widget)}"
        for one, other in combinations(painted, 2)
        if one.widget is other.widget and one.text != other.text and _is_over(one.box, other.box)
    }


def _is_over(one: QRectF, other: QRectF) -> bool:
    """Whether letters meet: ascenders and descenders of lines may come close."""
    common = one.intersected(other)
    return common.width() > TOLERANCE_PX and common.height() > 0.25 * min(one.height(), other.height())
