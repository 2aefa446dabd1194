"""Links to scenes, and what is pasted into the window."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.window import Window
from physics.landscape.points import PointsLandscape
from tests.support.scenes import shown
from tests.window.conftest import CTRL, Person
from tests.window.scenario_files import title


def test_a_scene_as_a_link_comes_back_the_same(window: Window, person: Person, qtbot: QtBot) -> None:
    session = window.session
    session.step_on(40)
    session.seek(15)
    session.set_parameter(2, "eta", 0.03)
    session.step_on(9)
    before = shown(session)
    person.press(Qt.Key.Key_L, CTRL)
    link = QApplication.clipboard().text()
    assert "\n" not in link
    assert person.message[-1] == f"A link of {len(link):,} characters is on the clipboard: paste it into a chat."
    window.actions_by_name["new"].trigger()
    person.answer("Don't save")
    assert shown(session) != before
    QApplication.clipboard().setText(f"  {link}\n")
    person.press(Qt.Key.Key_V, CTRL)
    assert shown(session) == before
    assert title(window) == "Descending hills*"
    QApplication.clipboard().clear()


def test_what_is_no_link_is_said_in_one_sentence(window: Window, person: Person) -> None:
    before = shown(window.session)
    for text in ("", "hello", "https://example.com/"):
        QApplication.clipboard().setText(text)
        person.press(Qt.Key.Key_V, CTRL)
        assert person.message[-1].startswith("Nothing was pasted: ")
        assert person.message[-1].endswith(".")
    assert shown(window.session) == before
    QApplication.clipboard().clear()


def test_two_pasted_columns_become_a_curve(window: Window, person: Person, qtbot: QtBot) -> None:
    before = shown(window.session)
    QApplication.clipboard().setText("w\tf\tnote\r\n0\t1,5\ta\r\n1\t0\tb\r\n2,5\t1\tc\r\n3\t0,5\td\r\n")
    person.press(Qt.Key.Key_V, CTRL)
    qtbot.waitUntil(lambda: window.editors.import_dialog is not None)
    dialog, window.editors.import_dialog = window.editors.import_dialog, None
    assert dialog is not None
    assert "Of 3 columns the first two are read: w and f." in [label.text() for label in dialog.findChildren(QLabel)]
    dialog.choices[0].click()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    landscape = window.session.landscape
    assert isinstance(landscape, PointsLandscape)
    assert {(0.0, 1.5), (1.0, 0.0), (2.5, 1.0), (3.0, 0.5)} <= set(
        zip(landscape.w.tolist(), landscape.f.tolist(), strict=True)
    )
    assert window.session.title == "Pasted curve"
    person.press(Qt.Key.Key_Z, CTRL)
    assert shown(window.session) == before
    QApplication.clipboard().clear()


def test_what_is_wrong_with_pasted_columns_is_said_with_its_line(window: Window, person: Person, qtbot: QtBot) -> None:
    QApplication.clipboard().setText("0\t1\n1\tx\n")
    person.press(Qt.Key.Key_V, CTRL)
    qtbot.waitUntil(lambda: window.editors.message is not None)
    box, window.editors.message = window.editors.message, None
    assert box is not None
    sentence = "The clipboard: line 2: 'x' is not a number; the first two columns hold numbers such as 2.5."
    assert box.text() == sentence == person.message[-1]
    QTest.keyClick(box, Qt.Key.Key_Return)
    QApplication.clipboard().clear()


def test_in_a_field_paste_is_the_fields(window: Window, person: Person) -> None:
    person.press(Qt.Key.Key_4, CTRL)
    field = window.editor_bar.formula_bar.field
    field.clear()
    QApplication.clipboard().setText("w^2")
    QTest.keyClick(field, Qt.Key.Key_V, CTRL)
    assert field.text() == "w^2"
    assert not person.message
    field.clear()
    QApplication.clipboard().clear()
