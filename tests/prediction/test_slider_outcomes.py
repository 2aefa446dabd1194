"""The outcomes that sliders show: they are right, and computed no more often than needed."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.prediction import slider_outcomes as slider_outcomes_module
from app.prediction.ghost import GhostRun
from app.prediction.slider_outcomes import SliderOutcomes
from app.session.session import Session
from physics.forcing.forcing import Forcing
from physics.landscape.points import PointsLandscape
from physics.outcome.outcome import ROLLING
from physics.rules.base import ETA
from physics.sweep.batch import UNKNOWN
from physics.sweep.initial_states import InitialStates
from physics.sweep.sweep import LAST_STEP, sweep_now
from tests.support.balls import NESTEROV
from tests.support.scenes import Seconds

ALPHAS = (0.0, 0.5, 0.9, 0.93, 0.95, 0.97, 0.999, 1.0)
ETAS = (0.001, 0.02, 0.3)


def expected(session: Session, ball: int, name: str, values: tuple[float, ...]) -> list[tuple[int, int, int]]:
    """Outcome, valley and steps of a sweep from the present state of a ball."""
    run, count = session.run, len(values)
    columns = {each: np.full(count, column[ball].item()) for each, column in run.parameters.items()}
    columns[name] = np.array(values)
    state = run.state
    w, delta, origin = (np.full(count, column[ball].item()) for column in (state.w, state.delta, run.origin))
    starts = InitialStates(np.full(count, run.rule[ball]), columns, w, delta, {}, origin)
    results = sweep_now(session.landscape, starts)
    return list(zip(results.outcome.tolist(), results.valley.tolist(), results.steps.tolist(), strict=True))


def shown(
    slider_outcomes: SliderOutcomes, ball: int, name: str, values: tuple[float, ...]
) -> list[tuple[int, int, int]]:
    results = slider_outcomes.results(ball, name, values)
    return list(zip(results.outcome.tolist(), results.valley.tolist(), results.steps.tolist(), strict=True))


def wait_for(qtbot: QtBot, slider_outcomes: SliderOutcomes, ball: int, name: str, values: tuple[float, ...]) -> None:
    qtbot.waitUntil(lambda: UNKNOWN not in slider_outcomes.results(ball, name, values).outcome)


@pytest.fixture
def slider_outcomes(session: Session, qtbot: QtBot) -> Iterator[SliderOutcomes]:
    made = SliderOutcomes(session, GhostRun(session))
    yield made
    made.stop()


def test_the_outcomes_are_right_after_every_edit(
    session: Session, slider_outcomes: SliderOutcomes, qtbot: QtBot
) -> None:
    edits: list[Callable[[], object]] = [
        lambda: None,
        lambda: session.step_on(25),
        lambda: session.set_parameter(3, "eta", 0.04),
        lambda: session.set_rule(3, NESTEROV),
        lambda: session.drag(3, 1.0),
        lambda: session.set_landscape(PointsLandscape([-6, -3, 0, 3, 6], [3, 0, 2, 1, 4])),
        session.restart,
    ]
    for edit in edits:
        edit()
        # What does not fit into the time of a frame follows from the background.
        for ball, name, values in ((3, "alpha", ALPHAS), (0, "eta", ETAS)):
            wait_for(qtbot, slider_outcomes, ball, name, values)
        assert shown(slider_outcomes, 3, "alpha", ALPHAS) == expected(session, 3, "alpha", ALPHAS)
        assert shown(slider_outcomes, 0, "eta", ETAS) == expected(session, 0, "eta", ETAS)


def test_all_outcomes_of_the_default_scenario_are_known_in_the_first_frame(
    session: Session, slider_outcomes: SliderOutcomes
) -> None:
    alphas = tuple((1.0 - 10.0 ** -np.linspace(0.0, 3.0, 256)).tolist())
    for edit in (lambda: None, lambda: session.set_parameter_for_all(ETA, 0.03), lambda: session.drag(3, 4.0)):
        edit()
        assert UNKNOWN not in slider_outcomes.results(3, "alpha", alphas).outcome


def test_balls_in_the_same_state_are_computed_once(
    session: Session, slider_outcomes: SliderOutcomes, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []
    sweep = slider_outcomes_module.GradualSweep

    def noting(landscape: object, starts: InitialStates, forcing: Forcing) -> object:
        sizes.append(len(starts.w))
        return sweep(landscape, starts, forcing=forcing)  # type: ignore[arg-type]  # as it was given

    monkeypatch.setattr(slider_outcomes_module, "GradualSweep", noting)
    for ball in range(5):
        slider_outcomes.results(ball, "alpha", ALPHAS)
    session.set_parameter_for_all(ETA, 0.03)
    for ball in range(5):
        slider_outcomes.results(ball, "alpha", ALPHAS)
    assert sizes == [8] * 5 + [8]
    session.step_on()
    slider_outcomes.results(0, "alpha", ALPHAS)
    assert sizes[6:] == [8]  # the first step is the same for every α
    session.step_on()
    slider_outcomes.results(0, "alpha", ALPHAS)
    assert sizes[7:] == [8]  # only one was asked for since


def test_outcomes_that_take_long_follow_from_the_background(
    session: Session, slider_outcomes: SliderOutcomes, qtbot: QtBot
) -> None:
    session.set_landscape(PointsLandscape([-4, -2, 0, 2, 4], [9, 0, 1, 0, 9]))
    session.put(0, {"start": 3.0})
    session.set_parameter(0, "eta", 0.001)
    alphas = (0.5, 0.9999, 1.0)
    first = slider_outcomes.results(0, "alpha", alphas).outcome.tolist()
    assert first[0] != UNKNOWN
    assert first[2] == UNKNOWN
    with qtbot.waitSignal(slider_outcomes.changed):
        pass
    assert shown(slider_outcomes, 0, "alpha", alphas) == expected(session, 0, "alpha", alphas)
    outcome, _, steps = shown(slider_outcomes, 0, "alpha", alphas)[2]
    assert (outcome, steps) == (ROLLING, LAST_STEP)


def test_during_playback_outcomes_are_refreshed_in_the_background(
    session: Session, slider_outcomes: SliderOutcomes, seconds: Seconds, qtbot: QtBot
) -> None:
    slider_outcomes.results(3, "alpha", ALPHAS)
    session.play()
    at_step_0 = shown(slider_outcomes, 3, "alpha", ALPHAS)
    for _ in range(6):
        seconds.now += 0.05
        session.playback.frame()
    assert session.step > 5
    qtbot.waitUntil(lambda: shown(slider_outcomes, 3, "alpha", ALPHAS) != at_step_0)
    assert shown(slider_outcomes, 3, "alpha", ALPHAS) == expected(session, 3, "alpha", ALPHAS)
    session.pause()
    assert shown(slider_outcomes, 3, "alpha", ALPHAS) == expected(session, 3, "alpha", ALPHAS)


def test_an_edit_cancels_the_computation(session: Session, slider_outcomes: SliderOutcomes, qtbot: QtBot) -> None:
    session.set_landscape(PointsLandscape([-4, -2, 0, 2, 4], [9, 0, 1, 0, 9]))
    session.put(0, {"start": 3.0})
    slider_outcomes.results(0, "alpha", (1.0,))
    session.put(0, {"start": 2.0})
    assert shown(slider_outcomes, 0, "alpha", (0.5,)) == expected(session, 0, "alpha", (0.5,))
    qtbot.wait(50)
    assert shown(slider_outcomes, 0, "alpha", (0.5,)) == expected(session, 0, "alpha", (0.5,))


def test_a_ball_that_is_removed_is_forgotten(session: Session, slider_outcomes: SliderOutcomes) -> None:
    for ball in range(5):
        slider_outcomes.results(ball, "alpha", ALPHAS)
    session.remove(4)
    session.remove(3)
    assert shown(slider_outcomes, 2, "alpha", ALPHAS) == expected(session, 2, "alpha", ALPHAS)


def test_while_scrubbing_outcomes_are_refreshed_in_the_background_and_afterwards_they_are_right(
    session: Session, slider_outcomes: SliderOutcomes, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.step_on(60)
    shown(slider_outcomes, 3, "alpha", ALPHAS)
    sync_steps: list[int] = []
    original = slider_outcomes_module.sweep_within_budget
    monkeypatch.setattr(
        slider_outcomes_module,
        "sweep_within_budget",
        lambda sweep: sync_steps.append(session.step) or original(sweep),
    )
    session.playback.set_scrubbed(True)
    for step in range(59, 5, -1):
        session.seek(step)
        slider_outcomes.results(3, "alpha", ALPHAS)
    assert sync_steps == []
    with qtbot.waitSignal(slider_outcomes.changed):
        session.playback.set_scrubbed(False)
    wait_for(qtbot, slider_outcomes, 3, "alpha", ALPHAS)
    assert shown(slider_outcomes, 3, "alpha", ALPHAS) == expected(session, 3, "alpha", ALPHAS)


def test_after_an_edit_while_scrubbing_the_outcomes_are_right(
    session: Session, slider_outcomes: SliderOutcomes, qtbot: QtBot
) -> None:
    session.step_on(60)
    session.playback.set_scrubbed(True)
    session.seek(20)
    session.set_parameter(3, "eta", 0.04)
    wait_for(qtbot, slider_outcomes, 3, "alpha", ALPHAS)
    assert shown(slider_outcomes, 3, "alpha", ALPHAS) == expected(session, 3, "alpha", ALPHAS)
    session.playback.set_scrubbed(False)
