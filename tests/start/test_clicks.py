"""A double-clicked file that can't be opened is reported in a dialog, since nobody sees what is printed."""

import os
import subprocess
import time
from pathlib import Path

import pytest
from Xlib import XK, X
from Xlib.display import Display
from Xlib.ext import xtest

from tests.start.conftest import PROGRAM, TIMEOUT_S, look_at, x_server

pytestmark = [pytest.mark.linux, pytest.mark.start]


def close_console() -> None:
    for number in (0, 1, 2):
        os.close(number)


def answer(display: Display, process: subprocess.Popen[bytes]) -> tuple[int, int]:
    """Wait for a dialog and press Escape in it; its size."""
    end = time.monotonic() + TIMEOUT_S
    while process.poll() is None and time.monotonic() < end:
        for window in display.screen().root.query_tree().children:
            seen = look_at(window)
            if seen is not None and seen.colours > 1:
                xtest.fake_input(display, X.MotionNotify, x=seen.x + 20, y=seen.y + 20)
                window.set_input_focus(X.RevertToParent, X.CurrentTime)
                for kind in (X.KeyPress, X.KeyRelease):
                    xtest.fake_input(display, kind, display.keysym_to_keycode(XK.string_to_keysym("Escape")))
                display.sync()
                process.wait(TIMEOUT_S)
                return seen.width, seen.height
        time.sleep(0.02)
    raise AssertionError(f"no dialog came up; exit code {process.poll()}")


@pytest.mark.parametrize("clicked", [{}, {"DESKTOP_STARTUP_ID": "files-1_TIME2"}], ids=["no console", "a log"])
def test_a_file_that_cannot_be_opened_is_answered_in_a_dialog(
    home: dict[str, str], tmp_path: Path, clicked: dict[str, str]
) -> None:
    bad = tmp_path / "bad.momentum"
    bad.write_text("w,f\n")
    with x_server() as (number, display), (tmp_path / "log").open("wb") as log:
        environment = {**home, **clicked, "DISPLAY": f":{number}"}
        how = {"stderr": log} if clicked else {"preexec_fn": close_console}
        with subprocess.Popen([*PROGRAM, str(bad)], env=environment, cwd=tmp_path, **how) as process:  # type: ignore[call-overload]
            width, height = answer(display, process)
    assert process.returncode == 2
    assert width > 200
    assert height > 60
    message = (tmp_path / "log").read_text()
    assert message.count("\n") == len(clicked)
