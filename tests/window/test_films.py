"""Save film: the dialog, its preview by another process, and the file that a person gets."""

import errno
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QProgressDialog
from pytestqt.qtbot import QtBot

from app.files.default import default_scenario
from app.pictures import film_server
from app.pictures.film_options import FilmInfo, FilmOptions, PreviewFrame, scene_of
from app.pictures.film_process import FilmProcess
from app.pictures.formats import GIF, WEBP
from app.session.tasks import Task
from app.window import Window
from app.window.film_dialog import FilmDialog
from app.window.film_preview import image_of
from app.window.settings import clean_settings
from app.window.startup import new_window

TIMEOUT_MS = 60_000
"""Another process loads Qt on a busy machine."""
SMALL = FilmOptions(GIF, size=(160, 90), steps=(0, 20), speed=10.0, fps=10.0)


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot) -> Iterator[Window]:
    window = new_window(qapp, default_scenario(), clean_settings())
    qtbot.addWidget(window, before_close_func=Window.close_now)
    window.show()
    yield window
    window.close_now()
    qtbot.waitUntil(lambda: not Task.running, timeout=TIMEOUT_MS)


class PretendProcess:
    """Measures and draws at once; refuses a film of the first two steps, and ends at one of the first three."""

    asked: list[FilmOptions]

    def __init__(self) -> None:
        PretendProcess.asked = []

    def __enter__(self) -> "PretendProcess":
        return self

    def __exit__(self, *_error: object) -> None:
        pass

    def preview(self, _scene: object, options: FilmOptions, size: tuple[int, int], _stale: object) -> Iterator[object]:
        self.asked.append(options)
        if options.steps == (0, 2):
            raise ValueError("there is no such film")
        if options.steps == (0, 3):
            raise OSError(errno.ECHILD, "the process has ended")
        first, last = options.steps or (0, 68)
        yield FilmInfo(598, first, last, options.speed or 6.8, 251, 11.04)
        for index in (1, 2):
            yield PreviewFrame(4, 3, bytes([index]) * 12, bytes((0, 0, 0, 255, 0, 0, 0, 0, 255)), 10)
        yield 1_234_567


def open_dialog(window: Window) -> FilmDialog:
    window.actions_by_name["save-film"].trigger()
    dialog = window.findChild(FilmDialog)
    assert isinstance(dialog, FilmDialog)
    return dialog


@pytest.fixture
def dialog(window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> FilmDialog:
    monkeypatch.setattr("app.window.film_preview.FilmProcess", PretendProcess)
    dialog = open_dialog(window)
    fields = dialog.first_field, dialog.last_field, dialog.speed_field
    assert not any(field.isEnabled() for field in fields), "what they begin with is not known yet"
    qtbot.waitUntil(lambda: "1.2 MB" in dialog.info.text())
    assert all(field.isEnabled() for field in fields)
    return dialog


def test_it_says_frames_time_and_size_and_plays(dialog: FilmDialog, qtbot: QtBot) -> None:
    assert dialog.info.text() == "251 frames, 11.0 s; the file will have about 1.2 MB"
    assert (dialog.first_field.value(), dialog.last_field.value(), dialog.last_field.maximum()) == (0, 68, 598)
    assert dialog.speed_field.value() == 6.8
    assert dialog.save_button.isEnabled()
    seen: set[int] = set()
    dialog.feed.shown.connect(lambda image: seen.add(image.pixel(0, 0) & 0xFFFFFF))
    qtbot.waitUntil(lambda: seen == {0xFF0000, 0x0000FF})


def test_what_is_changed_is_previewed(dialog: FilmDialog, qtbot: QtBot) -> None:
    dialog.last_field.setValue(120)
    dialog.theme_box.setCurrentIndex(dialog.theme_box.findData("light"))
    dialog.size_box.setCurrentIndex(1)
    dialog.format.setCurrentIndex(dialog.format.findText("WebP film"))
    assert not dialog.save_button.isEnabled()
    qtbot.waitUntil(dialog.save_button.isEnabled)
    asked = PretendProcess.asked[-1]
    assert (asked.steps, asked.speed, asked.theme, asked.size) == ((0, 120), None, "light", (1280, 720))
    assert asked.film_format is WEBP
    dialog.slow_motion.setChecked(True)
    assert not dialog.gliding.isEnabled()
    dialog.all_steps.click()
    qtbot.waitUntil(dialog.save_button.isEnabled)
    assert (PretendProcess.asked[-1].steps, PretendProcess.asked[-1].is_slow_motion) == (None, True)
    dialog.width_field.setValue(500)
    assert dialog.size_box.currentText() == "Own size"


def test_what_can_not_be_is_said_and_nothing_is_saved(dialog: FilmDialog, qtbot: QtBot) -> None:
    dialog.last_field.setValue(2)
    qtbot.waitUntil(lambda: dialog.info.text() == "There is no such film.")
    assert not dialog.save_button.isEnabled()
    dialog.parts["landscape"].setChecked(False)
    assert dialog.info.text() == "Choose what it shows."


def test_a_process_that_has_ended_is_said_and_the_next_film_has_another(dialog: FilmDialog, qtbot: QtBot) -> None:
    dialog.last_field.setValue(3)
    qtbot.waitUntil(lambda: dialog.info.text() == "The process has ended.")
    assert not dialog.save_button.isEnabled()
    dialog.last_field.setValue(4)
    qtbot.waitUntil(lambda: "1.2 MB" in dialog.info.text())


def test_a_film_is_saved_while_the_run_plays(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    """Through the real process, from the command to the file."""
    window.settings.folder = str(tmp_path)
    dialog = open_dialog(window)
    dialog.size_box.setCurrentIndex(2)
    dialog.last_field.setMaximum(598)
    dialog.last_field.setValue(20)
    dialog.fps_field.setValue(5)
    qtbot.waitUntil(lambda: "MB" in dialog.info.text() or "kB" in dialog.info.text(), timeout=TIMEOUT_MS)
    window.session.play()
    dialog.save_button.click()
    files = window.findChild(QFileDialog)
    assert isinstance(files, QFileDialog)
    with qtbot.waitSignal(
        window.session.message, timeout=TIMEOUT_MS, check_params_cb=lambda text: text.startswith("Saved")
    ) as said:
        files.accept()
        qtbot.waitUntil(lambda: window.session.run.last > 0)
    path = tmp_path / "descending-hills.gif"
    assert said.args == [f"Saved descending-hills.gif to {tmp_path}."]
    with Image.open(path) as film:
        assert film.size == (640, 360)
        assert film.n_frames > 40  # type: ignore[attr-defined]
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_cancelling_leaves_no_file(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    options = FilmOptions(GIF, size=(320, 180), steps=(0, 400), speed=1.0, fps=5.0)
    with qtbot.waitSignal(window.session.message, timeout=TIMEOUT_MS) as said:
        window.exporter.export_film(tmp_path / "long.gif", scene_of(default_scenario()), options)
        progress = window.findChild(QProgressDialog)
        assert isinstance(progress, QProgressDialog)
        qtbot.waitUntil(lambda: progress.value() > 0, timeout=TIMEOUT_MS)
        progress.findChild(QAbstractButton).click()
    assert said.args == ["The export was cancelled; no file was written."]
    assert list(tmp_path.iterdir()) == []


class Recorder:
    """The end of a connection that keeps what is sent; `poll` says when to stop."""

    def __init__(self, stops_after: int | None = None) -> None:
        self.sent: list[object] = []
        self._stops_after = stops_after

    def send(self, message: object) -> None:
        self.sent.append(message)

    def poll(self) -> bool:
        return self._stops_after is not None and len(self.sent) >= self._stops_after


def test_the_other_process_previews_all_frames_of_the_size_that_fits(qapp: QApplication) -> None:
    recorder = Recorder()
    film_server._preview(recorder, scene_of(default_scenario()), SMALL, (80, 80))  # type: ignore[arg-type]
    measure, *others = recorder.sent
    assert measure == FilmInfo(598, 0, 20, 10.0, 21, 3.1)
    pictures = [each for each in others if isinstance(each, PreviewFrame)]
    (size,) = (each for each in others if isinstance(each, int))
    assert [frame.ms for frame in pictures] == [100] * 20 + [1100]
    assert {(frame.width, frame.height) for frame in pictures} == {(80, 45)}
    assert 5_000 < size < 100_000
    image = image_of(pictures[0])
    assert (image.width(), image.height(), image.format()) == (80, 45, QImage.Format.Format_RGB32)
    stopped = Recorder(stops_after=4)
    film_server._preview(stopped, scene_of(default_scenario()), SMALL, (80, 80))  # type: ignore[arg-type]
    assert len(stopped.sent) == 4


def test_a_process_that_is_killed_is_an_error() -> None:
    with FilmProcess() as process:
        process._process.kill()
        with pytest.raises(OSError, match="the process that makes films has ended"):
            list(process.preview(scene_of(default_scenario()), SMALL, (80, 80), lambda: False))
