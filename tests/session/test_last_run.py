"""The run before the last change: when it is kept, that nothing changes it, and what forgets it."""

from collections.abc import Callable

import pytest

from app.files.scenario import parse_scenario, scenario_text
from app.files.view import LAST_RUN
from app.session import run_editor
from app.session.session import Session
from physics.arrays import map_arrays
from physics.rules.base import ETA
from physics.rules.suggestion import Suggestion
from tests.support.runs import assert_same
from tests.support.scenes import BOWL, five_balls


@pytest.fixture
def shown(session: Session) -> Session:
    session.show_layer(LAST_RUN, True)
    return session


@pytest.mark.parametrize("step", [0, 40, 99])
def test_a_change_at_an_earlier_step_keeps_what_was_until_then(shown: Session, step: int) -> None:
    shown.step_on(100)
    before = map_arrays(lambda column: column.copy(), shown.run.recording.rows())
    shown.seek(step)
    shown.set_parameter(0, "alpha", 0.9)
    kept = shown.last_run
    assert kept is not None
    assert kept.last == 100
    shown.set_parameter(0, "alpha", 0.91)
    shown.step_on(300)
    assert shown.last_run is kept, "until steps are dropped again"
    assert_same(kept.recording.rows(), before)
    shown.seek(7)
    shown.set_parameter_for_all(ETA, 0.01)
    assert shown.last_run is not None
    assert shown.last_run.last == step + 300


def test_a_change_at_the_newest_step_keeps_it_with_the_restart(shown: Session) -> None:
    shown.step_on(100)
    shown.set_parameter(1, "alpha", 0.95)
    assert shown.last_run is None, "nothing is replaced yet"
    before = shown.run
    shown.restart()
    assert shown.last_run is not None
    assert_same(shown.last_run.recording.rows(), before.recording.rows())
    assert shown.run.last == 0


def test_another_start_keeps_it(shown: Session) -> None:
    shown.step_on(50)
    shown.set_start(2, 1.5)
    assert shown.last_run is not None
    assert shown.last_run.balls[2].start == 4.8


FORGETTING: dict[str, Callable[[Session], object]] = {
    "a landscape": lambda session: session.set_landscape(BOWL),
    "a chosen landscape": lambda session: session.choose(BOWL, "Bowl", Suggestion(1.0, 0.1)),
    "a ball more": lambda session: session.add(),
    "a ball less": lambda session: session.remove(0),
    "undo": lambda session: session.undo(),
    "a scenario": lambda session: session.open(five_balls(), replays=False),
    "a command": lambda session: session.forget_last_run(),
}


@pytest.mark.parametrize("change", FORGETTING.values(), ids=FORGETTING)
def test_it_is_forgotten_by(shown: Session, change: Callable[[Session], object]) -> None:
    shown.step_on(30)
    shown.seek(10)
    shown.set_parameter(0, "alpha", 0.9)
    shown.step_on(20)
    assert shown.scene.last_run is not None
    change(shown)
    assert shown.scene.last_run is None


def test_it_is_no_layer_that_shows_itself_and_is_signalled(session: Session) -> None:
    signals: list[bool] = []
    session.layers_changed.connect(lambda: signals.append(session.shows_layer(LAST_RUN)))
    session.step_on(30)
    session.seek(10)
    session.set_parameter(0, "alpha", 0.9)
    assert session.last_run is None
    session.show_layer(LAST_RUN, True)
    session.show_layer(LAST_RUN, True)
    assert session.last_run is not None
    session.forget_last_run()
    session.forget_last_run()
    session.show_layer(LAST_RUN, False)
    assert signals == [True, True, False]


def test_a_long_run_is_not_kept(shown: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_editor, "MAX_LAST_RUN_ROWS", 5 * 30 - 1)
    shown.step_on(30)
    shown.seek(10)
    shown.set_parameter(0, "alpha", 0.9)
    assert shown.last_run is None


def test_a_scenario_keeps_that_it_is_shown_but_not_the_run(shown: Session) -> None:
    text = scenario_text(shown.to_save(30.0, frozenset()))
    assert '"last_run": true' in text
    other = Session(five_balls(), lambda: 0.0)
    other.open(parse_scenario(text, "a.momentum"), replays=True)
    assert other.shows_layer(LAST_RUN)
    other.show_layer(LAST_RUN, False)
    assert "last_run" not in scenario_text(other.to_save(30.0, frozenset()))
