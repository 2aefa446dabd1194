"""Noise and schedule, set as a person sets them."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.panels.balls import BallsPanel
from app.panels.forcing import ForcingEditor, noise_scale
from app.panels.transport import TransportBar
from app.session.session import Session
from physics.forcing.forcing import Forcing
from physics.forcing.schedule import Decay, Schedule
from physics.landscape.points import PointsLandscape
from tests.support.cards import card, retype
from tests.support.scenes import assert_replays


@pytest.fixture
def editor(panel: BallsPanel, qtbot: QtBot) -> Iterator[ForcingEditor]:
    editor = panel.eta.forcing.open_editor()
    qtbot.waitExposed(editor.window())
    yield editor
    editor.window().close()


def test_the_slider_sets_the_noise_while_it_is_dragged(editor: ForcingEditor, session: Session, hands: Any) -> None:
    session.step_on(10)
    slider, seen = editor.noise_slider, []
    for _x in hands.drag(slider, [12.0, 40.0, 80.0]):
        seen.append(session.forcing.noise)
        session.playback.due.emit(1)  # time may go on meanwhile
    assert 0.0 < seen[0] < seen[1]
    assert editor.noise.number == session.forcing.noise
    assert session.history.stack.undoText() == "noise"
    assert session.history.stack.count() == 1
    assert_replays(session)


def test_fields_set_everything_exactly(editor: ForcingEditor, session: Session) -> None:
    assert not editor.decay_steps.isEnabled()
    retype(editor.noise, "0.5")
    retype(editor.seed, "7")
    QTest.mouseClick(editor.decay._buttons["cosine"], Qt.MouseButton.LeftButton)
    assert editor.decay_steps.isEnabled()
    retype(editor.decay_steps, "300")
    retype(editor.warm_up, "10")
    retype(editor.final_share, "0.05")
    assert session.forcing == Forcing(0.5, 7, Schedule(Decay.COSINE, 300, 10, 0.05))
    QTest.mouseClick(editor.another, Qt.MouseButton.LeftButton)
    assert (session.forcing.seed, editor.seed.number) == (8, 8.0)
    for _ in range(7):
        session.undo()
    assert session.forcing == Forcing()
    assert editor.noise.number == editor.noise_slider.number == 0.0


def test_shares_over_64_seeds_are_told_on_request(editor: ForcingEditor, session: Session) -> None:
    assert not editor.over_seeds.isEnabled()
    session.set_noise(0.6)
    session.select(2)
    QTest.mouseClick(editor.over_seeds, Qt.MouseButton.LeftButton)
    assert editor.shares.text().startswith("α 0.90: After 1,000 steps, over 64 seeds: 65.6 % valley 4, ")
    session.set_seed(3)
    assert not editor.shares.text()


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("noise", "-1", "σ is between 0 and"),
        ("seed", "1.5", "The seed is a whole number, not 1.5."),
        ("decay_steps", "0", "The decay time is between 1 and 16000000, not 0."),
        ("final_share", "0", "The final share is between"),
    ],
)
def test_what_can_not_be_is_refused(
    editor: ForcingEditor, session: Session, hands: Any, field: str, text: str, words: str
) -> None:
    session.set_schedule(Schedule(Decay.STEP))
    before = session.forcing
    retype(getattr(editor, field), text)
    assert hands.message[-1].startswith(words)
    assert session.forcing == before


def test_the_button_says_what_there_is(panel: BallsPanel, session: Session) -> None:
    button = panel.eta.forcing
    assert button.text() == "noise, schedule…"
    session.set_noise(0.5)
    session.set_schedule(Schedule(Decay.COSINE, warm_up=5))
    assert button.text() == "σ 0.5 · cosine"
    assert button.toolTip().endswith(
        "noise σ 0.5, seed 0; η falls along a cosine to 1 % within 200 steps, after 5 steps of warm-up"
    )
    session.set_noise(0.0)
    session.set_schedule(Schedule(warm_up=5))
    assert button.text() == "warm-up"


def test_a_card_says_that_its_ball_wanders_and_its_effective_rate(panel: BallsPanel, session: Session) -> None:
    session.set_noise(0.1)
    session.step_on(5)
    assert card(panel, 2).accessibleName() == "Ball α 0.90: wanders in valley 5 · effective rate 0.2"
    session.set_noise(0.0)
    session.step_on(1)
    assert card(panel, 2).accessibleName() == "Ball α 0.90: moving"


def test_the_slider_reaches_as_far_as_slopes_do() -> None:
    assert noise_scale(PointsLandscape([0, 1, 2, 3], [0, 0, 0, 0])).high == 1.0
    steep = PointsLandscape([0, 1, 2, 3], [0, 100, 200, 300])
    assert noise_scale(steep).high == 400.0


def test_the_schedule_is_drawn_below_the_line_of_time(transport: TransportBar, session: Session) -> None:
    line = transport.time_line
    before = np.asarray(picture(line))
    session.set_schedule(Schedule(Decay.STEP, 40))
    with_schedule = np.asarray(picture(line))
    changed = np.flatnonzero((before != with_schedule).any(axis=1))
    assert changed.min() > line.groove().bottom() * line.devicePixelRatioF()
    heights = (before != with_schedule).sum(axis=0)
    left, right = heights[: len(heights) // 3].max(), heights[-len(heights) // 3 :].max()
    assert left > 2 * right
    session.undo()
    assert (np.asarray(picture(line)) == before).all()


def picture(line: Any) -> np.ndarray:
    """(height, width) the pixels of a widget."""
    image = line.grab().toImage()
    return np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.width()).copy()
