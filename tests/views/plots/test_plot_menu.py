"""The menu of a plot: real clicks on its entries, and what they leave on the clipboard."""

import csv
import io
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from app.files.scenario import Scenario
from app.plotting.span import Span
from app.session.session import Session
from app.views.plots import table
from app.views.plots.kinds import HEIGHT, PHASE, PlotValues
from app.views.plots.plot import Plot
from app.views.plots.reading import Reading, reading_point
from app.views.plots.table import TooManyValues, table_of
from physics.landscape.formula import FormulaLandscape
from tests.support.balls import new_ball
from tests.support.qt import deliver_deletions
from tests.views.plots.scenes import (
    NAMES,
    Mouse,
    Shown,
    advance,
    box_painted,
    hills,
    move_mouse,
    painted,
    point_of,
    scene,
    shown_values,
)

RIGHT = Qt.MouseButton.RightButton


@pytest.fixture(autouse=True)
def no_menu_left() -> Iterator[None]:
    yield
    for menu in open_menus():
        menu.close()
    deliver_deletions()


@pytest.fixture
def session() -> Session:
    made = scene()
    advance(made, 40)
    return made


def open_menus() -> list[QMenu]:
    return [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, QMenu) and widget.isVisible()]


def menu_of(plot: Plot) -> QMenu:
    """The menu that a right click opens."""
    painted(plot)
    Mouse(plot).click(plot.in_widget(plot.view_box.rect().center()), RIGHT)
    [menu] = open_menus()
    return menu


def entries(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def choose(plot: Plot, text: str) -> None:
    """Open the menu and click an entry."""
    menu = menu_of(plot)
    action: QAction = next(action for action in menu.actions() if action.text() == text)
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
    deliver_deletions()
    assert open_menus() == []


def copied_table() -> list[list[str]]:
    return list(csv.reader(io.StringIO(QApplication.clipboard().text()), "excel-tab"))


@pytest.mark.parametrize("name", NAMES)
def test_a_right_click_opens_our_menu_alone(shown: Shown, session: Session, name: str) -> None:
    plot = shown(session).plot(name)
    texts = entries(menu_of(plot))
    assert texts[:2] == ["Copy data", "Fit"]
    assert texts[-1] == "Show only this plot, large"
    assert ("Fit all steps" in texts) == plot.kind.by_step
    assert ("Logarithmic distance from f*" in texts) == (name in ("height", "energy"))
    assert session.step == 40


def test_the_keyboard_opens_it_too(shown: Shown, session: Session) -> None:
    plot = shown(session).plot("height")
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), plot.mapToGlobal(QPoint(5, 5)))
    QApplication.sendEvent(plot, event)
    [menu] = open_menus()
    assert "Copy data" in entries(menu)


@pytest.mark.parametrize(("name", "column"), [("height", "f"), ("position", "w"), ("energy", "energy")])
def test_copied_data_are_the_recorded_values_to_the_last_digit(
    shown: Shown, session: Session, name: str, column: str
) -> None:
    plot = shown(session).plot(name)
    choose(plot, "Copy data")
    head, *rows = copied_table()
    assert head == ["step", *(f"{plot.kind.symbol}, ball {ball}" for ball in range(5))]
    assert [int(row[0]) for row in rows] == list(range(41))
    recorded = getattr(session.run.recording.rows(), column)
    np.testing.assert_array_equal(np.array([row[1:] for row in rows], float), recorded)


def test_against_w_both_values_are_copied(shown: Shown, session: Session) -> None:
    choose(shown(session).plot("phase"), "Copy data")
    head, *rows = copied_table()
    assert head[:3] == ["step", "w, ball 0", "Δw, ball 0"]
    values = np.array([row[1:] for row in rows], float)
    np.testing.assert_array_equal(values[:, 0::2], session.run.recording.rows().w)
    np.testing.assert_array_equal(values[:, 1::2], session.run.recording.rows().delta)


def test_only_the_steps_that_are_shown_are_copied(shown: Shown, session: Session) -> None:
    plot = shown(session).plot("position")
    painted(plot)
    Mouse(plot).wheel(point_of(plot, 3, 20), 10.0)
    choose(plot, "Copy data")
    steps = [int(row[0]) for row in copied_table()[1:]]
    lo, hi = plot.view_box.spans[0]
    assert 20 in steps
    assert steps == [step for step in range(41) if round(lo) <= step <= round(hi)]
    assert 1 < len(steps) < 41


def test_a_value_that_is_no_number_leaves_its_cell_empty(shown: Shown) -> None:
    session = scene((0.9, 0.95))
    advance(session, 10)
    session.run.recording.rows(7, 8).f[:, 1] = np.inf
    session.run.recording.rows(8, 9).f[:, 0] = np.nan
    choose(shown(session).plot("height"), "Copy data")
    rows = copied_table()
    assert [rows[8][2], rows[9][1]] == ["", ""]
    assert all(rows[9][2:])


@pytest.mark.parametrize("name", ["energy", "phase"])
def test_a_step_that_a_ball_did_not_make_has_empty_cells(shown: Shown, name: str) -> None:
    session = scene()
    advance(session, 400)
    stepped = session.run.recording.rows().stepped
    assert stepped.any(axis=1).all()
    assert not stepped.all()
    plot = shown(session).plot(name)
    painted(plot)
    if plot.kind.by_step:
        plot.fit_all_steps()
    choose(plot, "Copy data")
    cells = np.array([row[1:] for row in copied_table()[1:]])
    of_each = cells.reshape(*stepped.shape, -1)  # step, ball, value
    np.testing.assert_array_equal(of_each != "", np.broadcast_to(stepped[:, :, np.newaxis], of_each.shape))


def test_the_table_without_balls_has_only_steps() -> None:
    session = scene((0.9,))
    session.remove(0)
    assert table_of(PlotValues(HEIGHT, session.run), 0, 0, []) == "step\n0\n"


def test_too_many_values_are_refused_with_a_sentence(
    shown: Shown, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table, "MAX_VALUES", 100)
    messages: list[str] = []
    session.message.connect(messages.append)
    QApplication.clipboard().setText("before")
    choose(shown(session).plot("height"), "Copy data")
    assert messages == ["205 values are too many for the clipboard: zoom in, or export a CSV file."]
    assert QApplication.clipboard().text() == "before"


def test_too_many_values_are_refused_before_any_is_read(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MAX_VALUES", 100)
    monkeypatch.setattr(PlotValues, "of_rows", None)
    with pytest.raises(TooManyValues) as refusal:
        table_of(PlotValues(PHASE, session.run), 0, 40, range(len(session.run.balls)))
    assert refusal.value.count == 410


def test_as_many_values_as_fit_are_copied(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MAX_VALUES", 205)
    assert len(table_of(PlotValues(HEIGHT, session.run), 0, 40, range(len(session.run.balls))).splitlines()) == 42


def test_another_error_is_no_refusal(shown: Shown, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ValueError("no number")

    plot = shown(session).plot("height")
    monkeypatch.setattr("app.views.plots.plot.table_of", fail)
    with pytest.raises(ValueError, match=r"^no number$"):
        plot.copy_data()


def test_where_no_recorded_step_is_in_view_nothing_is_copied(shown: Shown, session: Session) -> None:
    plot = shown(session).plot("height")
    painted(plot)
    plot.view_box.set_by_hand([Span(50.0, 90.0), None])
    messages: list[str] = []
    session.message.connect(messages.append)
    QApplication.clipboard().setText("before")
    choose(plot, "Copy data")
    assert messages == ["Nothing was copied: no recorded step is in view."]
    assert QApplication.clipboard().text() == "before"


def test_fit_and_fit_all_steps(shown: Shown) -> None:
    session = scene((0.9, 0.95))
    session.playback.due.emit(3000)
    plot = shown(session).plot("height")
    painted(plot)
    transient = plot.view_box.spans
    assert transient[0].hi < session.run.last
    choose(plot, "Fit all steps")
    assert plot.view_box.spans[0].lo <= 0.0 < session.run.last <= plot.view_box.spans[0].hi
    assert plot.fit_button.isVisible()
    choose(plot, "Fit")
    assert plot.view_box.spans == transient


def test_one_plot_alone_and_back(shown: Shown, session: Session) -> None:
    row = shown(session)
    row.set_visible("energy", False)
    plot, width = row.plot("position"), row.plot("position").width()
    with_signal: list[str | None] = []
    row.large_changed.connect(lambda: with_signal.append(row.large))
    choose(plot, "Show only this plot, large")
    QApplication.processEvents()
    assert [name for name in NAMES if row.plot(name).isVisible()] == ["position"]
    assert plot.width() > 2.5 * width
    assert row.shown == ("height", "position", "phase"), "the settings stay"
    choose(plot, "Show all plots")
    assert [name for name in NAMES if row.plot(name).isVisible()] == ["height", "position", "phase"]
    assert with_signal == ["position", None]


def test_hiding_a_plot_ends_the_large_one(shown: Shown, session: Session) -> None:
    row = shown(session)
    choose(row.plot("position"), "Show only this plot, large")
    row.set_visible("height", False)
    assert row.large is None
    assert [name for name in NAMES if row.plot(name).isVisible()] == ["position", "energy", "phase"]


# The logarithmic axis.


def bowl(alpha: float = 0.0) -> Session:
    """f(w) = w²/2 + 3: without momentum every step multiplies f − f* by (1 − η)²."""
    landscape = FormulaLandscape("0.5*w^2 + 3", (-6.0, 6.0))
    return Session(Scenario("Bowl", landscape, (new_ball(alpha, 0.1, 5.0, name="one"),)), now=lambda: 0.0)


def test_gradient_descent_in_a_bowl_is_a_straight_line(shown: Shown) -> None:
    session = bowl()
    plot = shown(session).plot("height")
    advance(session, 80)
    choose(plot, "Logarithmic distance from f*")
    assert plot.title == "f(w) − f* by step"
    painted(plot)
    first, last = (reading_point(plot.values, plot.view_box.plot_transform, Reading(0, step)) for step in (0, 80))
    picture = box_painted(plot)
    background = picture[-3, 3]
    for share in np.linspace(0.1, 0.9, 9).tolist():
        at = first + (last - first) * share
        inked = np.flatnonzero(np.abs(picture[:, round(at.x())] - background).sum(axis=1) > 150)
        assert abs(inked - at.y()).max() <= 3.0
    assert plot.view_box.spans[1].contains(plot.lines.range or plot.view_box.spans[1])


def test_its_slope_is_the_rate_of_convergence(shown: Shown) -> None:
    session = bowl()
    plot = shown(session).plot("height")
    advance(session, 60)
    choose(plot, "Logarithmic distance from f*")
    painted(plot)
    transform = plot.view_box.plot_transform
    points = [reading_point(plot.values, transform, Reading(0, step)) for step in (10, 50)]
    slope = (transform.y_at(points[1].y()) - transform.y_at(points[0].y())) / 40.0
    assert slope == pytest.approx(2.0 * np.log10(0.9), rel=1e-9)


def test_what_is_read_and_copied_is_the_distance_itself(shown: Shown) -> None:
    session = bowl()
    plot = shown(session).plot("height")
    advance(session, 60)
    choose(plot, "Logarithmic distance from f*")
    move_mouse(plot, point_of(plot, 0, 60))
    distance = 12.5 * 0.9**120
    assert plot.reading_parts() == ("one", "step 60", "f(w) − f* 4.04·10⁻⁵")
    assert f"{distance:.2e}" == "4.04e-05"
    choose(plot, "Copy data")
    head, *rows = copied_table()
    assert head == ["step", "f(w) − f*, one"]
    assert float(rows[60][1]) == pytest.approx(distance, rel=1e-9)


def test_what_is_not_above_0_is_left_out(shown: Shown) -> None:
    """A ball on the minimum has no logarithm; beside it the others are drawn."""
    landscape = FormulaLandscape("0.5*w^2", (-6.0, 6.0))
    balls = (new_ball(0.0, 0.1, 0.0, name="still"), new_ball(0.5, 0.1, 5.0, name="other"))
    session = Session(Scenario("Bowl", landscape, balls), now=lambda: 0.0)
    for name in ("height", "energy"):
        plot = shown(session).plot(name)
        advance(session, 20)
        choose(plot, "Logarithmic distance from f*")
        values = plot.values.on_axis(session.run.recording.rows(), 0)
        assert np.isnan(values[:, 0]).all()
        assert np.isfinite(values[:, 1]).all()
        move_mouse(plot, point_of(plot, 1, 5))
        assert plot.reading == (1, 5)
        painted(plot)


def test_the_axis_goes_down_to_where_rounding_begins_and_no_further(shown: Shown) -> None:
    session = bowl(0.3)
    plot = shown(session).plot("energy")
    advance(session, 400)
    choose(plot, "Logarithmic distance from f*")
    values = shown_values(plot)
    assert 10.0 < values.length <= 22.0
    choose(plot, "Logarithmic distance from f*")
    assert plot.title == "energy by step"
    assert shown_values(plot).length > 15.0


def test_f_star_is_that_of_the_landscape_of_each_step(shown: Shown) -> None:
    session = bowl()
    plot = shown(session).plot("height")
    advance(session, 10)
    session.set_landscape(FormulaLandscape("0.5*w^2 + 10", (-6.0, 6.0)))
    advance(session, 10)
    choose(plot, "Logarithmic distance from f*")
    values = plot.values.of_rows(session.run.recording.rows(), 0)[:, 0]
    np.testing.assert_allclose(values, 12.5 * 0.81 ** np.arange(21), rtol=1e-9)
    later = session.run.recording.rows(15, 18)
    np.testing.assert_array_equal(plot.values.of_rows(later, 15)[:, 0], values[15:18])
    assert QPointF(point_of(plot, 0, 20)).y() > point_of(plot, 0, 5).y()


def test_it_is_said_which_steps_were_copied(shown: Shown, session: Session) -> None:
    plot = shown(session).plot("height")
    painted(plot)
    messages: list[str] = []
    session.message.connect(messages.append)
    choose(plot, "Copy data")
    plot.view_box.set_by_hand([Span(3.0, 9.0), None])
    choose(plot, "Copy data")
    assert messages == ["Steps 0 to 40 of 40 are on the clipboard.", "Steps 3 to 9 of 40 are on the clipboard."]


def test_without_a_ball_nothing_is_copied(shown: Shown) -> None:
    session = Session(Scenario("Hills", hills(), ()), now=lambda: 0.0)
    messages: list[str] = []
    session.message.connect(messages.append)
    QApplication.clipboard().setText("before")
    shown(session).plot("phase").copy_data()
    assert messages == ["Nothing was copied: no ball is shown."]
    assert QApplication.clipboard().text() == "before"
