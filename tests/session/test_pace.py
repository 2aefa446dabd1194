"""How often a panel refreshes."""

from pytestqt.qtbot import QtBot

from app.session.session import Session
from app.session.tasks import Throttle


def test_while_time_rests_every_touch_refreshes_at_once(session: Session) -> None:
    calls: list[int] = []
    throttle = Throttle(session.playback, lambda: calls.append(1), 50, session)
    for _ in range(3):
        throttle.touch()
    assert len(calls) == 3


def test_while_time_runs_touches_share_a_refresh_and_the_last_is_never_lost(session: Session, qtbot: QtBot) -> None:
    calls: list[int] = []
    throttle = Throttle(session.playback, lambda: calls.append(1), 50, session)
    session.play()
    calls.clear()
    for _ in range(100):
        throttle.touch()
    assert not calls  # play itself has just refreshed it
    qtbot.waitUntil(lambda: len(calls) == 1)


def test_pausing_refreshes_at_once_and_leaves_no_timer(session: Session) -> None:
    calls: list[int] = []
    throttle = Throttle(session.playback, lambda: calls.append(1), 10_000, session)
    session.play()
    throttle.touch()
    calls.clear()
    session.pause()
    assert len(calls) == 1


def test_while_time_is_scrubbed_it_is_as_calm_as_while_it_runs(session: Session, qtbot: QtBot) -> None:
    calls: list[int] = []
    throttle = Throttle(session.playback, lambda: calls.append(1), 50, session)
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
