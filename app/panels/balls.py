"""The balls panel: the cards, their menu, and the learning rate of all balls."""

from collections.abc import Callable
from functools import partial
from math import nan

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from app.controls.buttons import IconButton, SmallButton
from app.controls.number_field import NumberField
from app.controls.plain_text import plain_label, plain_tooltip
from app.controls.popover import Popover
from app.controls.scales import LogScale
from app.controls.slider import ScaleSlider, side_room
from app.controls.terms import TermLabel
from app.panels.ball_details import BallDetails
from app.panels.card_list import CardList
from app.panels.forcing import ForcingButton
from app.panels.series import ask_for_series
from app.prediction.ghost import GhostRun
from app.prediction.slider_outcomes import SliderOutcomes
from app.session.session import Session
from app.text.balls import symbol_text
from app.text.changes import comparison_text
from app.text.commands import SHORTCUTS
from app.text.glossary import GLOSSARY
from app.text.numbers import Bounds, bounds_of, whole
from app.text.translation import _
from app.theme.application import Theme
from app.theme.icons import icon
from app.theme.palette import SPACE
from physics.arrays import Floats
from physics.rules.base import ETA, Parameter, Rule
from physics.rules.registry import RULES, parameters
from physics.rules.suggestion import eta_centre
from physics.run.ball import START

TOP_MARGIN, SIDE_MARGIN, BOTTOM_MARGIN = 2, 20, 4
"""Around the η of all balls; its sides line up with what is on the cards."""
FIELD_WIDTH = 96
MENU_FIELD_WIDTH = 112
HEADER_HEIGHT = 40
HEADER_MARGIN = 16


class EtaForAll(QWidget):
    """The η that all balls share, or "mixed"; a new η is given to all of them."""

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self._session = session
        self.slider = ScaleSlider(_("Learning rate η of all balls"), LogScale.around(1.0), 1.0)
        self.slider.setToolTip(_("η, the learning rate of all balls: how far a step goes down the slope"))
        self.slider.number_changed.connect(lambda eta: session.set_parameter_for_all(ETA, eta))
        self.field = NumberField(_("Learning rate η of all balls"), "η", 1.0, bounds_of(ETA))
        self.field.set_quiet(True)
        self.field.set_hint(_("η of all balls, exactly: the learning rate, more than 0"))
        self.field.setPlaceholderText(_("mixed"))
        self.field.committed.connect(lambda eta: session.set_parameter_for_all(ETA, eta))
        self.field.refused.connect(session.message)
        for gesture in (self.slider.gesture, self.field.gesture):
            session.history.merge_during(gesture)
        self.forcing = ForcingButton(session, theme)
        self._theme, self._label, self._grid = theme, plain_label(_("all balls")), QGridLayout(self)
        self._lay_out()
        self._take_sizes()
        theme.theme_changed.connect(self._take_sizes)
        for signal in (session.balls_changed, session.selection_changed, session.locks_changed):
            signal.connect(self.show_eta)
        session.landscape_changed.connect(self._show_landscape)
        self._show_landscape()
        self.show_eta()

    def show_eta(self) -> None:
        """Show the shared η; the slider shows that of the selected ball."""
        etas = self._etas()
        self.setEnabled(len(etas) > 0)
        for widget in (self.slider, self.field, self._label):
            widget.setEnabled(not self._session.is_locked(ETA.name))
        self.forcing.setEnabled(not self._session.is_locked("noise"))
        if len(etas):
            is_shared = bool((etas == etas[0]).all())
            self.field.set_number(etas[0].item() if is_shared else nan)
            eta = self._selected_eta()
            if self.slider.number != eta:
                self.slider.set_number(eta)

    def _etas(self) -> Floats:
        return self._session.run.parameters[ETA.name]

    def _selected_eta(self) -> float:
        eta: float = self._etas()[self._session.selected].item()
        return eta

    def _show_landscape(self) -> None:
        landscape = self._session.landscape
        model = self._session.model_ball
        scale = LogScale.around(eta_centre(landscape, model.parameters[ETA.name], model.rule))
        self.slider.set_scale(scale)
        self.field.set_scale(scale)

    def _lay_out(self) -> None:
        symbol, grid = TermLabel("η", GLOSSARY["eta"]), self._grid
        for label in (symbol, self._label):
            label.setProperty("tone", "muted")
        grid.setSpacing(0)
        grid.setColumnStretch(3, 1)
        grid.addWidget(symbol, 0, 1)
        grid.addWidget(self.field, 0, 2)
        grid.addWidget(self._label, 0, 3, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(self.forcing, 0, 4, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self.slider, 1, 0, 1, 6)
        self.setTabOrder(self.field, self.slider)
        self.setTabOrder(self.slider, self.forcing)

    def _take_sizes(self) -> None:
        self._label.setFont(self._theme.font("small"))
        self.field.setFixedWidth(self._theme.scaled(FIELD_WIDTH))
        for column in (0, 5):  # the groove lies within the slider
            self._grid.setColumnMinimumWidth(column, side_room())
        side = self._theme.scaled(SIDE_MARGIN) - side_room()
        self._grid.setContentsMargins(side, self._theme.scaled(TOP_MARGIN), side, self._theme.scaled(BOTTOM_MARGIN))


class BallsMenu(QMenu):
    """Acts on the ball that is selected when it is opened, and on all balls."""

    def __init__(self, session: Session, theme: Theme, anchor: QWidget) -> None:
        """A popover that asks for a value opens below `anchor`."""
        super().__init__(_("Balls"), anchor)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session, self._theme, self._anchor = session, theme, anchor
        series = self._add(_("Fan…"), lambda: ask_for_series(session, theme, anchor.window()), "fan")
        series.setIcon(icon("fan", theme.palette))
        compare = self._add(_("Compare rules"), session.compare_rules)
        compare.setToolTip(plain_tooltip(comparison_text()))
        self.setToolTipsVisible(True)
        has_balls = bool(session.run.balls)
        duplicate = self._add(_("Duplicate"), lambda: session.duplicate(session.selected), "duplicate")
        duplicate.setIcon(icon("duplicate", theme.palette))
        remove = self._add(_("Remove"), lambda: session.remove(session.selected), "remove")
        remove.setIcon(icon("remove", theme.palette))
        self.addSeparator()
        shown = self._add_shown()
        self.addSeparator()
        for action in (duplicate, remove, *shown, *self._add_for_all()):
            action.setEnabled(has_balls and action.isEnabled())

    def open_at(self, corner: QPoint) -> None:
        """Open with its top left corner at a point of the screen."""
        self.popup(corner)

    def _add(self, text: str, function: Callable[[], object], name: str | None = None) -> QAction:
        """Add an action; the keys of the command `name` are shown, but not connected."""
        action = self.addAction(text)
        action.triggered.connect(function)
        if name is not None:
            action.setShortcut(QKeySequence(SHORTCUTS[name]))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.setShortcutVisibleInContextMenu(True)
        return action

    def _add_shown(self) -> list[QAction]:
        """What is drawn: the selected ball, it alone, all."""
        session, selected = self._session, self._session.selected
        is_hidden = selected in session.hidden_balls
        toggle = self._add(
            _("Show") if is_hidden else _("Hide"), lambda: session.show_ball(selected, is_hidden), "hide-ball"
        )
        only = self._add(_("Show only this ball"), lambda: session.show_only(selected), "show-only-ball")
        everything = self._add(_("Show all balls"), session.show_all, "show-all-balls")
        everything.setEnabled(bool(session.hidden_balls))
        return [toggle, only, everything]

    def _add_for_all(self) -> list[QAction]:
        session, run = self._session, self._session.run
        lo, hi = run.first_landscape.domain
        starts = [ball.start for ball in run.balls]
        return [
            *(self._add_parameter_for_all(parameter) for parameter in _parameters_of(session)),
            self._add(_("Start of all balls…"), lambda: self._ask(
                symbol_text(START), starts, Bounds(lo, hi), session.set_start_for_all)),
            *(self._add_rule_for_all(rule) for rule in RULES),
        ]  # fmt: skip

    def _add_parameter_for_all(self, parameter: Parameter) -> QAction:
        session, symbol = self._session, parameter.symbol
        values = [value for value in session.run.parameters[parameter.name].tolist() if value == value]
        set_all = partial(session.set_parameter_for_all, parameter)
        text = _("{what} of all balls…").format(what=symbol)
        return self._add(text, lambda: self._ask(symbol, values, bounds_of(parameter), set_all))

    def _add_rule_for_all(self, rule: Rule) -> QAction:
        text = _("{rule} rule for all").format(rule=_(rule.title))
        return self._add(text, lambda: self._session.set_rule_for_all(rule))

    def _ask(self, symbol: str, values: list[float], bounds: Bounds, command: Callable[[float], None]) -> None:
        """Ask for one value for all balls in a popover."""
        shared = values[0] if len(set(values)) == 1 else nan
        title = _("{what} of all balls").format(what=symbol)
        field = NumberField(title, symbol, shared, bounds)
        field.setPlaceholderText(_("mixed"))
        field.setFixedWidth(self._theme.scaled(MENU_FIELD_WIDTH))
        field.committed.connect(command)
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * SPACE)
        row.addWidget(plain_label(title))
        row.addWidget(field)
        content.setFocusProxy(field)
        popover = Popover(title, content, self._anchor)
        popover.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        field.committed.connect(popover.close)
        popover.open_at(self._anchor)
        field.selectAll()


class BallsPanel(QWidget):
    """All balls: to select, change, add, duplicate and remove."""

    def __init__(self, session: Session, theme: Theme, ghost_run: GhostRun) -> None:
        super().__init__()
        self.setAccessibleName(_("Balls panel"))
        self._session, self._theme = session, theme
        self._head, self._title, self._count = QWidget(), plain_label(_("Balls")), plain_label()
        self._header = QHBoxLayout(self._head)
        self._count.setProperty("tone", "muted")
        self.add_button = SmallButton(
            theme, _("+ add"), _("Add a ball like the selected one, with another α where its rule has one")
        )
        self.more_button = IconButton("more", _("More: fan, duplicate, remove, all balls"))
        self.slider_outcomes = SliderOutcomes(session, ghost_run)
        self.list = CardList(
            session, theme, self.slider_outcomes, lambda ball: BallDetails(session, theme, self.slider_outcomes, ball)
        )
        self.slider_outcomes.show_hint = self.list.show_hint
        self.eta = EtaForAll(session, theme)
        self._lay_out()
        self.add_button.clicked.connect(session.add)
        self.more_button.clicked.connect(self._open_menu)
        self.list.menu_wanted.connect(lambda event: self._menu().open_at(event.globalPos()))
        session.texts_due.connect(self.list.show_outcomes)
        for signal in (session.balls_changed, session.locks_changed):
            signal.connect(self._show_count)
        session.parameters_changed.connect(self._show_parameters)
        self.list.height_changed.connect(self._fit)
        theme.theme_changed.connect(self._take_sizes)
        self._show_count()
        self._take_sizes()

    def _lay_out(self) -> None:
        header = self._header
        header.setSpacing(SPACE)
        header.addWidget(self._title)
        header.addSpacing(SPACE)
        header.addWidget(self._count)
        header.addStretch(1)
        header.addWidget(self.add_button)
        header.addWidget(self.more_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self.list, 1)
        column.addWidget(self.eta)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    def _show_parameters(self, balls: tuple[int, ...]) -> None:
        """Show the values of these balls, and what the sliders lead to now."""
        self.list.show_parameters(balls)
        self.eta.show_eta()

    def _show_count(self) -> None:
        self.add_button.setEnabled(not self._session.is_locked("balls"))
        count, hidden = whole(len(self._session.run.balls)), len(self._session.hidden_balls)
        self._count.setText(
            _("{count}, {hidden} hidden").format(count=count, hidden=whole(hidden)) if hidden else count
        )

    def _take_sizes(self) -> None:
        margin = self._theme.scaled(HEADER_MARGIN)
        self._head.setFixedHeight(self._theme.scaled(HEADER_HEIGHT))
        self._header.setContentsMargins(margin, 0, margin - SPACE, 0)
        self._title.setFont(self._theme.font("heading"))
        self._fit()

    def _fit(self) -> None:
        """Limit the height to that of the contents."""
        rest = self._theme.scaled(HEADER_HEIGHT) + self.eta.sizeHint().height()
        self.setMaximumHeight(self.list.maximumHeight() + rest)

    def _menu(self) -> BallsMenu:
        return BallsMenu(self._session, self._theme, self.more_button)

    def _open_menu(self) -> None:
        menu, button = self._menu(), self.more_button
        menu.open_at(button.mapToGlobal(QPoint(button.width() - menu.sizeHint().width(), button.height())))


def _parameters_of(session: Session) -> list[Parameter]:
    """The parameters that balls of the session have."""
    rules = {ball.rule for ball in session.balls}
    return [each for each in parameters().values() if any(each in rule.parameters for rule in rules)]
