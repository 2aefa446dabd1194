import math

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter, QPicture

from app.theme.application import theme
from app.views.landscape.trails import (
    MAX_SMOOTH_TRAILS,
    TRAIL_STEPS,
    Trails,
    lay_lanes,
    paint_trails,
    trail_pens,
    trail_segments,
    trails_of_run,
)
from physics.arrays import Floats
from physics.landscape.formula import FormulaLandscape
from tests.views.landscape.scenes import HILLS, MakeScene, Scene, height


def trails_of(scene: Scene, width: int = 1) -> Trails:
    balls, session = scene.view.balls, scene.session
    lanes = lay_lanes(np.arange(len(balls.radii)) % 8, width, 1.0)
    line = scene.view.ground.line
    return trails_of_run(
        session.run, balls.positions, session.landscape, scene.view.plot_transform, line, balls.radii, lanes
    )


def test_a_trail_goes_through_the_true_iterates_and_ends_in_the_ball(scene: Scene) -> None:
    scene.session.step_on(30)
    trails, positions = trails_of(scene), scene.view.balls.positions
    assert trails.x.shape == (31, 5)
    rows = scene.session.run.recording.rows()
    x, y = scene.view.plot_transform.x(rows.w), scene.view.plot_transform.y(rows.f)
    np.testing.assert_allclose(np.hypot(trails.x - x, trails.y - y), np.tile(scene.view.balls.radii, (31, 1)))
    np.testing.assert_array_equal(trails.x[-1], positions.x)
    np.testing.assert_array_equal(trails.y[-1], positions.y)
    assert trails.is_joined.all()


def test_a_trail_has_sixty_steps(scene: Scene) -> None:
    scene.session.step_on(100)
    assert trails_of(scene).is_joined.shape == (TRAIL_STEPS, 5)


def test_what_was_rolled_on_another_landscape_leaves_no_trail_in_the_air(scene: Scene) -> None:
    session = scene.session
    session.step_on(10)
    session.set_landscape(FormulaLandscape("w^2", session.landscape.domain))
    assert not trails_of(scene).is_joined.any()
    session.step_on(5)
    assert trails_of(scene).is_joined[:, 0].tolist() == [False] * 10 + [True] * 5


def test_a_trail_breaks_where_a_hand_moved_the_ball(scene: Scene) -> None:
    session = scene.session
    session.step_on(10)
    session.drag(1, -1.0)
    session.drop()
    moved = trails_of(scene)
    # Where the hand put it, no trail leads: the last step ends where the ball was before.
    assert abs(moved.x[-1, 1] - scene.view.balls.positions.x[1]) > 50
    session.step_on(5)
    assert trails_of(scene).is_joined[:, 1].tolist() == [True] * 10 + [False] + [True] * 4
    assert trails_of(scene).is_joined[:, 0].all()


def test_a_ball_at_rest_has_no_trail(make_scene: MakeScene) -> None:
    scene = make_scene(alphas=(0.0, 0.97), start=4.8, eta=0.1)
    scene.session.step_on(2000)
    lanes = lay_lanes(np.array([0, 1]), 1, 1.0)
    trails = trails_of(scene)
    lines, _ends = trail_segments(trails, lanes)
    held = ~scene.session.run.recording.rows(scene.session.step - TRAIL_STEPS).stepped[1:]
    assert held.any()
    assert not trails.is_joined[held].any()
    assert len(lines) == np.count_nonzero(trails.is_joined) < 2 * TRAIL_STEPS


def test_broad_trails_are_lines_side_by_side(scene: Scene) -> None:
    scene.session.step_on(20)
    one, three = trails_of(scene), trails_of(scene, 3)
    assert three.x.shape == (21, 15)
    np.testing.assert_allclose(three.x[:, 1::3], one.x)
    apart = np.hypot(three.x[:, 2::3] - three.x[:, 0::3], three.y[:, 2::3] - three.y[:, 0::3])
    np.testing.assert_allclose(apart, 2.0)


@pytest.mark.parametrize("balls", [1, 5, MAX_SMOOTH_TRAILS, MAX_SMOOTH_TRAILS + 1, 50, 300])
def test_every_ball_is_in_exactly_one_bundle_of_its_colour(balls: int) -> None:
    colours = np.arange(balls) % 8
    lanes = lay_lanes(colours, 1, 1.0)
    assert sorted(lanes.ball.tolist()) == list(range(balls))
    for colour, bundle in zip(lanes.colours, np.split(lanes.ball, lanes.bundles[1:]), strict=True):
        assert set(colours[bundle].tolist()) == {colour}


@pytest.mark.parametrize("count", [5, 40])
def test_segments_contain_every_joined_step_once_and_the_newest_last(make_scene: MakeScene, count: int) -> None:
    scene = make_scene(alphas=[0.9 + 0.09 * i / count for i in range(count)])
    scene.session.step_on(23)
    lanes = lay_lanes(np.arange(count) % 8, 1, 1.0)
    trails = trails_of(scene)
    lines, ends = trail_segments(trails, lanes)
    assert ends == sorted(ends)
    assert ends[-1] == np.count_nonzero(trails.is_joined) == len(lines)
    newest = lines[ends[-1 - len(lanes.colours)] : ends[-len(lanes.colours)]]
    assert (trails.x[-1, 0], trails.y[-1, 0]) in {(x, y) for _, _, x, y in newest.tolist()}


@pytest.mark.parametrize("count", [5, 40, 300])
def test_there_is_a_pen_for_each_segment_and_newer_ones_are_seen_better(count: int) -> None:
    lanes, palette = lay_lanes(np.arange(count) % 8, 1, 1.0), theme().palette
    pens = np.array([pen.color().getRgb() for pen in trail_pens(lanes, palette)]).reshape(-1, len(lanes.colours), 4)
    assert len(pens) * lanes.segment_steps == TRAIL_STEPS
    for index, colour in enumerate(lanes.colours):
        line, background = (np.array(shown.getRgb()) for shown in (palette.ball_line(colour), palette.background))
        seen = background + (line - background) * pens[:, index, 3:] / 255 if count < 300 else pens[:, index]
        assert (np.diff(np.abs(seen - background)[:, :3].sum(axis=1)) > 0).all()


@pytest.mark.parametrize("count", [5, 40])
def test_on_a_painter_that_records_the_lines_of_a_segment_are_one_path(make_scene: MakeScene, count: int) -> None:
    scene = make_scene(alphas=[0.9 + 0.09 * i / count for i in range(count)])
    scene.session.step_on(60)
    lanes = lay_lanes(np.arange(count) % 8, 3, 1.0)
    lines, ends = trail_segments(trails_of(scene, 3), lanes)
    pens = trail_pens(lanes, theme().palette)
    drawn, recorded = (QImage(1000, 500, QImage.Format.Format_RGB32) for _ in range(2))
    with QPainter(picture := QPicture()) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_trails(painter, lines, ends, pens)
    for image in (drawn, recorded):
        image.fill(0)
        with QPainter(image) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if image is drawn:
                paint_trails(painter, lines, ends, pens)
            else:
                painter.drawPicture(0, 0, picture)
    assert drawn == recorded
    assert drawn.pixelColor(0, 0) != drawn.pixelColor(*_middle(lines[max(end for end in ends if end < len(lines)) :]))


def _middle(lines: Floats) -> tuple[int, int]:
    """The pixel in the middle of the longest line."""
    x, y, to_x, to_y = max(lines.tolist(), key=lambda line: math.hypot(line[2] - line[0], line[3] - line[1]))
    return int(0.5 * (x + to_x)), int(0.5 * (y + to_y))


def test_without_balls_or_steps_there_are_no_segments(make_scene: MakeScene) -> None:
    nobody = make_scene(alphas=())
    assert not trail_segments(trails_of(nobody), lay_lanes(np.zeros(0, np.intp), 3, 1.0))[1]
    unmoved = make_scene()
    assert not trail_segments(trails_of(unmoved), lay_lanes(np.arange(5), 1, 1.0))[1]


def test_a_trail_that_ends_outside_is_drawn_to_the_edge(make_scene: MakeScene) -> None:
    scene = make_scene(alphas=(0.97,), eta=0.2)
    scene.session.step_on(60)
    assert scene.session.run.state.w[0] < -6.0 or scene.session.run.state.w[0] > 6.0
    trails = trails_of(scene)
    radius = scene.view.balls.radii[0]
    edges = [scene.disc_centres(w).x() for w in HILLS.domain]
    assert (trails.x >= edges[0] - radius).all()
    assert (trails.x <= edges[1] + radius).all()
    assert height(HILLS, 6.0) > 0
