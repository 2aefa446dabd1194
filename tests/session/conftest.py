"""A session on a clock that the test moves."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.session.session import Session
from tests.session.edited_runs import Signals
from tests.support.scenes import Seconds, five_balls


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def session(qtbot: QtBot, seconds: Seconds) -> Iterator[Session]:
    session = Session(five_balls(), seconds)
    yield session
    session.pause()


@pytest.fixture
def signals(session: Session) -> Signals:
    return Signals(session)
