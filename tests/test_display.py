import os
import re
import socket
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.display import (
    GLX,
    PICTURE,
    WAYLAND,
    X11,
    Library,
    MissingLibraries,
    NoDisplay,
    display_problem,
    missing,
    picture_problem,
    x11_libraries,
    x11_problem,
    x_server_answers,
)

NOWHERE = ":60987"  # the protocol has numbers up to 59535, so no server is there


def everything(soname: str) -> object:
    """A machine on which every library loads."""
    return soname


def without(*sonames: str) -> Callable[[str], object]:
    """A machine on which these libraries are missing."""

    def load(soname: str) -> object:
        if soname in sonames:
            raise OSError(f"{soname}: cannot open shared object file: No such file or directory")
        return soname

    return load


def answering(display: str) -> bool:
    return True


@pytest.fixture
def x_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """An X server that answers, without one."""
    monkeypatch.setattr("app.display.x_server_answers", answering)


@pytest.fixture
def compositor(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment next to a socket that answers as a Wayland compositor's does."""
    folder = os.path.relpath(tmp_path)  # a socket's name may have about 100 characters
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(f"{folder}/wayland-0")
        listening.listen()
        yield {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": folder}


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_other_systems_bring_all_that_qt_needs(platform: str) -> None:
    nothing = without(*(library.soname for library in PICTURE))
    assert display_problem({}, platform, nothing) is None
    assert picture_problem(platform, nothing) is None


def test_without_a_display_the_sentence_says_where_it_was_sought() -> None:
    problem = display_problem({}, "linux", everything)
    assert isinstance(problem, NoDisplay)
    assert problem.sentence == ("there is no display to open a window on: neither DISPLAY nor WAYLAND_DISPLAY is set")


@pytest.mark.parametrize("way", ["offscreen", "offscreen:size=1x1", "minimal", "vnc", "xcb;offscreen"])
def test_a_platform_without_windows_needs_no_display_but_its_libraries(way: str) -> None:
    environment = {"QT_QPA_PLATFORM": way}
    assert display_problem(environment, "linux", everything) is None
    problem = display_problem(environment, "linux", without("libEGL.so.1"))
    assert problem == MissingLibraries((Library("libEGL.so.1", "libegl1", "libglvnd-egl"),))


ABSENT = ["minimal", "minimalegl", "vnc", "vnc:size=800x600", "linuxfb", "eglfs", "vkkhrdisplay", "wayland-brcm"]
"""What QT_QPA_PLATFORM may ask for, and the packed program does not have."""


@pytest.mark.linux
@pytest.mark.usefixtures("x_server")
@pytest.mark.parametrize("way", [*ABSENT, "no-such", "vnc;linuxfb"])
def test_the_packed_program_says_which_platform_it_does_not_have(compositor: dict[str, str], way: str) -> None:
    environment = {**compositor, "DISPLAY": ":0", "QT_QPA_PLATFORM": way}
    problem = display_problem(environment, "linux", everything, is_packed=True)
    assert isinstance(problem, NoDisplay)
    assert f"asks for {way.partition(':')[0].replace(';', ' or ')}, and there is no such display" in problem.sentence


@pytest.mark.linux
@pytest.mark.usefixtures("x_server")
@pytest.mark.parametrize("way", ["", "offscreen", "vnc;offscreen", "xcb;vnc", "vnc;xcb", "wayland", "wayland-egl;vnc"])
def test_the_packed_program_opens_its_window_on_each_platform_that_it_has(compositor: dict[str, str], way: str) -> None:
    environment = {**compositor, "DISPLAY": ":0", "QT_QPA_PLATFORM": way}
    assert display_problem(environment, "linux", everything, is_packed=True) is None


def test_the_packed_program_asks_no_vnc_viewer_when_the_x_server_is_gone() -> None:
    problem = display_problem({"QT_QPA_PLATFORM": "xcb;vnc"}, "linux", everything, is_packed=True)
    assert isinstance(problem, NoDisplay)


def test_a_platform_that_asks_for_a_display_that_is_not_set_is_named() -> None:
    problem = display_problem({"QT_QPA_PLATFORM": "xcb", "WAYLAND_DISPLAY": "wayland-0"}, "linux", everything)
    assert isinstance(problem, NoDisplay)
    assert "asks for xcb" in problem.sentence


@pytest.mark.usefixtures("x_server")
@pytest.mark.parametrize("library", PICTURE + X11, ids=lambda library: library.soname)
def test_each_library_that_is_missing_for_x11_is_named_with_its_package(library: Library) -> None:
    problem = display_problem({"DISPLAY": ":0"}, "linux", without(library.soname))
    assert problem == MissingLibraries((library,))
    assert isinstance(problem, MissingLibraries)
    assert problem.sentence == (
        f"Qt cannot load {library.soname}: sudo apt-get install {library.debian} "
        f"(on Fedora: sudo dnf install {library.fedora})"
    )


def test_the_packed_program_needs_nothing_of_opengl() -> None:
    assert set(x11_libraries(is_packed=False)) - set(x11_libraries(is_packed=True)) == {GLX}


@pytest.mark.usefixtures("x_server")
def test_several_missing_libraries_are_one_line_that_can_be_copied_with_each_package_once() -> None:
    problem = display_problem({"DISPLAY": ":0"}, "linux", without("libxcb-xkb.so.1", "libxcb-glx.so.0", "libGL.so.1"))
    assert problem is not None
    assert problem.sentence == (
        "Qt cannot load libGL.so.1, libxcb-glx.so.0, libxcb-xkb.so.1: "
        "sudo apt-get install libgl1 libxcb-glx0 libxcb-xkb1 (on Fedora: sudo dnf install libglvnd-glx libxcb)"
    )


@pytest.mark.usefixtures("x_server")
def test_with_a_server_and_all_libraries_nothing_is_wrong() -> None:
    assert display_problem({"DISPLAY": ":0"}, "linux", everything) is None


def test_without_libxcb_the_server_cannot_even_be_asked() -> None:
    problem = x11_problem(NOWHERE, without("libxcb.so.1"))
    assert isinstance(problem, MissingLibraries)
    assert [library.debian for library in problem.libraries] == ["libxcb1"]


@pytest.mark.linux
def test_a_server_that_does_not_answer_is_no_display() -> None:
    problem = display_problem({"DISPLAY": NOWHERE}, "linux")
    assert isinstance(problem, NoDisplay)
    assert problem.sentence.endswith(f"the X server of DISPLAY={NOWHERE} does not answer")


@pytest.mark.linux
def test_a_compositor_that_answers_is_a_display(compositor: dict[str, str]) -> None:
    assert display_problem(compositor, "linux", everything) is None
    assert display_problem({**compositor, "QT_QPA_PLATFORM": "wayland-egl"}, "linux", everything) is None


@pytest.mark.linux
def test_a_compositor_without_waylands_libraries_names_them(compositor: dict[str, str]) -> None:
    problem = display_problem(compositor, "linux", without("libwayland-cursor.so.0"))
    assert problem == MissingLibraries(WAYLAND[1:])


@pytest.mark.linux
def test_a_compositor_that_is_gone_is_no_display(tmp_path: Path) -> None:
    environment = {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": os.path.relpath(tmp_path)}
    problem = display_problem(environment, "linux", everything)
    assert isinstance(problem, NoDisplay)
    assert "WAYLAND_DISPLAY=wayland-0" in problem.sentence


@pytest.mark.linux
def test_one_of_two_displays_is_enough(compositor: dict[str, str]) -> None:
    assert display_problem({**compositor, "DISPLAY": NOWHERE}, "linux", everything) is None


@pytest.mark.linux
def test_what_can_be_cured_is_said_rather_than_what_cannot(compositor: dict[str, str]) -> None:
    absent = without("libwayland-client.so.0")
    problem = display_problem({**compositor, "DISPLAY": NOWHERE}, "linux", absent)
    assert problem == MissingLibraries(WAYLAND[:1])


@pytest.mark.linux
def test_a_real_library_that_exists_loads_and_one_that_does_not_is_missing() -> None:
    absent = Library("libno-such-thing.so.9", "none", "none")
    assert missing((Library("libc.so.6", "libc6", "glibc"), absent)) == (absent,)


@pytest.mark.linux
def test_where_the_tests_run_a_picture_can_be_painted_and_asking_is_quick() -> None:
    assert picture_problem() is None
    began = time.perf_counter()
    assert picture_problem() is None
    assert time.perf_counter() - began < 0.05


@pytest.mark.linux
def test_the_tables_are_what_this_qt_asks_the_linker_for() -> None:
    import PySide6

    qt = Path(PySide6.__path__[0], "Qt")
    wanted = set[str]()
    for name in (
        "lib/libQt6Gui.so.6",
        "lib/libQt6DBus.so.6",
        "lib/libQt6XcbQpa.so.6",
        "plugins/platforms/libqxcb.so",
        "plugins/platforms/libqwayland.so",
        "plugins/xcbglintegrations/libqxcb-glx-integration.so",
    ):
        names = re.findall(rb"\0(lib[\w.+-]+\.so\.\d+)(?=\0)", (qt / name).read_bytes())
        wanted |= {name.decode() for name in names}
    own = {path.name for path in (qt / "lib").iterdir()}
    on_every_linux = {"libc.so.6", "libm.so.6", "libgcc_s.so.1", "libstdc++.so.6", "libz.so.1"}
    brought_along = {"libgthread-2.0.so.0", "libxcb-render.so.0", "libxcb-shm.so.0"}  # by glib, render-util, image
    listed = {library.soname for library in PICTURE + X11 + WAYLAND}
    assert wanted - own - on_every_linux - brought_along == listed


@pytest.mark.real_window
@pytest.mark.linux
def test_in_front_of_a_real_server_nothing_is_wrong() -> None:
    assert x_server_answers(os.environ["DISPLAY"])
    assert display_problem() is None


@pytest.mark.real_window
def test_a_window_opens_where_nothing_is_wrong(qtbot: QtBot) -> None:
    from PySide6.QtWidgets import QApplication, QWidget

    window = QWidget()
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    expected = {"linux": "xcb", "darwin": "cocoa", "win32": "windows"}
    assert QApplication.platformName() == expected[sys.platform]
