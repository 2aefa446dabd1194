"""Ctrl-C and other signals that end a process: at once while it loads, and never while files are put in place."""

import os
import signal
import threading
from collections.abc import Callable
from contextlib import ExitStack, suppress
from types import FrameType
from typing import Self

from app.text.translation import _

INTERRUPTS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)
)
"""Ctrl-C; `kill`, `timeout` or a shutdown; a closed terminal; Ctrl-Break on Windows."""
Handler = Callable[[int, FrameType | None], object]
STDERR = 2


def end_at_ctrl_c() -> None:
    """Let Ctrl-C end the process at once with a message, where Python would raise KeyboardInterrupt. Main thread only.

    For a program that loads: there is nothing to clean up, and modules that are being loaded turn a KeyboardInterrupt
    into a traceback, or abort.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _end)


def _end(_number: int, _frame: FrameType | None) -> None:
    interrupted = _("interrupted")
    with suppress(OSError):  # a program without a console
        os.write(STDERR, f"momentum-lab: {interrupted}\n".encode())
    os._exit(1)


class Interrupts:
    """A context that queues interrupts: on entry it holds them, `release` delivers them, and so does its end.

    A signal that ends the process raises KeyboardInterrupt instead, so that clean-up code runs. An ignored signal
    (nohup) stays ignored. When a handler raises, later signals are queued while the clean-up runs. Python handles
    signals in the main thread only; in any other thread this does nothing.

    Also for calls of Qt that call Python code, where an exception would be lost.
    """

    def __init__(self) -> None:
        self._is_holding = True
        self._queue: list[int] = []
        self._handlers: dict[int, Handler] = {}

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            if threading.current_thread() is threading.main_thread():
                for number in INTERRUPTS:
                    self._install(number, stack)
            self._restoring = stack.pop_all()
        return self

    def __exit__(self, *error: object) -> None:
        self._restoring.close()
        self._deliver_queue()

    def hold(self) -> None:
        """Queue interrupts from now on."""
        self._is_holding = True

    def release(self) -> None:
        """Deliver the queued interrupts, and from now on each one as it comes."""
        self._is_holding = False
        self._deliver_queue()

    def _install(self, number: int, stack: ExitStack) -> None:
        before = signal.getsignal(number)
        if before is None or before is signal.SIG_IGN:  # None: a handler that was not installed by Python
            return
        self._handlers[number] = before if callable(before) and before is not _end else signal.default_int_handler
        stack.callback(signal.signal, number, before)
        signal.signal(number, self._on_signal)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if self._is_holding:
            self._queue.append(number)
        else:
            self._deliver(number, frame)

    def _deliver_queue(self) -> None:
        while self._queue:
            self._deliver(self._queue.pop(0), None)

    def _deliver(self, number: int, frame: FrameType | None) -> None:
        try:
            self._handlers[number](number, frame)
        except BaseException:
            self._is_holding = True
            raise
