"""The balls of a session: they are changed, added and removed, and a file replays what was seen."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from app.files.scenario import MAX_BALLS
from app.files.view import COLOUR_COUNT, LAST_COLOUR, SCALE_COUNT
from app.session.scene import BallStyle, more_styles, styles_on_scale
from app.session.session import Session
from app.text.balls import name_of
from physics.rules.base import ALPHA, ETA, Parameter, Scale
from physics.rules.registry import RULES
from physics.rules.suggestion import suggest
from physics.run.ball import START
from physics.run.edit import Edit
from physics.run.run import Run
from tests.support.balls import NESTEROV, new_ball
from tests.support.rules import WithoutMomentum, registered
from tests.support.scenes import BOWL, HILLS, assert_replays
from tests.support.sign_rule import BETA


def test_a_change_at_the_start_is_no_edit(session: Session) -> None:
    session.set_parameter(0, "alpha", 0.5)
    session.set_parameter(1, "eta", 0.01)
    session.set_rule(2, NESTEROV)
    session.set_start(3, 2.0)
    first, second, third, fourth, _ = session.run.balls
    assert (first.parameters["alpha"], name_of(first)) == (0.5, "α 0.50")
    assert second.parameters["eta"] == 0.01
    assert third.rule is NESTEROV
    assert fourth.start == 2.0
    assert session.run.edits == ()


def test_a_change_at_a_later_step_is_an_edit_and_keeps_the_speed(session: Session) -> None:
    session.step_on(20)
    delta = session.run.state.delta.copy()
    session.set_parameter(1, "alpha", 0.95)
    session.set_parameter(1, "alpha", 0.96)
    session.set_parameter(1, "eta", 0.03)
    session.set_rule(1, NESTEROV)
    session.set_landscape(BOWL)
    assert (session.run.state.delta == delta).all()
    assert session.run.edits == (
        Edit(20, 1, parameters={"alpha": 0.96, "eta": 0.03}, rule=NESTEROV),
        Edit(20, landscape=BOWL),
    )
    assert session.ball(1) == new_ball(0.96, 0.03, 4.8, rule=NESTEROV)
    session.step_on(100)
    assert_replays(session)


def test_values_for_all_balls(session: Session) -> None:
    session.set_start_for_all(3.0)
    session.step_on(5)
    session.set_parameter_for_all(ALPHA, 0.7)
    session.set_parameter_for_all(ETA, 0.05)
    session.set_rule_for_all(NESTEROV)
    session.set_start_for_all(4.0)
    assert {(ball.parameters["alpha"], ball.parameters["eta"], ball.rule, ball.start) for ball in session.balls} == {
        (0.7, 0.05, NESTEROV, 4.0)
    }
    session.step_on(50)
    assert_replays(session)


def test_another_start_at_a_later_step_shows_where_the_ball_would_be(session: Session) -> None:
    session.step_on(30)
    session.set_parameter(2, "alpha", 0.95)
    session.step_on(30)
    session.set_start(2, 4.0)
    assert session.run.recording.row(0).w[2] == 4.0
    assert session.step == 60
    assert_replays(session)
    with pytest.raises(ValueError, match=r"7\.5 is outside the landscape, which reaches from -6 to 6"):
        session.set_start(2, 7.5)


@pytest.mark.parametrize("steps", [0, 40])
def test_another_start_for_all_equals_one_for_each_and_is_signalled_once(
    session: Session, qtbot: QtBot, steps: int
) -> None:
    each = Session(session.scene.scenario())
    signals: list[str] = []
    session.recording_reset.connect(lambda: signals.append("recording_reset"))
    for scene in (session, each):
        scene.step_on(steps // 2)
        scene.set_landscape(HILLS)
        scene.set_parameter(1, "alpha", 0.85)
        scene.step_on(steps - steps // 2)
        signals.clear()
        if scene is each:
            for ball in range(5):
                scene.set_start(ball, 4.0)
        else:
            scene.set_start_for_all(4.0)
            assert signals == ["recording_reset"]
    assert session.run.edits == each.run.edits
    assert np.array_equal(session.run.recording.rows().w, each.run.recording.rows().w)
    assert_replays(session)


def test_a_ball_can_be_held_while_time_runs_and_released(session: Session) -> None:
    session.step_on(10)
    session.drag(2, 99.0)
    assert session.run.state.w[2] == 6.0
    session.drag(2, 1.0)
    session.step_on(3)
    assert (session.run.state.w[2], session.run.state.delta[2]) == (1.0, 0.0)
    session.drop()
    session.step_on(3)
    assert session.run.state.w[2] != 1.0
    assert_replays(session)


def test_holding_a_ball_at_step_0_moves_its_start(session: Session) -> None:
    session.drag(2, 1.0)
    session.drop()
    assert session.run.balls[2].start == 1.0
    assert session.run.edits == ()


def test_balls_are_added_and_removed_without_disturbing_the_others(session: Session) -> None:
    session.step_on(25)
    session.set_parameter(3, "alpha", 0.99)
    before = session.run.recording.rows()
    session.add()
    session.add_series(ALPHA, [0.2, 0.4])
    session.duplicate(3)
    assert [name_of(ball) for ball in session.balls] == [
        "α 0", "α 0.80", "α 0.90", "α 0.99", "α 0.99", "α 0.97", "α 0.95", "α 0.20", "α 0.40",
    ]  # fmt: skip
    assert session.selected == 4
    assert len(set(session.styles)) == 9
    after = session.run.recording.rows()
    assert (after.w[:, [0, 1, 2, 3, 5]] == before.w).all()
    assert (after.w[:, 4] == after.w[:, 3]).all()
    session.step_on(40)
    assert_replays(session)
    for _ in range(9):
        session.remove(0)
    assert (session.balls, session.selected, session.styles) == ((), -1, ())
    session.add()
    assert session.ball(0).parameters["alpha"] == 0.9
    assert session.selected == 0


def test_a_fan_in_an_empty_scene_selects_its_first_ball(session: Session) -> None:
    for _ in range(5):
        session.remove(0)
    session.add_series(ALPHA, [0.1, 0.2])
    assert session.selected == 0


def test_a_scene_holds_a_thousand_balls_at_most(session: Session, qtbot: QtBot) -> None:
    session.add_series(ALPHA, list(np.linspace(0, 0.99, 995)))
    assert len(session.balls) == 1000
    with qtbot.waitSignal(session.message, check_params_cb=lambda text: "at most 1000 balls" in text):
        session.add()
    with qtbot.waitSignal(session.message):
        session.duplicate(0)
    assert len(session.run.balls) == 1000


def test_an_added_ball_has_an_alpha_of_its_own(session: Session) -> None:
    for _ in range(30):
        session.add()
    assert len({ball.parameters["alpha"] for ball in session.balls}) == 35


def test_a_ball_whose_rule_has_no_alpha_is_added_with_another_value_of_its_first_parameter(session: Session) -> None:
    class Decaying(WithoutMomentum):
        name = "decaying"
        parameters = (ETA, BETA, replace(BETA, name="gamma", symbol="γ"))

    class Logarithmic(WithoutMomentum):
        name = "logarithmic"
        parameters = (ETA, Parameter("rate", "r", "rate", 0.01, 100.0, 1.0, Scale.LOGARITHMIC, "how fast"))

    with registered(Decaying()) as decaying, registered(Logarithmic()) as logarithmic:
        session.set_rule(session.selected, decaying)
        for _ in range(3):
            session.add()
        values = [dict(ball.parameters) for ball in session.balls if ball.rule is decaying]
        assert [value["beta"] for value in values] == [0.75, 0.375, 0.1875, 0.5625]
        assert {(value["eta"], value["gamma"]) for value in values} == {(values[0]["eta"], 0.75)}
        session.set_rule(session.selected, logarithmic)
        session.add()
        session.add()
        assert [ball.value("rate") for ball in session.balls if ball.rule is logarithmic] == [1.0, 2.0, 4.0]


def test_a_ball_whose_rule_has_eta_alone_is_added_as_it_is(session: Session) -> None:
    with registered(WithoutMomentum()) as plain:
        session.set_rule(session.selected, plain)
        session.add()
        first, second = (ball for ball in session.balls if ball.rule is plain)
        assert first == second
        with pytest.raises(ValueError, match="the rule plain has no alpha"):
            session.add_series(ALPHA, [0.2, 0.4])
        session.add_series(START, [0.2, 0.4])
        session.select(0)
        session.add_series(ALPHA, [0.2, 0.4])


def test_a_fan_over_another_value_is_called_after_it_and_undone_in_one_step(session: Session) -> None:
    session.step_on(25)
    before = session.run.balls, session.styles
    for parameter, values, names in (
        (ETA, [0.01, 0.03, 0.1], ["η 0.01", "η 0.03", "η 0.1"]),
        (START, [-2.0, 0.5], ["start −2", "start 0.5"]),
    ):
        session.add_series(parameter, values)
        added = session.balls[5:]
        assert [ball.name for ball in added] == names
        assert [ball.value(parameter.name) for ball in added] == values
        colours, markers = (
            [style.colour for style in session.styles[5:]],
            {style.marker for style in session.styles[5:]},
        )
        assert (colours[0], colours[-1], len(markers)) == (COLOUR_COUNT, LAST_COLOUR, 1)
        assert markers.isdisjoint(style.marker for style in before[1])
        assert_replays(session)
        session.undo()
        assert (session.run.balls, session.styles) == before


@given(st.integers(2, 300))
def test_a_scale_goes_up_and_only_its_ends_are_at_the_ends(count: int) -> None:
    styles = styles_on_scale((BallStyle(0, 0),), count)
    colours = [style.colour for style in styles]
    assert colours == sorted(colours)
    assert (colours[0], colours[-1]) == (COLOUR_COUNT, LAST_COLOUR)
    assert [style.is_between for style in styles] == [False, *(count - 2) * [True], False]
    if count <= SCALE_COUNT:
        assert len(set(colours)) == count


def test_a_ball_keeps_its_own_name_until_it_is_removed(session: Session) -> None:
    session.rename(1, " heavy ")
    session.set_parameter(1, "alpha", 0.6)
    assert session.ball(1).name == "heavy"
    session.rename(1, "")
    assert (session.ball(1).name, session.name(1)) == (None, "α 0.60")


def test_a_new_ball_gets_the_colour_and_marker_used_least(session: Session) -> None:
    session.set_style(0, BallStyle(7, 9))
    assert session.styles[0] == BallStyle(7, 9)
    session.add()
    assert session.styles[-1] == BallStyle(0, 0)  # which no ball has any more
    assert len(set(more_styles((), 88))) == 88


def test_selecting_is_signalled_once_and_only_a_ball_can_be_selected(session: Session) -> None:
    signals: list[int] = []
    session.selection_changed.connect(lambda: signals.append(session.selected))
    session.select(1)
    session.select(1)
    for index in (-1, 5):
        with pytest.raises(ValueError, match=rf"ball {index}: there are 5"):
            session.select(index)
    assert signals == [1]


def test_a_ball_that_has_ended_is_named_after_the_values_that_it_ended_with(session: Session) -> None:
    session.step_on(100_000)
    message = session.scene.outcome_sentence(0)
    session.set_parameter(0, "alpha", 0.95)
    assert session.ball(0) == new_ball(0.95, 0.02, 4.8)
    assert (session.name(0), session.scene.outcome_sentence(0)) == ("α 0", message)
    assert message.startswith("α 0: Settled in valley 5")
    session.set_parameter(0, "eta", 0.04)
    session.set_rule(0, NESTEROV)
    sentence = message.removeprefix("α 0: ")
    assert session.scene.outcome_sentence(0) == f"α 0 with η 0.02, rule Momentum: {sentence}"
    session.rename(0, "Fritz")
    assert session.scene.outcome_sentence(0) == f"Fritz with α 0, η 0.02, rule Momentum: {sentence}"


def test_a_ball_that_begins_again_is_named_after_its_new_values(session: Session) -> None:
    session.step_on(100_000)
    session.set_parameter(0, "alpha", 0.95)
    session.play()
    session.pause()
    assert (session.step, name_of(session.run.balls[0]), session.name(0)) == (0, "α 0.95", "α 0.95")


def test_a_moving_ball_is_named_after_its_present_values(session: Session) -> None:
    session.step_on(20)
    session.set_parameter(0, "alpha", 0.95)
    assert session.name(0) == "α 0.95"
    assert session.scene.outcome_sentence(0).startswith("α 0.95: Moving in valley 5 after 20 steps")


def test_a_ball_without_a_recorded_step_is_named_after_its_present_values(session: Session) -> None:
    session.step_on(100_000)
    session.set_parameter(0, "alpha", 0.95)
    session.run.recording.forget_before(session.step)
    assert session.name(0) == "α 0.95"


@pytest.mark.parametrize("step", [0, 40])
def test_rules_are_compared_by_a_ball_of_each_where_the_selected_one_starts(session: Session, step: int) -> None:
    session.set_start(1, 2.0)
    session.step_on(step)
    session.select(1)
    said: list[str] = []
    session.message.connect(said.append)
    before = session.run.balls
    session.compare_rules()
    new = session.run.balls[len(before) :]
    assert [ball.rule for ball in new] == RULES
    assert [ball.name for ball in new] == [rule.title for rule in RULES]
    for ball in new:
        assert ball.start == 2.0
        assert ball.parameters["eta"] == suggest(session.run.first_landscape, ball.rule).eta
    assert (session.step, session.selected) == (step, 1)
    assert "Equal η are not comparable between rules" in said[-1]
    session.step_on(20)
    assert_replays(session)
    session.history.stack.undo()
    assert session.run.balls == before


def test_there_is_no_comparison_where_there_is_no_room_for_it(session: Session) -> None:
    session.add_series(ALPHA, [0.5] * (MAX_BALLS - len(session.run.balls) - 1))
    said: list[str] = []
    session.message.connect(said.append)
    session.compare_rules()
    assert len(session.run.balls) == MAX_BALLS - 1
    assert len(said) == 1
    assert "at most" in said[0]


def test_on_another_landscape_each_rule_gets_its_own_eta(session: Session) -> None:
    session.compare_rules()
    session.choose(BOWL, "Bowl", suggest(BOWL))
    assert [ball.parameters["eta"] for ball in session.balls[-5:]] == [suggest(BOWL, rule).eta for rule in RULES]


def test_a_ball_that_is_put_somewhere_runs_as_in_the_map_whatever_its_rule_remembered(session: Session) -> None:
    session.compare_rules()
    session.step_on(30)
    for index, ball in list(enumerate(session.balls))[-5:]:
        session.put(index, {"start": -2.0})
        alone = Run(session.landscape, [replace(ball, start=-2.0)])
        alone.advance(1)
        assert session.run.next_step().w[index] == alone.state.w[0]
