"""What steps aside where text is too large for the window, and the bar that says so."""

from dataclasses import dataclass

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.controls.buttons import SmallButton
from app.controls.elided_label import ElidedLabel
from app.text.commands import SHORTCUTS, with_keys
from app.text.numbers import percent
from app.text.translation import _
from app.theme.application import Theme
from app.theme.palette import SPACE

HEIGHT = 36
"""Of the bar, at scale 1."""


@dataclass(frozen=True)
class Needs:
    """The least sizes in pixels with which everything can be read."""

    landscape: QSize
    """With the transport bar."""
    plots: QSize
    """Empty without any."""
    panel_width: int
    around: int
    """The height of the bars above and below."""


@dataclass(frozen=True)
class Aside:
    """What has stepped aside."""

    plots: bool = False
    panel: bool = False


def find_room(size: QSize, needs: Needs, *, wants_plots: bool) -> Aside:
    """What must step aside in a window of this size: first the plots, unless they are wanted, then the panel."""
    height = needs.around + needs.landscape.height() + needs.plots.height()
    has_room = height <= size.height() and needs.plots.width() + needs.panel_width <= size.width()
    plots = not needs.plots.isEmpty() and not wants_plots and not has_room
    width = needs.landscape.width() if plots else max(needs.landscape.width(), needs.plots.width())
    return Aside(plots, width + needs.panel_width > size.width())


class RoomBar(QWidget):
    """Says what has stepped aside, with a button for each to bring it back."""

    plots_wanted = Signal(bool)
    panel_wanted = Signal(bool)
    usual_size_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.sentence = ElidedLabel()
        self.plots_button = SmallButton(
            theme, _("Plots"), _("Show the plots, and the side panel only when asked for"), is_framed=True
        )
        keys = SHORTCUTS["side-panel"]
        self.panel_button = SmallButton(
            theme,
            with_keys(_("Side panel"), keys),
            with_keys(_("Open or close the side panel: balls, one step, outcome map"), keys),
            is_framed=True,
        )
        keys = SHORTCUTS["usual-text"]
        self.size_button = SmallButton(
            theme,
            with_keys(_("Text size {percent}").format(percent=percent(1.0)), keys),
            _("Go back to the usual text size"),
            is_framed=True,
        )
        self.plots_button.setCheckable(True)
        self.panel_button.setCheckable(True)
        self.plots_button.clicked.connect(self.plots_wanted)
        self.panel_button.clicked.connect(self.panel_wanted)
        self.size_button.clicked.connect(self.usual_size_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(4 * SPACE, 0, 4 * SPACE, SPACE)
        row.setSpacing(2 * SPACE)
        row.addWidget(self.sentence, 1)
        for button in (self.plots_button, self.panel_button, self.size_button):
            row.addWidget(button)

    @property
    def height_needed(self) -> int:
        """Its height in pixels."""
        return self._theme.scaled(HEIGHT)

    def show_aside(self, *, plots: bool, panel: bool, are_plots_wanted: bool, is_panel_open: bool) -> None:
        """Say what is aside, or could be brought back; hide without either."""
        self.setFixedHeight(self.height_needed)
        self.setVisible(plots or panel or are_plots_wanted)
        self.plots_button.setVisible(plots or are_plots_wanted)
        self.plots_button.setChecked(are_plots_wanted)
        self.panel_button.setVisible(panel)
        self.panel_button.setChecked(is_panel_open)
        self.size_button.setVisible(self._theme.scale > 1.0)
        self.sentence.set_text(
            _("There is no room for all of it at this text size:")
            if self._theme.scale > 1.0
            else _("There is no room for all of it in so small a window:")
        )
