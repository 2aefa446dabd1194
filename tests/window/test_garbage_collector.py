"""Garbage is collected in the GUI thread alone while there is a window, and as usual where there is none."""

import gc
import os
import subprocess
import sys
import threading
import weakref
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QObject
from pytestqt.qtbot import QtBot

from app.session.tasks import Task
from app.window import garbage_collector
from app.window.garbage_collector import GarbageCollector
from tests.support.paths import ROOT

WINDOW = """
import gc, threading
from PySide6.QtCore import QTimer
from app.files.default import default_scenario
from app.window import Window, garbage_collector, open_window
from app.window.startup import application

def window():
    return next(widget for widget in app.topLevelWidgets() if isinstance(widget, Window))

collections = []
gc.set_threshold(20, 5, 5)
garbage_collector.INTERVAL_MS = 10
app = application()
gc.callbacks.append(lambda phase, _info: collections.append(threading.current_thread().name))
QTimer.singleShot(0, lambda: window().session.play())
QTimer.singleShot(2000, lambda: window().close_now())
open_window(default_scenario(), temp_settings=True)
assert set(collections) == {"MainThread"}, set(collections)
"""
COMMAND_LINE = """
import gc
from app.__main__ import main
before = gc.get_threshold()
assert main(["run", "--alpha", "0.9"]) == 0
assert gc.isenabled() and gc.get_threshold() == before
"""


class Ring:
    """What only the collector can free; it notes in which thread it goes."""

    def __init__(self, gone_in: list[threading.Thread]) -> None:
        self.itself = self
        weakref.finalize(self, lambda: gone_in.append(threading.current_thread()))


@pytest.fixture
def collector(qapp: QCoreApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[GarbageCollector]:
    monkeypatch.setattr(garbage_collector, "INTERVAL_MS", 5)
    before, was_enabled, parent = gc.get_threshold(), gc.isenabled(), QObject()
    gc.enable()
    yield GarbageCollector(parent)
    gc.set_threshold(*before)
    (gc.enable if was_enabled else gc.disable)()


def test_what_a_worker_thread_leaves_is_freed_in_the_gui_thread(collector: GarbageCollector, qtbot: QtBot) -> None:
    gc.set_threshold(50, 5, 5)
    gone_in: list[threading.Thread] = []

    def work(_progress: object, _is_cancelled: object) -> None:
        for _ in range(2000):
            Ring(gone_in)

    background = Task(work)
    with qtbot.waitSignal(background.ended):
        background.start()
    kept: list[list[None]] = []

    def all_gone() -> bool:
        kept.extend([] for _ in range(100))  # a collection is due when enough was allocated since the last one
        return len(gone_in) == 2000

    qtbot.waitUntil(all_gone, timeout=20_000)
    assert set(gone_in) == {threading.main_thread()}


@pytest.mark.parametrize(
    ("thresholds", "generations"),
    [((10_000, 0, 0), []), ((50, 100, 100), [0]), ((50, 1, 100), [0, 0, 1]), ((50, 1, 1), [0, 0, 1, 0, 0, 1, 2])],
)
def test_pythons_own_thresholds_say_what_is_collected(
    collector: GarbageCollector, thresholds: tuple[int, int, int], generations: list[int]
) -> None:
    gc.collect()
    gc.set_threshold(*thresholds)
    collected: list[int] = []
    kept: list[list[list[None]]] = []

    def note(phase: str, info: dict[str, Any]) -> None:
        if phase == "start":
            collected.append(info["generation"])

    gc.callbacks.append(note)
    try:
        for _ in generations or [None]:
            kept.append([[] for _ in range(200)])  # allocated, which is what the first threshold counts
            collector.collect()
    finally:
        gc.callbacks.remove(note)
    assert collected == generations


@pytest.mark.parametrize("script", [WINDOW, COMMAND_LINE], ids=["window", "command line"])
def test_the_window_collects_in_its_thread_alone_and_the_command_line_as_ever(script: str) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
