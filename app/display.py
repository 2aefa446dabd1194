"""Whether a window can be opened here, without asking Qt, and the system libraries that Qt needs on Linux.

On the standard library alone: `dev.py` uses it before there is an environment.
"""

import ctypes
import os
import socket
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Library:
    """A shared library and the packages that contain it."""

    soname: str
    debian: str
    """Package on Debian and Ubuntu."""
    fedora: str
    """Package on Fedora."""


PICTURE = (
    Library("libEGL.so.1", "libegl1", "libglvnd-egl"),
    Library("libGL.so.1", "libgl1", "libglvnd-glx"),
    Library("libX11.so.6", "libx11-6", "libX11"),
    Library("libdbus-1.so.3", "libdbus-1-3", "dbus-libs"),
    Library("libfontconfig.so.1", "libfontconfig1", "fontconfig"),
    Library("libfreetype.so.6", "libfreetype6", "freetype"),
    Library("libglib-2.0.so.0", "libglib2.0-0", "glib2"),
    Library("libxkbcommon.so.0", "libxkbcommon0", "libxkbcommon"),
)
"""Needed by QtGui even to paint a picture without a window."""

GLX = Library("libxcb-glx.so.0", "libxcb-glx0", "libxcb")
"""Needed by Qt's plugin for OpenGL on X11, which the packed program does not contain."""

X11 = (
    Library("libxcb.so.1", "libxcb1", "libxcb"),
    Library("libX11-xcb.so.1", "libx11-xcb1", "libX11-xcb"),
    Library("libxcb-cursor.so.0", "libxcb-cursor0", "xcb-util-cursor"),
    GLX,
    Library("libxcb-icccm.so.4", "libxcb-icccm4", "xcb-util-wm"),
    Library("libxcb-image.so.0", "libxcb-image0", "xcb-util-image"),
    Library("libxcb-keysyms.so.1", "libxcb-keysyms1", "xcb-util-keysyms"),
    Library("libxcb-randr.so.0", "libxcb-randr0", "libxcb"),
    Library("libxcb-render-util.so.0", "libxcb-render-util0", "xcb-util-renderutil"),
    Library("libxcb-shape.so.0", "libxcb-shape0", "libxcb"),
    Library("libxcb-sync.so.1", "libxcb-sync1", "libxcb"),
    Library("libxcb-util.so.1", "libxcb-util1", "xcb-util"),
    Library("libxcb-xfixes.so.0", "libxcb-xfixes0", "libxcb"),
    Library("libxcb-xkb.so.1", "libxcb-xkb1", "libxcb"),
    Library("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "libxkbcommon-x11"),
)
"""Needed in addition by Qt's xcb plugin, for a window on an X server."""

WAYLAND = (
    Library("libwayland-client.so.0", "libwayland-client0", "libwayland-client"),
    Library("libwayland-cursor.so.0", "libwayland-cursor0", "libwayland-cursor"),
)
"""Needed in addition by Qt's wayland plugin, for a window on a Wayland compositor."""


WITHOUT_DISPLAY = frozenset({"offscreen", "minimal", "minimalegl", "vnc", "linuxfb", "eglfs", "vkkhrdisplay"})
"""Qt's platforms that need neither an X server nor a Wayland compositor."""
IS_PACKED = bool(getattr(sys, "frozen", False))
"""Whether this is the packed program, which contains only some of Qt's platforms (build.spec)."""

Load = Callable[[str], object]
"""Loads the shared library of this name. Raises OSError."""


@dataclass(frozen=True)
class NoDisplay:
    """There is no display to open a window on."""

    reason: str

    @property
    def sentence(self) -> str:
        """The problem in one line."""
        return f"there is no display to open a window on: {self.reason}"


@dataclass(frozen=True)
class MissingLibraries:
    """There is a display, or none is needed, but system libraries that Qt needs can't be loaded; at least one."""

    libraries: tuple[Library, ...]

    @property
    def sentence(self) -> str:
        """The problem and its cure in one line, with package names for Debian, Ubuntu and Fedora."""
        sonames = ", ".join(library.soname for library in self.libraries)
        debian = packages(library.debian for library in self.libraries)
        fedora = packages(library.fedora for library in self.libraries)
        return f"Qt cannot load {sonames}: sudo apt-get install {debian} (on Fedora: sudo dnf install {fedora})"


def packages(names: Iterable[str]) -> str:
    """The names joined by blanks, without duplicates."""
    return " ".join(dict.fromkeys(names))


def missing(libraries: Iterable[Library], load: Load = ctypes.CDLL) -> tuple[Library, ...]:
    """The libraries that can't be loaded here."""

    def loads(library: Library) -> bool:
        try:
            load(library.soname)
        except OSError:
            return False
        return True

    return tuple(library for library in libraries if not loads(library))


def picture_problem(platform: str = sys.platform, load: Load = ctypes.CDLL) -> MissingLibraries | None:
    """Why QtGui can't be imported, so that not even a picture can be painted; None if it can.

    Windows and macOS have all that Qt needs.
    """
    absent = missing(PICTURE, load) if platform == "linux" else ()
    return MissingLibraries(absent) if absent else None


def display_problem(
    environment: Mapping[str, str] = os.environ,
    platform: str = sys.platform,
    load: Load = ctypes.CDLL,
    is_packed: bool = IS_PACKED,
) -> NoDisplay | MissingLibraries | None:
    """Why no window can be opened; None if one can.

    Like Qt it reads QT_QPA_PLATFORM, then DISPLAY and WAYLAND_DISPLAY, and is satisfied when one of several platforms
    works.
    """
    if platform != "linux":
        return None
    wanted = [name.partition(":")[0] for name in environment.get("QT_QPA_PLATFORM", "").split(";") if name]
    if _platforms_without_display(is_packed).intersection(wanted):
        return picture_problem(platform, load)
    problems: list[NoDisplay | MissingLibraries | None] = []
    if environment.get("DISPLAY") and (not wanted or "xcb" in wanted):
        problems.append(x11_problem(environment["DISPLAY"], load))
    if environment.get("WAYLAND_DISPLAY") and (not wanted or any(_is_wayland(name, is_packed) for name in wanted)):
        problems.append(wayland_problem(environment, load))
    if None in problems:
        return None
    with_cure = [problem for problem in problems if isinstance(problem, MissingLibraries)]
    return [*with_cure, *problems, NoDisplay(_no_display_set(wanted))][0]


def _platforms_without_display(is_packed: bool) -> frozenset[str]:
    """Qt's platforms that need no display; the packed program contains only the one that paints pictures."""
    return frozenset({"offscreen"}) if is_packed else WITHOUT_DISPLAY


def _is_wayland(platform: str, is_packed: bool) -> bool:
    """Whether this is one of Qt's platforms for Wayland; the packed program contains two of them."""
    return platform in {"wayland", "wayland-egl"} if is_packed else platform.startswith("wayland")


def _no_display_set(wanted: list[str]) -> str:
    """Why no display was tried at all."""
    if wanted:
        return f"QT_QPA_PLATFORM asks for {' or '.join(wanted)}, and there is no such display"
    return "neither DISPLAY nor WAYLAND_DISPLAY is set"


def x11_problem(display: str, load: Load = ctypes.CDLL) -> NoDisplay | MissingLibraries | None:
    """Why Qt can't open a window on this X server.

    Connects through libxcb, as Qt does: it knows every form of a display's name, and finds the server's access keys.
    """
    absent = missing(X11[:1], load)
    if not absent and not x_server_answers(display):
        return NoDisplay(f"the X server of DISPLAY={display} does not answer")
    absent = missing(x11_libraries(), load)
    return MissingLibraries(absent) if absent else None


def x11_libraries(is_packed: bool = IS_PACKED) -> tuple[Library, ...]:
    """The libraries that a window on an X server needs."""
    return tuple(library for library in PICTURE + X11 if not (is_packed and library is GLX))


def x_server_answers(display: str) -> bool:
    """Whether a client can connect to this X server now.

    The connection stays open until the program ends: an X server resets when its last client disconnects, and would not
    answer Qt meanwhile.
    """
    xcb = ctypes.CDLL(X11[0].soname)
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(os.fsencode(display), None)
    answers: bool = xcb.xcb_connection_has_error(connection) == 0
    if not answers:
        xcb.xcb_disconnect(connection)
    return answers


def wayland_problem(environment: Mapping[str, str], load: Load = ctypes.CDLL) -> NoDisplay | MissingLibraries | None:
    """Why Qt can't open a window on the Wayland compositor of WAYLAND_DISPLAY."""
    name = environment["WAYLAND_DISPLAY"]
    address = Path(environment.get("XDG_RUNTIME_DIR", "/"), name)
    with socket.socket(socket.AF_UNIX) as connection:
        try:
            connection.connect(str(address))
        except OSError:
            return NoDisplay(f"the compositor of WAYLAND_DISPLAY={name} does not answer")
    absent = missing(PICTURE + WAYLAND, load)
    return MissingLibraries(absent) if absent else None
