"""The first minute of the first start: two balls, slowly, one sentence, and everything else one click away."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence

from app.files.default import FIRST_SPEED, default_scenario, first_scenario
from app.files.view import LAYERS
from app.text.lessons import unbroken
from app.text.translation import _
from app.window.main_window import Window

SPEED_UP = 0.7
"""Steps per second by which each step after the transient is faster: the speed doubles in a second."""
LATE_SPEED = 120.0
"""Steps per second at which the balls come to rest, where nothing is left to be seen."""


class FirstMinute(QObject):
    """Guides through the first scenario of a new window until the person wants more, or does more than it is for.

    Each run is slow while a ball may still cross a hill, and quicker and quicker after that. A lesson only interrupts
    it.
    """

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window, self._session = window, window.session
        self.guide = window.landscape_view.foreground.guide
        self._sets_speed = True
        """Whether the person has left the speed alone."""
        self._speed_set = FIRST_SPEED
        window.shown_view.show(first_scenario().view)
        window.step_anatomy.hide()
        self._landscape, self._balls = self._session.landscape, len(self._session.run.balls)
        session = self._session
        self._connections = [
            (self.guide.button.clicked, self.show_more),
            (session.texts_due, self._say),
            (session.playback.playing_changed, self._say),
            *((signal, self._set_speed) for signal in (session.step_changed, session.recording_reset)),
            *((signal, self._end_if_left) for signal in (session.landscape_changed, session.balls_changed)),
        ]
        self._is_interrupted = False
        """Whether a lesson is shown meanwhile."""
        self._resume()
        window.scenarios.changed.connect(self._on_scenarios_changed)

    def _resume(self) -> None:
        for signal, slot in self._connections:
            signal.connect(slot)
        self._say()

    def _suspend(self) -> None:
        for signal, slot in self._connections:
            signal.disconnect(slot)
        self.guide.say("")

    def _on_scenarios_changed(self) -> None:
        is_aside = self._window.scenarios.is_aside
        if is_aside == self._is_interrupted:
            return
        self._is_interrupted = is_aside
        if is_aside:
            self._suspend()
        else:
            self._resume()
            self._end_if_left()  # another scenario may have ended the lesson

    def show_more(self) -> None:
        """Open the default scenario, with everything."""
        self.end()
        self._window.scenarios.show(default_scenario(), None, replays=False)

    def end(self) -> None:
        """Show everything that was left out, and no guide. A scenario that was opened says itself what it hides."""
        self._window.scenarios.changed.disconnect(self._on_scenarios_changed)
        self._suspend()
        self._window.shown_view.show(None)
        self._window.step_anatomy.show()
        is_same_scenario = self._session.history.stack.count() > 0
        if is_same_scenario:
            for layer in LAYERS:
                self._session.show_layer(layer, True)
        self.deleteLater()

    def _end_if_left(self) -> None:
        """End when there is another landscape, or another number of balls."""
        session = self._session
        if session.landscape is not self._landscape or len(session.run.balls) != self._balls:
            self.end()

    def _say(self) -> None:
        self.guide.say(
            unbroken(self._text()), _("Show me more"), _("Five balls, normal speed, and all that there is to see")
        )

    def _text(self) -> str:
        session = self._session
        end = session.transient.find_end()
        if session.run.is_over or (end is not None and session.step > end):
            return _("α is momentum. At the right, give a ball more of it: how much does it need to get to the flag?")
        if session.step or session.playback.is_playing:
            return _("Watch how far each ball gets: α 0 just follows the slope, α 0.90 keeps most of its last step.")
        keys = self._window.actions_by_name["toggle"].shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        pattern = _("Press {keys}, or the round button below, and watch: only one of the two balls has momentum.")
        return pattern.format(keys=keys)

    def _set_speed(self) -> None:
        playback = self._session.playback
        self._sets_speed = self._sets_speed and playback.speed == self._speed_set
        if self._sets_speed:
            self._speed_set = self._speed()
            playback.set_speed(self._speed_set)

    def _speed(self) -> float:
        """Steps per second at this step."""
        end = self._session.transient.find_end()
        late = 0 if end is None else max(0, self._session.step - end)
        return min(round(FIRST_SPEED + SPEED_UP * late, 1), LATE_SPEED)
