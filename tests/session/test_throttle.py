"""A throttle refreshes at once while time rests, and seldom while it moves."""

from functools import partial

from PySide6.QtCore import QCoreApplication, QTimer
from pytestqt.qtbot import QtBot

from app.session.session import Session
from app.session.throttle import Throttle


def test_while_time_rests_every_touch_refreshes_immediately(session: Session) -> None:
    calls: list[int] = []
    throttle = Throttle(session.refreshes, lambda: calls.append(1), 50, session)
    for _ in range(3):
        throttle.touch()
    assert len(calls) == 3


def test_while_time_runs_touches_share_a_refresh_and_the_last_is_not_lost(session: Session, qtbot: QtBot) -> None:
    calls: list[int] = []
    throttle = Throttle(session.refreshes, lambda: calls.append(1), 50, session)
    session.play()
    calls.clear()
    for _ in range(100):
        throttle.touch()
    assert not calls  # play itself has just refreshed it
    qtbot.waitUntil(lambda: len(calls) == 1)


def test_while_time_runs_throttles_take_turns(session: Session) -> None:
    calls: list[str] = []
    throttles = {
        name: Throttle(session.refreshes, partial(calls.append, name), 0, session) for name in ("one", "two", "three")
    }
    session.play()
    calls.clear()
    for name in ("two", "one", "three", "one"):
        throttles[name].touch()
    while len(calls) < len(throttles):
        before = len(calls)
        QCoreApplication.processEvents()
        assert len(calls) <= before + 1
    assert calls == ["two", "one", "three"]


def test_pausing_refreshes_immediately_and_leaves_no_timer(session: Session) -> None:
    calls: list[int] = []
    throttle = Throttle(session.refreshes, lambda: calls.append(1), 10_000, session)
    session.play()
    throttle.touch()
    calls.clear()
    (timer,) = session.refreshes.findChildren(QTimer)
    assert timer.isActive()
    session.pause()
    assert len(calls) == 1
    assert not timer.isActive()


def test_scrubbing_throttles_like_playing(session: Session, qtbot: QtBot) -> None:
    calls: list[int] = []
    throttle = Throttle(session.refreshes, lambda: calls.append(1), 50, session)
    session.playback.set_scrubbed(True)
    calls.clear()
    for _ in range(100):
        throttle.touch()
    assert not calls
    qtbot.waitUntil(lambda: len(calls) == 1)
    session.playback.set_scrubbed(False)
    assert len(calls) == 2
    throttle.touch()
    assert len(calls) == 3
