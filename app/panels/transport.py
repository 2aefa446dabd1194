"""The bar that runs time: play and pause, one step on, from the start, slow motion, the step, the speed."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from app.controls.icon_button import IconButton
from app.panels.pace import Pace
from app.panels.speed_control import SpeedButton
from app.session.session import Session
from app.theme import SPACE, Theme

STEP_EVERY = 100
"""Milliseconds between two readings of the step while time runs."""
HEIGHT = 48
STEP_WIDTH = 104


class Transport(QWidget):
    """Calls the session's commands and shows the step. `between` has room for what stands in the middle."""

    def __init__(self, session: Session, theme: Theme) -> None:
        """Listen to the session."""
        super().__init__()
        self.setAccessibleName("Transport")
        self._session, self._theme = session, theme
        self.play_button = IconButton("play", "Play", "Space", round_=True)
        self.step_button = IconButton("step-forward", "One step on", "Right")
        self.restart_button = IconButton("restart", "Back to the start", "Home")
        self.slow_motion_button = IconButton("slow-motion", "Slow motion: the next step in four moments", "M")
        self.slow_motion_button.setCheckable(True)
        self.speed_button = SpeedButton(session, theme)
        self.step_label = QLabel()
        self.between = QHBoxLayout()
        self._lay_out()
        self.play_button.clicked.connect(session.toggle)
        self.step_button.clicked.connect(session.go_on)
        self.slow_motion_button.clicked.connect(session.slow_motion.toggle)
        session.slow_motion.changed.connect(self._show_slow_motion)
        session.selection_changed.connect(self._show_slow_motion)
        self.restart_button.clicked.connect(session.restart)
        session.playback.playing_changed.connect(self._show_playing)
        pace = Pace(session.playback, self._show_step, STEP_EVERY, self)
        for signal in (session.step_changed, session.rewound, session.balls_changed, session.landscape_changed):
            signal.connect(pace.touch)
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
        row.addWidget(self.step_button)
        row.addWidget(self.restart_button)
        row.addWidget(self.slow_motion_button)
        row.addSpacing(2 * SPACE)
        row.addLayout(self.between, 1)
        row.addStretch()
        row.addWidget(self.step_label)
        row.addWidget(self.speed_button)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _take_sizes(self) -> None:
        self.step_label.setFont(self._theme.font("number"))
        self.setFixedHeight(self._theme.scaled(HEIGHT))
        self.step_label.setMinimumWidth(self._theme.scaled(STEP_WIDTH))

    def _show_playing(self) -> None:
        playing = self._session.playback.is_playing
        self.play_button.set_icon("pause" if playing else "play")
        self.play_button.set_text("Pause" if playing else "Play")

    def _show_slow_motion(self) -> None:
        slow_motion = self._session.slow_motion
        self.slow_motion_button.setChecked(slow_motion.is_on)
        self.slow_motion_button.setEnabled(slow_motion.is_possible)
        self.step_button.set_text("On to the next moment" if slow_motion.is_on else "One step on")

    def _show_step(self) -> None:
        self._show_slow_motion()
        self.step_label.setText(f"step {self._session.step:,}")
        self.restart_button.setEnabled(self._session.step > 0)
        can_step = not self._session.run.is_over and not self._session.run.is_full
        self.step_button.setEnabled(can_step)
