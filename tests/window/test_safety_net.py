"""Nothing is lost: however the program ends, the next start offers the unsaved work, and only that."""

import signal
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.files.autosaved import About, Autosaved, write_autosaved
from app.files.default import default_scenario
from app.files.scenario import read_scenario, scenario_text
from app.session.recovery import recover_scenes
from app.window import Window
from app.window.restore_dialog import RestoreDialog
from app.window.safety_net import SafetyNet
from tests.window.conftest import Person
from tests.window.whole_program import started

TITLE = "Descending hills"


def autosaves(home: Path) -> list[Path]:
    """The files in the folders of all instances."""
    return [path for path in home.rglob("*") if path.is_file() and "autosave" in path.parts]


# Real processes.


@pytest.mark.linux
def test_after_a_kill_the_next_start_offers_and_restores_it(tmp_path: Path) -> None:
    with started(tmp_path) as first:
        assert first.ask("offers") == []
        first.ask("change", 0.33)
        assert first.ask("autosave") == "saved"
        before = first.ask("state")
        assert before == {"title": TITLE, "step": 12, "last": 30, "alpha": 0.0, "modified": True, "path": None}
        assert first.end(signal.SIGKILL) == -signal.SIGKILL
    with started(tmp_path) as second:
        ((name, has_picture),) = second.ask("offers")
        assert name.startswith(f"{TITLE}, today ")
        assert has_picture
        assert second.ask("state")["last"] == 0
        second.ask("answer", "Restore")
        assert second.ask("state") == before
        assert second.ask("offers") == []
        second.end(signal.SIGKILL)  # before anything was changed or saved by it
    with started(tmp_path) as third:
        assert len(third.ask("offers")) == 1
        third.ask("answer", "Restore")
        assert third.ask("state") == before
        third.ask("save", tmp_path / "rescued.momentum")
        third.tell("close")
        assert third.process.wait(timeout=60) == 0
    assert read_scenario(tmp_path / "rescued.momentum").edits[0].parameters["alpha"] == 0.33
    assert autosaves(tmp_path) == []


@pytest.mark.linux
def test_a_signal_that_ends_it_keeps_the_last_change_too(tmp_path: Path) -> None:
    """Each start finds what the signal to the one before has left."""
    before = None
    for end in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, None):
        with started(tmp_path) as program:
            assert len(program.ask("offers")) == (0 if before is None else 1)
            if before is not None:
                program.ask("answer", "Restore")
                assert program.ask("state") == before
            if end is not None:
                program.ask("change", 0.33)
                program.ask("autosave")
                program.ask("change", 0.4 + 0.01 * end)
                before = program.ask("state")
                assert program.end(end) == 0


@pytest.mark.linux
def test_a_clean_end_leaves_nothing(tmp_path: Path) -> None:
    """Each start finds what the end of the one before has left."""
    for end in ("saved", "not saved", "unchanged", None):
        with started(tmp_path) as program:
            assert program.ask("offers") == []
            if end in ("saved", "not saved"):
                program.ask("change", 0.33)
                program.ask("autosave")
                assert autosaves(tmp_path)
            if end == "saved":
                program.ask("save", tmp_path / "mine.momentum")
                assert [path.name for path in autosaves(tmp_path) if path.suffix == ".momentum"] == []
            if end is not None:
                program.tell("dont-save" if end == "not saved" else "close")
                assert program.process.wait(timeout=60) == 0
                assert autosaves(tmp_path) == []


@pytest.mark.linux
def test_the_scene_of_a_living_instance_is_not_offered(tmp_path: Path) -> None:
    with started(tmp_path) as living, started(tmp_path) as killed:
        for program, alpha in ((living, 0.11), (killed, 0.22)):
            program.ask("change", alpha)
            program.ask("autosave")
        assert killed.ask("state")["modified"]
        killed.end(signal.SIGKILL)
        with started(tmp_path) as third:
            assert len(third.ask("offers")) == 1
            third.ask("answer", "Restore")
            third.ask("save", tmp_path / "second.momentum")
            assert read_scenario(tmp_path / "second.momentum").edits[0].parameters["alpha"] == 0.22
        living.end(signal.SIGKILL)
    with started(tmp_path) as fourth:
        assert len(fourth.ask("offers")) == 1
        fourth.ask("answer", "Restore")
        fourth.ask("save", tmp_path / "first.momentum")
    assert read_scenario(tmp_path / "first.momentum").edits[0].parameters["alpha"] == 0.11


@pytest.mark.linux
def test_a_scene_that_is_put_off_is_offered_again_and_a_discarded_one_is_not(tmp_path: Path) -> None:
    with started(tmp_path) as first:
        first.ask("change", 0.33)
        first.ask("autosave")
        first.end(signal.SIGKILL)
    with started(tmp_path) as second:
        second.ask("answer", "Later")
        second.tell("close")
        assert second.process.wait(timeout=60) == 0
    with started(tmp_path, "--temp-settings") as stranger:
        assert stranger.ask("offers") == []
    with started(tmp_path) as third:
        third.ask("answer", "Discard")
        third.ask("answer", "Discard for good")
    with started(tmp_path) as fourth:
        assert fourth.ask("offers") == []


@pytest.mark.linux
def test_a_scene_with_a_file_is_restored_to_it(tmp_path: Path) -> None:
    path = tmp_path / "lesson.momentum"
    path.write_text(scenario_text(default_scenario()), encoding="utf-8")
    with started(tmp_path, path) as first:
        assert first.ask("state")["path"] == str(path)
        first.ask("change", 0.33)
        first.ask("autosave")
        first.end(signal.SIGKILL)
    with started(tmp_path) as second:
        second.ask("answer", "Restore")
        state = second.ask("state")
    assert (state["path"], state["modified"]) == (str(path), True)
    assert read_scenario(path).edits == ()


# In this process.


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "autosave"


def left(folder: Path, text: str) -> None:
    (folder / "dead").mkdir(parents=True)
    write_autosaved(folder / "dead", Autosaved(text, None, About("Lost"), datetime.now(UTC)))


def test_a_copy_that_can_not_be_read_is_reported_and_kept(
    window: Window, person: Person, folder: Path, qapp: QApplication
) -> None:
    left(folder, scenario_text(default_scenario()).replace('"alpha": 0.8', '"alpha": 1.8'))
    net = SafetyNet(window, folder)
    net.offer()
    dialog = window.findChild(RestoreDialog)
    assert isinstance(dialog, RestoreDialog)
    dialog.restore_button.click()
    box = person.question
    assert box is not None
    assert box.text().startswith("The copy that was kept")
    assert "balls[1].alpha: 1.8 is not between 0 and 1" in box.text()
    box.close()
    assert not window.isWindowModified()
    net.end(keep=False)
    (found,) = recover_scenes(folder)
    found.discard()


def test_a_folder_that_can_not_be_written_to_is_reported_once(
    window: Window, person: Person, tmp_path: Path, qtbot: QtBot
) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    net = SafetyNet(window, blocked)
    for alpha in (0.1, 0.2):
        window.session.set_parameter(0, "alpha", alpha)
        net.autosave.save_now()
        qtbot.waitUntil(lambda: not net.autosave.is_pending)
    message = [words for words in person.message if words.startswith("Autosave can't write to ")]
    assert len(message) == 1
    assert message[0].endswith("Your work is still in the window; save it to a file.")
    net.end(keep=False)


def test_there_is_a_copy_exactly_as_long_as_something_is_unsaved(
    window: Window, folder: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    net = SafetyNet(window, folder)
    session = window.session
    session.step_on(5)
    assert not net.autosave.is_pending
    session.set_parameter(0, "alpha", 0.3)
    assert net.autosave.is_pending
    with qtbot.waitSignal(net.autosave.saved):
        net.autosave.save_now()
    assert list(folder.rglob("scene.momentum"))
    session.undo()
    assert list(folder.rglob("scene.momentum")) == []
    session.redo()
    assert net.autosave.is_pending
    window.scenarios.save_to(tmp_path / "x.momentum")
    assert not net.autosave.is_pending
    assert list(folder.rglob("scene.momentum")) == []
    net.end(keep=True)
    assert not folder.exists() or list(folder.iterdir()) == []
