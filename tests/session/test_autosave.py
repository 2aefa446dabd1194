"""Autosave: when it saves, what it reports on failure, and what remains when it is no longer needed."""

import gc
import re
import shutil
import sys
import threading
import time
import weakref
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from app.files.autosaved import ABOUT, PICTURE, SCENE, About, Autosaved, read_autosaved
from app.files.scenario import parse_scenario
from app.session.autosave import DEBOUNCE_S, MAX_DELAY_S, Autosave
from app.session.recovery import LOCK, recover_scenes
from app.session.tasks import Task
from tests.session.instances import EDITING, heard, instance, killed
from tests.support.scenes import Seconds

ignores_gone_lock = pytest.mark.qt_log_ignore("Could not remove our own lock file")


class Scene:
    """A scene that is autosaved: a text that the test changes."""

    def __init__(self, base: Path, seconds: Seconds) -> None:
        self.text, self.picture, self.about = "first", b"PNG", About("Hills")
        self.seconds = seconds
        self.autosave = Autosave(
            base, lambda: partial(str, self.text), lambda: self.picture, lambda: self.about, seconds
        )
        self.message: list[str] = []
        self.autosave.failed.connect(self.message.append)

    def change(self, text: str) -> None:
        self.text = text
        self.autosave.note_change()

    def saved(self, text: str, qtbot: QtBot) -> None:
        """Change something and let it be saved."""
        self.change(text)
        with qtbot.waitSignal(self.autosave.saved):
            self.autosave.save_now()
        qtbot.waitUntil(lambda: not self.autosave.is_pending)

    def failing(self, qtbot: QtBot) -> None:
        """Change something and let saving fail."""
        self.autosave.note_change()
        self.autosave.save_now()
        qtbot.waitUntil(lambda: not self.autosave.is_pending)

    @property
    def timer(self) -> QTimer:
        timer = self.autosave.findChild(QTimer)
        assert isinstance(timer, QTimer)
        return timer


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return tmp_path / "autosave"


@pytest.fixture
def scene(qtbot: QtBot, base: Path, seconds: Seconds) -> Iterator[Scene]:
    scene = Scene(base, seconds)
    yield scene
    scene.autosave.discard()
    scene.autosave.stop()


def remains(base: Path) -> list[Autosaved]:
    """All scenes on the disk, of any instance."""
    found = [read_autosaved(folder) for folder in base.iterdir()] if base.exists() else []
    return [saved for saved in found if saved is not None]


def texts(base: Path) -> list[str]:
    return [saved.scene for saved in remains(base)]


def test_a_change_is_saved_with_picture_and_about(scene: Scene, base: Path, qtbot: QtBot) -> None:
    scene.about = About("Hills", Path("/talks/hills.momentum").absolute())
    scene.saved("second", qtbot)
    (saved,) = remains(base)
    assert (saved.scene, saved.picture, saved.about) == ("second", b"PNG", scene.about)
    assert abs(saved.time.timestamp() - time.time()) < 60.0
    (folder,) = base.iterdir()
    assert sorted(path.name for path in folder.iterdir()) == [ABOUT, LOCK, PICTURE, SCENE]


def test_before_the_first_change_there_is_no_timer_no_thread_and_no_file(scene: Scene, base: Path) -> None:
    assert not scene.timer.isActive()
    assert not scene.autosave.is_pending
    assert not base.exists()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.floats(0.0, 5.0), max_size=40))
def test_it_is_due_3_s_after_the_last_change_but_never_later_than_8_s_after_the_first(
    scene: Scene, pauses: list[float]
) -> None:
    scene.autosave.discard()
    first = scene.seconds.now
    for pause in [0.0, *pauses]:
        if scene.seconds.now + pause > first + MAX_DELAY_S:
            break  # the timer has fired by then
        scene.seconds.now += pause
        scene.autosave.note_change()
        due = scene.seconds.now + scene.timer.interval() / 1000.0
        assert due == pytest.approx(min(scene.seconds.now + DEBOUNCE_S, first + MAX_DELAY_S), abs=0.001)
        assert scene.timer.isActive()
    scene.autosave.discard()
    assert not scene.timer.isActive()


def test_the_timer_itself_saves(scene: Scene, base: Path, qtbot: QtBot) -> None:
    scene.change("second")
    scene.seconds.now += MAX_DELAY_S
    scene.change("third")  # due now
    with qtbot.waitSignal(scene.autosave.saved):
        pass
    assert texts(base) == ["third"]
    assert not scene.timer.isActive()


def test_a_change_while_it_writes_is_saved_afterwards(scene: Scene, base: Path, qtbot: QtBot) -> None:
    scene.autosave.save_now()
    scene.text = "second"
    scene.autosave.save_now()  # the first is still being written
    scene.text = "third"
    scene.autosave.save_now()
    qtbot.waitUntil(lambda: not scene.autosave.is_pending)
    assert texts(base) == ["third"]
    assert not scene.timer.isActive()


def test_a_change_while_it_writes_is_debounced_too(scene: Scene, base: Path, qtbot: QtBot) -> None:
    scene.autosave.save_now()
    scene.change("second")
    with qtbot.waitSignal(scene.autosave.saved):
        pass
    assert texts(base) == ["first"]
    assert scene.timer.isActive()
    assert scene.autosave.is_pending


def test_discarding_leaves_nothing_and_the_next_change_is_saved_again(scene: Scene, base: Path, qtbot: QtBot) -> None:
    scene.saved("second", qtbot)
    scene.change("third")
    scene.autosave.discard()
    assert list(base.iterdir()) == []
    assert not scene.autosave.is_pending
    scene.saved("fourth", qtbot)
    assert texts(base) == ["fourth"]


def test_discarding_while_it_writes_leaves_nothing(scene: Scene, base: Path, qtbot: QtBot) -> None:
    for _ in range(10):
        scene.autosave.save_now()
        scene.autosave.discard()
        assert list(base.iterdir()) == []
    assert not scene.autosave.is_pending
    assert scene.message == []


def test_stopping_saves_pending_changes_and_leaves_them_to_the_next_start(
    scene: Scene, base: Path, qtbot: QtBot
) -> None:
    scene.saved("second", qtbot)
    scene.change("third")
    scene.autosave.stop()
    assert texts(base) == ["third"]
    assert not scene.timer.isActive()
    (left,) = recover_scenes(base)
    assert left.saved.scene == "third"
    left.discard()
    scene.change("fourth")  # a closed window saves nothing more
    scene.autosave.stop()
    assert not scene.autosave.is_pending
    assert list(base.iterdir()) == []


def test_stopping_while_it_writes_waits_for_it(scene: Scene, base: Path) -> None:
    threads = threading.active_count()
    scene.autosave.save_now()
    scene.autosave.stop()
    assert threading.active_count() == threads
    assert texts(base) == ["first"]


def test_a_clean_end_leaves_nothing(scene: Scene, base: Path, qtbot: QtBot) -> None:
    scene.saved("second", qtbot)
    scene.change("third")
    scene.autosave.discard()
    scene.autosave.stop()
    assert list(base.iterdir()) == []


def test_a_job_is_forgotten_when_it_is_done(scene: Scene, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise a scene with its picture would stay in memory every few seconds."""
    jobs = weakref.WeakSet[Task]()
    start = Task.start

    def noting_start(job: Task) -> None:
        jobs.add(job)
        start(job)

    monkeypatch.setattr(Task, "start", noting_start)
    for text in "abc":
        scene.saved(text, qtbot)
    qtbot.waitUntil(lambda: gc.collect() >= 0 and len(jobs) == 0)


# Faults.


def test_a_base_that_is_no_folder_is_reported_once_and_tried_again(scene: Scene, base: Path, qtbot: QtBot) -> None:
    base.write_text("a file")
    for _ in range(3):
        scene.failing(qtbot)
    assert scene.message == [
        f"Autosave can't write to {base}: there is no such folder. Your work is still in the window; save it to a file."
    ]
    base.unlink()
    scene.saved("second", qtbot)
    assert texts(base) == ["second"]
    assert len(scene.message) == 1
    (folder,) = base.iterdir()
    (folder / ABOUT).unlink()
    (folder / ABOUT).mkdir()
    scene.failing(qtbot)
    scene.failing(qtbot)
    assert len(scene.message) == 2
    assert "there is a folder of this name" in scene.message[1]
    assert texts(base) == ["second"]
    (folder / ABOUT).rmdir()


def test_a_failed_save_is_tried_once_more_at_the_end(scene: Scene, base: Path, qtbot: QtBot) -> None:
    base.write_text("a file")
    scene.text = "second"
    scene.failing(qtbot)
    base.unlink()
    scene.autosave.stop()
    assert texts(base) == ["second"]
    for left in recover_scenes(base):
        left.discard()


def test_a_failure_of_a_discarded_save_is_not_reported(scene: Scene, base: Path, qtbot: QtBot) -> None:
    base.write_text("a file")
    scene.autosave.save_now()
    scene.autosave.discard()
    base.unlink()
    scene.saved("second", qtbot)
    assert scene.message == []


def test_a_failure_at_the_end_is_not_reported(scene: Scene, base: Path) -> None:
    base.write_text("a file")
    scene.change("second")
    scene.autosave.stop()
    assert base.read_text() == "a file"
    assert scene.message == []


@ignores_gone_lock
def test_a_folder_that_was_removed_is_made_again(scene: Scene, base: Path, qtbot: QtBot) -> None:
    scene.saved("second", qtbot)
    shutil.rmtree(base)
    scene.saved("third", qtbot)
    assert texts(base) == ["third"]
    assert scene.message == []
    assert recover_scenes(base) == []  # it is locked as the first was


@pytest.mark.linux
def test_a_full_disk_is_reported_and_no_folder_remains(base: Path) -> None:
    """No file can hold a byte there, not even the lock."""
    limited = f"import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))\n{EDITING}"
    with instance(limited, base, 0.5, "restless") as process:
        assert heard(process) == "changed"
        assert re.match(r"failed Autosave can't write to .*: the file would be larger", heard(process))
    assert list(base.iterdir()) == []


def test_an_error_of_the_program_reaches_the_excepthook(
    scene: Scene, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    raised = list[type[BaseException]]()
    monkeypatch.setattr(sys, "excepthook", lambda kind, _error, _trace: raised.append(kind))
    scene.text = "\ud800"  # can not be encoded
    scene.failing(qtbot)
    assert raised == [UnicodeEncodeError]
    assert scene.message == []


# With real processes.


def test_a_change_is_on_the_disk_within_ten_seconds_and_survives_a_kill(base: Path) -> None:
    with instance(EDITING, base, 0.25) as process:
        assert heard(process) == "changed"
        began = time.monotonic()
        assert heard(process) == "saved"
        assert DEBOUNCE_S - 0.5 < time.monotonic() - began < 10.0
        process.kill()
        process.wait()
    (left,) = recover_scenes(base)
    scenario = parse_scenario(left.saved.scene, SCENE)
    assert [ball.parameters["eta"] for ball in scenario.balls] == [0.25] * 5
    assert left.saved.picture == b"picture"
    assert left.saved.about == About("Descending hills")
    left.discard()
    assert list(base.iterdir()) == []


def test_a_kill_while_writing_leaves_a_whole_scene(base: Path) -> None:
    for attempt in range(1, 9):
        with instance(EDITING, base, 1.0, "restless") as process:
            for _ in range(3 * attempt):
                heard(process)
            time.sleep(0.0007 * attempt)
            process.kill()
            process.wait()
        for left in recover_scenes(base):
            etas = {ball.parameters["eta"] for ball in parse_scenario(left.saved.scene, SCENE).balls}
            assert len(etas) == 1
            assert etas.pop() >= 1.0
            assert left.saved.picture in (b"picture", None)
            left.discard()
        assert list(base.iterdir()) == []


def test_two_instances_use_two_folders(base: Path) -> None:
    with instance(EDITING, base, 1.0, "restless") as one, instance(EDITING, base, 0.5) as other:
        assert [heard(one), heard(one)] == ["changed", "saved"]
        assert [heard(other), heard(other)] == ["changed", "saved"]
        assert len(list(base.iterdir())) == 2
        assert recover_scenes(base) == []
        one.kill()
        one.wait()
        (left,) = recover_scenes(base)
        assert parse_scenario(left.saved.scene, SCENE).balls[0].parameters["eta"] >= 1.0
        assert other.poll() is None
        other.kill()
        other.wait()
        (second,) = recover_scenes(base)
        assert parse_scenario(second.saved.scene, SCENE).balls[0].parameters["eta"] == 0.5
        for each in (left, second):
            each.discard()


def test_an_adopted_scene_is_kept_until_something_newer_is_saved(scene: Scene, base: Path, qtbot: QtBot) -> None:
    killed(base, 0.75)
    (left,) = recover_scenes(base)
    scene.autosave.adopt(left)
    assert texts(base) == [left.saved.scene]
    assert not scene.autosave.is_pending
    scene.saved("newer", qtbot)
    assert texts(base) == ["newer"]
    assert list(base.iterdir()) == [left.folder_lock.folder]
    scene.autosave.discard()
    assert list(base.iterdir()) == []
