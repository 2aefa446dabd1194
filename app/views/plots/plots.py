"""The plots below the landscape: lines that grow with the run, dots at the current step, values under the mouse."""

import numpy as np
from PySide6.QtCore import QEvent, QLineF, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.plotting.axes import INSET_PX, PlotArea, plot_area_within, with_label_room
from app.plotting.hover import Reading, nearest, paint_label
from app.plotting.kept_curves import Levels
from app.plotting.kept_picture import PictureKey, PlotPicture
from app.plotting.kinds import PLOT_KINDS, PlotKind, position_span, value_limit, value_span
from app.plotting.span import Span, grown, step_limit, union, value_text
from app.session.session import Session
from app.text.balls import name_in_run
from app.text.numbers import whole
from app.text.translation import _
from app.theme.application import Theme
from app.theme.palette import SPACE, faded
from app.views.landscape.trails import TRAIL_STEPS
from physics.run.events import barrier_heights
from physics.run.state import ball_parameters

MAX_DOTS = 24
"""With more balls only the selected one has a dot."""
DOT_RADIUS_PX, DOT_RADIUS_SELECTED_PX = 3.0, 4.0
TRAIL_WIDTH_PX = 1.5
VEIL_OPACITY = 0.6
"""Opacity of the veil over steps after the one that is shown."""


class Plot(QWidget):
    """A plot of one kind. It draws what is new when it is painted: once a frame, and only while it is visible."""

    def __init__(self, session: Session, theme: Theme, kind: PlotKind) -> None:
        super().__init__()
        self.kind = kind
        self._session = session
        self._theme = theme
        self._picture: PlotPicture | None = None
        self._span: Span | None = None
        self._reading: Reading | None = None
        self.setAccessibleName(_("Plot: {title}").format(title=_(kind.title)))
        self.setAccessibleDescription(_("One line for each ball; its values are read with the mouse."))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        session.step_changed.connect(self.update)
        session.balls_changed.connect(self.update)
        session.selection_changed.connect(self.update)
        session.landscape_changed.connect(self._include_landscape)
        session.recording_reset.connect(self._reset)
        theme.theme_changed.connect(self._restyle)

    def sizeHint(self) -> QSize:
        # Four of these fit next to each other into a small window.
        return QSize(self._theme.scaled(230), self._theme.scaled(210))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.scaled(140), self._theme.scaled(110))

    @property
    def area(self) -> PlotArea:
        """The rectangle of the lines in the widget's pixels, with the ranges of the axes."""
        run = self._session.run
        if self._span is None:
            self._span = value_span(self.kind, run)
        across = Span(0.0, float(step_limit(run.last))) if self.kind.by_step else position_span(run)
        area = plot_area_within(self.width(), self.height(), self._theme.scale, across, self._span)
        return with_label_room(area, self.width(), self.height(), self._theme)

    @property
    def reading(self) -> Reading | None:
        """The ball and step under the mouse."""
        return self._reading

    def reading_parts(self) -> tuple[str, ...]:
        """The parts of the label at the mouse: the ball's name at that step, the step, and one or two values."""
        if self._reading is None:
            return ()
        ball, step = self._reading
        run = self._session.run
        row = run.recording.row(step)
        symbol = _(self.kind.symbol)
        value = f"{symbol} {value_text(self.kind.value(row)[ball])}"
        values = (value,) if self.kind.by_step else (f"w {value_text(row.w[ball])}", value)
        name = name_in_run(run, ball, ball_parameters(row.rule, row.parameters, ball))
        return (name, _("step {step}").format(step=whole(step)), *values)

    def paintEvent(self, _event: QPaintEvent) -> None:
        picture = self._update_picture()
        with QPainter(self) as painter:
            painter.drawImage(0, 0, picture.lines.image)
            self._paint_cursor(painter, picture.key.area)
            if picture.selected_image is not None:
                # Only where the line can be by now.
                painter.setClipRect(self._drawn_rect(picture.key.area))
                painter.drawImage(0, 0, picture.selected_image.image)
                painter.setClipping(False)
            self._dim_later_steps(painter, picture.key.area)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            # The rim of the dots, which sets them off from the lines.
            painter.setPen(QPen(self._theme.palette.background, 1.0))
            self._paint_dots(painter, picture.key.area)
            self._paint_reading(painter, picture.key.area)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        reading = nearest(self.kind, self.area, self._session.run.recording, event.position())
        if reading != self._reading:
            self._reading = reading
            self.update()

    def leaveEvent(self, _event: QEvent) -> None:
        self._reading = None
        self.update()

    def _reset(self) -> None:
        """The recording was replaced."""
        self._picture = self._span = self._reading = None
        self.update()

    def _restyle(self) -> None:
        """Colours or text sizes have changed."""
        self.updateGeometry()
        self.update()

    def _include_landscape(self) -> None:
        """Also show the whole range of a new landscape."""
        if self._span is not None:
            self._span = union((self._span, value_span(self.kind, self._session.run)))
        self.update()

    def _update_picture(self) -> PlotPicture:
        """The picture with all that is new; a new picture where the range had to grow."""
        picture = self._picture_for(self.area)
        while True:
            is_done = picture.catch_up()
            span = picture.key.area.y
            if span.contains(picture.range):
                break
            self._span = grown(span, picture.range, value_limit(self.kind, self._session.run))
            if self._span == span:
                break
            picture = self._picture_for(self.area)
        ball = self._session.selected
        picture.select(ball if 0 <= ball < len(self._session.styles) else None)
        if not is_done:
            self.update()
        return picture

    def _picture_for(self, area: PlotArea) -> PlotPicture:
        """The kept picture, or a new one if its key has changed."""
        key = PictureKey(
            self._session.run.recording,
            self._session.styles,
            self._theme.palette,
            self._theme.scale,
            self.size(),
            self.devicePixelRatioF(),
            area,
        )
        if self._picture is None or self._picture.key != key:
            self._picture = PlotPicture(self.kind, key, self._theme, self._rims if self.kind.has_rim else None)
        return self._picture

    def _rims(self, ball: int) -> Levels:
        """The heights of the barrier of a ball's valley by step."""
        return lambda begin, stop: barrier_heights(self._session.run, ball, begin, stop)

    def _paint_cursor(self, painter: QPainter, area: PlotArea) -> None:
        """Paint a line at the step that is shown."""
        if self.kind.by_step:
            x = round(area.point(self._session.step, 0.0).x()) + 0.5
            painter.setPen(QPen(self._theme.palette.line_strong, 1.0))
            painter.drawLine(QLineF(x, area.top - INSET_PX, x, area.top + area.height + INSET_PX))

    def _dim_later_steps(self, painter: QPainter, area: PlotArea) -> None:
        """Fade everything after the step that is shown."""
        shown, last = self._session.step, self._session.run.last
        if shown >= last:
            return
        veil = faded(self._theme.palette.background, VEIL_OPACITY)
        if self.kind.by_step:
            left, right = area.point(shown, 0.0).x() + 1.0, area.point(last, 0.0).x() + INSET_PX
            painter.fillRect(QRectF(left, area.top - INSET_PX, right - left, area.height + 2.0 * INSET_PX), veil)
        else:
            painter.fillRect(area.rect.adjusted(-INSET_PX, -INSET_PX, INSET_PX, INSET_PX), veil)
            self._paint_trails(painter, area)

    def _paint_trails(self, painter: QPainter, area: PlotArea) -> None:
        """Paint the last steps of each ball up to the one that is shown, as in the landscape."""
        shown, styles = self._session.step, self._session.styles
        rows = self._session.run.recording.rows(shown - TRAIL_STEPS, shown + 1)
        with np.errstate(all="ignore"):
            across, down = area.across(rows.w), area.down(self.kind.value(rows))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(area.rect.adjusted(-INSET_PX, -INSET_PX, INSET_PX, INSET_PX))
        for ball in range(min(len(styles), MAX_DOTS)):
            seen = np.isfinite(across[:, ball]) & np.isfinite(down[:, ball]) & rows.stepped[:, ball]
            points = [QPointF(x, y) for x, y in zip(across[seen, ball], down[seen, ball], strict=True)]
            painter.setPen(QPen(self._theme.palette.ball_line(styles[ball].colour), TRAIL_WIDTH_PX * self._theme.scale))
            painter.drawPolyline(QPolygonF(points))
        painter.setClipping(False)

    def _drawn_rect(self, area: PlotArea) -> QRect:
        """The part of the area where lines can be by now."""
        inside = area.rect.adjusted(-INSET_PX, -INSET_PX, INSET_PX, INSET_PX)
        if self.kind.by_step:
            inside.setRight(area.point(self._session.run.last, 0.0).x() + INSET_PX)
        return inside.toAlignedRect()

    def _paint_dots(self, painter: QPainter, area: PlotArea) -> None:
        """Paint a dot for each ball at its current values, the selected one's last."""
        status, styles, selected = self._session.run.status, self._session.styles, self._session.selected
        others = [ball for ball in range(len(styles)) if ball != selected] if len(styles) <= MAX_DOTS else []
        with np.errstate(all="ignore"):
            across = area.across(status.steps.astype(np.float64) if self.kind.by_step else status.w)
            down = area.down(self.kind.value(status))
        inside = area.rect.adjusted(-INSET_PX, -INSET_PX, INSET_PX, INSET_PX)
        is_number = np.isfinite(across) & np.isfinite(down)  # Qt takes NaN to be inside any rectangle
        for ball in [*others, *([selected] if 0 <= selected < len(styles) else [])]:
            at = QPointF(across[ball], down[ball])
            if is_number[ball] and inside.contains(at):
                self._paint_dot(painter, at, ball, DOT_RADIUS_SELECTED_PX if ball == selected else DOT_RADIUS_PX)

    def _paint_dot(self, painter: QPainter, at: QPointF, ball: int, radius: float) -> None:
        painter.setBrush(self._theme.palette.ball_line(self._session.styles[ball].colour))
        painter.drawEllipse(at, radius * self._theme.scale, radius * self._theme.scale)

    def _paint_reading(self, painter: QPainter, area: PlotArea) -> None:
        """Paint a dot at the point under the mouse, and its values next to it."""
        if self._reading is None:
            return
        ball, step = self._reading
        row = self._session.run.recording.row(step)
        at = area.point(step if self.kind.by_step else row.w[ball], self.kind.value(row)[ball])
        self._paint_dot(painter, at, ball, DOT_RADIUS_SELECTED_PX)
        paint_label(painter, at, self._reading_lines(), QRectF(self.rect()).adjusted(SPACE, 0, -SPACE, 0), self._theme)

    def _reading_lines(self) -> tuple[str, ...]:
        """The label in one line, or in two where one is too long."""
        metrics = QFontMetricsF(self._theme.font("number_small"))
        name, *others = self.reading_parts()
        room = self.width() - 6 * SPACE
        parts = (metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, 0.5 * room), *others)
        whole = " · ".join(parts)
        if metrics.horizontalAdvance(whole) <= room:
            return (whole,)
        return (" · ".join(parts[:2]), " · ".join(parts[2:]))


class PlotsRow(QWidget):
    """The four plots side by side: f(w), w and energy by step, and Δw against w. Each can be hidden."""

    changed = Signal()
    """A plot was shown or hidden."""

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self._plots = {kind.name: Plot(session, theme, kind) for kind in PLOT_KINDS}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for plot in self._plots.values():
            layout.addWidget(plot, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(_("Plots"))

    @property
    def names(self) -> tuple[str, ...]:
        """The plots' names, for settings: height, position, energy, phase."""
        return tuple(self._plots)

    @property
    def shown(self) -> tuple[str, ...]:
        """Names of the visible plots."""
        return tuple(name for name, plot in self._plots.items() if not plot.isHidden())

    def title(self, name: str) -> str:
        """The title of a plot on the screen. Raises KeyError for an unknown name."""
        return _(self._plots[name].kind.title)

    def plot(self, name: str) -> Plot:
        """One plot. Raises KeyError for an unknown name."""
        return self._plots[name]

    def set_visible(self, name: str, visible: bool) -> None:
        """Show or hide one plot; the row hides itself without any. Raises KeyError for an unknown name."""
        plot = self._plots[name]
        if plot.isHidden() == visible:
            plot.setVisible(visible)
            self.setVisible(bool(self.shown))
            self.changed.emit()
