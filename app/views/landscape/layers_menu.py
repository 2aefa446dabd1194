"""The menu that shows and hides the layers of the landscape, and the button in its corner that opens it."""

from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QMenu, QWidget

from app.controls.buttons import IconButton
from app.session.session import Session
from app.text.layers import LAYER_TITLES
from app.text.translation import _


class LayersMenu(QMenu):
    """One entry for each layer; it stays open while the mouse switches several of them."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(_("Layers of the landscape"), parent)
        self._session = session
        self.entries = {name: self.addAction(_(title)) for name, title in LAYER_TITLES.items()}
        """The actions, by the names of their layers."""
        for name, action in self.entries.items():
            action.setCheckable(True)
            action.toggled.connect(partial(session.show_layer, name))
        self.addSeparator()
        self.clearing = self.addAction(_("Clear the last run"))
        self.clearing.triggered.connect(session.forget_last_run)
        session.layers_changed.connect(self._show_layers)
        self.aboutToShow.connect(self._show_layers)
        self._show_layers()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        for action in self.entries.values():
            if self.actionGeometry(action).contains(at):
                action.toggle()
                return
        super().mouseReleaseEvent(event)

    def _show_layers(self) -> None:
        for name, action in self.entries.items():
            action.setChecked(self._session.shows_layer(name))
        self.clearing.setEnabled(self._session.scene.last_run is not None)


class LayersButton(IconButton):
    """Opens the menu below itself."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__("layers", _("Layers: what is drawn on the landscape"), parent=parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Tab belongs to the tools of the landscape; View has the menu too
        self.menu_of_layers = LayersMenu(session, self)
        self.clicked.connect(self.open_menu)

    def open_menu(self) -> None:
        """Open the menu, its right end below the button's."""
        menu = self.menu_of_layers
        menu.popup(self.mapToGlobal(QPoint(self.width() - menu.sizeHint().width(), self.height())))
