"""Whatever a scene, a ball or a file is called: it is shown as it is, at once, and nothing of it is taken for HTML."""

import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent, QTextDocumentFragment
from PySide6.QtGui import Qt as RichText
from PySide6.QtWidgets import QApplication, QInputDialog, QLabel, QLineEdit, QProgressDialog, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from app.controls.elided_label import ElidedLabel
from app.controls.number_field import NumberField
from app.files.default import default_scenario
from app.files.link import parse_link
from app.files.scenario import Scenario, parse_scenario, scenario_text
from app.panels.time_line import TimeLine
from app.views.editors.editor_bar import TitleButton
from app.window import Window
from app.window.errors import UnexpectedErrors
from physics.rules.suggestion import suggest
from tests.support.packing import packed
from tests.window.conftest import CTRL, Person

NAMES = {
    "tables in tables": "<table><tr><td>" * 13,
    "an image": "<img src='file:///nowhere/x.png'>",
    "bold": "<b>bold</b> &amp; <i>more</i>",
    "a link": "<a href='https://example.org'>click</a>",
    "ampersands": "A && B & C",
    "as long as can be": "<b>" + "W" * 197,
    "what titles of windows and patterns know": "a[*]b %1 %s {0}",
}
QUICK = 2.0
"""Seconds that any of it may take on a busy machine; tables in tables took 7 s in a tooltip, in a box they never came
back."""


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    return NAMES[request.param]


@pytest.fixture
def scenario(name: str) -> Scenario:
    """A scenario by a stranger: a link in which everything is called by this name."""
    scenario = default_scenario()
    balls = tuple(replace(ball, name=name) for ball in scenario.balls)
    return parse_link(packed(scenario_text(replace(scenario, title=name, balls=balls)).encode()))


@pytest.fixture
def shown(window: Window, scenario: Scenario) -> Iterator[Window]:
    window.scenarios.show(scenario, None, replays=False)
    QApplication.processEvents()
    yield window
    QToolTip.hideText()


@pytest.fixture
def quick() -> Iterator[None]:
    began = time.thread_time()
    yield
    assert time.thread_time() - began < QUICK


def read_by_a_person(text: str) -> str:
    """What a tooltip shows: Qt decides by this very function whether it is HTML."""
    return QTextDocumentFragment.fromHtml(text).toPlainText() if RichText.mightBeRichText(text) else text


def told(widget: QWidget, at: QPoint) -> str:
    """What the mouse is told when it rests there."""
    QToolTip.hideText()
    QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, at, widget.mapToGlobal(at)))
    return read_by_a_person(QToolTip.text())


@pytest.mark.usefixtures("quick")
def test_the_title_tells_its_name(shown: Window, name: str) -> None:
    button = shown.findChild(TitleButton)
    assert isinstance(button, TitleButton)
    assert told(button, button.rect().center()) == f"{name}\nChoose another landscape (Ctrl+1)"


@pytest.mark.usefixtures("quick")
def test_a_ball_tells_its_name(shown: Window, name: str) -> None:
    view, balls = shown.landscape_view.viewport(), shown.landscape_view.balls
    places = ((x, y) for x in range(0, view.width(), 6) for y in range(0, view.height(), 6))
    place = next(place for place in places if balls.balls_at(*place))
    assert told(view, QPoint(*place)).startswith(f"{name}: ")


@pytest.mark.usefixtures("quick")
def test_a_mark_on_the_time_line_tells_the_name(shown: Window, name: str) -> None:
    shown.session.step_on(10)
    shown.session.set_parameter(1, "alpha", 0.25)
    shown.session.step_on(10)
    line = shown.findChild(TimeLine)
    assert isinstance(line, TimeLine)
    assert told(line, QPoint(round(line.x_of(10)), line.height() // 2)).startswith(f"Step 10: {name} → α 0.25.")


@pytest.mark.usefixtures("quick")
def test_a_line_that_is_cut_short_tells_the_name(shown: Window, name: str) -> None:
    line = shown.status_line.sentence
    assert isinstance(line, ElidedLabel)
    line.set_text(f"{name} is too long for this line, {'and it goes on and on ' * 20}")
    assert told(line, line.rect().center()).startswith(name)


@pytest.mark.usefixtures("quick")
def test_the_question_about_unsaved_changes(shown: Window, person: Person, name: str) -> None:
    shown.session.set_parameter(0, "alpha", 0.5)
    shown.close()
    box = person.asked()
    assert box.textFormat() == Qt.TextFormat.PlainText
    assert box.text() == f"“{name}” has changes that are not saved."
    person.answer("Cancel")


@pytest.mark.usefixtures("quick")
def test_the_window_and_its_menus(shown: Window, name: str) -> None:
    assert name.replace("[*]", "[*][*]") in shown.windowTitle()
    shown.session.choose(shown.session.landscape, name, suggest(shown.session.landscape))
    undo = shown.actions_by_name["undo"].text()
    assert undo.replace("&&", "&") == f"Undo landscape “{name}”"
    assert "&" not in undo.replace("&&", "")


@pytest.mark.usefixtures("quick")
@pytest.mark.posix
def test_a_file_of_this_name_that_can_not_be_opened(
    shown: Window, person: Person, name: str, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / name.replace("/", "|")
    path.write_text("{}")
    shown.scenarios.open(path)
    box = person.asked()
    assert box.textFormat() == Qt.TextFormat.PlainText
    assert path.name in box.text()
    person.answer("Close")
    shown.editors.import_file(path)
    qtbot.waitUntil(lambda: shown.editors.message is not None)
    message = shown.editors.message
    assert message is not None
    assert message.textFormat() == Qt.TextFormat.PlainText
    assert path.name in message.text()
    message.close()


@pytest.mark.usefixtures("quick")
def test_what_is_written_while_an_export_is_under_way(shown: Window, name: str, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / f"{name.replace('/', '|')}.csv"
    shown.exporter.export(path)
    progress = shown.findChild(QProgressDialog)
    assert isinstance(progress, QProgressDialog)
    (label,) = (label for label in progress.findChildren(QLabel) if label.text())
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.text() == f"Writing {path.name} …"
    qtbot.waitUntil(lambda: not shown.exporter.is_busy)


@pytest.mark.usefixtures("quick")
def test_an_unexpected_error_about_it(shown: Window, person: Person, name: str) -> None:
    errors = UnexpectedErrors(shown, None)
    try:
        sys.excepthook(ValueError, ValueError(name), None)
        box = person.asked()
        assert box.textFormat() == Qt.TextFormat.PlainText
        assert name in box.text()
        box.close()
    finally:
        errors.restore_hooks()


@pytest.mark.usefixtures("quick")
def test_pasted_where_a_number_is_wanted(name: str, qtbot: QtBot) -> None:
    field = NumberField("η", "η", 1.0)
    qtbot.addWidget(field)
    field.show()
    field.selectAll()
    QApplication.clipboard().setText(name)
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_V, CTRL)
    typed = field.text()
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert typed[:20] in name
    assert read_by_a_person(field.toolTip()) == read_by_a_person(QToolTip.text())
    for tag in ("<table", "<img", "<b>", "<a "):
        assert tag not in field.toolTip()
    QToolTip.hideText()


PASTED = "two\nlines\u202e and \x1b[31m " + "x" * 300


def test_a_pasted_name_is_held_to_what_files_allow(window: Window, qtbot: QtBot) -> None:
    window.session.rename(0, PASTED)
    window.session.set_title(PASTED)
    names = window.session.run.balls[0].name, window.session.title
    assert names == (names[0], names[0])
    assert names[0].startswith("two lines and  [31m x")
    assert len(names[0]) == 200
    text = scenario_text(window.scenarios.to_save())
    assert parse_scenario(text, "pasted.momentum").title == names[0]


def test_the_field_for_the_title_takes_no_more(window: Window, person: Person, qtbot: QtBot) -> None:
    window.dialogs.ask_for_title()
    dialog = window.findChild(QInputDialog)
    assert isinstance(dialog, QInputDialog)
    field = dialog.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    field.selectAll()
    QApplication.clipboard().setText(PASTED)
    qtbot.keyClick(field, Qt.Key.Key_V, CTRL)
    assert len(field.text()) == 200
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert window.session.title.startswith("two lines and  [31m x")
    assert len(window.session.title) <= 200
