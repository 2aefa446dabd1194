"""Layers of the landscape are switched with the mouse, drawn or not, and kept by the scenario."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.files.scenario import read_scenario
from app.files.view import LAST_RUN, LAYERS
from app.text.layers import LAYER_TITLES
from app.views.landscape.layers_menu import LayersMenu
from app.window import Window


@pytest.fixture
def menu(window: Window) -> Iterator[LayersMenu]:
    """The menu, opened with the button at the landscape."""
    QTest.mouseClick(window.landscape_view.foreground.layers_button, Qt.MouseButton.LeftButton)
    opened = window.landscape_view.foreground.layers_button.menu_of_layers
    assert opened.isVisible()
    yield opened
    opened.close()


def switch(menu: LayersMenu, layer: str) -> None:
    at = menu.actionGeometry(menu.entries[layer]).center()
    QTest.mouseMove(menu, at)
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=at)


def picture(window: Window) -> QImage:
    return window.landscape_view.picture().toImage()


def test_every_layer_has_a_title() -> None:
    assert tuple(LAYER_TITLES) == (*LAYERS, LAST_RUN)


@pytest.mark.parametrize("layer", ["arrows", "energy", "names", "trails"])
def test_a_click_takes_a_layer_away_and_another_brings_it_back(window: Window, menu: LayersMenu, layer: str) -> None:
    switch(menu, "predictions")  # the sentence comes from the background
    window.session.step_on(30)
    before = picture(window)
    switch(menu, layer)
    assert window.session.hidden_layers == {layer, "predictions"}
    assert picture(window) != before
    assert menu.isVisible(), "the next layer can be switched"
    switch(menu, layer)
    assert window.session.hidden_layers == {"predictions"}
    assert picture(window) == before


def test_without_arrows_and_energy_neither_is_laid_out(window: Window, menu: LayersMenu) -> None:
    window.session.step_on(30)
    overlay = window.landscape_view.selected_ball
    assert overlay.overlay.step is not None
    assert overlay.overlay.energy is not None
    switch(menu, "arrows")
    switch(menu, "energy")
    assert overlay.overlay == (None, None, None, None)
    window.session.slow_motion.toggle()
    assert overlay.overlay.step is not None, "slow motion explains the arrows"


def test_without_predictions_grooves_are_plain_and_there_is_no_sentence(
    window: Window, menu: LayersMenu, qtbot: QtBot
) -> None:
    text = window.landscape_view.threshold_text
    assert text is not None
    qtbot.waitUntil(lambda: text.text != "")
    slider = window.balls_panel.list.cards[0].slider
    before = slider.grab().toImage()
    switch(menu, "predictions")
    assert text.text == ""
    assert text.boxes == ()
    assert slider.grab().toImage() != before
    QTest.mouseMove(slider, QPoint(60, slider.height() // 2))
    assert window.ghost_run.run is None
    switch(menu, "predictions")
    assert text.text != ""


def test_the_view_menu_has_the_same_entries_and_shows_the_same_state(window: Window, menu: LayersMenu) -> None:
    submenus = [action.menu() for action in window.menus.view_menu.actions()]
    other = next(submenu for submenu in submenus if isinstance(submenu, LayersMenu))
    switch(menu, "trails")
    assert [name for name, entry in other.entries.items() if not entry.isChecked()] == ["trails", LAST_RUN]
    other.entries["trails"].trigger()
    assert menu.entries["trails"].isChecked()


def test_a_scenario_keeps_what_is_hidden_and_another_one_shows_everything(
    window: Window, menu: LayersMenu, tmp_path: Path
) -> None:
    file = tmp_path / "calm.momentum"
    switch(menu, "arrows")
    switch(menu, "predictions")
    assert not window.scenarios.is_modified, "it is how the scene is looked at"
    window.scenarios.save_to(file)
    assert '"hidden_layers": ["arrows", "predictions"]' in file.read_text(encoding="utf-8")
    window.scenarios.new()
    assert window.session.hidden_layers == frozenset()
    assert [name for name, entry in menu.entries.items() if not entry.isChecked()] == [LAST_RUN]
    window.scenarios.show(read_scenario(file), file, replays=True)
    assert window.session.hidden_layers == {"arrows", "predictions"}
    assert window.landscape_view.frame.hidden_layers == {"arrows", "predictions"}


def test_an_unknown_layer_is_a_mistake_of_the_caller(window: Window) -> None:
    with pytest.raises(ValueError, match="'map' is not one of arrows, energy, names, trails, predictions, last_run"):
        window.session.show_layer("map", False)


def test_names_keep_clear_of_the_button(window: Window) -> None:
    corner = window.landscape_view.foreground.layers_button.geometry().center()
    assert any(
        box.left <= corner.x() <= box.right and box.top <= corner.y() <= box.bottom
        for box in window.landscape_view.ground.obstacles
    )
