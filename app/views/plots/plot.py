"""One plot below the landscape, with what mouse, keys and its menu do."""

import math
from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QMenu, QSizePolicy

from app.controls.terms import TermSpot, join_spots
from app.plotting.layer import is_painted
from app.plotting.plot_view import HEADER_HEIGHT_PX, MARGIN_RIGHT_PX, WITH_OTHER_KEYS
from app.plotting.span import Span, union
from app.session.session import Session
from app.text.glossary import GLOSSARY
from app.text.numbers import whole
from app.text.translation import _
from app.theme.application import Theme
from app.views.frame import frame_of_session, shown_balls
from app.views.plots.frame_plot import TITLE_LEFT_PX, FramePlot, with_inset
from app.views.plots.kinds import PlotKind, PlotValues, step_limit, value_span
from app.views.plots.plot_layer import cursor_x, reading_parts
from app.views.plots.reading import Reading, moved_reading, nearest
from app.views.plots.table import TooManyValues, table_of

CURSOR_GRAB_PX = 5.0
"""From the mouse to the cursor line that it can drag."""
KEY_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageUp: -10, Qt.Key.Key_PageDown: 10}
KEY_BALLS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class Plot(FramePlot):
    """A plot of the session. It draws what is new when it is painted: once a frame, and only while it is visible."""

    large_wanted = Signal()
    """The person asks for this plot alone, or for all of them again."""

    def __init__(self, session: Session, theme: Theme, kind: PlotKind) -> None:
        super().__init__(theme, kind)
        self.is_large = False
        self._session = session
        self._step_before_click = 0
        self._cursor = math.inf
        """Pixels from the left of the cursor when the step changed last."""
        self._has_failed = False
        """Whether drawing has failed: it is tried again at the next change."""
        self.setAccessibleName(_("Plot: {title}").format(title=_(kind.title)))
        self._describe()
        self.title_spot, self.rim_spot = (TermSpot(GLOSSARY[term], self.viewport()) for term in (kind.term, "rim"))
        self._place_spots()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click takes no focus: the arrow keys still step
        self.view_box.drag_handler = self._drag_cursor
        self.view_box.clicked.connect(self._on_clicked)
        for signal in (self.view_box.sigRangeChanged, self.view_box.sigResized):
            signal.connect(self._retry)
        session.step_changed.connect(self._on_step_changed)
        for signal in (session.balls_changed, session.selection_changed, session.layers_changed):
            signal.connect(self._on_changed)
        session.landscape_changed.connect(self._include_landscape)
        session.recording_reset.connect(self._reset)
        session.landscape_replaced.connect(self.fit)

    def sizeHint(self) -> QSize:
        # Four of these fit next to each other into a small window.
        return QSize(self._theme.scaled(230), self._theme.scaled(210))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.scaled(140), self._theme.scaled(110))

    # What is shown.

    @property
    def values(self) -> PlotValues:
        """Reads the values of the plot."""
        return PlotValues(self.kind, self._session.run, self.is_log)

    @property
    def reading(self) -> Reading | None:
        """The ball and step under the mouse, or where keys have moved the reading."""
        return self.layer.reading

    def reading_parts(self) -> tuple[str, ...]:
        """The parts of the label: the ball's name at that step, the step, and one or two values."""
        return () if self.reading is None else reading_parts(self.values, self.reading)

    def set_log(self, is_log: bool) -> None:
        super().set_log(is_log)
        self._reset()
        self._place_spots()

    def _retry(self, *_: object) -> None:
        self._has_failed = False

    def _on_changed(self) -> None:
        self._has_failed = False
        self.layer.renew()

    def _on_step_changed(self) -> None:
        """While steps are recorded only what is near the cursor changes."""
        self._has_failed = False
        run, before = self._session.run, self._cursor
        self._cursor = cursor_x(run, self.view_box.plot_transform)
        if self.kind.by_step and run.step == run.last and before <= self._cursor and self.reading is None:
            self.layer.paint_between(before, self._cursor)
        else:
            self._on_changed()

    def _reset(self) -> None:
        """The recording was replaced."""
        self.forget()
        self._read(None)
        self._on_changed()

    def restyle(self) -> None:
        super().restyle()
        self._has_failed = False
        self._place_spots()
        self.updateGeometry()

    def _include_landscape(self) -> None:
        """Also show the whole range of a new landscape."""
        if self._span is not None:
            self._span = union((self._span, value_span(self.kind, self._session.run, is_log=self.is_log)))
        self._on_changed()

    def prepare(self) -> None:
        # The lines stay away after an error, until a change.
        if not self._has_failed:
            self._has_failed = not is_painted(self._draw_new)
            if self._has_failed:
                self.lines.forget()

    def _draw_new(self) -> None:
        if not self.show_frame(frame_of_session(self._session), self._session.transient.find_end()):
            self.layer.request_paint()

    def _place_spots(self) -> None:
        """Explain the title, and the word in the key for the line of the rim."""
        scale, metrics = self._theme.scale, QFontMetricsF(self._theme.font("small"))
        top = 0.5 * (HEADER_HEIGHT_PX * scale - metrics.height())
        places = {self.title_spot: (TITLE_LEFT_PX * scale, self.title)}
        left = self.rim_left(self.width() - MARGIN_RIGHT_PX * scale)
        if left is not None:
            places[self.rim_spot] = left, _("rim")
        for spot in (self.title_spot, self.rim_spot):
            spot.setVisible(spot in places)
        for spot, (x, text) in places.items():
            spot.cover(QRectF(x, top, metrics.horizontalAdvance(text), metrics.height()))
        join_spots(list(places))

    def show_fit_button(self) -> None:
        super().show_fit_button()
        self._place_spots()
        self.renew_header()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        if event is not None:  # pyqtgraph calls it itself before everything is made
            self._place_spots()

    # Mouse.

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if event.buttons():
            return
        at = self.in_box(event.position())
        is_inside = self.view_box.rect().contains(at)
        balls = shown_balls(self._session.styles)
        self._read(nearest(self.values, self.view_box.plot_transform, at, balls) if is_inside else None)
        can_drag = is_inside and self._is_on_cursor(at)
        self.setCursor(Qt.CursorShape.SplitHCursor if can_drag else Qt.CursorShape.ArrowCursor)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._read(None)

    def _read(self, reading: Reading | None) -> None:
        if reading != self.layer.reading:
            self.layer.reading = reading
            self._describe()
            self.layer.request_paint()

    def _is_on_cursor(self, at: QPointF) -> bool:
        run, transform = self._session.run, self.view_box.plot_transform
        is_shown = self.kind.by_step and 0.0 <= transform.x(float(run.step)) <= transform.width
        return is_shown and abs(at.x() - cursor_x(run, transform)) <= CURSOR_GRAB_PX

    def _drag_cursor(self, event: Any) -> bool:
        """Show the step under the mouse while the cursor line is dragged."""
        is_left = event.button() == Qt.MouseButton.LeftButton
        if event.isStart() and not (is_left and self._is_on_cursor(self._point_of(event.buttonDownScenePos()))):
            return False
        if event.isStart():
            self._session.pause()
        self._session.seek(self._step_at(self._point_of(event.scenePos())))
        return True

    def _on_clicked(self, event: Any) -> None:
        """On an axis, too, whose clicks pyqtgraph hands to the view box; these seek nothing."""
        at = self._point_of(event.scenePos())
        is_inside = self.view_box.rect().contains(at)
        match event.button():
            case Qt.MouseButton.RightButton:
                self.open_menu(self.in_widget(at))
            case Qt.MouseButton.LeftButton if event.double():
                if is_inside:
                    self._session.seek(self._step_before_click)
                self.fit()
            case Qt.MouseButton.LeftButton if is_inside:
                self._step_before_click = self._session.step
                if self.kind.by_step:
                    self._session.seek(self._step_at(at))
                elif self.reading is not None:
                    self._session.seek(self.reading.step)

    def _point_of(self, scene_position: QPointF) -> QPointF:
        """A point of the scene in pixels of the view box."""
        return QPointF(self.view_box.mapFromScene(scene_position))

    def _step_at(self, at: QPointF) -> int:
        return round(min(max(self.view_box.plot_transform.x_at(at.x()), 0.0), float(self._session.run.last)))

    # Keys.

    def uses_key(self, event: QKeyEvent) -> bool:
        return super().uses_key(event) or self._is_for_reading(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, reading = Qt.Key(event.key()), self.reading
        if not self._is_for_reading(event):
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Return and reading is not None:
            self._session.seek(reading.step)
        elif key == Qt.Key.Key_Escape:
            self._read(None)
        else:
            self._move_reading(KEY_STEPS.get(key, 0), KEY_BALLS.get(key, 0))

    def _is_for_reading(self, event: QKeyEvent) -> bool:
        is_move = event.key() in (*KEY_STEPS, *KEY_BALLS)
        is_of_reading = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Escape) and self.reading is not None
        return (is_move or is_of_reading) and not event.modifiers() & WITH_OTHER_KEYS

    def _move_reading(self, steps: int, balls: int) -> None:
        """Read the next step or the next ball; at first the selected ball at the step that is shown."""
        run, shown, reading = self._session.run, shown_balls(self._session.styles), self.reading
        if not shown:
            return
        if reading is None or reading.ball not in shown:
            selected = self._session.selected
            self._read(moved_reading(run, selected if selected in shown else shown[0], run.step))
        else:
            ball = shown[(shown.index(reading.ball) + balls) % len(shown)]
            self._read(moved_reading(run, ball, reading.step, steps))

    def _describe(self) -> None:
        """Say the values that are read to a screen reader."""
        parts = self.reading_parts()
        text = _("One line for each ball. Arrow keys read values, Return shows the step.")
        self.setAccessibleDescription(" · ".join(parts) if parts else text)

    # Menu.

    def fill_menu(self, menu: QMenu, at: QPointF) -> None:
        menu.addAction(_("Copy data")).triggered.connect(self.copy_data)
        super().fill_menu(menu, at)
        if self.kind.by_step:
            menu.addAction(_("Fit all steps")).triggered.connect(self.fit_all_steps)
        if self.kind.log_title:
            action = menu.addAction(_("Logarithmic distance from f*"))
            action.setCheckable(True)
            action.setChecked(self.is_log)
            action.toggled.connect(self.set_log)
        menu.addSeparator()
        text = _("Show all plots") if self.is_large else _("Show only this plot, large")
        menu.addAction(text).triggered.connect(self.large_wanted)

    def show_steps(self, steps: Span, *, is_fitted: bool) -> None:
        """Show the same steps as a plot beside this one."""
        self.view_box.show_part(steps, None, is_fitted=is_fitted)
        self.show_fit_button()

    def fit_all_steps(self) -> None:
        """Show every recorded step, also those after the last ball has come to rest."""
        every = with_inset(
            Span(0.0, float(step_limit(self._session.run.last))), self.view_box.width(), self._theme.scale
        )
        if self.view_box.whole[0].contains(every):
            self.view_box.fit((True, False))
        else:
            self.view_box.set_by_hand([every, None])

    def copy_data(self) -> None:
        """Put the values of the steps that are shown on the clipboard, for a spreadsheet."""
        run, balls = self._session.run, shown_balls(self._session.styles)
        first, last = run.recording.first, run.last
        if not balls:
            self._session.message.emit(_("Nothing was copied: no ball is shown."))
            return
        if self.kind.by_step:
            shown = self.view_box.spans[0]
            first, last = max(first, round(shown.lo)), min(last, round(shown.hi))
        if first > last:
            self._session.message.emit(_("Nothing was copied: no recorded step is in view."))
            return
        try:
            text = table_of(self.values, first, last, balls)
        except TooManyValues as refusal:
            message = _("{count} values are too many for the clipboard: zoom in, or export a CSV file.")
            self._session.message.emit(message.format(count=whole(refusal.count)))
            return
        QApplication.clipboard().setText(text)
        message = _("Steps {first} to {last} of {count} are on the clipboard.")
        self._session.message.emit(message.format(first=whole(first), last=whole(last), count=whole(run.last)))
