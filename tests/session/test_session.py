"""The session: what a person does to it is what the run shows, and what a file of it replays."""

from collections.abc import Iterator

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.files.scenario import Scenario
from app.session.look import Look, more_looks
from app.session.session import Session
from physics.ball import Ball, ball_name
from physics.edit import Edit
from physics.formula import FormulaLandscape
from physics.points import PointsLandscape
from physics.rules import Rule
from physics.run import Run
from physics.suggestion import Suggestion

HILLS = FormulaLandscape("0.06*(w + 3.2)^2 + 0.55*cos(2.6*w)", (-6, 6))
BOWL = PointsLandscape([-6, -3, 0, 3, 6], [4, 1, 0, 1, 4])
SMALL = FormulaLandscape("(w - 0.3)^2", (0, 1))


class Seconds:
    """A wall clock that the test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def balls(*alphas: float) -> tuple[Ball, ...]:
    return tuple(Ball(ball_name(alpha), Rule.MOMENTUM, alpha, 0.02, 4.8) for alpha in alphas)


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def session(qtbot: QtBot, seconds: Seconds) -> Iterator[Session]:
    session = Session(Scenario("Descending hills", HILLS, balls(0.0, 0.8, 0.9, 0.95, 0.97)), seconds)
    yield session
    session.pause()


def replayed(session: Session) -> Run:
    scenario = session.scenario()
    run = Run(scenario.landscape, scenario.balls, scenario.edits, full=scenario.full)
    run.advance(scenario.steps)
    return run


def assert_replays(session: Session) -> None:
    again = replayed(session)
    assert again.step == session.step
    for one, other in zip(session.run.recording.rows(), again.recording.rows(), strict=True):
        assert np.array_equal(one, other, equal_nan=one.dtype.kind == "f")


def test_it_opens_paused_at_the_start_with_a_ball_selected(session: Session) -> None:
    assert not session.playback.is_playing
    assert (session.step, session.selected, session.playback.phase) == (0, 3, 1.0)


def test_playing_makes_the_steps_that_are_due_and_says_so_once_a_frame(
    session: Session, seconds: Seconds, qtbot: QtBot
) -> None:
    advances: list[int] = []
    session.advanced.connect(lambda: advances.append(session.step))
    session.playback.set_speed(100.0)
    session.play()
    seconds.now = 0.035
    session.playback.frame()
    seconds.now = 0.06
    session.playback.frame()
    assert advances == [3, 6]
    with qtbot.waitSignal(session.playback.glided):
        session.pause()
    assert session.playback.phase == 1.0


def test_a_gliding_frame_makes_no_step(session: Session, seconds: Seconds, qtbot: QtBot) -> None:
    session.playback.set_speed(5.0)
    session.play()
    seconds.now = 0.05
    with qtbot.waitSignal(session.playback.glided):
        session.playback.frame()
    assert (session.step, session.playback.phase) == (0, pytest.approx(0.25))


def test_the_run_pauses_itself_when_it_is_over_and_play_begins_anew(session: Session, seconds: Seconds) -> None:
    session.step_on(20_000)
    assert session.run.is_over
    session.play()
    assert session.step == 0
    assert session.playback.is_playing
    session.pause()


def test_a_change_at_the_start_is_no_edit(session: Session) -> None:
    session.set_alpha(0, 0.5)
    session.set_eta(1, 0.01)
    session.set_rule(2, Rule.NESTEROV)
    session.set_start(3, 2.0)
    first, second, third, fourth, _ = session.run.balls
    assert (first.alpha, first.name) == (0.5, "α 0.50")
    assert second.eta == 0.01
    assert third.rule is Rule.NESTEROV
    assert fourth.start == 2.0
    assert session.run.edits == ()


def test_a_change_on_the_way_is_an_edit_and_keeps_the_speed(session: Session) -> None:
    session.step_on(20)
    delta = session.run.state.delta.copy()
    session.set_alpha(1, 0.95)
    session.set_alpha(1, 0.96)
    session.set_eta(1, 0.03)
    session.set_rule(1, Rule.NESTEROV)
    session.set_landscape(BOWL)
    assert (session.run.state.delta == delta).all()
    assert session.run.edits == (
        Edit(20, 1, alpha=0.96, eta=0.03, rule=Rule.NESTEROV),
        Edit(20, landscape=BOWL),
    )
    assert session.ball(1) == Ball("α 0.96", Rule.NESTEROV, 0.96, 0.03, 4.8)
    session.step_on(100)
    assert_replays(session)


def test_values_for_all_balls(session: Session) -> None:
    session.set_start_for_all(3.0)
    session.step_on(5)
    session.set_alpha_for_all(0.7)
    session.set_eta_for_all(0.05)
    session.set_rule_for_all(Rule.NESTEROV)
    session.set_start_for_all(4.0)
    assert {(ball.alpha, ball.eta, ball.rule, ball.start) for ball in session.balls} == {
        (0.7, 0.05, Rule.NESTEROV, 4.0)
    }
    session.step_on(50)
    assert_replays(session)


def test_another_start_on_the_way_shows_where_the_ball_would_be(session: Session) -> None:
    session.step_on(30)
    session.set_alpha(2, 0.95)
    session.step_on(30)
    session.set_start(2, 4.0)
    assert session.run.recording.row(0).w[2] == 4.0
    assert session.step == 60
    assert_replays(session)
    with pytest.raises(ValueError, match=r"7\.5 is outside the landscape, which reaches from -6 to 6"):
        session.set_start(2, 7.5)


@pytest.mark.parametrize("steps", [0, 40])
def test_another_start_for_all_is_one_for_each_told_once(session: Session, qtbot: QtBot, steps: int) -> None:
    each = Session(session.scenario())
    told: list[str] = []
    session.rewound.connect(lambda: told.append("rewound"))
    for scene in (session, each):
        scene.step_on(steps // 2)
        scene.set_landscape(HILLS)
        scene.set_alpha(1, 0.85)
        scene.step_on(steps - steps // 2)
        told.clear()
        if scene is each:
            for place in range(5):
                scene.set_start(place, 4.0)
        else:
            scene.set_start_for_all(4.0)
            assert told == ["rewound"]
    assert session.run.edits == each.run.edits
    assert np.array_equal(session.run.recording.rows().w, each.run.recording.rows().w)
    assert_replays(session)


def test_a_hand_holds_a_ball_while_time_runs_and_lets_go(session: Session) -> None:
    session.step_on(10)
    session.hold(2, 99.0)
    assert session.run.state.w[2] == 6.0
    session.hold(2, 1.0)
    session.step_on(3)
    assert (session.run.state.w[2], session.run.state.delta[2]) == (1.0, 0.0)
    session.release()
    session.step_on(3)
    assert session.run.state.w[2] != 1.0
    assert_replays(session)


def test_a_hand_at_the_start_moves_the_start(session: Session) -> None:
    session.hold(2, 1.0)
    session.release()
    assert session.run.balls[2].start == 1.0
    assert session.run.edits == ()


def test_restart_keeps_what_is_in_force(session: Session) -> None:
    session.step_on(10)
    session.set_alpha(0, 0.99)
    session.set_landscape(BOWL)
    session.restart()
    assert session.step == 0
    assert session.landscape is BOWL
    assert session.run.balls[0] == Ball("α 0.99", Rule.MOMENTUM, 0.99, 0.02, 4.8)
    assert session.run.edits == ()


def test_balls_come_and_go_without_disturbing_the_others(session: Session) -> None:
    session.step_on(25)
    session.set_alpha(3, 0.99)
    before = session.run.recording.rows()
    session.add()
    session.fan([0.2, 0.4])
    session.duplicate(3)
    assert [ball.name for ball in session.balls] == [
        "α 0", "α 0.80", "α 0.90", "α 0.99", "α 0.99", "α 0.97", "α 0.95", "α 0.20", "α 0.40",
    ]  # fmt: skip
    assert session.selected == 4
    assert len(set(session.looks)) == 9
    after = session.run.recording.rows()
    assert (after.w[:, [0, 1, 2, 3, 5]] == before.w).all()
    assert (after.w[:, 4] == after.w[:, 3]).all()
    session.step_on(40)
    assert_replays(session)
    for _ in range(9):
        session.remove(0)
    assert (session.balls, session.selected, session.looks) == ((), -1, ())
    session.add()
    assert session.ball(0).alpha == 0.9
    assert session.selected == 0


def test_a_fan_without_a_ball_to_be_like_selects_its_first(session: Session) -> None:
    for _ in range(5):
        session.remove(0)
    session.fan([0.1, 0.2])
    assert session.selected == 0


def test_a_full_scenario_stays_full(qtbot: QtBot) -> None:
    session = Session(Scenario("Full", HILLS, balls(0.8), full=True))
    session.step_on(700)
    assert session.step == 700
    assert session.scenario().full
    assert_replays(session)
    session.restart()
    assert session.scenario().full


def test_a_scene_holds_a_thousand_balls_at_most(session: Session, qtbot: QtBot) -> None:
    session.fan(list(np.linspace(0, 0.99, 995)))
    assert len(session.balls) == 1000
    with qtbot.waitSignal(session.said, check_params_cb=lambda text: "at most 1000 balls" in text):
        session.add()
    with qtbot.waitSignal(session.said):
        session.duplicate(0)
    assert len(session.run.balls) == 1000


def test_a_ball_has_its_own_name_until_it_is_taken_away(session: Session) -> None:
    session.rename(1, " heavy ")
    session.set_alpha(1, 0.6)
    assert session.ball(1).name == "heavy"
    session.rename(1, "")
    assert session.ball(1).name == "α 0.60"


def test_looks(session: Session) -> None:
    session.set_look(0, Look(7, 9))
    assert session.looks[0] == Look(7, 9)
    session.add()
    assert session.looks[-1] == Look(0, 0)  # as nobody is any more
    assert len(set(more_looks((), 40))) == 40


@pytest.mark.parametrize("playing", [False, True])
def test_choosing_a_landscape_brings_its_start_and_eta(session: Session, playing: bool) -> None:
    session.step_on(30)
    if playing:
        session.play()
    session.choose(SMALL, "Small", Suggestion(0.9, 0.3))
    assert session.title == "Small"
    if playing:
        # Time runs: the balls roll on over the new landscape, and the suggestion waits for the restart.
        assert session.step == 30
        assert session.run.edits[-1] == Edit(30, landscape=SMALL)
        session.pause()
        session.restart()
    assert session.step == 0
    assert {(ball.start, ball.eta) for ball in session.balls} == {(0.9, 0.3)}


def test_a_start_that_is_not_on_the_new_landscape_is_moved_there(session: Session) -> None:
    session.set_landscape(SMALL)
    assert {ball.start for ball in session.balls} == {0.9}


def test_a_scenario_with_edits_plays_them_and_announces_them(qtbot: QtBot) -> None:
    edits = (Edit(5, 0, alpha=0.99), Edit(8, landscape=BOWL))
    session = Session(Scenario("Prepared", HILLS, balls(0.9), 100, edits))
    told: list[tuple[str, int]] = []
    session.balls_changed.connect(lambda: told.append(("balls", session.step)))
    session.landscape_changed.connect(lambda: told.append(("landscape", session.step)))
    for _ in range(10):
        session.step_on()
    assert told == [("balls", 5), ("landscape", 8), ("balls", 8)]
    assert session.landscape is BOWL
    session.set_alpha(0, 0.5)
    session.step_on(20)
    assert_replays(session)


def test_selecting_is_told_once_and_only_a_ball_can_be_selected(session: Session) -> None:
    told: list[int] = []
    session.selection_changed.connect(lambda: told.append(session.selected))
    session.select(1)
    session.select(1)
    for place in (-1, 5):
        with pytest.raises(ValueError, match=rf"ball {place}: there are 5"):
            session.select(place)
    assert told == [1]


def test_titles_are_told(session: Session, qtbot: QtBot) -> None:
    with qtbot.waitSignal(session.title_changed):
        session.set_title("Lecture 3")
    assert session.scenario().title == "Lecture 3"


def test_a_full_recording_pauses_and_says_so(session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    session.run.recording._row_limit = 50
    with qtbot.waitSignal(session.said, check_params_cb=lambda text: "The recording is full at step 9" in text):
        session.step_on(20)
    assert session.step == 9
