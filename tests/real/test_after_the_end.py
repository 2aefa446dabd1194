"""A value that is changed when the run is over, in a real window."""

from typing import Any

import pytest
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from app.controls.slider import ScaleSlider
from app.panels.step_anatomy import StepAnatomy
from app.window import Window
from tests.support.cards import card

pytestmark = [pytest.mark.real_window, pytest.mark.linux]


def test_what_is_said_of_a_run_names_the_alpha_that_it_was_made_with(window: Window, hands: Any, qtbot: QtBot) -> None:
    session, view = window.session, window.landscape_view
    hands.click(view, QPointF(view.width() / 2, 30))
    hands.key("End")
    qtbot.waitUntil(lambda: session.run.is_over)
    slider = card(window.balls_panel, 0).findChild(ScaleSlider)
    middle = slider.height() / 2.0
    hands.drag(slider, [QPointF(12.0, middle), QPointF(0.3 * slider.width(), middle), QPointF(120.0, middle)])
    assert session.ball(0).parameters["alpha"] > 0.5
    assert window.status_line.sentence.text.startswith("α 0: Settled in valley 5")
    assert window.findChild(StepAnatomy).accessibleName() == "One step of α 0"
    assert card(window.balls_panel, 0).accessibleName().endswith(": with α 0: settled in valley 5")
    assert view.threshold_text is not None
    qtbot.waitUntil(lambda: view.threshold_text.text.startswith("From step 0, with η 0.02: stays in valley 5 up to"))
    assert view.foreground.hint.text.startswith("Play runs it again with α 0.")
    hands.click(view, QPointF(view.width() / 2, 30))
    hands.key("space")
    qtbot.waitUntil(lambda: session.step > 0)
    assert window.status_line.sentence.text.startswith(f"{session.name(0)}: ")
