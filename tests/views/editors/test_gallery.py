import time

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.files.presets import load_preset, preset_names
from app.theme.application import apply_theme
from app.views.editors.gallery import COLUMNS, Gallery
from tests.views.editors.conftest import Stage


def opened(stage: Stage) -> Gallery:
    stage.bar.set_mode("choose")
    assert stage.bar.gallery is not None
    return stage.bar.gallery.gallery


def focused(gallery: Gallery) -> str:
    return next(button.name for button in gallery.buttons if button.hasFocus())


def test_the_gallery_holds_every_preset_with_its_title(stage: Stage, qtbot: QtBot) -> None:
    gallery = opened(stage)
    assert [button.name for button in gallery.buttons] == list(preset_names())
    qtbot.waitUntil(lambda: all(button.accessibleName() for button in gallery.buttons))
    assert [button.accessibleName() for button in gallery.buttons] == [load_preset(n).title for n in preset_names()]
    assert all(button.accessibleDescription() for button in gallery.buttons)
    stage.bar.gallery.close()  # type: ignore[union-attr]  # it is open


def test_opened_again_it_is_there_at_once(stage: Stage, qtbot: QtBot) -> None:
    gallery = opened(stage)
    qtbot.waitUntil(lambda: all(button.accessibleName() for button in gallery.buttons))
    gallery.grab()
    gallery.window().close()
    began = time.process_time()
    opened(stage).grab()
    assert time.process_time() - began < 0.5
    gallery.window().close()


def test_arrow_keys_go_through_the_pictures_and_enter_chooses(stage: Stage) -> None:
    gallery = opened(stage)
    names = list(preset_names())
    here = names.index("descending-hills")
    assert focused(gallery) == "descending-hills"
    for key, step in (
        (Qt.Key.Key_Down, COLUMNS),
        (Qt.Key.Key_Left, -1),
        (Qt.Key.Key_Up, -COLUMNS),
        (Qt.Key.Key_Right, 1),
    ):
        QTest.keyClick(gallery.focusWidget(), key)
        here += step
        assert focused(gallery) == names[here]
    QTest.keyClick(gallery.focusWidget(), Qt.Key.Key_Left)
    preset = load_preset(names[here - 1])
    assert gallery.details == (preset.look_for, preset.source)
    QTest.keyClick(gallery.focusWidget(), Qt.Key.Key_Return)
    assert stage.session.landscape is preset.landscape
    assert stage.session.title == stage.bar.title.text() == preset.title
    assert {(ball.start, ball.parameters["eta"]) for ball in stage.session.balls} == {(preset.start, preset.eta)}
    assert stage.bar.gallery is None


def test_arrow_keys_stop_at_the_edges(stage: Stage) -> None:
    gallery = opened(stage)
    for _ in range(30):
        QTest.keyClick(gallery.focusWidget(), Qt.Key.Key_Left)
    QTest.keyClick(gallery.focusWidget(), Qt.Key.Key_Up)
    assert focused(gallery) == preset_names()[0]
    gallery.window().close()


@pytest.mark.parametrize("mode", ["draw", "points", "formula"])
def test_escape_leaves_everything_as_it_was(stage: Stage, mode: str) -> None:
    landscape = stage.session.landscape
    stage.bar.set_mode(mode)
    gallery = opened(stage)
    assert stage.bar.segments.choice == "choose"
    QTest.keyClick(gallery.focusWidget(), Qt.Key.Key_Escape)
    assert stage.bar.gallery is None
    assert (stage.bar.mode, stage.bar.segments.choice) == (mode, mode)
    assert stage.session.landscape is landscape


def test_a_click_on_a_picture_chooses_and_the_balls_roll_on(stage: Stage) -> None:
    stage.session.play()
    stage.session.playback.due.emit(20)
    delta = stage.session.run.state.delta.tolist()
    QTest.mouseClick(stage.bar.title, Qt.MouseButton.LeftButton)
    gallery = stage.bar.gallery.gallery  # type: ignore[union-attr]  # the click opened it
    button = gallery.buttons[list(preset_names()).index("washboard")]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert stage.session.landscape is load_preset("washboard").landscape
    assert stage.session.playback.is_playing
    assert stage.session.run.state.delta.tolist() == delta


def test_a_preset_with_balls_begins_with_these(stage: Stage) -> None:
    stage.session.play()
    stage.session.playback.due.emit(20)
    gallery = opened(stage)
    QTest.mouseClick(gallery.buttons[list(preset_names()).index("lessard-cycle")], Qt.MouseButton.LeftButton)
    preset = load_preset("lessard-cycle")
    assert (stage.session.landscape, stage.session.run.balls) == (preset.landscape, preset.balls)
    assert stage.session.step == 0


def test_pictures_follow_the_theme(stage: Stage, qtbot: QtBot, qapp: QApplication) -> None:
    gallery = opened(stage)
    qtbot.waitUntil(lambda: bool(gallery.buttons[0].accessibleName()))
    dark = gallery.buttons[0].grab().toImage()
    apply_theme(qapp, "light")
    light = gallery.buttons[0].grab().toImage()
    apply_theme(qapp, "dark")
    assert light.pixelColor(90, 14).lightness() > 200 > 60 > dark.pixelColor(90, 14).lightness()
    gallery.window().close()


def test_an_unknown_mode_is_refused(stage: Stage) -> None:
    with pytest.raises(ValueError, match="'paint'"):
        stage.bar.set_mode("paint")


def test_the_mouse_over_a_picture_says_what_to_look_for_and_space_chooses(stage: Stage, qtbot: QtBot) -> None:
    gallery = opened(stage)
    button = gallery.buttons[0]
    QApplication.sendEvent(button, QEnterEvent(QPointF(5, 5), QPointF(5, 5), QPointF(button.mapToGlobal(QPoint(5, 5)))))
    assert gallery.details == (load_preset(button.name).look_for, load_preset(button.name).source)
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert stage.session.landscape is load_preset(button.name).landscape


def test_a_longer_title_moves_nothing_next_to_it(stage: Stage) -> None:
    def index() -> int:
        QApplication.processEvents()
        return stage.bar.segments.x()

    before = index()
    for title in ("A", "Descending hills, changed", "A title that is longer than anything that has room here"):
        stage.session.set_title(title)
        assert index() == before
    for mode in ("draw", "points", "formula"):
        stage.bar.set_mode(mode)
        assert index() == before
    stage.bar.set_mode("points")
    stage.edit.select(1)
    assert index() == before


@pytest.mark.parametrize("scale", [0.8, 1.0, 1.25, 1.5, 2.0])
def test_hints_and_sources_are_shown_whole(stage: Stage, scale: float) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    apply_theme(app, "dark", scale=scale)
    try:
        gallery = opened(stage)
        for button in gallery.buttons:
            button.pointed_at.emit()
            assert gallery.details == (button.preset.look_for, button.preset.source)
            for label in (gallery._look_for, gallery._source):
                assert label.heightForWidth(label.width()) <= label.height(), button.name
        gallery.window().close()
    finally:
        apply_theme(app, "dark")
