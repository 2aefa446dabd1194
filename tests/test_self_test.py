"""The self-test fails when something is not in order, and says what."""

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pyqtgraph
import pytest
from PySide6.QtWidgets import QApplication

from app import self_test
from app.__main__ import main
from app.files.differences import first_difference
from app.self_test import CHECKS, CheckFailed, check_formula, check_noise, check_plot, check_points, stored_trajectories

pytestmark = pytest.mark.windows


def test_every_check_passes_and_the_settings_of_nobody_are_touched(capsys: pytest.CaptureFixture[str]) -> None:
    command = [sys.executable, "-m", "app", "--self-test"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert [line.split()[:2] for line in done.stdout.splitlines()] == [["ok", title] for title in CHECKS]


def altered(content: bytes) -> Callable[[str], bytes]:
    def stored(name: str) -> bytes:
        return content

    return stored


def test_one_bit_of_a_points_run_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    stored = stored_trajectories("points")
    monkeypatch.setattr(
        self_test, "stored_trajectories", altered(stored.replace(b",2.75,", b",2.7500000000000004,", 1))
    )
    with pytest.raises(CheckFailed, match=r"points\.csv: line 2, column 7: 2\.75 instead of 2\.7500000000000004"):
        check_points()
    monkeypatch.setattr(self_test, "stored_trajectories", altered(stored.replace(b",2.75,", b",2.750,", 1)))
    with pytest.raises(CheckFailed, match=r"points\.csv: the numbers are the same, the bytes are not"):
        check_points()


def test_one_bit_of_the_noise_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    assert check_noise() == "the draws of seed 7: all bits as everywhere"
    monkeypatch.setattr(self_test, "DRAWS", (*self_test.DRAWS[:-1], "-0x1.2a88994643bdbp-3"))
    with pytest.raises(CheckFailed, match="the draws of seed 7 are others: 0x1"):
        check_noise()


def test_a_formulas_run_may_differ_in_its_last_bits_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    stored = stored_trajectories("formula")
    monkeypatch.setattr(self_test, "stored_trajectories", altered(stored.replace(b",4.8,", b",4.8000000001,")))
    assert check_formula().endswith("as stored, to 1e-09")
    monkeypatch.setattr(self_test, "stored_trajectories", altered(stored.replace(b",4.8,", b",4.80000001,", 1)))
    with pytest.raises(CheckFailed, match=r"formula\.csv: line 2, column 7: 4\.8 instead of 4\.80000001"):
        check_formula()


@pytest.mark.parametrize(
    ("left_out", "message"), [("plot", "pyqtgraph has drawn no line"), ("addItem", "pyqtgraph has drawn no image")]
)
def test_a_plot_that_is_not_drawn_is_found(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, left_out: str, message: str
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")  # which the check sets, too
    assert check_plot().startswith("a line and an image drawn")
    real = pyqtgraph.PlotWidget

    def without(**options: Any) -> Any:
        widget = real(**options)
        setattr(widget, left_out, lambda *arguments, **keywords: None)
        return widget

    monkeypatch.setattr(pyqtgraph, "PlotWidget", without)
    with pytest.raises(CheckFailed, match=message):
        check_plot()


def test_a_check_that_fails_is_a_line_and_the_others_go_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken() -> str:
        raise FileNotFoundError("no such\nfont")

    def wrong() -> str:
        raise CheckFailed("the curve has one minimum")

    monkeypatch.setattr(self_test, "CHECKS", {"first": broken, "second": wrong, "third": lambda: "all is well"})
    assert main(["--self-test"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "FAILED  first         FileNotFoundError: no such font",
        "FAILED  second        the curve has one minimum",
        "ok      third         all is well",
    ]


@pytest.mark.parametrize(
    ("made", "wanted", "close", "message"),
    [
        (b"a,1\r\n", b"a,1\r\n", 0.0, ""),
        (b"a,0.5\r\n", b"a,0.50\r\n", 0.0, ""),
        (b"a,1\r\n", b"b,1\r\n", 1.0, "line 1, column 1: a instead of b"),
        (b"a,1\r\nb,2\r\n", b"a,1\r\nb,2.5\r\n", 0.4, "line 2, column 2: 2 instead of 2.5"),
        (b"a,1\r\nb,2\r\n", b"a,1\r\nb,2.5\r\n", 0.5, ""),
        (b"a,nan\r\n", b"a,1\r\n", 0.5, "line 1, column 2: nan instead of 1"),
        (b"a,1\r\n", b"a,1,2\r\n", 0.0, "line 1: 2 columns instead of 3"),
        (b"a,1\r\n", b"a,1\r\na,1\r\n", 0.0, "1 line instead of 2"),
    ],
)
def test_the_first_difference_is_named(made: bytes, wanted: bytes, close: float, message: str) -> None:
    assert first_difference(made, wanted, close) == message
