"""The status line at the bottom of the window: a sentence and the measured speed."""

import time
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.controls.elided_label import ElidedLabel
from app.panels.speed import SpeedMeter
from app.session.session import Session
from app.text.numbers import whole
from app.text.translation import _
from app.theme.application import Theme
from app.theme.palette import SPACE
from physics.run.edit import Edit

MESSAGE_S = 5.0
"""While time runs a message stays this long before the ball's status replaces it."""
HEIGHT = 28
SPEED_WIDTH = 184
SLOW_SHARE = 0.9
"""Below this share of the set speed, both speeds are shown."""


class StatusLine(QWidget):
    """The last message, else what has become of the selected ball; at the right the speed that is reached."""

    def __init__(self, session: Session, theme: Theme, now: Callable[[], float] = time.perf_counter) -> None:
        """`now` gives seconds; tests pass their own."""
        super().__init__()
        self._session, self._theme, self._now = session, theme, now
        self.setAutoFillBackground(True)  # so that nothing behind it is painted again with it
        self._meter = SpeedMeter()
        self._message_time: float | None = None
        self._edits: tuple[Edit, ...] = ()
        """Those of the run when the message was shown: it ends with the next one."""
        self.sentence = ElidedLabel()
        self.speed = ElidedLabel(role="number_small", alignment=Qt.AlignmentFlag.AlignRight)
        for label in (self.sentence, self.speed):
            # Its width does not depend on its text, which changes while time runs: the window keeps its layout.
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(4 * SPACE, 0, 4 * SPACE, 0)
        row.setSpacing(4 * SPACE)
        row.addWidget(self.sentence, 1)
        row.addWidget(self.speed)
        self.speed.hide()
        self._take_sizes()
        theme.theme_changed.connect(self._take_sizes)
        session.playback.playing_changed.connect(self._restart_meter)
        session.playback.speed_changed.connect(self._restart_meter)
        session.message.connect(self._show_message)
        session.texts_due.connect(self._on_time)
        for signal in (
            session.selection_changed,
            session.balls_changed,
            session.landscape_changed,
            session.recording_reset,
            session.layers_changed,
        ):
            signal.connect(self._on_edit)
        session.seeked.connect(self._end_message)
        self._show_outcome()

    def _take_sizes(self) -> None:
        self.speed.setFixedWidth(self._theme.scaled(SPEED_WIDTH))
        self.setFixedHeight(self._theme.scaled(HEIGHT))

    def _show_message(self, sentence: str) -> None:
        if not sentence:
            self._on_edit()
            return
        self._message_time, self._edits = self._now(), self._session.run.edits
        self.sentence.set_text(sentence)
        self.sentence.set_colour(self._theme.palette.ink)

    def _end_message(self) -> None:
        self._message_time = None

    def _on_edit(self) -> None:
        self._end_message()
        self._show_outcome()

    def _restart_meter(self) -> None:
        self._meter.reset()
        self._show_speed()

    def _on_time(self) -> None:
        now = self._now()
        if self._session.playback.is_playing:
            self._meter.read(now, self._session.step)
            self._show_speed()
            if self._message_time is not None and now - self._message_time > MESSAGE_S:
                self._message_time = None
        if self._session.run.edits is not self._edits:
            self._end_message()
        if self._message_time is None:
            self._show_outcome()

    def _show_outcome(self) -> None:
        ball = self._session.selected
        self.sentence.set_colour(None)
        if 0 <= ball < len(self._session.run.balls):
            self.sentence.set_text(self._session.scene.outcome_sentence(ball))
        else:
            self.sentence.set_text(_("There is no ball. Play offers to add one."))

    def _show_speed(self) -> None:
        reached, target = self._meter.speed, self._session.playback.speed
        if not self._session.playback.is_playing or reached is None:
            self.speed.hide()
            return
        self.speed.show()
        if reached >= SLOW_SHARE * target:
            self.speed.set_text(_("{speed} steps/s").format(speed=whole(reached)))
        else:
            text = _("{reached} of {target} steps/s").format(reached=whole(reached), target=whole(target))
            self.speed.set_text(text)
