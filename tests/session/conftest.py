"""A session on a clock that the test moves."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.files.scenario import Scenario
from app.session.session import Session
from tests.support.scenes import HILLS, Seconds, balls


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def session(qtbot: QtBot, seconds: Seconds) -> Iterator[Session]:
    session = Session(Scenario("Descending hills", HILLS, balls(0.0, 0.8, 0.9, 0.95, 0.97)), seconds)
    yield session
    session.pause()
    session.preview.stop()
