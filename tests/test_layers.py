"""Physics, text, files and command line work without Qt: a fresh process loads none of it."""

import ast
import importlib
import os
import pkgutil
import subprocess
import sys
from pathlib import Path

import grimp
import pytest

from tests.checks import FULLY_COVERED
from tests.support.paths import ROOT

LOADED = """
import importlib, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


def modules_of(package: str) -> list[str]:
    """The package and all modules in it, however deep, without importing any."""
    folder = ROOT.joinpath(*package.split("."))
    if not folder.is_dir():
        return [package]
    names = [package]
    for module in pkgutil.iter_modules([str(folder)], prefix=f"{package}."):
        names += modules_of(module.name)
    return names


def loaded_by(modules: list[str]) -> set[str]:
    """The top-level modules in a fresh process after it imported these."""
    command = [sys.executable, "-c", LOADED, *modules]
    return set(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split())


@pytest.mark.parametrize("package", ["physics", "app.text", "app.files", "app.cli", "app.display"])
def test_it_works_without_qt(package: str) -> None:
    assert loaded_by(modules_of(package)).isdisjoint({"PySide6", "shiboken6", "pyqtgraph"})


MAPPED = """
import sys
from app.__main__ import main
if main(sys.argv[1:]):
    sys.exit(1)
print(*sorted(name for name in sys.modules if name.partition(".")[0] in {"PySide6", "pyqtgraph", "app"}))
"""


def loaded_by_map(folder: Path, *outputs: str) -> set[str]:
    """The modules of Qt and of this program in a fresh process after it made a map."""
    command = [sys.executable, "-c", MAPPED, "map", "--size", "4", "3", *outputs]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True, text=True)
    assert done.stderr == ""
    return set(done.stdout.splitlines()[-1].split())


def test_a_map_loads_qt_only_for_its_picture_and_then_no_widgets(tmp_path: Path) -> None:
    without = loaded_by_map(tmp_path, "--csv", "map.csv", "--summary", "map.json")
    assert [name for name in without if name.startswith("PySide6")] == []
    picture = loaded_by_map(tmp_path, "--png", "map.png")
    assert "PySide6.QtGui" in picture
    assert picture.isdisjoint({"PySide6.QtWidgets", "pyqtgraph", "app.theme.application", "app.theme.palette"})
    assert (tmp_path / "map.png").stat().st_size > 0


def test_the_physics_needs_numpy_and_the_standard_library_only() -> None:
    own = loaded_by(modules_of("physics")) - loaded_by(["numpy"])
    assert own - set(sys.stdlib_module_names) == {"physics"}


@pytest.mark.parametrize("package", ["physics", "app"])
def test_every_name_in_all_exists_once(package: str) -> None:
    for name in modules_of(package):
        if name == "app.__main__":
            continue
        module = importlib.import_module(name)
        names = getattr(module, "__all__", [])
        assert len(set(names)) == len(names)
        assert [missing for missing in names if not hasattr(module, missing)] == []


def test_full_coverage_is_demanded_of_all_that_works_without_qt() -> None:
    graph = grimp.build_graph("app", "physics", include_external_packages=True, cache_dir=None)
    graph.remove_import(importer="app.cli.map", imported="app.pictures.map_png")  # only for --png, as tested above
    with_qt = set[str]()
    for qt in graph.modules & {"PySide6", "pyqtgraph"}:
        with_qt |= graph.find_downstream_modules(qt)

    own = {name for name in graph.modules if name.partition(".")[0] in {"app", "physics"}}
    files = {path for name in own - with_qt for path in [file_of(name)] if path.stat().st_size}
    forgotten = sorted(str(path) for path in files if not any(path.match(pattern) for pattern in FULLY_COVERED))
    assert forgotten == [], "add them to fully-covered in pyproject.toml"


def file_of(module: str) -> Path:
    """The module's file, relative to the project's folder."""
    path = Path(*module.split("."))
    return path / "__init__.py" if (ROOT / path).is_dir() else path.with_suffix(".py")


MAKERS = {"QLabel": "plain_label", "QMessageBox": "plain_box"}
SHOWN_AS_HTML = {"setToolTip": 0, "showText": 1, "setWhatsThis": 0, "setLabelText": 0, "QProgressDialog": 0}
"""Calls that show a text which Qt may take for HTML, and the index of that argument."""


def test_no_text_of_a_file_is_shown_as_html() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{call.lineno}: {ast.unparse(call)}"
        for path in sorted(ROOT.joinpath("app").rglob("*.py"))
        if path.name != "plain_text.py"
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and may_show_html(call)
    ]
    assert found == [], "use app/controls/plain_text.py"


def may_show_html(call: ast.Call) -> bool:
    """Whether a call makes a label or a box that detects HTML, or shows a text that may be HTML."""
    names = ast.unparse(call.func).split(".")
    if any(name in MAKERS for name in names):
        return True
    index = SHOWN_AS_HTML.get(names[-1])
    return index is not None and not is_harmless(call.args[index])


def is_harmless(text: ast.expr) -> bool:
    """Whether a text is a literal, a constant, the translation of one, or escaped."""
    if isinstance(text, ast.Call):
        function = ast.unparse(text.func)
        return function == "plain_tooltip" or (function == "_" and is_harmless(text.args[0]))
    return isinstance(text, ast.Constant) or (isinstance(text, ast.Name) and text.id.isupper())


@pytest.mark.parametrize(
    "code",
    [
        "QLabel(text)",
        "QMessageBox.warning(a, b)",
        "x.setToolTip(f'{title}')",
        "x.setToolTip(_(text))",
        "QToolTip.showText(p, t)",
    ],
)
def test_what_may_show_html_is_found(code: str) -> None:
    call = ast.parse(code, mode="eval").body
    assert isinstance(call, ast.Call)
    assert may_show_html(call)
