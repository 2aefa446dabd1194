"""Signals that end the program reach Qt, and their handlers are restored."""

import signal
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.files.interrupts import INTERRUPTS
from app.window.system_events import QuitSignals

pytestmark = pytest.mark.windows


@pytest.fixture
def quit_signals(qtbot: QtBot) -> Iterator[QuitSignals]:
    quit_signals = QuitSignals()
    yield quit_signals
    quit_signals.restore_handlers()


@pytest.mark.parametrize("number", INTERRUPTS)
def test_a_signal_reaches_qt_and_raises_nothing(
    quit_signals: QuitSignals, number: signal.Signals, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(quit_signals.received):
        signal.raise_signal(number)
    with qtbot.waitSignal(quit_signals.received):
        signal.raise_signal(number)


def test_handlers_are_restored(qtbot: QtBot) -> None:
    before = [signal.getsignal(number) for number in INTERRUPTS]
    quit_signals = QuitSignals()
    assert all(signal.getsignal(number) is not handler for number, handler in zip(INTERRUPTS, before, strict=True))
    quit_signals.restore_handlers()
    assert [signal.getsignal(number) for number in INTERRUPTS] == before
    assert signal.set_wakeup_fd(-1) == -1


def test_an_ignored_signal_stays_ignored(qtbot: QtBot) -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        quit_signals = QuitSignals()
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
        quit_signals.restore_handlers()
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
