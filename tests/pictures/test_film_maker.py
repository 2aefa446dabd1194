"""Films of real scenarios, as the command line and the window make them."""

import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from app.files.default import default_scenario
from app.files.presets import load_preset
from app.files.scenario import Scenario
from app.files.scenario_run import finished_run
from app.pictures.figure import Part
from app.pictures.film import eventful_steps
from app.pictures.film_maker import FilmMaker
from app.pictures.film_options import FilmOptions, scene_of
from app.pictures.formats import GIF
from app.session.slow_motion import Moment
from app.session.transient import transient_end
from app.text.figures import LANDSCAPE, RUN_PARTS
from physics.run.edit import Edit
from tests.support.balls import new_ball

SCENARIO = default_scenario()
OPTIONS = FilmOptions(GIF, size=(320, 180), steps=(0, 8), speed=8.0, fps=4.0)

pytestmark = pytest.mark.usefixtures("qapp")


def film_bytes(options: FilmOptions) -> bytes:
    stream = io.BytesIO()
    with FilmMaker(scene_of(SCENARIO), options) as maker:
        maker.write(stream)
    return stream.getvalue()


def test_two_films_have_the_same_bytes_and_all_frames() -> None:
    first = film_bytes(OPTIONS)
    assert film_bytes(OPTIONS) == first
    read = Image.open(io.BytesIO(first))
    assert (read.size, read.n_frames) == ((320, 180), 5)  # type: ignore[attr-defined]


def test_frames_show_what_moves_and_all_parts_that_are_asked_for() -> None:
    options = replace(OPTIONS, size=(640, 480), parts=tuple(map(Part, RUN_PARTS)), theme="dark")
    with FilmMaker(scene_of(SCENARIO), options) as maker:
        first, *_others, last = (maker.draw(frame) for frame in maker.film.frames())
        one, other = (np.frombuffer(image.constBits(), np.uint32).reshape(480, 640) for image in (first, last))
        changed = (one != other).any(axis=1)
    assert changed[:240].any()  # balls on the landscape
    assert changed[400:].any()  # cursors in the plots


def test_by_itself_it_shows_the_part_in_which_something_happens() -> None:
    run = finished_run(SCENARIO)
    first, last = eventful_steps(run)
    assert (first, run.last) == (0, 598)
    assert 54 < last < 100  # the last outcome is decided at step 54
    with FilmMaker(scene_of(SCENARIO), FilmOptions(GIF, size=(64, 64)), run) as maker:
        assert (maker.film.first, maker.film.last) == (first, last)
        assert 9.0 < maker.film.duration_s < 12.0


def test_an_edit_on_the_way_is_in_the_film() -> None:
    late = replace(SCENARIO, steps=300, edits=(Edit(200, 0, w=5.0),))
    assert eventful_steps(finished_run(late))[1] >= 200


def test_where_all_is_decided_at_once_it_shows_how_the_ball_swings() -> None:
    bowl = Scenario("Bowl", load_preset("bowl").landscape, (new_ball(0.9, 0.04, 4.0),), steps=300)
    run = finished_run(bowl)
    assert transient_end(run) in (0, 1)
    assert eventful_steps(run) == (0, 50)
    assert eventful_steps(finished_run(replace(bowl, steps=20))) == (0, 20)


def test_slow_motion_has_captions() -> None:
    options = replace(OPTIONS, size=(640, 360), steps=(3, 4), speed=None, is_slow_motion=True)
    with FilmMaker(scene_of(SCENARIO), options) as maker:
        frames = maker.film.frames()
        assert [frame.moment for frame in frames] == [*Moment, None]
        plain, *_others = (maker.draw(frame._replace(moment=None)) for frame in frames)
        drawn = maker.draw(frames[0])
        assert drawn != plain


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"steps": (0, 5000)}, "step 5000 is not recorded: the run is over at step 598"),
        ({"steps": (9, 9)}, "has no step"),
        ({"size": (4096, 4096), "fps": 50.0, "speed": 1.0}, "401 frames of 4096x4096 pixels are too many"),
    ],
)
def test_what_can_not_be_filmed_is_said(change: dict[str, object], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        FilmMaker(scene_of(SCENARIO), replace(OPTIONS, **change))  # type: ignore[arg-type]  # by name


def test_a_scenario_without_balls_can_be_filmed() -> None:
    empty = replace(SCENARIO, balls=())
    scene = scene_of(empty)
    assert scene.selected == -1
    with pytest.raises(ValueError, match="has no step"):
        FilmMaker(scene, FilmOptions(GIF, (Part(LANDSCAPE),)))
