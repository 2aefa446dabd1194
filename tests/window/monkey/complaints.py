"""Collects what must not happen in a test: errors, warnings, output on standard error, messages of Qt."""

import io
import sys
import threading
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

IGNORED = ("This plugin does not support ",)
"""Limits of the offscreen platform."""


class Complaints:
    """The texts of errors, warnings and messages, in order."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._stderr = io.StringIO()

    def taken(self) -> list[str]:
        """The texts since the last call."""
        printed = self._stderr.getvalue()
        self._stderr.seek(0)
        self._stderr.truncate()
        texts, self.texts = [*self.texts, *([f"printed: {printed}"] if printed.strip() else [])], []
        return texts

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Collect until the end of this block, in which warnings are errors."""
        hooks = sys.excepthook, threading.excepthook, sys.unraisablehook, sys.stderr
        sys.excepthook, threading.excepthook = self._raised, self._raised_in_thread
        sys.unraisablehook = lambda args: self.texts.append(f"unraisable: {args.exc_value!r} {args.object!r}")
        sys.stderr = self._stderr
        handler = qInstallMessageHandler(self._on_qt_message)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                yield
        finally:
            sys.excepthook, threading.excepthook, sys.unraisablehook, sys.stderr = hooks
            qInstallMessageHandler(handler)

    def _raised(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        self.texts.append("".join(traceback.format_exception(kind, error, trace)))

    def _raised_in_thread(self, args: threading.ExceptHookArgs) -> None:
        self._raised(args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback)

    def _on_qt_message(self, kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        if kind != QtMsgType.QtDebugMsg and not text.startswith(IGNORED):
            self.texts.append(f"Qt: {text}")
