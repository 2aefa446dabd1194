"""The plots below the landscape, side by side; each can be hidden.

Plain widgets that paint into kept pictures rather than pyqtgraph's: its curves are redrawn in full whenever they grow,
which with 50 balls costs 68 ms a frame.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.plotting.kinds import KINDS
from app.session.session import Session
from app.theme import Theme
from app.views.plots.plot import Plot


class PlotsRow(QWidget):
    """f(w), w and energy by step, and Δw against w; those that are shown share the room."""

    changed = Signal()
    """A plot was shown or hidden."""

    def __init__(self, session: Session, theme: Theme) -> None:
        """Show all four."""
        super().__init__()
        self._plots = {kind.name: Plot(session, theme, kind) for kind in KINDS}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for plot in self._plots.values():
            layout.addWidget(plot, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAccessibleName("Plots")

    @property
    def names(self) -> tuple[str, ...]:
        """The plots' names, for settings: height, position, energy, phase."""
        return tuple(self._plots)

    @property
    def shown(self) -> tuple[str, ...]:
        """Names of the plots that are shown."""
        return tuple(name for name, plot in self._plots.items() if not plot.isHidden())

    def title(self, name: str) -> str:
        """What a plot is called on the screen. Raises KeyError for another name."""
        return self._plots[name].kind.title

    def plot(self, name: str) -> Plot:
        """One plot. Raises KeyError for another name."""
        return self._plots[name]

    def set_visible(self, name: str, visible: bool) -> None:
        """Show or hide one plot; the row hides itself when none is left. Raises KeyError for another name."""
        plot = self._plots[name]
        if plot.isHidden() == visible:
            plot.setVisible(visible)
            self.setVisible(bool(self.shown))
            self.changed.emit()
