"""Ctrl-C while the program loads."""

import os
import signal
from collections.abc import Iterator

import pytest

from app.files.interrupts import Interrupts, end_at_ctrl_c


class Ended(Exception):
    """Stands in for the end of the process."""


@pytest.fixture(autouse=True)
def handler(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Python's own handler, whatever the tests run under, and an end that can be seen."""

    def end(code: int) -> None:
        raise Ended(code)

    monkeypatch.setattr(os, "_exit", end)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_the_process_ends_with_a_message(capfd: pytest.CaptureFixture[str]) -> None:
    end_at_ctrl_c()
    with pytest.raises(Ended, match="1"):
        signal.raise_signal(signal.SIGINT)
    assert capfd.readouterr().err == "momentum-lab: interrupted\n"


def test_once_there_is_something_to_clean_up_it_is_an_exception() -> None:
    end_at_ctrl_c()
    with pytest.raises(KeyboardInterrupt), Interrupts():
        signal.raise_signal(signal.SIGINT)


@pytest.mark.parametrize("other", [signal.SIG_IGN, signal.SIG_DFL])
def test_another_handler_stays(other: signal.Handlers) -> None:
    signal.signal(signal.SIGINT, other)
    end_at_ctrl_c()
    assert signal.getsignal(signal.SIGINT) is other
