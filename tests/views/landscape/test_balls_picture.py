import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from app.session.scene import BallStyle
from app.theme.palette import DARK
from app.views.landscape.names import MAX_CACHED
from physics.landscape.formula import FormulaLandscape
from tests.views.landscape.scenes import MakeScene, Scene


def hue_in(picture: QImage, x: float, y: float, radius: float) -> int:
    """The hue that most of a disc has, beside the mark in its middle."""
    ring = [(x + 0.75 * radius * np.cos(a), y + 0.75 * radius * np.sin(a)) for a in np.linspace(0, 6.28, 12)]
    hues = [picture.pixelColor(round(px), round(py)).hsvHue() for px, py in ring]
    return sorted(hues)[len(hues) // 2]


def test_each_ball_has_its_own_colour_where_it_is(scene: Scene) -> None:
    scene.session.step_on(38)
    picture, radii = scene.picture(), scene.view.balls.radii
    for ball in (2, 3, 4):
        centre = scene.centre(ball)
        hue = hue_in(picture, centre.x(), centre.y(), float(radii[ball]))
        assert abs(hue - DARK.ball(ball).hsvHue()) < 12


def test_a_new_style_is_painted_at_once(scene: Scene) -> None:
    scene.session.step_on(38)
    scene.session.set_style(4, BallStyle(5, 1))
    centre, radius = scene.centre(4), float(scene.view.balls.radii[4])
    assert abs(hue_in(scene.picture(), centre.x(), centre.y(), radius) - DARK.ball(5).hsvHue()) < 12


def test_while_alpha_is_dragged_the_pixmap_caches_stay_small(scene: Scene) -> None:
    kept = []
    for number in range(MAX_CACHED + 10):
        scene.session.set_parameter(4, "alpha", 0.8 + number / 1000)
        scene.picture()
        kept.append(len(scene.view.balls.sprites))
        assert len(scene.view.balls.labels.pixmaps) <= MAX_CACHED
    assert max(kept[3:]) <= kept[3]
    disc = scene.session.styles[0], float(scene.view.balls.radii[0])
    first = scene.view.balls.sprites.disc(*disc)
    scene.session.set_parameter(4, "alpha", 0.5)
    assert scene.view.balls.sprites.disc(*disc) is first


def test_the_selected_ball_has_a_ring(scene: Scene) -> None:
    scene.session.step_on(38)

    def ring_of(ball: int) -> int:
        centre, radius = scene.centre(ball), float(scene.view.balls.radii[ball])
        return max(scene.colour(centre.x(), centre.y() - radius - d).lightness() for d in (3.0, 3.5, 4.0))

    assert scene.session.selected == 3
    assert ring_of(3) > 180
    assert ring_of(4) < 100
    scene.session.select(4)
    assert ring_of(4) > 180


def test_a_ball_that_has_left_is_faint(make_scene: MakeScene) -> None:
    scene = make_scene(alphas=(0.0, 0.97), landscape=FormulaLandscape("0.5*w", (-6, 6)), eta=0.05)
    scene.session.select(0)
    scene.session.step_on(60)
    positions = scene.view.balls.positions
    assert positions.has_left.tolist() == [False, True]
    here, gone = (scene.centre(ball) for ball in (0, 1))
    assert scene.colour(gone.x() - 6, gone.y() - 3).value() < 130
    assert scene.colour(here.x() - 4, here.y() - 1).value() > 180


def test_a_ball_that_has_left_is_shown_only_where_the_edge_is_in_view(make_scene: MakeScene) -> None:
    scene = make_scene(alphas=(0.97,))
    scene.session.step_on(60)
    assert scene.view.balls.positions.has_left.tolist() == [True]
    assert scene.view.balls.positions.is_shown.tolist() == [True]
    scene.view.view_box.zoom(0.5)
    scene.picture()
    assert scene.view.balls.positions.is_shown.tolist() == [False]
    scene.view.fit()
    scene.picture()
    assert scene.view.balls.positions.is_shown.tolist() == [True]


def test_trails_fade_with_age(make_scene: MakeScene) -> None:
    scene = make_scene(alphas=(0.97,))
    scene.session.step_on(30)
    picture = scene.picture()
    rows = scene.session.run.recording.rows()

    def brightest_near(step: int) -> int:
        centre = scene.disc_centres(float(rows.w[step, 0]))
        radius = float(scene.view.balls.radii[0])
        spots = [(dx, dy) for dx in range(-16, 17) for dy in range(-round(radius) - 5, -round(radius) + 6)]
        hue = DARK.ball(0).hsvHue()
        return max(
            (
                colour.value()
                for dx, dy in spots
                if abs((colour := picture.pixelColor(round(centre.x()) + dx, round(centre.y()) + dy)).hsvHue() - hue)
                < 25
                and colour.hsvSaturation() > 60
            ),
            default=0,
        )

    assert brightest_near(26) > brightest_near(8)


def test_between_two_steps_the_picture_changes(scene: Scene) -> None:
    session = scene.session
    session.step_on(20)
    session.playback.set_speed(5.0)
    session.play()
    scene.pass_time(0.1)
    scene.pass_time(0.1)
    first = scene.picture()
    scene.pass_time(0.05)
    assert session.step == 21
    assert scene.picture() != first
    session.pause()
    resting = scene.picture()
    assert scene.picture() == resting


def test_a_thousand_balls_are_all_there(make_scene: MakeScene) -> None:
    alphas = [0.999 * i / 999 for i in range(1000)]
    scene = make_scene(alphas=alphas)
    scene.session.step_on(45)
    picture, positions = scene.picture(), scene.view.balls.positions
    empty = make_scene(alphas=()).picture()
    for ball in range(0, 1000, 50):
        if not positions.has_left[ball]:
            x, y = int(positions.x[ball]), int(positions.y[ball])
            assert picture.pixelColor(x, y) != empty.pixelColor(x, y)


def test_on_a_fine_screen_balls_are_painted_in_its_own_pixels(scene: Scene) -> None:
    scene.session.step_on(38)
    fine = QImage(1800, 1040, QImage.Format.Format_RGB32)
    fine.setDevicePixelRatio(2.0)
    painter = QPainter(fine)
    scene.view.render(painter, QRectF(0, 0, 900, 520))
    painter.end()
    centre, radius = scene.centre(2), float(scene.view.balls.radii[2])
    hue = hue_in(fine, 2.0 * centre.x(), 2.0 * centre.y(), 2.0 * radius)
    assert abs(hue - DARK.ball(2).hsvHue()) < 12
    assert fine.pixelColor(400, 80) == DARK.background


def test_without_balls_the_landscape_is_painted_alone(make_scene: MakeScene) -> None:
    scene = make_scene(alphas=())
    assert scene.colour(460, 30) == QColor(DARK.background)
    scene.hover(scene.disc_centres(0.0))
    scene.session.add()
    scene.session.remove(0)
    assert scene.view.balls.positions.x.shape == (0,)
    scene.picture()


@pytest.mark.parametrize("ball", range(5))
@pytest.mark.parametrize("step", [0, 3])
def test_the_selected_ball_is_on_top_and_a_press_takes_it(scene: Scene, ball: int, step: int) -> None:
    """In the pile at the start too, where others are smaller."""
    scene.session.step_on(step)
    scene.session.select(ball)
    centre = scene.centre(ball)
    hue = hue_in(scene.picture(), centre.x(), centre.y(), float(scene.view.balls.radii[ball]))
    assert abs(hue - DARK.ball(scene.session.styles[ball].colour).hsvHue()) < 12
    scene.drag(centre, scene.disc_centres(0.0))
    assert scene.session.run.state.w[ball] == pytest.approx(0.0, abs=1e-6)


def test_a_press_next_to_the_selected_ball_takes_the_visible_one(make_scene: MakeScene) -> None:
    scene = make_scene(alphas=(0.0, 0.999))
    scene.session.select(0)
    centre, radius = scene.centre(1), float(scene.view.balls.radii[1])
    scene.click(centre - QPointF(0.0, radius - 1.0))
    assert scene.session.selected == 1
