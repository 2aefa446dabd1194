"""Sliders, moved as a person moves them."""

import math

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QAccessible, QColor, QEnterEvent, QImage, QMouseEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.controls.scales import LogScale, MemoryScale
from app.controls.slider import ScaleSlider
from app.controls.slider_painting import paint_strip
from app.theme.application import apply_theme
from app.theme.palette import DARK
from physics.outcome.outcome import ROLLING

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Said:
    """What a slider has said, in order."""

    def __init__(self, slider: ScaleSlider) -> None:
        self.words: list[str | float] = []
        slider.gesture.began.connect(lambda: self.words.append("pressed"))
        slider.number_changed.connect(self.words.append)
        slider.gesture.ended.connect(lambda: self.words.append("released"))


@pytest.fixture
def slider(dark: QApplication, qtbot: QtBot) -> ScaleSlider:
    made = ScaleSlider("α of ball 1", MemoryScale(), 0.5)
    qtbot.addWidget(made)
    made.resize(320, 24)
    made.show()
    return made


def mouse(slider: ScaleSlider, kind: QEvent.Type, x: float, button: Qt.MouseButton = LEFT) -> None:
    place = QPointF(x, slider.height() / 2.0)
    held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else button
    QApplication.sendEvent(slider, QMouseEvent(kind, place, slider.mapToGlobal(place), button, held, NONE))


def drag(slider: ScaleSlider, *xs: float) -> None:
    mouse(slider, QEvent.Type.MouseButtonPress, xs[0])
    for x in xs[1:]:
        mouse(slider, QEvent.Type.MouseMove, x)
    mouse(slider, QEvent.Type.MouseButtonRelease, xs[-1])


def wheel(slider: QWidget, angle: int, modifiers: Qt.KeyboardModifier = NONE) -> bool:
    middle = QPointF(slider.width() / 2.0, slider.height() / 2.0)
    event = QWheelEvent(
        middle, slider.mapToGlobal(middle), QPoint(), QPoint(0, angle), Qt.MouseButton.NoButton, modifiers,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(slider, event)
    return event.isAccepted()


def test_a_press_anywhere_brings_the_knob_and_a_drag_moves_it(slider: ScaleSlider) -> None:
    message = Said(slider)
    drag(slider, slider.x_of(0.9), slider.x_of(0.95), slider.x_of(0.99))
    assert message.words[0] == "pressed"
    assert message.words[-1] == "released"
    assert message.words[1:-1] == pytest.approx([0.9, 0.95, 0.99], abs=0.003)
    assert slider.number == message.words[-2]


def test_taking_the_knob_does_not_move_it(slider: ScaleSlider) -> None:
    slider.set_number(0.7051234)
    message = Said(slider)
    knob = slider.x_of(slider.number)
    for x in (knob - 5.0, knob, knob + 5.0):
        drag(slider, x)
    assert message.words == 3 * ["pressed", "released"]
    assert slider.number == 0.7051234


def test_a_slider_that_is_hidden_is_not_dragged_on(slider: ScaleSlider) -> None:
    message, knob = Said(slider), slider.x_of(slider.number)
    mouse(slider, QEvent.Type.MouseButtonPress, knob)
    slider.hide()
    mouse(slider, QEvent.Type.MouseMove, knob + 30)
    mouse(slider, QEvent.Type.MouseButtonRelease, knob + 30)
    assert message.words == ["pressed", "released"]
    assert slider.number == 0.5


@pytest.mark.parametrize("comes_back", ["by a move", "from elsewhere"])
def test_a_release_that_went_to_a_dialog_lets_go_all_the_same(slider: ScaleSlider, comes_back: str) -> None:
    message, knob = Said(slider), slider.x_of(slider.number)
    slider.setMouseTracking(comes_back == "by a move")
    mouse(slider, QEvent.Type.MouseButtonPress, knob)
    at = QPointF(knob + 30, 9)
    if comes_back == "from elsewhere":
        QApplication.sendEvent(slider, QEnterEvent(at, at, slider.mapToGlobal(at)))
    no_button = Qt.MouseButton.NoButton
    move = QMouseEvent(QEvent.Type.MouseMove, at, slider.mapToGlobal(at), no_button, no_button, NONE)
    QApplication.sendEvent(slider, move)
    assert message.words == ["pressed", "released"]
    assert slider.number == 0.5


def test_a_knob_that_is_taken_beside_its_middle_keeps_that_distance(slider: ScaleSlider) -> None:
    knob = slider.x_of(0.5)
    drag(slider, knob + 4.0, slider.x_of(0.9) + 4.0)
    assert slider.number == pytest.approx(0.9, abs=0.002)


def test_dragged_numbers_are_short(slider: ScaleSlider) -> None:
    message = Said(slider)
    drag(slider, *(20.0 + 0.7 * k for k in range(350)))
    numbers = [word for word in message.words if isinstance(word, float)]
    assert len(numbers) > 100
    assert all(len(repr(number)) <= 8 for number in numbers)
    assert numbers == sorted(numbers)


def test_at_the_far_right_lies_the_stop_for_exactly_1(slider: ScaleSlider) -> None:
    drag(slider, slider.width() - 11.0)
    assert slider.number == 1.0
    drag(slider, slider.groove().right())
    assert slider.number == 0.999
    drag(slider, -50.0)
    assert slider.number == 0.0


def test_a_value_beyond_the_scale_is_shown_between_its_end_and_the_stop(slider: ScaleSlider) -> None:
    assert slider.x_of(0.999) < slider.x_of(0.9999) < slider.x_of(1.0)


def test_other_mouse_buttons_are_left_to_others(slider: ScaleSlider) -> None:
    message = Said(slider)
    mouse(slider, QEvent.Type.MouseButtonPress, 200.0, Qt.MouseButton.RightButton)
    mouse(slider, QEvent.Type.MouseMove, 220.0, Qt.MouseButton.RightButton)
    mouse(slider, QEvent.Type.MouseButtonRelease, 220.0, Qt.MouseButton.RightButton)
    assert message.words == []


@pytest.mark.parametrize(
    ("key", "modifier", "alpha"),
    [
        (Qt.Key.Key_Right, NONE, 0.911), (Qt.Key.Key_Up, NONE, 0.911), (Qt.Key.Key_Left, NONE, 0.89),
        (Qt.Key.Key_Down, NONE, 0.89), (Qt.Key.Key_Right, SHIFT, 0.9011), (Qt.Key.Key_Left, SHIFT, 0.899),
        (Qt.Key.Key_PageUp, NONE, 0.968), (Qt.Key.Key_PageDown, NONE, 0.68), (Qt.Key.Key_Home, NONE, 0.0),
        (Qt.Key.Key_End, NONE, 1.0),
    ],
)  # fmt: skip
def test_keys(slider: ScaleSlider, qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier, alpha: float) -> None:
    slider.set_number(0.9)
    message = Said(slider)
    with qtbot.waitSignal(slider.gesture.ended):
        qtbot.keyClick(slider, key, modifier)
    assert message.words == ["pressed", alpha, "released"]


def test_keys_that_mean_nothing_here_go_on(slider: ScaleSlider, qtbot: QtBot) -> None:
    message = Said(slider)
    qtbot.keyClick(slider, Qt.Key.Key_A)
    assert message.words == []


def test_arrow_keys_reach_both_ends_of_the_scale_and_the_stop(slider: ScaleSlider, qtbot: QtBot) -> None:
    slider.set_number(0.0)
    for _ in range(70):
        qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert slider.number == 1.0
    for _ in range(70):
        qtbot.keyClick(slider, Qt.Key.Key_Left)
    assert slider.number == 0.0


def test_the_wheel_steps_by_notches_while_the_slider_has_the_keyboard(slider: ScaleSlider, qtbot: QtBot) -> None:
    slider.activateWindow()
    slider.setFocus()
    qtbot.waitUntil(slider.hasFocus)
    slider.set_number(0.9)
    assert wheel(slider, 120)
    assert slider.number == 0.911
    for _ in range(4):
        wheel(slider, -30)  # a touchpad turns in small parts
    assert slider.number == 0.9
    wheel(slider, 120, SHIFT)
    assert slider.number == 0.9011


def test_the_wheel_scrolls_the_panel_while_the_keyboard_is_elsewhere(dark: QApplication, qtbot: QtBot) -> None:
    area = QScrollArea()
    panel = QWidget()
    column = QVBoxLayout(panel)
    sliders = [ScaleSlider(f"α of ball {k}", MemoryScale(), 0.5) for k in range(30)]
    for each in sliders:
        column.addWidget(each)
    area.setWidget(panel)
    qtbot.addWidget(area)
    area.resize(260, 120)
    area.show()
    assert not wheel(sliders[0], -120) or area.verticalScrollBar().value() > 0
    assert sliders[0].number == 0.5


def test_setting_says_nothing_and_rounds_nothing(slider: ScaleSlider) -> None:
    message = Said(slider)
    for alpha in (0.705123456789, 0.0, 1.0, 0.99999):
        slider.set_number(alpha)
        assert slider.number == alpha
    assert message.words == []


@pytest.mark.parametrize("alpha", [-0.1, 1.1, math.nan])
def test_what_is_no_alpha_is_refused(slider: ScaleSlider, alpha: float) -> None:
    with pytest.raises(ValueError, match=str(alpha)):
        slider.set_number(alpha)
    assert slider.number == 0.5


def test_screen_readers_find_a_slider_with_its_name_and_value(slider: ScaleSlider) -> None:
    slider.set_number(0.95)
    reader = QAccessible.queryAccessibleInterface(slider)
    assert reader.role() == QAccessible.Role.Slider
    assert reader.text(QAccessible.Text.Name) == "α of ball 1"
    assert reader.text(QAccessible.Text.Description) == "0.95"


def test_a_screen_reader_can_move_it(slider: ScaleSlider, qtbot: QtBot) -> None:
    message = Said(slider)
    with qtbot.waitSignal(slider.gesture.ended):
        slider.setValue(333)
    assert message.words == ["pressed", 0.9, "released"]


def test_a_logarithmic_slider_lies_around_its_centre(dark: QApplication, qtbot: QtBot) -> None:
    slider = ScaleSlider("η of all balls", LogScale.around(0.02), 0.02)
    qtbot.addWidget(slider)
    slider.resize(300, 24)
    assert slider.number == 0.02
    assert slider.x_of(0.02) == pytest.approx(slider.groove().center().x())
    qtbot.keyClick(slider, Qt.Key.Key_Home)
    assert slider.number == pytest.approx(0.02 / 30.0, rel=0.001)
    qtbot.keyClick(slider, Qt.Key.Key_End)
    assert slider.number == pytest.approx(0.6, rel=0.001)
    slider.set_scale(LogScale.around(2.0))
    assert slider.number == pytest.approx(0.6, rel=0.001)
    assert slider.x_of(2.0) == pytest.approx(slider.groove().center().x())


def test_a_value_outside_a_logarithmic_scale_is_kept_and_shown_at_its_end(dark: QApplication, qtbot: QtBot) -> None:
    slider = ScaleSlider("η", LogScale.around(0.02), 0.02)
    qtbot.addWidget(slider)
    slider.resize(300, 24)
    slider.set_number(500.0)
    assert slider.number == 500.0
    assert slider.x_of(500.0) == slider.groove().right()


def colour_at(slider: ScaleSlider, x: float) -> QColor:
    picture = slider.grab().toImage()
    return picture.pixelColor(round(x), round(slider.groove().center().y()))


def test_the_groove_is_filled_up_to_the_knob(slider: ScaleSlider) -> None:
    slider.set_number(0.9)
    assert colour_at(slider, slider.x_of(0.5)) == DARK.accent
    assert colour_at(slider, slider.x_of(0.99)) == DARK.groove
    assert colour_at(slider, slider.x_of(0.9)) == DARK.handle
    slider.setEnabled(False)
    assert colour_at(slider, slider.x_of(0.5)) == DARK.groove


def test_the_ring_shows_where_the_keyboard_came_by_keys(slider: ScaleSlider, qtbot: QtBot) -> None:
    def ring_colours() -> int:
        picture = slider.grab().toImage()
        return sum(
            picture.pixelColor(x, y) == DARK.focus for x in range(picture.width()) for y in range(picture.height())
        )

    slider.activateWindow()
    slider.setFocus(Qt.FocusReason.MouseFocusReason)
    qtbot.waitUntil(slider.hasFocus)
    assert ring_colours() == 0
    slider.clearFocus()
    slider.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(slider.hasFocus)
    assert ring_colours() > 5


def test_a_larger_scale_makes_it_larger(slider: ScaleSlider, dark: QApplication) -> None:
    before = slider.sizeHint()
    apply_theme(dark, "dark", 2.0)
    assert slider.sizeHint() == 2 * before


@pytest.mark.parametrize("columns", range(24, 32))
def test_the_stop_of_a_hatched_strip_has_the_tint_of_its_valley(dark: QApplication, columns: int) -> None:
    shape, image = (6, columns), QImage(60, 20, QImage.Format.Format_RGB32)
    outcome, valley, steps = np.full(shape, ROLLING, np.int8), np.zeros(shape, np.intp), np.zeros(shape, np.int32)
    with QPainter(image) as painter:
        pixels = DARK.outcomes.pixels(outcome, valley, steps, 1)
        paint_strip(painter, QRectF(2.0, 7.0, columns - 1.0, 6.0), 50.5, pixels, DARK)
    assert image.pixelColor(50, 10) == QColor(DARK.outcomes.valleys[0])
