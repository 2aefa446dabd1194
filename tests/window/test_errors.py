"""Errors that nothing caught: logged, one dialog, and the window lives on."""

import logging
import re
import sys
import threading
from collections.abc import Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path

import pytest
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

import app
from app.plotting.layer import CallbackLayer
from app.plotting.plot_view import PlotView
from app.plotting.ticks import spaced_ticks
from app.theme.application import theme
from app.window.errors import UnexpectedErrors, begin_log, log, log_file

pytestmark = pytest.mark.windows


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "logs" / "momentum-lab.log"
    assert begin_log(path)
    yield path
    for handler in log.handlers[:]:
        log.removeHandler(handler)
        handler.close()
    log.propagate = True


@pytest.fixture
def errors(qtbot: QtBot, path: Path) -> Iterator[UnexpectedErrors]:
    hooks = sys.excepthook, threading.excepthook
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    errors = UnexpectedErrors(window, path)
    yield errors
    errors.restore_hooks()
    assert (sys.excepthook, threading.excepthook) == hooks
    window.close()


def boxes(errors: UnexpectedErrors) -> list[QMessageBox]:
    window = errors.parent()
    assert isinstance(window, QWidget)
    return window.findChildren(QMessageBox)


def raise_in_slot() -> None:
    raise RuntimeError("the hill is missing")


def log_to_file_only() -> None:
    """Pytest listens to this log as well: it would take the traceback that belongs there for one that got lost."""
    log.handlers[:] = [handler for handler in log.handlers if isinstance(handler, RotatingFileHandler)]


def happen(errors: UnexpectedErrors, error: Exception) -> None:
    sys.excepthook(type(error), error, None)


def test_it_is_logged_the_clock_stops_and_one_dialog_tells(errors: UnexpectedErrors, path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(errors.stopped):
        happen(errors, RuntimeError("the hill is missing"))
    happen(errors, RuntimeError("once more"))
    qtbot.waitUntil(lambda: len(boxes(errors)) == 1)
    (box,) = boxes(errors)
    assert box.defaultButton() is box.button(QMessageBox.StandardButton.Close)
    assert "the hill is missing" in box.text()
    assert str(path) in box.text()
    logged = path.read_text(encoding="utf-8")
    assert "RuntimeError: the hill is missing" in logged
    assert "RuntimeError: once more" in logged
    box.close()
    qtbot.waitUntil(lambda: not boxes(errors))
    happen(errors, RuntimeError("later"))
    qtbot.waitUntil(lambda: len(boxes(errors)) == 1)
    boxes(errors)[0].close()


class Broken(QWidget):
    """Paints into a picture that is gone when the error is dealt with, as a plot does."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        picture = QPixmap(8, 8)
        with QPainter(picture) as painter:
            painter.drawPoint(1, 1)
            raise RuntimeError("the brush is missing")


def test_an_error_in_painting_is_told_once_however_often_it_is_painted(
    errors: UnexpectedErrors, path: Path, qtbot: QtBot
) -> None:
    log_to_file_only()
    broken = Broken()
    qtbot.addWidget(broken)
    broken.show()
    qtbot.waitUntil(lambda: len(boxes(errors)) == 1)
    boxes(errors)[0].close()
    qtbot.waitUntil(lambda: not boxes(errors))
    for _ in range(5):
        broken.update()
        QApplication.processEvents()
    happen(errors, RuntimeError("another one"))
    qtbot.waitUntil(lambda: len(boxes(errors)) == 1)
    assert "another one" in boxes(errors)[0].text()
    boxes(errors)[0].close()
    assert path.read_text(encoding="utf-8").count("RuntimeError: the brush is missing") == 1


def test_an_error_in_a_plot_is_told_once_however_often_what_is_painted_changes(
    errors: UnexpectedErrors, path: Path, qtbot: QtBot
) -> None:
    def fail(_painter: QPainter) -> None:
        raise RuntimeError("the brush is missing")

    log_to_file_only()
    view = PlotView(theme(), (spaced_ticks(80.0), spaced_ticks(80.0)))
    qtbot.addWidget(view)
    layer = CallbackLayer(view.view_box, fail)
    view.show()
    qtbot.waitUntil(lambda: len(boxes(errors)) == 1)
    boxes(errors)[0].close()
    qtbot.waitUntil(lambda: not boxes(errors))
    for _ in range(3):
        layer.renew()  # as at each move of the mouse
        view.grab()
    QApplication.processEvents()
    assert not boxes(errors)
    assert path.read_text(encoding="utf-8").count("RuntimeError: the brush is missing") == 1


def test_an_error_in_another_thread_is_told_too(errors: UnexpectedErrors, qtbot: QtBot) -> None:
    log_to_file_only()
    thread = threading.Thread(target=raise_in_slot)
    with qtbot.waitSignal(errors.stopped):
        thread.start()
        thread.join()
    qtbot.waitUntil(lambda: len(boxes(errors)) == 1)
    boxes(errors)[0].close()


def test_ctrl_c_is_not_an_error(errors: UnexpectedErrors, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert path.read_text(encoding="utf-8") == ""
    assert "KeyboardInterrupt" in capsys.readouterr().err


def test_where_no_log_can_be_written_the_program_goes_on(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert not begin_log(tmp_path / "file" / "log" / "momentum-lab.log")
    assert log_file().name == "momentum-lab.log"
    assert logging.getLogger("momentum-lab") is log


def test_every_painter_is_used_in_a_with() -> None:
    """One that is still alive when its picture goes takes the program with it."""
    paths = Path(app.__file__).parent.rglob("*.py")
    lines = [line.strip() for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    made = [line for line in lines if re.search(r"\bQPainter\(", line)]
    assert len(made) > 20
    assert [line for line in made if not re.match(r"with (\w+\(.*\) as \w+, )?QPainter\(", line)] == []
