"""Ctrl-C and requests to end, held back while they would leave something half done."""

import signal
import threading
from collections.abc import Callable
from contextlib import ExitStack
from types import FrameType
from typing import Self

INTERRUPTS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)
)
"""Ctrl-C; `kill`, `timeout`, a computer that is shut down; a terminal that was closed; Ctrl-Break on Windows."""
Handler = Callable[[int, FrameType | None], object]


class Interrupts:
    """A context in which interrupts wait from `hold` (and from its beginning) until `release`, or else until its end.

    One that would end the process is answered like Ctrl-C, by KeyboardInterrupt, so that nothing unfinished is left
    behind. One that is ignored (nohup) stays so. When an answer raises, the next ones wait: what follows is cleaning
    up. Python handles signals in its main thread alone; in another thread this does nothing.
    """

    def __init__(self) -> None:
        self._is_holding = True
        self._waiting: list[int] = []
        self._handlers: dict[int, Handler] = {}

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            if threading.current_thread() is threading.main_thread():
                for number in INTERRUPTS:
                    self._take_over(number, stack)
            self._restoring = stack.pop_all()
        return self

    def __exit__(self, *error: object) -> None:
        self._restoring.close()
        self._answer_waiting()

    def hold(self) -> None:
        """Let interrupts wait from now on."""
        self._is_holding = True

    def release(self) -> None:
        """Answer those that have waited, and from now on each as it comes."""
        self._is_holding = False
        self._answer_waiting()

    def _take_over(self, number: int, stack: ExitStack) -> None:
        before = signal.getsignal(number)
        if before is None or before is signal.SIG_IGN:  # None: handled by something that is not Python
            return
        self._handlers[number] = before if callable(before) else signal.default_int_handler
        stack.callback(signal.signal, number, before)
        signal.signal(number, self._on_signal)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if self._is_holding:
            self._waiting.append(number)
        else:
            self._answer(number, frame)

    def _answer_waiting(self) -> None:
        while self._waiting:
            self._answer(self._waiting.pop(0), None)

    def _answer(self, number: int, frame: FrameType | None) -> None:
        try:
            self._handlers[number](number, frame)
        except BaseException:
            self._is_holding = True
            raise
