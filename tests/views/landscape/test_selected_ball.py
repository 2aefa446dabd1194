"""The overlay of the selected ball: energy line, arrows, ghost and caption, without overlaps."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pytest
from PySide6.QtGui import QColor

from app.plotting.label_layout import Box
from app.session.slow_motion import Moment
from app.theme.palette import DARK
from app.views.landscape.explanation import explanation
from app.views.landscape.step_arrows import ArrowTerm, SelectedOverlay
from physics.landscape.formula import FormulaLandscape
from physics.run.energy_bound import Certainty
from tests.support.balls import NESTEROV
from tests.views.landscape.scenes import HILLS, MakeScene, Scene

TWELVE = (0.0, 0.5, 0.8, 0.85, 0.9, 0.92, 0.94, 0.95, 0.96, 0.97, 0.98, 0.99)


def picture_of(scene: Scene) -> SelectedOverlay:
    scene.picture()
    return scene.view.selected_ball.overlay


def near(colour: QColor, other: QColor, least: int = 40) -> bool:
    return max(abs(a - b) for a, b in zip(colour.getRgb()[:3], other.getRgb()[:3], strict=True)) < least


def has_colour(scene: Scene, colour: QColor, box: Box) -> bool:
    picture = scene.picture()
    return any(
        near(picture.pixelColor(x, y), colour)
        for x in range(int(max(0.0, box.left)), int(box.right))
        for y in range(int(max(0.0, box.top)), int(box.bottom))
    )


def assert_nothing_overlaps(scene: Scene) -> None:
    picture = picture_of(scene)
    names = list(scene.view.balls.labels.boxes.values())
    words = [] if picture.energy_text is None else [picture.energy_text.box]
    arrows = [] if picture.step is None else [arrow.text_box for arrow in picture.step.all_arrows]
    captions = [] if picture.caption is None else [picture.caption.box]
    every = [*names, *words, *arrows, *captions]
    assert not [pair for pair in combinations(every, 2) if pair[0].touches(pair[1])]
    obstacles = scene.view.ground.obstacles
    assert not [box for box in [*names, *words, *captions] for other in obstacles if box.touches(other)]


@pytest.mark.parametrize("alphas", [(0.95,), (0.0, 0.8, 0.9, 0.95, 0.97), TWELVE], ids=len)
@pytest.mark.parametrize("size", [(930, 475), (1500, 750)], ids=str)
def test_no_text_overlaps_another(make_scene: MakeScene, alphas: Sequence[float], size: tuple[int, int]) -> None:
    scene = make_scene(alphas=alphas, size=size)
    scene.session.select(len(alphas) // 2)
    for _ in range(12):
        assert_nothing_overlaps(scene)
        scene.session.step_on(5)


def test_in_slow_motion_no_text_overlaps_another(make_scene: MakeScene) -> None:
    scene = make_scene(alphas=TWELVE, size=(930, 475))
    scene.session.select(7)
    scene.session.step_on(20)
    scene.session.slow_motion.toggle()
    for _ in range(9):
        assert_nothing_overlaps(scene)
        scene.session.go_on()


def test_the_energy_line_is_dashed_in_the_balls_colour_up_to_the_wall(scene: Scene) -> None:
    scene.session.step_on(38)
    shape = picture_of(scene).energy
    assert shape is not None
    assert shape.certainty is Certainty.REACH
    picture, colour = scene.picture(), DARK.ball_line(3)
    row = [near(picture.pixelColor(x, int(shape.y)), colour, 90) for x in range(330, int(shape.right))]
    assert 0.3 < np.mean(row) < 0.8
    beyond = [near(picture.pixelColor(x, int(shape.y)), colour) for x in range(int(shape.right) + 5, 900)]
    assert not any(beyond)


def test_a_trapped_balls_line_is_closed_with_its_pool_and_rim(make_scene: MakeScene) -> None:
    scene = make_scene(alphas=(0.9,), landscape=FormulaLandscape("0.1*w^2", (-6, 6)), start=4.0)
    found = picture_of(scene)
    assert found.energy is not None
    assert found.energy_text is not None
    assert found.energy_text.text == "can't get out"
    pool = scene.colour(scene.disc_centres(0.0).x() - 40, found.energy.y + 20)
    assert pool != DARK.background
    assert near(pool, DARK.background, 60)
    assert scene.colour(scene.disc_centres(0.0).x() - 40, found.energy.y - 20) == DARK.background
    assert found.energy.rim is not None
    rim = scene.colour(found.energy.rim.begin + 8, found.energy.rim.y)
    assert near(rim, DARK.ball_line(0), 120)


def test_the_pool_fills_nothing_else(make_scene: MakeScene) -> None:
    """A brush that is left over would fill the trails: chords from end to end."""
    scene = make_scene(alphas=(0.9, 0.95))
    scene.session.select(0)
    scene.session.step_on(55)
    found = picture_of(scene)
    assert found.energy is not None
    assert found.energy.certainty is Certainty.TRAPPED
    trail = scene.session.run.recording.rows().w[20:50, 1]
    between = scene.disc_centres(float(trail[5])), scene.disc_centres(float(trail[25]))
    chord = 0.5 * (between[0] + between[1])
    assert scene.colour(chord.x(), chord.y()) in (DARK.background, scene.colour(chord.x() + 1, chord.y() - 1))


def test_without_a_bound_there_is_only_a_tick_and_the_text_says_so(scene: Scene) -> None:
    scene.session.select(4)
    scene.session.step_on(20)
    found = picture_of(scene)
    assert found.energy is not None
    assert found.energy_text is not None
    assert found.energy.right - found.energy.left == pytest.approx(32.0)
    assert found.energy_text.text == "may still get out"
    assert "Energy 3.02 · caught below 1.1." in explanation(scene.session)
    scene.session.set_rule(4, NESTEROV)
    assert "Energy 3.09 · caught below 1.09." in explanation(scene.session)


def test_a_ball_at_rest_or_outside_and_no_ball_have_no_overlay(make_scene: MakeScene) -> None:
    scene = make_scene()
    scene.session.step_on(2000)
    for place in (0, 4):
        scene.session.select(place)
        assert picture_of(scene) == SelectedOverlay(None, None, None, None)
    none = make_scene(alphas=())
    assert picture_of(none) == SelectedOverlay(None, None, None, None)


def test_an_energy_above_the_view_points_up(scene: Scene) -> None:
    scene.session.step_on(38)
    for _ in range(6):
        scene.wheel(scene.disc_centres(-1.27) - (scene.disc_centres(-1.27) - scene.disc_centres(-3.6)) * 0.0, 2)
    found = picture_of(scene)
    assert found.energy is not None
    assert found.energy.y < 0.0
    assert found.energy_text is not None
    assert found.energy_text.text.endswith("may still get out ↑")


def test_arrows_and_ghost_show_where_the_next_step_leads(make_scene: MakeScene) -> None:
    scene = make_scene(alphas=(0.9,), landscape=FormulaLandscape("0.1*w^2", (-6, 6)), start=5.0, eta=0.5)
    scene.session.step_on(2)
    found = picture_of(scene).step
    assert found is not None
    assert found.ends_at_ghost
    for arrow in found.arrows:
        colour = {ArrowTerm.MOMENTUM: DARK.momentum_term, ArrowTerm.GRADIENT: DARK.gradient_term}.get(
            arrow.term, DARK.ink
        )
        assert has_colour(scene, colour, arrow.box)
    ghost = scene.colour(found.ghost[0] - 5, found.ghost[1])
    assert abs(ghost.hsvHue() - DARK.ball(0).hsvHue()) < 30
    assert ghost.value() < DARK.ball(0).value() - 40
    scene.session.step_on()
    positions = scene.view.balls.positions
    assert (positions.x[0], positions.y[0]) == pytest.approx(found.ghost)


def test_a_step_that_leaves_the_view_is_cut_at_its_edge(make_scene: MakeScene) -> None:
    scene = make_scene(alphas=(0.5,), landscape=FormulaLandscape("0.1*w^2", (-6, 6)), start=5.0, eta=40.0)
    found = picture_of(scene).step
    assert found is not None
    assert found.all_arrows[2].is_cut
    assert found.all_arrows[2].end == 10.0
    assert has_colour(scene, DARK.ink, found.all_arrows[2].box)


@pytest.mark.parametrize("eta", [1e100, 1e300])
def test_huge_steps_cause_no_error(make_scene: MakeScene, eta: float) -> None:
    scene = make_scene(alphas=(0.9,), landscape=FormulaLandscape("w^2", (-6, 6)), start=5.0)
    scene.session.step_on(3)
    scene.session.set_parameter(0, "eta", eta)
    assert picture_of(scene).energy is not None
    scene.session.drag(0, 5.999)
    scene.session.drop()
    scene.session.step_on()
    picture_of(scene)


def test_while_time_runs_fast_only_the_energy_line_is_shown(scene: Scene) -> None:
    session = scene.session
    session.step_on(20)
    session.playback.set_speed(11.0)
    session.play()
    scene.pass_time(0.05)
    found = picture_of(scene)
    assert found.step is None
    assert found.energy is not None


def test_while_it_runs_slowly_the_arrows_stay_and_the_ball_glides_to_its_ghost(scene: Scene) -> None:
    session = scene.session
    session.step_on(20)
    session.playback.set_speed(10.0)
    session.play()
    scene.pass_time(0.1)
    first = picture_of(scene).step
    assert first is not None
    assert first.step.w_after == session.run.state.w[3]
    scene.pass_time(0.05)
    second = picture_of(scene).step
    assert second is not None
    assert (second.all_arrows, second.ghost) == (first.all_arrows, first.ghost)
    session.pause()
    after = picture_of(scene).step
    assert after is not None
    assert after.step.w == first.step.w_after


def test_while_time_runs_the_energy_text_keeps_its_place(scene: Scene) -> None:
    session = scene.session
    session.step_on(14)
    session.playback.set_speed(30.0)
    session.play()
    lefts = []
    for _ in range(6):
        scene.pass_time(1.0 / 30.0)
        words = picture_of(scene).energy_text
        assert words is not None
        lefts.append(words.box.left)
    assert len(set(lefts)) == 1


def test_the_four_moments_in_the_picture(scene: Scene) -> None:
    session = scene.session
    session.step_on(38)
    session.slow_motion.toggle()
    terms, captions = [], []
    previous = scene.view.balls.positions
    for _ in range(3):
        found = picture_of(scene)
        assert found.step is not None
        assert found.caption is not None
        terms.append([arrow.term for arrow in found.step.arrows])
        captions.append(found.caption.caption.title)
        session.go_on()
    assert terms == [[ArrowTerm.MOMENTUM], [ArrowTerm.MOMENTUM, ArrowTerm.GRADIENT], list(ArrowTerm)]
    assert captions == ["what is left of the last step", "the slope here", "their sum is the step"]
    shown = scene.view.balls.positions
    coming = session.run.next_step().w
    np.testing.assert_array_equal(shown.w, np.clip(coming, -6.0, 6.0))
    assert session.step == 38
    session.slow_motion.previous_moment()
    np.testing.assert_array_equal(scene.view.balls.positions.w, previous.w)


def test_the_faint_ball_is_where_the_step_leads_then_where_it_came_from(scene: Scene) -> None:
    session = scene.session
    session.step_on(30)
    session.slow_motion.toggle()
    faint = []
    for _ in range(4):
        found = picture_of(scene).step
        assert found is not None
        faint.append(found.ghost_centre)
        session.go_on()
    found = picture_of(scene).step
    assert found is not None
    assert faint[:2] == [None, None]
    assert faint[2] == pytest.approx(found.ball), "where the ball then is"
    assert faint[3] != faint[2]


def test_a_tangent_marks_the_point_whose_slope_counts(scene: Scene) -> None:
    session = scene.session
    session.step_on(30)
    session.slow_motion.toggle()
    session.go_on()
    found = picture_of(scene).step
    assert found is not None
    assert found.shows_tangent
    at = scene.disc_centres(found.step.w)
    assert near(scene.colour(at.x(), at.y()), DARK.gradient_term)
    session.set_rule(3, NESTEROV)
    nesterov = picture_of(scene).step
    assert nesterov is not None
    assert nesterov.step.slope_at == nesterov.step.w + nesterov.step.momentum_term
    at = scene.disc_centres(nesterov.step.slope_at)
    assert near(scene.colour(at.x(), at.y()), DARK.gradient_term)


def test_a_look_ahead_point_outside_the_domain_has_no_tangent(make_scene: MakeScene) -> None:
    scene = make_scene(alphas=(0.97,), landscape=FormulaLandscape("0.5*w", (-6, 6)), start=-5.0, eta=1.2)
    scene.session.set_rule(0, NESTEROV)
    scene.session.step_on()
    found = picture_of(scene).step
    assert found is not None
    assert found.step.slope_at < -6.0
    scene.picture()


def test_the_caption_keeps_its_place_in_all_moments(scene: Scene) -> None:
    session = scene.session
    session.step_on(20)
    session.slow_motion.toggle()
    boxes = set()
    for _ in range(4):
        found = picture_of(scene)
        assert found.caption is not None
        assert found.caption.moment is session.slow_motion.moment
        boxes.add(found.caption.box)
        session.go_on()
    [box] = boxes
    assert box.bottom <= scene.view.ground.floor
    assert has_colour(scene, DARK.momentum_term, box)


def test_a_caption_without_room_is_at_the_top(make_scene: MakeScene) -> None:
    scene = make_scene(size=(300, 160))
    scene.session.slow_motion.toggle()
    found = picture_of(scene).caption
    assert found is not None
    assert found.moment is Moment.MOMENTUM
    assert found.box.top == 14.0


def test_two_pictures_of_the_same_moment_are_the_same(scene: Scene) -> None:
    scene.session.step_on(33)
    assert scene.picture() == scene.picture()
    assert HILLS is scene.session.landscape
