"""The session and its landscapes: the run shows every command, and a file replays it."""

import pytest
from pytestqt.qtbot import QtBot

from app.files import edits as edits_in_files
from app.files.presets import load_preset
from app.files.scenario import Scenario, parse_scenario, scenario_text
from app.session.session import Session
from physics.landscape.formula import FormulaLandscape
from physics.landscape.points import PointsLandscape
from physics.rules.suggestion import Suggestion, suggest
from physics.run.edit import Edit
from tests.support.balls import new_ball
from tests.support.scenes import BOWL, HILLS, SMALL, Seconds, assert_replays, balls


def test_it_opens_paused_at_the_start_with_a_ball_selected(session: Session) -> None:
    assert not session.playback.is_playing
    assert (session.step, session.selected, session.playback.phase) == (0, 3, 1.0)


def test_playing_makes_the_due_steps_and_signals_them_once_a_frame(
    session: Session, seconds: Seconds, qtbot: QtBot
) -> None:
    advances: list[int] = []
    session.step_changed.connect(lambda: advances.append(session.step))
    session.playback.set_speed(100.0)
    session.play()
    seconds.now = 0.035
    session.playback.frame()
    seconds.now = 0.06
    session.playback.frame()
    assert advances == [3, 6]
    with qtbot.waitSignal(session.playback.frame_due):
        session.pause()
    assert session.playback.phase == 1.0


def test_a_frame_without_a_due_step_changes_only_the_phase(session: Session, seconds: Seconds, qtbot: QtBot) -> None:
    session.playback.set_speed(5.0)
    session.play()
    seconds.now = 0.05
    with qtbot.waitSignal(session.playback.frame_due):
        session.playback.frame()
    assert (session.step, session.playback.phase) == (0, pytest.approx(0.25))


def test_a_run_that_is_over_pauses_and_is_played_again(session: Session, seconds: Seconds) -> None:
    session.step_on(20_000)
    assert session.run.is_over
    session.play()
    assert session.step == 0
    assert session.playback.is_playing
    session.pause()


def test_restart_keeps_the_present_values(session: Session) -> None:
    session.step_on(10)
    session.set_parameter(0, "alpha", 0.99)
    session.set_landscape(BOWL)
    session.restart()
    assert session.step == 0
    assert session.landscape is BOWL
    assert session.run.balls[0] == new_ball(0.99, 0.02, 4.8)
    assert session.run.edits == ()


def test_a_full_scenario_stays_full(qtbot: QtBot) -> None:
    session = Session(Scenario("Full", HILLS, balls(0.8), full=True))
    session.step_on(700)
    assert session.step == 700
    assert session.scene.scenario().full
    assert_replays(session)
    session.restart()
    assert session.scene.scenario().full


@pytest.mark.parametrize("playing", [False, True])
def test_choosing_a_landscape_brings_its_start_and_eta(session: Session, playing: bool) -> None:
    session.step_on(30)
    if playing:
        session.play()
    session.choose(SMALL, "Small", Suggestion(0.9, 0.3))
    assert session.title == "Small"
    if playing:
        # During playback the balls go on over the new landscape, and the suggestion waits for the restart.
        assert session.step == 30
        assert session.run.edits[-1] == Edit(30, landscape=SMALL)
        session.pause()
        session.restart()
    assert session.step == 0
    assert {(ball.start, ball.parameters["eta"]) for ball in session.balls} == {(0.9, 0.3)}


@pytest.mark.parametrize("playing", [False, True])
@pytest.mark.parametrize("count", [1, 2, 7])
def test_a_landscape_that_brings_balls_begins_a_run_of_these_and_undo_brings_back_the_others(
    session: Session, playing: bool, count: int
) -> None:
    session.step_on(30)
    before, styles = session.run, session.styles
    selected: list[int] = []
    session.selection_changed.connect(lambda: selected.append(session.selected))
    if playing:
        session.play()
    own = tuple(new_ball(0.4, 0.1 * number, 0.8) for number in range(1, count + 1))
    session.choose(SMALL, "Small", Suggestion(0.9, 0.3), own)
    assert session.playback.is_playing == playing
    assert (session.step, session.landscape, session.run.balls, session.scene.suggestion) == (0, SMALL, own, None)
    assert len(session.styles) == count
    assert session.styles[: min(count, len(styles))] == styles[:count]
    assert (session.selected, selected) == (0, [0])
    assert_replays(session)
    session.pause()
    session.undo()
    assert session.run is before
    assert (session.step, session.styles, session.selected) == (30, styles, 3)
    session.redo()
    assert (session.run.balls, session.selected) == (own, 0)


def test_a_start_that_is_not_on_the_new_landscape_is_moved_there(session: Session) -> None:
    session.set_landscape(SMALL)
    assert {ball.start for ball in session.balls} == {0.9}


def test_the_edits_of_a_scenario_are_played_and_signalled(qtbot: QtBot) -> None:
    edits = (Edit(5, 0, parameters={"alpha": 0.99}), Edit(8, landscape=BOWL))
    session = Session(Scenario("Prepared", HILLS, balls(0.9), 100, edits))
    signals: list[tuple[str, int]] = []
    session.balls_changed.connect(lambda: signals.append(("balls", session.step)))
    session.landscape_changed.connect(lambda: signals.append(("landscape", session.step)))
    for _ in range(10):
        session.step_on()
    assert signals == [("balls", 5), ("landscape", 8), ("balls", 8)]
    assert session.landscape is BOWL
    session.set_parameter(0, "alpha", 0.5)
    session.step_on(20)
    assert_replays(session)


def test_a_new_title_is_signalled(session: Session, qtbot: QtBot) -> None:
    with qtbot.waitSignal(session.title_changed):
        session.set_title("Lecture 3")
    assert session.scene.scenario().title == "Lecture 3"


def test_a_full_recording_pauses_and_reports_it(
    session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.run.recording.row_limit = 50
    with qtbot.waitSignal(session.message, check_params_cb=lambda text: "The recording is full at step 9" in text):
        session.step_on(20)
    assert session.step == 9


@pytest.fixture
def little_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that hold three edits, and one with a landscape."""
    monkeypatch.setattr(edits_in_files, "MAX_EDITS", 3)
    monkeypatch.setattr(edits_in_files, "MAX_LANDSCAPES", 1)


@pytest.mark.usefixtures("little_room")
def test_edits_beyond_the_limit_of_a_file_are_refused(session: Session, qtbot: QtBot) -> None:
    for alpha in (0.1, 0.2, 0.3):
        session.step_on(1)
        session.set_parameter(0, "alpha", alpha)
    session.step_on(1)
    message = "Nothing was changed: 4 edits are too many, at most 3 are allowed. Start again to go on."
    with qtbot.waitSignal(session.message, check_params_cb=lambda sentence: sentence == message):
        session.set_parameter(0, "alpha", 0.4)
    assert session.ball(0).parameters["alpha"] == 0.3
    session.duplicate(0)
    assert len(session.run.balls) == 5
    again = parse_scenario(scenario_text(session.scene.scenario()), "full.momentum")
    assert again.edits == session.run.edits
    session.set_parameter(0, "alpha", 0.3)  # what changes nothing needs no room
    session.seek(2)
    session.set_parameter(0, "alpha", 0.5)  # what came later is dropped
    assert [edit.parameters["alpha"] for edit in session.run.edits] == [0.1, 0.5]
    session.restart()
    session.set_parameter(0, "alpha", 0.6)
    assert session.ball(0).parameters["alpha"] == 0.6


@pytest.mark.usefixtures("little_room")
def test_landscapes_beyond_the_limit_of_a_file_are_refused(session: Session, qtbot: QtBot) -> None:
    session.step_on(1)
    session.set_landscape(BOWL)
    session.step_on(1)
    title = session.title
    message = "Nothing was changed: 2 edits of the landscape are too many, at most 1 are allowed. Start again to go on."
    with qtbot.waitSignal(session.message, check_params_cb=lambda sentence: sentence == message):
        session.set_landscape(HILLS)
    assert session.landscape is BOWL
    session.play()
    session.choose(HILLS, "Hills", suggest(HILLS))
    assert (session.landscape, session.title, session.scene.suggestion) == (BOWL, title, None)
    session.pause()
    session.choose(HILLS, "Hills", suggest(HILLS))  # begins anew
    assert (session.landscape, session.title) == (HILLS, "Hills")


@pytest.fixture
def replaced(session: Session) -> list[str]:
    """The title of the landscape at each `landscape_replaced`."""
    signals: list[str] = []
    session.landscape_replaced.connect(lambda: signals.append(session.landscape.title))
    return signals


def test_an_opened_or_chosen_landscape_is_a_new_one_and_an_edited_one_is_not(
    session: Session, replaced: list[str]
) -> None:
    session.set_landscape(FormulaLandscape("w^2", (-6, 6), "By hand"))
    session.set_landscape(PointsLandscape([-6, -1, 1, 6], [1, 0, 0, 1], "By hand too"))
    assert replaced == []
    session.choose(SMALL, "Small", Suggestion(0.9, 0.3))
    session.choose(SMALL, "Small", Suggestion(0.9, 0.3))
    session.open(Scenario("Small", SMALL, balls(0.9)), replays=False)
    assert replaced == [SMALL.title] * 3


def test_undo_and_redo_tell_a_new_landscape_from_an_edited_one(session: Session, replaced: list[str]) -> None:
    by_hand = FormulaLandscape("w^2", (-6, 6), "By hand")
    session.set_landscape(by_hand)
    session.choose(SMALL, "Small", Suggestion(0.9, 0.3))
    session.undo()
    assert replaced == [SMALL.title, "By hand"]
    session.undo()
    session.redo()
    assert replaced == [SMALL.title, "By hand"]
    session.redo()
    assert replaced == [SMALL.title, "By hand", SMALL.title]


def test_a_landscape_chosen_during_playback_is_a_new_one_when_seeking_too(
    session: Session, replaced: list[str]
) -> None:
    session.play()
    session.step_on(3)
    session.set_landscape(FormulaLandscape("w^2", (-6, 6), "By hand"))
    session.step_on(3)
    session.play()
    session.choose(BOWL, "Bowl", Suggestion(1.5, 0.123))
    session.choose(BOWL, "Bowl", Suggestion(1.5, 0.123))
    assert replaced == [BOWL.title] * 2
    session.step_on(3)
    session.seek(8)
    session.seek(5)
    session.seek(1)
    assert replaced == [BOWL.title] * 2 + ["By hand"]
    assert len([edit for edit in session.run.edits if edit.landscape is not None]) == 2


def test_in_an_opened_scenario_edited_landscapes_are_no_new_ones(session: Session, replaced: list[str]) -> None:
    edits = (Edit(2, landscape=BOWL), Edit(4, landscape=FormulaLandscape("w^2", (-6, 6))))
    session.open(Scenario("Changed", HILLS, balls(0.9), 6, edits), replays=True)
    assert session.step == 6
    for step in (5, 3, 1, 5):
        session.seek(step)
    assert len(replaced) == 1


def test_play_without_a_ball_asks_for_one(session: Session, qtbot: QtBot) -> None:
    for _ in session.balls:
        session.remove(0)
    with qtbot.waitSignal(session.ball_missing):
        session.play()
    assert not session.playback.is_playing


@pytest.mark.parametrize("playing", [False, True])
@pytest.mark.parametrize("is_edited", [False, True])
def test_balls_that_came_with_a_landscape_go_with_it(session: Session, playing: bool, is_edited: bool) -> None:
    before, styles, selected = session.balls, session.styles, session.selected
    preset = load_preset("lessard-cycle")
    for _ in range(2):
        session.choose(preset.landscape, preset.title, Suggestion(preset.start, preset.eta), preset.balls)
    assert session.balls == preset.balls != before
    if is_edited:
        session.set_parameter(0, "alpha", 0.5)
    if playing:
        session.play()
    session.choose(BOWL, "Bowl", Suggestion(2.0, 0.05))
    session.pause()
    if is_edited:
        assert len(session.balls) == len(preset.balls)
        return
    assert [ball.parameters["alpha"] for ball in session.balls] == [ball.parameters["alpha"] for ball in before]
    assert {(ball.start, ball.parameters["eta"]) for ball in session.balls} == {(2.0, 0.05)}
    assert (session.styles, session.selected, session.step) == (styles, selected, 0)
    session.undo()
    assert session.balls == preset.balls
    session.undo()
    session.undo()
    assert (session.balls, session.styles, session.selected) == (before, styles, selected)


def test_a_pending_suggestion_survives_undo(session: Session, seconds: Seconds) -> None:
    session.step_on(3)
    session.play()
    session.choose(BOWL, "Bowl", Suggestion(1.5, 0.123))
    session.pause()
    session.set_parameter(0, "alpha", 0.5)
    session.undo()
    session.restart()
    assert session.run.balls[0].parameters["eta"] == 0.123
    session.undo()
    session.undo()
    session.restart()
    assert session.run.balls[0].parameters["eta"] == 0.02


def test_characters_that_no_file_can_hold_are_replaced_in_titles_and_names(session: Session) -> None:
    session.set_title("a\ud800")
    session.rename(0, "b\udfff")
    assert (session.title, session.run.balls[0].name) == ("a?", "b?")
