"""A ghost shows what would be, and ends where that is known."""

import numpy as np
from pytestqt.qtbot import QtBot

from app.session.ghost import AT_ONCE, GhostRun
from app.session.tasks import ComputeLock
from physics.outcome.outcome import LEFT, ROLLING, TRAPPED
from physics.rules.base import Rule
from physics.run.ball import Ball
from physics.sweep.sweep import LAST_STEP
from tests.support.runs import DIPS, WELL
from tests.support.scenes import HILLS, balls


def test_a_ghost_runs_to_where_its_outcome_is_known(qtbot: QtBot) -> None:
    preview = GhostRun(ComputeLock())
    assert preview.sentence == ""
    with qtbot.waitSignal(preview.changed):
        preview.show(HILLS, balls(0.95)[0])
    assert preview.run is not None
    assert preview.run.step == 45  # docs/model.md: trapped at step 45
    assert preview.run.status.outcome[0] == TRAPPED
    assert (preview.run.recording.rows(0, 45).outcome == ROLLING).all()
    assert preview.sentence.startswith("Trapped in valley 2, which has the global minimum")


def test_a_ghost_keeps_the_speed_that_it_has(qtbot: QtBot) -> None:
    preview = GhostRun(ComputeLock())
    preview.show(DIPS, Ball("", Rule.MOMENTUM, 0.9, 0.01, 0.5), delta=0.4)
    assert preview.run is not None
    row = preview.run.recording.row(1)
    assert row.momentum_term[0] == 0.9 * 0.4


def test_a_ghost_that_leaves_ends_there(qtbot: QtBot) -> None:
    preview = GhostRun(ComputeLock())
    preview.show(HILLS, balls(0.97)[0])
    assert preview.run is not None
    assert (preview.run.step, preview.run.status.outcome[0]) == (55, LEFT)


def test_a_ghost_that_takes_long_is_followed_in_the_background(qtbot: QtBot) -> None:
    preview = GhostRun(ComputeLock())
    preview.show(WELL, Ball("", Rule.MOMENTUM, 1.0, 0.01, 2.5))
    assert preview.run is not None
    assert preview.run.step == AT_ONCE
    assert not preview.is_known
    assert preview.sentence == ""
    with qtbot.waitSignal(preview.changed):
        pass
    assert preview.run.step == LAST_STEP
    assert preview.is_known
    assert "Batch" in preview.sentence
    assert np.isfinite(preview.run.recording.rows().w).all()
    with qtbot.waitSignal(preview.changed):
        preview.clear()
    assert preview.run is None
    with qtbot.assertNotEmitted(preview.changed):
        preview.clear()
    preview.stop()


def test_a_ghost_that_is_overtaken_is_not_heard_of(qtbot: QtBot) -> None:
    preview = GhostRun(ComputeLock())
    preview.show(WELL, Ball("", Rule.MOMENTUM, 1.0, 0.01, 2.5))
    preview.show(HILLS, balls(0.95)[0])
    qtbot.wait(50)
    assert preview.run is not None
    assert preview.run.step == 45
    preview.show(WELL, Ball("", Rule.MOMENTUM, 1.0, 0.01, 2.5))
    preview.stop()
