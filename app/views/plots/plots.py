"""The row of plots below the landscape."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.session.session import Session
from app.text.translation import _
from app.theme.application import Theme
from app.views.plots.kinds import PLOT_KINDS
from app.views.plots.plot import Plot


class PlotsRow(QWidget):
    """The four plots side by side: f(w), w and energy by step, and Δw against w. Each can be hidden."""

    changed = Signal()
    """A plot was shown or hidden."""
    large_changed = Signal()
    """One plot is shown alone and large, or all of them are shown again."""

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self._plots = {kind.name: Plot(session, theme, kind) for kind in PLOT_KINDS}
        self._hidden: set[str] = set()
        self.is_aside = False
        """Whether none is shown because there is no room."""
        self.large: str | None = None
        """The name of the plot that is shown alone and large."""
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for name, plot in self._plots.items():
            layout.addWidget(plot, 1)
            plot.large_wanted.connect(partial(self._toggle_large, name))
            if plot.kind.by_step:
                plot.view_box.changed_by_hand.connect(partial(self._share_steps, plot))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(_("Plots"))

    @property
    def names(self) -> tuple[str, ...]:
        """The plots' names, for settings: height, position, energy, phase."""
        return tuple(self._plots)

    @property
    def shown(self) -> tuple[str, ...]:
        """Names of the plots that are not hidden."""
        return tuple(name for name in self._plots if name not in self._hidden)

    def title(self, name: str) -> str:
        """The title of a plot on the screen. Raises KeyError for an unknown name."""
        return _(self._plots[name].kind.title)

    def plot(self, name: str) -> Plot:
        """One plot. Raises KeyError for an unknown name."""
        return self._plots[name]

    def set_visible(self, name: str, visible: bool) -> None:
        """Show or hide one plot; the row hides itself without any. Raises KeyError for an unknown name."""
        plot = self._plots[name]
        if (name in self._hidden) == visible:
            self._hidden ^= {plot.kind.name}
            if self.large is not None:
                self._toggle_large(self.large)
            self._show_plots()
            self.changed.emit()

    def set_aside(self, is_aside: bool) -> None:
        """Hide the whole row, whatever is shown in it, or show it again."""
        self.is_aside = is_aside
        self._show_plots()

    def _toggle_large(self, name: str) -> None:
        """Show one plot alone, or all of them again."""
        self.large = None if self.large is not None else name
        self._show_plots()
        self.large_changed.emit()

    def _show_plots(self) -> None:
        for name, plot in self._plots.items():
            plot.is_large = name == self.large
            plot.setVisible(name == self.large if self.large is not None else name not in self._hidden)
        self.setVisible(bool(self.shown) and not self.is_aside)

    def _share_steps(self, changed: Plot) -> None:
        """Show the same steps in all plots by step."""
        for plot in self._plots.values():
            if plot.kind.by_step and plot is not changed:
                plot.show_steps(changed.view_box.spans[0], is_fitted=changed.view_box.is_fitted[0])
