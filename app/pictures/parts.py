"""The painters of a figure's parts: the same plots and cards as in the window, off screen."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from app.panels.step_painting import StepPainting
from app.plotting.drawing import restored
from app.plotting.layer import CallbackLayer
from app.plotting.plot_view import PlotView
from app.plotting.span import Span
from app.prediction.map_computation import MapPicture
from app.prediction.next_step import shown_terms
from app.text.translation import _
from app.theme.application import Theme
from app.views.frame import Frame
from app.views.landscape.landscape_plot import LandscapePlot
from app.views.outcome_map.dots import MapBalls, dots_among, paint_dots
from app.views.outcome_map.legend_painting import HEIGHT_PX, LegendPainting, legend_entries
from app.views.outcome_map.map_plot import MapPlot
from app.views.plots.frame_plot import FramePlot
from app.views.plots.kinds import PlotKind

Spans = tuple[Span | None, Span | None]
"""What is shown of x and y; the whole where it is None."""
MAX_PHASE_POINTS = 20_000
"""Of a plot against w in a figure: a drawing with more lines would be slow to open."""
MAP_HEADER_PX, MAP_SIDE_PX, LEGEND_MARGIN_PX = 32, 16, 4
"""Height of the title above a map, its distance from the side, and what is left free below the legend; at scale 1."""


class PartPainter(ABC):
    """Paints one part of a figure into its box."""

    def __init__(self, theme: Theme, box: QRect) -> None:
        """`box` is in whole pixels of the figure."""
        self.theme, self.box = theme, box

    @abstractmethod
    def show(self, frame: Frame, transient_end: int | None) -> None:
        """Paint this frame from now on; `transient_end` as `app.session.transient` finds it."""

    def finish(self) -> Iterator[None]:
        """Draw in pieces what `show` has left, because it takes long."""
        yield from ()

    @abstractmethod
    def paint(self, painter: QPainter) -> None:
        """Paint, the upper left corner of the box at the painter's origin."""

    def close(self) -> None:  # noqa: B027  # a card has made nothing
        """Drop what it has made."""


class ViewPart(PartPainter):
    """A part that a plot paints, which is never seen itself."""

    def __init__(self, theme: Theme, box: QRect, view: PlotView, has_background: bool) -> None:
        super().__init__(theme, box)
        self._view = view
        for attribute in (Qt.WidgetAttribute.WA_DontShowOnScreen, Qt.WidgetAttribute.WA_ShowWithoutActivating):
            view.setAttribute(attribute)
        view.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        if not has_background:
            view.remove_background()
        self._lay_out(box)

    def _lay_out(self, box: QRect) -> None:
        self._view.setMinimumSize(0, 0)
        self._view.resize(box.size())
        self._view.show()  # lays it out
        self._view.hide()  # it is no window of the program

    def paint(self, painter: QPainter) -> None:
        view = self._view.viewport().rect()
        self._view.render(painter, QRectF(view), view)

    def close(self) -> None:
        self._view.deleteLater()


def _show_spans(view: PlotView, spans: Spans) -> None:
    if spans != (None, None):
        view.view_box.show_part(*spans, is_fitted=False)


class LandscapePart(ViewPart):
    """The landscape with its balls."""

    def __init__(self, theme: Theme, box: QRect, frame: Frame, spans: Spans, has_background: bool) -> None:
        self._plot = LandscapePlot(theme, frame)
        super().__init__(theme, box, self._plot, has_background)
        _show_spans(self._plot, spans)
        self._shown = frame

    def show(self, frame: Frame, transient_end: int | None) -> None:  # noqa: ARG002  # for plots by step
        before, self._shown = self._shown, frame
        others = (frame.run.recording, frame.styles) != (before.run.recording, before.styles)
        self._plot.show_frame(frame, has_other_balls=others or frame is before)


class PlotPart(ViewPart):
    """A plot below the landscape."""

    def __init__(
        self, theme: Theme, box: QRect, kind: PlotKind, spans: Spans, has_background: bool, pixel_ratio: float
    ) -> None:
        self._plot = FramePlot(theme, kind)
        self._plot.kept_ratio = pixel_ratio
        self._plot.lines.max_phase_points = MAX_PHASE_POINTS
        self._shown: tuple[Frame, int | None] | None = None
        self._is_done = True
        self._spans = spans
        super().__init__(theme, box, self._plot, has_background)

    def set_log(self, is_log: bool) -> None:
        """Show the distance from f* on a logarithmic axis, if the plot has one."""
        if is_log and self._plot.kind.log_title:
            self._plot.set_log(True)

    def show(self, frame: Frame, transient_end: int | None) -> None:
        self._shown = frame, transient_end
        self._is_done = self._plot.show_frame(frame, transient_end)
        if self._spans != (None, None):
            _show_spans(self._plot, self._spans)
            self._is_done = self._plot.show_frame(frame, transient_end)
        self._plot.layer.renew()

    def finish(self) -> Iterator[None]:
        while not self._is_done and self._shown is not None:
            self._is_done = self._plot.show_frame(*self._shown)
            yield


class StepPart(PartPainter):
    """The card of one step of the selected ball."""

    _card: StepPainting
    """Of the frame that is shown."""

    def show(self, frame: Frame, transient_end: int | None) -> None:  # noqa: ARG002  # for plots by step
        is_slow = frame.moment is not None
        terms = shown_terms(frame.run, frame.selected, is_playing=frame.is_moving, is_slow=is_slow)
        self._card = StepPainting(self.theme, terms, frame.moment, QSizeF(self.box.size()))

    def paint(self, painter: QPainter) -> None:
        self._card.paint(painter)


class MapContent(NamedTuple):
    """An outcome map, as far as it is known, with balls on it."""

    picture: MapPicture
    balls: MapBalls | None
    others: str
    """What is on no axis, with its values: η 0.05."""


class MapPart(ViewPart):
    """An outcome map with its title, its axes and its legend."""

    def __init__(self, theme: Theme, box: QRect, content: MapContent, has_background: bool) -> None:
        self._plot = MapPlot(theme)
        self._content = content
        self._header, self._legend = theme.scaled(MAP_HEADER_PX), theme.scaled(HEIGHT_PX)
        super().__init__(theme, box, self._plot, has_background)
        if has_background:
            self._plot.setBackground(theme.palette.background)
        CallbackLayer(self._plot.view_box, self._paint_balls)
        grid = content.picture.grid
        self._plot.show_axes(grid, (grid.x, grid.y), is_fitted=True)
        self._plot.show_picture(content.picture, self._plot.axes_of(grid))

    def _lay_out(self, box: QRect) -> None:
        super()._lay_out(box.adjusted(0, self._header, 0, -self._legend - self.theme.scaled(LEGEND_MARGIN_PX)))

    def show(self, frame: Frame, transient_end: int | None) -> None:
        pass  # a map does not depend on the step

    def paint(self, painter: QPainter) -> None:
        self._paint_title(painter)
        with restored(painter):
            painter.translate(0, self._header)
            super().paint(painter)
        with restored(painter):
            painter.translate(0, self.box.height() - self._legend - self.theme.scaled(LEGEND_MARGIN_PX))
            entries = legend_entries(self._content.picture)
            LegendPainting(self.theme, entries, QSizeF(self.box.width(), self._legend)).paint(painter)

    def _paint_title(self, painter: QPainter) -> None:
        side, font, palette = self.theme.scaled(MAP_SIDE_PX), self.theme.font("heading"), self.theme.palette
        room = QRectF(side, 0.0, self.box.width() - 2.0 * side, self._header)
        title = _("Where does it end?")
        painter.setFont(font)
        painter.setPen(palette.ink)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, title)
        small = self.theme.font("small")
        left = room.left() + QFontMetricsF(font).horizontalAdvance(title) + side
        others = QFontMetricsF(small).elidedText(
            self._content.others, Qt.TextElideMode.ElideRight, max(0.0, room.right() - left)
        )
        painter.setFont(small)
        painter.setPen(palette.muted)
        width = QFontMetricsF(small).horizontalAdvance(others)
        baseline = 0.5 * (self._header + QFontMetricsF(small).capHeight())
        painter.drawText(QPointF(room.right() - width, baseline), others)

    def _paint_balls(self, painter: QPainter) -> None:
        if self._content.balls is not None:
            axes = self._plot.axes_of(self._content.picture.grid)
            paint_dots(painter, dots_among(self._content.balls, *axes), self.theme)
