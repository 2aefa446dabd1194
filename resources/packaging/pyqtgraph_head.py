"""pyqtgraph without what is never called: its options and array functions, not its 90 modules of plots and widgets.

Its __init__ imports everything there is, which needs Qt's OpenGL (9 MB) and 0.15 s at each start. The program uses only
what stands in that file before those imports, and `pyqtgraph.functions`, as tests/packaging sees to.
"""

import ast
import importlib.util
import shutil
from pathlib import Path

LAST = "getConfigOption"
"""The last function of pyqtgraph/__init__.py that is kept."""


def shorten(build: Path) -> Path:
    """Copy pyqtgraph with a shortened __init__ below `build`; return the folder for the path of modules."""
    found = importlib.util.find_spec("pyqtgraph")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("pyqtgraph is not installed")
    folder = build / "modules"
    shutil.rmtree(folder, ignore_errors=True)
    package = folder / "pyqtgraph"
    shutil.copytree(Path(found.origin).parent, package, ignore=shutil.ignore_patterns("examples", "__pycache__"))
    source = (package / "__init__.py").read_text(encoding="utf-8")
    (package / "__init__.py").write_text(head(source), encoding="utf-8")
    return folder


def head(source: str) -> str:
    """Everything up to the end of the function `LAST`. Raises ValueError when there is none: pyqtgraph has changed."""
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.FunctionDef) and statement.name == LAST:
            return "".join(source.splitlines(keepends=True)[: statement.end_lineno])
    raise ValueError(f"pyqtgraph/__init__.py no longer defines {LAST}")
