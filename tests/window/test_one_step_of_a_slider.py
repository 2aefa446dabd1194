"""One step of an α slider reaches few receivers, builds few values, and does not set the slider that is dragged."""

import sys
from collections import Counter
from types import FrameType
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.window.main_window import Window

MAX_RECEIVERS, MAX_BALLS = 12, 3


class Calls:
    """Counts, while it profiles, the Python functions that signals call, and some others by name."""

    def __init__(self) -> None:
        self.received: Counter[str] = Counter()
        self.called: Counter[str] = Counter()
        self.set_by: Counter[str] = Counter()
        """Who sets the number of a slider."""
        self._callers: list[str] = []

    def __enter__(self) -> "Calls":
        sys.setprofile(self._note)
        return self

    def __exit__(self, *_error: object) -> None:
        sys.setprofile(None)

    def _note(self, frame: FrameType, event: str, argument: Any) -> None:
        name = frame.f_code.co_qualname
        if event == "c_call":
            self._callers.append(getattr(argument, "__name__", ""))
        elif event == "call":
            if self._callers and self._callers[-1] == "emit":
                self.received[name] += 1
            self.called[name] += 1
            if name == "ScaleSlider.set_number" and frame.f_back is not None:
                self.set_by[frame.f_back.f_code.co_qualname] += 1
            self._callers.append("")
        elif self._callers:
            self._callers.pop()


def test_one_step_of_a_slider_reaches_few_receivers_and_builds_few_values(window: Window) -> None:
    session = window.session
    session.step_on(10)
    card = next(card for card in window.balls_panel.list.cards if card.ball == session.selected)
    QTest.mouseDClick(card, Qt.MouseButton.LeftButton, pos=QPoint(60, 10))  # open, with all its fields
    QTest.qWait(50)
    slider = card.slider
    x, y = (round(value) for value in (slider.groove().center().x(), slider.groove().center().y()))
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(x, y))
    QTest.mouseMove(slider, QPoint(x + 8, y))
    QTest.qWait(50)
    before, edits = slider.number, session.run.edits
    with Calls() as calls:
        QTest.mouseMove(slider, QPoint(x + 16, y))
    assert slider.number != before
    assert session.run.edits != edits
    assert session.run.ball_parameters(card.ball).values["alpha"] == slider.number
    assert 5 <= calls.received.total() <= MAX_RECEIVERS, calls.received
    assert calls.called["Ball.__post_init__"] <= MAX_BALLS
    assert calls.set_by == {"ScaleSlider._move_to": 1}, "only the slider itself, for the person who drags it"
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(x + 16, y))
