"""The window is asked to end from outside."""

import signal
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.window.startup import REQUESTS, EndingRequests

pytestmark = pytest.mark.windows


@pytest.fixture
def requests(qtbot: QtBot) -> Iterator[EndingRequests]:
    requests = EndingRequests()
    yield requests
    requests.let_go()


@pytest.mark.parametrize("request_number", REQUESTS)
def test_a_request_of_the_system_reaches_qt_and_raises_nothing(
    requests: EndingRequests, request_number: signal.Signals, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(requests.asked):
        signal.raise_signal(request_number)
    with qtbot.waitSignal(requests.asked):
        signal.raise_signal(request_number)


def test_afterwards_all_is_as_before(qtbot: QtBot) -> None:
    before = [signal.getsignal(request) for request in REQUESTS]
    requests = EndingRequests()
    assert all(signal.getsignal(request) is not answer for request, answer in zip(REQUESTS, before, strict=True))
    requests.let_go()
    assert [signal.getsignal(request) for request in REQUESTS] == before
    assert signal.set_wakeup_fd(-1) == -1


def test_what_is_ignored_stays_ignored(qtbot: QtBot) -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        requests = EndingRequests()
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
        requests.let_go()
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
