"""The step axis shows the transient, where something happens."""

import math

import numpy as np
import pytest
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication

from app.files.default import default_scenario
from app.files.scenario import Scenario
from app.plotting.span import Span
from app.session.session import Session
from app.theme.application import theme
from app.views.plots.kinds import TRANSIENT_MARGIN_SHARE, step_limit, step_span
from physics.outcome.outcome import ROLLING
from tests.support.balls import new_ball
from tests.views.plots.scenes import Shown, advance, box_painted, endless, hills, painted, pixels, shown_steps


def last_open(session: Session) -> int:
    """The last step at which a ball is neither trapped nor gone."""
    return int(np.flatnonzero((session.run.recording.rows().outcome == ROLLING).any(axis=1))[-1])


def settling() -> Session:
    """Two balls that are soon trapped, in a run that goes on for ever."""
    balls = tuple(new_ball(alpha, 0.02, 2.0, name="ball") for alpha in (0.9, 0.95))
    return Session(Scenario("Hills", hills(), balls, full=True), now=lambda: 0.0)


def test_after_5000_steps_of_the_first_scene_the_axis_shows_where_something_happens(shown: Shown) -> None:
    session = Session(default_scenario(), now=lambda: 0.0)
    session.run.advance(5000)
    session.seek(5000)
    last = last_open(session)
    assert last < 200
    for name in ("height", "position", "energy"):
        plot = shown(session).plot(name)
        steps = shown_steps(plot)
        assert steps.hi > (1.0 + TRANSIENT_MARGIN_SHARE) * last
        assert steps.hi < 2.6 * (1.0 + TRANSIENT_MARGIN_SHARE) * max(last, 80)
        assert not plot.fit_button.isVisible(), "that is what fit shows"


def test_while_a_ball_rolls_every_step_is_shown(shown: Shown) -> None:
    session = endless()
    session.playback.due.emit(3000)
    assert shown_steps(shown(session).plot("height")).hi >= 3000.0


@pytest.mark.parametrize("end", [20, 90, 150, 1000])
def test_the_end_of_the_transient_has_room_behind_it(end: int) -> None:
    shown = step_span(5000, end)
    assert shown == Span(0.0, float(step_limit(round(1.25 * end))))
    assert shown.hi >= 1.25 * end


@pytest.mark.parametrize(("last", "end"), [(0, None), (3000, None), (3000, 2900)])
def test_without_an_early_end_every_step_is_shown(last: int, end: int | None) -> None:
    assert step_span(last, end) == Span(0.0, float(step_limit(last)))


def test_the_plots_follow_an_edit_and_its_undo(shown: Shown) -> None:
    session = settling()
    session.step_on(5000)
    plot = shown(session).plot("height")
    before = shown_steps(plot)
    session.seek(10)
    session.set_parameter(0, "alpha", 1.0)
    session.step_on(3000)
    assert shown_steps(plot).hi >= 3000.0
    session.undo()
    assert shown_steps(plot) == before
    assert before.hi < 300.0


def test_hidden_plots_follow_when_they_are_shown_again(shown: Shown) -> None:
    session = settling()
    row = shown(session)
    session.step_on(5000)
    plot = row.plot("height")
    shown_steps(plot)
    row.set_visible("height", False)
    session.seek(10)
    session.set_parameter(0, "alpha", 1.0)
    session.step_on(3000)
    row.set_visible("height", True)
    assert shown_steps(plot).hi >= 3000.0


def test_beyond_the_end_of_a_fitted_plot_its_balls_go_on_at_the_right_end(shown: Shown) -> None:
    session = Session(default_scenario(), now=lambda: 0.0)
    advance(session, 150)
    row = shown(session)
    plot = row.plot("position")
    assert shown_steps(plot).hi < 150
    before = box_painted(plot)
    advance(session, 6)
    QApplication.processEvents()
    on_screen = pixels(row.screen().grabWindow(row.winId()).toImage())
    after = box_painted(plot)
    changed = (before != after).any(axis=2)
    text_height = QFontMetricsF(theme().font("small")).height()
    below = np.flatnonzero(changed[math.ceil(text_height) :].any(axis=0))
    assert len(below), "the selected ball still swings"
    assert below[0] > before.shape[1] - 12.0
    assert changed[: math.floor(text_height)].any(), "another number of the step"
    top, left = plot.y(), plot.x()
    seen = on_screen[top : top + plot.height(), left : left + plot.width()]
    np.testing.assert_array_equal(seen, painted(plot))
    plot.view_box.zoom(0.5)
    zoomed = box_painted(plot)
    advance(session, 6)
    np.testing.assert_array_equal(zoomed, box_painted(plot))


def test_the_steps_axis_grows_in_rare_jumps() -> None:
    limits = [step_limit(step) for step in range(0, 1_000_001, 10)]
    assert all(step <= limit for step, limit in zip(range(0, 1_000_001, 10), limits, strict=True))
    assert sorted(set(limits)) == [100, 200, 500, *(f * 10**p for p in (3, 4, 5) for f in (1, 2, 5)), 1_000_000]
