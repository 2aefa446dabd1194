"""Signals as a program of its own hears them."""

import signal


def hear_everything() -> None:
    """Whoever runs the tests may ignore hangups (nohup), or interrupts (in the background): a child would, too."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
