"""Whatever happens to the run, the plots go on."""

import numpy as np
from PySide6.QtCore import QPoint, QPointF

from physics.landscape.formula import FormulaLandscape
from physics.outcome.outcome import LEFT
from tests.views.plots.scenes import (
    NAMES,
    Shown,
    advance,
    hills,
    move_mouse,
    painted,
    point_of,
    scene,
    shown_values,
)


def test_without_balls(shown: Shown) -> None:
    session = scene((0.9,))
    row = shown(session)
    advance(session, 10)
    session.remove(0)
    for name in NAMES:
        painted(row.plot(name))
        move_mouse(row.plot(name), QPointF(100.0, 100.0))
        assert row.plot(name).reading is None
    session.add()
    advance(session, 10)
    for name in NAMES:
        painted(row.plot(name))


def test_a_run_that_has_not_begun_is_read_at_its_start(shown: Shown) -> None:
    session = scene()
    for name in NAMES:
        plot = shown(session).plot(name)
        painted(plot)
        move_mouse(plot, point_of(plot, 0, 0))
        assert plot.reading is not None
        assert plot.reading.step == 0


def test_balls_that_join_in_mid_run_are_drawn_from_the_start(shown: Shown) -> None:
    session = scene((0.9,))
    plot = shown(session).plot("position")
    advance(session, 50)
    before = painted(plot)
    session.add()
    painted(plot)
    assert (painted(plot) != before).any()
    move_mouse(plot, point_of(plot, 1, 20))
    assert plot.reading == (1, 20)


def test_a_ball_that_diverges_breaks_nothing(shown: Shown) -> None:
    session = scene((0.95, 1.0), eta=0.9)
    row = shown(session)
    advance(session, 300)
    for name in NAMES:
        plot = row.plot(name)
        painted(plot)
        assert np.isfinite(shown_values(plot)).all()
        assert shown_values(plot).length < 200.0
        for x in range(0, plot.width(), 20):
            move_mouse(plot, QPointF(x, 90.0))
            painted(plot)


def test_values_that_are_not_numbers_are_left_out(shown: Shown) -> None:
    session = scene((0.9, 0.95))
    row = shown(session)
    advance(session, 40)
    rows = session.run.recording.rows(20)
    for column in (rows.w, rows.f, rows.delta):
        column[:, 0] = np.nan
    for name in NAMES:
        plot = row.plot(name)
        plot.resize(plot.width() + 7, plot.height())
        painted(plot)
        assert np.isfinite(shown_values(plot)).all()


def test_another_landscape_in_mid_run_widens_the_range(shown: Shown) -> None:
    session = scene()
    row = shown(session)
    advance(session, 30)
    plot = row.plot("height")
    narrow = shown_values(plot)
    painted(plot)
    session.set_landscape(hills(30.0))
    assert shown_values(plot).contains(narrow)
    assert shown_values(plot).hi > 30.0
    advance(session, 5)
    painted(plot)
    move_mouse(plot, point_of(plot, 3, 33))
    assert plot.reading is not None
    session.restart()
    assert shown_values(plot).lo > 20.0, "a new run shows only what is there"


def test_energy_that_a_smaller_eta_lifts_stays_in_the_picture(shown: Shown) -> None:
    session = scene((0.97,))
    plot = shown(session).plot("energy")
    advance(session, 20)
    painted(plot)
    before = shown_values(plot)
    session.set_parameter(0, "eta", 0.004)
    advance(session, 5)
    painted(plot)
    energy = session.run.recording.rows().energy
    assert energy.max() > before.hi, "else this tests nothing"
    assert shown_values(plot).hi >= energy.max()


def test_a_tiny_plot_is_still_painted(shown: Shown) -> None:
    session = scene()
    row = shown(session)
    advance(session, 30)
    for name in NAMES:
        plot = row.plot(name)
        plot.resize(20, 20)
        assert painted(plot).shape == (20, 20, 3)
        move_mouse(plot, QPointF(QPoint(10, 10)))
        assert painted(plot).shape == (20, 20, 3)
        painted(plot)


def test_a_ball_without_finite_values_has_no_dot(shown: Shown) -> None:
    """For Qt a point that is not a number lies inside of every rectangle, and it complains when it is to paint it."""
    session = scene((0.9,), eta=1e300)
    session.set_landscape(FormulaLandscape("exp(10*w) + cos(w)", (-6, 6)))
    row = shown(session)
    advance(session, 3)
    assert np.isnan(session.run.status.energy[0])
    for name in NAMES:
        painted(row.plot(name))


def test_beside_a_ball_whose_step_is_too_long_for_its_energy_others_are_read(shown: Shown) -> None:
    session = scene((0.9, 1.0))
    session.set_parameter(1, "eta", 1e300)
    session.step_on(1)
    plot = shown(session).plot("energy")
    painted(plot)
    move_mouse(plot, point_of(plot, 0, 1))
    assert plot.reading == (0, 1)
    painted(plot)
    assert plot.reading_parts()[1] == "step 1"


def test_a_ball_that_diverges_does_not_flatten_the_others(shown: Shown) -> None:
    session = scene((0.9, 0.95))
    session.set_landscape(FormulaLandscape("0.06*(w + 3.2)^2 + 0.55*cos(2.6*w)", (-6, 6)))  # ever higher outside
    row = shown(session)
    usual = {}
    for name in NAMES:
        painted(row.plot(name))
        usual[name] = shown_values(row.plot(name)).length
    session.set_parameter(0, "eta", 1e6)
    advance(session, 30)
    assert session.run.status.outcome[0] == LEFT
    assert abs(session.run.status.delta[0]) > 1e5
    for name in NAMES:
        painted(row.plot(name))
        assert shown_values(row.plot(name)).length <= 2.0 * usual[name]
