"""The whole program in a process of its own, which is told what to do line by line, and can be killed."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from select import select
from typing import Any

from tests.support.paths import ROOT
from tests.support.signals import hear_everything

SCRIPT = """
import json, sys
from pathlib import Path

from PySide6.QtCore import QSocketNotifier
from PySide6.QtTest import QTest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QPushButton

from app.files.default import default_scenario
from app.files.scenario import read_scenario
from app.files.fingerprint import fingerprint as stamp
from app.window import Window, open_window
from app.window.restore_dialog import RestoreDialog
from app.window.safety_net import SafetyNet
from app.window.startup import application

app = application()
file = sys.argv[1] if len(sys.argv) > 1 and sys.argv[1] != "--temp-settings" else None


def the(kind):
    return next(widget for widget in app.topLevelWidgets() if isinstance(widget, kind))


def click(box, text):
    button = next(button for button in box.findChildren(QPushButton) if button.text() == text)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def state():
    window = the(Window)
    session, path = window.session, window.scenarios.path
    return {
        "title": session.title, "step": session.step, "last": session.run.last,
        "alpha": session.ball(0).value("alpha"), "modified": window.isWindowModified(), "path": path and str(path),
    }


def change(alpha):
    session = the(Window).session
    session.step_on(30)
    session.set_parameter(0, "alpha", float(alpha))
    session.seek(12)


def autosave():
    net = the(Window).findChild(SafetyNet)
    net.autosave.saved.connect(lambda: say("saved"))
    net.autosave.save_now()


def offers():
    dialogs = [widget for widget in app.topLevelWidgets() if isinstance(widget, RestoreDialog)]
    return [[card.accessibleName(), bool(card.recovered.saved.picture)] for dialog in dialogs for card in dialog.cards]


def say(words):
    print(json.dumps(words), flush=True)


DEEDS = {
    "state": lambda: say(state()),
    "change": lambda alpha: (change(alpha), say("changed")),
    "autosave": autosave,
    "offers": lambda: say(offers()),
    "answer": lambda text: (click(the(RestoreDialog), text), say("answered")),
    "save": lambda path: (the(Window).scenarios.save_to(Path(path)), say("saved")),
    "close": lambda: the(Window).close(),
    "dont-save": lambda: (the(Window).close(), click(the(QMessageBox), "Don't save")),
}


def hear():
    words = sys.stdin.readline().split(maxsplit=1)
    try:
        DEEDS[words[0].strip()](*(word.strip() for word in words[1:]))
    except Exception as error:
        say(repr(error))  # or the test would wait for ever


notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
notifier.activated.connect(hear)
as_read = None if file is None else stamp(file)
scenario = default_scenario() if file is None else read_scenario(file)
sys.exit(open_window(scenario, file, as_read, "--temp-settings" in sys.argv))
"""

PATIENCE = 40
"""Seconds to wait for an answer."""


class Program:
    """One start of the program."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def tell(self, *words: object) -> None:
        """Let it do something that it does not answer."""
        assert self.process.stdin is not None
        self.process.stdin.write(" ".join(map(str, words)) + "\n")
        self.process.stdin.flush()

    def ask(self, *words: object) -> Any:
        """Let it do something, and wait for what it says to that."""
        self.tell(*words)
        message = self.process.stdout
        assert message is not None
        assert select([message], [], [], PATIENCE)[0], f"no answer to {words}"
        return json.loads(message.readline())

    def end(self, signal: int) -> int:
        """Send it a signal; returns its exit code."""
        self.process.send_signal(signal)
        return self.process.wait(timeout=60)


@contextmanager
def started(home: Path, *arguments: object) -> Iterator[Program]:
    """Start it with a home of its own; it is killed at the end, if it has not ended before.

    What it writes to stderr is passed on, but not what its worker processes say of its death.
    """
    folders = {f"XDG_{kind}_HOME": str(home / kind.lower()) for kind in ("CONFIG", "DATA", "STATE", "CACHE")}
    environment = {**os.environ, **folders, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", SCRIPT, *map(str, arguments)]
    pipe = subprocess.PIPE
    hearing = hear_everything if os.name == "posix" else None
    with (
        tempfile.TemporaryFile("w+") as said,
        subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=pipe, stdout=pipe, stderr=said, text=True, preexec_fn=hearing
        ) as process,
    ):
        try:
            yield Program(process)
        finally:
            process.kill()
            process.wait()
            said.seek(0)
            sys.stderr.write(said.read())
