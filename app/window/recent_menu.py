"""The menu of the scenarios that were opened or saved last."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QMenu, QWidget

from app.window.scenarios import Scenarios
from app.window.settings import Settings

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
