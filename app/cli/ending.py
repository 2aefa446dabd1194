"""Ending in order when the system asks for it."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

REQUESTS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""Ctrl-C; `kill`, `timeout`, a computer that is shut down; a terminal that was closed, which Windows does not have."""


@contextmanager
def ending_in_order() -> Iterator[None]:
    """Let a request to end raise KeyboardInterrupt, so that no unfinished file is left behind.

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
