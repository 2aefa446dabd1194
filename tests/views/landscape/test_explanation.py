"""The landscape says whether a ball can get out; how that is known stands one click away."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QLabel, QMenu

from app.controls.popover import Popover
from app.text.outcomes import sentence
from app.views.landscape.explanation import explanation, words_place
from physics.landscape.formula import FormulaLandscape
from tests.views.landscape.scenes import MakeScene, Scene


def words(scene: Scene) -> str:
    scene.picture()
    text = scene.view.selected_ball.overlay.energy_text
    return "" if text is None else text.text


def middle_of_words(scene: Scene) -> QPointF:
    place = words_place(scene.view.selected_ball.overlay)
    assert place is not None
    return QPointF(place.center())


def opened(scene: Scene) -> list[str]:
    """The texts of the popovers that are open."""
    popovers = [popover for popover in scene.view.findChildren(Popover) if popover.isVisible()]
    return [label.text() for popover in popovers for label in popover.findChildren(QLabel)]


@pytest.mark.parametrize(("step", "said"), [(0, "may still get out"), (38, "may still get out"), (60, "can't get out")])
def test_the_landscape_says_only_whether_it_can_get_out(scene: Scene, step: int, said: str) -> None:
    scene.session.step_on(step)
    assert words(scene) == said


@pytest.mark.parametrize(
    ("step", "known"),
    [
        (38, "It is not proven that it stays. It may stay all the same."),
        (60, "That is proven: with so little energy no later step can lead over a rim of the valley."),
    ],
)
def test_a_click_on_the_words_tells_how_that_is_known(scene: Scene, step: int, known: str) -> None:
    scene.session.step_on(step)
    words(scene)
    scene.click(middle_of_words(scene))
    (text,) = opened(scene)
    first, energy, last = text.split("\n\n")
    assert first == f"α 0.95: {sentence(scene.session.run, 3)}"
    assert energy.startswith(("Energy 0.729: enough for 2 more hills", "Caught: "))
    assert last == known
    assert scene.session.selected == 3


def test_a_click_beside_the_words_explains_nothing(scene: Scene) -> None:
    scene.session.step_on(38)
    words(scene)
    scene.click(middle_of_words(scene) + QPointF(0.0, 200.0))
    assert opened(scene) == []


def test_the_mouse_over_the_words_shows_that_they_can_be_clicked(scene: Scene) -> None:
    scene.session.step_on(38)
    words(scene)
    scene.hover(middle_of_words(scene))
    assert scene.view.viewport().cursor().shape() is Qt.CursorShape.PointingHandCursor
    scene.hover(middle_of_words(scene) + QPointF(0.0, 200.0))
    assert scene.view.viewport().cursor().shape() is Qt.CursorShape.ArrowCursor


def test_the_menu_has_it_too_as_long_as_there_is_something_to_tell(scene: Scene) -> None:
    def entries() -> list[str]:
        menu = QMenu()
        scene.view.fill_menu(menu, QPointF(300.0, 100.0))
        return [action.text() for action in menu.actions()]

    assert "Can α 0.95 still get out?" in entries()
    scene.session.step_on(2000)
    assert not any("get out" in entry for entry in entries())
    assert explanation(scene.session) == ""
    assert scene.view.explain() is None


def test_without_a_ball_there_is_nothing_to_explain(make_scene: MakeScene) -> None:
    scene = make_scene(alphas=(), landscape=FormulaLandscape("w^2", (-6, 6)))
    assert scene.view.explain() is None


def test_with_the_energy_hidden_the_menu_still_explains(scene: Scene) -> None:
    scene.session.show_layer("energy", False)
    assert words(scene) == ""
    popover = scene.view.explain()
    assert popover is not None
    assert opened(scene) == [explanation(scene.session)]
    popover.close()
