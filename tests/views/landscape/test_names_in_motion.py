"""The names of the balls while time runs: near their balls, on nothing else, and steady."""

import math
from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

import pytest
from pytestqt.qtbot import QtBot

from app.files.default import default_scenario
from app.files.presets import load_preset
from app.files.scenario import Scenario
from app.plotting.label_layout import MAX_GAP_PX, MAX_JUMP_PX, PILE_DISTANCE_PX, Box
from app.session.session import Session
from app.theme.application import Theme
from app.views.landscape.landscape_view import LandscapeView
from tests.support.balls import new_ball
from tests.views.landscape.scenes import ALPHAS, Scene

STEPS, FRAMES_PER_SECOND = 200, 60.0
SCENARIOS = ("default", "double-well", "washboard", "rugged-funnel")


class Seen(NamedTuple):
    """The names of one frame."""

    boxes: dict[int, Box]
    centres: dict[int, tuple[float, float]]

    def offset(self, ball: int) -> tuple[float, float]:
        """From a ball to the middle of its name."""
        box, (x, y) = self.boxes[ball], self.centres[ball]
        return 0.5 * (box.left + box.right) - x, 0.5 * (box.top + box.bottom) - y


def scenario_of(name: str) -> Scenario:
    if name == "default":
        return default_scenario()
    preset = load_preset(name)
    balls = tuple(new_ball(alpha, preset.eta, preset.start) for alpha in ALPHAS)
    return Scenario(preset.title, preset.landscape, balls)


@pytest.fixture(params=SCENARIOS)
def scene(request: pytest.FixtureRequest, qtbot: QtBot, dark: Theme) -> Iterator[Scene]:
    seconds = [0.0]
    session = Session(scenario_of(request.param), lambda: seconds[0])
    view = LandscapeView(session, dark)
    qtbot.addWidget(view)
    view.resize(921, 468)
    view.show()
    yield Scene(view, session, seconds)
    session.pause()


def seen_at(scene: Scene) -> Seen:
    """The names of the frame that is shown."""
    scene.picture()
    positions = scene.view.balls.positions
    centres = {ball: (float(positions.x[ball]), float(positions.y[ball])) for ball in range(len(positions.x))}
    return Seen(dict(scene.view.balls.labels.boxes), centres)


def frames(scene: Scene, speed: float) -> Iterator[Seen]:
    """Play at `speed` steps per second, and look at every frame."""
    scene.session.playback.set_speed(speed)
    scene.session.play()
    while scene.session.step < STEPS and scene.session.playback.is_playing:
        scene.pass_time(1.0 / FRAMES_PER_SECOND)
        yield seen_at(scene)


def gap(scene: Scene, seen: Seen, ball: int) -> float:
    """Pixels between a ball and its name."""
    (left, top, right, bottom), (x, y) = seen.boxes[ball], seen.centres[ball]
    across, down = max(left - x, 0.0, x - right), max(top - y, 0.0, y - bottom)
    return math.hypot(across, down) - float(scene.view.balls.radii[ball])


def is_stacked(seen: Seen, ball: int) -> bool:
    """Whether the name stands on that of another ball at the same place."""
    box, centre = seen.boxes[ball], seen.centres[ball]
    below = [other for other, each in seen.boxes.items() if each.top == box.bottom]
    return any(math.dist(seen.centres[other], centre) <= 2.0 * PILE_DISTANCE_PX for other in below)


def jumps(before: Seen, after: Seen) -> list[bool]:
    """Which of the names in both frames have jumped; pixels are rounded."""
    both = set(before.boxes) & set(after.boxes)
    return [math.dist(after.offset(ball), before.offset(ball)) > MAX_JUMP_PX + 1.5 for ball in both]


@pytest.mark.parametrize("speed", [8.0, 40.0])
def test_names_are_near_their_balls_lie_on_nothing_and_do_not_jump(scene: Scene, speed: float) -> None:
    shown, last = [], None
    for seen in frames(scene, speed):
        boxes = list(seen.boxes.values())
        assert not [pair for pair in combinations(boxes, 2) if pair[0].touches(pair[1])]
        taken = [*scene.view.ground.obstacles, *scene.view.selected_ball.overlay.boxes]
        assert not [(box, other) for box in boxes for other in taken if box.touches(other)]
        assert all(gap(scene, seen, ball) <= MAX_GAP_PX or is_stacked(seen, ball) for ball in seen.boxes)
        assert last is None or not any(jumps(last, seen))
        last = seen
        shown.append(scene.session.selected in seen.boxes)
    assert sum(shown) >= 0.8 * len(shown) > 0, "the name of the selected ball is mostly there"


def test_from_step_to_step_and_at_a_pause_few_names_jump(scene: Scene) -> None:
    session, seen, jumped = scene.session, seen_at(scene), []
    for step in (*range(1, 61), *range(59, 39, -1)):
        if step > session.step:
            session.step_on(1)
        else:
            session.go_to_step(step)
        last, seen = seen, seen_at(scene)
        jumped += jumps(last, seen)
    assert sum(jumped) <= 0.1 * len(jumped), "those without room near where they were"
    for seen in frames(scene, 40.0):
        if session.step >= 90:
            session.pause()
            assert sum(jumps(seen, seen_at(scene))) <= 1
            break
