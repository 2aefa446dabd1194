"""The folder in which an instance autosaves: made when needed, locked, and not there when it could not be."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.files.autosaved import About, Autosaved, read_autosaved
from app.session import autosave as instance_folder
from app.session.autosave import InstanceFolder, autosave_folder
from app.session.instance_lock import FolderLock, claim
from tests.support.faults import failing
from tests.support.file_calls import file_calls

pytestmark = pytest.mark.windows

SAVED = Autosaved("scene", None, About("Hills"), datetime(2025, 6, 12, tzinfo=UTC))


@pytest.fixture
def own(tmp_path: Path) -> Iterator[InstanceFolder]:
    own = InstanceFolder(tmp_path / "autosave")
    yield own
    own.remove()


@contextmanager
def no_room() -> Iterator[None]:
    """Not a byte can be written into any file, as on a full disk."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_it_is_made_for_the_first_scene_and_is_private(own: InstanceFolder) -> None:
    assert not own.base.exists()
    own.write(SAVED)
    (folder,) = own.base.iterdir()
    assert read_autosaved(folder) == SAVED
    assert claim(folder) is None
    if os.name == "posix":
        assert folder.stat().st_mode & 0o077 == 0
    own.remove()
    assert list(own.base.iterdir()) == []


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC])
def test_after_an_error_at_any_call_the_scene_before_is_still_there_and_the_next_is_written(
    own: InstanceFolder, number: int
) -> None:
    own.write(SAVED)
    after = replace(SAVED, scene="after", picture=b"after")
    with file_calls(own.base) as calls:
        own.write(SAVED)
    for at in range(len(calls.made)):
        own.write(SAVED)
        named: list[str] = []
        try:
            with file_calls(own.base, failing(number), at):
                own.write(after)
        except OSError as error:
            named = [str(error.filename)]
        assert not any(name.endswith(".part") for name in named)
        found = [read_autosaved(folder) for folder in own.base.iterdir()]
        assert (SAVED if named else after) in found, (calls.made[at], at)
        own.write(after)
        assert after in [read_autosaved(folder) for folder in own.base.iterdir()]


def test_what_is_let_go_can_be_claimed(own: InstanceFolder) -> None:
    own.write(SAVED)
    (folder,) = own.base.iterdir()
    own.let_go()
    claimed = claim(folder)
    assert isinstance(claimed, FolderLock)
    own.adopt(claimed)
    own.write(SAVED)
    assert list(own.base.iterdir()) == [folder]


def test_what_it_adopts_takes_the_place_of_its_own(own: InstanceFolder) -> None:
    other = InstanceFolder(own.base)
    other.write(SAVED)
    (folder,) = own.base.iterdir()
    other.let_go()
    claimed = claim(folder)
    assert isinstance(claimed, FolderLock)
    own.write(SAVED)
    own.adopt(claimed)
    assert list(own.base.iterdir()) == [folder]


@pytest.mark.posix
def test_without_room_for_a_lock_there_is_an_error_and_no_folder(own: InstanceFolder) -> None:
    with no_room(), pytest.raises(OSError, match="too large") as caught:
        own.write(SAVED)
    assert str(own.base) in caught.value.filename
    assert list(own.base.iterdir()) == []
    own.write(SAVED)
    assert len(list(own.base.iterdir())) == 1


@pytest.mark.parametrize("times", [1, 2, 3])
def test_another_instance_may_be_quicker(own: InstanceFolder, monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    """One that starts looks into every folder, also into one that is being made."""
    others = list[FolderLock | None]()

    def late_claim(folder: Path) -> FolderLock | None:
        if len(others) < times:
            others.append(claim(folder))
        return claim(folder)

    monkeypatch.setattr(instance_folder, "claim", late_claim)
    if times < 3:
        own.write(SAVED)
    else:
        with pytest.raises(OSError, match="can't be locked"):
            own.write(SAVED)
    for other in others:
        assert other is not None
        other.remove()
    assert len(list(own.base.iterdir())) == (times < 3)


def test_the_place_is_the_programs_own(qapp: object) -> None:
    assert autosave_folder().name == "autosave"
    assert autosave_folder().is_absolute()
