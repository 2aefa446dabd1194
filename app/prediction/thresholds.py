"""What more or less momentum would do to the selected ball, in one sentence that is worked out in the background."""

from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from app.session.session import Session
from app.session.tasks import IsCancelled, LatestOnly
from app.text.thresholds import threshold_sentence
from physics.landscape.base import Landscape
from physics.sweep.thresholds import BallState, find_thresholds

CALM = 120
"""Milliseconds without a change before it is worked out: while something is dragged nobody reads."""
EVERY = 600
"""Milliseconds between two sentences while time runs: to be read, not only seen."""


class _Sentences(NamedTuple):
    """The same sentence, for when it is read."""

    here: str
    """At the step that it tells from."""
    later: str
    """At another one."""


NOTHING = _Sentences("", "")


class ThresholdSummary(QObject):
    """The sentence for the ball as it is now.

    While time merely goes by, the last one stays until the next is there; after an edit that makes it untrue there is
    none until then.
    """

    changed = Signal()
    """Another sentence, or none."""

    def __init__(self, session: Session) -> None:
        """Begin once there is a change, or `refresh` is called."""
        super().__init__()
        self._session = session
        self._job = LatestOnly(session.turns, self)
        self._known: tuple[Landscape, BallState] | None = None
        self._step = 0
        """The step that the sentence tells from."""
        self._wanted: tuple[Landscape, BallState] | None = None
        self._is_stopped = False
        self._sentences = NOTHING
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.refresh)
        session.step_changed.connect(self._on_time)
        edits = session.balls_changed, session.landscape_changed, session.recording_reset, session.seeked
        for signal in (*edits, session.selection_changed):
            signal.connect(self._on_edit)

    @property
    def is_busy(self) -> bool:
        """Whether a sentence is being worked out."""
        return self._job.is_busy

    @property
    def sentence(self) -> str:
        """Empty where there is no ball, or before the first one is known.

        While time goes by it says from which step it tells.
        """
        return self._sentences.here if self._step == self._session.step else self._sentences.later

    def refresh(self) -> None:
        """Work it out for the selected ball as it is now, unless that is known already."""
        self._wanted = subject = self._subject()
        if subject is None:
            self._job.cancel()
            self._tell(NOTHING)
        elif subject != self._known and not self._is_stopped:
            step = self._session.step
            self._job.begin(
                lambda is_cancelled: _found(*subject, step, is_cancelled),
                lambda found: self._take(subject, step, found),
            )

    def stop(self) -> None:
        """End what is under way, wait until nothing of it is left, and begin nothing more."""
        self._is_stopped = True
        self._timer.stop()
        self._job.stop()

    def _on_time(self) -> None:
        """Time has gone by: what is being worked out is still worth knowing, and the next comes after it."""
        if not self._timer.isActive() and not self._job.is_busy and not self._is_stopped:
            self._timer.start(EVERY if self._session.playback.is_playing else CALM)

    def _on_edit(self) -> None:
        """What is being worked out, and what was said, may be true of nothing any more."""
        subject = self._subject()
        if subject != self._wanted:
            self._job.cancel()
        if subject is None or subject != self._known:
            self._tell(NOTHING)
            if not self._is_stopped:
                self._timer.start(CALM)

    def _subject(self) -> tuple[Landscape, BallState] | None:
        run, place = self._session.run, self._session.selected
        if not 0 <= place < len(run.balls):
            return None
        w, delta = run.state.w[place].item(), run.state.delta[place].item()
        eta, is_nesterov = run.parameters.eta[place].item(), run.parameters.is_nesterov[place].item()
        return run.landscape, BallState(w, delta, eta, is_nesterov)

    def _take(self, subject: tuple[Landscape, BallState], step: int, sentences: _Sentences) -> None:
        self._step = step
        self._tell(sentences, subject)
        if subject != self._subject():
            self._on_time()

    def _tell(self, sentences: _Sentences, subject: tuple[Landscape, BallState] | None = None) -> None:
        self._known = subject
        if sentences != self._sentences:
            self._sentences = sentences
            self.changed.emit()


def _found(landscape: Landscape, state: BallState, step: int, is_cancelled: IsCancelled) -> _Sentences | None:
    found = find_thresholds(landscape, state, is_cancelled=is_cancelled)
    if found is None:
        return None
    return _Sentences(threshold_sentence(landscape, found), threshold_sentence(landscape, found, f"step {step:,}"))
