"""Export from the window: the file that a person gets, and what can go wrong on the way."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QMessageBox, QProgressDialog
from pytestqt.qtbot import QtBot

from app.cli.program import main
from app.files.ball_table import ball_table
from app.files.default import default_scenario
from app.files.scenario import read_scenario
from app.files.summary import ball_entries
from app.window import Window
from app.window.exporting import PROGRESS_DELAY_MS, progress_dialog
from app.window.settings import clean_settings
from app.window.startup import new_window
from physics.landscape.formula import FormulaLandscape
from physics.rules.base import ALPHA, ETA


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot) -> Iterator[Window]:
    window = new_window(qapp, default_scenario(), clean_settings())
    qtbot.addWidget(window, before_close_func=Window.close_now)
    window.show()
    yield window
    window.close_now()


def roll_for_ever(window: Window) -> None:
    """Make a run that takes a while to write: in a bowl, with nothing ever forgotten."""
    window.session.set_landscape(FormulaLandscape("w^2/9", (-6, 6)))
    window.session.set_parameter_for_all(ALPHA, 1.0)
    window.session.step_on(50_000)
    assert window.session.step == 50_000


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def exported(window: Window, path: Path, qtbot: QtBot) -> None:
    window.exporter.export(path)
    qtbot.waitUntil(lambda: not window.exporter.is_busy)


def test_what_was_exported_replays_to_the_same_bytes(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    session = window.session
    session.step_on(20)
    session.set_parameter(0, "alpha", 0.93)
    session.drag(1, 2.0)
    session.drop()
    session.duplicate(0)
    session.step_on(40)
    path = tmp_path / "balls.csv"
    with qtbot.waitSignal(session.message, check_params_cb=lambda text: "balls.momentum, which reproduces it" in text):
        exported(window, path, qtbot)
    again = tmp_path / "again.csv"
    assert main(["run", str(path.with_suffix(".momentum")), "--csv", str(again)]) == 0
    assert again.read_bytes() == path.read_bytes()
    rows = session.run.recording.rows()
    assert path.read_bytes().count(b"\r\n") == 1 + rows.stepped.sum() > 6 * 55


def test_the_dialog_asks_for_a_name_and_pauses(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    window.settings.folder = str(tmp_path)
    window.session.play()
    window.actions_by_name["export"].trigger()
    dialog = window.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    assert not window.session.playback.is_playing
    assert dialog.selectedFiles()[0].endswith("descending-hills-run.csv")
    dialog.accept()
    qtbot.waitUntil(lambda: (tmp_path / "descending-hills-run.csv").exists())
    qtbot.waitUntil(lambda: not window.exporter.is_busy)
    assert (tmp_path / "descending-hills-run.momentum").exists()


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("My curve", "my-curve-run.csv"),  # not my-curve.csv, from which it may have been imported
        ("…", "momentum-lab-run.csv"),
        ("nul", "nul-scenario-run.csv"),
        ("x" * 300, "x" * 80 + "-run.csv"),
    ],
)
def test_the_name_proposed_is_a_file_name_everywhere(window: Window, title: str, name: str) -> None:
    window.session.set_title(title)
    window.exporter.ask()
    dialog = window.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    assert Path(dialog.selectedFiles()[0]).name == name
    dialog.reject()


def test_a_folder_that_is_gone_gets_one_sentence(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    exported(window, tmp_path / "gone" / "balls.csv", qtbot)
    box = window.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    words = (
        "can't be written: there is no such folder. Connect its drive, or choose another folder; nothing was changed."
    )
    assert box.text() == f"{tmp_path / 'gone' / 'balls.csv'} {words}"
    box.close()


def test_a_name_with_the_scenarios_ending_gets_another(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    exported(window, tmp_path / "balls.momentum", qtbot)
    assert names(tmp_path) == ["balls.momentum.csv", "balls.momentum.momentum"]


def buttons(box: QMessageBox) -> dict[str, QAbstractButton]:
    return {button.text(): button for button in box.buttons()}


@pytest.mark.parametrize("answer", ["Replace", "Choose another name…", "Cancel"])
def test_a_persons_own_scenario_beside_the_csv_is_asked_about(
    window: Window, qtbot: QtBot, tmp_path: Path, answer: str
) -> None:
    own = tmp_path / "mine.momentum"
    window.scenarios.save_to(own)
    saved = own.read_bytes()
    window.session.step_on(10)
    exported(window, tmp_path / "mine.csv", qtbot)
    assert (names(tmp_path), own.read_bytes()) == (["mine.momentum"], saved)
    box = window.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    assert "mine.momentum" in box.text()
    window.session.step_on(10)  # what is exported is what was asked for
    qtbot.mouseClick(buttons(box)[answer], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.exporter.is_busy)
    if answer == "Replace":
        assert read_scenario(own).steps == 10
        exported(window, tmp_path / "mine.csv", qtbot)  # now it is an export
        assert read_scenario(own).steps == 20
    else:
        assert (names(tmp_path), own.read_bytes()) == (["mine.momentum"], saved)
    dialog = window.findChild(QFileDialog)
    assert (dialog is not None) == (answer == "Choose another name…")
    if dialog is not None:
        dialog.reject()


def test_progress_is_shown_also_of_work_that_has_not_told_any(window: Window, qtbot: QtBot) -> None:
    dialog = progress_dialog(window, "Save film", "Writing film.gif …")
    assert not dialog.isVisible()
    qtbot.waitUntil(dialog.isVisible, timeout=5 * PROGRESS_DELAY_MS)


def test_cancelling_leaves_nothing(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    roll_for_ever(window)
    window.exporter.export(tmp_path / "long.csv")
    progress = window.findChild(QProgressDialog)
    assert isinstance(progress, QProgressDialog)
    with qtbot.waitSignal(
        window.session.message, check_params_cb=lambda text: "cancelled; no file" in text, timeout=20_000
    ):
        progress.canceled.emit()
    qtbot.waitUntil(lambda: not window.exporter.is_busy)
    assert names(tmp_path) == []


def test_closing_the_window_ends_an_export(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    roll_for_ever(window)
    window.exporter.export(tmp_path / "long.csv")
    window.close_now()
    assert names(tmp_path) == []
    qtbot.waitUntil(lambda: not window.exporter.is_busy)


def test_a_map_with_noise_is_exported_as_the_command_line_makes_it(
    window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    model, session = window.outcome_map.model, window.session
    session.set_noise(0.5)
    session.set_seed(3)
    model.set_size(8)
    grid = model.grid
    assert grid is not None
    window.exporter.export_map(tmp_path / "map.csv", session.landscape, grid, forcing=model.forcing)
    qtbot.waitUntil(lambda: not window.exporter.is_busy)
    command = f"map --size 8 8 --noise 0.5 --seed 3 --csv {tmp_path / 'same.csv'}"
    assert main(command.split()) == 0
    assert (tmp_path / "same.csv").read_bytes() == (tmp_path / "map.csv").read_bytes()


def test_a_map_is_exported_as_numbers_and_as_a_picture(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    model = window.outcome_map.model
    model.set_size(16)
    model.set_axes((ALPHA, ETA))
    grid = model.grid
    assert grid is not None
    for name in ("map.csv", "map.png"):
        window.exporter.export_map(tmp_path / name, window.session.landscape, grid)
        qtbot.waitUntil(lambda: not window.exporter.is_busy)
    lines = (tmp_path / "map.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1 + 256
    x, y, alpha, eta, start, *_ = lines[100].split(",")
    assert (x, y) == (alpha, eta)
    assert start == "4.8"
    # The same by the command line.
    assert main(["map", "--x", "alpha", "--y", "eta", "--size", "16", "16", "--csv", str(tmp_path / "same.csv"),
                 "--y-range", repr(grid.y.lowest), repr(grid.y.highest)]) == 0  # fmt: skip
    assert (tmp_path / "same.csv").read_bytes() == (tmp_path / "map.csv").read_bytes()
    image = QImage(str(tmp_path / "map.png"))
    assert (image.width(), image.height()) == (16, 16)


def test_a_map_is_copied_as_the_rows_of_its_csv(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    model = window.outcome_map.model
    model.set_size(1024)
    with qtbot.waitSignal(window.session.message, check_params_cb=lambda text: text.startswith("1,048,576 runs are")):
        window.outcome_map.copy_wanted.emit()
    model.set_size(16)
    with qtbot.waitSignal(window.session.message, check_params_cb=lambda text: "16 × 16 runs are on the" in text):
        window.outcome_map.copy_wanted.emit()
    grid = model.grid
    assert grid is not None
    window.exporter.export_map(tmp_path / "map.csv", window.session.landscape, grid)
    qtbot.waitUntil(lambda: not window.exporter.is_busy)
    with (tmp_path / "map.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert [line.split("\t") for line in QApplication.clipboard().text().splitlines()] == rows
    QApplication.clipboard().clear()


def test_the_table_of_the_balls_is_saved_as_it_is_now(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    window.settings.folder = str(tmp_path)
    session = window.session
    session.set_parameter(1, "alpha", 0.85)
    session.step_on(700)
    window.dialogs.toggle_table()
    assert window.dialogs.ball_table is not None
    qtbot.mouseClick(window.dialogs.ball_table.export_button, Qt.MouseButton.LeftButton)
    dialog = window.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    assert dialog.selectedFiles()[0].endswith("descending-hills-balls.csv")
    dialog.filterSelected.emit(dialog.nameFilters()[1])
    assert dialog.defaultSuffix() == "tsv"
    dialog.accept()
    qtbot.waitUntil(lambda: (tmp_path / "descending-hills-balls.tsv").exists())
    qtbot.waitUntil(lambda: not window.exporter.is_busy)
    saved = (tmp_path / "descending-hills-balls.tsv").read_bytes().decode()
    assert saved == ball_table(ball_entries(session.run, session.balls), "\t")
    assert saved.splitlines()[2].split("\t")[:6] == ["2", "", "momentum", "0.85", "0.02", "4.8"]
    window.exporter.export_table(tmp_path / "gone" / "balls.tsv")
    qtbot.waitUntil(lambda: not window.exporter.is_busy)
    box = window.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    assert "there is no such folder" in box.text()
    box.close()


def test_the_map_that_is_shown_is_the_one_that_is_asked_for(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    window.settings.folder = str(tmp_path)
    panel = window.outcome_map
    panel.model.set_size(32)
    qtbot.waitUntil(lambda: panel.model.picture is not None and panel.model.picture.grid == panel.model.grid)
    panel.export_wanted.emit()
    dialog = window.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    assert dialog.selectedFiles()[0].endswith("descending-hills-map.csv")
    dialog.accept()
    qtbot.waitUntil(lambda: (tmp_path / "descending-hills-map.csv").exists())
    qtbot.waitUntil(lambda: not window.exporter.is_busy)
    assert len((tmp_path / "descending-hills-map.csv").read_text(encoding="utf-8").splitlines()) == 1 + 32 * 32
    while window.session.run.balls:
        window.session.remove(0)
    with qtbot.waitSignal(window.session.message, check_params_cb=lambda text: "no ball" in text):
        panel.export_wanted.emit()


def test_a_map_that_takes_too_long_can_be_given_up(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    model = window.outcome_map.model
    model.set_active(False)
    model.set_size(1024)
    grid = model.grid
    assert grid is not None
    window.exporter.export_map(tmp_path / "map.csv", window.session.landscape, grid)
    with qtbot.waitSignal(window.session.message, check_params_cb=lambda text: "cancelled" in text):
        window.exporter.stop()
    qtbot.waitUntil(lambda: not window.exporter.is_busy)
    assert list(tmp_path.iterdir()) == []
