"""Pictures from the window: what a person chooses, sees, saves and copies, also while balls roll."""

from collections.abc import Generator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QObject, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from app.pictures.formats import PDF, PNG, SVG
from app.pictures.pieces import Pieces
from app.plotting.plot_view import PlotView
from app.text.figures import LANDSCAPE, MAP, STEP
from app.window import Window
from app.window.picture_dialog import PictureChoice, PictureDialog
from tests.window.conftest import CTRL, LEFT, SHIFT, Person


def dialog_of(window: Window) -> PictureDialog:
    (dialog,) = (dialog for dialog in window.findChildren(PictureDialog) if dialog.isVisible())
    return dialog


def opened(person: Person) -> PictureDialog:
    person.press(Qt.Key.Key_P, CTRL)
    return dialog_of(person.window)


def choose(view: PlotView, text: str) -> None:
    """Open the menu of a plot, and choose an entry."""
    view.open_menu(QPointF(view.rect().center()))
    [menu] = (menu for menu in view.findChildren(QMenu) if menu.isVisible())
    next(action for action in menu.actions() if action.text() == text).trigger()
    menu.close()


def clipboard() -> QImage:
    return QApplication.clipboard().image()


def previewed(dialog: PictureDialog, qtbot: QtBot) -> QImage:
    """The preview, once it is drawn."""
    qtbot.waitUntil(lambda: not dialog.is_drawing and not dialog.preview.image.isNull())
    return dialog.preview.image


def test_what_is_chosen_is_previewed_and_saved(window: Window, person: Person, qtbot: QtBot, tmp_path: Path) -> None:
    window.session.step_on(12)
    dialog = opened(person)
    landscape_alone = previewed(dialog, qtbot)
    QTest.mouseClick(dialog.parts["height"], LEFT, pos=dialog.parts["height"].rect().center() / 4)
    qtbot.waitUntil(lambda: dialog.is_drawing)
    assert previewed(dialog, qtbot) != landscape_alone
    QTest.mouseClick(dialog.save_button, LEFT)
    with qtbot.waitSignal(window.session.message, check_params_cb=lambda text: "Saved two.png" in text):
        person.choose(tmp_path / "two.png")
    with Image.open(tmp_path / "two.png") as image:
        assert image.size == (2560, 1440)
    assert [path.name for path in tmp_path.iterdir()] == ["two.png"]


@pytest.mark.parametrize("to", [PNG, SVG, PDF], ids=lambda to: to.suffix)
def test_a_picture_is_saved_while_balls_roll(window: Window, qtbot: QtBot, tmp_path: Path, to: object) -> None:
    assert to in (PNG, SVG, PDF)
    session, path = window.session, tmp_path / "rolling"
    to_format = next(each for each in (PNG, SVG, PDF) if each is to)
    session.step_on(3)
    figure = window.pictures.figure(PictureChoice((LANDSCAPE, "energy", STEP), size=(640, 400)))
    expected = to_format.write(figure)
    session.playback.set_speed(2000.0)
    session.play()
    with qtbot.waitSignal(session.message, check_params_cb=lambda text: "Saved" in text):
        window.pictures.export(path, figure, to_format, 1)
        qtbot.waitUntil(lambda: session.step > 3)
    session.pause()
    assert session.step > 3
    if to is not PDF:  # which has its date
        assert path.read_bytes() == expected, "the figure is of the step at which it was asked for"


def test_the_last_choice_is_copied_by_its_key(window: Window, person: Person, qtbot: QtBot) -> None:
    dialog = opened(person)
    previewed(dialog, qtbot)
    dialog.size_box.setCurrentIndex(1)
    dialog.theme_box.setCurrentIndex(0)
    with qtbot.waitSignal(window.session.message, check_params_cb=lambda text: "on the clipboard: Landscape" in text):
        QTest.mouseClick(dialog.copy_button, LEFT)
    first = clipboard()
    assert first.width() == 2 * 321
    dialog.close()
    QApplication.clipboard().clear()
    with qtbot.waitSignal(window.session.message):
        person.press(Qt.Key.Key_C, CTRL | SHIFT)
    assert clipboard() == first


def test_a_plot_is_copied_as_it_is_zoomed_in_the_window(window: Window, qtbot: QtBot) -> None:
    window.session.step_on(60)
    plot = window.plots.plot("height")
    copied = []
    for _ in range(2):
        with qtbot.waitSignal(window.session.message):
            choose(plot, "Copy picture")
        copied.append(clipboard())
        plot.view_box.zoom(0.5)
    whole, part = copied
    assert (whole.width(), whole.height()) == (plot.width(), plot.height())
    assert whole != part


def test_the_menu_of_a_plot_saves_that_plot(window: Window, qtbot: QtBot) -> None:
    choose(window.plots.plot("phase"), "Save picture…")
    dialog = dialog_of(window)
    assert dialog.choice.parts == ("phase",)
    previewed(dialog, qtbot)


def test_a_map_can_be_chosen_once_there_is_one(window: Window, qtbot: QtBot) -> None:
    window.shown_view.show_map(False)
    window.outcome_map.model.picture = None
    window.pictures.ask((LANDSCAPE, MAP))
    dialog = dialog_of(window)
    assert not dialog.parts[MAP].isEnabled()
    assert dialog.choice.parts == (LANDSCAPE,)
    dialog.close()
    window.shown_view.show_map(True)
    qtbot.waitUntil(lambda: MAP in window.pictures.available())
    window.pictures.ask((MAP,))
    dialog = dialog_of(window)
    assert dialog.choice.parts == (MAP,)
    assert len(set(np.array(previewed(dialog, qtbot).constBits(), np.uint8)[::4])) > 20


def test_a_typed_size_stays_and_nothing_chosen_cannot_be_saved(window: Window, qtbot: QtBot) -> None:
    window.pictures.ask()
    dialog = dialog_of(window)
    dialog.width_field.setValue(777)
    assert dialog.size_box.currentData() == "typed"
    assert dialog.choice.size == (777, 720)
    dialog.parts[LANDSCAPE].setChecked(False)
    assert not dialog.save_button.isEnabled()
    dialog.size_box.setCurrentIndex(0)
    assert dialog.choice.size == (1280, 720)
    dialog.close()


def test_events_are_handled_between_pieces(qapp: QApplication, qtbot: QtBot) -> None:
    parent = QObject()
    done: list[str] = []
    pieces = Pieces(parent)

    def endless() -> Generator[None, None, None]:
        try:
            while True:
                done.append("piece")
                yield
        finally:
            done.append("closed")

    pieces.begin(endless())
    qtbot.waitUntil(lambda: bool(done))
    pieces.cancel()
    assert done[-1] == "closed"

    def failing() -> Generator[None, None, None]:
        yield
        raise OSError(28, "no space")

    with qtbot.waitSignal(pieces.failed) as failure:
        pieces.begin(failing())
    assert isinstance(failure.args[0], OSError)
    assert not pieces.is_busy
