"""Whether another program has changed a file."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.files.atomic import replacing
from app.files.fingerprint import FileState, fingerprint, fingerprint_of, state_since

pytestmark = pytest.mark.windows

posix = pytest.mark.posix


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "hills.momentum"
    path.write_bytes(b"as it was")
    return path


def test_what_was_written_is_unchanged(tmp_path: Path) -> None:
    path = tmp_path / "new"
    with replacing(path) as (stream,):
        stream.write(b"ours")
    assert fingerprint(path) == fingerprint_of(b"ours")
    assert state_since(path, fingerprint_of(b"ours")) is FileState.UNCHANGED


@given(st.binary(max_size=40), st.binary(max_size=40))
def test_two_contents_have_the_same_fingerprint_only_when_they_are_the_same(
    tmp_path_factory: pytest.TempPathFactory, one: bytes, other: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "content"
    path.write_bytes(one)
    assert state_since(path, fingerprint_of(one)) is FileState.UNCHANGED
    assert (state_since(path, fingerprint_of(other)) is FileState.UNCHANGED) == (one == other)


def test_a_touch_or_a_copy_put_in_its_place_changes_nothing(path: Path, tmp_path: Path) -> None:
    before = fingerprint(path)
    os.utime(path, (1, 1))
    assert state_since(path, before) is FileState.UNCHANGED
    shutil.copy(path, tmp_path / "copy")
    (tmp_path / "copy").replace(path)
    assert state_since(path, before) is FileState.UNCHANGED


def test_other_content_of_the_same_length_and_time_is_a_change(path: Path) -> None:
    """As on a drive that counts in whole seconds, or by a program that sets the time back."""
    before, times = fingerprint(path), path.stat()
    path.write_bytes(b"as it wos")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert path.stat().st_mtime_ns == times.st_mtime_ns
    assert state_since(path, before) is FileState.CHANGED


def test_an_editor_that_renames_into_place_is_noticed(path: Path, tmp_path: Path) -> None:
    before = fingerprint(path)
    (tmp_path / "editors.tmp").write_bytes(b"as it is now")
    (tmp_path / "editors.tmp").replace(path)
    assert state_since(path, before) is FileState.CHANGED
    assert state_since(path, fingerprint(path)) is FileState.UNCHANGED


def test_a_file_that_has_vanished_is_gone(path: Path) -> None:
    before = fingerprint(path)
    path.unlink()
    assert fingerprint(path) is None
    assert state_since(path, before) is FileState.GONE


def test_a_folder_that_has_vanished_or_became_a_file_takes_the_file_along(path: Path, tmp_path: Path) -> None:
    inner = tmp_path / "talks" / "hills.momentum"
    inner.parent.mkdir()
    inner.write_bytes(b"as it was")
    before = fingerprint(inner)
    shutil.rmtree(inner.parent)
    assert state_since(inner, before) is FileState.GONE
    inner.parent.write_bytes(b"")
    assert state_since(inner, before) is FileState.GONE
    assert fingerprint(inner) is None


def test_where_nothing_was_something_may_have_come(path: Path) -> None:
    assert state_since(path, None) is FileState.CHANGED
    path.unlink()
    assert state_since(path, None) is FileState.GONE


def test_a_folder_in_its_place_is_a_change(path: Path) -> None:
    before = fingerprint(path)
    path.unlink()
    path.mkdir()
    assert fingerprint(path) is None
    assert state_since(path, before) is FileState.CHANGED


@posix
def test_a_pipe_in_its_place_is_a_change_and_is_not_waited_for(path: Path) -> None:
    before = fingerprint(path)
    path.unlink()
    os.mkfifo(path)
    assert fingerprint(path) is None
    assert state_since(path, before) is FileState.CHANGED


@posix
def test_a_link_stands_for_what_it_leads_to(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(path)
    before = fingerprint(link)
    assert before == fingerprint(path)
    path.write_bytes(b"something else")
    assert state_since(link, before) is FileState.CHANGED
    link.unlink()
    link.symlink_to(link)
    assert state_since(link, before) is FileState.GONE
