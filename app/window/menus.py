"""The menus at the right of the top bar."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from app.controls.buttons import IconButton
from app.controls.plain_text import plain_tooltip
from app.views.plots.plots import PlotsRow
from app.window.commands import Actions, keys_in_words
from app.window.scenarios import Scenarios
from app.window.settings import Settings

FILE = (
    *("new", "open", "recent", "save", "save-as", ""),
    *("copy-link", "paste-link", ""),
    *("import", "export", "export-map", "copy-picture", ""),
    "quit",
)
EDIT = ("undo", "redo", "", "title")
"""Names of commands; an empty one is a line between two groups, `recent` the list of recent files."""


class MenuButtons(QWidget):
    """File, Edit and View, the keys, and the switch between dark and light."""

    def __init__(self, actions: Actions, plots: PlotsRow, recent_menu: QMenu) -> None:
        super().__init__()
        self._actions, self._plots, self._recent_menu = actions, plots, recent_menu
        self.file_menu = self._menu("File", FILE)
        self.edit_menu = self._menu("Edit", EDIT)
        self.view_menu = QMenu("View", self)
        self._fill_view_menu(actions)
        self.buttons = [
            self._button("&File", "Open, save, share and export", self.file_menu),
            self._button("&Edit", "Undo and redo", self.edit_menu),
            self._button("&View", "Plots, zoom, dark or light, full screen", self.view_menu),
        ]
        keys = self._button("?", f"Keyboard and mouse ({_keys(actions, 'shortcuts')})")
        keys.setAccessibleName("Keyboard and mouse")
        keys.clicked.connect(actions["shortcuts"].trigger)
        switch = IconButton("theme", "Dark or light", actions["theme"].shortcut())
        switch.clicked.connect(actions["theme"].trigger)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for button in (*self.buttons, keys, switch):
            row.addWidget(button)

    def open(self) -> None:
        """Open the first menu."""
        self.buttons[0].showMenu()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Left and Right go from menu to menu, as in a menu bar; Right opens a submenu where there is one."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(watched, QMenu) or not isinstance(event, QKeyEvent):
            return False
        by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        is_submenu = any(action.menu() for action in watched.actions() if action == watched.activeAction())
        if not by or (by > 0 and is_submenu):
            return False
        place = next(place for place, button in enumerate(self.buttons) if button.menu() is watched)
        watched.close()
        self.buttons[(place + by) % len(self.buttons)].showMenu()
        return True

    def _menu(self, title: str, names: Sequence[str]) -> QMenu:
        menu = QMenu(title, self)
        for name in names:
            if name == "recent":
                menu.addMenu(self._recent_menu)
            elif name:
                menu.addAction(self._actions[name])
            else:
                menu.addSeparator()
        return menu

    def _button(self, text: str, explained: str, menu: QMenu | None = None) -> QPushButton:
        button = QPushButton(text)
        button.setToolTip(plain_tooltip(explained))
        button.setProperty("kind", "menu")
        # A click leaves the keyboard where it is, so that Space still plays.
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if menu is not None:
            button.setMenu(menu)
            menu.installEventFilter(self)
        return button

    def _fill_view_menu(self, actions: Actions) -> None:
        for name in self._plots.names:
            shown = self.view_menu.addAction(f"Plot: {self._plots.title(name)}")
            shown.setCheckable(True)
            shown.setChecked(name in self._plots.shown)
            shown.toggled.connect(lambda on, name=name: self._plots.set_visible(name, on))
            self.view_menu.aboutToShow.connect(
                lambda shown=shown, name=name: shown.setChecked(name in self._plots.shown)
            )
        self.view_menu.addSeparator()
        for name in ("map", "fit", "zoom-in", "zoom-out", "theme", "system-theme", "full-screen", "shortcuts"):
            self.view_menu.addAction(actions[name])


def _keys(actions: Actions, name: str) -> str:
    return keys_in_words(actions[name])


WIDEST = 320
"""Pixels of a folder's name."""


class RecentMenu(QMenu):
    """Filled anew whenever it is opened."""

    def __init__(self, scenarios: Scenarios, settings: Settings, parent: QWidget) -> None:
        super().__init__("Open recent", parent)
        self._scenarios, self._settings = scenarios, settings
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """List the files, each with its folder."""
        self.clear()
        metrics = QFontMetrics(self.font())
        for name in self._settings.recent:
            path = Path(name)
            folder = metrics.elidedText(str(path.parent), Qt.TextElideMode.ElideMiddle, WIDEST)
            action = self.addAction(f"{path.name}   {folder}".replace("&", "&&"))
            action.triggered.connect(lambda _checked=False, name=name: self._scenarios.open(Path(name)))
        if self.isEmpty():
            self.addAction("None yet").setEnabled(False)
        else:
            self.addSeparator()
            self.addAction("Clear this list").triggered.connect(self._clear_list)

    def _clear_list(self) -> None:
        self._settings.recent = ()
