"""The landscape as a plot one works with: zoom, pan, fit, menu, and the values under the mouse."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from app.files.presets import load_preset
from app.views.landscape.readout import readout_text
from app.views.landscape.tool import Tool
from physics.landscape.formula import FormulaLandscape
from physics.rules.suggestion import Suggestion
from tests.support.numbers import read
from tests.views.landscape.scenes import HILLS, KIND, LEFT, NONE, MakeScene, Scene, height

RIGHT = Qt.MouseButton.RightButton
SKY = QPointF(500.0, 60.0)
"""Empty ground, far from balls and curve."""


def over_axes(scene: Scene) -> tuple[QPointF, QPointF]:
    """Points on the numbers at the bottom and at the left."""
    view = scene.view
    return QPointF(300.0, view.height() - 8.0), QPointF(12.0, 260.0)


@pytest.mark.parametrize("axis", [0, 1])
def test_the_wheel_over_the_numbers_of_an_axis_zooms_only_that_axis(scene: Scene, axis: int) -> None:
    at = over_axes(scene)[axis]
    before, point = scene.view.view_box.spans, scene.view.to_curve(at)
    scene.wheel(at, 3)
    after = scene.view.view_box.spans
    assert after[axis].length < 0.7 * before[axis].length
    assert after[1 - axis] == before[1 - axis]
    assert scene.view.to_curve(at)[axis] == pytest.approx(point[axis])


@pytest.mark.parametrize("axis", [0, 1])
def test_a_drag_over_the_numbers_of_an_axis_moves_only_that_axis(scene: Scene, axis: int) -> None:
    at = over_axes(scene)[axis]
    before = scene.view.view_box.spans
    scene.drag(at, at + QPointF(20.0, -20.0), at + QPointF(40.0, -40.0))
    after = scene.view.view_box.spans
    assert after[axis] != before[axis]
    assert after[axis].length == pytest.approx(before[axis].length)
    assert after[1 - axis] == before[1 - axis]


def test_a_left_drag_on_empty_ground_pans(scene: Scene) -> None:
    balls, place = scene.session.balls, scene.disc_centres(1.0)
    scene.drag(SKY, SKY + QPointF(30.0, 10.0), SKY + QPointF(100.0, 50.0))
    assert scene.disc_centres(1.0) == place + QPointF(100.0, 50.0)
    assert scene.session.balls == balls
    assert not scene.session.history.stack.canUndo()


def test_a_tool_that_takes_the_press_keeps_the_view_where_it_is(scene: Scene) -> None:
    class Pen(Tool):
        moves = 0

        def press(self, *_: object) -> bool:
            return True

        def move(self, *_: object) -> None:
            self.moves += 1

    pen = Pen()
    scene.view.set_tool(pen)
    before = scene.view.plot_transform
    scene.drag(SKY, SKY + QPointF(30.0, 10.0), SKY + QPointF(100.0, 50.0))
    assert scene.view.plot_transform == before
    assert pen.moves == 2


def test_a_right_drag_scales_each_axis_about_where_it_began(scene: Scene) -> None:
    before, point = scene.view.plot_transform, scene.view.to_curve(SKY)
    scene.drag(SKY, SKY + QPointF(20.0, 0.0), SKY + QPointF(60.0, -40.0), button=RIGHT)
    after = scene.view.plot_transform
    assert after.per_x < 0.8 * before.per_x
    assert after.per_y < 0.8 * before.per_y
    assert scene.view.to_curve(SKY) == pytest.approx(point)
    assert not open_menus(scene)


def test_the_fit_button_is_there_while_a_part_is_shown_and_fits(scene: Scene) -> None:
    button, whole = scene.view.fit_button, scene.view.plot_transform
    assert not button.isVisible()
    scene.wheel(SKY, 2)
    assert button.isVisible()
    assert scene.view.rect().contains(button.geometry())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert scene.view.plot_transform == whole
    assert not button.isVisible()


@pytest.mark.parametrize("key", [Qt.Key.Key_A, Qt.Key.Key_0])
def test_a_key_fits_and_a_fitted_view_follows_the_landscape(scene: Scene, key: Qt.Key) -> None:
    whole = scene.view.plot_transform
    scene.wheel(SKY, 2)
    QTest.keyClick(scene.view, key)
    assert scene.view.plot_transform == whole
    assert not scene.view.fit_button.isVisible()
    scene.session.set_landscape(FormulaLandscape("w^2", (-6, 6)))
    assert scene.view.visible_heights[1] > 36.0


def test_a_landscape_that_is_chosen_hides_the_button_again(scene: Scene) -> None:
    scene.wheel(SKY, 2)
    bowl = load_preset("bowl")
    scene.session.choose(bowl.landscape, bowl.title, Suggestion(bowl.start, bowl.eta))
    assert not scene.view.fit_button.isVisible()


@pytest.mark.parametrize("where", [SKY, QPointF(300.0, 512.0)])
def test_a_turn_to_the_side_zooms_nothing(scene: Scene, where: QPointF) -> None:
    viewport, before = scene.view.viewport(), scene.view.plot_transform
    for way in (QPoint(120, 0), QPoint(-240, 30)):
        event = QWheelEvent(
            where,
            viewport.mapToGlobal(where),
            QPoint(),
            way,
            NONE,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(viewport, event)
    assert scene.view.plot_transform == before


# Menu.


def open_menus(scene: Scene) -> list[QMenu]:
    return [menu for menu in scene.view.findChildren(QMenu) if menu.isVisible()]


def right_click(scene: Scene, at: QPointF) -> dict[str, Callable[[], None]]:
    """The entries of the menu that a right click opens, by text; a call triggers one and closes the menu."""
    for kind in (KIND.MouseButtonPress, KIND.MouseButtonRelease):
        scene.mouse(kind, at, RIGHT)
    [menu] = open_menus(scene)

    def choose(action: Callable[[], None]) -> Callable[[], None]:
        def act() -> None:
            action()
            menu.close()

        return act

    return {action.text(): choose(action.trigger) for action in menu.actions() if action.text()}


def undo_texts(scene: Scene) -> list[str]:
    stack = scene.session.history.stack
    return [stack.text(index) for index in range(stack.count())]


def test_a_right_click_on_a_ball_selects_duplicates_and_removes_it(scene: Scene) -> None:
    session = scene.session
    session.step_on(38)
    right_click(scene, scene.centre(4))["Select α 0.97"]()
    assert session.selected == 4
    right_click(scene, scene.centre(2))["Duplicate"]()
    assert len(session.balls) == 6
    assert sum(ball.parameters["alpha"] == 0.9 for ball in session.balls) == 2
    count = len(session.balls)
    right_click(scene, scene.centre(0))["Remove"]()
    assert len(session.balls) == count - 1
    assert all(ball.parameters["alpha"] != 0.0 for ball in session.balls)
    assert len(undo_texts(scene)) == 2


def test_add_a_ball_here_is_one_entry_of_undo_and_puts_it_under_the_mouse(scene: Scene) -> None:
    session = scene.session
    balls = session.balls
    right_click(scene, QPointF(scene.disc_centres(-1.5).x(), 60.0))["Add a ball here"]()
    assert len(session.balls) == len(balls) + 1
    assert session.balls[-1].start == pytest.approx(-1.5, abs=0.02)
    assert len(undo_texts(scene)) == 1
    session.undo()
    assert session.balls == balls


def test_the_selected_ball_is_put_here(scene: Scene) -> None:
    session = scene.session
    session.step_on(5)
    session.select(1)
    right_click(scene, QPointF(scene.disc_centres(-2.5).x(), 60.0))["Put α 0.80 here"]()
    assert session.run.state.w[1] == pytest.approx(-2.5, abs=0.02)
    assert len(undo_texts(scene)) == 1


def test_outside_the_domain_and_without_balls_the_menu_offers_only_what_works(make_scene: MakeScene) -> None:
    scene = make_scene(alphas=())
    entries = right_click(scene, SKY)
    assert "Add a ball here" in entries
    assert not any(text.startswith("Put") for text in entries)
    entries["Fit"]()
    outside = right_click(scene, QPointF(scene.disc_centres(6.0).x() + 30.0, 60.0))
    assert set(outside) == {"Fit"}
    outside["Fit"]()


def test_the_menu_fits(scene: Scene) -> None:
    whole = scene.view.plot_transform
    scene.wheel(SKY, 3)
    right_click(scene, SKY)["Fit"]()
    assert scene.view.plot_transform == whole


# Values under the mouse.


@pytest.mark.parametrize("w", [-5.0, -1.27, 0.0, 3.3])
def test_the_values_under_the_mouse_are_those_of_the_curve(scene: Scene, w: float) -> None:
    x = scene.disc_centres(w).x()
    there, _f = scene.view.to_curve(QPointF(x, 60.0))
    shown = readout_text(HILLS, there).replace("·10", "#10").split(" · ")
    values = [read(part.split(" ")[1].replace("#10", "·10")) for part in shown]
    h = 1e-5
    slope = (height(HILLS, there + h) - height(HILLS, there - h)) / (2.0 * h)
    assert values == pytest.approx([there, height(HILLS, there), slope], rel=1e-3, abs=1e-3)
    before = scene.picture()
    scene.hover(QPointF(x, 60.0))
    changed = changed_columns(before, scene)
    assert any(abs(column - x) < 5.0 for column in changed), "a dot on the curve"


def changed_columns(before: QImage, scene: Scene) -> set[int]:
    after = scene.picture()
    one, other = (np.array(image.constBits()).reshape(after.height(), -1, 4) for image in (before, after))
    return set(np.flatnonzero((one != other).any(axis=(0, 2))).tolist())


def test_nothing_is_read_outside_the_domain_in_a_drag_or_after_the_mouse_has_left(scene: Scene) -> None:
    before = scene.picture()
    scene.hover(QPointF(scene.disc_centres(6.0).x() + 20.0, 60.0))
    assert scene.picture() == before
    scene.hover(SKY)
    assert scene.picture() != before
    QApplication.sendEvent(scene.view, QEvent(QEvent.Type.Leave))
    assert scene.picture() == before


def test_a_name_with_an_ampersand_is_written_as_it_is(scene: Scene) -> None:
    scene.session.rename(4, "R&D")
    scene.session.select(4)
    scene.session.step_on(38)
    right_click(scene, scene.centre(4))["Select R&&D"]()
    assert "Put R&&D here" in right_click(scene, SKY)


# Several buttons at once.


def send(scene: Scene, kind: QEvent.Type, at: QPointF, button: Qt.MouseButton, held: Qt.MouseButton) -> None:
    """A mouse event of a button, after which other buttons are held, too."""
    viewport = scene.view.viewport()
    event = QMouseEvent(kind, at, viewport.mapToGlobal(at), button, held, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(viewport, event)


def test_a_drag_during_which_another_button_was_pressed_leaves_nothing_behind(scene: Scene) -> None:
    there = SKY + QPointF(50.0, 20.0)
    send(scene, KIND.MouseButtonPress, SKY, LEFT, LEFT)
    send(scene, KIND.MouseMove, there, NONE, LEFT)
    send(scene, KIND.MouseButtonPress, there, RIGHT, LEFT | RIGHT)
    send(scene, KIND.MouseButtonRelease, there, LEFT, RIGHT)
    send(scene, KIND.MouseButtonRelease, there, RIGHT, NONE)
    far = QPointF(700.0, 150.0)
    point = scene.view.to_curve(far)
    scene.drag(far, far + QPointF(10.0, 0.0), far + QPointF(20.0, 0.0))
    assert scene.view.to_curve(far + QPointF(20.0, 0.0)) == pytest.approx(point)
    assert not open_menus(scene)
