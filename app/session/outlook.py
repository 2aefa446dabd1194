"""What more or less momentum would do to the selected ball, in one sentence that is worked out in the background."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from app.session.background import Background
from app.session.session import Session
from physics.landscape import Landscape
from physics.threshold_words import threshold_sentence
from physics.thresholds import BallState, find_thresholds

CALM = 120
"""Milliseconds without a change before it is worked out: while something is dragged nobody reads."""
EVERY = 600
"""Milliseconds between two sentences while time runs: to be read, not only seen."""


class Outlook(QObject):
    """The sentence for the ball as it is now; the last one stays until the next is there."""

    changed = Signal()
    """Another sentence, or none."""

    def __init__(self, session: Session) -> None:
        """Begin once there is a change, or `refresh` is called."""
        super().__init__()
        self._session = session
        self._job: Background | None = None
        self._known: tuple[Landscape, BallState] | None = None
        self.sentence = ""
        """Empty where there is no ball, or before the first one is known."""
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.refresh)
        session.advanced.connect(self._on_time)
        for signal in (session.balls_changed, session.landscape_changed, session.rewound, session.selection_changed):
            signal.connect(lambda: self._timer.start(CALM))

    def refresh(self) -> None:
        """Work it out for the selected ball as it is now, unless that is known already."""
        self._give_up()
        subject = self._subject()
        if subject is None:
            self._tell("")
        elif subject != self._known:
            self._begin(*subject)

    def stop(self) -> None:
        """End what is under way, and wait until nothing of it is left."""
        self._timer.stop()
        job = self._job
        self._give_up()
        if job is not None:
            job.wait()

    def _on_time(self) -> None:
        if not self._timer.isActive():
            self._timer.start(EVERY if self._session.playback.is_playing else CALM)

    def _subject(self) -> tuple[Landscape, BallState] | None:
        run, place = self._session.run, self._session.selected
        if not 0 <= place < len(run.balls):
            return None
        w, delta = run.state.w[place].item(), run.state.delta[place].item()
        eta, looks_ahead = run.in_force.eta[place].item(), run.in_force.looks_ahead[place].item()
        return run.landscape, BallState(w, delta, eta, looks_ahead)

    def _begin(self, landscape: Landscape, state: BallState) -> None:
        def work(_progress: Callable[[float], None], is_cancelled: Callable[[], bool]) -> object:
            return turns.work(lambda is_cancelled: _found(landscape, state, is_cancelled), is_cancelled)

        turns = self._session.turns
        self._job = job = Background(work)
        job.succeeded.connect(lambda sentence: self._on_found(job, (landscape, state), sentence))
        job.failed.connect(_fail)
        job.start()

    def _on_found(self, job: Background, subject: tuple[Landscape, BallState], sentence: str | None) -> None:
        if job is self._job and sentence is not None:
            self._job = None
            self._known = subject
            self._tell(sentence)

    def _give_up(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _tell(self, sentence: str) -> None:
        if not sentence:
            self._known = None
        if sentence != self.sentence:
            self.sentence = sentence
            self.changed.emit()


def _found(landscape: Landscape, state: BallState, is_cancelled: Callable[[], bool]) -> str | None:
    found = find_thresholds(landscape, state, is_cancelled=is_cancelled)
    return None if found is None else threshold_sentence(landscape, found)


def _fail(error: Exception) -> None:
    raise error
