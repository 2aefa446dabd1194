"""Opens the window or paints a picture of it; files opened by the system, and requests to end."""

import gc
import os
import signal
import socket
import sys
from pathlib import Path
from types import FrameType

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QCoreApplication,
    QDeadlineTimer,
    QEvent,
    QEventLoop,
    QIODevice,
    QMessageLogContext,
    QObject,
    QSocketNotifier,
    QTemporaryDir,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
)
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication, QMessageBox

from app.controls.plain_text import plain_box
from app.files.atomic import replacing
from app.files.fingerprint import Fingerprint
from app.files.scenario import Scenario
from app.session.autosave import autosave_folder
from app.session.session import Session
from app.theme import apply_theme
from app.version import __version__
from app.window.errors import UnexpectedErrors, begin_log, log_file
from app.window.garbage_collector import GarbageCollector
from app.window.main_window import Window
from app.window.restore import SafetyNet
from app.window.settings import NAME, Settings, clean_settings, stored_settings

REQUESTS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name))


class EndingRequests(QObject):
    """Turns requests of the system into a Qt signal.

    Python answers a signal of the system only when it comes to run, which while Qt waits may be never, and then in
    the middle of whatever slot that is. So the answer is to do nothing, and a socket that Python writes to at once
    wakes Qt. Only for the main thread, as all signals are.
    """

    asked = Signal()
    """The window should close."""

    def __init__(self) -> None:
        super().__init__()
        self.were_heard = False
        """Whether there was one."""
        self._near, self._far = socket.socketpair()
        for end in (self._near, self._far):
            end.setblocking(False)
        self._wake_before = signal.set_wakeup_fd(self._far.fileno(), warn_on_full_buffer=False)
        # One that is ignored (nohup) stays so.
        heard = [request for request in REQUESTS if signal.getsignal(request) is not signal.SIG_IGN]
        self._answers_before = {request: signal.signal(request, _answer) for request in heard}
        self._notifier = QSocketNotifier(self._near.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._tell)

    def let_go(self) -> None:
        """Give Python its own answers back."""
        self._notifier.setEnabled(False)
        for request, answer in self._answers_before.items():
            signal.signal(request, answer)
        signal.set_wakeup_fd(self._wake_before)
        self._near.close()
        self._far.close()

    def _tell(self) -> None:
        self._near.recv(64)
        self.were_heard = True
        self.asked.emit()


def _answer(_number: int, _frame: FrameType | None) -> None:
    """Nothing: the socket has woken Qt already."""


class FileOpening(QObject):
    """Lets a window open what the system asks the program to open, until the window is gone."""

    def __init__(self, app: QCoreApplication, window: Window) -> None:
        super().__init__(window)
        self._window = window
        app.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take the file; all other events go on."""
        if event.type() != QEvent.Type.FileOpen or not isinstance(event, QFileOpenEvent) or not event.file():
            return False
        self._window.open_file(Path(event.file()))
        self._window.raise_()
        self._window.activateWindow()
        return True


PICTURE_SIZE = (1280, 800)
PICTURE_STEP = 38
"""The step that the picture shows: in the default scenario some balls are trapped by then and others still roll."""

MAP_SECONDS = 60
"""How long the picture waits for its outcome map; a map that is not complete by then is shown as far as it is."""


def open_window(
    scenario: Scenario, file: str | None = None, as_read: Fingerprint | None = None, temp_settings: bool = False
) -> int:
    """Show the window with a scenario until it is closed; return the exit code.

    If it was read from a `file`, `as_read` is the stamp of that before. With `temp_settings` nothing is remembered,
    and nothing of what others remember or left behind is seen.
    """
    app = application()
    settings = clean_settings() if temp_settings else stored_settings()
    window = new_window(app, scenario, settings)
    if file is not None:
        window.scenarios.show(scenario, Path(file).absolute(), replays=settings.replays, as_read=as_read)
    folder = QTemporaryDir()
    FileOpening(app, window)
    net = SafetyNet(window, Path(folder.path()) if temp_settings else autosave_folder())
    path = log_file()
    errors = UnexpectedErrors(window, path if begin_log(path) else None)
    errors.stopped.connect(window.session.pause)
    requests = EndingRequests()
    requests.asked.connect(window.close_now)  # nobody is asked: what is not saved is offered at the next start
    requests.asked.connect(app.quit)  # a dialog may be open, too
    window.show()
    net.offer()
    gc.freeze()  # all of this lives until the end: a full collection that skips it takes 1 ms instead of 100
    code = app.exec()
    net.end(keep=requests.were_heard)
    requests.let_go()
    errors.let_go()
    return code


def render_picture(scenario: Scenario, path: str | os.PathLike[str]) -> None:
    """Write a picture (PNG) of the real window, some steps into a scenario, without a screen.

    Raises OSError when the file can't be written.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    window = new_window(application(), scenario, clean_settings())
    window.resize(*PICTURE_SIZE)
    window.session.step_on(min(PICTURE_STEP, scenario.steps))
    window.grab()  # lays out and paints what was never shown; showing it would make the platform complain on stderr
    _finish_map(window)
    png = QByteArray()
    buffer = QBuffer(png)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    window.grab().save(buffer, "PNG")
    window.close()
    with replacing(Path(path)) as (stream,):
        stream.write(png.data())


def _finish_map(window: Window) -> None:
    """Wait until the outcome map is complete, or the time for it is over."""
    deadline = QDeadlineTimer(MAP_SECONDS * 1000)
    window.outcome_map.chart.set_active(True)
    while window.outcome_map.chart.maker.is_busy and not deadline.hasExpired():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 100)


def show_sentence(sentence: str) -> None:
    """Show a sentence in a dialog of its own, and wait until it has been closed."""
    app = application()
    apply_theme(app)
    box = plain_box(QMessageBox.Icon.Warning, "Momentum Lab", sentence, QMessageBox.StandardButton.Close)
    box.exec()


def application() -> QApplication:
    """Return the one QApplication, made and named when it is not there yet; garbage is then collected in its thread."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        return app
    before = qInstallMessageHandler(_pass_on)
    app = QApplication(sys.argv[:1])
    qInstallMessageHandler(before)
    app.setApplicationName(NAME)
    app.setApplicationDisplayName("Momentum Lab")
    app.setApplicationVersion(__version__)
    GarbageCollector(app)
    return app


def _pass_on(_kind: QtMsgType, _where: QMessageLogContext, message: str) -> None:
    """Print what Qt says while it starts, but not that it turns from a locale without UTF-8 to one with it."""
    if sys.stderr is not None and not message.startswith("Detected locale"):
        sys.stderr.write(f"{message}\n")


def new_window(app: QApplication, scenario: Scenario, settings: Settings) -> Window:
    """Return the window with a scenario at its first step, paused, in the theme that was chosen."""
    return Window(Session(scenario), apply_theme(app, settings.theme), settings)
