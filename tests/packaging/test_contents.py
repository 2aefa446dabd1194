"""What goes into the packed program and what does not."""

import ast
from pathlib import Path

import pytest

from resources.packaging import contents
from resources.packaging.deb import EXPECTED
from resources.packaging.pyqtgraph_head import head
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


def test_nothing_that_is_left_out_is_imported_by_the_program() -> None:
    left_out = set(constant("LEFT_OUT"))  # type: ignore[call-overload]
    for path in sources():
        parents = {name[:end] for name in imported(path) for end in [*dots(name), len(name)]}
        assert not parents & left_out, path


def dots(name: str) -> list[int]:
    return [place for place, letter in enumerate(name) if letter == "."]


@pytest.mark.only_windows
def test_on_windows_a_library_says_what_it_needs_in_small_letters() -> None:
    import sys

    assert "python311.dll" in contents.needs(Path(sys.base_prefix, "DLLs", "_bz2.pyd"))
    assert "kernel32.dll" in contents.needs(Path(sys.base_prefix, "python311.dll"))


def test_on_windows_what_nothing_inside_needs_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
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


def test_of_pyqtgraph_only_what_is_packed_is_used() -> None:
    for path in sources():
        names = {name for name in imported(path) if name.split(".")[0] == "pyqtgraph"}
        assert names <= {"pyqtgraph", "pyqtgraph.functions"}, path
        used = {
            ast.unparse(node)
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "pyqtgraph"
        }
        assert used <= {"pyqtgraph.functions", "pyqtgraph.setConfigOptions"}, path


def test_the_head_of_pyqtgraph_ends_with_its_options() -> None:
    import pyqtgraph

    assert pyqtgraph.__file__ is not None
    source = Path(pyqtgraph.__file__).read_text(encoding="utf-8")
    short = head(source)
    assert source.startswith(short)
    assert "def setConfigOptions" in short
    assert "GraphicsScene" not in short
    with pytest.raises(ValueError, match="getConfigOption"):
        head("import os\n")


def test_every_drop_has_a_reason() -> None:
    dropped = constant("DROPPED")
    assert isinstance(dropped, dict)
    assert all(isinstance(reason, str) and len(reason) > 5 for reason in dropped.values())


def test_the_resources_are_all_that_the_program_reads_and_no_script() -> None:
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


def test_entries_are_dropped_by_pattern_also_with_the_separators_of_windows() -> None:
    entries = [("PySide6\\plugins\\tls\\a.dll", "a", "BINARY"), ("PySide6/Qt6Core.dll", "b", "BINARY")]
    assert contents.without(entries, {"*/plugins/tls/*": "no network"}) == entries[1:]


def test_a_link_goes_with_what_it_points_to() -> None:
    file = ("PySide6/Qt/lib/libQt6Gui.so.6", "/somewhere/libQt6Gui.so.6", "BINARY")
    link = ("libQt6Gui.so.6", "PySide6/Qt/lib/libQt6Gui.so.6", "SYMLINK")
    lost = ("libQt6Qml.so.6", "PySide6/Qt/lib/libQt6Qml.so.6", "SYMLINK")
    assert contents.with_target([file, link, lost], [file, link, lost]) == [file, link]


@pytest.mark.linux
def test_the_libraries_of_this_system_are_where_it_says() -> None:
    known = contents.system_libraries()
    assert known["libc.so.6"].is_file()
    assert "libc.so.6" in contents.needs(known["libm.so.6"])


@pytest.mark.parametrize("name", ["libc.so.6", "ld-linux-x86-64.so.2", "libGL.so.1"])
def test_glibc_and_the_desktops_own_are_the_systems(name: str) -> None:
    assert contents.is_of_the_system(name)


@pytest.mark.parametrize("name", ["libstdc++.so.6", "libxcb-cursor.so.0", "libssl.so.3", "libcups.so.2", "libc.so.7"])
def test_others_are_not(name: str) -> None:
    assert not contents.is_of_the_system(name)


def test_the_debian_package_expects_what_is_left_to_the_system() -> None:
    from app.display import PICTURE, X11

    packages = {library.soname: library.debian for library in PICTURE + X11}
    left = {packages[name] for name in packages if contents.is_of_the_system(name)}
    assert left | {"fontconfig", "zlib1g"} == set(EXPECTED)
