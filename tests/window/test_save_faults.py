"""Saving from the window with an error at any call to the file system: said, nothing lost, and still autosaved."""

import errno
from pathlib import Path

from pytestqt.qtbot import QtBot

from app.files.autosaved import SCENE
from app.files.scenario import read_scenario
from app.window import Window
from app.window.safety_net import SafetyNet
from tests.support.faults import failing
from tests.support.file_calls import file_calls
from tests.window.conftest import Person


def test_what_is_not_saved_stays_unsaved_and_autosaved_and_what_is_saved_is_on_the_disk(
    window: Window, person: Person, qtbot: QtBot, tmp_path: Path
) -> None:
    path, base = tmp_path / "mine.momentum", tmp_path / "autosave"
    net = SafetyNet(window, base)
    window.scenarios.save_to(path)
    with file_calls(tmp_path) as calls:
        window.scenarios.save_to(path)
    saved = 0
    for at in range(len(calls.made)):
        alpha = (1 + at) / 100
        before = path.read_bytes()
        window.session.set_parameter(0, "alpha", alpha)
        net.autosave.save_now()
        qtbot.waitUntil(lambda: not net.autosave.is_pending)
        with file_calls(tmp_path, failing(errno.EIO), at):
            window.scenarios.save_to(path)
        if window.scenarios.is_modified:
            assert "mine.momentum can't be saved: the drive does not answer." in person.answer("Close")
            qtbot.waitUntil(lambda: person.question is None)
            assert path.read_bytes() == before
            assert [read_scenario(left).balls[0].parameters["alpha"] for left in base.glob(f"*/{SCENE}")] == [alpha]
        else:
            saved += 1
            assert read_scenario(path).balls[0].parameters["alpha"] == alpha
            assert list(base.glob(f"*/{SCENE}")) == []
    assert 0 < saved < len(calls.made) - 5
    net.autosave.discard()
    net.end(keep=False)
