"""The step, typed."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.panels.transport import TransportBar
from app.session.session import Session


def typed(transport: TransportBar, text: str) -> None:
    field = transport.step_field
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_a_recorded_step_is_gone_to(transport: TransportBar, session: Session) -> None:
    session.step_on(60)
    typed(transport, "17")
    assert (session.step, session.run.last) == (17, 60)
    assert transport.step_field.text() == "17"
    assert transport.time_line.number == 17.0


def test_another_one_is_run_to(transport: TransportBar, session: Session, qtbot: QtBot) -> None:
    typed(transport, "1234")
    qtbot.waitUntil(lambda: not session.fast_forward.is_busy)
    assert session.step == session.run.last
    assert session.step == 1234 or session.run.is_over
    assert transport.step_field.text() == str(session.step)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("-1", "The step is between 0 and 16000000, not -1."),
        ("2.5", "The step is a whole number, not 2.5."),
        ("1e9", "The step is between 0 and 16000000, not 1000000000."),
        ("soon", "“soon” is not a number."),
    ],
)
def test_what_is_no_step_is_refused_in_one_sentence(
    transport: TransportBar, session: Session, hands: Any, text: str, message: str
) -> None:
    session.step_on(5)
    typed(transport, text)
    assert session.step == 5
    assert hands.message == [message]


def test_while_it_is_typed_time_may_run_and_the_text_stays(
    transport: TransportBar, session: Session, hands: Any
) -> None:
    session.play()
    transport.step_field.setFocus()
    QTest.keyClick(transport.step_field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(transport.step_field, "4")
    hands.pass_time(1.0)
    assert transport.step_field.text() == "4"
    QTest.keyClick(transport.step_field, Qt.Key.Key_Escape)
    session.pause()
    assert transport.step_field.text() == str(session.step)
