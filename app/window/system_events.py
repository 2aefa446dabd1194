"""What the system asks of the program while its window is open: to quit, and to open files."""

import signal
import socket
from pathlib import Path
from types import FrameType

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSocketNotifier, Signal
from PySide6.QtGui import QFileOpenEvent

from app.files.interrupts import INTERRUPTS
from app.window.main_window import Window


class QuitSignals(QObject):
    """Turns SIGTERM and the like into a Qt signal.

    Python runs a signal handler only between two of its own instructions: never while Qt waits, and otherwise in the
    middle of some slot. So the handlers do nothing, and the wake-up socket, to which Python writes immediately, wakes
    Qt. Main thread only.
    """

    received = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.has_received = False
        self._reader, self._writer = socket.socketpair()
        for end in (self._reader, self._writer):
            end.setblocking(False)
        self._previous_fd = signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        # Ignored signals (nohup) stay ignored.
        numbers = [number for number in INTERRUPTS if signal.getsignal(number) is not signal.SIG_IGN]
        self._previous_handlers = {number: signal.signal(number, _ignore) for number in numbers}
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_woken)

    def restore_handlers(self) -> None:
        """Give Python back its own handlers."""
        self._notifier.setEnabled(False)
        for number, handler in self._previous_handlers.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._previous_fd)
        self._reader.close()
        self._writer.close()

    def _on_woken(self) -> None:
        self._reader.recv(64)
        self.has_received = True
        self.received.emit()


def _ignore(_number: int, _frame: FrameType | None) -> None:
    """The wake-up socket has woken Qt already."""


class FileOpening(QObject):
    """Opens files that the system asks the program to open (macOS), as long as the window lives."""

    def __init__(self, app: QCoreApplication, window: Window) -> None:
        super().__init__(window)
        self._window = window
        app.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.FileOpen or not isinstance(event, QFileOpenEvent) or not event.file():
            return False
        self._window.open_file(Path(event.file()))
        self._window.raise_()
        self._window.activateWindow()
        return True
