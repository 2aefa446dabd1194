"""The number field, typed into as a person does."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.controls.number_field import NumberField
from app.controls.scales import LinearScale, LogScale, MemoryScale
from app.text.numbers import Bounds
from app.theme.application import apply_theme


class Said:
    """What a field has said."""

    def __init__(self, field: NumberField) -> None:
        self.committed: list[float] = []
        self.refused: list[str] = []
        field.committed.connect(self.committed.append)
        field.refused.connect(self.refused.append)


def leave(field: NumberField, qtbot: QtBot) -> None:
    elsewhere = field.window().findChild(QLineEdit, "elsewhere")
    elsewhere.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(elsewhere.hasFocus)


@pytest.fixture
def field(dark: QApplication, qtbot: QtBot) -> NumberField:
    """A field for α in a window with another field beside it, and the keyboard in it."""
    window = QWidget()
    column = QVBoxLayout(window)
    made = NumberField("α of ball 1", "α", 0.9, Bounds(0.0, 1.0), MemoryScale(), decimals=2)
    column.addWidget(made)
    column.addWidget(QLineEdit(objectName="elsewhere"))
    qtbot.addWidget(window)
    made.keep = window  # type: ignore[attr-defined]  # the window must live as long as the test
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    leave(made, qtbot)
    made.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(made.hasFocus)
    return made


@pytest.mark.parametrize(("typed", "number"), [("0.95", 0.95), ("0,95", 0.95), ("1e-3", 1e-3), ("1/30", 1 / 30)])
def test_what_is_typed_is_taken_exactly(field: NumberField, qtbot: QtBot, typed: str, number: float) -> None:
    message = Said(field)
    qtbot.keyClicks(field, typed)  # replaces the number: all of it was selected
    assert message.committed == []
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert message.committed == [number]
    assert field.number == number


def test_texts_are_short_and_exact(field: NumberField) -> None:
    assert field.text() == "0.90"
    field.set_number(0.705123456789)
    assert field.text() == "0.705123456789"
    assert field.number == 0.705123456789


def test_text_that_was_not_edited_is_not_read_back(field: NumberField, qtbot: QtBot) -> None:
    message = Said(field)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    leave(field, qtbot)
    assert message.committed == []


def test_the_same_number_typed_anew_is_no_change(field: NumberField, qtbot: QtBot) -> None:
    message = Said(field)
    qtbot.keyClicks(field, ".9000")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert message.committed == []
    assert field.text() == "0.90"


def test_leaving_commits(field: NumberField, qtbot: QtBot) -> None:
    message = Said(field)
    qtbot.keyClicks(field, "0.5")
    leave(field, qtbot)
    assert message.committed == [0.5]
    assert field.text() == "0.50"


def test_escape_brings_the_old_text_back(field: NumberField, qtbot: QtBot) -> None:
    message = Said(field)
    qtbot.keyClicks(field, "0.5")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    leave(field, qtbot)
    assert field.text() == "0.90"
    assert message.committed == []


def test_a_bad_number_is_refused_and_the_old_one_stays(field: NumberField, qtbot: QtBot) -> None:
    field.set_hint("α of ball 1, 0 to 1")
    message = Said(field)
    qtbot.keyClicks(field, "1.7")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert message.refused == ["α is between 0 and 1, not 1.7."]
    assert message.committed == []
    assert field.number == 0.9
    assert field.text() == "1.7"
    assert field.property("refused") is True
    assert field.toolTip() == "α is between 0 and 1, not 1.7."
    qtbot.keyClick(field, Qt.Key.Key_Backspace)  # mending it takes the red frame away
    assert field.property("refused") is False
    assert field.toolTip() == "α of ball 1, 0 to 1"


def test_leaving_a_bad_number_brings_the_old_one_back_and_says_why(field: NumberField, qtbot: QtBot) -> None:
    message = Said(field)
    qtbot.keyClicks(field, "much")
    leave(field, qtbot)
    assert message.refused == ["“much” is not a number."]
    assert field.text() == "0.90"
    assert field.property("refused") is not True


def test_a_refused_field_looks_refused(field: NumberField, qtbot: QtBot) -> None:
    before = field.grab().toImage()
    qtbot.keyClicks(field, "0.90")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClicks(field, "x")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    middle = before.height() // 2
    assert field.grab().toImage().pixelColor(0, middle) != before.pixelColor(0, middle)


def test_up_and_down_step_along_the_scale(field: NumberField, qtbot: QtBot) -> None:
    message = Said(field)
    qtbot.keyClick(field, Qt.Key.Key_Up)
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert message.committed == [0.911, 0.9, 0.9011]


def test_steps_begin_at_what_is_typed(field: NumberField, qtbot: QtBot) -> None:
    message = Said(field)
    qtbot.keyClicks(field, "0.5")
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert message.committed == [0.55]


def test_steps_begin_at_the_number_when_the_text_is_none(field: NumberField, qtbot: QtBot) -> None:
    message = Said(field)
    qtbot.keyClicks(field, "oops")
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert message.committed == [0.911]


@pytest.mark.parametrize("typed", ["", "oops"])
def test_from_several_numbers_no_step_is_taken(field: NumberField, qtbot: QtBot, typed: str) -> None:
    field.set_number(float("nan"))
    field.set_scale(LogScale(0.001, 1.0))
    message = Said(field)
    qtbot.keyClicks(field, typed)
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert message.committed == []
    assert field.text() == typed


def test_a_step_at_the_end_changes_nothing(field: NumberField, qtbot: QtBot) -> None:
    field.set_number(1.0)
    message = Said(field)
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert message.committed == []
    assert message.refused == []


def test_a_step_out_of_bounds_is_refused(field: NumberField, qtbot: QtBot) -> None:
    field.set_bounds(Bounds(0.0, 0.905))
    message = Said(field)
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert message.refused == ["α is between 0 and 0.905, not 0.911."]
    assert field.number == 0.9


def test_without_a_scale_arrows_do_nothing(field: NumberField, qtbot: QtBot) -> None:
    field.set_scale(None)
    message = Said(field)
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert message.committed == []
    field.set_scale(LinearScale(0.0, 1.0))
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert message.committed == [0.91]


def test_a_number_that_arrives_while_typing_does_not_take_the_text_away(field: NumberField, qtbot: QtBot) -> None:
    qtbot.keyClicks(field, "0.7")
    field.set_number(0.3)
    assert field.text() == "0.7"
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "0.30"


def test_setting_says_nothing(field: NumberField) -> None:
    message = Said(field)
    field.set_number(0.3)
    assert message.committed == []
    assert field.text() == "0.30"


def test_a_number_that_is_not_finite_is_shown_as_nothing(field: NumberField) -> None:
    field.set_number(float("nan"))
    assert field.text() == ""


def test_a_quiet_field_has_no_frame_until_it_is_used(field: NumberField, qtbot: QtBot) -> None:
    leave(field, qtbot)
    field.set_quiet(True)
    picture = field.grab().toImage()
    assert picture.pixelColor(0, picture.height() // 2) == picture.pixelColor(1, picture.height() // 2)
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    picture = field.grab().toImage()
    assert picture.pixelColor(0, picture.height() // 2) != picture.pixelColor(3, picture.height() // 2)


def test_it_grows_with_the_text_size(field: NumberField, dark: QApplication, qtbot: QtBot) -> None:
    before = field.sizeHint().width(), field.font().pixelSize()
    apply_theme(dark, "dark", 1.5)
    qtbot.waitUntil(lambda: field.font().pixelSize() > before[1])
    assert field.sizeHint().width() > before[0]
