"""What every test stands on: no screen unless asked for, nobody's own settings, and nothing left behind."""

import contextlib
import gc
import os
import sys
import tempfile
import threading
import weakref
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from tests.support.qt import close_all, deliver_deletions

IN_CI = bool(os.environ.get("CI"))

hypothesis.settings.register_profile("here", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, database=None, print_blob=True)
hypothesis.settings.load_profile("ci" if IN_CI else "here")

nobody = pytest.StashKey[tempfile.TemporaryDirectory[str]]()


def pytest_configure(config: pytest.Config) -> None:
    """Before Qt is loaded: paint offscreen, and keep out of the person's own settings, also in processes started."""
    if not is_real(config):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    config.stash[nobody] = tempfile.TemporaryDirectory(prefix="momentum-lab-tests-")
    for kind in ("CONFIG", "DATA", "STATE", "CACHE"):
        os.environ[f"XDG_{kind}_HOME"] = str(Path(config.stash[nobody].name, kind.lower()))


def is_real(config: pytest.Config) -> bool:
    """Whether these are the tests of a real window, all or some of them."""
    return str(config.option.markexpr).endswith("real_window") and "not real_window" not in config.option.markexpr


def pytest_unconfigure(config: pytest.Config) -> None:
    config.stash[nobody].cleanup()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is about another system; offscreen there is no real window: that group runs by itself."""
    systems = {"linux": sys.platform == "linux", "posix": os.name == "posix", "only_windows": os.name == "nt"}
    elsewhere = [name for name, here in systems.items() if not here]
    other = [item for item in items if any(item.get_closest_marker(name) for name in elsewhere)]
    config.hook.pytest_deselected(items=other)
    items[:] = [item for item in items if item not in other]
    for item in items:
        if item.get_closest_marker("by_chance"):
            item.add_marker(pytest.mark.no_cover)  # what they reach differs from run to run
    # The longest first, so that no process is left alone with one of them at the end.
    items.sort(key=lambda item: item.get_closest_marker("by_chance") is None)
    if is_real(config):
        return
    for item in items:
        if item.get_closest_marker("real_window"):
            item.add_marker(pytest.mark.skip(reason="needs a display: run this group with -m real_window"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a test during which an error was only printed, as Qt and pyqtgraph do; in CI also one that is skipped."""
    report = yield
    printed = "".join(text for title, text in report.sections if title.endswith(str(report.when)))
    if report.passed and "Traceback (most recent call last)" in printed:
        report.outcome = "failed"
        report.longrepr = "an error was printed and went no further:\n" + printed
    if report.skipped and IN_CI and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which is not allowed in CI: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def qapp(qapp: Any) -> Iterator[Any]:
    """The one application: its windows see every mouse move, its standard folders are for tests."""
    import pyqtgraph
    from PySide6.QtCore import QStandardPaths

    pyqtgraph.setConfigOption("mouseRateLimit", -1)
    QStandardPaths.setTestModeEnabled(True)
    yield qapp
    close_all(qapp.topLevelWidgets())


@pytest.fixture(autouse=True)
def nothing_left_behind(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Fail a test that leaves a window, a running timer or a running thread behind; each GUI test has new settings."""
    threads = set(threading.enumerate())
    watch: contextlib.AbstractContextManager[list[str]] = contextlib.nullcontext([])
    if "qapp" in request.fixturenames:
        request.getfixturevalue("qapp")
        watch = watch_qt(tmp_path_factory.mktemp("settings"))
    with watch as remains:
        yield
    remains += [str(thread) for thread in set(threading.enumerate()) - threads if not thread.daemon]
    assert not remains, f"left behind: {', '.join(remains)}"


@contextlib.contextmanager
def watch_qt(settings: Path) -> Iterator[list[str]]:
    """Note the timers and threads that are started; at the end list what still runs or shows, and stop it."""
    from PySide6.QtCore import QSettings, QThread, QTimer
    from PySide6.QtWidgets import QApplication

    for form in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        QSettings.setPath(form, QSettings.Scope.UserScope, str(settings))
    before = QApplication.topLevelWidgets()
    remains: list[str] = []
    gc.disable()  # as in the program: a worker thread that collected could free Qt's objects
    with pytest.MonkeyPatch.context() as patch:
        timers, qt_threads = (noted(patch, kind) for kind in (QTimer, QThread))
        yield remains
    gc.enable()
    deliver_deletions()
    if any(timer.isActive() for timer in living(timers)):
        gc.collect()  # a timer whose owner is in a loop of references goes now, not at some later moment
        deliver_deletions()
    windows = [window for window in QApplication.topLevelWidgets() if window.isVisible() and window not in before]
    running = [timer for timer in living(timers) if timer.isActive()]
    working = [thread for thread in living(qt_threads) if thread.isRunning()]
    remains += map(repr, [*windows, *running, *working])
    for timer in running:
        timer.stop()
    for thread in working:
        thread.quit()
        thread.wait(5000)
    close_all(windows)


def noted(patch: pytest.MonkeyPatch, kind: Any) -> "weakref.WeakSet[Any]":
    """The objects of this kind on which `start` is called from now on."""
    started: weakref.WeakSet[Any] = weakref.WeakSet()
    start = kind.start

    def noting_start(self: Any, *arguments: Any) -> Any:
        started.add(self)
        return start(self, *arguments)

    patch.setattr(kind, "start", noting_start)
    return started


def living(objects: "weakref.WeakSet[Any]") -> list[Any]:
    """Those that Qt has not deleted."""
    import shiboken6

    return [thing for thing in objects if shiboken6.isValid(thing)]
