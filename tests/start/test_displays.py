"""The window opens on displays of every kind without a message."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.start.conftest import Seen, x_server
from tests.support.paths import ROOT

pytestmark = [pytest.mark.linux, pytest.mark.start]

MIN_COLOURS = 500


@pytest.mark.parametrize(
    "options",
    [
        ["-nolisten", "tcp"],
        ["-extension", "GLX"],
        ["-extension", "MIT-SHM"],
        ["-dpi", "96"],
        ["-dpi", "192"],
    ],
    ids=" ".join,
)
def test_the_window_opens_whatever_the_x_server_has(
    started: Callable[..., Seen], home: dict[str, str], options: list[str]
) -> None:
    with x_server(*options, size="1920x1200") as (number, display):
        seen = started(display, {**home, "DISPLAY": f":{number}"})
    assert seen.colours > MIN_COLOURS


def test_over_the_network_the_window_opens_as_well(started: Callable[..., Seen], home: dict[str, str]) -> None:
    """As in a remote session: no shared memory, every pixel through a socket."""
    with x_server("-listen", "tcp", "-ac") as (number, display):
        seen = started(display, {**home, "DISPLAY": f"127.0.0.1:{number}"})
    assert seen.colours > MIN_COLOURS


def test_on_an_x_server_that_nobody_else_uses_it_opens_every_time(home: dict[str, str], tmp_path: Path) -> None:
    """Such a server restarts when its last client leaves; one that leaves before the window opens must not matter."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "800x600x24"]
    with subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        with os.fdopen(reading) as answer:
            environment = {**home, "DISPLAY": f":{answer.readline().strip()}"}
        script = "import sys; from app.display import display_problem as ask; sys.exit(any(ask() for _ in range(50)))"
        asked = subprocess.run(
            [sys.executable, "-c", script], check=False, env={**environment, "PYTHONPATH": str(ROOT)}
        )
        server.terminate()
    assert asked.returncode == 0


@pytest.mark.parametrize("scale", ["1", "1.25", "1.5", "2"])
def test_at_every_scaling_the_window_fits_a_screen_of_its_kind(
    started: Callable[..., Seen], home: dict[str, str], scale: str
) -> None:
    width, height = round(1280 * float(scale)), round(800 * float(scale))
    with x_server(size=f"{width}x{height}") as (number, display):
        seen = started(display, {**home, "DISPLAY": f":{number}", "QT_SCALE_FACTOR": scale})
    assert seen.colours > MIN_COLOURS
    assert (seen.x + seen.width <= width, seen.y + seen.height <= height) == (True, True)


def test_on_a_tiny_screen_the_whole_window_is_visible(started: Callable[..., Seen], home: dict[str, str]) -> None:
    with x_server(size="1024x600") as (number, display):
        seen = started(display, {**home, "DISPLAY": f":{number}"})
    assert seen.colours > MIN_COLOURS
    assert (seen.x + seen.width <= 1024, seen.y + seen.height <= 600) == (True, True)


def test_a_window_that_was_left_on_another_monitor_comes_back_to_this_one(
    started: Callable[..., Seen], home: dict[str, str]
) -> None:
    with x_server(size="5760x1080") as (number, display):

        def move() -> None:
            """To the third monitor."""
            windows = display.screen().root.query_tree().children
            wide = [window for window in windows if window.get_geometry().width > 300]
            for window in wide:
                window.configure(x=4200, y=200)
            display.sync()
            while wide[0].get_geometry().x != 4200:
                display.sync()

        started(display, {**home, "DISPLAY": f":{number}"}, then=move)
    with x_server(size="1280x800") as (number, display):
        seen = started(display, {**home, "DISPLAY": f":{number}"})
    assert seen.colours > MIN_COLOURS
    assert (0 <= seen.x <= 1280 - seen.width, 0 <= seen.y <= 800 - seen.height) == (True, True)
