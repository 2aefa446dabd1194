"""For every test: no screen unless asked for, no settings of the user, and nothing left running."""

import contextlib
import functools
import gc
import os
import sys
import tempfile
import threading
import time
import weakref
from collections import Counter
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from tests.support.qt import close_all, deliver_deletions

IN_CI = bool(os.environ.get("CI"))

hypothesis.settings.register_profile("here", deadline=None)  # 100 examples, others each time
hypothesis.settings.register_profile("check", deadline=None, max_examples=50)
hypothesis.settings.register_profile(
    "ci",
    parent=hypothesis.settings.get_profile("check"),
    derandomize=True,  # the same ones each time
    database=None,
    print_blob=True,
)
hypothesis.settings.load_profile("ci" if IN_CI else "here")

EXAMPLES_MEASURED = 10
"""Of each law. Measuring makes the rest slower by a half and more, and finds the same lines again."""

WINDOWS_MEASURED = 3
"""Of each fixture `window`, for the same reason."""
WINDOWS_MADE = pytest.StashKey[Counter[Any]]()

SCREEN = Path(__file__).parent / "support" / "screen.json"
"""One on which all of the window has room: Qt's own is 800 pixels wide."""
SETTINGS = pytest.StashKey[tempfile.TemporaryDirectory[str]]()


def pytest_configure(config: pytest.Config) -> None:
    """Before Qt is loaded: paint offscreen, and use no settings of the user, also in child processes."""
    if not is_real(config) and os.environ.get("QT_QPA_PLATFORM", "offscreen") == "offscreen":
        # A relative path: on Windows Qt would take the colon of an absolute one for the end of the option.
        os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={os.path.relpath(SCREEN)}"
    config.stash[SETTINGS] = tempfile.TemporaryDirectory(prefix="momentum-lab-tests-")
    for kind in ("CONFIG", "DATA", "STATE", "CACHE"):
        os.environ[f"XDG_{kind}_HOME"] = str(Path(config.stash[SETTINGS].name, kind.lower()))


def is_real(config: pytest.Config) -> bool:
    """Whether the tests of a real window were selected."""
    return str(config.option.markexpr).endswith("real_window") and "not real_window" not in config.option.markexpr


def pytest_unconfigure(config: pytest.Config) -> None:
    config.stash[SETTINGS].cleanup()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect tests of other systems, begin with the longest, and skip tests of a real window offscreen."""
    systems = {"linux": sys.platform == "linux", "posix": os.name == "posix", "only_windows": os.name == "nt"}
    elsewhere = [name for name, here in systems.items() if not here]
    other = [item for item in items if any(item.get_closest_marker(name) for name in elsewhere)]
    config.hook.pytest_deselected(items=other)
    items[:] = [item for item in items if item not in other]
    for item in items:
        if item.get_closest_marker("by_chance"):
            item.add_marker(pytest.mark.no_cover)  # the lines they run differ each time
    # The longest first, so that at the end no process is still busy with one of them alone.
    items.sort(key=lambda item: item.get_closest_marker("by_chance") is None)
    if is_real(config):
        return
    for item in items:
        if item.get_closest_marker("real_window"):
            item.add_marker(pytest.mark.skip(reason="needs a display: run this group with -m real_window"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, Any, Any]:
    """Measure for coverage only the first examples of a law."""
    law, coverage = getattr(getattr(item, "obj", None), "hypothesis", None), measuring(item.config)
    if law is None or coverage is None or item.get_closest_marker("no_cover"):
        return (yield)
    with measured_at_first(law, coverage):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(
    fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest
) -> Generator[None, Any, Any]:
    """Measure for coverage only the first times that a window is made."""
    coverage = measuring(request.config)
    if fixturedef.argname != "window" or coverage is None:
        return (yield)
    made = request.config.stash.setdefault(WINDOWS_MADE, Counter())
    made[fixturedef.func] += 1
    if made[fixturedef.func] <= WINDOWS_MEASURED:
        return (yield)
    coverage.stop()
    try:
        return (yield)
    finally:
        coverage.start()


def measuring(config: pytest.Config) -> Any:
    """The object that measures the coverage, or None."""
    controller = getattr(config.pluginmanager.getplugin("_cov"), "cov_controller", None)
    return getattr(controller, "cov", None)


@contextlib.contextmanager
def measured_at_first(law: Any, coverage: Any) -> Iterator[None]:
    """Stop measuring after `EXAMPLES_MEASURED` examples, until the law has been tried."""
    inner, examples = law.inner_test, 0

    @functools.wraps(inner)
    def counted(*arguments: Any, **named: Any) -> Any:
        nonlocal examples
        examples += 1
        if examples == EXAMPLES_MEASURED + 1:
            coverage.stop()
        return inner(*arguments, **named)

    law.inner_test = counted
    try:
        yield
    finally:
        law.inner_test = inner
        if examples > EXAMPLES_MEASURED:
            coverage.start()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a test that printed a traceback, as Qt and pyqtgraph do; in CI also one that is skipped."""
    report = yield
    printed = "".join(text for title, text in report.sections if title.endswith(str(report.when)))
    if report.passed and "Traceback (most recent call last)" in printed:
        report.outcome = "failed"
        report.longrepr = "a traceback was printed:\n" + printed
    if report.skipped and IN_CI and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which is not allowed in CI: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def qapp(qapp: Any) -> Iterator[Any]:
    """The one application: it gets every mouse move, and uses test folders."""
    import pyqtgraph
    from PySide6.QtCore import QStandardPaths
    from PySide6.QtWidgets import QWidget

    from app.files.worker_processes import WORKERS

    pyqtgraph.setConfigOption("mouseRateLimit", -1)
    list(WORKERS.map(time.sleep, [0.05] * (WORKERS.count + 1)))  # they stay, as do their threads
    QStandardPaths.setTestModeEnabled(True)
    yield qapp
    # A plain QWidget may be one that Qt has made for a graphics layout, which deletes it.
    close_all([widget for widget in qapp.topLevelWidgets() if type(widget) is not QWidget])


@pytest.fixture(autouse=True)
def nothing_left_behind(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Fail a test that leaves a window, a running timer or a thread; each GUI test has new settings."""
    threads = set(threading.enumerate())
    watch: contextlib.AbstractContextManager[list[str]] = contextlib.nullcontext([])
    if "qapp" in request.fixturenames:
        request.getfixturevalue("qapp")
        watch = watch_qt(tmp_path_factory.mktemp("settings"))
    with watch as left:
        yield
    left += [str(thread) for thread in set(threading.enumerate()) - threads if not thread.daemon]
    assert not left, f"left behind: {', '.join(left)}"


@contextlib.contextmanager
def watch_qt(settings: Path) -> Iterator[list[str]]:
    """Record the timers and threads that start; at the end list and stop what still runs or is visible."""
    from PySide6.QtCore import QSettings, QThread, QTimer
    from PySide6.QtWidgets import QApplication

    for form in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        QSettings.setPath(form, QSettings.Scope.UserScope, str(settings))
    before = QApplication.topLevelWidgets()
    left: list[str] = []
    gc.disable()  # as in the program: a collection in a worker thread could free Qt's objects
    with pytest.MonkeyPatch.context() as patch:
        timers, qt_threads = (watch_starts(patch, kind) for kind in (QTimer, QThread))
        yield left
    gc.enable()
    deliver_deletions()
    if any(timer.isActive() for timer in living(timers)):
        gc.collect()  # deletes timers whose owners are in reference cycles
        deliver_deletions()
    windows = [window for window in QApplication.topLevelWidgets() if window.isVisible() and window not in before]
    running = [timer for timer in living(timers) if timer.isActive()]
    working = [thread for thread in living(qt_threads) if thread.isRunning()]
    left += map(repr, [*windows, *running, *working])
    for timer in running:
        timer.stop()
    for thread in working:
        thread.quit()
        thread.wait(5000)
    close_all(windows)


def watch_starts(patch: pytest.MonkeyPatch, kind: Any) -> "weakref.WeakSet[Any]":
    """The objects of this class on which `start` is called from now on."""
    started: weakref.WeakSet[Any] = weakref.WeakSet()
    start = kind.start

    def recording_start(self: Any, *arguments: Any) -> Any:
        started.add(self)
        return start(self, *arguments)

    patch.setattr(kind, "start", recording_start)
    return started


def living(objects: "weakref.WeakSet[Any]") -> list[Any]:
    """The objects that Qt has not deleted."""
    import shiboken6

    return [thing for thing in objects if shiboken6.isValid(thing)]
