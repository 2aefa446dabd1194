"""Whether a window can be opened here, asked without Qt, and the system libraries that Qt needs on Linux."""

import ctypes
import os
import socket
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Library:
    """One shared library, by the name that the linker asks for, and the package that brings it."""

    soname: str
    debian: str
    """Its package on Debian and Ubuntu."""
    fedora: str
    """Its package on Fedora."""


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
"""What QtGui needs even to paint a picture without a window."""

GLX = Library("libxcb-glx.so.0", "libxcb-glx0", "libxcb")
"""What Qt's plugin for OpenGL on X11 needs; the packed program goes without that plugin."""

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
"""What Qt's xcb plugin needs besides to open a window on an X server."""

WAYLAND = (
    Library("libwayland-client.so.0", "libwayland-client0", "libwayland-client"),
    Library("libwayland-cursor.so.0", "libwayland-cursor0", "libwayland-cursor"),
)
"""What Qt's wayland plugin needs besides to open a window on a Wayland compositor."""


WITHOUT_DISPLAY = frozenset({"offscreen", "minimal", "minimalegl", "vnc", "linuxfb", "eglfs", "vkkhrdisplay"})
"""Qt's platforms that need neither an X server nor a Wayland compositor."""
IS_PACKED = bool(getattr(sys, "frozen", False))
"""Whether this is the packed program, which has fewer of Qt's platforms inside than Qt has (build.spec)."""

Load = Callable[[str], object]
"""Loads the shared library of this name; raises OSError when it cannot."""


@dataclass(frozen=True)
class NoDisplay:
    """There is nothing to open a window on."""

    reason: str

    @property
    def sentence(self) -> str:
        """The problem in one line."""
        return f"there is no display to open a window on: {self.reason}"


@dataclass(frozen=True)
class MissingLibraries:
    """There is a display, or none is needed, but Qt needs system libraries that cannot be loaded; at least one."""

    libraries: tuple[Library, ...]

    @property
    def sentence(self) -> str:
        """The problem and its cure in one line, with the packages' names on Debian, Ubuntu and Fedora."""
        sonames = ", ".join(library.soname for library in self.libraries)
        debian = packages(library.debian for library in self.libraries)
        fedora = packages(library.fedora for library in self.libraries)
        return f"Qt cannot load {sonames}: sudo apt-get install {debian} (on Fedora: sudo dnf install {fedora})"


def packages(names: Iterable[str]) -> str:
    """The names joined by blanks, each once, in their order."""
    return " ".join(dict.fromkeys(names))


def missing(libraries: Iterable[Library], load: Load = ctypes.CDLL) -> tuple[Library, ...]:
    """Those of the libraries that cannot be loaded here."""

    def loads(library: Library) -> bool:
        try:
            load(library.soname)
        except OSError:
            return False
        return True

    return tuple(library for library in libraries if not loads(library))


def picture_problem(platform: str = sys.platform, load: Load = ctypes.CDLL) -> MissingLibraries | None:
    """What keeps QtGui from being imported, so that not even a picture can be painted; None when nothing does.

    Windows and macOS bring all that Qt needs.
    """
    absent = missing(PICTURE, load) if platform == "linux" else ()
    return MissingLibraries(absent) if absent else None


def display_problem(
    environment: Mapping[str, str] = os.environ,
    platform: str = sys.platform,
    load: Load = ctypes.CDLL,
    is_packed: bool = IS_PACKED,
) -> NoDisplay | MissingLibraries | None:
    """What keeps a window from being opened; None when nothing does.

    Looks where Qt will look: at QT_QPA_PLATFORM, then at DISPLAY and WAYLAND_DISPLAY. Like Qt it is content when one
    of several ways works.
    """
    if platform != "linux":
        return None
    wanted = [way.partition(":")[0] for way in environment.get("QT_QPA_PLATFORM", "").split(";") if way]
    if without_display(is_packed).intersection(wanted):
        return picture_problem(platform, load)
    problems: list[NoDisplay | MissingLibraries | None] = []
    if environment.get("DISPLAY") and (not wanted or "xcb" in wanted):
        problems.append(x11_problem(environment["DISPLAY"], load))
    if environment.get("WAYLAND_DISPLAY") and (not wanted or any(is_wayland(way, is_packed) for way in wanted)):
        problems.append(wayland_problem(environment, load))
    if None in problems:
        return None
    curable = [problem for problem in problems if isinstance(problem, MissingLibraries)]
    return [*curable, *problems, NoDisplay(unset(wanted))][0]


def without_display(is_packed: bool = IS_PACKED) -> frozenset[str]:
    """Qt's platforms that need no display; the packed program has only the one that paints pictures."""
    return frozenset({"offscreen"}) if is_packed else WITHOUT_DISPLAY


def is_wayland(way: str, is_packed: bool = IS_PACKED) -> bool:
    """Whether this is one of Qt's platforms for Wayland; the packed program has no drivers of special hardware."""
    return way in {"wayland", "wayland-egl"} if is_packed else way.startswith("wayland")


def unset(wanted: list[str]) -> str:
    """Why no display was even tried."""
    if wanted:
        return f"QT_QPA_PLATFORM asks for {' or '.join(wanted)}, and there is no such display"
    return "neither DISPLAY nor WAYLAND_DISPLAY is set"


def x11_problem(display: str, load: Load = ctypes.CDLL) -> NoDisplay | MissingLibraries | None:
    """What keeps Qt from opening a window on this X server.

    The server is called by the very library that Qt calls it with: it alone knows every form of the display's name and
    the keys that the server asks for.
    """
    absent = missing(X11[:1], load)
    if not absent and not x_server_answers(display):
        return NoDisplay(f"the X server of DISPLAY={display} does not answer")
    absent = missing(x11_libraries(), load)
    return MissingLibraries(absent) if absent else None


def x11_libraries(is_packed: bool = IS_PACKED) -> tuple[Library, ...]:
    """What a window on an X server needs of the system, or of what the packed program has brought along."""
    return tuple(library for library in PICTURE + X11 if not (is_packed and library is GLX))


def x_server_answers(display: str) -> bool:
    """Whether a client may connect to this X server now.

    The connection stays open until the program ends: an X server whose last client has gone starts anew, and does not
    answer meanwhile, which is just when Qt would call.
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
    """What keeps Qt from opening a window on the Wayland compositor that WAYLAND_DISPLAY names."""
    name = environment["WAYLAND_DISPLAY"]
    address = Path(environment.get("XDG_RUNTIME_DIR", "/"), name)
    with socket.socket(socket.AF_UNIX) as line:
        try:
            line.connect(str(address))
        except OSError:
            return NoDisplay(f"the compositor of WAYLAND_DISPLAY={name} does not answer")
    absent = missing(PICTURE + WAYLAND, load)
    return MissingLibraries(absent) if absent else None
