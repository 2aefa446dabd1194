"""How the program starts: the window, the commands, and what is done where there is no display."""

import json
import os
import runpy
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from types import ModuleType

import pytest

from app import display
from app.__main__ import DESKTOP_VARIABLES, is_started_by_desktop, main, parse_launch_options
from app.cli.parser import UsageError
from app.display import PICTURE, MissingLibraries, NoDisplay
from app.files.default import default_scenario
from app.files.fingerprint import Fingerprint, fingerprint
from app.files.lesson import Lessons
from app.files.scenario import Scenario, scenario_text
from app.version import __version__
from resources.packaging.names import IDENTIFIER
from tests.support.lessons import LESSON, lesson
from tests.support.paths import ROOT
from tests.support.signals import hear_everything

NO_DISPLAY = NoDisplay("this is a test")
MISSING = MissingLibraries(PICTURE[:1])


class Window:
    """What the program asked of the window."""

    def __init__(self) -> None:
        self.opened: list[tuple[Scenario | None, str | None, Fingerprint | None, bool]] = []
        self.lessons: list[Lessons] = []
        self.pictures: list[tuple[Scenario, Path]] = []

    def open_window(
        self,
        scenario: Scenario | None = None,
        file: str | None = None,
        fingerprint_before: Fingerprint | None = None,
        temp_settings: bool = False,
        lesson: Lessons | None = None,
    ) -> int:
        self.lessons += [] if lesson is None else [lesson]
        self.opened.append((scenario, file, fingerprint_before, temp_settings))
        return 7

    def render_picture(self, scenario: Scenario, path: Path) -> None:
        self.pictures.append((scenario, path))
        path.touch()


@pytest.fixture
def window(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Window:
    """The program in an empty folder, with a display and a window that only takes notes."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QT_QPA_PLATFORM", "")
    window, module = Window(), ModuleType("app.window")
    module.__dict__.update(open_window=window.open_window, render_picture=window.render_picture)
    monkeypatch.setitem(sys.modules, "app.window", module)
    monkeypatch.setattr("app.__main__.prepare_imports", lambda: None)  # it changes the process
    monkeypatch.setattr(display, "display_problem", lambda: None)
    monkeypatch.setattr(display, "picture_problem", lambda: None)
    return window


@pytest.mark.parametrize(
    ("environment", "is_packed", "clicked"),
    [
        ({}, True, False),
        ({"__CFBundleIdentifier": IDENTIFIER}, True, True),
        ({"__CFBundleIdentifier": IDENTIFIER}, False, False),
        ({"__CFBundleIdentifier": "com.apple.Terminal"}, True, False),
        ({"DESKTOP_STARTUP_ID": "files-1_TIME2"}, False, True),
    ],
)
def test_a_click_is_known_by_what_the_desktop_says(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], is_packed: bool, clicked: bool
) -> None:
    for name in (*DESKTOP_VARIABLES, "__CFBundleIdentifier"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "frozen", is_packed, raising=False)
    monkeypatch.setattr(sys, "stderr", StringIO())
    assert is_started_by_desktop() == clicked


def names() -> list[str]:
    return sorted(path.name for path in Path().iterdir())


def test_without_arguments_the_window_opens_on_what_it_opens_with(window: Window) -> None:
    assert main([]) == 7
    assert window.opened == [(None, None, None, False)]


def test_the_arguments_of_the_process_are_used_when_none_are_given(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["momentum-lab", "--temp-settings"])
    assert main() == 7
    assert window.opened[0][3]


def test_a_scenario_is_opened(window: Window) -> None:
    lesson = Scenario("A lesson", default_scenario().landscape, default_scenario().balls[:2], 5)
    Path("lesson.momentum").write_text(scenario_text(lesson), encoding="utf-8")
    assert main(["lesson.momentum"]) == 7
    ((scenario, file, fingerprint_before, _),) = window.opened
    assert scenario is not None
    assert scenario_text(scenario) == scenario_text(lesson)
    assert (file, fingerprint_before) == ("lesson.momentum", fingerprint("lesson.momentum"))


def test_a_lesson_is_opened_over_what_the_window_opens_with(window: Window) -> None:
    Path("own.lesson").write_text(json.dumps(LESSON), encoding="utf-8")
    assert main(["own.lesson"]) == 7
    assert window.opened == [(None, None, None, False)]
    assert window.lessons == [lesson()]


def test_a_lesson_needs_a_window(
    window: Window, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(display, "display_problem", lambda: NO_DISPLAY)
    Path("own.lesson").write_text(json.dumps(LESSON), encoding="utf-8")
    assert main(["own.lesson"]) == 1
    assert capsys.readouterr().err == f"momentum-lab: {NO_DISPLAY.sentence}; a lesson needs a window\n"
    assert names() == ["own.lesson"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("nowhere.momentum", "nowhere.momentum: can't be read: No such file or directory"),
        ("bad.momentum", "bad.momentum: line 1, column 1: this is not JSON (Expecting value)"),
        ("rum", '"rum" is neither a file nor a command; did you mean run?'),
        ("lesson", '"lesson" is neither a file nor a command; momentum-lab --help lists them'),
        ("--self-tset", "there is no option --self-tset; did you mean --self-test?"),
        ("--self-test a.momentum", "--self-test goes alone, without a FILE and other options"),
        ("--self-test --temp-settings", "--self-test goes alone, without a FILE and other options"),
        ("x" * 300, f'"{"x" * 300}" is neither a file nor a command; momentum-lab --help lists them'),
        ("--verison", "there is no option --verison; did you mean --version?"),
        ("--version=1", "--version takes no value"),
        ("--temp-setting", "there is no option --temp-setting; did you mean --temp-settings?"),
        ("a.momentum b.momentum", '"b.momentum" is one argument too many'),
    ],
)
def test_wrong_arguments_are_one_line_and_no_window(
    window: Window, capsys: pytest.CaptureFixture[str], arguments: str, message: str
) -> None:
    Path("bad.momentum").write_text("w,f\n")
    assert main(arguments.split()) == 2
    assert capsys.readouterr() == ("", f"momentum-lab: {message}\n")
    assert window.opened == []


def test_a_file_may_have_the_barest_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("lesson").touch()
    assert parse_launch_options(["lesson"]).file == "lesson"
    with pytest.raises(UsageError):
        parse_launch_options(["lessons"])


def test_a_display_without_a_library_is_one_line_that_names_the_package(
    window: Window, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(display, "display_problem", lambda: MISSING)
    assert main([]) == 1
    out, err = capsys.readouterr()
    assert (out, err) == ("", f"momentum-lab: {MISSING.sentence}\n")
    assert PICTURE[0].debian in err
    assert (window.opened, names()) == ([], [])


def test_without_a_display_the_main_job_is_done(
    window: Window, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(display, "display_problem", lambda: NO_DISPLAY)
    assert main([]) == 0
    out, err = capsys.readouterr()
    assert "α 0.95: Settled in valley 2, the global minimum" in out
    assert err.count("\n") == 1
    assert NO_DISPLAY.sentence in err
    assert names() == ["momentum-lab.csv", "momentum-lab.momentum", "momentum-lab.png"]
    ((scenario, path),) = window.pictures
    assert scenario_text(scenario) == scenario_text(default_scenario())
    assert (path, os.environ["QT_QPA_PLATFORM"]) == (Path("momentum-lab.png"), "offscreen")
    assert window.opened == []


def test_without_a_display_a_scenario_is_run_and_even_its_own_sidecar_stays(
    window: Window, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(display, "display_problem", lambda: NO_DISPLAY)
    lesson = scenario_text(Scenario("A lesson", default_scenario().landscape, default_scenario().balls[:2], 5)) + "\n"
    Path("momentum-lab.momentum").write_text(lesson, encoding="utf-8")
    assert main(["momentum-lab.momentum"]) == 0
    assert capsys.readouterr().out.startswith("A lesson")
    assert Path("momentum-lab.momentum").read_text(encoding="utf-8") == lesson
    assert window.pictures[0][0].title == "A lesson"


def test_without_a_display_the_picture_does_not_replace_what_was_read(
    window: Window, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(display, "display_problem", lambda: NO_DISPLAY)
    Path("momentum-lab.png").write_text(scenario_text(default_scenario()), encoding="utf-8")
    assert main(["momentum-lab.png"]) == 2
    assert "is what the picture would replace; give it another name" in capsys.readouterr().err
    assert (names(), window.pictures) == (["momentum-lab.png"], [])


def test_without_a_display_and_without_qts_libraries_there_is_no_picture(
    window: Window, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(display, "display_problem", lambda: NO_DISPLAY)
    monkeypatch.setattr(display, "picture_problem", lambda: MISSING)
    assert main([]) == 0
    assert names() == ["momentum-lab.csv", "momentum-lab.momentum"]
    assert capsys.readouterr().err.splitlines()[1] == f"momentum-lab: there is no momentum-lab.png: {MISSING.sentence}"
    assert window.pictures == []


def process(arguments: Sequence[str], folder: Path, **more: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "app", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "env": environment, **more}
    return subprocess.Popen(command, cwd=folder, **pipes)  # type: ignore[call-overload, no-any-return]


def test_python_m_app_is_the_program(tmp_path: Path) -> None:
    with process(["run", "--steps", "20", "--summary", "-"], tmp_path) as started:
        out, err = started.communicate(timeout=60)
    assert (started.returncode, err) == (0, b"")
    assert json.loads(out)["format"] == "momentum-lab/summary"


def test_the_file_itself_is_the_program(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["momentum-lab", "--version"])
    monkeypatch.setattr(signal, "signal", lambda *_: None)  # Ctrl-C stays that of the tests
    with pytest.raises(SystemExit) as caught:
        runpy.run_path(str(ROOT / "app" / "__main__.py"), run_name="__main__")
    assert caught.value.code == 0
    assert capsys.readouterr().out == f"momentum-lab {__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [["--version"], ["--help"], ["--temp-settings", "--help"], ["--tmp-settings"], ["landscapes", "--help"]],
)
def test_questions_that_no_rule_answers_are_answered_without_loading_numpy(
    tmp_path: Path, arguments: list[str]
) -> None:
    script = "import sys; from app.__main__ import main; main(sys.argv[1:]); sys.exit('numpy' in sys.modules)"
    command = [sys.executable, "-c", script, *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    answered = subprocess.run(command, check=False, capture_output=True, text=True, env=environment, timeout=60)
    assert answered.returncode == 0, answered.stderr
    assert answered.stdout or answered.stderr


def test_what_the_window_needs_is_loaded_without_its_source_and_without_collections(tmp_path: Path) -> None:
    script = """
import gc, linecache
from app.__main__ import prepare_imports
collections = []
prepare_imports()
gc.callbacks.append(lambda *_: collections.append(1))
import app.window
assert not collections
read = [path for path in linecache.cache if "pyqtgraph" in path or "main_window" in path]
assert not read, read
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", script]
    loaded = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, env=environment, timeout=60)
    assert loaded.returncode == 0, loaded.stderr


@pytest.mark.posix
def test_ctrl_c_while_the_program_loads_ends_it_in_one_line(tmp_path: Path) -> None:
    # Numpy takes its time to load; what stands in for it here says when it is being loaded.
    (tmp_path / "numpy.py").write_text("import time\nprint('loading', flush=True)\ntime.sleep(60)\n")
    with process(["run"], tmp_path) as started:
        assert started.stdout is not None
        assert started.stdout.readline() == b"loading\n"
        started.send_signal(signal.SIGINT)
        out, err = started.communicate(timeout=60)
    assert (started.returncode, out, err) == (1, b"", b"momentum-lab: interrupted\n")


@pytest.mark.posix
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_an_interrupt_ends_a_long_run_in_one_line(tmp_path: Path, name: str) -> None:
    arguments = ["run", "--full", "--steps", "10000000", "--csv", "long.csv"]
    with process(arguments, tmp_path, preexec_fn=hear_everything) as started:
        wait_for_a_file(tmp_path)
        started.send_signal(getattr(signal, name))
        out, err = started.communicate(timeout=60)
    assert (started.returncode, out, err) == (1, b"", b"momentum-lab: interrupted\n")
    assert list(tmp_path.iterdir()) == []


def wait_for_a_file(folder: Path) -> None:
    """Wait until something is written there: the run is under way."""
    end = time.monotonic() + 60
    while not any(path.stat().st_size for path in folder.iterdir()):
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.mark.posix
def test_a_run_that_is_to_outlive_its_terminal_does(tmp_path: Path) -> None:
    def ignore_hangups() -> None:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)

    arguments = ["run", "--full", "--steps", "20000", "--csv", "long.csv"]
    with process(arguments, tmp_path, preexec_fn=ignore_hangups) as started:
        wait_for_a_file(tmp_path)
        started.send_signal(signal.SIGHUP)
        started.communicate(timeout=60)
    assert started.returncode == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["long.csv", "long.momentum"]


@pytest.mark.linux
def test_without_a_display_stderr_has_one_line_and_the_picture_its_size(tmp_path: Path) -> None:
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    with process([], tmp_path, env=environment | {"PYTHONPATH": str(ROOT)}) as started:
        _, err = started.communicate(timeout=60)
    assert (started.returncode, err.count(b"\n")) == (0, 1)
    picture = (tmp_path / "momentum-lab.png").read_bytes()
    assert (picture[:8], picture[16:24]) == (b"\x89PNG\r\n\x1a\n", struct.pack(">II", 1280, 800))


@pytest.mark.windows
def test_a_reader_who_goes_away_ends_it_quietly(tmp_path: Path) -> None:
    with process(["run", "--full", "--steps", "100000", "--csv", "-"], tmp_path) as started:
        assert started.stdout is not None
        assert started.stdout.readline().startswith(b"ball,name,rule,step,")
        started.stdout.close()
        assert started.wait(timeout=60) == 1
        assert started.stderr is not None
        assert started.stderr.read() == b""
    assert list(tmp_path.iterdir()) == []
