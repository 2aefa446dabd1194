"""The ghost: it follows the same run as a ball would, to where its outcome is known."""

from collections.abc import Callable, Iterator
from concurrent.futures.process import BrokenProcessPool

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.prediction.ghost import MAX_SYNC_STEPS, GhostRun
from app.session.session import Session
from app.session.tasks import Task
from physics.outcome.outcome import LEFT, REPEATS, ROLLING, TRAPPED
from physics.sweep.initial_states import state_at_rest
from physics.sweep.sweep import LAST_STEP
from tests.support.balls import new_ball
from tests.support.runs import DIPS, LESSARD, WELL
from tests.support.scenes import HILLS, Seconds, balls


@pytest.fixture
def ghost(session: Session) -> Iterator[GhostRun]:
    made = GhostRun(session)
    yield made
    made.stop()


def test_a_ghost_runs_to_where_its_outcome_is_known(ghost: GhostRun, qtbot: QtBot) -> None:
    assert ghost.sentence == ""
    with qtbot.waitSignal(ghost.changed):
        ghost.show(HILLS, state_at_rest(balls(0.95)[0]), "ghost")
    assert ghost.run is not None
    assert ghost.run.step == 45  # docs/model.md: trapped at step 45
    assert ghost.run.status.outcome[0] == TRAPPED
    assert (ghost.run.recording.rows(0, 45).outcome == ROLLING).all()
    assert ghost.sentence.startswith("Caught in valley 2, which has the global minimum")


def test_a_ghost_keeps_the_speed_that_it_has(ghost: GhostRun) -> None:
    ghost.show(DIPS, state_at_rest(new_ball(0.9, 0.01, 0.5))._replace(delta=0.4), "ghost")
    assert ghost.run is not None
    row = ghost.run.recording.row(1)
    assert row.momentum_term[0] == 0.9 * 0.4


def test_a_ghost_that_leaves_ends_where_it_leaves(ghost: GhostRun) -> None:
    ghost.show(HILLS, state_at_rest(balls(0.97)[0]), "ghost")
    assert ghost.run is not None
    assert (ghost.run.step, ghost.run.status.outcome[0]) == (55, LEFT)


def test_a_ghost_that_repeats_says_so(ghost: GhostRun) -> None:
    ghost.show(LESSARD, state_at_rest(new_ball(4 / 9, 1 / 9, 3.3)), "ghost")
    assert ghost.run is not None
    assert (ghost.run.step, ghost.run.status.outcome[0]) == (146, REPEATS)
    assert ghost.sentence.startswith("Repeats every 3 steps, between w = −1.80 and 2.12, for ever")


def test_of_a_ghost_that_was_given_up_nothing_is_said(
    ghost: GhostRun, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twice the system ends the process that computes it."""
    tries = list[object]()

    def killed(origin: object, _is_cancelled: object) -> None:
        tries.append(origin)
        raise BrokenProcessPool

    monkeypatch.setattr("app.prediction.ghost._run_to_the_end", killed)
    ghost.show(WELL, state_at_rest(new_ball(1.0, 0.01, 2.5)), "ghost")
    qtbot.waitUntil(lambda: not Task.running)
    assert len(tries) == 2
    assert ghost.run is not None
    assert not ghost.is_known
    assert ghost.sentence == ""


def test_a_long_ghost_run_is_computed_in_the_background(ghost: GhostRun, qtbot: QtBot) -> None:
    ghost.show(WELL, state_at_rest(new_ball(1.0, 0.01, 2.5)), "ghost")
    assert ghost.run is not None
    assert ghost.run.step == MAX_SYNC_STEPS
    assert not ghost.is_known
    assert ghost.sentence == ""
    with qtbot.waitSignal(ghost.changed):
        pass
    assert ghost.run.step == LAST_STEP
    assert ghost.is_known
    assert "Moving" in ghost.sentence
    assert np.isfinite(ghost.run.recording.rows().w).all()
    with qtbot.waitSignal(ghost.changed):
        ghost.clear()
    assert ghost.run is None
    with qtbot.assertNotEmitted(ghost.changed):
        ghost.clear()


def test_a_new_ghost_cancels_the_one_before(ghost: GhostRun, qtbot: QtBot) -> None:
    ghost.show(WELL, state_at_rest(new_ball(1.0, 0.01, 2.5)), "ghost")
    ghost.show(HILLS, state_at_rest(balls(0.95)[0]), "ghost")
    qtbot.wait(50)
    assert ghost.run is not None
    assert ghost.run.step == 45
    ghost.show(WELL, state_at_rest(new_ball(1.0, 0.01, 2.5)), "ghost")


@pytest.mark.parametrize(
    "change",
    [
        lambda session: session.set_landscape(DIPS),
        lambda session: session.set_start(0, 1.0),
        lambda session: session.go_to_step(2),
    ],
)
def test_a_ghost_goes_when_what_it_began_from_changes(
    ghost: GhostRun, session: Session, change: Callable[[Session], None]
) -> None:
    session.step_on(5)
    ghost.show(HILLS, state_at_rest(balls(0.95)[0]), "ghost")
    change(session)
    assert ghost.run is None


def test_a_ghost_stays_while_time_runs(ghost: GhostRun, session: Session, seconds: Seconds) -> None:
    ghost.show(HILLS, state_at_rest(balls(0.95)[0]), "ghost")
    session.play()
    seconds.now += 0.5
    session.playback.frame()
    assert session.step > 0
    assert ghost.run is not None
