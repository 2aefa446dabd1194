"""An event filter for keys and tooltips of one widget."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QHelpEvent, QKeyEvent
from PySide6.QtWidgets import QWidget


class EventFilter(QObject):
    """Decides which keys go to a widget and which to the window's shortcuts, and handles requests for a tooltip.

    An override of `QWidget.event` could do that too. But with PySide 6.11 on Python 3.11 an error that numpy raises
    while a widget is painted from within such an override ends the program instead of reaching the error hook.
    """

    def __init__(
        self,
        widget: QWidget,
        accepts_key: Callable[[QKeyEvent], bool] = lambda _event: False,
        leaves_key: Callable[[QKeyEvent], bool] = lambda _event: False,
        on_tooltip: Callable[[QHelpEvent], bool] = lambda _event: False,
    ) -> None:
        """Watch a widget for as long as it lives.

        `accepts_key` is True for a key that the widget uses, even if it is a shortcut of the window; `leaves_key` is
        True for a key that the widget would use, but that goes to the window. `on_tooltip` returns True when it has
        shown the tooltip itself.
        """
        super().__init__(widget)
        self._accepts_key, self._leaves_key, self._on_tooltip = accepts_key, leaves_key, on_tooltip
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            is_accepted = self._accepts_key(event)
            event.setAccepted(is_accepted)
            return is_accepted or self._leaves_key(event)
        return event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self._on_tooltip(event)
