"""The menus at the right of the top bar, and the key that opens them."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QAction, QFontMetrics, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from app.controls.buttons import IconButton
from app.controls.plain_text import plain_tooltip
from app.text.commands import with_keys
from app.text.translation import _
from app.views.plots.plots import PlotsRow
from app.window.commands import Actions, native_keys
from app.window.scenarios import Scenarios
from app.window.settings import Settings

FILE = (
    *("new", "open", "recent", "save", "save-as", ""),
    *("copy-link", ""),
    *("import", "export", "export-map", ""),
    *("save-picture", "save-film", "copy-picture", "copy-window", ""),
    "quit",
)
EDIT = ("undo", "redo", "", "paste", "", "title")
VIEW = (
    *("learn", "map", "table", "side-panel", "fit", "zoom-in", "zoom-out", ""),
    *("larger-text", "smaller-text", "usual-text", ""),
    *("theme", "system-theme", "", "presentation", "pointer-trail", "full-screen", "shortcuts"),
)
"""Names of commands; an empty one is a separator, `recent` the list of recent files."""
FOLDER_WIDTH = 320
"""Pixels for the folder of a recent file."""


class MenuButtons(QWidget):
    """File, Edit and View, the keys, and the switch between dark and light."""

    def __init__(
        self,
        actions: Actions,
        plots: PlotsRow,
        layers_menu: QMenu,
        recent_menu: QMenu,
        states: Mapping[str, Callable[[], bool]],
    ) -> None:
        """`states` tells of commands, by name, whether what they switch is on: those have a check mark."""
        super().__init__()
        self._plots = plots
        self.file_menu, self.edit_menu, self.view_menu = (
            QMenu(title, self) for title in (_("File"), _("Edit"), _("View"))
        )
        _fill(self.file_menu, FILE, actions, recent_menu)
        _fill(self.edit_menu, EDIT, actions, recent_menu)
        self._add_plots()
        self.view_menu.addMenu(layers_menu)
        _fill(self.view_menu, VIEW, actions, recent_menu)
        for name, is_on in states.items():
            self._check(actions[name], is_on)
        self.buttons = [
            self._button(_("&File"), _("Open, save, share and export"), self.file_menu),
            self._button(_("&Edit"), _("Undo, redo and paste"), self.edit_menu),
            self._button(_("&View"), _("Plots, layers, zoom, text size, dark or light, presentation"), self.view_menu),
        ]
        learn = self._button(_("&Learn"), with_keys(_("Lessons and challenges"), native_keys(actions["learn"])))
        learn.clicked.connect(actions["learn"].trigger)
        keys = self._button("?", with_keys(_("Help: keys and words"), native_keys(actions["shortcuts"])))
        keys.setAccessibleName(_("Help"))
        keys.clicked.connect(actions["shortcuts"].trigger)
        theme_button = IconButton("theme", _("Dark or light"), actions["theme"].shortcut())
        theme_button.clicked.connect(actions["theme"].trigger)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for button in (*self.buttons, learn, keys, theme_button):
            row.addWidget(button)

    def open(self) -> None:
        """Open the first menu."""
        self._show(0)

    def open_by_letter(self, event: QKeyEvent) -> bool:
        """Open the menu whose letter is pressed with Alt, where its button is hidden; False when there is none."""
        keys = QKeySequence(event.keyCombination())
        for index, button in enumerate(self.buttons):
            if not button.isVisible() and QKeySequence.mnemonic(button.text()) == keys:
                self._show(index)
                return True
        return False

    def _show(self, index: int) -> None:
        """Open a menu below its button, or in the corner of the window while that is hidden."""
        button = self.buttons[index]
        if button.isVisible():
            button.showMenu()
        else:
            button.menu().popup(self.window().mapToGlobal(QPoint()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Left and Right go from menu to menu, as in a menu bar; on a submenu's entry Right opens the submenu.
        if event.type() != QEvent.Type.KeyPress or not isinstance(watched, QMenu) or not isinstance(event, QKeyEvent):
            return False
        by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        is_submenu = any(action.menu() for action in watched.actions() if action == watched.activeAction())
        if not by or (by > 0 and is_submenu):
            return False
        index = next(index for index, button in enumerate(self.buttons) if button.menu() is watched)
        watched.close()
        self._show((index + by) % len(self.buttons))
        return True

    def _button(self, text: str, tooltip: str, menu: QMenu | None = None) -> QPushButton:
        button = QPushButton(text)
        button.setToolTip(plain_tooltip(tooltip))
        button.setProperty("kind", "menu")
        # A click leaves the keyboard focus where it is, so that Space still plays.
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if menu is not None:
            button.setMenu(menu)
            menu.installEventFilter(self)
        return button

    def _check(self, action: QAction, is_on: Callable[[], bool]) -> None:
        """Give an action of the view menu a check mark, as is so whenever the menu opens."""
        action.setCheckable(True)
        self.view_menu.aboutToShow.connect(lambda: action.setChecked(is_on()))

    def _add_plots(self) -> None:
        for name in self._plots.names:
            action = self.view_menu.addAction(_("Plot: {title}").format(title=self._plots.title(name)))
            action.setCheckable(True)
            action.setChecked(name in self._plots.shown)
            action.toggled.connect(lambda on, name=name: self._plots.set_visible(name, on))
            self.view_menu.aboutToShow.connect(
                lambda action=action, name=name: action.setChecked(name in self._plots.shown)
            )
        self.view_menu.addSeparator()


class AltKey(QObject):
    """Opens the first menu when Alt is let go that was pressed alone, without another key or window in between."""

    def __init__(self, window: QWidget, menus: MenuButtons) -> None:
        super().__init__(window)
        self._menus = menus
        self._is_alone = False
        window.installEventFilter(self)

    def eventFilter(self, _window: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._is_alone = event.key() == Qt.Key.Key_Alt and event.modifiers() == Qt.KeyboardModifier.AltModifier
        elif event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.ActivationChange):
            self._is_alone = False  # a key of a shortcut comes as no key press
        elif event.type() == QEvent.Type.KeyRelease and isinstance(event, QKeyEvent):
            is_released, self._is_alone = self._is_alone and event.key() == Qt.Key.Key_Alt, False
            if is_released:
                self._menus.open()
            return is_released
        return False


def _fill(menu: QMenu, names: Sequence[str], actions: Actions, recent_menu: QMenu) -> None:
    for name in names:
        if name == "recent":
            menu.addMenu(recent_menu)
        elif name:
            menu.addAction(actions[name])
        else:
            menu.addSeparator()


class RecentMenu(QMenu):
    """The scenarios that were opened or saved last; filled each time it opens."""

    def __init__(self, scenarios: Scenarios, settings: Settings, parent: QWidget) -> None:
        super().__init__(_("Open recent"), parent)
        self._scenarios, self._settings = scenarios, settings
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """List the files, each with its folder."""
        self.clear()
        metrics = QFontMetrics(self.font())
        for name in self._settings.recent:
            path = Path(name)
            folder = metrics.elidedText(str(path.parent), Qt.TextElideMode.ElideMiddle, FOLDER_WIDTH)
            action = self.addAction(f"{path.name}   {folder}".replace("&", "&&"))
            action.triggered.connect(lambda _checked=False, name=name: self._scenarios.open(Path(name)))
        if self.isEmpty():
            self.addAction(_("None yet")).setEnabled(False)
        else:
            self.addSeparator()
            self.addAction(_("Clear this list")).triggered.connect(self._clear_list)

    def _clear_list(self) -> None:
        self._settings.recent = ()
