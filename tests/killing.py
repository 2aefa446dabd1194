"""Kills what writes files at each of its calls to the file system, or at random moments, and checks the files.

`python -m tests.killing CASE FOLDER` kills at each call, `python -m tests.killing CASE FOLDER SECONDS` as often as fits
into that time, at random moments. It prints how often it killed. Only where there is os.fork.
"""

import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tests.support import faults
from tests.support.file_calls import file_calls

MAX_DELAY_S = 0.05
"""Of random moments: everything here is done by then."""


class Case(NamedTuple):
    """Something that writes files, and can be killed."""

    prepare: Callable[[], object]
    act: Callable[[], object]
    check: Callable[[], object]
    """Raises AssertionError when something is lost after the kill."""


def files_case(folder: Path, name: str) -> Case:
    """One of those of `test_faults`: every file is whole, and the next one to write there leaves nothing else."""
    case = faults.CASES[name]
    _, new = faults.calls_of(folder, case)

    def check() -> None:
        before = {name: faults.OLD[name] for name in case.are_there}
        for name in faults.NAMES:
            path = folder / name
            content = path.read_bytes() if path.exists() else None
            assert content in (before.get(name), new.get(name)), name
        case.act(folder)
        assert faults.contents(folder) == new, sorted(faults.contents(folder))

    return Case(lambda: faults.prepared(folder, case), lambda: case.act(folder), check)


def autosave_case(folder: Path) -> Case:
    """A second autosave over a first: one of them is offered, whole, and the next one leaves nothing else."""
    from datetime import UTC, datetime

    from app.files.autosaved import ABOUT, PICTURE, SCENE, About, Autosaved
    from app.files.default import default_scenario
    from app.files.scenario import parse_scenario, scenario_text
    from app.session.recovery import LOCK, InstanceFolder, recover_scenes

    first, second = (
        Autosaved(scenario_text(default_scenario()) + end, title.encode(), About(title), datetime.now(UTC))
        for title, end in (("first", ""), ("second", "\n"))
    )
    base = folder / "autosave"

    def prepare() -> None:
        faults.prepared(folder, faults.CASES["save"])

    def act() -> None:
        own = InstanceFolder(base)
        own.write(first)
        (folder / "first is written").touch()
        own.write(second)

    def check() -> None:
        found = recover_scenes(base)
        if (folder / "first is written").exists():
            (left,) = found
            assert left.saved.scene in (first.scene, second.scene)
            assert left.saved.picture in (first.picture, second.picture)
            assert parse_scenario(left.saved.scene, "left").balls
        for left in found:
            own = InstanceFolder(base)
            own.adopt(left.folder_lock)
            own.write(second)
            assert {path.name for path in left.folder_lock.folder.iterdir()} == {SCENE, PICTURE, ABOUT, LOCK}
            own.remove()

    return Case(prepare, act, check)


def window_case(folder: Path) -> Case:
    """Ctrl+S in the window with an autosave: the work is in its file, or is offered at the next start."""
    from app.files.autosaved import SCENE
    from app.files.default import default_scenario
    from app.files.scenario import read_scenario
    from app.window.safety_net import SafetyNet
    from app.window.settings import clean_settings
    from app.window.startup import application, new_window

    app, path, base = application(), folder / "mine.momentum", folder / "autosave"
    window = new_window(app, default_scenario(), clean_settings())
    net = SafetyNet(window, base)

    def prepare() -> None:
        net.autosave.discard()
        faults.prepared(folder, faults.CASES["save a new file"])
        window.scenarios.show(default_scenario(), None, replays=False)
        window.scenarios.save_to(path)
        window.session.set_parameter(0, "alpha", 0.25)
        net.autosave.save_now()
        while net.autosave.is_pending:
            app.processEvents()

    def act() -> None:
        window.scenarios.save_to(path)
        assert not window.scenarios.is_modified
        assert not autosaved()

    def autosaved() -> list[Path]:
        return list(base.glob(f"*/{SCENE}"))

    def check() -> None:
        assert any(read_scenario(each).balls[0].parameters["alpha"] == 0.25 for each in (path, *autosaved()))

    return Case(prepare, act, check)


def settings_case(folder: Path) -> Case:
    """Settings that are written again and again: every value is one that was written, and the next write is quick."""
    from PySide6.QtCore import QCoreApplication, QSettings

    from app.window.settings import Settings

    app = QCoreApplication.instance() or QCoreApplication([])

    def settings() -> Settings:
        return Settings(QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat))

    def act() -> None:
        mine = settings()
        for number in range(10_000):
            mine.recent = [f"{number}.momentum", "old.momentum"]
            mine.speed = 1.0 + number % 100
            app.processEvents()

    def check() -> None:
        began = time.monotonic()
        mine = settings()
        recent = mine.recent
        assert not recent or recent[1] == "old.momentum"
        assert 1.0 <= mine.speed <= 100.0
        mine.recent = ["after.momentum"]
        assert settings().recent == ("after.momentum",)
        assert time.monotonic() - began < 2.0

    return Case(lambda: faults.prepared(folder, faults.CASES["save a new file"]), act, check)


CASES: dict[str, Callable[[Path], Case]] = {
    **{name: lambda folder, name=name: files_case(folder, name) for name in faults.CASES},  # type: ignore[misc]
    "autosave": autosave_case,
    "window": window_case,
    "settings": settings_case,
}


def kill_self(_: Path) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def in_child(work: Callable[[], object], seconds: float | None = None) -> bool:
    """Run it in a child process, killed after `seconds`; return whether it was killed, by itself or then."""
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException:  # noqa: BLE001  # the child ends here, whatever it is; the parent sees the code
            os._exit(1)
        os._exit(0)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    is_killed = os.WIFSIGNALED(status)
    assert is_killed or os.WEXITSTATUS(status) == 0, "it failed"
    return is_killed


def kill_at_each_call(case: Case, folder: Path) -> int:
    """Kill at the first call, at the second, until it is done before; returns how often that was."""
    at, goes_on = 0, True
    while goes_on:
        case.prepare()

        def act(at: int = at) -> None:
            with file_calls(folder, kill_self, at):
                case.act()

        goes_on = in_child(act)
        checked(case, f"at call {at}")
        at += goes_on
    return at


def kill_at_random(case: Case, seconds: float) -> int:
    """Kill at random moments for so long; returns how often."""
    end, kills = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        case.prepare()
        moment = random.uniform(0.0, MAX_DELAY_S)
        kills += in_child(case.act, moment)
        checked(case, f"after {moment} s")
    return kills


def checked(case: Case, when: str) -> None:
    try:
        case.check()
    except AssertionError as error:
        error.add_note(f"killed {when}")
        raise


if __name__ == "__main__":
    name, folder, *seconds = sys.argv[1:]
    chosen = CASES[name](Path(folder))
    killed = kill_at_random(chosen, float(seconds[0])) if seconds else kill_at_each_call(chosen, Path(folder))
    print(f"killed {killed} times", file=sys.stderr, flush=True)
    os._exit(0)  # Qt's windows and Python would disagree about who goes first
