"""With the pseudo-language on, nothing that can be read in the window or on the command line is without brackets."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QMessageBox
from pytestqt.qtbot import QtBot

from app.cli import main
from app.cli.options import COMMANDS
from app.cli.pictures import THEMES
from app.files.autosaved import About, Autosaved, write_autosaved
from app.files.default import default_scenario
from app.files.presets import load_preset, preset_names
from app.files.scenario import scenario_text
from app.panels.ball_details import StyleButton
from app.session.recovery import recover_scenes
from app.text.figures import PLOTS
from app.theme.application import theme
from app.window.errors import UnexpectedErrors
from app.window.main_window import Window
from app.window.restore_dialog import RestoreDialog
from physics.forcing.schedule import Decay
from physics.landscape.formula.tokens import FUNCTIONS
from physics.rules.base import ALPHA
from physics.rules.registry import parameters, rule_names
from physics.rules.suggestion import suggest
from physics.run.ball import START
from tests.support.pseudo_language import pseudo_language, words_without_brackets
from tests.support.readable_texts import Readable, everything_shown, watch_painting

SYMBOLS = {"Δw", "Δw²", "αΔw", "β₂", "NaN", "Momentum", "Lab"}
"""Symbols with two letters, and the name of the program."""
KEYS = {"Ctrl", "Shift", "Alt", "Esc", "Del", "Ins", "Return", "Enter", "Space", "Home", "End", "Tab"}
KEYS |= {"Left", "Right", "Up", "Down"}
TYPED = {"mine", "abc", "foo", "broken", "bowll", "sn", "hills"}
"""What a person typed, or another program said, in these tests."""
IN_FILES = {"momentum", "lab", "version", "landscape"}
"""The beginning of links, and keys of scenarios."""
"""Words of files whose texts do not go through the catalogue yet."""
EXEMPT = SYMBOLS | KEYS | TYPED | IN_FILES
EXAMPLE = re.compile(r"^  momentum-lab(?: \S+)*", re.MULTILINE)
"""A command as it is typed, in a help text."""
OPTION = re.compile(r"(?<![\w-])--?[a-z][a-z0-9-]*")
WORDS_OF_FILES = {*COMMANDS, *rule_names(), *parameters(), START.name, *FUNCTIONS, *Decay, *PLOTS, *THEMES}
WORDS_OF_FILES |= {name.rstrip("0123456789") for name in parameters()}
WORDS_OF_FILES |= {word for name in preset_names() for word in name.split("-")}
"""Of files and the command line: the same in every language."""


@dataclass
class Reader:
    """Opens things in the window, and collects what is without brackets."""

    window: Window
    qtbot: QtBot
    folder: Path
    drawn: set[Readable]
    faults: set[Readable] = field(default_factory=set)

    def read(self, *texts: str) -> None:
        """Read what is open, and these texts."""
        readable = [*everything_shown(), *self.drawn, *(Readable(text, "text") for text in texts)]
        self.drawn.clear()
        for each in readable:
            self._check(each)

    def _check(self, readable: Readable) -> None:
        words = set(words_without_brackets(readable.text))
        if words - EXEMPT:
            self.faults.add(readable)

    def read_text(self, text: str) -> None:
        """Read a text alone."""
        self._check(Readable(text, "text"))

    def close(self) -> None:
        """Close every popup and dialog."""
        for widget in QApplication.topLevelWidgets():
            if widget is not self.window and widget.isVisible():
                widget.close()
        QApplication.processEvents()


@pytest.fixture
def reader(window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Reader]:
    reader = Reader(window, qtbot, tmp_path, watch_painting(monkeypatch))
    window.session.message.connect(reader.read)
    yield reader
    reader.close()
    if reader.faults:
        pytest.fail("\n".join(f"{each.where}: {each.text}" for each in sorted(reader.faults)))


def test_the_window_while_balls_roll(reader: Reader) -> None:
    session = reader.window.session
    reader.read()
    session.step_on(38)
    model = reader.window.outcome_map.model
    reader.qtbot.waitUntil(lambda: not model.computation.is_busy, timeout=60_000)
    for ball in range(len(session.run.balls)):
        session.select(ball)
        QTest.qWait(50)
        reader.read()
    for theme_name in ("light", "dark"):
        reader.window.appearance.toggle_theme()
        assert theme().palette.name == theme_name
        reader.read()
    session.play()
    QTest.qWait(700)
    reader.read()
    session.pause()
    session.to_the_end()
    reader.qtbot.waitUntil(lambda: not session.fast_forward.is_busy, timeout=60_000)
    reader.read()


@pytest.mark.parametrize("preset", ["descending-hills", "shelf", "cliff", "washboard"])
def test_what_has_become_of_the_balls(reader: Reader, preset: str) -> None:
    session, found = reader.window.session, load_preset(preset)
    session.choose(found.landscape, found.title, suggest(found.landscape))
    session.set_start(0, found.landscape.domain[0])
    session.step_on(300)
    session.set_parameter(1, "alpha", 0.5)
    session.set_parameter(2, "eta", 0.01)
    session.drag(3, 0.5 * sum(found.landscape.domain))
    session.drop()
    session.step_on(300)
    for ball in range(len(session.run.balls)):
        session.select(ball)
        reader.read(session.scene.outcome_sentence(ball))
    line = reader.window.transport.time_line
    line.show_step()
    for step in range(session.step + 1):
        reader.read_text(line.marks.tooltip_text(step, step))


def test_slow_motion(reader: Reader) -> None:
    session = reader.window.session
    session.step_on(3)
    session.slow_motion.toggle()
    for _moment in range(5):
        reader.read()
        session.go_on()


def test_what_the_mouse_is_over(reader: Reader) -> None:
    window = reader.window
    window.session.step_on(40)
    reader.read()
    for name in window.plots.names:
        plot = window.plots.plot(name)
        for x in range(60, plot.width() - 10, 40):
            for y in range(40, plot.height() - 20, 15):
                QTest.mouseMove(plot.viewport(), QPoint(x, y))
        reader.read(*plot.reading_parts())
    view = window.outcome_map.view
    for x in range(60, view.width() - 20, 60):
        QTest.mouseMove(view, QPoint(x, view.height() // 2))
        QTest.qWait(100)
        reader.read()
    for card in window.balls_panel.list.cards:
        slider = card.slider
        for x in range(10, slider.width() - 10, 40):
            QTest.mouseMove(slider, QPoint(x, slider.height() // 2))
            QTest.qWait(20)
            reader.read()


def test_menus_and_popovers(reader: Reader) -> None:
    window = reader.window
    window.menus.buttons[0].menu().popup(QPoint())
    reader.read()
    window.recent_menu.popup(QPoint())
    reader.read()
    reader.close()
    window.settings.recent = (str(reader.folder / "mine.momentum"),)
    window.recent_menu.popup(QPoint())
    reader.read()
    reader.close()
    for button in window.menus.buttons[1:]:
        button.menu().popup(QPoint())
        reader.read()
        reader.close()
    window.outcome_map.axes_button.click()
    reader.read()
    reader.close()
    window.outcome_map.more_button.click()
    reader.read()
    reader.close()
    window.transport.speed_button.open_panel()
    reader.read()
    reader.close()
    window.balls_panel.list.open(1)
    reader.read()
    style = window.findChild(StyleButton)
    assert isinstance(style, StyleButton)
    style.open_picker()
    reader.read()
    reader.close()
    window.balls_panel.more_button.click()
    reader.read()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    for index in range(len(menu.actions())):
        window.balls_panel.more_button.click()
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        menu.actions()[index].trigger()
        reader.read()
        reader.close()


def test_the_ways_to_a_landscape(reader: Reader) -> None:
    window, bar = reader.window, reader.window.editor_bar
    bar.set_mode("choose")
    assert bar.gallery is not None
    for button in bar.gallery.gallery.buttons:
        button.preset.landscape  # noqa: B018  # loads it
        button.pointed_at.emit()
        reader.read()
    reader.close()
    bar.set_mode("formula")
    field = bar.formula_bar.field
    for text in ("", "sin(", "2*", "w^2 +* 3", "foo(w)", "1/0", "w^2"):
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Backspace if not text else Qt.Key.Key_Return)
        reader.read(bar.formula_bar.error)
    bar.formula_bar.lo.setText("9")
    bar.formula_bar.lo.setModified(True)
    QTest.keyClick(bar.formula_bar.lo, Qt.Key.Key_Return)
    reader.read(bar.formula_bar.error)
    bar.set_mode("draw")
    reader.read()
    bar.set_mode("points")
    reader.read()
    edit = window.editors.points_tool.edit
    for index in (0, 2):
        edit.select(index)
        reader.read()
        edit.remove(index)
        reader.read()
    while len(edit.handles) > 4:
        edit.remove(1)
    edit.remove(1)
    reader.read()


def test_large_text_and_a_presentation(reader: Reader) -> None:
    window = reader.window
    window.appearance.set_text_size(2.0)
    QTest.qWait(50)
    assert window.arrangement.room_bar.isVisible()
    reader.read()
    window.presentation.toggle()
    QTest.qWait(50)
    reader.read()
    window.presentation.end()
    window.appearance.set_text_size(1.0)


def test_numbers_that_are_refused(reader: Reader) -> None:
    field = reader.window.transport.step_field
    for text in ("", "1/0", "abc", "1e999*1e999", "2.5", "-1"):
        field.setFocus()
        field.setText(text)
        field.setModified(True)
        QTest.keyClick(field, Qt.Key.Key_Return)
        reader.read()


def test_dialogs_and_questions(reader: Reader) -> None:
    window, dialogs = reader.window, reader.window.dialogs
    for function in (dialogs.show_help, dialogs.ask_for_title, dialogs.ask_for_series, window.pictures.ask):
        function()
        reader.read()
        reader.close()
    dialogs.offer_ball()
    reader.read()
    reader.close()
    window.scenarios.save_to(reader.folder / "mine.momentum")
    window.session.add()
    window.scenarios.confirm_discard(lambda: None)
    reader.read()
    reader.close()
    (reader.folder / "mine.momentum").write_text("changed")
    window.scenarios.save()
    reader.read()
    reader.close()
    window.copy_window()
    window.clipboard.copy_link()
    window.scenarios.save_to(reader.folder / "mine.momentum")
    window.clipboard.paste()
    QApplication.clipboard().setText("hills")
    window.clipboard.paste()
    for open_dialog in (window.scenarios.ask_to_open, window.scenarios.save_as):
        open_dialog()
        reader.read()
        reader.close()


def test_files_that_cannot_be_opened_or_saved(reader: Reader) -> None:
    window, broken = reader.window, reader.folder / "broken.momentum"
    (reader.folder / "mine").mkdir()
    broken.write_text('{"format": "momentum-lab/scenario"}')
    for path in (broken, reader.folder / "gone.momentum", reader.folder / "mine"):
        window.scenarios.open(path)
        reader.qtbot.waitUntil(lambda: window.findChild(QMessageBox) is not None)
        reader.read()
        reader.close()
    window.scenarios.save_to(reader.folder / "gone" / "mine.momentum")
    reader.read()


def test_exports(reader: Reader) -> None:
    window = reader.window
    window.scenarios.save_to(reader.folder / "mine.momentum")
    window.session.step_on(10)
    for open_dialog in (window.exporter.ask, window.exporter.ask_for_map):
        open_dialog()
        reader.read()
        reader.close()
    for name in ("mine.csv", "run.csv", "gone/run.csv"):
        window.exporter.export(reader.folder / name)
        reader.qtbot.waitUntil(lambda: not window.exporter.is_busy)
        reader.read()
        reader.close()


def test_importing_a_curve(reader: Reader) -> None:
    editors, path = reader.window.editors, reader.folder / "hills.csv"
    editors.ask_for_file()
    reader.read()
    reader.close()
    w = np.linspace(0.0, 10.0, 400)
    path.write_text("\n".join(f"{a},{b}" for a, b in zip(w, np.sin(3.0 * w), strict=True)))
    editors.import_file(path)
    reader.qtbot.waitUntil(lambda: editors.import_dialog is not None)
    dialog = editors.import_dialog
    assert dialog is not None
    reader.read()
    dialog.custom_choice.setChecked(True)
    reader.qtbot.waitUntil(lambda: dialog.chosen is not None)
    reader.read()
    reader.close()
    path.write_text("w,f\n1,2\n")
    editors.import_file(path)
    reader.qtbot.waitUntil(lambda: editors.message is not None)
    reader.read()


def test_without_balls_and_what_can_be_undone(reader: Reader) -> None:
    session, window = reader.window.session, reader.window
    session.add()
    session.duplicate(0)
    session.set_parameter(0, "alpha", 0.5)
    session.set_parameter(0, "eta", 0.01)
    session.set_start(0, 1.0)
    session.add_series(ALPHA, (0.1, 0.2))
    session.set_title("mine")
    session.step_on(5)
    session.set_parameter(0, "alpha", 0.6)
    session.drag(0, 0.0)
    session.drop()
    session.restart()
    while session.run.balls:
        session.remove(0)
    reader.read()
    window.exporter.ask_for_map()
    stack = session.history.stack
    reader.read(*(stack.text(index) for index in range(stack.count())))
    while stack.canUndo():
        stack.undo()
        reader.read(*(action.text() for action in window.actions()))


def test_unexpected_errors(reader: Reader) -> None:
    errors = UnexpectedErrors(reader.window, reader.folder / "mine")
    errors._show("broken", "broken")
    reader.read()
    errors.restore_hooks()


@pytest.mark.parametrize("count", [1, 2])
def test_restoring(reader: Reader, count: int) -> None:
    now = datetime.now().astimezone()
    for number in range(count):
        folder = reader.folder / str(number)
        folder.mkdir()
        about = About("", reader.folder / "mine.momentum") if number else About("Double well", None)
        text = scenario_text(default_scenario())
        write_autosaved(folder, Autosaved(text, None, about, now - timedelta(days=number)))
    found = recover_scenes(reader.folder)
    dialog = RestoreDialog(found, theme(), lambda scene: scene.put_off(), reader.window, now)
    dialog.show()
    reader.read()
    QTest.mouseClick(dialog.discard_button, Qt.MouseButton.LeftButton)
    reader.read()
    dialog.reject()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ("run", 0),
        ("run --preset cliff --rule nesterov --eta 0.3 --steps 9", 0),
        ("map --size 9 9 --steps 300", 0),
        ("landscapes", 0),
        ("--help", 0),
        ("run --help", 0),
        ("map --help", 0),
        ("landscapes --help", 0),
        ("run --alfa 0.5", 2),
        ("run --alpha 0.5 abc", 2),
        ("run --alpha 1.5", 2),
        ("run --preset bowll", 2),
        ("run --formula sn(w) --domain 0 1", 2),
        ("run --csv x.csv --summary x.csv", 2),
        ("run broken.momentum", 2),
        ("map --size 9 9 --csv .", 2),
        ("map --x start", 2),
        ("map --x-range 0.9 0.5", 2),
        ("map --size 9 9 --csv mine", 1),
    ],
)
def test_the_command_line(
    arguments: str,
    code: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("mine").mkdir()
    Path("broken.momentum").write_text('{"format": "momentum-lab/scenario", "version": 1, "steps": "abc"}')
    with pseudo_language():
        assert main(arguments.split()) == code
    printed = b"".join(capsysbinary.readouterr()).decode()
    assert "[" in printed
    readable = OPTION.sub(" ", EXAMPLE.sub(" ", printed))
    words = set(words_without_brackets(readable))
    assert words <= EXEMPT | WORDS_OF_FILES, printed
