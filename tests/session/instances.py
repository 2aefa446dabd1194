"""Real other instances of the program, without a window, that autosave and can be killed."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.paths import ROOT

EDITING = """
import sys
from functools import partial
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QTimer
from app.files.autosaved import About
from app.files.default import default_scenario
from app.files.scenario import scenario_text
from app.session.autosave import Autosave
from app.session.session import Session
from physics.rules.base import ETA

program, session, eta = QCoreApplication([]), Session(default_scenario()), float(sys.argv[2])
restless = sys.argv[3:] == ["restless"]
autosave = Autosave(
    Path(sys.argv[1]),
    lambda: partial(scenario_text, session.scene.scenario()),
    lambda: b"picture",
    lambda: About(session.title),
)
session.balls_changed.connect(autosave.note_change)
session.parameters_changed.connect(autosave.note_change)

def edit():
    session.set_parameter_for_all(ETA, eta)
    print("changed", flush=True)
    if restless:
        autosave.save_now()

def on_saved():
    global eta
    print("saved", flush=True)
    if restless:
        eta += 1.0
        edit()

autosave.saved.connect(on_saved)
autosave.failed.connect(lambda words: print("failed", words, flush=True))
QTimer.singleShot(0, edit)
program.exec()
"""
"""Makes a change and waits; a restless one makes another change as soon as one is saved."""

STARTING = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from app.session.recovery import recover_scenes

program = QCoreApplication([])
print("ready", flush=True)
sys.stdin.readline()
found = recover_scenes(Path(sys.argv[1]))
print(len(found), flush=True)
sys.stdin.readline()
"""
"""Recovers scenes when it is told to, and holds their locks until it is told to end."""


@contextmanager
def instance(script: str, *arguments: object) -> Iterator["subprocess.Popen[str]"]:
    """Start an instance; it is killed at the end."""
    command = [sys.executable, "-c", script, *map(str, arguments)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def heard(process: "subprocess.Popen[str]") -> str:
    """The next line that it prints."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def tell(process: "subprocess.Popen[str]") -> None:
    """Let it go on."""
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def killed(base: Path, eta: float = 0.5) -> None:
    """Start an instance, let it save a scene, and kill it."""
    with instance(EDITING, base, eta, "restless") as process:
        assert [heard(process), heard(process)] == ["changed", "saved"]
        process.kill()
        process.wait()
