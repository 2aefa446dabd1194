"""The left and the middle of the top bar: the title, the four ways to a landscape, and what the chosen one needs."""

from typing import Literal, get_args

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QWidget

from app.controls.elided_label import ElidedLabel
from app.controls.icon_button import IconButton
from app.controls.segments import SegmentedControl
from app.files.presets import Preset
from app.session.session import Session
from app.theme import SPACE, Theme
from app.views.editors.formula_bar import FormulaBar
from app.views.editors.gallery import Gallery, GalleryPopover
from app.views.editors.points_bar import PointsBar
from app.views.editors.title_button import TitleButton
from physics.suggestion import Suggestion

Mode = Literal["choose", "draw", "points", "formula"]
SEGMENTS = (
    ("choose", "Choose", "Choose a landscape from the gallery (Ctrl+1)"),
    ("draw", "Draw", "Draw the curve freehand (Ctrl+2)"),
    ("points", "Points", "Move, add and remove points of the curve (Ctrl+3)"),
    ("formula", "Formula", "Type a formula (Ctrl+4)"),
)
DRAW_HINT = "Draw over the curve. Hold Ctrl to drag a ball instead."


class Pages(QStackedWidget):
    """What the chosen way needs: it takes the room that the title leaves, so the title does not yield to long hints."""

    def sizeHint(self) -> QSize:
        """No more than is needed."""
        return self.minimumSizeHint()


class EditorBar(QWidget):
    """Shows and changes the way in which the landscape is edited; the gallery opens over it and leaves it as it was."""

    mode_changed = Signal(str)
    """The person chose to draw, to move points, or to type a formula; also when it was chosen already."""
    import_wanted = Signal()
    """The person wants to import a curve."""

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self._session, self._theme = session, theme
        self._mode: Mode = "formula"
        self.title = TitleButton(theme)
        self.segments = SegmentedControl("Ways to a landscape", SEGMENTS)
        self.segments.set_choice(self._mode)
        self.formula_bar = FormulaBar(session, theme)
        self.points_bar = PointsBar(theme)
        self.import_button = IconButton("import", "Import a curve from a file", "Ctrl+I")
        self._pages = Pages()
        self._gallery: GalleryPopover | None = None
        self._lay_out()
        self.title.clicked.connect(lambda: self.set_mode("choose"))
        self.segments.chosen.connect(self.set_mode)
        self.import_button.clicked.connect(self.import_wanted)
        session.title_changed.connect(self._show_title)
        self._show_title()

    @property
    def mode(self) -> str:
        """How the landscape is edited now: `draw`, `points` or `formula`."""
        return self._mode

    @property
    def gallery(self) -> GalleryPopover | None:
        """The gallery, while it is open."""
        return self._gallery if self._gallery is not None and self._gallery.isVisible() else None

    def set_mode(self, mode: str) -> None:
        """Edit the landscape in this way, or open the gallery. Raises ValueError for another word."""
        if mode not in get_args(Mode):
            raise ValueError(f"there is no way to a landscape called {mode!r}")
        self.segments.set_choice(mode)
        if mode == "choose":
            self._open_gallery()
            return
        self._mode = mode  # type: ignore[assignment]  # it is one of the words, and not the one for the gallery
        self._pages.setCurrentWidget(self._page_of[mode])
        self.mode_changed.emit(mode)

    def _open_gallery(self) -> None:
        if self._gallery is None:
            gallery = Gallery(self._theme)
            self._gallery = GalleryPopover(gallery, self)
            gallery.chosen.connect(self._choose)
            gallery.import_wanted.connect(self._import_from_gallery)
            self._gallery.closed.connect(lambda: self.segments.set_choice(self._mode))
        self._gallery.gallery.mark(self._session.landscape.preset)
        self._gallery.open_at(self.title)

    def _choose(self, preset: Preset) -> None:
        if self._gallery is not None:
            self._gallery.close()
        self._session.choose(preset.landscape, preset.title, Suggestion(preset.start, preset.eta))

    def _import_from_gallery(self) -> None:
        if self._gallery is not None:
            self._gallery.close()
        self.import_wanted.emit()

    def _show_title(self) -> None:
        self.title.set_title(self._session.title)

    def _lay_out(self) -> None:
        draw_page = ElidedLabel(DRAW_HINT)
        self._page_of = {"draw": draw_page, "points": self.points_bar, "formula": self.formula_bar}
        for page in self._page_of.values():
            self._pages.addWidget(page)
        self._pages.setCurrentWidget(self.formula_bar)
        self._pages.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE, 0, 2 * SPACE, 0)
        row.setSpacing(3 * SPACE)
        row.addWidget(self.title)
        row.addWidget(self.segments)
        row.addWidget(self._pages, 1)
        row.addWidget(self.import_button)
