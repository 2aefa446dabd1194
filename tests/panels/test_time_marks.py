"""The marks on the time line: those of the recorded rows, found once, and what they say."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from app.files.scenario import Scenario
from app.panels import time_marks
from app.panels.time_marks import MAX_SENTENCES, MarkKind, TimeMarks
from app.session.session import Session
from app.text.balls import edit_text
from app.text.outcomes import sentence
from physics.landscape.formula import FormulaLandscape
from physics.rules.base import ALPHA
from physics.rules.trapping_levels import trapping_level
from physics.run.edit import Edit
from physics.run.events import Events, balls_trapped, hills_passed
from physics.run.recording import Rows
from tests.support.balls import MOMENTUM, NESTEROV, new_ball
from tests.support.scenes import BOWL, HILLS, balls


def found(marks: TimeMarks, kind: MarkKind) -> list[tuple[int, int]]:
    happenings = marks.found(kind)
    return list(zip(happenings.step.tolist(), happenings.ball.tolist(), strict=True))


def assert_all_found(marks: TimeMarks, session: Session) -> None:
    rows = session.run.recording.rows()
    for kind, find in ((MarkKind.HILL_PASSED, hills_passed), (MarkKind.TRAPPED, balls_trapped)):
        expected = find(rows, 0)
        assert found(marks, kind) == list(zip(expected.step.tolist(), expected.ball.tolist(), strict=True))
    recorded = [edit for edit in session.run.edits if edit.step <= session.run.last]
    assert found(marks, MarkKind.EDIT) == [(edit.step, -1 if edit.ball is None else edit.ball) for edit in recorded]


@given(data=st.data())
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_done_they_are_those_of_the_run(qtbot: QtBot, data: st.DataObject) -> None:
    """Steps on and back, changes in the past, undo and redo; looked at now and then, in portions of any size."""
    session = Session(Scenario("Hills", HILLS, balls(0.0, 0.8, 0.9, 0.95, 0.97)))
    marks = TimeMarks(session.scene)
    session.recording_reset.connect(marks.clear)
    deeds = [
        lambda: session.step_on(data.draw(st.integers(0, 40))),
        lambda: session.seek(data.draw(st.integers(0, 80))),
        lambda: session.set_parameter(
            data.draw(st.integers(0, 4)), "alpha", data.draw(st.sampled_from([0.5, 0.97, 0.99]))
        ),
        lambda: session.set_landscape(data.draw(st.sampled_from([BOWL, HILLS]))),
        session.undo,
        session.redo,
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(time_marks, "MAX_ROWS", data.draw(st.sampled_from([1, 60, 1_000_000])))
        for _ in range(data.draw(st.integers(1, 12))):
            data.draw(st.sampled_from(deeds))()
            if data.draw(st.booleans()):
                before = marks.count
                changed_from = marks.catch_up()
                assert (changed_from is not None) == (marks.count != before)
                assert_all_found(marks, session)
        marks.catch_up()
        assert_all_found(marks, session)
        assert marks.catch_up() is None


@pytest.fixture
def marks(session: Session) -> TimeMarks:
    return TimeMarks(session.scene)


def words(marks: TimeMarks, first: int, last: int) -> list[str]:
    marks.catch_up()
    return marks.tooltip_text(first, last).split("\n")


def test_a_jump_names_the_ball_and_the_valley_that_it_came_into(session: Session, marks: TimeMarks) -> None:
    session.step_on(200)
    marks.catch_up()
    rows = session.run.recording.rows()
    for step, ball in found(marks, MarkKind.HILL_PASSED):
        valley = rows.valley[step, ball]
        where = f"into valley {valley}" if valley else "and left the landscape"
        assert f"Step {step}: {session.name(ball)} jumped a hill {where}." in words(marks, step, step)


def test_one_step_may_cross_several_hills_and_lead_out(qtbot: QtBot) -> None:
    waves = FormulaLandscape("cos(2*w)", (-6, 6))
    session = Session(Scenario("Waves", waves, (new_ball(0.0, 5.0, 2.5, name="far"),)))
    session.step_on(1)
    marks = TimeMarks(session.scene)
    rows = session.run.recording.rows()
    crossed, w = rows.hills_crossed[1, 0], rows.w[1, 0]
    assert crossed > 1
    assert abs(w) > 6
    assert words(marks, 1, 1) == [f"Step 1: far jumped {crossed} hills and left the landscape."]


def test_a_trap_is_told_in_the_sentence_of_that_very_step(session: Session, marks: TimeMarks) -> None:
    session.step_on(60)
    marks.catch_up()
    (step, ball), *_ = found(marks, MarkKind.TRAPPED)
    expected = f"Step {step}: {session.name(ball)}: {sentence(session.run.as_of(step), ball)}"
    assert "aught" in expected
    assert expected in words(marks, step, step)
    session.seek(step)
    session.drag(ball, 4.9)
    assert expected in words(marks, step, step), "what is changed at that step does not make it untrue"


def test_the_name_is_the_one_that_the_ball_had(session: Session, marks: TimeMarks) -> None:
    session.step_on(30)
    name = session.name(4)
    session.set_parameter(4, "alpha", 0.5)
    marks.catch_up()
    step = next(step for step, ball in found(marks, MarkKind.HILL_PASSED) if ball == 4)
    assert any(f"Step {step}: {name} jumped" in line for line in words(marks, step, step))


def test_marks_of_one_place_are_told_in_order_and_the_rest_is_counted(session: Session, marks: TimeMarks) -> None:
    session.step_on(20)
    for place in range(5):
        session.set_parameter(place, "eta", 0.03)
    session.step_on(60)
    marks.catch_up()
    told = words(marks, 0, 80)
    assert len(told) == MAX_SENTENCES + 1
    steps = [int(line.split()[1].rstrip(":")) for line in told[:-1]]
    assert steps == sorted(steps)
    assert told[-1] == f"… and {marks.count - MAX_SENTENCES} more"
    assert words(marks, 20, 20)[:2] == ["Step 20: α 0 → η 0.03.", "Step 20: α 0.80 → η 0.03."]


def test_where_there_is_none_there_are_no_words(session: Session, marks: TimeMarks) -> None:
    session.step_on(2)
    assert words(marks, 0, 2) == [""]


def test_edits_that_are_still_to_come_have_no_mark_yet(session: Session, marks: TimeMarks) -> None:
    session.open(Scenario("Prepared", HILLS, balls(0.9), 50, (Edit(30, 0, parameters={"alpha": 0.1}),)), replays=False)
    assert words(marks, 0, 100) == [""]
    assert found(marks, MarkKind.EDIT) == []
    session.step_on(30)
    assert words(marks, 30, 30)[0] == "Step 30: α 0.90 → α 0.1."
    assert found(marks, MarkKind.EDIT) == [(30, 0)]


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (Edit(3, 0, parameters={"alpha": 0.95}), "α 0.95"),
        (Edit(3, 4, parameters={"eta": 0.002}), "η 0.002"),
        (Edit(3, 1, rule=NESTEROV), "rule Nesterov"),
        (Edit(3, 1, rule=MOMENTUM), "rule Momentum"),
        (Edit(3, 2, w=-1.5, delta=0.0), "put to w = −1.5"),
        (Edit(3, 2, delta=0.25), "Δw 0.25"),
        (Edit(3, 2, delta=0.0), "stopped"),
        (Edit(3, 0, parameters={"alpha": 0.5, "eta": 0.1}, w=1.0, delta=0.0), "α 0.5, η 0.1, put to w = 1"),
        (Edit(3, landscape=FormulaLandscape("w^2", (-1, 1), "A bowl")), "landscape “A bowl”"),
    ],
)
def test_an_edit_is_told_in_a_few_words(edit: Edit, message: str) -> None:
    assert edit_text(edit) == message


def test_looking_again_looks_only_at_what_is_new(
    session: Session, marks: TimeMarks, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.step_on(500)
    marks.catch_up()
    looked_at: list[int] = []

    def noted(rows: Rows, first: int) -> Events:
        looked_at.append(len(rows.w))
        return hills_passed(rows, first)

    monkeypatch.setattr(time_marks, "hills_passed", noted)
    session.step_on(3)
    marks.catch_up()
    session.seek(100)
    marks.catch_up()
    assert looked_at == [4]  # the row before is needed to see what has changed
    assert np.all(np.diff(marks.found(MarkKind.HILL_PASSED).step) >= 0)


def test_a_ball_that_swings_for_long_is_marked_once(session: Session, marks: TimeMarks) -> None:
    session.set_parameter_for_all(ALPHA, 0.999)
    session.set_start_for_all(-2.7)
    session.step_on(3000)
    marks.catch_up()
    run = session.run
    trapped = found(marks, MarkKind.TRAPPED)
    assert sorted(ball for _, ball in trapped) == list(range(len(run.balls)))
    rows = run.recording.rows()
    level = trapping_level(run.landscape, *run.ball_parameters(0), rows.valley[-1, 0] - 1)
    is_above = rows.energy[:, 0] >= level
    assert np.count_nonzero(is_above[1:] & ~is_above[:-1]) > 5, "its energy swings"


def test_trapped_again_after_a_change_it_is_marked_again(session: Session, marks: TimeMarks) -> None:
    session.step_on(60)
    session.drag(0, 4.8)
    session.drop()
    session.step_on(60)
    marks.catch_up()
    assert len([ball for _, ball in found(marks, MarkKind.TRAPPED) if ball == 0]) == 2
