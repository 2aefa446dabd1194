"""Noise, seed and schedule in a session: live, undone, replayed, and brought by a landscape."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from app.files.presets import load_preset
from app.files.scenario import parse_scenario, scenario_text
from app.session import run_operations
from app.session.session import Session
from physics.forcing.forcing import NO_FORCING, Forcing
from physics.forcing.schedule import Decay, Schedule
from physics.outcome.outcome import ROLLING
from physics.rules.suggestion import Suggestion
from physics.run.edit import Edit
from tests.support.scenes import BOWL, assert_replays, state_of


def test_noise_is_changed_live_and_recorded(session: Session, qtbot: QtBot) -> None:
    session.step_on(20)
    with qtbot.waitSignal(session.forcing_changed):
        session.set_noise(0.5)
    session.step_on(20)
    assert session.run.edits == (Edit(20, noise=0.5),)
    assert session.forcing.noise == 0.5
    assert (session.run.status.outcome[:4] == ROLLING).all()
    assert_replays(session)
    session.seek(10)
    assert session.forcing.noise == 0.0
    session.set_noise(0.0)
    assert session.run.last == 40


def test_noise_at_the_start_is_what_the_run_begins_with(session: Session) -> None:
    session.set_noise(0.5)
    assert (session.run.edits, session.run.first_forcing.noise) == ((), 0.5)
    session.step_on(30)
    assert_replays(session)
    session.undo()
    assert session.forcing == NO_FORCING


def test_one_gesture_of_the_slider_is_one_entry_and_one_edit(session: Session) -> None:
    session.step_on(10)
    before = state_of(session)
    session.history.begin_gesture("slider")
    for noise in (0.1, 0.2, 0.3):
        session.set_noise(noise)
    session.history.end_gesture("slider")
    assert session.run.edits == (Edit(10, noise=0.3),)
    session.undo()
    assert state_of(session) == before


def test_going_to_a_step_with_other_noise_is_signalled(session: Session, qtbot: QtBot) -> None:
    session.step_on(10)
    session.set_noise(0.4)
    session.step_on(10)
    with qtbot.waitSignals([session.forcing_changed, session.balls_changed]):
        session.seek(3)


@pytest.mark.parametrize("is_long", [False, True])
def test_another_seed_shows_the_same_step_of_another_run(
    session: Session, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, is_long: bool
) -> None:
    session.set_noise(0.5)
    session.step_on(50)
    session.seek(30)
    before = session.run.state.w.tolist()
    if is_long:
        monkeypatch.setattr(run_operations, "MAX_SYNC_ROWS", 0)
    session.set_seed(4)
    qtbot.waitUntil(lambda: not session.fast_forward.is_busy)
    assert (session.step, session.run.last, session.forcing.seed) == (30, 50, 4)
    assert session.run.state.w.tolist() != before
    assert_replays(session)
    session.undo()
    qtbot.waitUntil(lambda: not session.fast_forward.is_busy)
    assert session.run.state.w.tolist() == before


def test_the_schedule_multiplies_eta(session: Session) -> None:
    schedule = Schedule(Decay.COSINE, 100, 10)
    session.step_on(40)
    session.set_schedule(schedule)
    assert session.step == 40
    assert session.run.recording.row(40).parameters["eta"].tolist() == [0.02 * schedule.shares(39, 1)[0]] * 5
    session.set_parameter(0, "eta", 0.04)
    session.step_on(1)
    assert session.run.recording.row(41).parameters["eta"][0] == 0.04 * schedule.shares(40, 1)[0]
    session.set_schedule(schedule)
    assert session.history.stack.count() == 2
    assert_replays(session)


def test_restart_keeps_noise_and_schedule(session: Session) -> None:
    session.set_schedule(Schedule(Decay.STEP, 50))
    session.step_on(20)
    session.set_noise(0.3)
    session.restart()
    assert session.run.first_forcing == Forcing(0.3, 0, Schedule(Decay.STEP, 50))
    assert session.run.edits == ()


def test_balls_that_are_added_feel_the_same_noise(session: Session) -> None:
    session.set_noise(0.5)
    session.step_on(20)
    session.set_noise(0.2)
    session.step_on(20)
    session.duplicate(1)
    session.add()
    assert_replays(session)
    session.remove(0)
    session.set_start(0, 2.0)
    assert_replays(session)


def test_a_saved_scene_comes_back(session: Session) -> None:
    session.set_noise(0.5)
    session.set_seed(9)
    session.step_on(30)
    session.set_noise(0.1)
    session.step_on(10)
    saved = scenario_text(session.to_save(30.0, frozenset()))
    again = Session(parse_scenario(saved, "x.momentum"))
    again.open(parse_scenario(saved, "x.momentum"), replays=True)
    assert (again.step, again.forcing) == (40, session.forcing)
    assert (again.run.state.w == session.run.state.w).all()


def test_a_landscape_brings_its_noise_and_takes_it_along(session: Session) -> None:
    preset = load_preset("noisy-slope")
    suggestion = Suggestion(preset.start, preset.eta)
    session.set_schedule(Schedule(Decay.INVERSE))
    session.choose(preset.landscape, preset.title, suggestion, preset.balls, preset.forcing)
    assert session.forcing == Forcing(2.0, 3)
    session.choose(BOWL, "Bowl", Suggestion(3.0, 0.1))
    assert session.forcing == Forcing(schedule=Schedule(Decay.INVERSE))
    assert len(session.balls) == 5
    session.undo()
    assert session.forcing == Forcing(2.0, 3)


def test_of_a_run_that_was_edited_the_noise_stays_with_the_balls(session: Session) -> None:
    preset = load_preset("noisy-slope")
    session.choose(preset.landscape, preset.title, Suggestion(9.0, 0.05), preset.balls, preset.forcing)
    session.set_parameter(0, "alpha", 0.5)
    session.choose(BOWL, "Bowl", Suggestion(3.0, 0.1))
    assert session.forcing == replace(preset.forcing)
    assert len(session.balls) == 2
