"""The learning rate of all balls, below their cards."""

from math import nan

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from app.controls.log_slider import LogSlider
from app.controls.number_field import NumberField
from app.controls.numbers import ETA_BOUNDS
from app.controls.plain_text import plain_label
from app.controls.scale_slider import SIDE_ROOM
from app.controls.scales import LogScale
from app.session.session import Session
from app.theme import Theme
from physics.suggestion import eta_centre, suggest

TOP_MARGIN, SIDE_MARGIN, BOTTOM_MARGIN = 2, 20, 4
"""From the cards, and from the column's edges, as far as what is on the cards."""
FIELD_WIDTH = 96


class EtaForAll(QWidget):
    """The η that all balls share, or "mixed"; moving the slider or typing gives them one."""

    def __init__(self, session: Session, theme: Theme) -> None:
        """Show the η in force, and follow it."""
        super().__init__()
        self._session = session
        self.slider = LogSlider("Learning rate η of all balls", 1.0)
        self.slider.setToolTip("η, the learning rate of all balls: how far a step goes down the slope")
        self.slider.number_changed.connect(session.set_eta_for_all)
        self.field = NumberField("Learning rate η of all balls", "η", 1.0, ETA_BOUNDS)
        self.field.set_quiet(True)
        self.field.set_hint("η of all balls, exactly: the learning rate, more than 0")
        self.field.setPlaceholderText("mixed")
        self.field.committed.connect(session.set_eta_for_all)
        self.field.refused.connect(session.said)
        self._theme, self._whose, self._grid = theme, plain_label("all balls"), QGridLayout(self)
        self._lay_out()
        self._take_sizes()
        theme.theme_changed.connect(self._take_sizes)
        for signal in (session.balls_changed, session.selection_changed):
            signal.connect(self.show_eta)
        session.landscape_changed.connect(self._show_landscape)
        self._show_landscape()
        self.show_eta()

    def show_eta(self) -> None:
        """Show the η that is common to all balls, else where the selected one's lies."""
        etas = self._session.run.in_force.eta
        self.setEnabled(len(etas) > 0)
        if len(etas):
            shared = bool((etas == etas[0]).all())
            self.field.set_number(etas[0].item() if shared else nan)
            self.slider.set_number(etas[self._session.selected].item())

    def _show_landscape(self) -> None:
        run, landscape = self._session.run, self._session.landscape
        has_balls = bool(run.balls)
        eta = run.in_force.eta[self._session.selected].item() if has_balls else suggest(landscape).eta
        centre = eta_centre(landscape, eta)
        self.slider.set_centre(centre)
        self.field.set_scale(LogScale.around(centre))

    def _lay_out(self) -> None:
        symbol, grid, overlap = plain_label("η"), self._grid, round(SIDE_ROOM)
        for label in (symbol, self._whose):
            label.setProperty("tone", "muted")
        grid.setSpacing(0)
        grid.setColumnMinimumWidth(0, overlap)
        grid.setColumnMinimumWidth(4, overlap)
        grid.setColumnStretch(3, 1)
        grid.addWidget(symbol, 0, 1)
        grid.addWidget(self.field, 0, 2)
        grid.addWidget(self._whose, 0, 3, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self.slider, 1, 0, 1, 5)

    def _take_sizes(self) -> None:
        self._whose.setFont(self._theme.font("small"))
        self.field.setFixedWidth(self._theme.scaled(FIELD_WIDTH))
        side = self._theme.scaled(SIDE_MARGIN) - round(SIDE_ROOM)
        self._grid.setContentsMargins(side, self._theme.scaled(TOP_MARGIN), side, self._theme.scaled(BOTTOM_MARGIN))
