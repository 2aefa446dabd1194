"""A scene that is set aside comes back as it was: run, step, styles and history."""

import pytest

from app.files.default import default_scenario, first_scenario
from app.session.session import Session
from tests.support.scenes import state_of


@pytest.fixture
def session(qapp: object) -> Session:
    session = Session(default_scenario())
    session.step_on(20)
    session.set_parameter(0, "alpha", 0.5)
    session.step_on(10)
    session.seek(25)
    return session


def test_it_comes_back_with_its_history(session: Session) -> None:
    before, run, count = state_of(session), session.run, session.history.stack.count()
    session.set_aside()
    assert session.is_aside
    session.open(first_scenario(), replays=False)
    session.lock(frozenset({"eta"}))
    session.set_parameter(0, "alpha", 0.9)
    assert session.history.stack.count() == 1
    session.bring_back()
    assert not session.is_aside
    assert session.run is run
    assert state_of(session) == before
    assert session.history.stack.count() == count
    assert not session.locked
    session.undo()
    assert session.ball(0).parameters["alpha"] == 0.0
    session.redo()
    session.seek(25)
    assert state_of(session) == before


def test_another_scene_may_take_its_place(session: Session) -> None:
    session.set_aside()
    session.open(first_scenario(), replays=False)
    session.forget_aside()
    run = session.run
    session.bring_back()
    assert session.run is run
    assert session.history.stack.count() == 0


def test_what_is_locked_is_told_by_names_of_parameters(session: Session) -> None:
    session.lock(frozenset({"alpha", "parameters", "start"}))
    assert session.is_locked("alpha")
    assert session.is_locked("rho")
    assert session.is_locked("w")
    assert not session.is_locked("eta")
    messages: list[str] = []
    session.message.connect(messages.append)
    session.set_parameter(0, "alpha", 0.7)
    session.set_start(0, 1.0)
    assert messages == ["α stays as it is on this page.", "The balls stay where they are on this page."]
    assert session.ball(0).parameters["alpha"] == 0.5
