"""The row of plots as a person sees it: it grows, highlights and hides."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPointF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.session.scene import BallStyle
from app.theme.application import apply_theme, theme
from app.views.plots import plot_layer
from app.views.plots.frame_plot import INSET_PX
from app.views.plots.plot_layer import DOT_RADIUS_PX, DOT_RADIUS_SELECTED_PX, MAX_DOTS
from tests.views.plots.scenes import NAMES, Shown, advance, endless, painted, scene, shown_steps


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
def test_a_plot_that_grew_looks_like_one_that_is_opened_late(shown: Shown, name: str) -> None:
    """Where lines cross another one may lie on top: less than a hundredth of the picture."""
    session = scene()
    early = shown(session).plot(name)
    for _ in range(150):
        advance(session, 1)
        painted(early)
    late = shown(session).plot(name)
    late_pixels = painted(late)
    assert early.view_box.plot_transform == late.view_box.plot_transform
    assert (painted(early) != late_pixels).any(axis=2).mean() < 0.01


def test_the_step_axis_has_room_before_it_is_needed(shown: Shown) -> None:
    session = endless()
    plot = shown(session).plot("height")
    for steps, end in ((0, 100.0), (100, 100.0), (1, 200.0)):
        advance(session, steps)
        steps_shown = shown_steps(plot)
        room = INSET_PX * plot.view_box.plot_transform.per_x
        assert steps_shown == pytest.approx((-room, end + room))


class Paints(QObject):
    """Notes what is painted."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.names.append(watched.objectName())
        return False


def test_many_changes_cause_one_painting(shown: Shown) -> None:
    session = scene()
    row, paints = shown(session), Paints()
    for name in NAMES:
        row.plot(name).viewport().setObjectName(name)
        row.plot(name).viewport().installEventFilter(paints)
    QApplication.processEvents()
    paints.names.clear()
    advance(session, 5)
    session.select(0)
    session.set_parameter(0, "alpha", 0.5)
    QApplication.processEvents()
    assert sorted(paints.names) == sorted(NAMES)
    QApplication.processEvents()
    assert len(paints.names) == len(NAMES), "at rest nothing is painted"


def test_a_run_of_many_steps_at_once_is_all_there(shown: Shown) -> None:
    session = endless()
    session.playback.due.emit(5000)
    for name in NAMES:
        plot = shown(session).plot(name)
        assert shown_steps(plot).hi >= session.step or not plot.kind.by_step
        assert painted(plot).std() > 0.0


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
    session.set_style(0, BallStyle(5, 1))
    assert (painted(plot) != before).any()


def test_plots_follow_the_theme_and_its_scale(shown: Shown, qapp: QApplication) -> None:
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
    radii: list[float] = []
    monkeypatch.setattr(
        plot_layer.DotSprites,
        "paint",
        lambda dots, painter, ratio, xs, ys, sprites: radii.extend(sprite.margin - 1.5 for sprite in sprites),
    )
    few, many = (shown(scene((0.9,) * count)).plot("height") for count in (MAX_DOTS, MAX_DOTS + 1))
    radii.clear()
    few.grab()
    assert radii == [DOT_RADIUS_PX] * (MAX_DOTS - 1) + [DOT_RADIUS_SELECTED_PX], "the selected one on top"
    radii.clear()
    many.grab()
    assert radii == [DOT_RADIUS_SELECTED_PX]


@pytest.fixture
def scale(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[float]:
    apply_theme(qapp, "dark", request.param)
    yield request.param
    apply_theme(qapp, "dark")


@pytest.mark.parametrize("scale", [1.0, 2.0], indirect=True)
def test_the_dots_of_step_0_are_whole(shown: Shown, scale: float) -> None:
    session = scene((0.9,))
    for name in ("height", "position"):
        colour = theme().palette.ball_line(session.styles[0].colour)
        is_dot = (painted(shown(session).plot(name)) == [colour.blue(), colour.green(), colour.red()]).all(axis=2)
        width, height = (np.ptp(np.flatnonzero(is_dot.any(axis=axis))) + 1 for axis in (0, 1))
        assert width == pytest.approx(height, abs=1)
        assert width >= 2.0 * scale * DOT_RADIUS_SELECTED_PX - 2.0


def test_visible_plots_share_the_room_of_hidden_ones(shown: Shown, qtbot: QtBot) -> None:
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


@pytest.mark.parametrize("name", NAMES)
def test_the_first_step_stays_in_the_left_half(shown: Shown, name: str) -> None:
    plot = shown(scene()).plot(name)
    shown_steps(plot)
    for zoom in (1.0, 0.25, 3.0):
        plot.view_box.zoom(zoom)
        plot.view_box.pan(QPointF(4000.0, 0.0))
        steps = shown_steps(plot)
        assert (steps.lo + 0.5 * steps.length == pytest.approx(0.0, abs=1e-9)) == plot.kind.by_step
