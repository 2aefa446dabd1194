from pathlib import Path

import pytest

from app.cli.arguments import Option, Takes, UsageError, numbers, split_options, whole_number

KNOWN = {
    "--formula": Option(Takes.ONE, "TEXT"),
    "--domain": Option(Takes.TWO, "LO HI"),
    "--alpha": Option(Takes.MANY, "A [A ...]"),
    "--full": Option(Takes.NONE),
}


@pytest.mark.parametrize(
    ("arguments", "files", "options"),
    [
        ("", [], {}),
        ("x.momentum", ["x.momentum"], {}),
        ("x.momentum --full", ["x.momentum"], {"--full": []}),
        ("--full x.momentum", ["x.momentum"], {"--full": []}),
        ("--alpha 0 0.5 -1e-3 -.5 --full", [], {"--alpha": ["0", "0.5", "-1e-3", "-.5"], "--full": []}),
        ("--domain -6 6 x", ["x"], {"--domain": ["-6", "6"]}),
        ("--domain -pi pi", [], {"--domain": ["-pi", "pi"]}),
        ("--formula -w^2 x", ["x"], {"--formula": ["-w^2"]}),
        ("--formula=-w^2=3", [], {"--formula": ["-w^2=3"]}),
        ("--formula=", [], {"--formula": [""]}),
        ("--formula -", [], {"--formula": ["-"]}),
        ("-", ["-"], {}),
        ("-- --full", ["--full"], {}),
    ],
)
def test_arguments_are_files_and_options(arguments: str, files: list[str], options: dict[str, list[str]]) -> None:
    assert split_options(arguments.split(), KNOWN) == (files, options)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("--ful", "there is no option --ful; did you mean --full?"),
        ("-x", "there is no option -x; momentum-lab --help lists them"),
        ("--full=1", "--full takes no value"),
        ("--full --full", "--full is given twice"),
        ("--alpha", "--alpha takes A [A ...]"),
        ("--alpha --full", "--alpha takes A [A ...]"),
        ("--domain 1", "--domain takes LO HI"),
        ("--domain=1 2", "--domain takes LO HI"),
        ("--domain 1 --full", "--domain takes LO HI"),
        ("--formula", "--formula takes TEXT"),
        ("--formula --full", "--formula takes TEXT"),
        ("a b", '"b" is one file too many'),
    ],
)
def test_what_is_wrong_is_said_with_what_is_right(arguments: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        split_options(arguments.split(), KNOWN)
    assert str(caught.value) == message


def test_the_help_that_lists_the_options_is_that_of_the_command() -> None:
    with pytest.raises(UsageError, match="there is no option -x; momentum-lab run --help lists them"):
        split_options(["-x"], KNOWN, command="momentum-lab run")


def test_a_file_among_numbers_is_said_to_come_first(tmp_path: Path) -> None:
    scenario = tmp_path / "hills.momentum"
    scenario.touch()
    with pytest.raises(UsageError, match=r'hills.momentum" is not a number; a FILE goes before the options$'):
        numbers("--alpha", ["0.9", str(scenario)])


def test_where_no_file_is_expected_none_is_taken() -> None:
    with pytest.raises(UsageError, match='"x" is not expected here'):
        split_options(["x"], KNOWN, most_files=0)


def test_numbers_are_read_as_python_reads_them() -> None:
    assert numbers("--alpha", ["0", "-1e-3", ".5"]) == [0.0, -0.001, 0.5]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("0,9", '--alpha: "0,9" is not a number'),
        ("-pi", '--alpha: "-pi" is not a number'),
        ("x" * 5000, f'--alpha: "{"x" * 5000}" is not a number'),
        ("", '--alpha: "" is not a number'),
        ("nan", '--alpha: "nan" is not a finite number'),
        ("inf", '--alpha: "inf" is not a finite number'),
        ("1e999", '--alpha: "1e999" is not a finite number'),
    ],
)
def test_what_is_no_number_is_named(text: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        numbers("--alpha", ["0.5", text])
    assert str(caught.value) == message


@pytest.mark.parametrize(("text", "value"), [("0", 0), ("2000", 2000), ("10000", 10000)])
def test_whole_numbers(text: str, value: int) -> None:
    assert whole_number("--steps", text, 10000) == value


def test_a_whole_number_may_have_to_be_larger_than_nothing() -> None:
    assert whole_number("--size", "2", 9, least=2) == 2
    with pytest.raises(UsageError, match="is not a whole number from 2 to 9"):
        whole_number("--size", "1", 9, least=2)


@pytest.mark.parametrize("text", ["-1", "1e3", "10001", "2.0", "", "٣", "9" * 5000])
def test_what_is_no_whole_number_is_named(text: str) -> None:
    with pytest.raises(UsageError, match="is not a whole number from 0 to 10000"):
        whole_number("--steps", text, 10000)
