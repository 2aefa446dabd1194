"""Hands on a real window: mouse and keys go through the X server, as a person's do."""

import time
from collections.abc import Iterator
from threading import Thread

import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from Xlib import XK, X
from Xlib.display import Display
from Xlib.ext import xtest

from app.files.default import default_scenario
from app.window import Window
from app.window.settings import clean_settings
from app.window.startup import new_window


class Hands:
    """Moves the X server's own pointer and presses its own keys."""

    def __init__(self) -> None:
        self._display = Display()

    def move(self, widget: QWidget, place: QPoint | QPointF) -> None:
        """Move the pointer to a place in a widget."""
        at = widget.mapToGlobal(place.toPoint() if isinstance(place, QPointF) else place)
        xtest.fake_input(self._display, X.MotionNotify, x=at.x(), y=at.y())
        self._settle()

    def press(self) -> None:
        """Press the left mouse button."""
        self._send(X.ButtonPress, 1)

    def release(self) -> None:
        """Let the left mouse button go."""
        self._send(X.ButtonRelease, 1)

    def click(self, widget: QWidget, place: QPoint | QPointF | None = None) -> None:
        """Click at a place in a widget, by default its middle."""
        self.move(widget, widget.rect().center() if place is None else place)
        self.press()
        self.release()

    def drag(self, widget: QWidget, places: list[QPointF]) -> None:
        """Press at the first place, pass through all others, and let go at the last."""
        self.move(widget, places[0])
        self.press()
        for place in places[1:]:
            self.move(widget, place)
        self.release()

    def stroke(self, widget: QWidget, places: list[QPointF], seconds: float) -> Thread:
        """Drag through all places in `seconds`, without waiting for the window; the thread lives as long."""
        at = [widget.mapToGlobal(place.toPoint()) for place in places]

        def draw() -> None:
            for i, place in enumerate(at):
                xtest.fake_input(self._display, X.MotionNotify, x=place.x(), y=place.y())
                if i == 0:
                    xtest.fake_input(self._display, X.ButtonPress, 1)
                self._display.flush()
                time.sleep(seconds / len(at))
            xtest.fake_input(self._display, X.ButtonRelease, 1)
            self._display.sync()

        thread = Thread(target=draw)
        thread.start()
        return thread

    def wheel(self, widget: QWidget, place: QPoint | QPointF, notches: int) -> None:
        """Turn the wheel away from the person at a place in a widget."""
        self.move(widget, place)
        for _ in range(notches):
            self._send(X.ButtonPress, 4)
            self._send(X.ButtonRelease, 4)

    def key(self, name: str, *modifiers: str) -> None:
        """Press and release a key by its X name, such as `space`, with modifiers held, such as `Control_L`."""
        codes = [self._display.keysym_to_keycode(XK.string_to_keysym(word)) for word in (*modifiers, name)]
        for code in codes:
            self._send(X.KeyPress, code)
        for code in reversed(codes):
            self._send(X.KeyRelease, code)

    def close(self) -> None:
        """Let go of the X server."""
        self._display.close()

    def _send(self, kind: int, detail: int) -> None:
        xtest.fake_input(self._display, kind, detail)
        self._settle()

    def _settle(self) -> None:
        """Let the X server, and then Qt, take in what was done."""
        self._display.sync()
        QApplication.sync()  # asks the server by Qt's own connection: with the answer all earlier events are here
        time.sleep(0.002)  # Qt's thread that reads them wakes
        QApplication.processEvents()


@pytest.fixture
def hands(qapp: QApplication) -> Iterator[Hands]:
    hands = Hands()
    yield hands
    hands.close()


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot) -> Iterator[Window]:
    window = new_window(qapp, default_scenario(), clean_settings())
    qtbot.addWidget(window, before_close_func=Window.close_now)
    window.move(0, 0)
    window.show()
    window.activateWindow()
    qtbot.waitExposed(window)
    yield window
    window.close_now()
