"""Ending in order when the system asks for it."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

REQUESTS = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name))
"""`kill`, `timeout`, a computer that is shut down; a closed terminal, which Windows calls a break."""


@contextmanager
def ending_in_order() -> Iterator[None]:
    """Take a request to end for Ctrl-C (KeyboardInterrupt), so that no unfinished file is left behind.

    One that is ignored (nohup), or that somebody else handles, stays so. Only for the main thread, as all signals are.
    """
    taken = [request for request in REQUESTS if signal.getsignal(request) is signal.SIG_DFL]
    for request in taken:
        signal.signal(request, signal.default_int_handler)
    try:
        yield
    finally:
        for request in taken:
            signal.signal(request, signal.SIG_DFL)
