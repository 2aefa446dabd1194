"""Ends the window in order when the terminal or the system asks for it: Ctrl-C, `kill`, a closed terminal."""

import signal
import socket
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier, Signal

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
