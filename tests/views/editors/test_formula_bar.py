import math

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.files.presets import load_preset
from app.theme.application import theme
from app.views.editors.parameters import parameters_of
from physics.landscape.formula import FormulaLandscape
from physics.landscape.points import PointsLandscape
from tests.views.editors.conftest import Stage


@pytest.fixture
def typing(stage: Stage) -> Stage:
    """The keyboard is in the formula field, as after Ctrl+4."""
    stage.bar.set_mode("formula")
    return stage


def type_in(stage: Stage, text: str, at: QWidget | None = None) -> None:
    field = at or stage.bar.formula_bar.field
    field.setFocus()
    field.selectAll()  # type: ignore[attr-defined]  # both kinds of field are line edits
    QTest.keyClicks(field, text)


def formula(stage: Stage) -> str | None:
    landscape = stage.session.landscape
    return landscape.text if isinstance(landscape, FormulaLandscape) else None


def test_at_first_the_formula_of_the_default_landscape_is_shown(stage: Stage) -> None:
    assert (stage.bar.mode, stage.bar.segments.choice) == ("formula", "formula")
    assert stage.bar.formula_bar.field.text() == formula(stage)
    assert (stage.bar.formula_bar.lo.number, stage.bar.formula_bar.hi.number) == (-6.0, 6.0)


def test_a_typed_formula_becomes_the_landscape_after_a_delay(typing: Stage, qtbot: QtBot) -> None:
    type_in(typing, "w^2/4")
    qtbot.waitUntil(lambda: formula(typing) == "w^2/4")
    assert typing.session.landscape.domain == (-6.0, 6.0)
    assert typing.session.title == "Your formula"
    assert typing.bar.formula_bar.field.text() == "w^2/4"


def test_a_new_parameter_gets_a_value_that_gives_a_curve(typing: Stage, qtbot: QtBot) -> None:
    for text, values in (
        ("sqrt(w + a)", {"a": 10.0}),
        ("b*w^2", {"b": 1.0}),
        ("log(w + b)", {"b": 10.0}),  # its 1 gives none
    ):
        type_in(typing, text)
        qtbot.waitUntil(lambda text=text: formula(typing) == text)  # type: ignore[misc]  # the default binds it
        assert parameters_of(typing.session.landscape) == values
    type_in(typing, "log(w - b^2)")
    qtbot.waitUntil(lambda: typing.bar.formula_bar.error != "")
    assert formula(typing) == "log(w + b)"


def test_balls_roll_on_over_it(typing: Stage, qtbot: QtBot) -> None:
    typing.session.step_on(10)
    delta = typing.session.run.state.delta.tolist()
    type_in(typing, "w^2/4")
    qtbot.waitUntil(lambda: formula(typing) == "w^2/4")
    assert typing.session.run.state.delta.tolist() == delta
    assert typing.session.step == 10


def test_an_error_is_shown_with_its_column_and_the_old_curve_stays(typing: Stage, qtbot: QtBot) -> None:
    landscape, bar = typing.session.landscape, typing.bar.formula_bar
    type_in(typing, "w^2 + sine(w)")
    qtbot.waitUntil(bar.callout.isVisible)
    assert bar.callout.label.text() == "Column 7: unknown name 'sine', did you mean 'sin'?"
    assert bar.field.accessibleDescription() == bar.callout.label.text()
    assert bar.field.property("refused")
    assert typing.session.landscape is landscape
    below = bar.field.mapTo(typing.window, bar.field.rect().bottomLeft()).y()
    assert bar.callout.geometry().top() >= below


def test_the_column_of_an_error_is_underlined(typing: Stage, qtbot: QtBot) -> None:
    bar = typing.bar.formula_bar
    type_in(typing, "w^2 + sine(w)")
    qtbot.waitUntil(bar.callout.isVisible)
    red = theme().palette.error
    image = bar.field.grab().toImage()
    inside = [
        (x, y)
        for x in range(4, image.width() - 4)
        for y in range(4, image.height() - 4)
        if image.pixelColor(x, y) == red
    ]
    left = bar.field.x_of(7)
    assert inside
    assert all(left - 1.0 <= x <= left + 12.0 for x, _ in inside)


def test_typing_on_hides_the_error(typing: Stage, qtbot: QtBot) -> None:
    bar = typing.bar.formula_bar
    type_in(typing, "w^2 + sine")
    qtbot.waitUntil(bar.callout.isVisible)
    typing.key(Qt.Key.Key_Backspace, to=bar.field)
    assert not bar.callout.isVisible()
    QTest.keyClicks(bar.field, "(w)")
    qtbot.waitUntil(lambda: formula(typing) == "w^2 + sin(w)")
    assert not bar.field.property("refused")


def test_enter_shows_errors_at_once_and_keeps_the_focus(typing: Stage) -> None:
    bar = typing.bar.formula_bar
    type_in(typing, "1/w")
    typing.key(Qt.Key.Key_Return, to=bar.field)
    assert bar.callout.isVisible()
    assert "not finite near w = 0" in bar.error
    assert typing.window.focusWidget() is bar.field


def test_enter_commits_and_keeps_the_focus_until_escape(typing: Stage) -> None:
    field = typing.bar.formula_bar.field
    type_in(typing, "w^2/4")
    typing.key(Qt.Key.Key_Return, to=field)
    assert formula(typing) == "w^2/4"
    assert typing.window.focusWidget() is field
    QTest.keyClicks(field, "0")
    typing.key(Qt.Key.Key_Return, to=field)
    assert formula(typing) == "w^2/40"
    typing.key(Qt.Key.Key_Escape, to=field)
    assert formula(typing) == "w^2/40"
    assert typing.window.focusWidget() is typing.view


def test_escape_reverts_and_then_gives_up_the_focus(typing: Stage, qtbot: QtBot) -> None:
    landscape, field = typing.session.landscape, typing.bar.formula_bar.field
    text = field.text()
    type_in(typing, "w^2/4")
    qtbot.waitUntil(lambda: formula(typing) == "w^2/4")
    type_in(typing, "w^2/5")
    qtbot.waitUntil(lambda: formula(typing) == "w^2/5")
    typing.key(Qt.Key.Key_Escape, to=field)
    assert typing.session.landscape is landscape
    assert typing.session.title == "Descending hills"
    assert field.text() == text
    assert typing.window.focusWidget() is field
    typing.key(Qt.Key.Key_Escape, to=field)
    assert typing.window.focusWidget() is typing.view


def test_leaving_the_field_commits_what_was_typed(typing: Stage) -> None:
    type_in(typing, "w^2/4")
    typing.view.setFocus()
    assert formula(typing) == "w^2/4"


def test_a_pasted_left_side_is_stripped(typing: Stage) -> None:
    field = typing.bar.formula_bar.field
    type_in(typing, "f(w) = w^2/4")
    assert field.text() == "w^2/4"
    typing.key(Qt.Key.Key_Return, to=field)
    assert formula(typing) == "w^2/4"


def test_the_domain_can_be_typed(typing: Stage) -> None:
    bar, text = typing.bar.formula_bar, formula(typing)
    type_in(typing, "-8", bar.lo)
    typing.key(Qt.Key.Key_Return, to=bar.lo)
    type_in(typing, "7.5", bar.hi)
    typing.key(Qt.Key.Key_Return, to=bar.hi)
    assert typing.session.landscape.domain == (-8.0, 7.5)
    assert formula(typing) == text


@pytest.mark.parametrize(
    ("typed", "says"), [("9", "lower one first"), ("-1e305", "reaches too far"), ("5.999999999999", "too narrow")]
)
def test_a_domain_that_cannot_be_used_is_refused(typing: Stage, typed: str, says: str) -> None:
    bar, landscape = typing.bar.formula_bar, typing.session.landscape
    type_in(typing, typed, bar.lo)
    typing.key(Qt.Key.Key_Return, to=bar.lo)
    assert says in bar.callout.label.text()
    assert (bar.lo.property("refused"), bar.hi.property("refused")) == (True, True)
    assert not bar.field.property("refused")
    tip = bar.callout.x() + bar.callout._tip
    left, right = (end.mapTo(typing.window, end.rect().center()).x() for end in (bar.lo, bar.hi))
    assert left < tip < right
    assert typing.session.landscape is landscape


def test_a_domain_is_mended_at_either_end(typing: Stage) -> None:
    bar = typing.bar.formula_bar
    type_in(typing, "9", bar.lo)
    typing.key(Qt.Key.Key_Return, to=bar.lo)
    type_in(typing, "12", bar.hi)
    typing.key(Qt.Key.Key_Return, to=bar.hi)
    assert typing.session.landscape.domain == (9.0, 12.0)
    assert not bar.callout.isVisible()
    assert not bar.lo.property("refused")


def test_leaving_the_formula_restores_the_domain_after_an_error(typing: Stage) -> None:
    bar = typing.bar.formula_bar
    type_in(typing, "9", bar.lo)
    typing.key(Qt.Key.Key_Return, to=bar.lo)
    typing.bar.set_mode("draw")
    assert not bar.callout.isVisible()
    typing.bar.set_mode("formula")
    assert bar.lo.number == -6.0


def test_a_domain_can_be_typed_in_multiples_of_pi_and_a_large_one_is_seen_for_what_it_is(typing: Stage) -> None:
    bar = typing.bar.formula_bar
    for text, end in (("-1000000000", bar.lo), ("2*pi", bar.hi)):
        type_in(typing, text, end)
        typing.key(Qt.Key.Key_Return, to=end)
    assert typing.session.landscape.domain == (-1e9, 2.0 * math.pi)
    typing.view.setFocus()
    QApplication.processEvents()
    assert bar.lo.text() in ("-1000000000", "-1e9")
    assert bar.hi.text().startswith("6.28")
    for end in (bar.lo, bar.hi):
        assert end.cursorRect().width() > 0
        assert end.fontMetrics().horizontalAdvance(end.text()) < end.width() - 12


def test_bars_are_an_absolute_value(typing: Stage, qtbot: QtBot) -> None:
    type_in(typing, "|w - 1|")
    qtbot.waitUntil(lambda: formula(typing) == "|w - 1|")
    assert typing.session.landscape.height(np.array([-2.0])) == 3.0


def test_a_curve_of_points_has_no_formula_until_one_is_typed(typing: Stage) -> None:
    field = typing.bar.formula_bar.field
    typing.session.set_landscape(PointsLandscape([0.0, 1.0, 2.0, 4.0], [1.0, 0.0, 1.0, 0.5]))
    assert field.text() == ""
    assert field.placeholderText()
    typing.key(Qt.Key.Key_Return, to=field)
    assert formula(typing) is None
    type_in(typing, "cos(w)")
    typing.key(Qt.Key.Key_Return, to=field)
    assert formula(typing) == "cos(w)"
    assert typing.session.landscape.domain == (0.0, 4.0)


def test_a_landscape_that_is_chosen_shows_its_formula(typing: Stage) -> None:
    preset = load_preset("double-well")
    type_in(typing, "w^2 + sine(")
    typing.session.set_landscape(preset.landscape)
    assert typing.bar.formula_bar.field.text() == formula(typing)
    typing.key(Qt.Key.Key_Escape, to=typing.bar.formula_bar.field)
    assert typing.session.landscape is preset.landscape


def test_a_long_formula_does_not_break_the_bar(typing: Stage) -> None:
    width = typing.bar.minimumSizeHint().width()
    type_in(typing, "w^2/4 + 0" + " + 0.001*cos(w)" * 30)
    typing.key(Qt.Key.Key_Return, to=typing.bar.formula_bar.field)
    assert typing.bar.minimumSizeHint().width() <= width
    assert typing.window.width() == 1000


def test_enter_in_an_empty_field_shows_the_formula_in_force_again(typing: Stage) -> None:
    text = formula(typing)
    type_in(typing, " ")
    typing.key(Qt.Key.Key_Return, to=typing.bar.formula_bar.field)
    assert typing.bar.formula_bar.field.text() == text


@pytest.mark.parametrize("number", [0.001, -0.05, -12.375])
def test_an_end_of_the_domain_is_shown_as_it_was_typed(typing: Stage, number: float) -> None:
    bar = typing.bar.formula_bar
    type_in(typing, f"{number}", bar.lo)
    typing.key(Qt.Key.Key_Return, to=bar.lo)
    type_in(typing, "15", bar.hi)
    typing.key(Qt.Key.Key_Return, to=bar.hi)
    QApplication.processEvents()
    assert bar.lo.text() == f"{number}"
