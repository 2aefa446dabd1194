"""Landscape views for tests."""

from collections.abc import Iterator, Sequence

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.files.scenario import Scenario
from app.session.session import Session
from app.theme.application import Theme, apply_theme
from app.views.landscape.landscape_view import LandscapeView
from physics.landscape.base import Landscape
from tests.support.balls import new_ball
from tests.views.landscape.scenes import ALPHAS, HILLS, MakeScene, Scene


@pytest.fixture
def dark(qapp: QApplication) -> Iterator[Theme]:
    yield apply_theme(qapp, "dark")
    apply_theme(qapp, "dark")


@pytest.fixture
def make_scene(qtbot: QtBot, dark: Theme) -> Iterator[MakeScene]:
    sessions: list[Session] = []

    def make(
        alphas: Sequence[float] = ALPHAS,
        landscape: Landscape = HILLS,
        start: float = 4.8,
        eta: float = 0.02,
        size: tuple[int, int] = (900, 520),
    ) -> Scene:
        seconds = [0.0]
        balls = tuple(new_ball(alpha, eta, start) for alpha in alphas)
        session = Session(Scenario(landscape.title, landscape, balls), lambda: seconds[0])
        sessions.append(session)
        view = LandscapeView(session, dark)
        qtbot.addWidget(view)
        view.resize(*size)
        view.show()
        qtbot.waitExposed(view)
        return Scene(view, session, seconds)

    yield make
    for session in sessions:
        session.pause()


@pytest.fixture
def scene(make_scene: MakeScene) -> Scene:
    return make_scene()
