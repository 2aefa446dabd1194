"""What is remembered of scenarios between two starts, whatever stands in the settings file."""

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QLockFile, QSettings
from pytestqt.qtbot import QtBot

from app.window.settings import MAX_RECENT, Settings, documents

pytestmark = pytest.mark.windows

paths = st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1), max_size=14)


def stored(folder: Path) -> QSettings:
    return QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)


@given(paths=paths)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_recent_files_come_back_each_once_and_not_too_many(qtbot: QtBot, tmp_path: Path, paths: list[str]) -> None:
    first = Settings(stored(tmp_path))
    first.recent = paths
    first._stored.sync()
    expected = tuple(dict.fromkeys(paths))[:MAX_RECENT]
    assert first.recent == expected
    assert Settings(stored(tmp_path)).recent == expected


@pytest.mark.parametrize("broken", [7, "", [], [""], [3, "x"], {"a": 1}])
def test_a_broken_list_is_as_good_as_it_can_be(qtbot: QtBot, tmp_path: Path, broken: object) -> None:
    made = Settings(stored(tmp_path))
    made._stored.setValue("files/recent", broken)
    assert set(made.recent) <= {"7", "x", "3"}


def test_two_instances_keep_each_others_recent_files(qtbot: QtBot, tmp_path: Path) -> None:
    first, second = Settings(stored(tmp_path)), Settings(stored(tmp_path))
    assert first.recent == second.recent == ()
    for made, name in ((first, "one"), (second, "two"), (first, "three"), (second, "one")):
        made.recent = (name, *made.recent)
    assert first.recent == second.recent == ("one", "three", "two")
    first.speed, second.theme = 60.0, "light"
    first.recent, second.recent = (), ()
    assert (Settings(stored(tmp_path)).speed, Settings(stored(tmp_path)).theme) == (60.0, "light")


def test_the_lock_of_an_instance_that_was_killed_as_it_made_it_costs_no_time(qtbot: QtBot, tmp_path: Path) -> None:
    lock = tmp_path / "settings.ini.lock"
    made = Settings(stored(tmp_path))
    for recent in ((), ("one",), ("two", "one")):
        began = time.monotonic()
        lock.touch()
        assert made.recent == recent[1:]
        lock.touch()
        made.recent = recent
        assert time.monotonic() - began < 2.0
    assert Settings(stored(tmp_path)).recent == ("two", "one")


def test_the_lock_of_a_living_instance_is_left_alone(qtbot: QtBot, tmp_path: Path) -> None:
    other = QLockFile(str(tmp_path / "settings.ini.lock"))
    assert other.lock()
    made = Settings(stored(tmp_path))
    made.speed = 60.0
    assert (tmp_path / "settings.ini.lock").stat().st_size > 0
    other.unlock()


@pytest.mark.linux
def test_settings_that_cannot_be_written_stop_nothing_and_stay_as_they_were(qtbot: QtBot, tmp_path: Path) -> None:
    import resource

    made = Settings(stored(tmp_path))
    made.recent = ("old",)
    before = (tmp_path / "settings.ini").read_bytes()
    for limit in (resource.RLIMIT_FSIZE, resource.RLIMIT_NOFILE):
        most = resource.getrlimit(limit)
        resource.setrlimit(limit, (0, most[1]))
        try:
            made.recent = ("new", "old")
        finally:
            resource.setrlimit(limit, most)
        assert (tmp_path / "settings.ini").read_bytes() == before
    made.recent = ("new", "old")
    assert Settings(stored(tmp_path)).recent == ("new", "old")


def test_where_a_scenario_opens_is_remembered(qtbot: QtBot, tmp_path: Path) -> None:
    first = Settings(stored(tmp_path))
    assert first.replays
    for replays in (False, True):
        first.replays = replays
        first._stored.sync()
        assert Settings(stored(tmp_path)).replays is replays
    first._stored.setValue("files/replays", "perhaps")
    assert first.replays


def test_a_folder_that_is_gone_is_forgotten(qtbot: QtBot, tmp_path: Path) -> None:
    made = Settings(stored(tmp_path))
    assert made.scenario_folder == documents()
    made.scenario_folder = str(tmp_path)
    assert made.scenario_folder == str(tmp_path)
    made.scenario_folder = str(tmp_path / "gone")
    assert made.scenario_folder == documents()


def test_what_was_never_saved_is_proposed_among_the_documents_not_where_the_program_lies(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    made = Settings(stored(tmp_path))
    for folder in (made.folder, made.import_folder, made.scenario_folder):
        assert Path(folder).is_dir()
        assert Path(folder).is_relative_to(Path.home())
        assert Path(folder) != tmp_path


@pytest.mark.linux
def test_a_home_without_documents_is_proposed_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert documents() == str(tmp_path)
    (tmp_path / "Documents").mkdir()
    assert documents() == str(tmp_path / "Documents")
