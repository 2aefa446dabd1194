"""A window with the editor bar and the landscape, and methods that use them as a person does."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from app.files.default import default_scenario
from app.session.session import Session
from app.theme.application import apply_theme
from app.views.editors import EditorBar, Editors
from app.views.landscape.landscape_view import LandscapeView
from physics.landscape.points import PointsLandscape

LEFT, RIGHT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.NoButton
NO_KEY = Qt.KeyboardModifier.NoModifier


class Stage:
    """The default scenario, paused at its first step, in a window of 1000 × 640 pixels."""

    def __init__(self, app: QApplication) -> None:
        theme = apply_theme(app, "dark")
        self.session = Session(default_scenario())
        self.window = QWidget()
        self.view = LandscapeView(self.session, theme)
        self.bar = EditorBar(self.session, theme)
        self.editors = Editors(self.session, self.view, self.bar)
        column = QVBoxLayout(self.window)
        column.addWidget(self.bar)
        column.addWidget(self.view, 1)
        self.window.resize(1000, 640)
        self.window.show()
        self.message: list[str] = []
        self.session.message.connect(self.message.append)

    @property
    def edit(self) -> Any:
        """The model of the handles."""
        return self.editors.points_tool.edit

    def pixels(self, w: float, f: float) -> QPointF:
        """Where (w, f) is in the viewport."""
        return self.view.to_pixels(w, f)

    def mouse(
        self, kind: QEvent.Type, at: QPointF, button: Qt.MouseButton = LEFT, modifiers: Qt.KeyboardModifier = NO_KEY
    ) -> None:
        """Send one event of the mouse to the viewport."""
        moves = kind == QEvent.Type.MouseMove
        buttons = NONE if kind == QEvent.Type.MouseButtonRelease else button
        viewport = self.view.viewport()
        pressed = NONE if moves else button
        event = QMouseEvent(kind, at, viewport.mapToGlobal(at), pressed, buttons, modifiers)
        QApplication.sendEvent(viewport, event)

    def press(self, at: QPointF, button: Qt.MouseButton = LEFT, modifiers: Qt.KeyboardModifier = NO_KEY) -> None:
        self.mouse(QEvent.Type.MouseButtonPress, at, button, modifiers)

    def drag(self, at: QPointF) -> None:
        self.mouse(QEvent.Type.MouseMove, at)

    def hover(self, at: QPointF, modifiers: Qt.KeyboardModifier = NO_KEY) -> None:
        self.mouse(QEvent.Type.MouseMove, at, NONE, modifiers)

    def release(self, at: QPointF, button: Qt.MouseButton = LEFT) -> None:
        self.mouse(QEvent.Type.MouseButtonRelease, at, button)

    def click(self, at: QPointF, button: Qt.MouseButton = LEFT) -> None:
        self.press(at, button)
        self.release(at, button)

    def double_click(self, at: QPointF) -> None:
        self.click(at)
        self.mouse(QEvent.Type.MouseButtonDblClick, at)
        self.release(at)

    def stroke(self, points: Sequence[QPointF]) -> None:
        """Press at the first point, move through all, and release at the last."""
        self.press(points[0])
        for point in points[1:]:
            self.drag(point)
        self.release(points[-1])

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NO_KEY, to: QWidget | None = None) -> None:
        """Press a key on the landscape, or on another widget."""
        QTest.keyClick(to or self.view, key, modifiers)


def handle(stage: Stage, index: int) -> QPointF:
    return stage.pixels(*stage.edit.handles.position(index))


def points_of(stage: Stage) -> list[tuple[float, float]]:
    landscape = stage.session.landscape
    assert isinstance(landscape, PointsLandscape)
    return list(zip(landscape.w.tolist(), landscape.f.tolist(), strict=True))


@pytest.fixture
def stage(qapp: QApplication) -> Iterator[Stage]:
    stage = Stage(qapp)
    yield stage
    stage.session.pause()
    for dialog in (stage.editors.import_dialog, stage.editors.file_dialog, stage.editors.message):
        assert dialog is None or not dialog.isVisible()
    stage.bar.formula_bar.field.setText("")
    stage.window.close()
    stage.window.deleteLater()


@pytest.fixture
def five(stage: Stage) -> Stage:
    """A curve through five points, in Points mode."""
    stage.session.set_landscape(PointsLandscape([-6.0, -3.0, 0.0, 2.0, 6.0], [2.0, 0.0, 1.0, 0.5, 3.0]))
    stage.bar.set_mode("points")
    return stage
