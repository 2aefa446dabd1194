"""Starting the program as a person's desktop does, on X servers of every kind, and looking at what appears.

The program is `python -m app`, or the packed one that the variable MOMENTUM_LAB names.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from Xlib import X
from Xlib.display import Display
from Xlib.error import BadMatch, BadWindow
from Xlib.protocol import display as protocol
from Xlib.protocol import event

from app.__main__ import DESKTOP_VARIABLES
from tests.checks import ROOT

PACKED = os.environ.get("MOMENTUM_LAB", "")
PROGRAM = [PACKED] if PACKED else [sys.executable, "-m", "app"]
PATIENCE = 30.0
HIDDEN = (
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "QT_QPA_PLATFORM",
    "XDG_RUNTIME_DIR",
    "XDG_SESSION_TYPE",
    "PYTHONPATH",
    *DESKTOP_VARIABLES,
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is about the packed program when none was named."""
    others = [item for item in items if item.get_closest_marker("packed") and not PACKED]
    config.hook.pytest_deselected(items=others)
    items[:] = [item for item in items if item not in others]


@dataclass(frozen=True)
class Seen:
    """What has appeared on a screen."""

    x: int
    y: int
    width: int
    height: int
    colours: int
    """Different colours in the picture of the window."""


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """The environment of a person who starts the program for the first time."""
    kept = {name: value for name, value in os.environ.items() if name not in HIDDEN}
    places = {
        f"XDG_{kind}_HOME": str(tmp_path / "home" / kind.lower()) for kind in ("CONFIG", "DATA", "CACHE", "STATE")
    }
    path = {} if PACKED else {"PYTHONPATH": str(ROOT)}
    return {**kept, **places, **path, "HOME": str(tmp_path / "home"), "LC_ALL": "C.UTF-8"}


@pytest.fixture(scope="module")
def screen() -> Iterator[tuple[str, Display]]:
    """An X server for tests to which it does not matter."""
    with x_server() as server:
        yield server


@contextmanager
def x_server(*options: str, size: str = "1280x800") -> Iterator[tuple[str, Display]]:
    """An X server of our own with a screen of this size; its number, and a connection that keeps it from resetting."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{size}x24", *options]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL, start_new_session=True)
    os.close(writing)
    with os.fdopen(reading) as answer:
        number = answer.readline().strip()
    try:
        with connection(number) as display:
            yield number, display
    finally:
        server.terminate()
        server.wait()


@contextmanager
def connection(number: str) -> Iterator[Display]:
    """A connection to the X server of this number."""
    # The library keeps one table of events for all connections, though servers number them differently.
    protocol.Display.event_classes = event.event_class.copy()
    display = Display(f":{number}")
    try:
        yield display
    finally:
        display.close()


@pytest.fixture
def started(tmp_path: Path) -> Callable[..., Seen]:
    """Starts the program on a display, looks at its window, and ends it in order."""

    def start(
        display: Display,
        environment: Mapping[str, str],
        *arguments: str,
        then: Callable[[], None] = lambda: None,
        program: Sequence[str] = PROGRAM,
        **how: Any,
    ) -> Seen:
        message = tmp_path / "said"
        with message.open("wb") as stream:
            streams = {"cwd": tmp_path, "stdout": stream, "stderr": stream, **how}
            process = subprocess.Popen([*program, *arguments], env=dict(environment), **streams)
        try:
            seen = window_on(display, process)
            then()
        finally:
            process.terminate()
            code = process.wait(PATIENCE)
        assert (code, message.read_text(encoding="utf-8")) == (0, "")
        return seen

    return start


def window_on(display: Display, process: subprocess.Popen[bytes]) -> Seen:
    """Wait until the program has painted its window, or has ended."""
    end = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < end:
        for window in display.screen().root.query_tree().children:
            seen = look_at(window)
            if seen is not None and seen.width > 300 and seen.colours > 1:
                return seen
        time.sleep(0.02)
    raise AssertionError(f"no window was painted; exit code {process.poll()}")


def look_at(window: Any) -> Seen | None:
    """Place, size and colours of a window that is there to be seen."""
    try:
        if window.get_attributes().map_state != X.IsViewable:
            return None
        place = window.get_geometry()
        picture = window.get_image(0, 0, place.width, place.height, X.ZPixmap, 0xFFFFFFFF)
    except (BadMatch, BadWindow):  # it has just gone, or is not wholly on the screen
        return None
    pixels = bytes(picture.data)
    colours = len({pixels[at : at + 4] for at in range(0, len(pixels), 4)})
    return Seen(place.x, place.y, place.width, place.height, colours)
