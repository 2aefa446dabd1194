"""The whole window, and hands that act on it through mouse and key events."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.files.default import default_scenario
from app.files.scenario import Scenario, scenario_text
from app.window import Window
from app.window.settings import Settings, clean_settings
from app.window.startup import default_window, new_window
from physics.run.edit import Edit
from tests.support.scenes import BOWL, balls

NONE, LEFT = Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton
NO_KEY = Qt.KeyboardModifier.NoModifier
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier

LESSON = Scenario("A lesson", BOWL, balls(0.9, 0.95), 40, (Edit(20, 1, parameters={"alpha": 0.5}),))


class Person:
    """Does what a person does, and sees what was said and is asked."""

    def __init__(self, window: Window, qtbot: QtBot) -> None:
        self.window, self.session, self._qtbot = window, window.session, qtbot
        self.message: list[str] = []
        self.session.message.connect(self.message.append)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NO_KEY) -> None:
        """Press a key and let it go; a dialog that was open a moment ago has given the keyboard back by then."""
        if not self.window.isActiveWindow():
            self.window.activateWindow()
            self._qtbot.waitUntil(self.window.isActiveWindow)
        QTest.keyClick(self.window.focusWidget() or self.window, key, modifiers)

    def hold(self, widget: QWidget, key: Qt.Key, repeats: int) -> None:
        """Hold a key down until it has been repeated `repeats` times."""
        for kind, is_repeat in [
            (QEvent.Type.KeyPress, False),
            *[(kind, True) for _ in range(repeats) for kind in (QEvent.Type.KeyRelease, QEvent.Type.KeyPress)],
            (QEvent.Type.KeyRelease, False),
        ]:
            QApplication.sendEvent(widget, QKeyEvent(kind, key, NO_KEY, "", is_repeat))

    def mouse(self, widget: QWidget, kind: QEvent.Type, at: QPointF) -> None:
        """Send one event of the left button."""
        button = NONE if kind == QEvent.Type.MouseMove else LEFT
        held = NONE if kind == QEvent.Type.MouseButtonRelease else LEFT
        QApplication.sendEvent(widget, QMouseEvent(kind, at, widget.mapToGlobal(at), button, held, NO_KEY))

    def drag(self, widget: QWidget, places: Sequence[QPointF]) -> Iterator[QPointF]:
        """Press at the first place, go through all others, let go at the last; yields after each move."""
        self.mouse(widget, QEvent.Type.MouseButtonPress, places[0])
        for place in places[1:]:
            self.mouse(widget, QEvent.Type.MouseMove, place)
            yield place
        self.mouse(widget, QEvent.Type.MouseButtonRelease, places[-1])

    def wheel(self, widget: QWidget, turned: int = 120) -> None:
        """Turn the wheel by a notch at a time."""
        at = QPointF(widget.rect().center())
        phase = Qt.ScrollPhase.NoScrollPhase
        event = QWheelEvent(at, widget.mapToGlobal(at), QPoint(), QPoint(0, turned), NONE, NO_KEY, phase, False)
        QApplication.sendEvent(widget, event)

    @property
    def question(self) -> QMessageBox | None:
        """What is asked or told in a box at the moment."""
        boxes = [box for box in self.window.findChildren(QMessageBox) if box.isVisible()]
        assert len(boxes) <= 1, "never two at once"
        return boxes[0] if boxes else None

    def asked(self) -> QMessageBox:
        """Wait until something is asked or told."""
        self._qtbot.waitUntil(lambda: self.question is not None)
        box = self.question
        assert box is not None
        return box

    def answer(self, text: str) -> str:
        """Click on an answer, as soon as there is a question; returns that."""
        box = self.asked()
        button = next(button for button in box.findChildren(QPushButton) if button.text() == text)
        QTest.mouseClick(button, LEFT)
        return box.text()

    @property
    def dialog(self) -> QFileDialog:
        """The file dialog that is open."""
        (dialog,) = (dialog for dialog in self.window.findChildren(QFileDialog) if dialog.isVisible())
        return dialog

    def choose(self, path: Path) -> None:
        """Type a name into the file dialog and press its button."""
        dialog = self.dialog
        field = dialog.findChild(QLineEdit)
        assert isinstance(field, QLineEdit)
        dialog.activateWindow()
        field.setFocus()
        self._qtbot.waitUntil(field.hasFocus)  # only then does the dialog forget the file that was selected
        field.setText(str(path))
        dialog.accept()


@pytest.fixture
def settings() -> Settings:
    return clean_settings()


def shown(window: Window, qtbot: QtBot) -> Iterator[Window]:
    """Show a window, and close it after the test."""
    qtbot.addWidget(window, before_close_func=Window.close_now)
    window.show()
    qtbot.waitExposed(window)
    yield window
    window.close_now()


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, settings: Settings) -> Iterator[Window]:
    yield from shown(new_window(qapp, default_scenario(), settings), qtbot)


@pytest.fixture
def first(qapp: QApplication, qtbot: QtBot, settings: Settings) -> Iterator[Window]:
    """The window as it is at the first start."""
    yield from shown(default_window(qapp, settings), qtbot)


@pytest.fixture
def person(window: Window, qtbot: QtBot) -> Person:
    return Person(window, qtbot)


@pytest.fixture
def lesson(tmp_path: Path) -> Path:
    """The file of LESSON."""
    path = tmp_path / "lesson.momentum"
    path.write_text(scenario_text(LESSON), encoding="utf-8")
    return path
