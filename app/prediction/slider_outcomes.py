"""Where each ball would end with other values of a parameter: what the sliders show as coloured strips."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QObject, Signal

from app.files.worker_processes import WORKERS
from app.prediction.ghost import GhostRun
from app.prediction.origin import origin_of
from app.prediction.sweep_budget import sweep_within_budget
from app.session.session import Session
from app.session.tasks import IsCancelled, LatestOnly
from app.session.throttle import Throttle
from physics.arrays import map_columns
from physics.landscape.base import Landscape
from physics.sweep.batch import Results
from physics.sweep.initial_states import BallState, InitialStates, concatenate_states
from physics.sweep.sweep import GradualSweep

REFRESH_INTERVAL_MS = 250
"""Time between two refreshes while time moves."""
MAX_REFRESH_WORK = 4_000_000
"""Work of one refresh while time moves, about a tenth of a second."""

SliderKey = tuple[int, str]
"""The index of a ball, and the name of the parameter that its slider changes."""


class _Subject(NamedTuple):
    """What a strip follows from."""

    landscape: Landscape
    state: BallState
    """With 0 in place of the parameter."""
    name: str
    """Of the parameter."""
    values: tuple[float, ...]
    """Of the parameter."""

    def initial_states(self) -> InitialStates:
        return self.state.initial_states(len(self.values), {self.name: np.array(self.values)})


Subjects = dict[SliderKey, _Subject]


class SliderOutcomes(QObject):
    """The outcomes of each slider that asks for them.

    After an edit they are computed in the frame that paints them: all strips that were painted before together, those
    with the same subject once. While time moves they are refreshed in the background a few times a second.
    """

    changed = Signal()
    """Outcomes have changed: paint the strips again."""

    def __init__(self, session: Session, ghost_run: GhostRun) -> None:
        super().__init__()
        self._session = session
        self.ghost_run = ghost_run
        """Shows the run of the value under the mouse."""
        self.show_hint: Callable[[int, str], None] = lambda _ball, _text: None
        """Takes the index of a ball, and what the value under the mouse would do to it; empty: the mouse has left."""
        self._known: dict[SliderKey, tuple[_Subject, Results]] = {}
        """The outcomes since the last edit; empty just after one."""
        self._painted: dict[SliderKey, tuple[float, ...]] = {}
        """The values of the strips painted since outcomes were last computed after an edit."""
        self._to_repaint: dict[SliderKey, tuple[float, ...]] = {}
        """Those painted before that."""
        self._unfinished: list[tuple[Subjects, GradualSweep]] = []
        self._job = LatestOnly(self)
        self._throttle = Throttle(session.refreshes, self._on_time, REFRESH_INTERVAL_MS, self)
        session.step_changed.connect(self._throttle.touch)
        self._strips = Throttle(session.refreshes, self.changed.emit, 0, self)
        session.seeked.connect(self._on_seeked)
        for signal in (session.balls_changed, session.landscape_changed, session.recording_reset):
            signal.connect(self._on_edit)
        session.parameters_changed.connect(self._forget)

    def results(self, ball: int, name: str, values: tuple[float, ...], *, is_painted: bool = True) -> Results:
        """Return where a ball would end with each value of a parameter, from where Play goes on.

        Some may not be known yet.

        With `is_painted`, the strip is computed together with the other painted ones after the next edit.
        """
        strip = ball, name
        if not self._known:
            # Without a painted strip since the last edit, those painted before it are still on the screen.
            self._to_repaint, self._painted = self._painted or self._to_repaint, {}
            self._compute(self._existing(self._to_repaint) | {strip: values})
        elif strip not in self._known or self._known[strip][0].values != values:
            self._compute({strip: values})
        if is_painted:
            self._painted[strip] = values
        return self._known[strip][1]

    def stop(self) -> None:
        """Cancel the computation, wait until its thread has ended, and begin no other one."""
        self._job.stop()

    def _on_edit(self) -> None:
        self._forget()
        self.changed.emit()

    def _forget(self) -> None:
        """Drop the outcomes; they are computed when the sliders are painted, which the balls panel does next."""
        self._known.clear()
        self._unfinished.clear()
        self._job.cancel()

    def _on_seeked(self) -> None:
        if not self._session.playback.is_moving:
            self._on_edit()

    def _on_time(self) -> None:
        if not self._session.playback.is_moving:
            self._on_edit()
        elif not self._job.is_busy:
            self._refresh()

    def _compute(self, wanted: dict[SliderKey, tuple[float, ...]]) -> None:
        """Compute strips as far as the time of a frame allows, and the rest in the background."""
        subjects = self._subjects(wanted)
        sweep = _sweep_of(subjects)
        sweep_within_budget(sweep)
        self._take(subjects, map_columns(np.copy, sweep.results))
        if not sweep.is_complete:
            self._unfinished.append((subjects, sweep))
            begun = list(self._unfinished)
            self._job.begin(
                lambda is_cancelled: [sweep.finish(is_cancelled, executor=WORKERS) for _, sweep in begun],
                self._on_finished,
            )

    def _on_finished(self, _are_complete: object) -> None:
        for subjects, sweep in self._unfinished:
            self._take(subjects, sweep.results)
        self._unfinished.clear()
        self._strips.touch()

    def _refresh(self) -> None:
        """Compute all known strips for the present step, in the background and within a limit."""
        subjects = self._subjects(
            self._existing({strip: subject.values for strip, (subject, _) in self._known.items()})
        )
        self._unfinished.clear()
        if subjects:
            self._job.begin(
                lambda is_cancelled: _swept(subjects, is_cancelled),
                lambda results: self._on_refreshed(subjects, results),
            )

    def _on_refreshed(self, subjects: Subjects, results: Results) -> None:
        self._take(subjects, results)
        self._strips.touch()

    def _existing(self, wanted: dict[SliderKey, tuple[float, ...]]) -> dict[SliderKey, tuple[float, ...]]:
        """Those strips whose balls have not been removed, and whose rules have such a parameter."""
        run = self._session.run
        return {
            (ball, name): values
            for (ball, name), values in wanted.items()
            if ball < len(run.balls) and name in run.ball_parameters(ball).values
        }

    def _subjects(self, wanted: dict[SliderKey, tuple[float, ...]]) -> Subjects:
        return {(ball, name): self._subject(ball, name, values) for (ball, name), values in wanted.items()}

    def _subject(self, ball: int, name: str, values: tuple[float, ...]) -> _Subject:
        run = self._session.run
        return _Subject(run.landscape, origin_of(self._session, ball).with_parameter(name, 0.0), name, values)

    def _take(self, subjects: Subjects, results: Results) -> None:
        """Store the results of a sweep of these subjects."""
        first = 0
        parts: dict[_Subject, Results] = {}
        for subject in dict.fromkeys(subjects.values()):
            stop = first + len(subject.values)
            parts[subject] = Results(*(column[first:stop] for column in results))
            first = stop
        self._known |= {strip: (subject, parts[subject]) for strip, subject in subjects.items()}


def _sweep_of(subjects: Subjects) -> GradualSweep:
    """Begin a sweep of all strips, each distinct subject once."""
    distinct = list(dict.fromkeys(subjects.values()))
    states = concatenate_states([subject.initial_states() for subject in distinct])
    return GradualSweep(distinct[0].landscape, states, forcing=distinct[0].state.forcing)


def _swept(subjects: Subjects, is_cancelled: IsCancelled) -> Results:
    sweep = _sweep_of(subjects)
    sweep.finish(is_cancelled, MAX_REFRESH_WORK, WORKERS)
    return sweep.results
