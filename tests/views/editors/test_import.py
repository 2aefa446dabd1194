from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.files.curves import curve_landscape, read_curve
from app.views.editors.import_dialog import ImportDialog
from physics.landscape.points import PointsLandscape
from physics.rules.suggestion import suggest
from tests.views.editors.conftest import Stage


def rough_file(folder: Path, rows: int = 400) -> Path:
    """A wide bowl with ripples, as a curve file."""
    w = np.linspace(0.0, 10.0, rows)
    f = (w - 5.0) ** 2 + 0.4 * np.sin(25.0 * w)
    path = folder / "rough bowl.csv"
    path.write_text("w,f\n" + "\n".join(f"{a!r},{b!r}" for a, b in zip(w.tolist(), f.tolist(), strict=True)))
    return path


def asked(stage: Stage, path: Path, qtbot: QtBot) -> ImportDialog:
    """The dialog that an import opens."""
    stage.editors.import_file(path)
    qtbot.waitUntil(lambda: stage.editors.import_dialog is not None)
    assert stage.editors.import_dialog is not None
    return stage.editors.import_dialog


def closed(stage: Stage) -> None:
    stage.editors.import_dialog = stage.editors.file_dialog = stage.editors.message = None


def test_an_import_proposes_a_smoothing_and_says_what_each_leaves(stage: Stage, qtbot: QtBot, tmp_path: Path) -> None:
    landscape = stage.session.landscape
    path = rough_file(tmp_path)
    curve = read_curve(path)
    valleys = [curve_landscape(curve, share).landscape.features.valley_count for share in (0.0, 0.005, 0.01, 0.02)]
    dialog = asked(stage, path, qtbot)
    assert [choice.text() for choice in dialog.choices] == [
        "No smoothing",
        "0.5 % of the width",
        "1 % of the width",
        "2 % of the width",
    ]
    message = [f"{count} valleys" if count > 1 else "1 valley" for count in valleys]
    assert [choice.accessibleDescription() for choice in dialog.choices] == message
    assert valleys[0] > 30
    assert dialog.chosen is not None
    assert dialog.chosen.valleys == next(count for count in valleys if count <= 16)
    assert stage.session.landscape is landscape
    QTest.mouseClick(dialog.import_button, Qt.MouseButton.LeftButton)
    assert isinstance(stage.session.landscape, PointsLandscape)
    assert stage.session.title == stage.bar.title.text() == "rough bowl"
    suggestion = suggest(stage.session.landscape)
    assert {(ball.start, ball.parameters["eta"]) for ball in stage.session.balls} == {
        (suggestion.start, suggestion.eta)
    }
    closed(stage)


def test_without_smoothing_every_point_of_the_file_stays_and_turns_are_added(
    stage: Stage, qtbot: QtBot, tmp_path: Path
) -> None:
    message: list[str] = []
    stage.session.message.connect(message.append)
    dialog = asked(stage, rough_file(tmp_path), qtbot)
    QTest.mouseClick(dialog.choices[0], Qt.MouseButton.LeftButton, pos=dialog.choices[0].rect().center())
    dialog.choices[0].click()
    dialog.accept()
    landscape = stage.session.landscape
    assert isinstance(landscape, PointsLandscape)
    samples = np.linspace(0.0, 10.0, 400)
    assert np.isin(samples, landscape.w).all()
    added = len(landscape.w) - len(samples)
    assert 10 < added <= len(landscape.features.hills) + np.count_nonzero(~np.isnan(landscape.features.minima))
    assert message[-1] == f"{added} points were added where the curve turns between two of its points."
    closed(stage)


def test_an_import_that_adds_no_point_says_nothing(stage: Stage, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "zigzag.csv"
    path.write_text("0,1\n1,0\n2,1\n3,0\n")
    message: list[str] = []
    stage.session.message.connect(message.append)
    asked(stage, path, qtbot).accept()
    assert message[-1] == ""
    closed(stage)


def test_a_custom_smoothing_in_the_dialog(stage: Stage, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = asked(stage, rough_file(tmp_path), qtbot)
    dialog.custom_field.setFocus()
    dialog.custom_field.selectAll()
    QTest.keyClicks(dialog.custom_field, "1.5")
    QTest.keyClick(dialog.custom_field, Qt.Key.Key_Return)
    assert dialog.custom_choice.isChecked()
    qtbot.waitUntil(lambda: dialog.chosen is not None)
    assert dialog.chosen is not None
    assert dialog.chosen.fraction == pytest.approx(0.015)
    assert dialog.custom_label.text().endswith("valley")
    assert dialog.isVisible()
    dialog.accept()
    assert len(stage.session.landscape.features.hills) == 0
    closed(stage)


def test_the_preview_follows_the_choice(stage: Stage, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = asked(stage, rough_file(tmp_path), qtbot)
    pictures = []
    for choice in (dialog.choices[0], dialog.choices[3]):
        choice.click()
        pictures.append(dialog.preview.grab().toImage())
    assert pictures[0] != pictures[1]
    dialog.reject()
    closed(stage)


def test_a_cancelled_import_changes_nothing(stage: Stage, qtbot: QtBot, tmp_path: Path) -> None:
    landscape, title = stage.session.landscape, stage.session.title
    dialog = asked(stage, rough_file(tmp_path), qtbot)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert (stage.session.landscape, stage.session.title) == (landscape, title)
    closed(stage)


@pytest.mark.parametrize(
    ("text", "words"),
    [("w,f\n0,1\n1,two\n2,1\n3,1\n", "line 3"), ("0,1\n1,1\n", "at least 4")],
)
def test_a_bad_file_is_refused_in_one_sentence(
    stage: Stage, qtbot: QtBot, tmp_path: Path, text: str, words: str
) -> None:
    landscape, path = stage.session.landscape, tmp_path / "bad.csv"
    path.write_text(text)
    stage.editors.import_file(path)
    qtbot.waitUntil(lambda: stage.editors.message is not None)
    box = stage.editors.message
    assert box is not None
    assert box.text().startswith("bad.csv: ")
    assert words in box.text()
    assert stage.message[-1] == box.text()
    assert stage.session.landscape is landscape
    box.close()
    closed(stage)


def test_a_file_that_is_not_there_is_named(stage: Stage, qtbot: QtBot, tmp_path: Path) -> None:
    stage.editors.import_file(tmp_path / "none.csv")
    qtbot.waitUntil(lambda: stage.editors.message is not None)
    box = stage.editors.message
    assert box is not None
    assert box.text().startswith(f"{tmp_path / 'none.csv'} can't be opened: it is not there. ")
    box.close()
    closed(stage)


def test_a_file_can_be_asked_for(stage: Stage, qtbot: QtBot, tmp_path: Path) -> None:
    path = rough_file(tmp_path)
    QTest.mouseClick(stage.bar.import_button, Qt.MouseButton.LeftButton)
    files = stage.editors.file_dialog
    assert files is not None
    files.setDirectory(str(tmp_path))
    files.selectFile(path.name)
    files.accept()
    qtbot.waitUntil(lambda: stage.editors.import_dialog is not None)
    dialog = stage.editors.import_dialog
    assert dialog is not None
    dialog.accept()
    assert stage.session.title == "rough bowl"
    closed(stage)


def test_the_gallery_leads_to_an_import(stage: Stage) -> None:
    stage.bar.set_mode("choose")
    gallery = stage.bar.gallery
    assert gallery is not None
    button = next(button for button in gallery.findChildren(QPushButton) if button.text().startswith("Import"))
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert stage.bar.gallery is None
    assert stage.editors.file_dialog is not None
    stage.editors.file_dialog.reject()
    closed(stage)


def test_a_second_import_takes_the_place_of_the_first(stage: Stage, qtbot: QtBot, tmp_path: Path) -> None:
    path = rough_file(tmp_path)
    other = path.with_name("other.csv")
    other.write_text("0,1\n1,0\n2,1\n3,0\n")
    stage.editors.import_file(path)
    dialog = asked(stage, other, qtbot)
    assert dialog.windowTitle() == "Import other"
    dialog.reject()
    closed(stage)


def test_a_smoothing_out_of_bounds_is_refused(stage: Stage, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = asked(stage, rough_file(tmp_path), qtbot)
    before = dialog.chosen
    dialog.custom_field.setFocus()
    dialog.custom_field.selectAll()
    QTest.keyClicks(dialog.custom_field, "50")
    QTest.keyClick(dialog.custom_field, Qt.Key.Key_Return)
    assert dialog.custom_field.property("refused")
    assert dialog.chosen is before
    dialog.reject()
    closed(stage)


def test_no_message_outlives_an_import_that_was_cancelled(stage: Stage, qtbot: QtBot, tmp_path: Path) -> None:
    message: list[str] = []
    stage.session.message.connect(message.append)
    dialog = asked(stage, rough_file(tmp_path), qtbot)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert message[0].startswith("Reading")
    assert message[-1] == ""
    closed(stage)
