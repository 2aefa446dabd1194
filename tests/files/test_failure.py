"""Messages for files that can't be saved or opened. The errors are the system's own wherever it can be made to raise
them, also as root."""

import errno
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.files import failure as failure_module
from app.files.atomic import replacing, with_path
from app.files.failure import LONGEST_PATH, Access, Doing, FailureKind, kind_of, refusal_of, sentence_of, shown_path
from app.files.scenario import read_scenario
from app.files.text import BadFile
from tests.support.paths import ROOT
from tests.support.privileges import posix, without_privileges

pytestmark = pytest.mark.windows

IN_THE_WINDOW = "; your work is still in the window."
ENDS: dict[Doing, str] = {"saved": IN_THE_WINDOW, "written": "; nothing was changed.", "opened": "."}
"""How the sentences end."""
TOO_LARGE = """
import resource, sys
from pathlib import Path
from app.files.atomic import replacing
from app.files.failure import sentence_of

resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
path = Path(sys.argv[1])
try:
    with replacing(path) as (stream,):
        stream.write(bytes(1001))
except OSError as error:
    print(sentence_of(error, path, "saved"))
"""


def failure(path: Path) -> OSError:
    """What saving to this path fails with."""
    with pytest.raises(OSError, match=r".") as caught, replacing(path) as (stream,):
        stream.write(b"work")
    return caught.value


def message(path: Path) -> str:
    """What is said when saving to this path fails, after the path."""
    sentence = sentence_of(failure(path), path, "saved")
    assert sentence.startswith(f"{path} can't be saved: ")
    return sentence.removeprefix(f"{path} can't be saved: ")


@pytest.fixture
def public() -> Iterator[Path]:
    """A folder that everybody may look into."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o777)
        yield Path(name)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    right = "Connect its drive, or choose another folder"
    assert message(tmp_path / "gone" / "x.momentum") == f"there is no such folder. {right}{IN_THE_WINDOW}"
    (tmp_path / "file").write_bytes(b"")
    assert message(tmp_path / "file" / "x.momentum") == f"there is no such folder. {right}{IN_THE_WINDOW}"


def test_a_folder_of_that_name(tmp_path: Path) -> None:
    assert message(tmp_path) == f"there is a folder of this name. Choose another name{IN_THE_WINDOW}"


def test_a_name_that_is_too_long(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 300)
    sentence = sentence_of(failure(path), path, "saved")
    assert sentence.endswith(f" can't be saved: the name is too long. Choose a shorter one{IN_THE_WINDOW}")
    assert len(sentence) < 300
    with pytest.raises(BadFile) as caught:
        read_scenario(path)
    assert refusal_of(caught.value, path).endswith(" can't be opened: the name is too long. Choose another file.")


@pytest.mark.linux
def test_a_full_disk() -> None:
    path = Path("/dev/full")
    with pytest.raises(OSError, match=r".") as caught, with_path(path), path.open("wb") as stream:
        stream.write(b"work")
    assert sentence_of(caught.value, path, "saved") == (
        f"/dev/full can't be saved: the disk is full. Make room on it, or choose another folder{IN_THE_WINDOW}"
    )


@posix
def test_a_file_that_would_be_too_large_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "x.momentum"
    command = [sys.executable, "-c", TOO_LARGE, str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert "larger than files may be there. Choose another folder; your work" in done.stdout
    assert list(tmp_path.iterdir()) == []


@posix
def test_a_folder_that_one_may_not_write_into(public: Path) -> None:
    folder = public / "theirs"
    folder.mkdir()
    folder.chmod(0o500)
    with without_privileges():
        what = message(folder / "x.momentum")
    assert what == f"you may not write into this folder. Choose another folder{IN_THE_WINDOW}"


@posix
def test_a_file_that_is_write_protected(public: Path) -> None:
    path = public / "theirs.momentum"
    path.write_bytes(b"theirs")
    path.chmod(0o444)
    with without_privileges():
        what = message(path)
    assert what == f"the file is write-protected. Allow writing to it, or choose another name{IN_THE_WINDOW}"
    assert path.read_bytes() == b"theirs"


@posix
def test_a_file_that_one_may_not_read(public: Path) -> None:
    path = public / "theirs.momentum"
    path.write_bytes(b"theirs")
    path.chmod(0o000)
    with without_privileges(), pytest.raises(BadFile) as caught:
        read_scenario(path)
    assert refusal_of(caught.value, path) == (
        f"{path} can't be opened: you may not read it. Ask its owner, or choose another file."
    )


def test_a_file_that_is_not_there_or_is_a_folder(tmp_path: Path) -> None:
    path = tmp_path / "gone.momentum"
    with pytest.raises(BadFile) as caught:
        read_scenario(path)
    assert refusal_of(caught.value, path) == (
        f"{path} can't be opened: it is not there. It may have been moved or renamed, or its drive is not connected."
    )
    with pytest.raises(OSError, match=r".") as unwrapped:
        path.read_bytes()
    assert refusal_of(unwrapped.value, path) == refusal_of(caught.value, path)


@posix
def test_a_folder_that_is_opened_like_a_file(tmp_path: Path) -> None:
    with pytest.raises(BadFile) as caught:
        read_scenario(tmp_path)
    assert refusal_of(caught.value, tmp_path) == f"{tmp_path} can't be opened: it is a folder. Choose a file in it."


def test_a_file_that_can_be_read_but_is_something_else_keeps_its_own_sentence(tmp_path: Path) -> None:
    path = tmp_path / "x.momentum"
    path.write_text("[")
    with pytest.raises(BadFile) as caught:
        read_scenario(path)
    assert refusal_of(caught.value, path) == f"{caught.value}."
    assert "line 1, column 2" in str(caught.value)


@pytest.mark.parametrize("doing", ENDS)
def test_every_number_of_the_system_says_what_is_wrong_and_what_would_be_right(doing: Doing, tmp_path: Path) -> None:
    path = tmp_path / "x.momentum"
    for number in errno.errorcode:
        sentence = sentence_of(OSError(number, os.strerror(number)), path, doing)
        assert re.fullmatch(rf"{re.escape(str(path))} can't be {doing}: .+\. [A-Z][^.]+\.", sentence)
        assert sentence.endswith(ENDS[doing])


def test_an_unknown_error_keeps_the_words_of_the_system(tmp_path: Path) -> None:
    error = OSError(errno.EINVAL, "it is a device or a pipe, not a file")
    assert kind_of(error) is FailureKind.OTHER
    assert "it is a device or a pipe, not a file. Choose another folder or name;" in sentence_of(error, "x", "written")
    assert sentence_of(OSError("wordless"), "x", "opened") == "x can't be opened: wordless. Choose another file."


@pytest.mark.parametrize(
    ("number", "python", "words"),
    [
        (112, errno.ENOSPC, "the disk is full"),
        (39, errno.EINVAL, "the disk is full"),
        (1295, errno.EINVAL, "your share of the disk is used up"),
        (19, errno.EACCES, "the disk can only be read"),
        (21, errno.EACCES, "the drive does not answer"),
        (32, errno.EACCES, "another program is using the file"),
        (53, errno.ENOENT, "the network drive can't be reached"),
        (59, errno.EINVAL, "the network drive can't be reached"),
        (123, errno.EINVAL, "the name has a character that is not allowed there"),
        (206, errno.ENOENT, "the name is too long"),
        (5, errno.EACCES, "you may not write into this folder"),
        (3, errno.ENOENT, "there is no such folder"),
    ],
)
def test_windows_says_more_by_its_own_number(number: int, python: int, words: str, tmp_path: Path) -> None:
    assert f": {words}. " in sentence_of(of_windows(python, number), tmp_path / "x", "saved")


class Asked:
    """Windows, which gives the number `answer` when a file is opened, or opens it; notes what is `wanted`."""

    def __init__(self, answer: int | None) -> None:
        self.answer = answer
        self.wanted: list[tuple[str, int]] = []

    def CreateFile(self, path: str, access: int, *_: int) -> int:  # noqa: N802
        self.wanted.append((path, access))
        if self.answer is None:
            return 7
        raise of_windows(errno.EACCES, self.answer)

    def CloseHandle(self, handle: int) -> None:  # noqa: N802
        assert handle == 7


def of_windows(python: int, number: int) -> OSError:
    error = OSError(python, "as Windows has it")
    error.winerror = number  # type: ignore[attr-defined]  # only there the class has it
    return error


@pytest.mark.parametrize(
    ("error", "answer", "kind", "access"),
    [
        (OSError(errno.EACCES, "of open()"), 32, FailureKind.BUSY, Access.READ),
        (of_windows(errno.EACCES, 5), 32, FailureKind.BUSY, Access.REPLACE),
        (of_windows(errno.EACCES, 5), 5, FailureKind.FORBIDDEN, Access.REPLACE),
        (of_windows(errno.EACCES, 5), None, FailureKind.FORBIDDEN, Access.REPLACE),
        (OSError(errno.EINVAL, "of open()"), 123, FailureKind.WRONG_NAME, Access.READ),
        (OSError(errno.ENOENT, "of open()"), 2, FailureKind.MISSING, Access.READ),
    ],
)
def test_windows_is_asked_again_where_python_lost_its_number(
    error: OSError, answer: int | None, kind: FailureKind, access: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    windows = Asked(answer)
    monkeypatch.setattr(failure_module, "_winapi", windows)
    assert kind_of(error, "x.csv", access) is kind
    assert windows.wanted == [("x.csv", access.value)]


@pytest.mark.parametrize(("python", "number"), [(errno.ENOENT, 3), (errno.EINVAL, 123)])
def test_windows_says_of_too_long_a_name_that_it_is_missing_or_wrong(python: int, number: int) -> None:
    assert kind_of(of_windows(python, number), "x" * 256) is FailureKind.LONG_NAME
    assert kind_of(of_windows(python, number), "x" * 255) is not FailureKind.LONG_NAME


@pytest.mark.parametrize("name", ["con.momentum", "NUL", "Com1.csv", "aux .csv"])
def test_a_name_that_windows_keeps_for_a_device_is_told_there(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(failure_module, "_winapi", Asked(None))
    for doing in ENDS:
        assert f"{name} can't be {doing}: Windows keeps this name for a device. " in sentence_of(
            of_windows(errno.EACCES, 5), name, doing
        )
    assert kind_of(of_windows(errno.EACCES, 5), "console.momentum") is FailureKind.FORBIDDEN


def test_windows_is_not_asked_where_it_has_said_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    windows = Asked(32)
    monkeypatch.setattr(failure_module, "_winapi", windows)
    assert kind_of(of_windows(errno.EACCES, 19), "x.csv") is FailureKind.READ_ONLY
    assert kind_of(OSError(errno.EACCES, "nowhere")) is FailureKind.FORBIDDEN
    assert windows.wanted == []


@pytest.mark.parametrize("name", ["x" * 300, "𝄞" * 130, "ä" * 256])
def test_a_name_that_no_system_has_is_too_long(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    assert ": the name is too long. " in sentence_of(failure(path), path, "saved")
    with pytest.raises(BadFile) as caught:
        read_scenario(path)
    assert ": the name is too long. " in refusal_of(caught.value, path)


@pytest.fixture
def held(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """A file that another program has open, and lets others do with it what `request.param` says."""
    import _winapi

    path = tmp_path / "balls.csv"
    path.write_bytes(b"before")
    create = _winapi.CreateFile  # type: ignore[attr-defined]  # there on Windows
    handle = create(str(path), 0xC0000000, request.param, 0, 3, 0, 0)
    yield path
    _winapi.CloseHandle(handle)  # type: ignore[attr-defined]


@pytest.mark.only_windows
@pytest.mark.parametrize("held", [0, 1, 3], ids=["alone", "readers", "writers"], indirect=True)
def test_a_file_that_a_spreadsheet_has_open_is_said_to_be_in_use(held: Path) -> None:
    assert message(held).startswith("another program is using the file. Close it there, or choose another name")


@pytest.mark.only_windows
@pytest.mark.parametrize("held", [0], ids=["alone"], indirect=True)
def test_a_file_that_another_program_has_for_itself_is_said_to_be_in_use(held: Path) -> None:
    with pytest.raises(BadFile) as caught:
        read_scenario(held)
    assert ": another program is using it. Close it there." in refusal_of(caught.value, held)


@pytest.mark.only_windows
def test_a_file_that_nobody_may_write_is_write_protected(tmp_path: Path) -> None:
    path = tmp_path / "balls.csv"
    path.write_bytes(b"before")
    path.chmod(0o444)
    assert message(path).startswith("the file is write-protected. ")
    assert path.read_bytes() == b"before"
    path.chmod(0o644)


@given(st.text(min_size=1).filter(lambda text: "\0" not in text))
def test_a_path_is_shown_in_one_short_line_that_can_be_written(text: str) -> None:
    shown = shown_path(text)
    assert len(shown.splitlines()) <= 1
    assert len(shown) <= LONGEST_PATH + 3
    assert shown.encode().decode() == shown


@posix
def test_a_name_that_is_no_text_is_shown_all_the_same() -> None:
    assert shown_path(os.fsdecode(b"/x/\xff.momentum")) == "/x/\N{REPLACEMENT CHARACTER}.momentum"
