"""Which plots are shown, and the speed: the person's own, or those of the scenario that was opened."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtWidgets import QSizePolicy, QWidget

from app.files.view import View
from app.session.playback import Playback
from app.text.figures import MAP
from app.views.outcome_map import OutcomeMapPanel
from app.views.plots.plots import PlotsRow


class PlotsAndSpeed(NamedTuple):
    """What a view says about the window."""

    hidden: frozenset[str]
    """A subset of `app.files.view.PLOTS`."""
    speed: float
    """Steps per second."""


class ShownView:
    """Shows and hides the plots and the outcome map, and remembers the person's own choice meanwhile."""

    def __init__(self, plots: PlotsRow, outcome_map: OutcomeMapPanel, playback: Playback) -> None:
        self._plots, self._map, self._playback = plots, outcome_map, playback
        self._own: PlotsAndSpeed | None = None
        """The person's own choice, while a scenario's view is shown."""
        self.map_spacer = QWidget()
        """Takes the room of the outcome map while that is hidden."""
        self.map_spacer.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    @property
    def own(self) -> PlotsAndSpeed:
        """The person's own choice."""
        return self._own or PlotsAndSpeed(self.hidden(), self._playback.speed)

    def hidden(self) -> frozenset[str]:
        """The names of the plots that are hidden, and the map's if it is."""
        plots = {name for name in self._plots.names if name not in self._plots.shown}
        return frozenset(plots | (set() if self.is_map_shown else {MAP}))

    def hide(self, names: frozenset[str]) -> None:
        """Hide these plots, and show all others."""
        for name in self._plots.names:
            self._plots.set_visible(name, name not in names)
        self.show_map(MAP not in names)

    def show(self, view: View | None) -> None:
        """Take over the hidden plots and the speed of a view; without one, go back to the person's own."""
        own = self.own
        hidden, speed = own
        if view is not None:
            hidden = hidden if view.hidden is None else view.hidden
            speed = view.speed or speed
        self._own = None if view is None else own
        self._apply(hidden, speed)

    def keep(self) -> Callable[[], None]:
        """Return what brings back the plots and the speed as they are now."""
        own, hidden, speed = self._own, self.hidden(), self._playback.speed

        def bring_back() -> None:
            self._own = own
            self._apply(hidden, speed)

        return bring_back

    def _apply(self, hidden: frozenset[str], speed: float) -> None:
        self.hide(hidden)
        self._playback.set_speed(speed)

    # The outcome map

    @property
    def is_map_shown(self) -> bool:
        """Whether the outcome map is shown; a hidden one computes nothing."""
        return not self._map.isHidden()

    def show_map(self, is_shown: bool) -> None:
        """Show or hide the outcome map."""
        self._map.setVisible(is_shown)
        self.map_spacer.setVisible(not is_shown)

    def toggle_map(self) -> None:
        """Show the outcome map, or hide it."""
        self.show_map(not self.is_map_shown)
