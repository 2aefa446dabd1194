"""Default handlers for signals in child processes."""

import signal


def hear_everything() -> None:
    """Don't ignore signals as the parent may: hangups under nohup, interrupts in the background."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
