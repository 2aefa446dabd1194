"""The menus at the right of the top bar."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from app.controls.icon_button import IconButton
from app.views.plots import PlotsRow
from app.window.actions import Actions, keys_in_words


class MenuButtons(QWidget):
    """Edit, Export, View and Help, and the switch between dark and light."""

    def __init__(self, actions: Actions, plots: PlotsRow) -> None:
        super().__init__()
        self._plots = plots
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.edit_menu = QMenu("Edit", self)
        for name in ("undo", "redo"):
            self.edit_menu.addAction(actions[name])
        edit = QPushButton("Edit")
        edit.setToolTip("Undo and redo")
        edit.setMenu(self.edit_menu)
        self.export_menu = QMenu("Export", self)
        for name in ("export", "export-map", "copy-picture"):
            self.export_menu.addAction(actions[name])
        export = QPushButton("Export")
        export.setToolTip("The trajectories as CSV, the outcome map, or a picture")
        export.setMenu(self.export_menu)
        self.view_menu = QMenu("View", self)
        self._fill_view_menu(actions)
        view = QPushButton("View")
        view.setToolTip("Plots, zoom, dark or light, full screen")
        view.setMenu(self.view_menu)
        switch = IconButton("theme", "Dark or light", actions["theme"].shortcut())
        switch.clicked.connect(actions["theme"].trigger)
        keys = QPushButton("?")
        keys.setToolTip(f"Keyboard and mouse ({_keys(actions, 'shortcuts')})")
        keys.setAccessibleName("Keyboard and mouse")
        keys.clicked.connect(actions["shortcuts"].trigger)
        for button in (edit, export, view, keys, switch):
            if isinstance(button, QPushButton):
                button.setProperty("kind", "quiet")
                # A click leaves the keyboard where it is, so that Space still plays.
                button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(button)

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
