"""Closing and deleting windows now."""

from typing import Any


def close_all(windows: list[Any]) -> None:
    """Close and delete these windows now."""
    for window in windows:
        window.close()
        window.deleteLater()
    deliver_deletions()


def deliver_deletions() -> None:
    """Let Qt do now what deleteLater put off: nothing else does while no event loop runs."""
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QCoreApplication.processEvents()
