"""The ghost: it follows the same run as a ball would, to where its outcome is known."""

import numpy as np
from pytestqt.qtbot import QtBot

from app.session.ghost import MAX_SYNC_STEPS, GhostRun
from app.session.tasks import ComputeLock
from physics.outcome.outcome import LEFT, ROLLING, TRAPPED
from physics.sweep.initial_states import state_at_rest
from physics.sweep.sweep import LAST_STEP
from tests.support.balls import new_ball
from tests.support.runs import DIPS, WELL
from tests.support.scenes import HILLS, balls


def test_a_ghost_runs_to_where_its_outcome_is_known(qtbot: QtBot) -> None:
    ghost = GhostRun(ComputeLock())
    assert ghost.sentence == ""
    with qtbot.waitSignal(ghost.changed):
        ghost.show(HILLS, state_at_rest(balls(0.95)[0]), "ghost")
    assert ghost.run is not None
    assert ghost.run.step == 45  # docs/model.md: trapped at step 45
    assert ghost.run.status.outcome[0] == TRAPPED
    assert (ghost.run.recording.rows(0, 45).outcome == ROLLING).all()
    assert ghost.sentence.startswith("Trapped in valley 2, which has the global minimum")


def test_a_ghost_keeps_the_speed_that_it_has(qtbot: QtBot) -> None:
    ghost = GhostRun(ComputeLock())
    ghost.show(DIPS, state_at_rest(new_ball(0.9, 0.01, 0.5))._replace(delta=0.4), "ghost")
    assert ghost.run is not None
    row = ghost.run.recording.row(1)
    assert row.momentum_term[0] == 0.9 * 0.4


def test_a_ghost_that_leaves_ends_where_it_leaves(qtbot: QtBot) -> None:
    ghost = GhostRun(ComputeLock())
    ghost.show(HILLS, state_at_rest(balls(0.97)[0]), "ghost")
    assert ghost.run is not None
    assert (ghost.run.step, ghost.run.status.outcome[0]) == (55, LEFT)


def test_a_long_ghost_run_is_computed_in_the_background(qtbot: QtBot) -> None:
    ghost = GhostRun(ComputeLock())
    ghost.show(WELL, state_at_rest(new_ball(1.0, 0.01, 2.5)), "ghost")
    assert ghost.run is not None
    assert ghost.run.step == MAX_SYNC_STEPS
    assert not ghost.is_known
    assert ghost.sentence == ""
    with qtbot.waitSignal(ghost.changed):
        pass
    assert ghost.run.step == LAST_STEP
    assert ghost.is_known
    assert "Rolling" in ghost.sentence
    assert np.isfinite(ghost.run.recording.rows().w).all()
    with qtbot.waitSignal(ghost.changed):
        ghost.clear()
    assert ghost.run is None
    with qtbot.assertNotEmitted(ghost.changed):
        ghost.clear()
    ghost.stop()


def test_a_new_ghost_cancels_the_one_before(qtbot: QtBot) -> None:
    ghost = GhostRun(ComputeLock())
    ghost.show(WELL, state_at_rest(new_ball(1.0, 0.01, 2.5)), "ghost")
    ghost.show(HILLS, state_at_rest(balls(0.95)[0]), "ghost")
    qtbot.wait(50)
    assert ghost.run is not None
    assert ghost.run.step == 45
    ghost.show(WELL, state_at_rest(new_ball(1.0, 0.01, 2.5)), "ghost")
    ghost.stop()
