"""The outcome map as a plot one works with: zoom, pan, fit, names of axes, menu."""

import sys
from collections.abc import Callable

import pyqtgraph
import pytest
from PySide6.QtCore import QBuffer, QEvent, QPointF, Qt
from PySide6.QtGui import QFocusEvent, QMouseEvent, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from app.session.session import Session
from app.views.outcome_map import OutcomeMapPanel, map_plot
from app.views.outcome_map.pixel_axis import span_of
from physics.landscape.formula import FormulaLandscape
from physics.rules.base import ALPHA, ETA
from physics.sweep.grid import Axis
from tests.views.outcome_map.conftest import Mouse


def shown(panel: OutcomeMapPanel) -> tuple[Axis, Axis]:
    """What the model computes of x and y."""
    grid = panel.model.grid
    assert grid is not None
    return grid.x, grid.y


def over_axes(panel: OutcomeMapPanel) -> tuple[QPointF, QPointF]:
    """Points on the numbers below and at the left."""
    view = panel.view
    box, middle = view.view_box.rect(), view.view_box.rect().center()
    below, left = QPointF(middle.x(), box.bottom() + 8.0), QPointF(-12.0, middle.y())
    return view.in_widget(below), view.in_widget(left)


@pytest.mark.parametrize("axis", [0, 1])
def test_the_wheel_over_the_numbers_of_an_axis_zooms_only_that_axis(
    panel: OutcomeMapPanel, mouse: Mouse, axis: int
) -> None:
    before = shown(panel)
    mouse.wheel(over_axes(panel)[axis], 3.0)
    after = shown(panel)
    assert after[1 - axis] == before[1 - axis]
    whole, part = (each[axis].to_scale([each[axis].lowest, each[axis].highest]) for each in (before, after))
    assert part[1] - part[0] < 0.7 * (whole[1] - whole[0])


def test_zooming_keeps_the_values_under_the_mouse_and_shows_that_it_is_zoomed(
    panel: OutcomeMapPanel, mouse: Mouse
) -> None:
    at = mouse.at(0.9, 1.0)
    before = panel.view.drag_controller.values_at(panel.view.in_box(at))
    assert before is not None
    assert not panel.view.fit_button.isVisible()
    mouse.wheel(at, 4.0)
    after = panel.view.drag_controller.values_at(panel.view.in_box(at))
    assert after is not None
    assert after["start"] == pytest.approx(before["start"], abs=0.1)
    assert 1.0 - after["alpha"] == pytest.approx(1.0 - before["alpha"], rel=0.05)
    assert panel.view.fit_button.isVisible()


def test_the_map_never_shows_more_than_the_whole(panel: OutcomeMapPanel, mouse: Mouse) -> None:
    at = mouse.at(0.9, 1.0)
    mouse.wheel(at, -5.0)
    assert shown(panel) == panel.model.whole()
    mouse.wheel(at, 5.0)
    middle = Qt.MouseButton.MiddleButton
    mouse.drag(at, at + QPointF(300.0, 0.0), at + QPointF(3000.0, 3000.0), button=middle)
    for part, whole in zip(shown(panel), panel.model.whole(), strict=True):
        assert whole.lowest <= part.lowest < part.highest <= whole.highest
    mouse.wheel(at, -30.0)
    assert shown(panel) == panel.model.whole()


@pytest.mark.parametrize("how", ["button", "key", "double click", "menu"])
def test_a_zoomed_map_is_fitted(session: Session, panel: OutcomeMapPanel, mouse: Mouse, how: str) -> None:
    at, balls = mouse.at(0.9, 1.0), session.balls
    mouse.wheel(at, 4.0)
    assert panel.model.is_zoomed
    if how == "button":
        QTest.mouseClick(panel.view.fit_button, Qt.MouseButton.LeftButton)
    elif how == "key":
        QTest.keyClick(panel.view, Qt.Key.Key_A)
    elif how == "double click":
        mouse.double_click(at)
    else:
        choose(panel, mouse, "Fit")
    assert not panel.model.is_zoomed
    assert shown(panel) == panel.model.whole()
    assert not panel.view.fit_button.isVisible()
    assert session.balls == balls


def test_a_right_drag_scales(panel: OutcomeMapPanel, mouse: Mouse) -> None:
    at = mouse.at(0.9, 1.0)
    before = shown(panel)[1]
    mouse.drag(at, at + QPointF(0.0, -15.0), at + QPointF(0.0, -60.0), button=Qt.MouseButton.RightButton)
    after = shown(panel)[1]
    assert after.highest - after.lowest < 0.8 * (before.highest - before.lowest)
    assert not open_menus(panel)


def test_the_axes_have_their_names(panel: OutcomeMapPanel) -> None:
    view = panel.view
    assert (view.bottom_axis._name, view.left_axis._name) == ("α", "start")
    panel.model.set_axes((ALPHA, ETA))
    assert (view.bottom_axis._name, view.left_axis._name) == ("α", "η")


def open_menus(panel: OutcomeMapPanel) -> list[QMenu]:
    return [menu for menu in panel.view.findChildren(QMenu) if menu.isVisible()]


def choose(panel: OutcomeMapPanel, mouse: Mouse, text: str) -> None:
    """Right click on the map, and choose an entry."""
    for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
        mouse.send(kind, mouse.at(0.9, 1.0), Qt.MouseButton.RightButton)
    [menu] = open_menus(panel)
    next(action for action in menu.actions() if action.text() == text).trigger()
    menu.close()


@pytest.mark.parametrize("part", ["making", "painting"])
def test_an_error_in_the_image_is_reported_once_until_there_is_another_picture(
    panel: OutcomeMapPanel, complete: Callable[[], None], monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    view, caught = panel.view, list[str]()
    complete()
    before = view.grab().toImage()
    monkeypatch.setattr(sys, "excepthook", lambda _kind, error, _trace: caught.append(str(error)))

    def fail(*_: object) -> None:
        raise ValueError("a fault in the image")

    def change() -> None:
        view._shown_image = None
        panel.model.picture_changed.emit()

    with monkeypatch.context() as fault:
        if part == "making":
            fault.setattr(map_plot, "_pixels_of", fail)
        else:
            fault.setattr(pyqtgraph.ImageItem, "paint", fail)
        for count in (1, 2):
            change()
            for _ in range(3):
                assert view.grab().toImage() != before
            assert caught == count * ["a fault in the image"]
    change()
    assert view.grab().toImage() == before


def test_a_drag_goes_on_until_its_own_button_is_released(
    session: Session, panel: OutcomeMapPanel, mouse: Mouse
) -> None:
    mouse.send(QEvent.Type.MouseButtonPress, mouse.at(0.9, 1.0))
    for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
        mouse.send(kind, mouse.at(0.9, 1.0), Qt.MouseButton.RightButton)
    assert not open_menus(panel)
    mouse.send(QEvent.Type.MouseMove, mouse.at(0.9, -3.0))
    mouse.send(QEvent.Type.MouseButtonRelease, mouse.at(0.9, -3.0))
    assert session.run.balls[session.selected].start == pytest.approx(-3.0, abs=0.1)
    mouse.send(QEvent.Type.MouseMove, mouse.at(0.9, 2.0))
    assert session.run.balls[session.selected].start == pytest.approx(-3.0, abs=0.1)


def test_a_pan_during_which_a_ball_was_pressed_leaves_nothing_behind(panel: OutcomeMapPanel, mouse: Mouse) -> None:
    middle, at, other = Qt.MouseButton.MiddleButton, mouse.at(0.9, 1.0), mouse.at(0.5, -2.0)
    mouse.wheel(at, 8.0)
    mouse.drag(at, at + QPointF(20.0, 0.0), at + QPointF(30.0, 0.0), button=middle)
    mouse.send(QEvent.Type.MouseButtonPress, at, middle)
    mouse.send(QEvent.Type.MouseMove, at + QPointF(10.0, 0.0))
    mouse.send(QEvent.Type.MouseButtonPress, at)
    mouse.held = Qt.MouseButton.LeftButton
    viewport = panel.view.viewport()
    release = QMouseEvent(
        QEvent.Type.MouseButtonRelease, at, viewport.mapToGlobal(at), middle, mouse.held, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(viewport, release)
    mouse.send(QEvent.Type.MouseButtonRelease, at)
    before = panel.view.view_box.plot_transform
    mouse.drag(other, other + QPointF(10.0, 0.0), other + QPointF(20.0, 0.0), button=middle)
    after = panel.view.view_box.plot_transform
    assert after.x_at(20.0) == pytest.approx(before.x_at(0.0))


def test_a_zoom_to_values_that_cannot_be_told_apart_is_refused(
    session: Session, panel: OutcomeMapPanel, mouse: Mouse
) -> None:
    session.set_landscape(FormulaLandscape("w", (1e6, 1e6 + 1.0)))
    whole_y = panel.model.whole()[1]
    below, left = over_axes(panel)
    lengths = []
    for _ in range(40):
        mouse.wheel(left, 3.0)
        y = shown(panel)[1]
        lengths.append(y.highest - y.lowest)
        assert panel.view.view_box.spans == tuple(span_of(axis, panel.model.size) for axis in shown(panel))
    assert lengths == sorted(lengths, reverse=True)
    assert lengths[-1] < 0.01 * (whole_y.highest - whole_y.lowest)
    x = shown(panel)[0]
    mouse.wheel(below, 3.0)
    assert shown(panel)[0] != x
    assert shown(panel)[1].highest - shown(panel)[1].lowest == lengths[-1]


def test_a_vector_picture_of_the_overlay_has_no_pixmap(panel: OutcomeMapPanel) -> None:
    buffer = QBuffer()
    svg = QSvgGenerator()
    svg.setOutputDevice(buffer)
    with QPainter(svg) as painter:
        panel.view.overlay.paint_layer(painter)
    assert b"<image" not in buffer.data().data()
    assert buffer.data().count(b"<circle") + buffer.data().count(b"<path") + buffer.data().count(b"<polyline") >= 5


def test_focus_by_tab_shows_a_ring_and_focus_by_click_does_not(panel: OutcomeMapPanel) -> None:
    view, plain = panel.view, panel.view.grab().toImage()
    for reason, is_shown in ((Qt.FocusReason.MouseFocusReason, False), (Qt.FocusReason.TabFocusReason, True)):
        QApplication.sendEvent(view, QFocusEvent(QEvent.Type.FocusIn, reason))
        ring = view.grab().toImage().pixelColor(2, view.height() // 2)
        assert (ring != plain.pixelColor(2, view.height() // 2)) == is_shown
