"""The handles of the landscape in force, and everything that can be done with them."""

import numpy as np
from PySide6.QtCore import QObject, Signal

from app.session.session import Session
from app.views.editors.handles import Handles, handles_of, is_thinned
from app.views.editors.live_edit import LiveEdit
from app.views.editors.naming import name_when_changed
from physics.landscape import Landscape


class PointsEdit(QObject):
    """Handles that the curve has, or would have; the curve becomes theirs as soon as one is moved."""

    changed = Signal()
    """Other handles, or another one is selected."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._live = LiveEdit(session, "points", self)
        self.handles = handles_of(session.landscape)
        self.selected: int | None = None
        """The handle that keys and fields move."""
        self.is_dragging = False
        self._before_drag = self.handles
        self._is_active = False
        session.landscape_changed.connect(self._on_landscape_changed)

    @property
    def is_thinned(self) -> bool:
        """Whether the curve has more points of its own, so that moving a handle simplifies it."""
        return is_thinned(self._session.landscape)

    @property
    def position(self) -> tuple[float, float] | None:
        """(w, f) of the selected handle."""
        return None if self.selected is None else self.handles.position(self.selected)

    def set_active(self, active: bool) -> None:
        """Follow the landscape, or rest while another way to change it is chosen."""
        self._is_active = active
        if active and not self._live.is_own:
            self._renew()

    def select(self, place: int | None) -> None:
        """Select a handle, or none."""
        self.selected = place
        self.changed.emit()

    def place_selected(self, w: float, f: float) -> None:
        """Put the selected handle at an exact place, or as near to it as its neighbours let it."""
        if self.selected is not None and (w, f) != self.position:
            self._change(self.handles.moved(self.selected, w, f), self.selected)

    def add(self, w: float, f: float | None = None) -> bool:
        """Add a handle at (w, f), on the curve where f is None, and select it; False where there is no room for one."""
        place = self.handles.place_for(w)
        if place is None:
            return False
        if f is None:
            f = float(self._session.landscape.height(np.array([w]))[0])
        self._change(self.handles.added(place, w, f), place)
        return True

    def add_beside_selected(self) -> None:
        """Add a handle half-way to the next one, to the one before where there is no next."""
        if self.selected is not None:
            left = min(self.selected, len(self.handles) - 2)
            self.add(float(self.handles.w[left : left + 2].mean()))

    def remove(self, place: int) -> None:
        """Remove a handle; the two ends stay, and two others."""
        if self.handles.can_remove(place):
            self._change(self.handles.removed(place), min(place, len(self.handles) - 2))
        elif self.handles.is_end(place):
            self._session.said.emit("The first and the last point hold the domain, so they stay.")
        else:
            self._session.said.emit("A curve needs at least 4 points.")

    # Dragging: many small changes that can be given up together.

    def begin_drag(self, place: int) -> None:
        """Take hold of a handle."""
        self._live.begin()
        self._before_drag = self.handles
        self.is_dragging = True
        self.select(place)

    def drag_to(self, w: float, f: float) -> None:
        """Move the handle that is held; the landscape follows at once."""
        if self.selected is None or not self.is_dragging:
            return
        moved = self.handles.moved(self.selected, w, f)
        if moved.position(self.selected) != self.position:
            self.handles = moved
            self._live.offer(self._through_handles)
            self.changed.emit()

    def end_drag(self) -> None:
        """Leave the handle where it is; one that was not moved has changed nothing."""
        if self.is_dragging:
            self.is_dragging = False
            if self.handles is not self._before_drag and not self._live.commit(self._through_handles):
                self._go_back()
            self.changed.emit()

    def cancel_drag(self) -> None:
        """Put the handle back."""
        if self.is_dragging:
            self.is_dragging = False
            self._go_back()

    def _go_back(self) -> None:
        self._live.revert()
        self.handles = self._before_drag
        self.changed.emit()

    def _change(self, handles: Handles, selected: int) -> None:
        before = self.handles
        self._live.begin()
        self.handles = handles
        if self._live.commit(self._through_handles):
            self.selected = selected
        else:
            self.handles = before
        self.changed.emit()

    def _through_handles(self) -> Landscape:
        return self.handles.landscape(name_when_changed(self._live.before))

    def _on_landscape_changed(self) -> None:
        """Another landscape came from elsewhere: its handles take the place of these."""
        if self._is_active and not self._live.is_own:
            self._renew()

    def _renew(self) -> None:
        self._live.stop()
        self._live.begin()
        self.is_dragging = False
        self.selected = None
        self.handles = handles_of(self._session.landscape)
        self.changed.emit()
