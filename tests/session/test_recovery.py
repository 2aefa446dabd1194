"""The folders of autosave: who owns one, how it is written, and which scenes are recovered after a crash."""

import errno
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile

from app.files.autosaved import ABOUT, PICTURE, SCENE, About, Autosaved, read_autosaved, write_autosaved
from app.files.default import default_scenario
from app.files.scenario import parse_scenario, scenario_text
from app.session import recovery
from app.session.autosave import autosave_folder
from app.session.recovery import LOCK, FolderLock, InstanceFolder, lock_folder, recover_scenes
from tests.session.instances import STARTING, heard, instance, killed, tell
from tests.support.faults import failing
from tests.support.file_calls import file_calls

pytestmark = pytest.mark.windows

NOW = datetime(2025, 6, 12, 12, 0, tzinfo=UTC)
TEXT = scenario_text(default_scenario())
PROCESS, PROGRAM, HOST, MACHINE, BOOT = range(5)
"""Indices of the lines of a QLockFile."""


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return tmp_path / "autosave"


@pytest.fixture
def living_process() -> Iterator[int]:
    """The ID of a living process of the same program that is no instance."""
    program = "print(flush=True); input()"
    # Under Wine a Python does not start with the file of pytest as its stderr.
    pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=nothing) as process:
        assert process.stdout is not None
        assert process.stdout.readline()  # before that, Windows may not know yet what program it is
        yield process.pid
        process.communicate(b"\n")


def saved(time: datetime = NOW, title: str = "Hills") -> Autosaved:
    return Autosaved(TEXT, b"PNG", About(title), time)


def left(base: Path, name: str, what: Autosaved) -> Path:
    """Write a folder without a lock, as an instance leaves it after `stop`."""
    folder = base / name
    folder.mkdir(parents=True)
    write_autosaved(folder, what)
    return folder


def change_lock(folder: Path, **lines: str) -> None:
    """Change lines in the lock of a killed instance."""
    message = (folder / LOCK).read_text().split("\n")
    for name, line in lines.items():
        assert message[globals()[name]] != "" or (name == "BOOT" and sys.platform == "win32")  # there it has no boot ID
        message[globals()[name]] = line
    (folder / LOCK).write_text("\n".join(message))


def names(base: Path) -> set[str]:
    return {path.name for path in base.iterdir()}


def test_without_any_autosave_nothing_is_recovered(base: Path) -> None:
    assert recover_scenes(base) == []
    assert not base.exists()
    base.write_text("a file")
    assert recover_scenes(base) == []


def test_the_newest_scene_comes_first(base: Path) -> None:
    for day in (3, 1, 2):
        left(base, str(day), saved(NOW - timedelta(days=day), f"{day} days ago"))
    (base / "stray").write_text("no folder")
    found = recover_scenes(base)
    assert [each.saved.about.title for each in found] == ["1 days ago", "2 days ago", "3 days ago"]
    for each in found:
        each.put_off()


def test_a_scene_is_offered_by_one_instance_only_until_it_is_put_off(base: Path) -> None:
    left(base, "one", saved())
    (found,) = recover_scenes(base)
    with instance(STARTING, base) as process:
        assert heard(process) == "ready"
        tell(process)
        assert heard(process) == "0"
    found.put_off()
    (again,) = recover_scenes(base)
    assert again.saved == saved()
    again.discard()
    assert recover_scenes(base) == []
    assert names(base) == set()


def test_a_damaged_folder_is_offered_as_long_as_its_scene_can_be_read(base: Path) -> None:
    folder = left(base, "one", saved())
    (folder / PICTURE).unlink()
    (folder / ABOUT).write_text("{")
    (found,) = recover_scenes(base)
    assert (found.saved.scene, found.saved.picture) == (TEXT, None)
    assert found.saved.about == About("Descending hills")
    found.put_off()
    (folder / SCENE).write_bytes(b"\xff\xfe")
    assert recover_scenes(base) == []
    assert names(base) == {"one"}  # a person may be able to rescue it
    (folder / SCENE).unlink()
    assert recover_scenes(base) == []
    assert names(base) == set()


def test_a_folder_without_a_scene_is_removed_with_partial_files(base: Path) -> None:
    (base / "killed-at-once").mkdir(parents=True)
    (base / "killed-while-writing").mkdir()
    (base / "killed-while-writing" / ".momentum-lab-0123456789ab.part").write_bytes(b"half of")
    assert recover_scenes(base) == []
    assert names(base) == set()


@pytest.mark.parametrize("days", [-400, 0, 70, 10_000])
def test_a_scene_that_was_put_off_is_offered_again_at_any_age(base: Path, days: int) -> None:
    folder = left(base, "one", saved(datetime.now(UTC) - timedelta(days=days)))
    os.utime(folder / SCENE, (1, 1))
    for _ in range(3):
        (found,) = recover_scenes(base)
        found.put_off()
    (found,) = recover_scenes(base)
    assert found.saved.scene == TEXT
    found.discard()


@pytest.mark.posix
def test_a_folder_is_recovered_after_a_kill_that_left_its_lock_empty(base: Path) -> None:
    folder = left(base, "one", saved())
    (folder / LOCK).touch()
    (found,) = recover_scenes(base)
    found.discard()
    assert names(base) == set()


# Ownership.


def test_the_scene_of_a_living_instance_is_never_offered_at_any_age_of_its_lock(base: Path) -> None:
    folder = left(base, "one", saved())
    held = lock_folder(folder)
    assert isinstance(held, FolderLock)
    os.utime(folder / LOCK, (1, 1))
    assert recover_scenes(base) == []
    assert lock_folder(folder) is None
    held.release()
    held.remove()
    assert names(base) == set()


def test_after_a_kill_the_scene_is_recovered(base: Path) -> None:
    killed(base)
    (found,) = recover_scenes(base)
    assert parse_scenario(found.saved.scene, "left behind").balls
    found.discard()
    assert recover_scenes(base) == []


def test_after_a_new_start_of_the_computer_it_is_free_though_the_is_id_reused(base: Path, living_process: int) -> None:
    killed(base)
    (folder,) = base.iterdir()
    change_lock(folder, PROCESS=str(living_process), BOOT=str(uuid.UUID(int=1)))
    (found,) = recover_scenes(base)
    found.discard()
    assert recover_scenes(base) == []


@pytest.mark.posix
def test_the_scene_is_recovered_although_the_process_id_is_reused(base: Path, living_process: int) -> None:
    killed(base)
    (folder,) = base.iterdir()
    change_lock(folder, PROCESS=str(living_process))
    plain = QLockFile(str(folder / LOCK))
    plain.setStaleLockTime(0)
    assert not plain.tryLock(0)  # QLockFile alone would not see it
    (found,) = recover_scenes(base)
    found.discard()
    assert names(base) == set()


def test_the_lock_of_a_folder_without_a_scene_is_left_alone(base: Path, living_process: int) -> None:
    """The instance may just be starting."""
    killed(base)
    (folder,) = base.iterdir()
    change_lock(folder, PROCESS=str(living_process))
    (folder / SCENE).unlink()
    assert recover_scenes(base) == []
    assert LOCK in names(folder)


def test_a_folder_of_another_computer_is_left_alone(base: Path) -> None:
    killed(base)
    (folder,) = base.iterdir()
    change_lock(folder, PROCESS="99999999", HOST="elsewhere", MACHINE="f" * 32, BOOT=str(uuid.UUID(int=1)))
    before = names(folder)
    assert recover_scenes(base) == []
    assert names(folder) == before


@pytest.mark.parametrize("is_id_reused", [False, True])
def test_of_many_instances_that_start_at_once_exactly_one_offers_the_scene(
    base: Path, living_process: int, is_id_reused: bool
) -> None:
    killed(base)
    (folder,) = base.iterdir()
    if is_id_reused and sys.platform != "win32":
        change_lock(folder, PROCESS=str(living_process))
    with ExitStack() as stack:
        starting = [stack.enter_context(instance(STARTING, base)) for _ in range(6)]
        assert [heard(process) for process in starting] == ["ready"] * 6
        for process in starting:
            tell(process)
        assert sorted(heard(process) for process in starting) == ["0"] * 5 + ["1"]
    (found,) = recover_scenes(base)
    found.discard()


SAVED = Autosaved("scene", None, About("Hills"), datetime(2025, 6, 12, tzinfo=UTC))


@pytest.fixture
def own_folder(tmp_path: Path) -> Iterator[InstanceFolder]:
    own_folder = InstanceFolder(tmp_path / "autosave")
    yield own_folder
    own_folder.remove()


@contextmanager
def no_room() -> Iterator[None]:
    """Let no byte be written into any file, as on a full disk."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_folder_is_made_for_the_first_scene_and_is_private(own_folder: InstanceFolder) -> None:
    assert not own_folder.base.exists()
    own_folder.write(SAVED)
    (folder,) = own_folder.base.iterdir()
    assert read_autosaved(folder) == SAVED
    assert lock_folder(folder) is None
    if os.name == "posix":
        assert folder.stat().st_mode & 0o077 == 0
    own_folder.remove()
    assert list(own_folder.base.iterdir()) == []


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC])
def test_after_an_error_in_any_call_the_scene_before_is_still_there_and_the_next_is_written(
    own_folder: InstanceFolder, number: int
) -> None:
    own_folder.write(SAVED)
    after = replace(SAVED, scene="after", picture=b"after")
    with file_calls(own_folder.base) as calls:
        own_folder.write(SAVED)
    for at in range(len(calls.made)):
        own_folder.write(SAVED)
        named: list[str] = []
        try:
            with file_calls(own_folder.base, failing(number), at):
                own_folder.write(after)
        except OSError as error:
            named = [str(error.filename)]
        assert not any(name.endswith(".part") for name in named)
        found = [read_autosaved(folder) for folder in own_folder.base.iterdir()]
        assert (SAVED if named else after) in found, (calls.made[at], at)
        own_folder.write(after)
        assert after in [read_autosaved(folder) for folder in own_folder.base.iterdir()]


def test_a_released_folder_can_be_locked_again(own_folder: InstanceFolder) -> None:
    own_folder.write(SAVED)
    (folder,) = own_folder.base.iterdir()
    own_folder.release()
    locked = lock_folder(folder)
    assert isinstance(locked, FolderLock)
    own_folder.adopt(locked)
    own_folder.write(SAVED)
    assert list(own_folder.base.iterdir()) == [folder]


def test_an_adopted_folder_replaces_the_one_before(own_folder: InstanceFolder) -> None:
    other = InstanceFolder(own_folder.base)
    other.write(SAVED)
    (folder,) = own_folder.base.iterdir()
    other.release()
    locked = lock_folder(folder)
    assert isinstance(locked, FolderLock)
    own_folder.write(SAVED)
    own_folder.adopt(locked)
    assert list(own_folder.base.iterdir()) == [folder]


@pytest.mark.posix
def test_on_a_full_disk_there_is_an_error_and_no_folder(own_folder: InstanceFolder) -> None:
    with no_room(), pytest.raises(OSError, match="too large") as caught:
        own_folder.write(SAVED)
    assert str(own_folder.base) in caught.value.filename
    assert list(own_folder.base.iterdir()) == []
    own_folder.write(SAVED)
    assert len(list(own_folder.base.iterdir())) == 1


@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_new_folder_that_another_instance_locks_first_is_replaced(
    own_folder: InstanceFolder, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    """An instance that starts looks into every folder, including one that is being made."""
    others = list[FolderLock | None]()

    def late_lock(folder: Path) -> FolderLock | None:
        if len(others) < times:
            others.append(lock_folder(folder))
        return lock_folder(folder)

    monkeypatch.setattr(recovery, "lock_folder", late_lock)
    if times < 3:
        own_folder.write(SAVED)
    else:
        with pytest.raises(OSError, match="can't be locked"):
            own_folder.write(SAVED)
    for other in others:
        assert other is not None
        other.remove()
    assert len(list(own_folder.base.iterdir())) == (times < 3)


def test_the_autosave_folder_is_an_absolute_path_of_its_own(qapp: object) -> None:
    assert autosave_folder().name == "autosave"
    assert autosave_folder().is_absolute()
