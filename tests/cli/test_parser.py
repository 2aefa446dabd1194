import argparse
from pathlib import Path
from typing import Any

import pytest

from app.cli.parser import MAX_HELP_WIDTH, Parser, UsageError
from app.cli.value_types import file_name, file_or_stdout, number, one_of, whole_number


def parser(file: str = "what is read") -> Parser:
    made = Parser("lab", "lab [FILE] [options]", "What it does.", "Examples:\n  lab --full", file=file)
    made.add_argument("--formula", metavar="TEXT")
    made.add_argument("--domain", nargs=2, type=number, metavar=("LO", "HI"))
    made.add_argument("--alpha", nargs="+", type=number, metavar="A", help="between 0 and 1")
    made.add_argument("--full", nargs=0)
    return made


@pytest.mark.parametrize(
    ("arguments", "given"),
    [
        ("", {}),
        ("x.momentum", {"file": "x.momentum"}),
        ("x.momentum --full", {"file": "x.momentum", "full": []}),
        ("--full x.momentum", {"file": "x.momentum", "full": []}),
        ("--alpha 0 0.5 -1e-3 -.5 --full", {"alpha": [0.0, 0.5, -0.001, -0.5], "full": []}),
        ("--alpha=0.5 x", {"alpha": [0.5], "file": "x"}),
        ("--domain -6 6 x", {"file": "x", "domain": [-6.0, 6.0]}),
        ("--domain -6 6e-1 x --full", {"file": "x", "domain": [-6.0, 0.6], "full": []}),
        ("--formula -w^2 x", {"file": "x", "formula": "-w^2"}),
        ("--formula -hw", {"formula": "-hw"}),
        ("--formula=-w^2=3", {"formula": "-w^2=3"}),
        ("--formula=--w", {"formula": "--w"}),
        ("--formula=", {"formula": ""}),
        ("--formula -", {"formula": "-"}),
        ("-", {"file": "-"}),
        ("-- --full", {"file": "--full"}),
        ("-- -x", {"file": "-x"}),
        ("--full --", {"full": []}),
        ("--full -- --", {"full": [], "file": "--"}),
        ("--alpha 0.5 -- 0.6", {"alpha": [0.5], "file": "0.6"}),
    ],
)
def test_a_command_line_is_a_file_and_the_values_of_options(arguments: str, given: dict[str, Any]) -> None:
    assert parser().parse(arguments.split()) == given


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("--ful", "there is no option --ful; did you mean --full?"),
        ("--ful=1 --alpha 1", "there is no option --ful; did you mean --full?"),
        ("--alfa 0.5 0.6 0.7", "there is no option --alfa; did you mean --alpha?"),
        ("x --full -x", "there is no option -x; lab --help lists them"),
        ("-x", "there is no option -x; lab --help lists them"),
        ("-hf", "there is no option -hf; did you mean -h?"),
        ("--full=1", "--full takes no value"),
        ("--help=1", "--help takes no value"),
        ("--full --full", "--full is given twice"),
        ("--alpha 1 --alpha 2", "--alpha is given twice"),
        ("--alpha", "--alpha takes A [A ...]"),
        ("--alpha --full", "--alpha takes A [A ...]"),
        ("--alpha -- 1", "--alpha takes A [A ...]"),
        ("--domain 1", "--domain takes LO HI"),
        ("--domain=1 2", "--domain takes LO HI"),
        ("--domain 1 --full", "--domain takes LO HI"),
        ("--domain -pi pi", '--domain: "-pi" is not a number'),
        ("--formula", "--formula takes TEXT"),
        ("--formula --full", "--formula takes TEXT"),
        ("a b", '"b" is one argument too many'),
        ("a --full b", '"b" is one argument too many'),
        ("a -- --b", '"--b" is one argument too many'),
    ],
)
def test_what_is_wrong_is_said_with_what_is_right(arguments: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        parser().parse(arguments.split())
    assert str(caught.value) == message


@pytest.mark.parametrize("arguments", ["x", "--full x", "-- x"])
def test_where_no_file_is_expected_none_is_taken(arguments: str) -> None:
    with pytest.raises(UsageError, match='"x" is one argument too many'):
        parser(file="").parse(arguments.split())


def test_options_are_listed_with_their_values_in_the_order_of_their_declaration() -> None:
    options = {"--formula": "TEXT", "--domain": "LO HI", "--alpha": "A [A ...]", "--full": ""}
    assert list(parser().options.items()) == [("-h", ""), ("--help", ""), *options.items()]


@pytest.mark.parametrize("columns", [60, 80, 120, 300])
def test_help_fits_the_terminal_and_is_never_too_wide_to_read(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    made = Parser("lab", "lab", "word " * 100, f"word {'word ' * 100}\n  an    example")
    made.add_argument_group("group", "word " * 100).add_argument("--full", nargs=0, help="word " * 100)
    lines = made.format_help().splitlines()
    widest = min(columns, MAX_HELP_WIDTH)
    assert widest - 10 < max(map(len, lines)) <= widest
    assert lines[-1] == "  an    example"


def test_a_help_text_may_have_a_per_cent_sign() -> None:
    made = parser()
    made.add_argument("--share", nargs=0, help="50 % (of it)s")
    assert "50 % (of it)s" in made.format_help()


def test_a_file_among_numbers_is_said_to_come_first(tmp_path: Path) -> None:
    scenario = tmp_path / "hills.momentum"
    scenario.touch()
    for read in (number, one_of("momentum", "nesterov")):
        with pytest.raises(argparse.ArgumentTypeError, match=r'hills.momentum" is not .*; a FILE goes before the opt'):
            read(str(scenario))


def test_numbers_are_read_as_python_reads_them() -> None:
    assert [number(text) for text in ("0", "-1e-3", ".5")] == [0.0, -0.001, 0.5]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("0,9", '"0,9" is not a number'),
        ("-pi", '"-pi" is not a number'),
        ("x" * 5000, f'"{"x" * 5000}" is not a number'),
        ("", '"" is not a number'),
        ("nan", '"nan" is not a finite number'),
        ("inf", '"inf" is not a finite number'),
        ("1e999", '"1e999" is not a finite number'),
    ],
)
def test_what_is_no_number_is_named_with_its_option(text: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        parser().parse(["--alpha", "0.5", text])
    assert str(caught.value) == f"--alpha: {message}"


@pytest.mark.parametrize(("text", "value"), [("0", 0), ("2000", 2000), ("10000", 10000)])
def test_whole_numbers(text: str, value: int) -> None:
    assert whole_number(0, 10000)(text) == value


@pytest.mark.parametrize("text", ["-1", "1e3", "10001", "2.0", "", "٣", "9" * 5000])
def test_what_is_no_whole_number_is_named(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="is not a whole number from 0 to 10000"):
        whole_number(0, 10000)(text)


def test_a_whole_number_may_have_to_be_larger_than_nothing() -> None:
    assert whole_number(2, 9)("2") == 2
    with pytest.raises(argparse.ArgumentTypeError, match='"1" is not a whole number from 2 to 9'):
        whole_number(2, 9)("1")


def test_one_of_some_names_or_else_all_of_them_are_said() -> None:
    assert one_of("momentum", "nesterov")("nesterov") == "nesterov"
    with pytest.raises(argparse.ArgumentTypeError, match='"none" is not one of momentum, nesterov'):
        one_of("momentum", "nesterov")("none")


@pytest.mark.parametrize("read", [file_name, file_or_stdout])
def test_a_file_is_no_folder(read: Any) -> None:
    assert read("maps/x.csv") == "maps/x.csv"
    for text in ("", ".", "/", "maps/"):
        with pytest.raises(argparse.ArgumentTypeError, match="does not name a file; give the name of one"):
            read(text)


def test_a_picture_does_not_go_to_stdout() -> None:
    assert file_or_stdout("-") == "-"
    with pytest.raises(argparse.ArgumentTypeError, match="can't go to stdout"):
        file_name("-")
