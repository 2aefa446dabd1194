"""A hidden ball is drawn nowhere, and what is drawn is as if there were none."""

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter, QPicture

from app.files.view import LAST_RUN
from app.session.scene import BallStyle
from app.views.frame import frame_of_run
from tests.views.landscape.scenes import MakeScene, Scene

SHOWN = 3


@pytest.mark.parametrize("hidden", [{2}, {0, 4}, {0, 1, 2, 4}])
@pytest.mark.parametrize("steps", [0, 38, 2000])
def test_the_picture_is_that_of_the_other_balls(scene: Scene, hidden: set[int], steps: int) -> None:
    session = scene.session
    for layer in ("arrows", "energy"):  # their labels stay where they were, so that they depend on what was before
        session.show_layer(layer, False)
    session.select(SHOWN)
    session.step_on(steps)
    everything = scene.picture()
    for ball in hidden:
        session.show_ball(ball, False)
    without = scene.picture()
    assert without != everything
    session.show_all()
    assert scene.picture() == everything
    for ball in sorted(hidden, reverse=True):
        session.remove(ball)
    assert scene.picture() == without


def test_of_a_selected_ball_that_is_hidden_neither_ring_nor_arrows_nor_energy_is_left(scene: Scene) -> None:
    session = scene.session
    session.select(SHOWN)
    session.step_on(38)
    for ball in range(5):
        session.show_ball(ball, False)
    assert scene.view.selected_ball.overlay == (None, None, None, None)
    empty = scene.picture()
    assert scene.view.balls.labels.boxes == {}
    for _ball in range(5):
        session.remove(0)
    assert scene.picture() == empty


def test_the_mouse_does_not_find_it(scene: Scene) -> None:
    scene.session.step_on(38)
    centre = scene.centre(1)
    assert 1 in scene.view.balls.balls_at(centre.x(), centre.y())
    scene.session.show_ball(1, False)
    assert 1 not in scene.view.balls.balls_at(centre.x(), centre.y())
    scene.hover(centre)
    assert scene.view.balls.hovered != 1


def test_names_of_few_balls_come_back_where_the_others_are_hidden(make_scene: MakeScene) -> None:
    scene = make_scene(alphas=tuple(np.linspace(0.1, 0.97, 20)), start=-3.0)
    scene.session.step_on(3)
    scene.picture()
    assert set(scene.view.balls.labels.boxes) <= {scene.session.selected}
    for ball in range(3, 20):
        scene.session.show_ball(ball, False)
    scene.picture()
    assert len(scene.view.balls.labels.boxes) > 1


def test_a_frame_of_a_run_selects_no_hidden_ball(scene: Scene) -> None:
    styles = tuple(BallStyle(ball, ball, is_hidden=ball == 1) for ball in range(5))
    assert frame_of_run(scene.session.run, 0, 1, styles).selected == -1
    assert frame_of_run(scene.session.run, 0, 2, styles).selected == 2


def test_the_last_run_is_drawn_where_its_layer_is_shown_and_until_it_is_forgotten(scene: Scene) -> None:
    session = scene.session
    session.step_on(60)
    session.seek(0)
    session.set_parameter(SHOWN, "alpha", 0.9)
    session.step_on(20)
    plain = scene.picture()
    session.show_layer(LAST_RUN, True)
    compared = scene.picture()
    changed = difference(compared, plain)
    assert changed > 500, "the way down the hills, that no ball has gone yet"
    for ball in range(5):
        session.show_ball(ball, False)
    assert difference(scene.picture(), plain) > 0
    hidden = scene.picture()
    session.forget_last_run()
    assert scene.picture() == hidden, "hidden balls have no paths in the run before either"
    session.show_all()
    assert scene.picture() == plain


def test_the_last_run_is_not_drawn_on_another_landscape(scene: Scene, make_scene: MakeScene) -> None:
    session = scene.session
    session.step_on(10)
    session.set_landscape(make_scene(landscape=scene.session.landscape).session.landscape)
    session.show_layer(LAST_RUN, True)
    assert scene.view.frame.last_run is None


def test_a_device_without_pixels_gets_the_last_run_as_lines(scene: Scene) -> None:
    session = scene.session
    session.step_on(60)
    session.seek(0)
    session.set_parameter(SHOWN, "alpha", 0.9)
    sizes = []
    for is_shown in (False, True):
        session.show_layer(LAST_RUN, is_shown)
        picture = QPicture()
        with QPainter(picture) as painter:
            scene.view.render(painter)
        sizes.append(picture.size())
    assert sizes[1] > sizes[0] + 1000


def difference(one: QImage, other: QImage) -> int:
    """The number of pixels that differ."""
    rows = [np.array(image.constBits()).reshape(image.height(), -1, 4) for image in (one, other)]
    return int((rows[0] != rows[1]).any(axis=2).sum())
