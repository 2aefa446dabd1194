"""The row of plots as a person sees it: it grows, reads values, highlights, hides; and it survives whatever happens."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.files.scenario import Scenario
from app.session.look import Look
from app.session.session import Session
from app.theme import apply_theme, theme
from app.views.plot_span import Span
from app.views.plot_widget import MOST_DOTS, Plot
from app.views.plots import PlotsRow
from physics.arrays import AnyArray
from physics.ball import Ball
from physics.points import PointsLandscape
from physics.rules import Rule

NAMES = ("height", "position", "energy", "phase")
ALPHAS = (0.0, 0.8, 0.9, 0.95, 0.97)


def hills(height: float = 0.0) -> PointsLandscape:
    w = np.linspace(-6.0, 6.0, 400)
    return PointsLandscape(w, height + 0.06 * (w + 3.2) ** 2 + 0.55 * np.cos(2.6 * w))


def scene(alphas: tuple[float, ...] = ALPHAS, eta: float = 0.02) -> Session:
    balls = tuple(Ball(f"ball {number}", Rule.MOMENTUM, alpha, eta, 4.8) for number, alpha in enumerate(alphas))
    return Session(Scenario("Hills", hills(), balls), now=lambda: 0.0)


Shown = Callable[[Session], PlotsRow]


@pytest.fixture
def shown(qtbot: QtBot) -> Shown:
    rows = []

    def show(session: Session) -> PlotsRow:
        row = PlotsRow(session, theme())
        rows.append(row)
        qtbot.addWidget(row)
        row.resize(930, 220)
        row.show()
        qtbot.waitExposed(row)
        return row

    return show


def advance(session: Session, steps: int) -> None:
    """As the clock does."""
    for _ in range(steps):
        session.playback.due.emit(1)


def painted(plot: Plot) -> AnyArray:
    image = plot.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return np.array(image.constBits()).reshape(image.height(), -1, 4)[:, :, :3].astype(int)


def move_mouse(plot: Plot, at: QPointF) -> None:
    buttons = Qt.MouseButton.NoButton
    global_at = QPointF(plot.mapToGlobal(at.toPoint()))
    event = QMouseEvent(QEvent.Type.MouseMove, at, global_at, buttons, buttons, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(plot, event)


def point_of(plot: Plot, session: Session, place: int, step: int) -> QPointF:
    row = session.run.recording.row(step)
    return plot.frame.point(step if plot.kind.by_step else row.w[place], plot.kind.value(row)[place])


# Growing.


@pytest.mark.parametrize("name", NAMES)
def test_the_lines_grow_with_the_run(shown: Shown, name: str) -> None:
    session = scene()
    plot = shown(session).plot(name)
    empty = painted(plot)
    advance(session, 30)
    thirty = painted(plot)
    advance(session, 30)
    assert (thirty != empty).any()
    assert (painted(plot) != thirty).any()


@pytest.mark.parametrize("name", ["height", "position"])
def test_what_grew_looks_like_what_is_opened_late(shown: Shown, name: str) -> None:
    """Where lines cross another one may lie on top: less than a hundredth of the picture."""
    session = scene()
    early = shown(session).plot(name)
    for _ in range(150):
        advance(session, 1)
        painted(early)
    late = shown(session).plot(name)
    assert early.frame == late.frame
    assert (painted(early) != painted(late)).any(axis=2).mean() < 0.01


def test_the_step_axis_has_room_before_it_is_needed(shown: Shown) -> None:
    session = scene()
    plot = shown(session).plot("height")
    assert plot.frame.x == Span(0.0, 100.0)
    advance(session, 100)
    assert plot.frame.x == Span(0.0, 100.0)
    advance(session, 1)
    assert plot.frame.x == Span(0.0, 200.0)


class Paints(QObject):
    """Notes what is painted."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.names.append(watched.objectName())
        return False


def test_it_paints_once_however_much_happened(shown: Shown) -> None:
    session = scene()
    row, paints = shown(session), Paints()
    for name in NAMES:
        row.plot(name).setObjectName(name)
        row.plot(name).installEventFilter(paints)
    QApplication.processEvents()
    paints.names.clear()
    advance(session, 5)
    session.select(0)
    session.set_alpha(0, 0.5)
    QApplication.processEvents()
    assert sorted(paints.names) == sorted(NAMES)
    QApplication.processEvents()
    assert len(paints.names) == len(NAMES), "at rest nothing is painted"


def test_a_run_of_many_steps_at_once_is_all_there(shown: Shown) -> None:
    session = scene((1.0, 0.9))
    session.playback.due.emit(5000)
    for name in NAMES:
        plot = shown(session).plot(name)
        assert plot.frame.x.hi >= session.step or not plot.kind.by_step
        assert painted(plot).std() > 0.0


# Reading values.


@pytest.mark.parametrize("name", NAMES)
def test_the_mouse_reads_the_nearest_ball_and_step(shown: Shown, name: str) -> None:
    session = scene()
    plot = shown(session).plot(name)
    advance(session, 60)
    painted(plot)
    without = painted(plot)
    at = point_of(plot, session, 4, 17)
    move_mouse(plot, at + QPointF(0.3, -0.3))
    assert plot.reading == (4, 17)
    assert (painted(plot) != without).any(), "a label and a dot"
    QApplication.sendEvent(plot, QEvent(QEvent.Type.Leave))
    assert plot.reading is None
    np.testing.assert_array_equal(painted(plot), without)


def test_how_a_reading_is_said(shown: Shown) -> None:
    session = scene()
    row = shown(session)
    advance(session, 38)
    for name, symbol in {"height": "f(w)", "position": "w", "energy": "energy"}.items():
        plot = row.plot(name)
        move_mouse(plot, point_of(plot, session, 4, 17))
        rows = session.run.recording.row(17)
        value = plot.kind.value(rows)[4]
        assert plot.reading_parts() == ("ball 4", "step 17", f"{symbol} {value:.3f}".replace("-", "\u2212"))
    plot = row.plot("phase")
    move_mouse(plot, point_of(plot, session, 4, 17))
    assert [part.split()[0] for part in plot.reading_parts()] == ["ball", "step", "w", "Δw"]


def test_far_from_every_line_nothing_is_read(shown: Shown) -> None:
    session = scene()
    plot = shown(session).plot("height")
    advance(session, 20)
    move_mouse(plot, QPointF(plot.width() - 10.0, 60.0))
    assert plot.reading is None
    assert plot.reading_parts() == ()


@pytest.mark.parametrize("name", NAMES)
def test_a_long_run_is_read_exactly_too(shown: Shown, name: str) -> None:
    w = np.linspace(-6.0, 6.0, 200)
    balls = (Ball("one", Rule.MOMENTUM, 1.0, 0.02, 5.0), Ball("two", Rule.MOMENTUM, 1.0, 0.01, 3.0))
    session = Session(Scenario("Bowl", PointsLandscape(w, 0.2 * w**2), balls), now=lambda: 0.0)
    session.playback.due.emit(120_000)
    plot = shown(session).plot(name)
    plot.grab()
    at = point_of(plot, session, 1, 70_001)
    move_mouse(plot, at)
    assert plot.reading is not None
    found = point_of(plot, session, *plot.reading)
    assert (found - at).manhattanLength() < 2.0


def test_a_reading_goes_with_the_run_it_was_of(shown: Shown) -> None:
    session = scene()
    plot = shown(session).plot("height")
    advance(session, 40)
    move_mouse(plot, point_of(plot, session, 0, 30))
    assert plot.reading is not None
    session.restart()
    assert plot.reading is None
    painted(plot)


# Looks.


@pytest.mark.parametrize("name", NAMES)
def test_the_selected_ball_stands_out(shown: Shown, name: str) -> None:
    session = scene()
    plot = shown(session).plot(name)
    advance(session, 40)
    session.select(0)
    first = painted(plot)
    session.select(4)
    second = painted(plot)
    assert (first != second).any()
    session.select(0)
    np.testing.assert_array_equal(painted(plot), first)


def test_another_colour_redraws_the_line(shown: Shown) -> None:
    session = scene((0.9,))
    plot = shown(session).plot("position")
    advance(session, 40)
    before = painted(plot)
    session.set_look(0, Look(5, 1))
    assert (painted(plot) != before).any()


def test_the_theme_and_its_scale_are_followed(shown: Shown, qapp: QApplication) -> None:
    session = scene()
    row = shown(session)
    advance(session, 40)
    look = apply_theme(qapp, "dark")
    dark, hint = painted(row.plot("height")), row.sizeHint()
    try:
        apply_theme(qapp, "light", 1.5)
        light = painted(row.plot("height"))
        assert light.mean() > 150 > dark.mean()
        assert row.sizeHint().width() > hint.width()
    finally:
        apply_theme(qapp, "dark")
    assert look is theme()


def test_with_many_balls_only_the_selected_one_has_a_dot(shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    dots: list[int] = []
    monkeypatch.setattr(Plot, "_paint_dot", lambda plot, painter, at, place, radius: dots.append(place))
    few, many = scene((0.9,) * MOST_DOTS), scene((0.9,) * (MOST_DOTS + 1))
    shown(few).plot("height").grab()
    assert len(set(dots)) == MOST_DOTS
    assert dots[-1] == few.selected, "the selected one on top"
    dots.clear()
    shown(many).plot("height").grab()
    assert set(dots) == {many.selected}


# Shown and hidden.


def test_plots_that_are_hidden_leave_their_room_to_the_others(shown: Shown, qtbot: QtBot) -> None:
    row = shown(scene())
    assert row.names == row.shown == NAMES
    width = row.plot("height").width()
    with qtbot.waitSignal(row.changed):
        row.set_visible("energy", False)
    assert row.shown == ("height", "position", "phase")
    qtbot.waitUntil(lambda: row.plot("height").width() > 1.2 * width)
    with qtbot.assertNotEmitted(row.changed):
        row.set_visible("energy", False)
    for name in row.shown:
        row.set_visible(name, False)
    assert row.shown == ()
    assert row.isHidden()
    row.set_visible("phase", True)
    assert row.shown == ("phase",)
    assert not row.isHidden()


def test_names_and_titles(shown: Shown) -> None:
    row = shown(scene())
    titles = [row.title(name) for name in row.names]
    assert titles == ["f(w) by step", "w by step", "energy by step", "Δw against w"]
    assert all(row.plot(name).accessibleName() for name in row.names)
    with pytest.raises(KeyError):
        row.set_visible("nonsense", True)


def test_a_hidden_plot_catches_up_when_it_is_shown(shown: Shown) -> None:
    session = scene((0.9,))
    row = shown(session)
    row.set_visible("position", False)
    advance(session, 50)
    row.set_visible("position", True)
    QApplication.processEvents()
    hidden, always = row.plot("position"), shown(session).plot("position")
    hidden.resize(always.size())
    np.testing.assert_array_equal(painted(hidden), painted(always))


def test_four_fit_beside_the_panel_of_a_small_window(shown: Shown) -> None:
    hint = shown(scene()).minimumSizeHint()
    assert hint.width() <= 900
    assert hint.height() <= 200


# Whatever happens.


def test_without_balls(shown: Shown) -> None:
    session = scene((0.9,))
    row = shown(session)
    advance(session, 10)
    session.remove(0)
    for name in NAMES:
        painted(row.plot(name))
        move_mouse(row.plot(name), QPointF(100.0, 100.0))
        assert row.plot(name).reading is None
    session.add()
    advance(session, 10)
    for name in NAMES:
        painted(row.plot(name))


def test_a_run_that_has_not_begun_is_read_at_its_start(shown: Shown) -> None:
    session = scene()
    for name in NAMES:
        plot = shown(session).plot(name)
        painted(plot)
        move_mouse(plot, point_of(plot, session, 0, 0))
        assert plot.reading is not None
        assert plot.reading.step == 0


def test_balls_that_join_in_mid_run_are_drawn_from_the_start(shown: Shown) -> None:
    session = scene((0.9,))
    plot = shown(session).plot("position")
    advance(session, 50)
    before = painted(plot)
    session.add()
    painted(plot)
    assert (painted(plot) != before).any()
    move_mouse(plot, point_of(plot, session, 1, 20))
    assert plot.reading == (1, 20)


def test_a_ball_that_diverges_breaks_nothing(shown: Shown) -> None:
    session = scene((0.95, 1.0), eta=0.9)
    row = shown(session)
    advance(session, 300)
    for name in NAMES:
        plot = row.plot(name)
        painted(plot)
        assert np.isfinite(plot.frame.y).all()
        assert plot.frame.y.length < 200.0
        for x in range(0, plot.width(), 20):
            move_mouse(plot, QPointF(x, 90.0))
            painted(plot)


def test_values_that_are_not_numbers_are_left_out(shown: Shown) -> None:
    session = scene((0.9, 0.95))
    row = shown(session)
    advance(session, 40)
    rows = session.run.recording.rows(20)
    for column in (rows.w, rows.f, rows.delta):
        column[:, 0] = np.nan
    for name in NAMES:
        plot = row.plot(name)
        plot.resize(plot.width() + 7, plot.height())
        painted(plot)
        assert np.isfinite(plot.frame.y).all()


def test_another_landscape_in_mid_run_widens_the_range(shown: Shown) -> None:
    session = scene()
    row = shown(session)
    advance(session, 30)
    plot = row.plot("height")
    narrow = plot.frame.y
    painted(plot)
    session.set_landscape(hills(30.0))
    assert plot.frame.y.holds(narrow)
    assert plot.frame.y.hi > 30.0
    advance(session, 5)
    painted(plot)
    move_mouse(plot, point_of(plot, session, 3, 33))
    assert plot.reading is not None
    session.restart()
    assert plot.frame.y.lo > 20.0, "a new run shows only what is there"


def test_energy_that_a_smaller_eta_lifts_stays_in_the_picture(shown: Shown) -> None:
    session = scene((0.97,))
    plot = shown(session).plot("energy")
    advance(session, 20)
    painted(plot)
    before = plot.frame.y
    session.set_eta(0, 0.004)
    advance(session, 5)
    painted(plot)
    energy = session.run.recording.rows().energy
    assert energy.max() > before.hi, "else this tests nothing"
    assert plot.frame.y.hi >= energy.max()


def test_a_tiny_plot_is_still_painted(shown: Shown) -> None:
    session = scene()
    row = shown(session)
    advance(session, 30)
    for name in NAMES:
        plot = row.plot(name)
        plot.resize(20, 20)
        painted(plot)
        move_mouse(plot, QPointF(QPoint(10, 10)))
        painted(plot)
