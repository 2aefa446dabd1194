"""An error, Ctrl-C or a request to end at every call to the file system: together or not at all, and nothing is hidden.

`tests/files/test_kills.py` does the same with kills, where nothing can be tidied up any more.
"""

import errno
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.files.atomic import replacing
from tests.support.faults import CASES, NAMES, Case, calls_of, command, contents, failing, prepared
from tests.support.file_calls import file_calls

ERRORS = (errno.EIO, errno.ENOSPC, errno.EACCES)
INTERRUPTS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


every_case = pytest.mark.parametrize("case", CASES.values(), ids=CASES)


@every_case
def test_after_an_error_at_any_call_all_is_new_or_all_is_old_and_said(
    tmp_path: Path, case: Case, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "folder"
    made, new = calls_of(folder, case)
    assert set(made) >= {"open", "write", "fsync", "link", "replace", "unlink"}
    raised = 0
    for number in ERRORS if case.act is not command else ERRORS[:1]:
        for at in range(len(made)):
            before = prepared(folder, case)
            named: list[str] = []
            try:
                with file_calls(folder, failing(number), at):
                    case.act(folder)
            except OSError as error:
                named = [Path(str(error.filename)).name]
                raised += 1
            assert set(named) <= set(NAMES), (made[at], at)
            assert without_leftovers(folder) == (before if named else new), (made[at], at)
    assert raised > len(made) // 4
    assert ".part" not in capsys.readouterr().err


def without_leftovers(folder: Path) -> dict[str, bytes]:
    """What is there, without what could not be removed because just that was refused."""
    left = contents(folder)
    hidden = [name for name in left if name.endswith(".part")]
    assert len(hidden) <= 1
    return {name: left[name] for name in left if name not in hidden}


@every_case
def test_when_nothing_works_any_more_from_some_call_on_no_old_content_is_lost(tmp_path: Path, case: Case) -> None:
    """A drive that is pulled out; also what would bring the old files back fails."""
    folder = tmp_path / "folder"
    made, new = calls_of(folder, case)
    for at in range(len(made)):
        before = prepared(folder, case)
        try:
            with file_calls(folder, failing(errno.EIO), at, len(made) + 100):
                case.act(folder)
        except OSError:
            after = contents(folder)
            assert all(content in after.values() for content in before.values()), (made[at], at)
            assert all(after.get(name) in (before.get(name), new[name]) for name in new), (made[at], at)
        else:
            assert {name: content for name, content in contents(folder).items() if name in new} == new


@pytest.fixture(params=INTERRUPTS, ids=lambda number: number.name)
def heard(request: pytest.FixtureRequest) -> Iterator[signal.Signals]:
    """An interrupt that is heard all the time: where no files are written it would end the tests."""
    before = signal.signal(request.param, signal.default_int_handler)
    yield request.param
    assert signal.getsignal(request.param) is signal.default_int_handler
    signal.signal(request.param, before)


@every_case
def test_after_an_interrupt_at_any_call_all_is_new_or_all_is_old_and_no_other_file_is_left(
    tmp_path: Path, case: Case, heard: signal.Signals
) -> None:
    folder = tmp_path / "folder"
    made, new = calls_of(folder, case)
    seen = set[bool]()
    for at in range(len(made)):
        before = prepared(folder, case)
        with file_calls(folder, lambda _: signal.raise_signal(heard), at) as calls:
            try:
                case.act(folder)
            except (OSError, KeyboardInterrupt):
                is_interrupted = True
            else:
                is_interrupted = False
        if len(calls.made) > at:
            assert contents(folder) in (before, new), (made[at], at)
            assert is_interrupted or contents(folder) == new
            seen.add(contents(folder) == new)
    assert seen == {False, True}


def test_an_interrupt_while_cleaning_up_after_the_first_waits(tmp_path: Path) -> None:
    """Who presses Ctrl-C twice leaves nothing behind either."""

    def interrupt(_: Path) -> None:
        signal.raise_signal(signal.SIGINT)

    paths = [tmp_path / name for name in NAMES]
    with pytest.raises(KeyboardInterrupt), replacing(*paths), file_calls(tmp_path, interrupt, 0, 100) as calls:
        interrupt(tmp_path)
    assert contents(tmp_path) == {}
    assert calls.made == []
    with pytest.raises(KeyboardInterrupt), file_calls(tmp_path, interrupt, 0, 1000), replacing(*paths):
        pass
    assert contents(tmp_path) == {}


@pytest.mark.parametrize("number", INTERRUPTS, ids=lambda number: number.name)
def test_a_request_that_would_end_the_process_at_once_lets_it_tidy_up(tmp_path: Path, number: signal.Signals) -> None:
    before = signal.signal(number, signal.SIG_DFL)
    try:
        with pytest.raises(KeyboardInterrupt), replacing(tmp_path / "x"):
            signal.raise_signal(number)
        assert signal.getsignal(number) is signal.SIG_DFL
    finally:
        signal.signal(number, before)
    assert contents(tmp_path) == {}


def test_in_another_thread_interrupts_are_left_to_the_main_one(tmp_path: Path) -> None:
    handlers = [signal.getsignal(number) for number in INTERRUPTS]

    def work() -> None:
        with replacing(tmp_path / "x") as (stream,):
            assert [signal.getsignal(number) for number in INTERRUPTS] == handlers
            stream.write(b"written")

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert contents(tmp_path) == {"x": b"written"}


def test_an_ignored_interrupt_stays_ignored(tmp_path: Path) -> None:
    number = INTERRUPTS[-1]
    before = signal.signal(number, signal.SIG_IGN)
    try:
        with replacing(tmp_path / "x") as (stream,):
            signal.raise_signal(number)
            stream.write(b"written")
        assert signal.getsignal(number) is signal.SIG_IGN
    finally:
        signal.signal(number, before)
    assert contents(tmp_path) == {"x": b"written"}


def test_a_handler_that_raises_nothing_interrupts_nothing(tmp_path: Path) -> None:
    """As in the window, which closes when it comes to it."""
    heard: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, _: heard.append(number))
    try:
        with replacing(tmp_path / "x") as (stream,):
            signal.raise_signal(signal.SIGTERM)
            assert heard == [signal.SIGTERM]
            stream.write(b"written")
            with file_calls(tmp_path, lambda _: signal.raise_signal(signal.SIGTERM)):
                stream.flush()
    finally:
        signal.signal(signal.SIGTERM, before)
    assert contents(tmp_path) == {"x": b"written"}
