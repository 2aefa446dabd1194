"""What the mouse does to a plot: real events, as the window system sends them."""

import sys
from typing import Any

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication, QMenu

from app.files.scenario import Scenario
from app.plotting.span import Span
from app.plotting.view_box import ZOOM_PER_PIXEL, ZOOM_PER_WHEEL_UNIT
from app.session.session import Session
from app.views.plots.plot import Plot
from app.views.plots.plots import PlotsRow
from physics.rules.suggestion import suggest
from tests.support.balls import new_ball
from tests.views.plots.scenes import NAMES, Mouse, Shown, advance, hills, painted, point_of, scene

STEPS = 60
NOTCH = ZOOM_PER_WHEEL_UNIT**-120.0
RIGHT, MIDDLE = Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton


@pytest.fixture
def session() -> Session:
    made = scene()
    advance(made, STEPS)
    return made


@pytest.fixture
def row(shown: Shown, session: Session) -> PlotsRow:
    made = shown(session)
    for name in NAMES:
        painted(made.plot(name))
    return made


@pytest.fixture
def plot(row: PlotsRow) -> Plot:
    return row.plot("height")


def at(plot: Plot, x_share: float, y_share: float) -> QPointF:
    """A pixel of the widget, by shares of the view box from its left top."""
    box = plot.view_box
    return QPointF(plot.in_widget(QPointF(x_share * box.width(), y_share * box.height())).toPoint())


def value_at(plot: Plot, place: QPointF) -> tuple[float, float]:
    transform, there = plot.view_box.plot_transform, plot.in_box(place)
    return transform.x_at(there.x()), transform.y_at(there.y())


def over(plot: Plot, axis: str) -> QPointF:
    """The middle of an axis."""
    item = plot.bottom_axis if axis == "bottom" else plot.left_axis
    return QPointF(plot.mapFromScene(item.sceneBoundingRect().center()))


def at_step(plot: Plot, step: int, y_share: float = 0.05) -> QPointF:
    transform = plot.view_box.plot_transform
    return plot.in_widget(QPointF(transform.point(step, 0.0).x(), y_share * transform.height))


@pytest.mark.parametrize("notches", [1.0, 3.0, -2.0])
@pytest.mark.parametrize("name", NAMES)
def test_the_wheel_zooms_about_the_mouse(row: PlotsRow, name: str, notches: float) -> None:
    plot = row.plot(name)
    place, (x, y) = at(plot, 0.3, 0.4), plot.view_box.spans
    there = value_at(plot, place)
    Mouse(plot).wheel(place, notches)
    painted(plot)
    new_x, new_y = plot.view_box.spans
    assert new_x.length == pytest.approx(x.length * NOTCH**notches)
    assert new_y.length == pytest.approx(y.length * NOTCH**notches)
    assert value_at(plot, place) == pytest.approx(there)


@pytest.mark.parametrize(("axis", "zoomed"), [("bottom", 0), ("left", 1)])
def test_over_an_axis_the_wheel_zooms_that_axis_alone(plot: Plot, axis: str, zoomed: int) -> None:
    before = plot.view_box.spans
    Mouse(plot).wheel(over(plot, axis), 2.0)
    painted(plot)
    after = plot.view_box.spans
    assert after[zoomed].length == pytest.approx(before[zoomed].length * NOTCH**2)
    assert after[1 - zoomed] == before[1 - zoomed]


def test_a_zoomed_axis_stays_while_the_run_goes_on_and_follows_again_when_fitted(plot: Plot, session: Session) -> None:
    fitted = plot.view_box.spans
    Mouse(plot).wheel(at(plot, 0.5, 0.5), 3.0)
    zoomed = plot.view_box.spans
    session.set_parameter(0, "alpha", 1.0)
    session.set_parameter(0, "eta", 0.2)
    advance(session, 60)
    painted(plot)
    assert plot.view_box.spans == zoomed
    plot.fit()
    painted(plot)
    assert plot.view_box.spans[0].hi > fitted[0].hi


def test_the_axis_of_steps_keeps_two_numbers(plot: Plot) -> None:
    for _ in range(20):
        Mouse(plot).wheel(over(plot, "bottom"), 2.0)
    steps = plot.view_box.spans[0]
    assert 2.0 <= steps.length < 3.0
    assert len(plot.bottom_axis.ticks(steps, plot.view_box.width())) >= 2


def test_there_is_an_end_to_zooming(plot: Plot) -> None:
    mouse, place = Mouse(plot), at(plot, 0.5, 0.5)
    for notches in (500.0, -500.0):
        for _ in range(60):
            mouse.wheel(place, notches / 50.0)
        painted(plot)
        for span, whole in zip(plot.view_box.spans, plot.view_box.whole, strict=True):
            assert 1e-9 * whole.length < span.length < 10.0 * whole.length


@pytest.mark.parametrize("button", [Qt.MouseButton.LeftButton, MIDDLE])
def test_a_drag_pans(plot: Plot, button: Qt.MouseButton) -> None:
    begin, end = at(plot, 0.2, 0.2), at(plot, 0.4, 0.5)
    there, lengths = value_at(plot, begin), [span.length for span in plot.view_box.spans]
    Mouse(plot).drag(begin, end, button)
    painted(plot)
    assert value_at(plot, end) == pytest.approx(there)
    assert [span.length for span in plot.view_box.spans] == pytest.approx(lengths)


def test_over_an_axis_a_drag_pans_that_axis_alone(plot: Plot) -> None:
    x, y = plot.view_box.spans
    begin = over(plot, "bottom")
    Mouse(plot).drag(begin, begin + QPointF(40.0, 3.0))
    new_x, new_y = plot.view_box.spans
    assert new_x.lo == pytest.approx(x.lo - 40.0 * plot.view_box.plot_transform.per_x)
    assert new_y == y


def test_a_drag_with_the_right_button_scales_each_axis_and_opens_no_menu(plot: Plot) -> None:
    x, y = plot.view_box.spans
    begin = at(plot, 0.3, 0.6)
    Mouse(plot).drag(begin, begin + QPointF(30.0, 20.0), RIGHT)
    new_x, new_y = plot.view_box.spans
    assert new_x.length == pytest.approx(x.length * ZOOM_PER_PIXEL**-30.0)
    assert new_y.length == pytest.approx(y.length * ZOOM_PER_PIXEL**20.0)
    assert not [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, QMenu) and widget.isVisible()]


@pytest.mark.parametrize("name", NAMES)
def test_a_double_click_fits_and_leaves_the_step_where_it_was(row: PlotsRow, session: Session, name: str) -> None:
    plot = row.plot(name)
    session.seek(33)
    painted(plot)
    whole = plot.view_box.spans
    mouse = Mouse(plot)
    mouse.wheel(at(plot, 0.5, 0.5), 4.0)
    painted(plot)
    mouse.double_click(at(plot, 0.9, 0.1))
    painted(plot)
    assert plot.view_box.spans == whole
    assert session.step == 33


def test_the_button_to_fit_shows_only_while_a_part_is_shown(plot: Plot) -> None:
    whole = plot.view_box.spans
    assert not plot.fit_button.isVisible()
    Mouse(plot).wheel(at(plot, 0.5, 0.5), 1.0)
    assert plot.fit_button.isVisible()
    plot.fit_button.click()
    painted(plot)
    assert not plot.fit_button.isVisible()
    assert plot.view_box.spans == whole


def test_the_plots_by_step_share_their_steps(row: PlotsRow) -> None:
    height, position, energy, phase = (row.plot(name) for name in NAMES)
    across, values = phase.view_box.spans, energy.view_box.spans[1]
    Mouse(position).wheel(at(position, 0.2, 0.5), 3.0)
    for plot in (height, energy):
        painted(plot)
        assert plot.view_box.spans[0] == pytest.approx(position.view_box.spans[0])
        assert plot.fit_button.isVisible()
    assert energy.view_box.spans[1] == values
    assert phase.view_box.spans == across
    energy.fit()
    assert not any(plot.fit_button.isVisible() for plot in (height, energy, phase))
    assert all(plot.view_box.is_fitted[0] for plot in (height, position, energy))
    assert position.fit_button.isVisible(), "its values are still zoomed"


@pytest.mark.parametrize("name", NAMES)
def test_another_scenario_is_shown_whole(row: PlotsRow, session: Session, name: str) -> None:
    plot = row.plot(name)
    Mouse(plot).wheel(at(plot, 0.9, 0.1), 20.0)
    assert plot.fit_button.isVisible()
    session.open(Scenario("Other", hills(3.0), (new_ball(0.9, 0.02, 2.0, name="ball"),)), replays=False)
    painted(plot)
    assert plot.view_box.is_fitted == (True, True)
    assert plot.view_box.spans == plot.view_box.whole
    assert not plot.fit_button.isVisible()


def test_another_landscape_is_shown_whole_and_an_edited_one_leaves_the_zoom(plot: Plot, session: Session) -> None:
    Mouse(plot).wheel(at(plot, 0.9, 0.1), 20.0)
    session.set_landscape(hills(0.5))
    assert plot.view_box.is_fitted == (False, False)
    session.choose(hills(3.0), "Other", suggest(hills(3.0)))
    painted(plot)
    assert plot.view_box.spans == plot.view_box.whole


@pytest.mark.parametrize("name", ["height", "position", "energy"])
def test_a_click_goes_to_that_step(row: PlotsRow, session: Session, name: str) -> None:
    plot = row.plot(name)
    Mouse(plot).click(at_step(plot, 23))
    assert session.step == 23
    Mouse(plot).click(at_step(plot, 90))
    assert session.step == STEPS, "no further than is recorded"


@pytest.mark.parametrize("axis", ["left", "bottom"])
def test_a_click_on_an_axis_leaves_the_step(plot: Plot, session: Session, axis: str) -> None:
    Mouse(plot).click(over(plot, axis))
    assert session.step == STEPS


@pytest.mark.parametrize("axis", ["left", "bottom"])
def test_a_double_click_on_an_axis_fits_and_leaves_the_step(plot: Plot, session: Session, axis: str) -> None:
    whole, mouse = plot.view_box.spans, Mouse(plot)
    mouse.click(at_step(plot, 23))
    session.seek(33)
    mouse.wheel(at(plot, 0.5, 0.5), 4.0)
    painted(plot)
    mouse.double_click(over(plot, axis))
    painted(plot)
    assert plot.view_box.spans == whole
    assert session.step == 33


def test_a_click_on_a_line_against_w_goes_to_its_step(row: PlotsRow, session: Session) -> None:
    plot = row.plot("phase")
    Mouse(plot).click(point_of(plot, 2, 21))
    assert session.step == 21
    Mouse(plot).click(at(plot, 0.02, 0.98))
    assert session.step == 21, "nothing is there"


def test_the_cursor_line_can_be_dragged(plot: Plot, session: Session) -> None:
    mouse, spans = Mouse(plot), plot.view_box.spans
    mouse.move(at_step(plot, 40))
    assert plot.cursor().shape() == Qt.CursorShape.ArrowCursor
    mouse.move(at_step(plot, STEPS))
    assert plot.cursor().shape() == Qt.CursorShape.SplitHCursor
    mouse.drag(at_step(plot, STEPS), at_step(plot, 18))
    assert session.step == 18
    assert not session.playback.is_moving
    painted(plot)
    assert plot.view_box.spans == spans
    mouse.drag(at_step(plot, 18), at_step(plot, 150))
    assert session.step == STEPS


@pytest.mark.parametrize(("steps", "x_share"), [((0.0, 30.0), 1.0), ((90.0, 120.0), 0.0)])
def test_a_cursor_line_that_is_not_in_view_cannot_be_dragged(
    plot: Plot, session: Session, steps: tuple[float, float], x_share: float
) -> None:
    plot.view_box.set_by_hand([Span(*steps), None])
    painted(plot)
    edge, middle, mouse = at(plot, x_share, 0.5), at(plot, 0.5, 0.5), Mouse(plot)
    begin = edge + QPointF(2.0 if x_share == 0.0 else -2.0, 0.0)
    mouse.move(begin)
    assert plot.cursor().shape() == Qt.CursorShape.ArrowCursor
    mouse.drag(begin, middle)
    assert session.step == STEPS
    assert plot.view_box.spans[0] != Span(*steps), "it pans"


def test_a_drag_elsewhere_leaves_the_step(plot: Plot, session: Session) -> None:
    Mouse(plot).drag(at_step(plot, 20), at_step(plot, 40))
    assert session.step == STEPS


def test_an_error_in_a_drag_is_reported_and_ends_the_drag(plot: Plot, monkeypatch: pytest.MonkeyPatch) -> None:
    """pyqtgraph catches it and only warns."""
    caught: list[str] = []
    monkeypatch.setattr(sys, "excepthook", lambda _kind, error, _trace: caught.append(str(error)))

    def fail(_event: Any) -> bool:
        raise ValueError("a fault in the drag")

    before = plot.view_box.spans
    with monkeypatch.context() as fault:
        fault.setattr(plot.view_box, "drag_handler", fail)
        for count in (1, 2):
            Mouse(plot).drag(at(plot, 0.3, 0.3), at(plot, 0.6, 0.6))
            assert caught == count * ["a fault in the drag"]
            assert plot.view_box.spans == before
    Mouse(plot).drag(at(plot, 0.3, 0.3), at(plot, 0.6, 0.6))
    assert plot.view_box.spans != before
    assert len(caught) == 2
