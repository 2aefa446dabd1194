"""The transport bar: buttons, time line, step and speed."""

import re

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.controls.buttons import IconButton
from app.controls.number_field import NumberField
from app.controls.plain_text import plain_label
from app.panels.speed import SpeedButton
from app.panels.time_line import TimeLine
from app.session.session import Session
from app.text.commands import SHORTCUTS
from app.text.numbers import Bounds, number_text, percent, whole
from app.text.translation import N_, _
from app.theme.application import Theme
from app.theme.palette import SPACE
from physics.run.recording import ROW_LIMIT

GROUPED_DIGITS = re.compile(r"\d{1,3}(,\d{3})+", re.ASCII)
"""Such as 12,345: the program itself writes steps like this."""
HEIGHT = 48
END_TEXT = N_("To the end: the last step, then on until every ball has come to rest")
STEP_FIELD_WIDTH = 72
MIN_TIME_LINE_WIDTH = 72


class StepField(NumberField):
    """A field for the step; a step that is not recorded yet is run to."""

    def __init__(self) -> None:
        super().__init__(_("Step"), _("The step"), 0.0, Bounds(0.0, float(ROW_LIMIT)))
        self.set_quiet(True)
        self.set_hint(_("The step that is shown; type another one to go there, also one that has not been made yet"))

    def _read(self) -> float:
        text = self.text().strip()
        number = float(text.replace(",", "")) if GROUPED_DIGITS.fullmatch(text) else super()._read()
        if not number.is_integer():
            raise ValueError(_("The step is a whole number, not {number}.").format(number=number_text(number)))
        return number


class TransportBar(QWidget):
    """Calls the session's commands and shows the step."""

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self.setAccessibleName(_("Transport"))
        self._session, self._theme = session, theme
        self.setAutoFillBackground(True)  # so that nothing behind it is painted again with it
        self.play_button = IconButton("play", _("Play"), SHORTCUTS["toggle"], is_round=True)
        self.back_button = IconButton("step-back", _("One step back"), SHORTCUTS["back"])
        self.step_button = IconButton("step-forward", _("One step on"), SHORTCUTS["step"])
        self.end_button = IconButton("end", _(END_TEXT), SHORTCUTS["end"])
        self.restart_button = IconButton("restart", _("Start again with what is set now"), SHORTCUTS["restart"])
        self.slow_motion_button = IconButton(
            "slow-motion", _("Slow motion: the next step in four moments"), SHORTCUTS["slow-motion"]
        )
        for button in (self.slow_motion_button, self.end_button):
            button.setCheckable(True)
        self.speed_button = SpeedButton(session, theme)
        self.time_line = TimeLine(session, theme)
        self.step_field = StepField()
        self._step_label = plain_label(_("step"))
        self._step_label.setProperty("tone", "muted")
        self._lay_out()
        self.play_button.clicked.connect(session.toggle)
        self.back_button.clicked.connect(session.go_back)
        self.step_button.clicked.connect(session.go_on)
        self.end_button.clicked.connect(session.to_the_end)
        self.step_field.committed.connect(lambda step: session.go_to_step(round(step)))
        self.step_field.refused.connect(session.message)
        self.slow_motion_button.clicked.connect(session.slow_motion.toggle)
        session.slow_motion.changed.connect(self._show_slow_motion)
        session.selection_changed.connect(self._show_slow_motion)
        session.fast_forward.changed.connect(self._show_fast_forward)
        self.restart_button.clicked.connect(session.restart)
        session.playback.playing_changed.connect(self._show_playing)
        session.texts_due.connect(self._show_step)
        theme.theme_changed.connect(self._take_sizes)
        self._take_sizes()
        self._show_playing()
        self._show_step()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(4 * SPACE, 0, 2 * SPACE, 0)
        row.setSpacing(SPACE)
        row.addWidget(self.play_button)
        row.addSpacing(SPACE)
        for button in (self.back_button, self.step_button, self.end_button, self.restart_button):
            row.addWidget(button)
        row.addWidget(self.slow_motion_button)
        row.addSpacing(SPACE)
        row.addWidget(self.time_line, 1)
        row.addSpacing(SPACE)
        row.addWidget(self._step_label)
        row.addWidget(self.step_field)
        row.addWidget(self.speed_button)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _take_sizes(self) -> None:
        self.setFixedHeight(self._theme.scaled(HEIGHT))
        self.step_field.setFixedWidth(self._theme.scaled(STEP_FIELD_WIDTH))
        self.time_line.setMinimumWidth(self._theme.scaled(MIN_TIME_LINE_WIDTH))

    def _show_playing(self) -> None:
        is_playing = self._session.playback.is_playing
        self.play_button.set_icon("pause" if is_playing else "play")
        self.play_button.set_text(_("Pause") if is_playing else _("Play"))

    def _show_slow_motion(self) -> None:
        slow_motion = self._session.slow_motion
        self.slow_motion_button.setChecked(slow_motion.is_on)
        self.slow_motion_button.setEnabled(slow_motion.is_possible)
        self.step_button.set_text(_("On to the next moment") if slow_motion.is_on else _("One step on"))
        self.back_button.set_text(_("Back to the moment before") if slow_motion.is_on else _("One step back"))
        self._update_enabled()

    def _show_fast_forward(self) -> None:
        fast_forward = self._session.fast_forward
        self.end_button.setChecked(fast_forward.is_busy)
        self.end_button.set_text(_("Stop here") if fast_forward.is_busy else _(END_TEXT))
        self._update_enabled()
        if not fast_forward.is_busy:
            self.step_field.set_number(float(self._session.step))  # the typed step may not have been reached
        else:
            sentence = _("Running to step {step} at most: {percent}. Esc stops it here.")
            self._session.message.emit(
                sentence.format(step=whole(fast_forward.target), percent=percent(round(fast_forward.share, 2)))
            )

    def _show_step(self) -> None:
        self._show_slow_motion()
        self.step_field.set_number(float(self._session.step))
        self.time_line.show_edits()

    def _update_enabled(self) -> None:
        session, run = self._session, self._session.run
        is_first = session.step == 0 and not session.slow_motion.is_on
        has_more = not run.is_over and not run.is_full
        self.back_button.setEnabled(not is_first)
        self.restart_button.setEnabled(not is_first)
        self.step_button.setEnabled(has_more)
        self.end_button.setEnabled(has_more or session.fast_forward.is_busy)
