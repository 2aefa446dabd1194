"""Seeing some events of a widget before the widget does."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QHelpEvent, QKeyEvent
from PySide6.QtWidgets import QWidget


class EventFilter(QObject):
    """Keeps keys from the window's shortcuts, and answers when a tooltip is asked for.

    An override of `QWidget.event` could do that, too. But with PySide 6.11 on Python 3.11 an error that numpy raises
    while a widget is painted from within such an override ends the whole program instead of being told.
    """

    def __init__(
        self,
        widget: QWidget,
        keeps: Callable[[QKeyEvent], bool] = lambda _event: False,
        tells: Callable[[QHelpEvent], bool] = lambda _event: False,
        leaves: Callable[[QKeyEvent], bool] = lambda _event: False,
    ) -> None:
        """Watch a widget for as long as it lives.

        `keeps` says whether a key is the widget's own; `leaves` whether one that the widget would keep is the window's;
        `tells` whether the tooltip has been dealt with.
        """
        super().__init__(widget)
        self._keeps, self._tells, self._leaves = keeps, tells, leaves
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Deal with the two kinds; the widget sees all others as ever."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            is_own, is_left = self._keeps(event), self._leaves(event)
            event.setAccepted(is_own)
            return is_own or is_left
        return event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self._tells(event)
