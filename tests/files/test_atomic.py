import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

import pytest

from app.files.atomic import replacing, sync_folder, with_path

pytestmark = pytest.mark.windows

posix = pytest.mark.posix


def permissions(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_appears_with_its_whole_content_and_nothing_else_stays(tmp_path: Path) -> None:
    path = tmp_path / "new.csv"
    with replacing(path) as (stream,):
        stream.write(b"a,b\r\n")
        assert not path.exists()
    assert path.read_bytes() == b"a,b\r\n"
    assert names(tmp_path) == ["new.csv"]


def test_the_old_content_stays_until_the_end_and_when_writing_fails(tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    path.write_text("old")

    def fail_half_way(stream: BinaryIO) -> None:
        stream.write(b"new")
        stream.flush()
        assert path.read_text() == "old"
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), replacing(path) as (stream,):
        fail_half_way(stream)
    assert path.read_text() == "old"
    assert names(tmp_path) == ["old.csv"]


def test_several_files_appear_together_or_not_at_all(tmp_path: Path) -> None:
    paths = tmp_path / "one.csv", tmp_path / "two.momentum"
    with pytest.raises(KeyboardInterrupt), replacing(*paths):
        raise KeyboardInterrupt
    assert names(tmp_path) == []
    with replacing(*paths) as (one, two):
        one.write(b"1")
        two.write(b"2")
    assert [path.read_bytes() for path in paths] == [b"1", b"2"]


def test_when_the_last_cannot_be_renamed_the_new_ones_are_removed(tmp_path: Path) -> None:
    new, old, last = tmp_path / "new", tmp_path / "old", tmp_path / "last"
    old.write_text("old")
    with pytest.raises(OSError, match="last") as caught, replacing(new, old, last):
        last.mkdir()
    assert caught.value.filename == str(last)
    assert not new.exists()
    assert names(tmp_path) == ["last", "old"]


@posix
def test_a_new_file_has_the_permissions_of_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        with replacing(tmp_path / "new"):
            pass
    finally:
        os.umask(before)
    assert permissions(tmp_path / "new") == 0o640


@posix
def test_an_old_file_keeps_its_permissions_and_is_private_meanwhile(tmp_path: Path) -> None:
    path = tmp_path / "old"
    path.write_text("old")
    path.chmod(0o604)
    with replacing(path):
        (temporary,) = (other for other in tmp_path.iterdir() if other != path)
        assert permissions(temporary) == 0o600
    assert permissions(path) == 0o604


@posix
def test_a_symbolic_link_goes_on_pointing_to_its_target(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    target, link = tmp_path / "elsewhere" / "target", tmp_path / "link"
    link.symlink_to(target)
    for content in (b"first", b"second"):
        with replacing(link) as (stream,):
            stream.write(content)
        assert link.is_symlink()
        assert target.read_bytes() == content


def test_a_missing_folder_is_an_error_that_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "x.csv"
    with pytest.raises(FileNotFoundError) as caught, replacing(path):
        pass
    assert caught.value.filename == str(path)


def test_a_folder_is_not_replaced(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError, match="it is a folder"), replacing(tmp_path):
        pass


@posix
def test_a_device_or_pipe_is_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(OSError, match="a device or a pipe"), replacing(pipe):
        pass
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_write_protected_file_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "protected"
    path.write_text("old")
    # Root may write everywhere, so ask as somebody else would be answered.
    monkeypatch.setattr(os, "access", lambda asked, mode: (Path(asked), mode) != (path.resolve(), os.W_OK))
    with pytest.raises(PermissionError, match="write-protected"), replacing(path):
        pass
    assert path.read_text() == "old"


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(number: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", no_room)
    path = tmp_path / "x.csv"
    with pytest.raises(OSError, match="No space left") as caught, replacing(path):
        pass
    assert caught.value.filename == str(path)
    assert names(tmp_path) == []


def test_a_stream_that_cannot_even_be_closed_leaves_nothing_behind(tmp_path: Path) -> None:
    def pull_the_plug(stream: BinaryIO) -> None:
        stream.write(b"in the buffer")
        os.close(stream.fileno())
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), replacing(tmp_path / "x.csv") as (stream,):
        pull_the_plug(stream)
    assert names(tmp_path) == []


def test_an_error_without_a_message_of_the_system_still_names_its_path(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="wordless") as caught, with_path(tmp_path):
        raise OSError("wordless")
    assert caught.value.filename == str(tmp_path)


def test_the_folder_is_put_on_the_disk_after_the_file_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a power cut takes the name away again, and with it the work that was called saved."""
    path, synced = tmp_path / "x.csv", list[bytes]()

    def note(number: int) -> None:
        if stat.S_ISDIR(os.fstat(number).st_mode):
            assert os.path.samestat(os.fstat(number), tmp_path.stat())
            synced.append(path.read_bytes())

    monkeypatch.setattr(os, "fsync", note)
    with replacing(path) as (stream,):
        stream.write(b"new")
    assert synced == ([b"new"] if os.name == "posix" else [])


@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOTSUP])
def test_where_a_folder_cannot_be_put_on_the_disk_files_are_written_anyway(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(asked: int) -> None:
        if stat.S_ISDIR(os.fstat(asked).st_mode):
            raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    with replacing(tmp_path / "x") as (stream,):
        stream.write(b"new")
    assert (tmp_path / "x").read_bytes() == b"new"


def test_a_folder_that_may_not_be_opened_is_not_put_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As all folders of Windows."""
    opened: list[object] = []
    synced: list[int] = []

    def refuse(folder: object, *_: object) -> int:
        opened.append(folder)
        raise PermissionError

    monkeypatch.setattr(os, "open", refuse)
    monkeypatch.setattr(os, "fsync", synced.append)
    sync_folder(tmp_path)
    assert (opened, synced) == ([tmp_path], [])


def without_links(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a stick (FAT)."""

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", refuse)


def test_without_hard_links_old_files_are_restored_with_their_permissions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_links(monkeypatch)
    old, new, last = tmp_path / "old", tmp_path / "new", tmp_path / "last"
    old.write_text("old")
    old.chmod(0o640)
    before = permissions(old)
    with replacing(old, new) as (one, _):
        one.write(b"newer")
    assert old.read_text() == "newer"
    new.unlink()
    replace = os.replace

    def replace_all_but_the_last(source: str, target: str) -> None:
        if Path(target) == last:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        replace(source, target)

    monkeypatch.setattr(os, "replace", replace_all_but_the_last)
    with pytest.raises(PermissionError, match="last"), replacing(old, new, last):
        pass
    assert (old.read_text(), permissions(old)) == ("newer", before)
    assert names(tmp_path) == ["old"]


def test_an_old_file_that_cannot_be_restored_stays_next_to_it_under_a_visible_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows, when another program opens the new file at once."""
    old, last = tmp_path / "old.csv", tmp_path / "last"
    old.write_text("old")
    replace = os.replace

    def replace_once(source: str, target: str) -> None:
        if Path(target) == last or (Path(target) == old and old.read_text() == "new"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        replace(source, target)

    monkeypatch.setattr(os, "replace", replace_once)
    with pytest.raises(PermissionError, match="last"), replacing(old, last) as (stream, _):
        stream.write(b"new")
    (kept,) = (path for path in tmp_path.iterdir() if path.suffix == ".old")
    assert kept.name.startswith("old.csv.")
    assert kept.read_text() == "old"
    assert names(tmp_path) == ["old.csv", kept.name]


def test_a_clean_up_that_fails_hides_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    path = tmp_path / "x.csv"
    path.write_text("old")
    monkeypatch.setattr(os, "unlink", refuse)
    with replacing(path) as (stream,):
        stream.write(b"new")
    assert path.read_text() == "new"
    with pytest.raises(OSError, match="full") as caught, replacing(path), with_path(path):
        raise OSError(errno.ENOSPC, "full")
    assert caught.value.filename == str(path)
    assert path.read_text() == "new"
