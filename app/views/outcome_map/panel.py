"""The panel of the outcome map: title, choice of axes, menu, map and legend."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction, QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.controls.buttons import IconButton
from app.controls.terms import TermLabel
from app.prediction.ghost import GhostRun
from app.prediction.outcome_map import DEFAULT_SIZE, FINE_SIZE, MapAxes, MapModel
from app.session.session import Session
from app.text.balls import exact_value, symbol_text, value_text
from app.text.glossary import GLOSSARY
from app.text.translation import _
from app.theme.application import Theme
from app.theme.palette import SPACE
from app.views.outcome_map.legend import MapLegend
from app.views.outcome_map.map_view import MapView
from physics.sweep.initial_states import state_at_rest

HEADER_HEIGHT_PX, MARGIN_SIDE_PX = 32, 16


class OutcomeMapPanel(QWidget):
    """Where does it end? Computes only while it is visible."""

    export_wanted = Signal()
    """The person asks for the map in a file."""
    copy_wanted = Signal()
    """The person asks for the map on the clipboard, as a table."""

    def __init__(self, session: Session, theme: Theme, ghost_run: GhostRun) -> None:
        super().__init__()
        self._session, self._theme, self._ghost_run = session, theme, ghost_run
        self.setAccessibleName(_("Where does it end?"))
        self.model = MapModel(session)
        self.view = MapView(self.model, theme)
        self.legend = MapLegend(self.model, theme)
        self._title = TermLabel(_("Where does it end?"), GLOSSARY["outcome"])
        self.axes_button = QPushButton()
        self.more_button = IconButton("more", _("More: resolution, copy, export"))
        self._header = QHBoxLayout()
        self._lay_out()
        self.axes_button.clicked.connect(self._open_axes)
        self.more_button.clicked.connect(self._open_more)
        self.view.hovered.connect(self._on_hovered)
        self.view.copy_wanted.connect(self.copy_wanted)
        self.model.axes_changed.connect(self._show_axes)
        self.model.others_changed.connect(self._show_axes)
        theme.theme_changed.connect(self._apply_theme)
        self._apply_theme()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.model.set_active(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.view.drag_controller.forget_click()
        self.model.set_active(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_axes()

    def stop(self) -> None:
        """Cancel the computation and wait for its end."""
        self.view.drag_controller.forget_click()
        self.model.set_active(False)
        self.model.computation.stop()

    def _lay_out(self) -> None:
        self.axes_button.setProperty("kind", "quiet")
        self.axes_button.setToolTip(_("What is across and upwards; the third value is the selected ball's"))
        self.axes_button.setAutoDefault(False)
        self._header.setSpacing(SPACE)
        self._header.addWidget(self._title)
        self._header.addStretch(1)
        self._header.addWidget(self.axes_button)
        self._header.addWidget(self.more_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, SPACE)
        column.setSpacing(0)
        column.addLayout(self._header)
        column.addWidget(self.view, 1)
        column.addWidget(self.legend)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    def _apply_theme(self) -> None:
        side = self._theme.scaled(MARGIN_SIDE_PX)
        self._header.setContentsMargins(side, 0, side - SPACE, 0)
        self._title.setFont(self._theme.font("heading"))
        self._title.setFixedHeight(self._theme.scaled(HEADER_HEIGHT_PX))
        self.axes_button.setFont(self._theme.font("small"))
        self._show_axes()

    def _show_axes(self) -> None:
        """Show the axes and the third value, which is the selected ball's.

        The value is left out where it has no room: the panel does not become wider for it.
        """
        button = self.axes_button
        value = "".join(f", {value_text(parameter, value)}" for parameter, value in self.model.others)
        button.setText(f"{axes_text(self.model.axes)} ▾")
        min_width = button.minimumSizeHint().width()
        button.setMinimumWidth(min_width)
        spare_width = self.width() - self._header.minimumSize().width()
        button.setText(f"{axes_text(self.model.axes)}{value} ▾")
        if button.minimumSizeHint().width() > min_width + spare_width:
            button.setText(f"{axes_text(self.model.axes)} ▾")

    def _open_axes(self) -> None:
        menu = self._menu(_("Axes of the map"))
        for axes in self.model.all_axes:
            self._add(menu, axes_text(axes), partial(self.model.set_axes, axes), axes == self.model.axes)
        self._open(menu, self.axes_button)

    def _open_more(self) -> None:
        menu = self._menu(_("Outcome map"))
        for size in (DEFAULT_SIZE, FINE_SIZE):
            text = _("{columns} × {rows} runs").format(columns=size, rows=size)
            self._add(menu, text, partial(self.model.set_size, size), size == self.model.size)
        menu.addSeparator()
        self._add(menu, _("Show the whole map"), self.model.show_whole).setEnabled(self.model.is_zoomed)
        self._add(menu, _("Copy data"), self.copy_wanted.emit)
        self._add(menu, _("Export the map…"), self.export_wanted.emit)
        self._open(menu, self.more_button)

    def _menu(self, title: str) -> QMenu:
        menu = QMenu(title, self)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _add(self, menu: QMenu, text: str, command: Callable[[], object], chosen: bool | None = None) -> QAction:
        action = menu.addAction(text)
        action.triggered.connect(lambda _checked=False: command())
        if chosen is not None:
            action.setCheckable(True)
            action.setChecked(chosen)
        return action

    def _open(self, menu: QMenu, button: QWidget) -> None:
        menu.popup(button.mapToGlobal(QPoint(button.width() - menu.sizeHint().width(), button.height())))

    def _on_hovered(self, values: Mapping[str, float] | None) -> None:
        """Start a ghost run with the values under the mouse."""
        ball = self.model.ball
        if values is None or ball is None:
            self._ghost_run.clear()
            return
        name = ", ".join(
            f"{symbol_text(parameter)} {exact_value(parameter, values[parameter.name])}"
            for parameter in self.model.axes
        )
        self._ghost_run.show(self._session.landscape, state_at_rest(ball.changed(values)), name)


def axes_text(axes: MapAxes) -> str:
    """The axes as text: `α × start`."""
    return " × ".join(map(symbol_text, axes))
