"""What is offered after instances that did not end well: whose it is, and what becomes of it."""

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile

from app.files.autosaved import ABOUT, PICTURE, SCENE, About, Autosaved, write_autosaved
from app.files.default import default_scenario
from app.files.scenario import parse_scenario, scenario_text
from app.session.instance_lock import LOCK, FolderLock, claim
from app.session.recovery import left_behind
from tests.session.instances import STARTING, heard, instance, killed, tell

pytestmark = pytest.mark.windows

NOW = datetime(2025, 6, 12, 12, 0, tzinfo=UTC)
TEXT = scenario_text(default_scenario())
PROCESS, PROGRAM, HOST, MACHINE, BOOT = range(5)
"""Lines of a QLockFile."""


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return tmp_path / "autosave"


@pytest.fixture
def somebody() -> Iterator[int]:
    """The number of a living process of the same program, which is none of ours."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        yield process.pid
        process.communicate(b"\n")


def saved(time: datetime = NOW, title: str = "Hills") -> Autosaved:
    return Autosaved(TEXT, b"PNG", About(title), time)


def left(base: Path, name: str, what: Autosaved) -> Path:
    """A folder that an instance has left, without any lock: as after `stop`."""
    folder = base / name
    folder.mkdir(parents=True)
    write_autosaved(folder, what)
    return folder


def change_lock(folder: Path, **lines: str) -> None:
    """Let the lock of a killed instance say something else."""
    message = (folder / LOCK).read_text().split("\n")
    for name, line in lines.items():
        assert message[globals()[name]] != "" or (name == "BOOT" and sys.platform == "win32")  # there it has no number
        message[globals()[name]] = line
    (folder / LOCK).write_text("\n".join(message))


def names(base: Path) -> set[str]:
    return {path.name for path in base.iterdir()}


def test_where_nothing_was_ever_saved_nothing_is_left(base: Path) -> None:
    assert left_behind(base) == []
    assert not base.exists()
    base.write_text("a file")
    assert left_behind(base) == []


def test_the_newest_comes_first(base: Path) -> None:
    for day in (3, 1, 2):
        left(base, str(day), saved(NOW - timedelta(days=day), f"{day} days ago"))
    (base / "stray").write_text("no folder")
    found = left_behind(base)
    assert [each.saved.about.title for each in found] == ["1 days ago", "2 days ago", "3 days ago"]
    for each in found:
        each.put_off()


def test_what_is_offered_here_is_offered_nowhere_else_until_it_is_put_off(base: Path) -> None:
    left(base, "one", saved())
    (found,) = left_behind(base)
    with instance(STARTING, base) as process:
        assert heard(process) == "ready"
        tell(process)
        assert heard(process) == "0"
    found.put_off()
    (again,) = left_behind(base)
    assert again.saved == saved()
    again.discard()
    assert left_behind(base) == []
    assert names(base) == set()


def test_a_broken_one_is_offered_as_long_as_its_scene_can_be_read(base: Path) -> None:
    folder = left(base, "one", saved())
    (folder / PICTURE).unlink()
    (folder / ABOUT).write_text("{")
    (found,) = left_behind(base)
    assert (found.saved.scene, found.saved.picture) == (TEXT, None)
    assert found.saved.about == About("Descending hills")
    found.put_off()
    (folder / SCENE).write_bytes(b"\xff\xfe")
    assert left_behind(base) == []
    assert names(base) == {"one"}  # perhaps somebody can make something of it
    (folder / SCENE).unlink()
    assert left_behind(base) == []
    assert names(base) == set()


def test_an_empty_folder_is_removed_with_all_that_a_kill_leaves_in_it(base: Path) -> None:
    (base / "killed-at-once").mkdir(parents=True)
    (base / "killed-while-writing").mkdir()
    (base / "killed-while-writing" / ".momentum-lab-0123456789ab.part").write_bytes(b"half of")
    assert left_behind(base) == []
    assert names(base) == set()


@pytest.mark.parametrize("days", [-400, 0, 70, 10_000])
def test_what_was_put_off_is_offered_for_ever_whatever_the_clock_says(base: Path, days: int) -> None:
    folder = left(base, "one", saved(datetime.now(UTC) - timedelta(days=days)))
    os.utime(folder / SCENE, (1, 1))
    for _ in range(3):
        (found,) = left_behind(base)
        found.put_off()
    (found,) = left_behind(base)
    assert found.saved.scene == TEXT
    found.discard()


@pytest.mark.posix
def test_it_is_free_after_a_kill_just_when_the_lock_was_made(base: Path) -> None:
    folder = left(base, "one", saved())
    (folder / LOCK).touch()
    (found,) = left_behind(base)
    found.discard()
    assert names(base) == set()


# Whose is it?


def test_what_a_living_instance_has_is_never_offered_however_old_its_lock(base: Path) -> None:
    folder = left(base, "one", saved())
    held = claim(folder)
    assert isinstance(held, FolderLock)
    os.utime(folder / LOCK, (1, 1))
    assert left_behind(base) == []
    assert claim(folder) is None
    held.let_go()
    held.remove()
    assert names(base) == set()


def test_after_a_kill_it_is_free(base: Path) -> None:
    killed(base)
    (found,) = left_behind(base)
    assert parse_scenario(found.saved.scene, "left behind").balls
    found.discard()
    assert left_behind(base) == []


def test_after_a_new_start_of_the_computer_it_is_free_though_the_number_is_somebodys(base: Path, somebody: int) -> None:
    killed(base)
    (folder,) = base.iterdir()
    change_lock(folder, PROCESS=str(somebody), BOOT=str(uuid.UUID(int=1)))
    (found,) = left_behind(base)
    found.discard()
    assert left_behind(base) == []


@pytest.mark.posix
def test_it_is_free_though_somebody_has_the_number_by_now(base: Path, somebody: int) -> None:
    killed(base)
    (folder,) = base.iterdir()
    change_lock(folder, PROCESS=str(somebody))
    plain = QLockFile(str(folder / LOCK))
    plain.setStaleLockTime(0)
    assert not plain.tryLock(0)  # QLockFile alone would not see it
    (found,) = left_behind(base)
    found.discard()
    assert names(base) == set()


@pytest.mark.posix  # on Windows a lock that is held cannot be removed, so nobody needs to judge
def test_a_folder_without_a_scene_is_not_judged_by_the_systems_lock(base: Path, somebody: int) -> None:
    """It may be an instance that is just starting."""
    killed(base)
    (folder,) = base.iterdir()
    change_lock(folder, PROCESS=str(somebody))
    (folder / SCENE).unlink()
    assert left_behind(base) == []
    assert LOCK in names(folder)


def test_another_computers_is_left_alone(base: Path) -> None:
    killed(base)
    (folder,) = base.iterdir()
    change_lock(folder, PROCESS="99999999", HOST="elsewhere", MACHINE="f" * 32, BOOT=str(uuid.UUID(int=1)))
    before = names(folder)
    assert left_behind(base) == []
    assert names(folder) == before


@pytest.mark.parametrize("number_is_somebodys", [False, True])
def test_of_many_that_start_at_once_only_one_offers_it(base: Path, somebody: int, number_is_somebodys: bool) -> None:
    killed(base)
    (folder,) = base.iterdir()
    if number_is_somebodys and sys.platform != "win32":
        change_lock(folder, PROCESS=str(somebody))
    with ExitStack() as stack:
        starting = [stack.enter_context(instance(STARTING, base)) for _ in range(6)]
        assert [heard(process) for process in starting] == ["ready"] * 6
        for process in starting:
            tell(process)
        offered = sorted(heard(process) for process in starting)
        # On Windows nobody can remove a lock while another one reads it: then it is left to the next start.
        assert offered == ["0"] * 5 + ["1"] or (sys.platform == "win32" and offered == ["0"] * 6)
    (found,) = left_behind(base)
    found.discard()
