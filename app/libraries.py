"""The system libraries that Qt needs on Linux, and the packages that bring them.

Qt's own wheel carries everything else. Read off libQt6Gui.so.6, libqxcb.so, its GLX plugin and libqwayland.so of
PySide6-Essentials 6.11 with readelf; what every Linux has (libc, libstdc++, zlib), or one of these always brings along
by itself, is not listed again.
"""

from dataclasses import dataclass


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
