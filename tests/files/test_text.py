"""Reading text, and the errors that name the file."""

import os
import pickle
from pathlib import Path

import pytest

from app.files import text
from app.files.text import BadFile, read_text, refuse_device

pytestmark = pytest.mark.windows


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"a\nb", "a\nb"),
        (b"\xef\xbb\xbfa\r\nb\r", "a\nb\n"),
        ("α\n".encode(), "α\n"),
        (b"", ""),
    ],
)
def test_text_comes_without_mark_and_with_one_kind_of_line_end(tmp_path: Path, content: bytes, expected: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    assert read_text(path) == expected
    assert read_text(str(path)) == expected


def test_what_is_not_utf8_is_named_by_its_line(tmp_path: Path) -> None:
    path = tmp_path / "latin.csv"
    path.write_bytes(b"w,f\n1,2\n\xb0,3\n")
    with pytest.raises(BadFile, match=r"^latin\.csv: line 3 is not UTF-8 text; save the file as UTF-8$"):
        read_text(path)


def test_a_file_that_is_not_there_or_is_a_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"^none\.csv: can't be read: No such file"):
        read_text(tmp_path / "none.csv")
    with pytest.raises(BadFile, match=f"^{tmp_path.name}: can't be read: "):
        read_text(tmp_path)


@pytest.mark.parametrize(("path", "named"), [("", "."), (".", "."), ("/", str(Path("/")))])
def test_a_path_without_a_name_is_named_all_the_same(path: str, named: str) -> None:
    assert str(BadFile(path, "can't be read")) == f"{named}: can't be read"


def test_too_large_a_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "MAX_BYTES", 1 << 20)
    path = tmp_path / "large.csv"
    path.write_bytes(b"1" * (1 << 20))
    assert len(read_text(path)) == 1 << 20
    path.write_bytes(b"1" * ((1 << 20) + 1))
    with pytest.raises(BadFile, match=r"^large\.csv: is over 1 MiB"):
        read_text(path)


def test_an_error_about_a_file_is_a_value_error_and_survives_pickling() -> None:
    error = pickle.loads(pickle.dumps(BadFile("folder/x.momentum", "line 1: nothing there")))
    assert isinstance(error, ValueError)
    assert str(error) == "x.momentum: line 1: nothing there"
    assert error.sentence == "line 1: nothing there"
    assert error.path == Path("folder/x.momentum")


@pytest.mark.posix
def test_a_device_or_a_pipe_is_refused_and_what_is_missing_is_left_to_the_reader(tmp_path: Path) -> None:
    pipe, file = tmp_path / "pipe.csv", tmp_path / "file.csv"
    os.mkfifo(pipe)
    file.touch()
    for path in (pipe, Path(os.devnull)):
        with pytest.raises(BadFile, match=r": is a device or a pipe, not a file$"):
            refuse_device(path)
    for path in (file, tmp_path, tmp_path / "missing.csv"):
        refuse_device(path)
