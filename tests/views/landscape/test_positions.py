import numpy as np
import pytest

from app.views.landscape.positions import ball_radii, interpolated_w, view_share
from physics.landscape.formula import FormulaLandscape
from physics.run.run import Run
from tests.views.landscape.scenes import HILLS, MakeScene, Scene, height


def contact(scene: Scene, ball: int) -> tuple[float, float]:
    """Where a ball touches the curve, in pixels: a radius below its centre at the curve's right angle."""
    view = scene.view
    positions = view.balls.positions
    point = scene.disc_centres(float(positions.w[ball]))
    return float(np.hypot(positions.x[ball] - point.x(), positions.y[ball] - point.y())), float(view.balls.radii[ball])


def test_balls_touch_the_curve_exactly_where_they_are(scene: Scene) -> None:
    for _ in range(12):
        scene.session.step_on()
        np.testing.assert_array_equal(scene.view.balls.positions.w, scene.session.run.state.w)
        for ball in range(5):
            distance, radius = contact(scene, ball)
            assert distance == pytest.approx(radius)


def test_between_two_steps_a_ball_glides_along_the_curve(scene: Scene) -> None:
    session = scene.session
    session.playback.set_speed(10.0)
    session.play()
    scene.pass_time(0.1)
    previous, now = (session.run.recording.row(step).w.copy() for step in (0, 1))
    scene.pass_time(0.025)
    assert session.step == 1
    np.testing.assert_allclose(scene.view.balls.positions.w, previous + 0.25 * (now - previous))
    distance, radius = contact(scene, 4)
    assert distance == pytest.approx(radius)
    session.pause()
    np.testing.assert_array_equal(scene.view.balls.positions.w, now)


def test_a_ball_moved_by_hand_is_where_the_hand_put_it_and_sets_out_from_there(scene: Scene) -> None:
    session = scene.session
    session.step_on()
    session.step_on()
    session.drag(2, -2.0)
    session.drop()
    assert interpolated_w(session.run, 0.5)[2] == -2.0
    session.step_on()
    run = session.run
    half_way = -2.0 + 0.5 * (run.state.w[2] + 2.0)
    assert interpolated_w(run, 0.5)[2] == pytest.approx(half_way)
    rows = run.recording.rows(2, 4)
    np.testing.assert_allclose(np.delete(interpolated_w(run, 0.5), 2), np.delete(rows.w.mean(axis=0), 2))


def test_a_ball_that_has_left_stands_at_the_edge(make_scene: MakeScene) -> None:
    scene = make_scene(alphas=(0.97,), landscape=FormulaLandscape("0.5*w", (-6, 6)), eta=0.3)
    scene.session.playback.set_speed(2000.0)
    scene.session.step_on(200)
    positions = scene.view.balls.positions
    assert positions.has_left[0]
    assert scene.session.run.state.w[0] < -6.0
    assert positions.w[0] == -6.0
    assert scene.disc_centres(-6.0).x() == pytest.approx(positions.x[0], abs=scene.view.balls.radii[0])


def test_a_ball_that_has_left_stays_in_the_view_when_the_edge_does_not(make_scene: MakeScene) -> None:
    scene = make_scene(alphas=(0.97,), landscape=FormulaLandscape("0.5*w", (-6, 6)), eta=0.3)
    scene.session.step_on(200)
    for _ in range(12):
        scene.wheel(scene.disc_centres(3.0), 3)
    positions, radius = scene.view.balls.positions, scene.view.balls.radii[0]
    assert positions.x[0] == radius
    assert radius <= positions.y[0] <= scene.view.height() - radius


def test_a_ball_whose_w_is_not_finite_is_not_shown(make_scene: MakeScene) -> None:
    scene = make_scene(alphas=(0.0, 0.9), landscape=FormulaLandscape("w^2", (-1e150, 1e150)), start=9e149, eta=1e200)
    scene.session.step_on(50)
    assert not scene.view.balls.positions.is_shown.any()
    assert scene.view.balls.balls_at(450, 250) == []
    scene.picture()


def test_radii_grow_with_memory_and_are_bounded() -> None:
    radii = ball_radii(np.array([0.0, 0.5, 0.9, 0.97, 0.99, 0.999, 0.9999, 1.0]), 1.0)
    assert (np.diff(radii) >= 0).all()
    assert (radii[0], radii[-1]) == (8.0, 15.0)
    assert radii[2] < radii[4] < radii[5]


def test_balls_are_smaller_in_a_crowd_and_larger_in_a_large_view() -> None:
    few, many, crowd = (ball_radii(np.full(count, 0.9), 1.0)[0] for count in (12, 50, 1000))
    assert few > many > crowd > 2.0
    assert view_share(1000, 540, 1.0) == 1.0
    assert view_share(2000, 1000, 1.0) > 1.0 > view_share(400, 300, 1.0)
    assert view_share(2000, 1080, 2.0) == pytest.approx(1.0)


def test_in_a_cleft_narrower_than_itself_a_ball_is_straight_above_the_curve(make_scene: MakeScene) -> None:
    needle = FormulaLandscape("-3*exp(-((w - 2)/0.01)^2)", (-6, 6))
    scene = make_scene(alphas=(0.9,), landscape=needle, start=2.002)
    positions = scene.view.balls.positions
    point = scene.disc_centres(2.002)
    assert height(needle, 2.002) < -2.8
    assert abs(positions.x[0] - point.x()) < 2.0
    assert positions.y[0] < point.y()


def test_without_balls_and_steps_interpolation_gives_an_empty_array() -> None:
    run = Run(HILLS, [])
    assert interpolated_w(run, 0.5).shape == (0,)
