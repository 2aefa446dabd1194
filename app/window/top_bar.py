"""The bar at the top of the window: the editor of the landscape, and the menus."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.theme.palette import SPACE
from app.views.editors import EditorBar

MARGIN = 2 * SPACE


class TopBar(QFrame):
    """One row, or two where one is too narrow for the controls of the editor, and the sliders of parameters below."""

    def __init__(self, editor_bar: EditorBar, menus: QWidget) -> None:
        super().__init__()
        self.setObjectName("top-bar")
        self._editor_bar = editor_bar
        editor_bar.add_at_end(menus)
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        row.addWidget(editor_bar)

    @property
    def least_size(self) -> QSize:
        """The size of two rows that are no wider than they must be."""
        return self._editor_bar.two_rows + QSize(2 * MARGIN, 2 * MARGIN)

    def fit(self, width: int) -> None:
        """Put the controls of the editor into a second row where one row has no room for them."""
        self._editor_bar.fit(width - 2 * MARGIN)
        self.updateGeometry()  # now: the layouts between would learn of it only later
