"""The menu of the balls panel: what is rarer than a click on a card."""

from collections.abc import Callable
from math import nan

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from app.controls.number_field import NumberField
from app.controls.numbers import ETA_BOUNDS, Bounds
from app.controls.plain_text import plain_label
from app.controls.popover import Popover
from app.panels.fan import ask_for_fan
from app.session.session import Session
from app.theme import SPACE, Theme, icon
from physics.rules import Rule

FIELD_WIDTH = 112


class BallsMenu(QMenu):
    """Made when it is opened, for the ball that is selected then."""

    def __init__(self, session: Session, theme: Theme, anchor: QWidget) -> None:
        """`anchor` is the widget that a panel asking for a value opens under."""
        super().__init__("Balls", anchor)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session, self._theme, self._anchor = session, theme, anchor
        fan = self._add("Fan…", lambda: ask_for_fan(session, theme, anchor.window()), "Ctrl+Shift+B")
        fan.setIcon(icon("fan", theme.palette))
        has_balls = bool(session.run.balls)
        duplicate = self._add("Duplicate", lambda: session.duplicate(session.selected), "Ctrl+D")
        duplicate.setIcon(icon("duplicate", theme.palette))
        remove = self._add("Remove", lambda: session.remove(session.selected), "Del")
        remove.setIcon(icon("remove", theme.palette))
        self.addSeparator()
        for action in (duplicate, remove, *self._add_for_all()):
            action.setEnabled(has_balls)

    def open_at(self, corner: QPoint) -> None:
        """Open at a place on the screen."""
        self.popup(corner)

    def _add(self, text: str, command: Callable[[], object], shortcut: str = "") -> QAction:
        """`shortcut` is only shown: the cards listen to the keys themselves."""
        action = self.addAction(text)
        action.triggered.connect(command)
        if shortcut:
            action.setShortcut(QKeySequence(shortcut))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.setShortcutVisibleInContextMenu(True)
        return action

    def _add_for_all(self) -> list[QAction]:
        session, run = self._session, self._session.run
        lo, hi = run.first_landscape.domain
        starts = [ball.start for ball in run.balls]
        return [
            self._add("α of all balls…", lambda: self._ask(
                "α", run.in_force.alpha.tolist(), Bounds(0.0, 1.0), session.set_alpha_for_all)),
            self._add("η of all balls…", lambda: self._ask(
                "η", run.in_force.eta.tolist(), ETA_BOUNDS, session.set_eta_for_all)),
            self._add("Start of all balls…", lambda: self._ask(
                "start", starts, Bounds(lo, hi), session.set_start_for_all)),
            self._add("Momentum rule for all", lambda: session.set_rule_for_all(Rule.MOMENTUM)),
            self._add("Nesterov rule for all", lambda: session.set_rule_for_all(Rule.NESTEROV)),
        ]  # fmt: skip

    def _ask(self, symbol: str, values: list[float], bounds: Bounds, command: Callable[[float], None]) -> None:
        """Ask for one value of all balls, in a panel that closes when it is given."""
        shared = values[0] if len(set(values)) == 1 else nan
        field = NumberField(f"{symbol} of all balls", symbol, shared, bounds)
        field.setPlaceholderText("mixed")
        field.setFixedWidth(self._theme.scaled(FIELD_WIDTH))
        field.committed.connect(command)
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * SPACE)
        row.addWidget(plain_label(f"{symbol} of all balls"))
        row.addWidget(field)
        content.setFocusProxy(field)
        popover = Popover(f"{symbol} of all balls", content, self._anchor)
        popover.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        field.committed.connect(popover.close)
        popover.open_at(self._anchor)
        field.selectAll()
