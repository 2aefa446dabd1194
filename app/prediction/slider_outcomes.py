"""Where each ball would end for other values of α or η: what the strips in the sliders' grooves show."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QObject, Signal

from app.session.session import Session
from app.session.tasks import IsCancelled, LatestOnly, Throttle, go_on_at_once
from physics.arrays import concatenate, map_columns
from physics.landscape.base import Landscape
from physics.run.run import Run
from physics.sweep.batch import Ends, InitialStates
from physics.sweep.grid import Quantity
from physics.sweep.sweep import GradualSweep

REFRESH_EVERY = 250
"""Milliseconds between two looks into the future while time moves."""
WHILE_PLAYING = 4_000_000
"""Work that the background may take for one refresh while time runs, a tenth of a second or so."""

Place = tuple[int, Quantity]


class _Subject(NamedTuple):
    """What a strip follows from."""

    landscape: Landscape
    w: float
    delta: float
    alpha: float
    eta: float
    """0 where the strip is over η; otherwise it is over α."""
    is_nesterov: bool
    values: tuple[float, ...]


class SliderOutcomes(QObject):
    """Strips for whoever asks; those asked for since the last change are computed together.

    After an edit a strip is computed when it is painted, in the same frame. While time merely goes by, or is scrubbed,
    it is computed in the background, a few times a second.
    """

    changed = Signal()
    """Strips that were asked for are other ones by now: paint them again."""

    told = Signal(int, str)
    """What a value under the mouse would do to the ball at a place, in words; empty when the mouse has gone."""

    def __init__(self, session: Session) -> None:
        """Compute nothing until somebody asks."""
        super().__init__()
        self._session = session
        self._wanted: dict[Place, tuple[float, ...]] = {}
        self._painted: set[Place] = set()
        self._seen: set[Place] = set()
        self._is_stopped = False
        self._known: dict[Place, tuple[_Subject, Ends]] = {}
        self._is_stale = True
        self._unfinished: list[tuple[dict[Place, _Subject], GradualSweep]] = []
        self._job = LatestOnly(session.turns, self)
        self._throttle = Throttle(session.playback, self._on_time, REFRESH_EVERY, self)
        session.step_changed.connect(self._throttle.touch)
        session.seeked.connect(self._on_seeked)
        for signal in (session.balls_changed, session.landscape_changed, session.recording_reset):
            signal.connect(self._on_edit)

    def ends(self, place: int, quantity: Quantity, values: tuple[float, ...], *, is_painted: bool = True) -> Ends:
        """Where the ball at a place would end for each value, from the state it is in; some may not be known yet.

        What `is_painted` is computed with all others that were painted last, after the next change.
        """
        at = place, quantity
        self._wanted[at] = values
        if self._is_stale:
            self._start_afresh(at)
        elif at not in self._known or self._known[at][0].values != values:
            self._compute([at])
        if is_painted:
            self._seen.add(at)
        return self._known[at][1]

    def stop(self) -> None:
        """End what is under way, wait until nothing of it is left, and begin nothing more."""
        self._is_stopped = True
        self._job.stop()

    def _on_edit(self) -> None:
        """Everything may be different now; whoever shows a strip is about to paint it anew."""
        self._is_stale = True
        self._job.cancel()
        self.changed.emit()

    def _on_seeked(self) -> None:
        if not self._session.playback.is_moving:
            self._on_edit()

    def _on_time(self) -> None:
        if not self._session.playback.is_moving:
            self._on_edit()
        elif not self._job.is_busy and not self._is_stale and not self._is_stopped:
            self._look_ahead()

    def _start_afresh(self, at: Place) -> None:
        """Compute what was seen of late, all together; what was not, such as a card out of sight, is forgotten."""
        if self._seen:  # else nothing has been painted since the change before this one
            self._painted, self._seen = self._seen, set()
        balls = len(self._session.run.balls)
        self._wanted = {
            other: values
            for other, values in self._wanted.items()
            if other == at or (other in self._painted and other[0] < balls)
        }
        self._known.clear()
        self._unfinished = []
        self._is_stale = False
        self._compute(list(self._wanted))

    def _compute(self, places: Sequence[Place]) -> None:
        """Compute some strips as far as it goes at once, and what is left in the background."""
        subjects = self._subjects(places)
        sweep = _sweep_of(subjects)
        go_on_at_once(sweep)
        self._take(subjects, map_columns(np.copy, sweep.ends))
        if not sweep.is_complete:
            self._unfinished.append((subjects, sweep))
            self._finish()

    def _finish(self) -> None:
        """Go on, in the background, with what has been begun."""
        if self._is_stopped:
            return
        begun = list(self._unfinished)
        self._job.begin(lambda is_cancelled: [sweep.finish(is_cancelled) for _, sweep in begun], self._on_finished)

    def _on_finished(self, _are_complete: object) -> None:
        for subjects, sweep in self._unfinished:
            self._take(subjects, sweep.ends)
        self._unfinished = []
        self.changed.emit()

    def _look_ahead(self) -> None:
        """Compute all that is wanted anew, in the background, though not at any price."""
        balls = len(self._session.run.balls)
        subjects = self._subjects(at for at in self._wanted if at[0] < balls)
        self._unfinished = []
        if subjects:
            self._job.begin(
                lambda is_cancelled: _swept(subjects, is_cancelled), lambda ends: self._on_swept(subjects, ends)
            )

    def _on_swept(self, subjects: dict[Place, _Subject], ends: Ends) -> None:
        self._take(subjects, ends)
        self.changed.emit()

    def _subjects(self, places: Iterable[Place]) -> dict[Place, _Subject]:
        """What these strips follow from now."""
        return {at: _subject(self._session.run, *at, self._wanted[at]) for at in places}

    def _take(self, subjects: dict[Place, _Subject], ends: Ends) -> None:
        first = 0
        parts: dict[_Subject, Ends] = {}
        for subject in dict.fromkeys(subjects.values()):
            stop = first + len(subject.values)
            parts[subject] = Ends(*(column[first:stop] for column in ends))
            first = stop
        self._known |= {at: (subject, parts[subject]) for at, subject in subjects.items()}


def _subject(run: Run, place: int, quantity: Quantity, values: tuple[float, ...]) -> _Subject:
    w, delta = run.state.w[place].item(), run.state.delta[place].item()
    alpha, eta, is_nesterov = (column[place].item() for column in run.parameters)
    over_alpha = quantity is Quantity.ALPHA
    return _Subject(
        run.landscape, w, delta, 0.0 if over_alpha else alpha, eta if over_alpha else 0.0, is_nesterov, values
    )


def _sweep_of(subjects: dict[Place, _Subject]) -> GradualSweep:
    """Set out with all strips, those that follow from the same only once."""
    distinct = list(dict.fromkeys(subjects.values()))
    return GradualSweep(distinct[0].landscape, concatenate([_starts(subject) for subject in distinct]))


def _swept(subjects: dict[Place, _Subject], is_cancelled: IsCancelled) -> Ends:
    sweep = _sweep_of(subjects)
    sweep.finish(is_cancelled, WHILE_PLAYING)
    return sweep.ends


def _starts(subject: _Subject) -> InitialStates:
    values = np.array(subject.values)
    alpha, eta, w, delta = (
        np.full(len(values), value) for value in (subject.alpha, subject.eta, subject.w, subject.delta)
    )
    nesterov = np.full(len(values), subject.is_nesterov)
    return InitialStates(
        alpha if subject.eta == 0.0 else values, values if subject.eta == 0.0 else eta, nesterov, w, delta
    )
