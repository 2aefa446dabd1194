import errno
import io
import os
import re
import sys
from pathlib import Path
from typing import TextIO

import pytest

from app.cli import is_headless, main, program
from app.cli.options import COMMANDS, window_parser
from app.cli.program import at_the_edge, report
from app.files.atomic import with_path
from app.files.scenario import DEFAULT_STEPS
from app.version import __version__
from physics.forcing.forcing import NOISY_LAST_STEP
from physics.rules.registry import parameters, rule_names
from physics.sweep.sweep import LAST_STEP
from tests.cli.conftest import Lab
from tests.support.rules import registered
from tests.support.sign_rule import SignMomentum

pytestmark = pytest.mark.windows


def test_the_version_is_said(lab: Lab) -> None:
    assert lab("--version") == (0, f"momentum-lab {__version__}\n", "")


@pytest.mark.parametrize("arguments", ["--help", "-h", "--temp-settings --help"])
def test_help_names_every_command(lab: Lab, arguments: str) -> None:
    answer = lab(*arguments.split())
    assert (answer.code, answer.err) == (0, "")
    for command in COMMANDS:
        assert f"momentum-lab {command}" in answer.out


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        ("--help", ""),
        ("run --help", "run"),
        ("run -h", "run"),
        ("run x.momentum --alpha 0.5 --help", "run"),
        ("map --help", "map"),
        ("map --size 2 -h", "map"),
        ("landscapes -h", "landscapes"),
    ],
)
@pytest.mark.parametrize("columns", [80, 120])
def test_help_explains_every_option_in_lines_that_fit(
    lab: Lab, monkeypatch: pytest.MonkeyPatch, arguments: str, command: str, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    answer = lab(*arguments.split())
    assert (answer.code, answer.err) == (0, "")
    explained = re.findall(r"^  (?:-h, )?(--[a-z0-9-]+)", answer.out, re.MULTILINE)
    assert sorted(["-h", *explained]) == sorted(COMMANDS.get(command, window_parser)().options)
    assert max(map(len, answer.out.splitlines())) <= columns


def test_help_tells_the_steps_that_are_made_when_nothing_says_otherwise(lab: Lab) -> None:
    assert f"default {DEFAULT_STEPS}\n" in lab("run", "--help").out
    assert f"default {LAST_STEP}, with noise {NOISY_LAST_STEP}" in " ".join(lab("map", "--help").out.split())


@pytest.mark.parametrize("command", ["run", "map"])
def test_every_parameter_of_every_rule_is_an_option_that_help_explains(
    lab: Lab, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("COLUMNS", "1000")
    with registered(SignMomentum()):
        out = " ".join(lab(command, "--help").out.split())
        for parameter in parameters().values():
            limits = f"from {parameter.low:g} to {parameter.high:g}"
            assert f"{parameter.symbol}, {parameter.title}: {parameter.help}; {limits}" in out
        assert " --beta B " in out
        assert " or ".join(rule_names()) in out
    assert " --beta " not in lab(command, "--help").out


@pytest.mark.parametrize("command", ["", "run", "map"])
def test_examples_of_help_are_right(lab: Lab, command: str) -> None:
    out = lab(*command.split(), "--help").out
    lab("run", "--csv", "hills.csv")
    Path("profile.csv").write_text("w,f\n0,1\n1,0\n2,5\n3,1\n4,2\n")
    lines = out.split("Examples:\n")[1].partition("\n\n")[0].splitlines()
    examples = [line.partition("momentum-lab")[2] for line in lines]
    assert len(examples) >= 3
    for example in filter(None, examples):  # the program's bare name opens the window
        arguments = [quoted or plain for quoted, plain in re.findall(r'"([^"]*)"|(\S+)', example)]
        Path("hills.csv").unlink(missing_ok=True)
        answer = lab(*arguments)
        assert (answer.code, answer.err) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "headless"),
    [
        ("", False),
        ("lesson.momentum", False),
        ("--temp-settings", False),
        ("run", True),
        ("map", True),
        ("landscapes", True),
        ("--version", True),
        ("lesson.momentum --help", True),
        ("lesson.momentum run", False),
    ],
)
def test_commands_and_questions_need_no_window(arguments: str, headless: bool) -> None:
    assert is_headless(arguments.split()) == headless


def test_an_error_is_one_line_whatever_was_typed(lab: Lab) -> None:
    code, out, err = lab("run", "--preset", "two\nlines\x1b[31m")
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "\x1b" not in err


def say_something() -> int:
    print("something")
    return 0


class Terminal(io.TextIOWrapper):
    """A stream that a person sees."""

    def isatty(self) -> bool:
        return True


def with_stdout(stdout: TextIO) -> int:
    """Say something to this stdout; return the exit code."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdout", stdout)
        return at_the_edge(say_something)


def leads_nowhere(stdout: TextIO) -> bool:
    return os.path.samestat(os.fstat(stdout.fileno()), Path(os.devnull).stat())


def test_a_reader_who_has_read_enough_is_no_error_to_talk_about(capsys: pytest.CaptureFixture[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as stdout:
        assert with_stdout(stdout) == 1
        assert leads_nowhere(stdout)
    assert capsys.readouterr().err == ""


@pytest.mark.linux
def test_a_full_stdout_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with Path("/dev/full").open("w") as stdout:
        assert with_stdout(stdout) == 1
        assert leads_nowhere(stdout)
    assert capsys.readouterr().err == "momentum-lab: stdout: can't be written: No space left on device\n"


def test_another_file_that_fails_leaves_stdout_alone(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    def fail() -> int:
        print("said before")
        raise PermissionError(errno.EACCES, "Permission denied", "x.csv")

    with (tmp_path / "stdout").open("w") as stdout, pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdout", stdout)
        assert at_the_edge(fail) == 1
    assert (tmp_path / "stdout").read_text() == "said before\n"
    assert capsys.readouterr().err == "momentum-lab: x.csv: can't be written: Permission denied\n"


def test_without_a_console_nothing_is_said_and_all_is_done(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", None)
        patch.setattr(sys, "stderr", None)
        assert main(["run", "--csv", "x.csv"]) == 0
        assert main(["--version"]) == 0
        assert main(["run", "--alpha", "7"]) == 2
    assert lab("run", "--csv", "y.csv").code == 0
    assert Path("x.csv").read_bytes() == Path("y.csv").read_bytes()


def test_an_error_without_stderr_does_not_end_up_on_stdout(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", None)
        assert lab("run", "--alpha", "7") == (2, "", "")


@pytest.mark.parametrize("option", ["--csv", "--summary"])
def test_a_closed_stdout_takes_no_file(lab: Lab, monkeypatch: pytest.MonkeyPatch, option: str) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", None)
        assert lab("run", option, "-") == (1, "", "momentum-lab: stdout: can't be written: it is closed\n")


def test_a_file_that_is_wrong_is_named_with_its_folder(lab: Lab) -> None:
    Path("lessons").mkdir()
    Path("lessons/first.momentum").write_text("[]")
    message = "momentum-lab: lessons/first.momentum: [] is not an object in braces\n"
    assert lab("run", str(Path("lessons/first.momentum"))) == (2, "", message.replace("/", os.sep))


def test_what_nobody_foresaw_is_one_line_with_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    assert at_the_edge(lambda: 1 // 0) == 1
    where = r"\(test_program\.py, line \d+\)"
    message = rf"momentum-lab: this is a mistake in the program; please report it: ZeroDivisionError: .+ {where}\n"
    out, err = capsys.readouterr()
    assert out == ""
    assert re.fullmatch(message, err)


def test_a_terminal_without_greek_shows_something_else() -> None:
    content = io.BytesIO()

    def say_alpha() -> int:
        print("α 0.90")
        return 0

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdout", Terminal(content, encoding="ascii"))
        assert at_the_edge(say_alpha) == 0
        assert content.getvalue().splitlines() == [b"? 0.90"]


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_what_goes_into_a_file_keeps_its_greek_letters_whatever_the_system_writes(encoding: str) -> None:
    content, errors = io.BytesIO(), io.BytesIO()

    def say_alpha() -> int:
        print("α −0.90")
        report("α is too large")
        return 1

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdout", io.TextIOWrapper(content, encoding=encoding))
        patch.setattr(sys, "stderr", io.TextIOWrapper(errors, encoding=encoding))
        assert at_the_edge(say_alpha) == 1
        sys.stderr.flush()
        assert content.getvalue().decode() == f"α −0.90{os.linesep}"
        assert errors.getvalue().decode() == f"momentum-lab: α is too large{os.linesep}"


def test_windows_number_for_a_pipe_that_nobody_reads_is_no_error_to_talk_about(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(program, "PIPE_IS_CLOSED", (errno.EPIPE, errno.EINVAL))

    def fail(name: str) -> int:
        with with_path(Path(name)):
            raise OSError(errno.EINVAL, "Invalid argument")

    with (tmp_path / "stdout").open("w") as stdout, pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdout", stdout)
        assert at_the_edge(lambda: fail("stdout")) == 1
        assert leads_nowhere(stdout)
        assert capsys.readouterr().err == ""
        assert at_the_edge(lambda: fail("x.csv")) == 1
        assert capsys.readouterr().err == "momentum-lab: x.csv: can't be written: Invalid argument\n"


def test_a_stdout_that_cannot_be_told_is_used_as_it_is() -> None:
    plain = io.StringIO()
    assert with_stdout(plain) == 0
    assert plain.getvalue() == "something\n"
