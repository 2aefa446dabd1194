"""What a process that computes a part of a map sets up; here in this process, as the others are not measured."""

import signal
import time
from collections.abc import Iterator
from multiprocessing import get_context
from threading import Event
from types import SimpleNamespace

import pytest

from app.files import worker_process
from app.files.worker_process import end_with_the_program


@pytest.fixture(autouse=True)
def interrupts() -> Iterator[None]:
    before = signal.getsignal(signal.SIGINT)
    yield
    signal.signal(signal.SIGINT, before)


def test_a_process_ends_when_the_program_has_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    codes, ended = list[int](), Event()

    def end(code: int) -> None:
        codes.append(code)
        ended.set()

    program = get_context("spawn").Process(target=time.sleep, args=(0.3,))
    program.start()
    monkeypatch.setattr(worker_process, "parent_process", lambda: program)
    monkeypatch.setattr(worker_process, "os", SimpleNamespace(_exit=end))
    end_with_the_program()
    assert program.is_alive()
    assert not codes
    assert ended.wait(30.0)
    assert codes == [1]
    assert not program.is_alive()
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN


def test_the_program_itself_has_no_other_to_wait_for() -> None:
    end_with_the_program()
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
