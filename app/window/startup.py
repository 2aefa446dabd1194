"""Opens the window, or paints a picture of it without a screen."""

import gc
import os
import sys
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QLocale, QTemporaryDir, QThread
from PySide6.QtWidgets import QApplication, QMessageBox

from app.controls.plain_text import plain_box
from app.files.atomic import replacing
from app.files.default import default_scenario, first_scenario
from app.files.fingerprint import Fingerprint
from app.files.lesson import Lessons
from app.files.scenario import Scenario
from app.pictures.offscreen import quiet_application
from app.pictures.png import png_bytes
from app.session.autosave import autosave_folder
from app.session.session import Session
from app.theme.application import apply_theme
from app.version import __version__
from app.window.errors import UnexpectedErrors, begin_log, log_file
from app.window.first_minute import FirstMinute
from app.window.garbage_collector import GarbageCollector
from app.window.main_window import Window
from app.window.qt_texts import speak
from app.window.safety_net import SafetyNet
from app.window.settings import NAME, Settings, clean_settings, stored_settings
from app.window.system_events import FileOpening, QuitSignals

PICTURE_SIZE = (1280, 800)
PICTURE_STEP = 38
"""In the default scenario some balls are trapped by then and others still roll."""
SWITCH_INTERVAL_S = 0.0005
"""How long another thread of Python may hold up the window; Python's own 5 ms are a third of a frame."""
POLL_MS = 5
MAP_TIMEOUT_S = 60
"""The picture waits this long for its outcome map, then shows what there is of it."""


def open_window(
    scenario: Scenario | None = None,
    file: str | None = None,
    fingerprint_before: Fingerprint | None = None,
    temp_settings: bool = False,
    lesson: Lessons | None = None,
) -> int:
    """Show the window with a scenario until it is closed; return the exit code.

    Without a scenario it is the default one or, when the program is started for the first time, the first scene.

    If the scenario was read from a `file`, `fingerprint_before` is the fingerprint of what was read. With
    `temp_settings`, settings and autosaves are neither read nor kept. A `lesson` is shown over the scenario.
    """
    app = application()
    settings = clean_settings() if temp_settings else stored_settings()
    window = default_window(app, settings) if scenario is None else new_window(app, scenario, settings)
    settings.note_start()
    if scenario is not None and file is not None:
        window.scenarios.show(
            scenario, Path(file).absolute(), replays=settings.replays, fingerprint_before=fingerprint_before
        )
    folder = QTemporaryDir()
    FileOpening(app, window)
    net = SafetyNet(window, Path(folder.path()) if temp_settings else autosave_folder())
    path = log_file()
    errors = UnexpectedErrors(window, path if begin_log(path) else None)
    errors.stopped.connect(window.session.pause)
    quit_signals = QuitSignals()
    quit_signals.received.connect(window.close_now)  # without a question: unsaved work is offered at the next start
    quit_signals.received.connect(app.quit)  # a dialog may be open too
    window.show()
    if lesson is not None:
        window.learning.open(lesson)
    net.offer()
    gc.freeze()  # all of this lives until the end: skipping it, a full collection takes 1 ms instead of 100
    code = app.exec()
    net.end(keep=quit_signals.has_received)
    quit_signals.restore_handlers()
    errors.restore_hooks()
    return code


def render_picture(scenario: Scenario, path: str | os.PathLike[str]) -> None:
    """Write a PNG of the real window, some steps into a scenario, without a screen.

    Raises OSError when the file can't be written.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    window = new_window(application(), scenario, clean_settings())
    window.resize(*PICTURE_SIZE)
    window.session.step_on(min(PICTURE_STEP, scenario.steps))
    window.grab()  # lays out what was never shown; showing it makes the platform complain on stderr
    _finish_predictions(window)
    png = png_bytes(window.grab().toImage())
    window.close()
    with replacing(Path(path)) as (stream,):
        stream.write(png)


def _finish_predictions(window: Window) -> None:
    deadline = QDeadlineTimer(MAP_TIMEOUT_S * 1000)
    window.outcome_map.model.set_active(True)
    computation, summary = window.outcome_map.model.computation, window.threshold_summary
    while (computation.is_busy or not summary.is_up_to_date) and not deadline.hasExpired():
        # With a time limit processEvents never waits: it would take a core from the processes that compute.
        QApplication.processEvents()
        QThread.msleep(POLL_MS)


def show_sentence(sentence: str) -> None:
    """Show a sentence in a dialog and wait until it is closed."""
    app = application()
    apply_theme(app)
    box = plain_box(QMessageBox.Icon.Warning, "Momentum Lab", sentence, QMessageBox.StandardButton.Close)
    box.exec()


def application() -> QApplication:
    """Return the QApplication; create it if there is none yet, and let no other thread hold it up."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        return app
    app = quiet_application()
    speak(app, QLocale.system().uiLanguages())
    app.setApplicationName(NAME)
    app.setApplicationDisplayName("Momentum Lab")
    app.setApplicationVersion(__version__)
    GarbageCollector(app)
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    return app


def default_window(app: QApplication, settings: Settings) -> Window:
    """Return the window as it opens without a scenario; at the first start that is two balls and a guide."""
    if not settings.is_first_start:
        return new_window(app, default_scenario(), settings)
    window = new_window(app, first_scenario(), settings)
    FirstMinute(window)
    return window


def new_window(app: QApplication, scenario: Scenario, settings: Settings) -> Window:
    """Return the window with a scenario at its first step, paused, in the theme and text size of the settings."""
    return Window(Session(scenario), apply_theme(app, settings.theme, settings.text_size), settings)
