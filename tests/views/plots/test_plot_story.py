"""The step axis shows the part where something happens."""

import numpy as np
import pytest

from app.files.default import default_scenario
from app.plotting.span import Span, step_limit
from app.session.session import Session
from app.views.plots import story
from app.views.plots.story import MARGIN_SHARE, Story
from physics.outcome.outcome import ROLLING
from physics.run.run import Run
from tests.support.balls import new_ball
from tests.views.plots.scenes import Shown, endless, hills, shown_steps


def last_open(run: Run) -> int:
    """The last step at which a ball is neither trapped nor gone."""
    return int(np.flatnonzero((run.recording.rows().outcome == ROLLING).any(axis=1))[-1])


def all_told(found: Story, run: Run) -> Span:
    """What is shown once everything has been read."""
    for _ in range(20):
        found.shown_steps(run)
    return found.shown_steps(run)


def run_of(*alphas: float) -> Run:
    return Run(hills(), [new_ball(alpha, 0.02, 4.8, name="ball") for alpha in alphas], full=True)


def test_after_5000_steps_of_the_first_scene_the_axis_shows_where_something_happens(shown: Shown) -> None:
    session = Session(default_scenario(), now=lambda: 0.0)
    session.run.advance(5000)
    session.seek(5000)
    last = last_open(session.run)
    assert last < 200
    for name in ("height", "position", "energy"):
        plot = shown(session).plot(name)
        steps = shown_steps(plot)
        assert steps.hi > (1.0 + MARGIN_SHARE) * last
        assert steps.hi < 2.6 * (1.0 + MARGIN_SHARE) * max(last, 80)
        assert not plot.fit_button.isVisible(), "that is what fit shows"


def test_while_a_ball_rolls_every_step_is_shown(shown: Shown) -> None:
    session = endless()
    session.playback.due.emit(3000)
    assert shown_steps(shown(session).plot("height")).hi >= 3000.0


@pytest.mark.parametrize("alphas", [(0.9,), (0.95, 0.0), (0.97,)])
def test_the_end_of_the_story_has_room_behind_it(alphas: tuple[float, ...]) -> None:
    run = run_of(*alphas)
    run.advance(2000)
    last = last_open(run)
    shown = all_told(Story(), run)
    assert shown == Span(0.0, float(step_limit(round(1.25 * last))))
    assert shown.hi >= 1.25 * last


def test_read_step_by_step_it_ends_where_it_does_when_read_at_once() -> None:
    run, by_steps = run_of(0.9, 0.97), Story()
    for _ in range(300):
        run.advance(1)
        by_steps.shown_steps(run)
    assert by_steps.shown_steps(run) == all_told(Story(), run)


def test_a_long_run_is_read_in_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    run, found = run_of(0.9), Story()
    run.advance(1000)
    at_once = all_told(Story(), run)
    monkeypatch.setattr(story, "MAX_STEPS_READ", 300)
    assert found.shown_steps(run) == Span(0.0, 1000.0), "not yet known"
    assert all_told(found, run) == at_once != Span(0.0, 1000.0)


def test_another_recording_has_another_story() -> None:
    found, one, other = Story(), run_of(0.9), run_of(0.999)
    one.advance(1000)
    other.advance(1000)
    before = all_told(found, one)
    assert all_told(found, other) == all_told(Story(), other)
    assert all_told(found, one) == before


def test_without_balls_the_axis_has_its_first_length() -> None:
    assert all_told(Story(), Run(hills(), [])) == Span(0.0, 100.0)
