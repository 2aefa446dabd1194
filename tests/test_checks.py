"""The runner of all checks: its steps, its conclusion, its screen."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import checks
from tests.support.paths import ROOT


def test_a_step_passes_on_what_it_prints_and_keeps_the_count_of_tests(
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    script = "print('a line'); print('===== 1 failed, 12 passed, 2 errors in 3.45s ====='); raise SystemExit(1)"
    result = checks.step("tests", [sys.executable, "-c", script])
    assert not result.passed
    assert result.closing == "1 failed, 12 passed, 2 errors in 3.45s"
    assert b"a line" in capfdbinary.readouterr().out


def test_a_step_sees_its_own_display_and_never_the_desktops(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    script = "import os; raise SystemExit(os.environ.get('DISPLAY') != ':7' or 'WAYLAND_DISPLAY' in os.environ)"
    assert checks.step("own", [sys.executable, "-c", script], DISPLAY=":7").passed
    assert not checks.step("none", [sys.executable, "-c", script]).passed


def test_a_step_keeps_compiled_code_whatever_the_surroundings_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    assert checks.step("keeps", [sys.executable, "-c", "import sys; sys.exit(sys.dont_write_bytecode)"]).passed


def test_steps_side_by_side_run_at_once_and_print_one_after_the_other(
    capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    """Each waits until the other has begun."""

    def waiting(title: str, other: str) -> list[checks.Result]:
        script = (
            f"import pathlib, time; print('{title} 1'); pathlib.Path({str(tmp_path / title)!r}).touch()\n"
            f"while not pathlib.Path({str(tmp_path / other)!r}).exists(): time.sleep(0.01)\n"
            f"print('{title} 2')"
        )
        return [checks.step(title, [sys.executable, "-c", script], at_once=False)]

    results = checks.side_by_side(lambda: waiting("one", "two"), lambda: waiting("two", "one"))
    assert [(result.title, result.passed) for result in results] == [("one", True), ("two", True)]
    printed = capfdbinary.readouterr().out.replace(b"\r", b"")
    assert b"==== one\none 1\none 2\n" in printed
    assert b"==== two\ntwo 1\ntwo 2\n" in printed


@pytest.mark.parametrize(("mark", "folder"), [("real_window", "real"), ("start", "start")])
def test_the_files_with_a_mark_are_found(mark: str, folder: str) -> None:
    found = checks.marked(mark)
    assert {path.relative_to(ROOT).as_posix() for path in (ROOT / "tests" / folder).glob("test_*.py")} <= set(found)
    assert "tests/test_layers.py" not in found


def test_the_conclusion_counts_all_tests_and_fails_with_any_step(capsys: pytest.CaptureFixture[str]) -> None:
    lint = checks.Result("lint", True, 0.1, "")
    first = checks.Result("offscreen", True, 9.0, "12 passed, 3 deselected in 9.00s")
    second = checks.Result("window", False, 1.0, "1 failed, 2 passed, 1 error in 1.00s")
    assert checks.conclusion([lint, first]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "12 passed, 0 failed"
    assert checks.conclusion([lint, first, second]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "14 passed, 2 failed"


@pytest.fixture
def x_server() -> Iterator[dict[str, str]]:
    with checks.screen() as environment:
        yield environment


@pytest.mark.linux
def test_the_screen_is_a_server_of_its_own(x_server: dict[str, str]) -> None:
    from app.display import display_problem, x_server_answers

    assert x_server["QT_QPA_PLATFORM"] == "xcb"
    assert x_server_answers(x_server["DISPLAY"])
    assert display_problem(x_server) is None


@pytest.mark.linux
def test_the_screen_is_gone_afterwards() -> None:
    from app.display import x_server_answers

    with checks.screen() as environment:
        pass
    assert not x_server_answers(environment["DISPLAY"])
