"""Segments, buttons, cards, labels, popovers and the picker, used as a person uses them."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAction, QColor, QKeySequence
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.controls.buttons import IconButton, SegmentedControl, WrappedRadioButton
from app.controls.card import Card
from app.controls.elided_label import ElidedLabel
from app.controls.marker_picker import ColourMarkerPicker, Swatch
from app.controls.popover import Popover
from app.theme.markers import Marker
from app.theme.palette import BALL_COLOUR_NAMES, DARK

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def window(dark: QApplication, qtbot: QtBot) -> QWidget:
    made = QWidget()
    QVBoxLayout(made)
    qtbot.addWidget(made)
    made.resize(500, 300)
    made.show()
    made.activateWindow()
    return made


def put(window: QWidget, *widgets: QWidget) -> None:
    layout = window.layout()
    assert layout is not None
    for widget in widgets:
        layout.addWidget(widget)
    QApplication.processEvents()


def name_of(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


# Segments


@pytest.fixture
def segments(window: QWidget) -> SegmentedControl:
    ways = [("choose", "Choose", "Choose (Ctrl+1)"), ("draw", "Draw", ""), ("points", "Points", "")]
    made = SegmentedControl("Ways to a landscape", ways)
    put(window, made)
    return made


def button(segments: SegmentedControl, text: str) -> QPushButton:
    return next(each for each in segments.findChildren(QPushButton) if each.text() == text)


def test_a_click_chooses_a_segment_and_only_that(segments: SegmentedControl, qtbot: QtBot) -> None:
    with qtbot.waitSignal(segments.chosen, timeout=1000) as signal:
        qtbot.mouseClick(button(segments, "Draw"), LEFT)
    assert signal.args == ["draw"]
    assert segments.choice == "draw"
    assert [each.isChecked() for each in segments.findChildren(QPushButton)] == [False, True, False]


def test_arrow_keys_go_from_segment_to_segment(segments: SegmentedControl, qtbot: QtBot) -> None:
    message: list[str] = []
    segments.chosen.connect(message.append)
    first = button(segments, "Choose")
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)
    qtbot.keyClick(first, Qt.Key.Key_Right)
    qtbot.keyClick(button(segments, "Draw"), Qt.Key.Key_Right)
    qtbot.keyClick(button(segments, "Points"), Qt.Key.Key_Left)
    assert message == ["draw", "points", "draw"]


def test_choosing_by_the_program_says_nothing(segments: SegmentedControl) -> None:
    message: list[str] = []
    segments.chosen.connect(message.append)
    segments.set_choice("points")
    assert segments.choice == "points"
    assert message == []


def test_an_unknown_segment_is_refused(segments: SegmentedControl) -> None:
    with pytest.raises(ValueError, match="'fly'"):
        segments.set_choice("fly")


def test_a_click_on_a_segment_leaves_the_keyboard_where_it_was(segments: SegmentedControl, qtbot: QtBot) -> None:
    qtbot.mouseClick(button(segments, "Draw"), LEFT)
    assert not button(segments, "Draw").hasFocus()
    reached_by_tab = [each.focusPolicy() == Qt.FocusPolicy.TabFocus for each in segments.findChildren(QPushButton)]
    assert reached_by_tab == [False, True, False]


# Icon buttons


def test_an_icon_button_tells_its_shortcut_and_its_name(window: QWidget) -> None:
    made = IconButton("play", "Play", Qt.Key.Key_Space, is_round=True)
    put(window, made)
    assert made.toolTip() == f"Play ({QKeySequence(Qt.Key.Key_Space).toString(QKeySequence.SequenceFormat.NativeText)})"
    assert name_of(made) == "Play"
    made.set_text("Pause")
    assert made.toolTip().startswith("Pause (")
    assert IconButton("more", "More", parent=window).toolTip() == "More"


def test_an_icon_button_is_pressed_by_mouse_and_by_keys(window: QWidget, qtbot: QtBot) -> None:
    made = IconButton("restart", "To the start", "Home")
    put(window, made)
    pressed: list[str] = []
    made.clicked.connect(lambda: pressed.append("pressed"))
    qtbot.mouseClick(made, LEFT)
    qtbot.keyClick(made, Qt.Key.Key_Space)
    assert len(pressed) == 2


@pytest.mark.parametrize("round_", [False, True])
def test_an_icon_button_shows_its_states(window: QWidget, qtbot: QtBot, round_: bool) -> None:
    made = IconButton("play", "Play", is_round=round_)
    put(window, made)
    looks = [made.grab().toImage()]
    made.set_icon("pause")
    looks.append(made.grab().toImage())
    made.setDown(True)
    looks.append(made.grab().toImage())
    made.setDown(False)
    made.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(made.hasFocus)
    looks.append(made.grab().toImage())
    made.setEnabled(False)
    looks.append(made.grab().toImage())
    assert all(one != other for k, one in enumerate(looks) for other in looks[:k])


# Cards


def test_a_press_on_a_card_or_on_its_label_is_told(window: QWidget, qtbot: QtBot) -> None:
    card = Card("Ball α 0.95")
    label = QLabel("rolling")
    QVBoxLayout(card).addWidget(label)
    put(window, card)
    told: list[str] = []
    card.pressed.connect(lambda: told.append("pressed"))
    qtbot.mouseClick(card, LEFT, pos=QPoint(3, 3))
    qtbot.mouseClick(label, LEFT)
    assert told == ["pressed", "pressed"]
    assert name_of(card) == "Ball α 0.95"


def test_a_selected_card_stands_out(window: QWidget) -> None:
    card = Card("Ball 1")
    put(window, card)
    grounds = []
    for selected in (False, True):
        card.set_selected(selected)
        assert card.selected is selected
        grounds.append(card.grab().toImage().pixelColor(20, 20))
    assert grounds == [DARK.panel, DARK.raised]


# Labels


def test_a_long_text_is_cut_and_told_in_full(window: QWidget) -> None:
    label = ElidedLabel("Trapped in valley 5: its energy 1.93 is 0.21 below the rim.")
    put(window, label)
    label.resize(1000, 20)
    assert label.shown_text() == label.text
    assert label.toolTip() == ""
    label.resize(90, 20)
    assert label.shown_text().endswith("…")
    assert label.toolTip() == label.text == name_of(label)
    label.set_text("rolling")
    label.set_text("rolling")
    assert label.shown_text() == "rolling"
    assert label.toolTip() == ""


def test_a_label_asks_for_the_room_of_its_text_but_makes_do_with_little(window: QWidget) -> None:
    label = ElidedLabel("settled", "body")
    label.resize(label.sizeHint())
    assert label.shown_text() == "settled"
    assert label.minimumSizeHint().width() < label.sizeHint().width()


def test_a_label_shows_a_shorter_text_before_it_cuts_one(window: QWidget) -> None:
    label = ElidedLabel()
    label.setParent(window)
    label.set_text("memory 20.5", "20.5 steps")
    label.show()
    label.resize(label.sizeHint())
    assert label.shown_text() == "memory 20.5"
    label.resize(label.width() - 4, label.height())
    assert (label.shown_text(), label.toolTip()) == ("20.5 steps", "memory 20.5")


def test_a_label_takes_a_colour(window: QWidget) -> None:
    label = ElidedLabel("████", "title")
    put(window, label)
    label.resize(80, 24)

    def darkest() -> set[str]:
        picture = label.grab().toImage()
        return {picture.pixelColor(x, y).name() for x in range(80) for y in range(24)}

    label.set_colour(QColor("#ff0000"))
    assert "#ff0000" in darkest()
    label.set_colour(None)
    assert DARK.muted.name() in darkest()
    label.setEnabled(False)
    assert DARK.disabled.name() in darkest()


# Popovers and the picker


@pytest.fixture
def picker(window: QWidget) -> ColourMarkerPicker:
    made = ColourMarkerPicker("Colour and marker of ball 4", 3, Marker.CROSS)
    put(window, made)
    return made


def swatch(picker: ColourMarkerPicker, name: str) -> Swatch:
    return next(each for each in picker.findChildren(Swatch) if each.accessibleName() == name)


def test_every_colour_and_marker_is_there_by_name(picker: ColourMarkerPicker) -> None:
    names = {name_of(each) for each in picker.findChildren(Swatch)}
    assert names == {*BALL_COLOUR_NAMES, *(str(marker) for marker in Marker)}


def test_clicks_choose_colour_and_marker(picker: ColourMarkerPicker, qtbot: QtBot) -> None:
    message: list[tuple[int, str]] = []
    picker.chosen.connect(lambda colour, marker: message.append((colour, marker)))
    qtbot.mouseClick(swatch(picker, "blue"), LEFT)
    qtbot.mouseClick(swatch(picker, "star"), LEFT)
    assert message == [(6, "cross"), (6, "star")]
    assert picker.choice == (6, Marker.STAR)
    assert swatch(picker, "moon").colour_index == 6
    assert swatch(picker, "yellow").marker == Marker.STAR


def test_arrow_keys_choose_too(picker: ColourMarkerPicker, qtbot: QtBot) -> None:
    message: list[tuple[int, str]] = []
    picker.chosen.connect(lambda colour, marker: message.append((colour, marker)))
    start = swatch(picker, "reddish purple")
    start.setFocus()
    qtbot.waitUntil(start.hasFocus)
    qtbot.keyClick(start, Qt.Key.Key_Right)
    assert message == [(4, "cross")]


def test_showing_a_choice_says_nothing(picker: ColourMarkerPicker) -> None:
    message: list[int] = []
    picker.chosen.connect(lambda colour, marker: message.append(colour))
    picker.set_choice(9, Marker.BAR)
    assert picker.choice == (9, Marker.BAR)
    assert not any(swatch.isChecked() for swatch in picker._colours)
    assert {swatch.colour_index for swatch in picker._markers} == {9}
    picker.set_choice(1, Marker.BAR)
    assert picker.choice == (1, Marker.BAR)
    assert [swatch.colour_index for swatch in picker._colours if swatch.isChecked()] == [1]
    assert message == []
    checked = [each.accessibleName() for each in picker.findChildren(Swatch) if each.isChecked()]
    assert checked == ["orange", "bar"]


def test_a_swatch_shows_that_it_is_chosen_and_has_the_keyboard(picker: ColourMarkerPicker, qtbot: QtBot) -> None:
    plain, chosen = (swatch(picker, name) for name in ("yellow", "reddish purple"))
    assert plain.grab().toImage().pixelColor(4, 4) != chosen.grab().toImage().pixelColor(4, 4)
    chosen.clearFocus()
    before = chosen.grab().toImage()
    chosen.setFocus()
    qtbot.waitUntil(chosen.hasFocus)
    assert chosen.grab().toImage() != before


def test_a_popover_opens_beside_its_button_on_the_screen_and_escape_closes_it(window: QWidget, qtbot: QtBot) -> None:
    anchor = IconButton("theme", "Colour")
    put(window, anchor)
    popover = Popover("Colour and marker", ColourMarkerPicker("Colour", 0, Marker.DOT), window)
    room = anchor.screen().availableGeometry()
    for place in (room.topLeft(), room.bottomRight() - QPoint(60, 60)):
        window.move(place)
        popover.open_at(anchor)
        qtbot.waitUntil(popover.isVisible)
        assert room.contains(popover.frameGeometry())
        assert not popover.grab().isNull()
        qtbot.keyClick(popover, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: not popover.isVisible())


def test_the_keys_of_a_command_close_a_popover_and_run_it(window: QWidget, qtbot: QtBot) -> None:
    done: list[str] = []
    contexts = {"Ctrl+2": Qt.ShortcutContext.WindowShortcut, "Space": Qt.ShortcutContext.WidgetShortcut}
    for keys, context in contexts.items():
        action = QAction(keys, window, shortcut=QKeySequence(keys), shortcutContext=context)
        action.triggered.connect(lambda _checked=False, keys=keys: done.append(keys))
        window.addAction(action)
    anchor = IconButton("theme", "Colour")
    put(window, anchor)
    popover = Popover("Colour and mark", ColourMarkerPicker("Colour", 0, Marker.DOT), window)
    popover.open_at(anchor)
    qtbot.waitUntil(popover.isVisible)
    qtbot.keyClick(popover, Qt.Key.Key_Space)
    qtbot.keyClick(popover, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert popover.isVisible()
    assert not done
    qtbot.keyClick(popover, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert not popover.isVisible()
    assert done == ["Ctrl+2"]


NAME = "α 0.95 & a long name from w = −4.25"


def test_a_long_choice_is_wrapped_and_whole_again_where_there_is_room(window: QWidget) -> None:
    radio, line = WrappedRadioButton(NAME), WrappedRadioButton("short")
    put(window, radio, line)
    assert (radio.text(), radio.toolTip()) == (NAME.replace("&", "&&"), "")
    window.resize(150, 300)
    QApplication.processEvents()
    assert radio.width() <= 150
    assert radio.text().split() == NAME.replace("&", "&&").split()
    assert "\n" in radio.text()
    assert radio.height() >= line.height() + radio.fontMetrics().height()
    assert name_of(radio) == NAME


def test_a_word_that_is_too_wide_is_elided_with_a_tooltip(window: QWidget) -> None:
    radio = WrappedRadioButton("W" * 40)
    put(window, radio)
    window.resize(150, 300)
    QApplication.processEvents()
    assert radio.text().endswith("…")
    assert radio.toolTip() == "W" * 40


def test_an_icon_button_leaves_arrows_to_those_around_it(window: QWidget, qtbot: QtBot) -> None:
    presses: list[int] = []
    window.keyPressEvent = lambda event: presses.append(event.key())  # type: ignore[method-assign]
    one, other = (IconButton(name, name, parent=window) for name in ("play", "restart"))
    one.setFocus()
    arrows = [Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down]
    for key in arrows:
        qtbot.keyClick(one, key)
    assert presses == arrows
    assert not other.hasFocus()
