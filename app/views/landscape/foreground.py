"""The widgets in front of the landscape: notices in its upper left corner, the button for layers in the right one."""

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QWidget

from app.plotting.label_layout import Box
from app.session.session import Session
from app.theme.application import Theme
from app.theme.palette import SPACE
from app.views.landscape.layers_menu import LayersButton
from app.views.landscape.notice import Notice
from app.views.landscape.rerun_hint import RerunHint
from app.views.landscape.threshold_text import LEFT_PX, TOP_PX


class Foreground(QObject):
    """Makes the widgets of a view and places them."""

    changed = Signal()
    """They cover another part of the view."""

    def __init__(self, session: Session, theme: Theme, view: QWidget) -> None:
        super().__init__(view)
        self._theme, self._view = theme, view
        self.guide, self.hint = Notice(theme, view), Notice(theme, view)
        """What the first scene is for, and what to press now; each is empty most of the time."""
        self.layers_button = LayersButton(session, view)
        self._top = TOP_PX
        self._boxes: tuple[Box, ...] = ()
        for notice in (self.guide, self.hint):
            notice.resized.connect(self._place_notices)
        self.rerun_hint = RerunHint(session, self.hint)

    @property
    def top(self) -> float:
        """Pixels above which notices are, at scale 1."""
        return self._top

    @property
    def boxes(self) -> tuple[Box, ...]:
        """What they cover, in pixels of the view."""
        return self._boxes

    def place(self) -> QPoint:
        """Place them after a change of the view's size; returns the upper right corner that is left."""
        button = self.layers_button
        button.adjustSize()
        button.move(self._view.width() - button.width() - SPACE, SPACE)
        self._place_notices()
        return QPoint(button.x() - SPACE, SPACE)

    def _place_notices(self) -> None:
        """One below the other."""
        left, top = (round(distance * self._theme.scale) for distance in (LEFT_PX, TOP_PX))
        for notice in (self.guide, self.hint):
            notice.set_max_width(self.layers_button.x() - 2 * left)
            if notice.text:
                notice.move(left, top)
                top += notice.height() + SPACE
        self._top = top / self._theme.scale
        notices = (notice for notice in (self.guide, self.hint) if notice.text)
        self._boxes = tuple(_box_of(widget) for widget in (*notices, self.layers_button))
        self.changed.emit()


def _box_of(widget: QWidget) -> Box:
    """Where a child is, in pixels of the view."""
    place = widget.geometry()
    return Box(place.left(), place.top(), place.left() + place.width(), place.top() + place.height())
