"""The top bar up to its middle: the title, the four ways to a landscape, and the controls of the chosen one."""

from typing import Literal, get_args

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy, QStackedWidget, QWidget

from app.controls.buttons import IconButton, SegmentedControl
from app.controls.elided_label import ElidedLabel
from app.controls.plain_text import plain_tooltip
from app.files.presets import Preset
from app.session.session import Session
from app.text.titles import shown_title
from app.text.translation import N_, _
from app.theme.application import Theme
from app.theme.icons import paint_icon
from app.theme.palette import CONTROL_HEIGHT, RADIUS_SMALL, SPACE
from app.views.editors.formula import FormulaBar
from app.views.editors.gallery import Gallery, GalleryPopover
from app.views.editors.parameters import ParameterBar
from app.views.editors.points import PointsBar
from physics.rules.suggestion import Suggestion

TITLE_WIDTH_PX, MIN_TITLE_WIDTH_PX = 200, 96
"""The same for every title, so that nothing next to it moves when the title changes."""
ARROW_SIZE_PX = 14
CONTROLS_COLUMN = 2


class TitleButton(QAbstractButton):
    """The title with an arrow that points down; a long one is elided and shown in full as a tooltip."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.theme_changed.connect(self.updateGeometry)

    def set_title(self, title: str) -> None:
        """Change the title."""
        self.setText(title)
        self.setAccessibleName(_("{title}: choose another landscape").format(title=title))
        self.setToolTip(plain_tooltip(_("{title}\nChoose another landscape (Ctrl+1)").format(title=title)))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.scaled(TITLE_WIDTH_PX), self._theme.scaled(CONTROL_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.scaled(MIN_TITLE_WIDTH_PX), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        palette, scaled = self._theme.palette, self._theme.scaled
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            frame = QRectF(self.rect()).adjusted(1.0, 1.0, -1.0, -1.0)
            painter.setPen(QPen(palette.focus, 2.0) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(palette.raised if self.underMouse() or self.isDown() else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(frame, RADIUS_SMALL, RADIUS_SMALL)
            font = self._theme.font("title")
            metrics = QFontMetrics(font)
            room = self.width() - scaled(ARROW_SIZE_PX) - 5 * SPACE
            title = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
            painter.setFont(font)
            painter.setPen(palette.ink)
            painter.drawText(self.rect().adjusted(2 * SPACE, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, title)
            side = float(scaled(ARROW_SIZE_PX))
            left = 3.0 * SPACE + metrics.horizontalAdvance(title)
            box = QRectF(left, (self.height() - side) / 2.0 + 1.0, side, side)
            paint_icon(painter, "chevron", box, palette.ink if self.underMouse() else palette.muted)


Mode = Literal["choose", "draw", "points", "formula"]
SEGMENTS = (
    ("choose", N_("Choose"), N_("Choose a landscape from the gallery (Ctrl+1)")),
    ("draw", N_("Draw"), N_("Draw the curve freehand (Ctrl+2)")),
    ("points", N_("Points"), N_("Move, add and remove points of the curve (Ctrl+3)")),
    ("formula", N_("Formula"), N_("Type a formula (Ctrl+4)")),
)


class Pages(QStackedWidget):
    """The controls of each editor, in the room that the title leaves: a long hint does not shrink the title."""

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()


class EditorBar(QWidget):
    """Shows and changes the editor of the landscape; the gallery opens over it and does not change the editor."""

    mode_changed = Signal(str)
    """The person chose draw, points or formula, possibly the current one again."""
    import_wanted = Signal()
    """The person asks for the import of a curve."""

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self._session, self._theme = session, theme
        self._mode: Mode = "formula"
        self.title = TitleButton(theme)
        self.segments = SegmentedControl(
            _("Ways to a landscape"), [(key, _(text), _(tooltip)) for key, text, tooltip in SEGMENTS]
        )
        self.segments.set_choice(self._mode)
        self.formula_bar = FormulaBar(session, theme)
        self.parameters = ParameterBar(session, theme)
        self.points_bar = PointsBar(theme)
        self.import_button = IconButton("import", _("Import a curve from a file"), "Ctrl+I")
        self._pages = Pages()
        self._gallery: GalleryPopover | None = None
        self._grid = QGridLayout(self)
        self._in_row: list[QWidget] = []
        """Everything in the first row but the controls of the chosen editor."""
        self._has_two_rows = False
        self._lay_out()
        self.title.clicked.connect(lambda: self.set_mode("choose"))
        self.segments.chosen.connect(self.set_mode)
        self.import_button.clicked.connect(self.import_wanted)
        session.title_changed.connect(self._show_title)
        self._show_title()

    def add_at_end(self, widget: QWidget) -> None:
        """Put one more widget at the end of the row."""
        self._in_row.append(widget)
        self._grid.addWidget(widget, 0, len(self._in_row))

    @property
    def one_row(self) -> QSize:
        """The least size with everything side by side."""
        controls = self._pages.minimumSizeHint()
        return self._row_size + QSize(controls.width() + self._grid.horizontalSpacing(), 0)

    @property
    def two_rows(self) -> QSize:
        """The least size with the controls of the chosen editor in a second row, and sliders of parameters below."""
        controls, row, sliders = self._pages.minimumSizeHint(), self._row_size, self.parameters.least_size
        heights = [row.height(), controls.height(), *([] if sliders.isEmpty() else [sliders.height()])]
        height = sum(heights) + (len(heights) - 1) * self._grid.verticalSpacing()
        return QSize(max(row.width(), max(controls.width(), sliders.width()) + 3 * SPACE), height)

    @property
    def _row_size(self) -> QSize:
        """The least size of the first row without the controls."""
        sizes = [widget.minimumSizeHint() for widget in self._in_row]
        width = sum(size.width() for size in sizes) + (len(sizes) - 1) * self._grid.horizontalSpacing()
        return QSize(width + 3 * SPACE, max(size.height() for size in sizes))

    def show_tools(self, are_shown: bool) -> None:
        """Show everything but what was added at the end, or nothing of it."""
        for widget in (*self._in_row[:3], self._pages):
            widget.setVisible(are_shown)
        self.parameters.set_wanted(are_shown and self._mode == "formula")

    def fit(self, width: int) -> None:
        """Put the controls of the chosen editor into a second row where one has no room for them."""
        self.parameters.fit(width - 3 * SPACE)
        self.updateGeometry()
        is_on = self.one_row.width() > width
        if is_on != self._has_two_rows:
            self._has_two_rows = is_on
            self._grid.removeWidget(self._pages)
            self._place_controls()

    def _place_controls(self) -> None:
        place = (1, 0, 1, -1) if self._has_two_rows else (0, CONTROLS_COLUMN, 1, 1)
        self._grid.addWidget(self._pages, *place)

    @property
    def mode(self) -> str:
        """The current editor: `draw`, `points` or `formula`."""
        return self._mode

    @property
    def gallery(self) -> GalleryPopover | None:
        """The gallery, while it is open."""
        return self._gallery if self._gallery is not None and self._gallery.isVisible() else None

    def set_mode(self, mode: str) -> None:
        """Choose an editor, or open the gallery. Raises ValueError for another word."""
        if mode not in get_args(Mode):
            raise ValueError(f"there is no way to a landscape called {mode!r}")
        self.segments.set_choice(mode)
        if mode == "choose":
            self._open_gallery()
            return
        self._mode = mode  # type: ignore[assignment]  # checked above, and not "choose"
        self.parameters.set_wanted(mode == "formula")
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
        suggestion = Suggestion(preset.start, preset.eta)
        self._session.choose(preset.landscape, preset.title, suggestion, preset.balls, preset.forcing)

    def _import_from_gallery(self) -> None:
        if self._gallery is not None:
            self._gallery.close()
        self.import_wanted.emit()

    def _show_title(self) -> None:
        self.title.set_title(shown_title(self._session.title))

    def _lay_out(self) -> None:
        draw_page = ElidedLabel(_("Draw over the curve. Hold Ctrl to drag a ball instead."))
        self._page_of = {"draw": draw_page, "points": self.points_bar, "formula": self.formula_bar}
        for page in self._page_of.values():
            self._pages.addWidget(page)
        self._pages.setCurrentWidget(self.formula_bar)
        self._pages.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._grid.setContentsMargins(SPACE, 0, 2 * SPACE, 0)
        self._grid.setHorizontalSpacing(2 * SPACE)
        self._grid.setVerticalSpacing(2 * SPACE)
        self._grid.setColumnStretch(CONTROLS_COLUMN, 1)
        self._in_row = [self.title, self.segments, self.import_button]
        for column, widget in enumerate(self._in_row):
            self._grid.addWidget(widget, 0, column if column < CONTROLS_COLUMN else column + 1)
        self._place_controls()
        self._grid.addWidget(self.parameters, 2, 0, 1, -1)
        self.parameters.set_tab_order_after(self.formula_bar.hi)
