"""Closes and deletes windows at once."""

from typing import Any


def close_all(windows: list[Any]) -> None:
    """Close and delete these windows now."""
    for window in windows:
        window.close()
        window.deleteLater()
    deliver_deletions()


def deliver_deletions() -> None:
    """Do what deleteLater deferred, which otherwise waits for an event loop."""
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QCoreApplication.processEvents()
