"""A sentence about the selected ball: where it would end with other values of α."""

from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from app.files.worker_processes import WORKERS
from app.prediction.origin import origin_of, starts_over
from app.session.session import Session
from app.session.tasks import IsCancelled, LatestOnly
from app.text.thresholds import threshold_sentence
from physics.landscape.base import Landscape
from physics.rules.base import ALPHA
from physics.sweep.initial_states import BallState
from physics.sweep.thresholds import find_thresholds

DEBOUNCE_MS = 120
"""It is computed after this long without a change, since nobody reads it while dragging."""
PLAYING_INTERVAL_MS = 600
"""Time between two sentences during playback, so that they can be read."""


class _Sentences(NamedTuple):
    """One sentence in two forms."""

    here: str
    """While the step that it was computed for is shown."""
    elsewhere: str
    """While another step is shown: it names its step."""


NO_SENTENCES = _Sentences("", "")


class ThresholdSummary(QObject):
    """The sentence for the present state of the selected ball, computed in the background.

    While time moves, the last sentence stays until the next one is known; after an edit that makes it untrue it is
    removed at once.
    """

    changed = Signal()
    """The sentence has changed."""

    def __init__(self, session: Session) -> None:
        """The first sentence is computed after a change or `refresh`."""
        super().__init__()
        self._session = session
        self._job = LatestOnly(self)
        self._known: tuple[Landscape, BallState] | None = None
        """What the sentence was computed for."""
        self._wanted: tuple[Landscape, BallState] | None = None
        """What is being computed."""
        self._step = 0
        """The step that the sentence was computed for."""
        self._sentences = NO_SENTENCES
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.refresh)
        session.step_changed.connect(self._on_time)
        edits = (
            session.balls_changed,
            session.parameters_changed,
            session.landscape_changed,
            session.recording_reset,
            session.seeked,
        )
        for signal in (*edits, session.selection_changed):
            signal.connect(self._on_edit)

    @property
    def is_busy(self) -> bool:
        """Whether a sentence is being computed."""
        return self._job.is_busy

    @property
    def is_up_to_date(self) -> bool:
        """Whether no sentence is being computed, nor will be soon."""
        return not self.is_busy and not self._timer.isActive()

    @property
    def sentence(self) -> str:
        """The sentence; empty if there is no ball or it is not known yet.

        If another step is shown than the one that it was computed for, it says so.
        """
        return self._sentences.here if self._step == self._session.step else self._sentences.elsewhere

    def refresh(self) -> None:
        """Compute the sentence for the present state of the selected ball, unless it is known."""
        self._wanted = subject = self._present_subject()
        if subject is None:
            self._job.cancel()
            self._show(NO_SENTENCES)
        elif subject != self._known:
            step, is_over = self._session.step, starts_over(self._session)
            self._job.begin(
                lambda is_cancelled: _find_sentences(*subject, step, is_cancelled, starts_over=is_over),
                lambda sentences: self._on_found(subject, step, sentences),
            )

    def stop(self) -> None:
        """Cancel the computation, wait until its thread has ended, and begin no other one."""
        self._timer.stop()
        self._job.stop()

    def _on_time(self) -> None:
        """Compute the next sentence after the one that is being computed, which is still worth showing."""
        if not self._timer.isActive() and not self._job.is_busy and not self._job.is_stopped:
            self._timer.start(PLAYING_INTERVAL_MS if self._session.playback.is_playing else DEBOUNCE_MS)

    def _on_edit(self) -> None:
        """Drop the sentence, and the one that is being computed, unless they are still true."""
        subject = self._present_subject()
        if subject != self._wanted:
            self._job.cancel()
        if subject is None or subject != self._known:
            self._show(NO_SENTENCES)
            if not self._job.is_stopped:
                self._timer.start(DEBOUNCE_MS)

    def _present_subject(self) -> tuple[Landscape, BallState] | None:
        """The landscape and the selected ball, with 0 in place of its α; None if it has no α."""
        run, ball = self._session.run, self._session.selected
        if not 0 <= ball < len(run.balls) or ALPHA.name not in run.ball_parameters(ball).values:
            return None
        return run.landscape, origin_of(self._session, ball).with_parameter(ALPHA.name, 0.0)

    def _on_found(self, subject: tuple[Landscape, BallState], step: int, sentences: _Sentences) -> None:
        self._step = step
        self._show(sentences, subject)
        if subject != self._present_subject():
            self._on_time()

    def _show(self, sentences: _Sentences, subject: tuple[Landscape, BallState] | None = None) -> None:
        self._known = subject
        if sentences != self._sentences:
            self._sentences = sentences
            self.changed.emit()


def _find_sentences(
    landscape: Landscape, state: BallState, step: int, is_cancelled: IsCancelled, *, starts_over: bool
) -> _Sentences | None:
    found = find_thresholds(landscape, state, is_cancelled=is_cancelled, executor=WORKERS)
    if found is None:
        return None
    elsewhere = threshold_sentence(landscape, found, 0 if starts_over else step)
    return _Sentences(elsewhere if starts_over else threshold_sentence(landscape, found), elsewhere)
