"""Which files are packed, and which are left out."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from resources.packaging import contents, libraries
from resources.packaging.downloads import EXPECTED
from tests.support.paths import ROOT

pytestmark = pytest.mark.windows

SPEC = ast.parse((ROOT / "build.spec").read_text(encoding="utf-8"))


def constant(name: str) -> object:
    """The value of a name in build.spec."""
    for statement in SPEC.body:
        if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == name:
            return ast.literal_eval(statement.value)
    raise AssertionError(f"build.spec has no {name}")


def sources() -> list[Path]:
    return [*sorted((ROOT / "app").rglob("*.py")), *sorted((ROOT / "physics").rglob("*.py"))]


def imported(path: Path) -> set[str]:
    """The modules that a file names in its imports, and what it takes from them."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def test_the_program_imports_nothing_that_is_left_out() -> None:
    left_out = set(constant("LEFT_OUT"))  # type: ignore[call-overload]
    for path in sources():
        parents = {name[:end] for name in imported(path) for end in [*dots(name), len(name)]}
        assert not parents & left_out, path


PLOTS = """
import numpy, pyqtgraph
import pyqtgraph.GraphicsScene.exportDialog  # imported when it is opened
from PySide6.QtWidgets import QApplication

app = QApplication([])
layout = pyqtgraph.GraphicsLayoutWidget()
plot = layout.addPlot(title="title")
plot.addItem(pyqtgraph.ImageItem(numpy.eye(3)))
plot.plot([0.0, 1.0, 2.0, 3.0], [0.0, 1.0, 0.0, 1.0])
plot.ctrl.fftCheck.setChecked(True)
layout.grab()
print(len(plot.curves))
layout.close()
"""
"""Plots with all that their menu offers."""


FILMS = """
import io
from PIL import Image
first, second = Image.new("P", (8, 8)), Image.new("P", (8, 8), 1)
for image in (first, second):
    image.putpalette(bytes(range(6)))
for name in ("GIF", "PNG", "WEBP"):
    first.quantize(2, Image.Quantize.MEDIANCUT, kmeans=2)
    first.save(io.BytesIO(), name, save_all=True, append_images=[second], duration=[10, 20], loop=0)
print(1)
"""
"""All that films need of Pillow."""


@pytest.mark.parametrize("program", [PLOTS, FILMS], ids=["plots", "films"])
def test_plots_with_their_menus_and_films_need_nothing_that_is_left_out(program: str) -> None:
    blocked = f"import sys; sys.modules.update(dict.fromkeys({constant('LEFT_OUT')}))"
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", blocked + program]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60, env=environment)
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "1", "")


def dots(name: str) -> list[int]:
    return [index for index, letter in enumerate(name) if letter == "."]


@pytest.mark.only_windows
def test_on_windows_names_of_needed_libraries_are_in_lower_case() -> None:
    assert "python311.dll" in contents.needs(Path(sys.base_prefix, "DLLs", "_bz2.pyd"))
    assert "kernel32.dll" in contents.needs(Path(sys.base_prefix, "python311.dll"))


def test_on_windows_libraries_that_nothing_needs_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    needs = {
        "QtGui.pyd": {"qt6gui.dll", "kernel32.dll"},
        "Qt6Gui.dll": {"vcruntime140.dll"},
        "qwindows.dll": {"qt6gui.dll"},
        "python311.dll": {"vcruntime140.dll"},
    }
    monkeypatch.setattr(contents, "needs", lambda source: needs.get(source, set()))
    kept = [
        ("PySide6\\QtGui.pyd", "QtGui.pyd", "EXTENSION"),
        ("PySide6\\Qt6Gui.dll", "Qt6Gui.dll", "BINARY"),
        ("PySide6\\plugins\\platforms\\qwindows.dll", "qwindows.dll", "BINARY"),
        ("PySide6\\VCRUNTIME140.dll", "VCRUNTIME140.dll", "BINARY"),
        ("VCRUNTIME140.dll", "VCRUNTIME140.dll", "BINARY"),
        ("python311.dll", "python311.dll", "BINARY"),
    ]
    unneeded = [("PySide6\\Qt6Network.dll", "Qt6Network.dll", "BINARY"), ("libssl-3.dll", "libssl-3.dll", "BINARY")]
    assert contents.needed([*unneeded, *kept]) == kept


def test_every_dropped_file_has_a_reason() -> None:
    dropped = constant("DROPPED")
    assert isinstance(dropped, dict)
    assert all(isinstance(reason, str) and len(reason) > 5 for reason in dropped.values())


def test_the_resources_are_what_the_program_reads_without_scripts() -> None:
    places = contents.resources(ROOT)
    names = {Path(source).name for source, _ in places}
    assert {
        "04-descending-hills.json",
        "Inter-Regular.otf",
        "OFL-Inter.txt",
        "points.csv",
        "momentum-lab-32.png",
    } <= names
    assert not {name for name in names if name.endswith(".py")}
    assert not {folder for _, folder in places if "packaging" in folder}
    assert all((ROOT / folder / Path(source).name).is_file() for source, folder in places)


def test_entries_are_dropped_by_pattern_with_either_separator() -> None:
    entries = [("PySide6\\plugins\\tls\\a.dll", "a", "BINARY"), ("PySide6/Qt6Core.dll", "b", "BINARY")]
    assert contents.without(entries, {"*/plugins/tls/*": "no network"}) == entries[1:]


def test_a_link_without_its_target_is_dropped() -> None:
    file = ("PySide6/Qt/lib/libQt6Gui.so.6", "/somewhere/libQt6Gui.so.6", "BINARY")
    link = ("libQt6Gui.so.6", "PySide6/Qt/lib/libQt6Gui.so.6", "SYMLINK")
    lost = ("libQt6Qml.so.6", "PySide6/Qt/lib/libQt6Qml.so.6", "SYMLINK")
    assert contents.with_target([file, link, lost], [file, link, lost]) == [file, link]


@pytest.mark.linux
def test_the_libraries_of_this_system_are_found() -> None:
    known = libraries.system_libraries()
    assert known["libc.so.6"].is_file()
    assert "libc.so.6" in contents.needs(known["libm.so.6"])


@pytest.mark.parametrize("name", ["libc.so.6", "ld-linux-x86-64.so.2", "libGL.so.1"])
def test_glibc_and_libraries_of_the_desktop_are_left_to_the_system(name: str) -> None:
    assert libraries.is_of_the_system(name)


@pytest.mark.parametrize("name", ["libstdc++.so.6", "libxcb-cursor.so.0", "libssl.so.3", "libcups.so.2", "libc.so.7"])
def test_other_libraries_are_packed(name: str) -> None:
    assert not libraries.is_of_the_system(name)


def test_the_debian_package_depends_on_what_is_left_to_the_system() -> None:
    from app.display import PICTURE, X11

    packages = {library.soname: library.debian for library in PICTURE + X11}
    left = {packages[name] for name in packages if libraries.is_of_the_system(name)}
    assert left | {"fontconfig", "zlib1g"} == set(EXPECTED)
