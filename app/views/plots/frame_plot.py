"""The picture of a plot below the landscape: it shows frames, in a window or for itself."""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from app.plotting.plot_view import PlotView
from app.plotting.span import Span, grown
from app.plotting.ticks import FindTicks, Room, Tick, decade_ticks, linear_ticks
from app.text.translation import _
from app.theme.application import Theme
from app.views.frame import Frame
from app.views.plots.kinds import PlotKind, PlotValues, position_span, step_limit, step_span, value_limit, value_span
from app.views.plots.lines import KeptLines
from app.views.plots.plot_layer import PlotLayer
from physics.run.run import Run

INSET_PX = 5.0
"""Between the axes and the outermost values, at scale 1, so that neither line nor dot is cut."""
MIN_STEPS = 2.0
"""The shortest span that one can zoom to: the numbers of two steps are on its axis."""
MAX_TICKS, TICK_SPACING_PX = 4, 110.0
"""The most ticks on a short axis; a longer one has more, this distance apart."""
TITLE_LEFT_PX = 12.0


class FramePlot(PlotView):
    """A plot of one kind, with its title above it."""

    def __init__(self, theme: Theme, kind: PlotKind) -> None:
        super().__init__(theme, (_find_ticks(whole=kind.by_step), _find_ticks()))
        self.kind = kind
        self.is_log = False
        """Whether it shows the distance from f* on a logarithmic axis."""
        self.kept_ratio: float | None = None
        """Pixels of kept images per unit; None for those of the screen."""
        self._span: Span | None = None
        """The range of values that the whole plot shows."""
        self._whole: object = None
        """What the spans of the whole plot were made of."""
        self.set_header(self._paint_header)
        self.lines = KeptLines(self.view_box, theme)
        self.layer = PlotLayer(self.view_box, theme, self.lines)

    @property
    def title(self) -> str:
        """The title, translated."""
        return _(self.kind.log_title if self.is_log else self.kind.title)

    def set_log(self, is_log: bool) -> None:
        """Show the distance from f* on a logarithmic axis, or the values themselves."""
        self.is_log = is_log
        self.left_axis.set_ticks(decade_ticks if is_log else _find_ticks())
        self.forget()
        self.renew_header()
        self.view_box.fit((False, True))

    def forget(self) -> None:
        """Draw everything from the start: another run is shown, or other values."""
        self._span = self._whole = None
        self._forget_lines()

    def _forget_lines(self) -> None:
        self.lines.forget()
        self.layer.renew()

    def remove_background(self) -> None:
        super().remove_background()
        self.lines.has_background = False
        self._forget_lines()

    def restyle(self) -> None:
        super().restyle()
        self._forget_lines()

    def show_frame(self, frame: Frame, transient_end: int | None) -> bool:
        """Draw what is new of a frame, within a limit; where the range has to grow, everything.

        `transient_end` is the last step at which something happens, if it is known. False when something is left for
        the next call.
        """
        values = PlotValues(self.kind, frame.run, self.is_log)
        if self._span is None:
            self._span = value_span(self.kind, frame.run, is_log=self.is_log)
        while True:
            self._set_whole(frame.run, self._span, transient_end)
            is_done = self.lines.catch_up(frame, values, self.kept_ratio or self.devicePixelRatioF())
            if self.lines.range is None or self._span.contains(self.lines.range):
                break
            wider = grown(self._span, self.lines.range, value_limit(self.kind, frame.run, is_log=self.is_log))
            if wider == self._span:
                break
            self._span = wider
        self.layer.show_frame(frame, values)
        return is_done

    def _set_whole(self, run: Run, values: Span, transient_end: int | None) -> None:
        box, is_by_step = self.view_box, self.kind.by_step
        across = step_span(run.last, transient_end) if is_by_step else position_span(run)
        transform = box.plot_transform
        whole = across, values, step_limit(run.last), transform.width, transform.height, self._theme.scale
        if whole == self._whole:
            return
        self._whole = whole
        box.always_allowed_length = 2.0 * step_limit(run.last), 0.0
        box.min_length = (MIN_STEPS if is_by_step else 0.0), 0.0
        box.lowest = (0.0 if is_by_step else -math.inf), -math.inf
        scale = self._theme.scale
        box.set_whole(with_inset(across, transform.width, scale), with_inset(values, transform.height, scale))

    def _paint_header(self, painter: QPainter, width: float, height: float) -> None:
        """Paint the title, and a key for the line of the rim where there is room."""
        scale, palette = self._theme.scale, self._theme.palette
        painter.setFont(self._theme.font("small"))
        painter.setPen(palette.muted)
        painter.drawText(QRectF(TITLE_LEFT_PX * scale, 0.0, width, height), Qt.AlignmentFlag.AlignVCenter, self.title)
        left = self.rim_left(width)
        if left is not None:
            painter.setPen(QPen(palette.muted, scale))
            painter.drawLine(QPointF(left - 20.0 * scale, height / 2.0), QPointF(left - 5.0 * scale, height / 2.0))
            painter.drawText(QRectF(left, 0.0, width, height), Qt.AlignmentFlag.AlignVCenter, _("rim"))

    def rim_left(self, width: float) -> float | None:
        """The x of the word in the key for the line of the rim, in a header of this width; None without a key."""
        if not self.kind.has_rim or self.is_log or self.fit_button.isVisible():
            return None
        metrics = QFontMetricsF(self._theme.font("small"))
        left = width - metrics.horizontalAdvance(_("rim"))
        return left if left - 44.0 * self._theme.scale > metrics.horizontalAdvance(self.title) else None


def _find_ticks(*, whole: bool = False) -> FindTicks:
    def find(span: Span, pixels: float, room: Room) -> list[Tick]:
        return linear_ticks(max(MAX_TICKS, int(pixels / TICK_SPACING_PX)), whole=whole)(span, pixels, room)

    return find


def with_inset(span: Span, pixels: float, scale: float) -> Span:
    """The span with room for `INSET_PX` at both ends."""
    inset = INSET_PX * scale
    room = inset * span.length / max(1.0, pixels - 2.0 * inset)
    return Span(span.lo - room, span.hi + room)
