"""The view of the landscape with its balls, and its mouse and keys."""

from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QToolTip

from app.controls.event_filter import EventFilter
from app.controls.popover import Popover
from app.plotting.label_layout import Box
from app.prediction.ghost import GhostRun
from app.prediction.thresholds import ThresholdSummary
from app.session.session import Session
from app.text.numbers import number, whole
from app.text.titles import shown_title
from app.text.translation import _, ngettext
from app.theme.application import Theme
from app.views.frame import Frame, energy_text, frame_of_session
from app.views.landscape.dragging import BallDragController
from app.views.landscape.explained_words import ExplainedWords
from app.views.landscape.explanation import explanation, open_explanation, words_at, words_place
from app.views.landscape.foreground import Foreground
from app.views.landscape.landscape_plot import LandscapePlot
from app.views.landscape.readout import paint_readout
from app.views.landscape.threshold_text import ThresholdText
from app.views.landscape.tool import Tool
from app.views.landscape.trails import GhostTrail
from physics.landscape.features import Features
from physics.run.ball import START

MIN_SIZE_PX = (240, 140)
"""At scale 1."""


class LandscapeView(LandscapePlot):
    """Shows the session's landscape and balls; offers mouse and keys to a tool, and presses to the balls."""

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__(theme, frame_of_session(session))
        self._session = session
        self._tool: Tool | None = None
        self._tool_has_mouse = False
        self._button = Qt.MouseButton.NoButton
        self._energy_text = energy_text(session.run, session.selected)
        self._mouse_w: float | None = None
        """Where the mouse is, while it holds nothing."""
        for axis in (self.bottom_axis, self.left_axis):  # what is below them is painted in each frame
            axis.setCacheMode(axis.CacheMode.DeviceCoordinateCache)
        self._ghost: GhostTrail | None = None
        self.threshold_text: ThresholdText | None = None
        self.explained_words = ExplainedWords(self, theme)
        self.foreground = Foreground(session, theme, self)
        self.foreground.changed.connect(self._on_foreground_changed)
        self._place_fit_button()
        self._drag_controller = BallDragController(session, self.balls)
        self.view_box.clicked.connect(self._on_clicked)
        self._accept_input()
        self._describe()
        self._listen()
        self._show_session()

    def _accept_input(self) -> None:
        """Accept keys and all mouse moves; leave dropped files to the window."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for widget in (self, self.viewport()):
            widget.setAcceptDrops(False)
            widget.setMouseTracking(True)
        EventFilter(self.viewport(), on_tooltip=self._show_tooltip)

    def _listen(self) -> None:
        session = self._session
        session.landscape_replaced.connect(self._on_landscape_replaced)
        session.landscape_changed.connect(self._on_balls_changed)
        session.balls_changed.connect(self._on_balls_changed)
        session.parameters_changed.connect(self._on_balls_changed)
        session.recording_reset.connect(self._on_balls_changed)
        session.selection_changed.connect(self._show_session)
        session.step_changed.connect(self._move)
        session.playback.frame_due.connect(self._move)
        session.slow_motion.changed.connect(self._move)
        session.texts_due.connect(self._on_texts_due)
        session.title_changed.connect(self._describe)
        session.layers_changed.connect(self._on_layers_changed)

    def show_predictions(self, threshold_summary: ThresholdSummary, ghost_run: GhostRun) -> None:
        """Show the ghost run and the sentence on thresholds from now on."""
        self._ghost = GhostTrail(ghost_run, self._theme, self.ground)
        self.threshold_text = ThresholdText(threshold_summary, ghost_run, self._theme, self.ground)
        self.ground.further_obstacles = self._obstacles
        for signal in (ghost_run.changed, threshold_summary.changed):
            signal.connect(self.balls.move)
        self._on_layers_changed()

    def _obstacles(self) -> tuple[Box, ...]:
        """Boxes that names keep clear of: the sentence, the notices, the button in the corner."""
        boxes = () if self.threshold_text is None else self.threshold_text.boxes
        return *boxes, *self.foreground.boxes

    # What is shown.

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.scaled(MIN_SIZE_PX[0]), self._theme.scaled(MIN_SIZE_PX[1]))

    @property
    def visible_heights(self) -> tuple[float, float]:
        """The lowest and the highest f that are drawn."""
        return self.plot_transform.y_span

    @property
    def visible_positions(self) -> tuple[float, float]:
        """The least and the greatest w that are drawn."""
        return self.plot_transform.x_span

    def freeze_range(self, frozen: bool) -> None:
        """Keep the range while the curve is edited; afterwards a curve that was fitted is fitted again."""
        self.view_box.is_frozen = frozen
        if not frozen:
            self._fit_whole()

    def zoom(self, factor: float) -> None:
        """Show `factor` times as much around the middle."""
        self.view_box.zoom(factor)

    def _show_session(self) -> None:
        """Show the session as it is now, whatever has changed."""
        self.show_frame(frame_of_session(self._session, self._energy_text))

    def _move(self) -> None:
        """Only time has moved."""
        self.show_frame(frame_of_session(self._session, self._energy_text), has_other_balls=False)

    def show_frame(self, frame: Frame, *, has_other_balls: bool = True) -> None:
        super().show_frame(frame, has_other_balls=has_other_balls)
        self.explained_words.place_caption()

    def _on_landscape_replaced(self) -> None:
        """Show the whole of a landscape that was chosen."""
        self._show_session()
        self.fit()

    def _on_layers_changed(self) -> None:
        if self.threshold_text is not None:
            self.threshold_text.has_summary = "predictions" not in self._session.hidden_layers
        self._show_session()

    def _on_texts_due(self) -> None:
        self._energy_text = energy_text(self._session.run, self._session.selected)
        self.foreground.rerun_hint.show()
        self._move()

    def _on_balls_changed(self) -> None:
        self._show_session()
        self._describe()

    def _describe(self) -> None:
        features, balls = self._session.landscape.features, len(self._session.run.balls)
        valleys = ngettext("{count} valley", "{count} valleys", features.valley_count)
        description = _("{title}: {valleys}, {lowest}; {balls}.").format(
            title=shown_title(self._session.title),
            valleys=valleys.format(count=whole(features.valley_count)),
            lowest=_lowest(features),
            balls=ngettext("{count} ball", "{count} balls", balls).format(count=whole(balls)),
        )
        self.setAccessibleName(_("Landscape"))
        self.setAccessibleDescription(description)

    # What lies in front.

    def _place_fit_button(self) -> None:
        corner = self.foreground.place()
        self.fit_button.adjustSize()
        self.fit_button.move(corner.x() - self.fit_button.width(), corner.y())

    def _on_foreground_changed(self) -> None:
        if self.threshold_text is not None:
            self.threshold_text.top = self.foreground.top
        self.balls.move()

    def explain(self) -> Popover | None:
        """Say how it is known whether the selected ball can get out; None if there is nothing to say."""
        return open_explanation(self._session, self._theme, self, words_place(self.selected_ball.overlay))

    # The tool.

    def set_tool(self, tool: Tool | None) -> None:
        """Offer mouse and keys to a tool, or to none."""
        self._cancel_gesture()
        self._tool = tool
        self.request_overlay_update()

    def paint_behind(self, painter: QPainter) -> None:
        if self._ghost is not None:
            self._ghost.paint(painter)
        super().paint_behind(painter)

    def paint_in_front(self, painter: QPainter) -> None:
        super().paint_in_front(painter)
        if self.threshold_text is not None:
            self.threshold_text.paint(painter)
        if self._mouse_w is not None:
            paint_readout(painter, self._session.landscape, self._mouse_w, self.ground, self._theme)
        if self._tool is not None:
            self._tool.paint(painter)

    def picture(self) -> QPixmap:
        """What is shown, without what is there only for mouse and keys: the button, the focus ring, a reading."""
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.viewport().size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(self.surface_colour)
        mouse_w, self._mouse_w = self._mouse_w, None
        shows_ring, self._ring.is_shown = self._ring.is_shown, False
        with QPainter(picture) as painter:
            self.render(painter, QRectF(self.viewport().rect()), self.viewport().rect())
        self._mouse_w, self._ring.is_shown = mouse_w, shows_ring
        return picture

    # Mouse and keys. What neither the tool nor a ball takes zooms and pans the view, like that of any plot.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._button & event.buttons() and self._button != event.button():
            return  # another button is still down, and its gesture goes on
        self._cancel_gesture()
        self._button = event.button()
        if not self._press(event):
            super().mousePressEvent(event)
        event.accept()

    def _press(self, event: QMouseEvent) -> bool:
        """Offer a press to the tool and to the balls; False if none of them takes it."""
        if event.button() == Qt.MouseButton.MiddleButton:
            return False
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if self._tool is not None and not (control and self._balls_under(event)):
            self._tool_has_mouse = self._tool.press(*self.to_curve(event.position()), event)
        if not self._tool_has_mouse and event.button() == Qt.MouseButton.LeftButton:
            self._drag_controller.press(event.position())
            self._show_cursor(event)
        return self._tool_has_mouse or self._drag_controller.is_holding

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        event.accept()
        w, f = self.to_curve(event.position())
        if not event.buttons():
            self._cancel_gesture()
        self._read(None if event.buttons() else w)
        if self._tool is not None and self._tool_has_mouse:
            self._tool.move(w, f, event)
        elif self._drag_controller.is_holding:
            self._drag_controller.move(w, event.position())
        else:
            super().mouseMoveEvent(event)
            self._show_cursor(event)

    def _read(self, w: float | None) -> None:
        """Show the values of the curve at w."""
        if w != self._mouse_w:
            self._mouse_w = w
            self.request_overlay_update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if not self._tool_has_mouse and not self._drag_controller.is_holding:
            super().mouseReleaseEvent(event)  # of any button: with the last one the scene forgets its drag
        if event.button() != self._button:
            return
        if self._tool is not None and self._tool_has_mouse:
            self._tool_has_mouse = False
            self._tool.release(*self.to_curve(event.position()), event)
        self._cancel_gesture()
        self._show_cursor(event)

    def _cancel_gesture(self) -> None:
        """End the gesture of the mouse; the tool undoes it, unless it has had its release."""
        self._button = Qt.MouseButton.NoButton
        self._drag_controller.release()
        if self._tool is not None and self._tool_has_mouse:
            self._tool_has_mouse = False
            self._tool.cancel()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if self._tool is not None and self._tool.double_click(*self.to_curve(event.position()), event):
            return
        if event.button() == Qt.MouseButton.LeftButton and not self._balls_under(event):
            self.fit()
        else:
            self.mousePressEvent(event)

    def _on_clicked(self, event: Any) -> None:
        if event.button() == Qt.MouseButton.RightButton:
            self.open_menu(event.scenePos())
        elif event.button() == Qt.MouseButton.LeftButton and self._is_on_words(event.scenePos()):
            self.explain()

    def _is_on_words(self, at: QPointF) -> bool:
        """Whether a point is on the words at the energy line, which a click explains."""
        return words_at(self.selected_ball.overlay, at) is not None

    def fill_menu(self, menu: QMenu, at: QPointF) -> None:
        session, (w, _f) = self._session, self.to_curve(at)
        balls = self.balls.balls_at(at.x(), at.y())
        if balls:
            ball = balls[0]
            select = menu.addAction(_("Select {name}").format(name=_menu_name(session.name(ball))))
            select.triggered.connect(lambda: session.select(ball))
            menu.addAction(_("Compare rules from its start")).triggered.connect(lambda: _compare_rules(session, ball))
            menu.addAction(_("Duplicate")).triggered.connect(lambda: session.duplicate(ball))
            menu.addAction(_("Remove")).triggered.connect(lambda: session.remove(ball))
            menu.addSeparator()
            menu.addAction(_("Hide")).triggered.connect(lambda: session.show_ball(ball, False))
            menu.addAction(_("Show only this ball")).triggered.connect(lambda: self._show_only(ball))
            menu.addSeparator()
        elif session.landscape.domain[0] <= w <= session.landscape.domain[1]:
            menu.addAction(_("Add a ball here")).triggered.connect(lambda: session.add_at(w))
            if session.run.balls:
                put = menu.addAction(_("Put {name} here").format(name=_menu_name(session.name(session.selected))))
                put.triggered.connect(lambda: session.put(session.selected, {START.name: w}))
            menu.addSeparator()
        if session.hidden_balls:
            menu.addAction(_("Show all balls")).triggered.connect(session.show_all)
            menu.addSeparator()
        if explanation(session):
            name = _menu_name(session.name(session.selected))
            menu.addAction(_("Can {name} still get out?").format(name=name)).triggered.connect(self.explain)
            menu.addSeparator()
        super().fill_menu(menu, at)

    def _show_only(self, ball: int) -> None:
        self._session.select(ball)
        self._session.show_only(ball)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.balls.hovered = None
        self._read(None)
        if self._tool is not None:
            self._tool.leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_moment = self._session.slow_motion.is_on and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right)
        if self._tool is not None and not is_moment and self._tool.key(event):
            event.accept()
        else:
            super().keyPressEvent(event)

    def _show_tooltip(self, event: QHelpEvent) -> bool:
        if self._is_on_words(QPointF(event.pos())):
            QToolTip.showText(event.globalPos(), _("Click: how that is known"), self.viewport())
        else:
            self._drag_controller.show_tooltip(event, self.viewport())
        return True

    def _balls_under(self, event: QMouseEvent) -> list[int]:
        position: QPointF = event.position()
        return self.balls.balls_at(position.x(), position.y())

    def _show_cursor(self, event: QMouseEvent) -> None:
        """Show the cursor of the tool, or else of the ball under the mouse."""
        shape = self._drag_controller.hover(event.position())
        if shape is Qt.CursorShape.ArrowCursor and self._is_on_words(event.position()):
            shape = Qt.CursorShape.PointingHandCursor
        if self._tool is not None and not self._drag_controller.is_holding:
            cursor = self._tool.hover(*self.to_curve(event.position()), event)
            shape = shape if cursor is None else cursor
        self.viewport().setCursor(shape)


def _compare_rules(session: Session, ball: int) -> None:
    session.select(ball)
    session.compare_rules()


def _menu_name(name: str) -> str:
    """A name in the text of a menu, where a single & underlines the next letter."""
    return name.replace("&", "&&")


def _lowest(features: Features) -> str:
    """Where the lowest minimum is, and which end is lower still."""
    minima = ", ".join(number(w) for w in features.minima[features.is_global][:3])
    ends = [number(w) for w in features.lower_ends]
    if not ends:
        return _("global minimum at w = {places}").format(places=minima) if minima else _("no minimum")
    both = _("{left} and {right}").format(left=ends[0], right=ends[-1]) if len(ends) > 1 else ends[0]
    pattern = (
        _("global minimum at w = {places}, lower at the edge w = {ends}, which is no minimum")
        if minima
        else _("no minimum, lower at the edge w = {ends}, which is no minimum")
    )
    return pattern.format(places=minima, ends=both)
