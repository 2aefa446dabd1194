"""The documents are true: commands run and print as written, and all that they name exists."""

import re
import shlex
from importlib import import_module
from pathlib import Path

import pytest

import dev
from app.__main__ import main, parse_launch_options
from app.cli import map_grid, options
from app.cli.parser import Parser
from app.cli.program import is_headless
from app.cli.value_types import MAX_STEPS
from app.files import curves, edits, landscapes, scenario, text
from app.files.json_reader import MAX_VALUES
from app.files.names import LONGEST_NAME
from app.files.outcome_map import columns
from app.files.presets import preset_names
from app.files.trajectories import COLUMNS
from app.version import __version__
from physics.landscape.formula.tokens import FUNCTIONS, MAX_CHARACTERS
from physics.landscape.points import MIN_POINTS
from physics.rules.base import ALPHA
from physics.rules.registry import parameters
from physics.rules.suggestion import ETA_REACH
from physics.run.ball import START
from physics.run.edit import MOVES
from physics.sweep.grid import Axis, Grid
from physics.sweep.sweep import LAST_STEP
from tests.support.balls import new_ball
from tests.support.documents import (
    ARCHITECTURE,
    DOCUMENTS,
    FILES,
    README,
    ROOT,
    TEACHING,
    Block,
    anchors,
    blocks,
    first_words,
    is_as_written,
    links,
    named_paths,
    read,
    section,
)

PROGRAM = ("momentum-lab",), (".venv/bin/momentum-lab",), ("python", "-m", "app"), ("python3", "dev.py", "run")
"""The ways to start the program; dev.py hands the arguments on, which its own tests see to."""

REPLAYED = {README: ("balls.csv", "balls.momentum"), FILES: ("hills.csv", "hills.momentum")}
"""What the commands of a document write a second time, under the name again."""

documents = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.relative_to(ROOT).as_posix())


def arguments_of(command: str) -> list[str]:
    """What follows the program's name in a command line."""
    words = shlex.split(command, comments=True)
    for program in PROGRAM:
        if tuple(words[: len(program)]) == program:
            return words[len(program) :]
    raise AssertionError(f"the program is not started by: {command}")


def printed_by(command: str, capsys: pytest.CaptureFixture[bytes]) -> str:
    """Everything that a command prints; where it complains, its exit code is not 0."""
    code = main(arguments_of(command))
    output = capsys.readouterr()
    assert (code == 0) == (not output.err), command
    return (output.out + output.err).decode().replace("\r\n", "\n")


def check_block(block: Block, capsys: pytest.CaptureFixture[bytes]) -> None:
    """Write the file that a block shows, or run its commands, here."""
    if block.file:
        Path(block.file).write_text(block.text, encoding="utf-8")
    if block.language == "console":
        for command, written in block.commands():
            output = printed_by(command, capsys)
            assert is_as_written(output.rstrip("\n") + "\n", written.rstrip("\n") + "\n"), f"{command}\n{output}"
    elif block.language == "sh":
        for command in block.text.splitlines():
            check_command(command, capsys)


def check_command(command: str, capsys: pytest.CaptureFixture[bytes]) -> None:
    """Run a command whose output is not shown; one that opens a window is only understood."""
    words = shlex.split(command, comments=True)
    if words[:2] == ["python3", "dev.py"] and words[2] != "run":
        assert " ".join(words[:3]) in str(dev.__doc__)
    elif words[:2] == ["python3", "-m"]:
        assert f"python -m {words[2]}" in str(import_module(words[2]).__doc__)
    elif words[0] == "sudo":
        assert (ROOT / words[1]).is_file()
    elif is_headless(arguments_of(command)):
        printed_by(command, capsys)
    else:
        parse_launch_options(arguments_of(command))


@pytest.mark.usefixtures("qapp")  # on the screen of all tests, before a command makes a smaller one for its pictures
@documents
def test_commands_run_and_print_as_written(
    document: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    monkeypatch.chdir(tmp_path)
    for block in blocks(read(document)):
        check_block(block, capsysbinary)
    for name in REPLAYED.get(document, ()):
        assert Path(name).read_bytes() == Path("again").with_suffix(Path(name).suffix).read_bytes()


@documents
def test_links_have_targets(document: Path) -> None:
    for link in links(read(document)):
        name, _, anchor = link.partition("#")
        target = (document.parent / name).resolve() if name else document
        assert target.exists(), link
        assert not anchor or anchor in anchors(read(target)), link


@documents
def test_named_paths_exist(document: Path) -> None:
    for path in named_paths(read(document)):
        assert (ROOT / path).exists(), path


def linked_from(document: Path) -> set[Path]:
    """The documents that it has links to."""
    targets = {(document.parent / link.partition("#")[0]).resolve() for link in links(read(document))}
    return targets & set(DOCUMENTS)


def test_documents_are_linked_from_the_readme_or_from_their_index() -> None:
    assert linked_from(README) | linked_from(TEACHING / "README.md") >= set(DOCUMENTS) - {README}
    assert TEACHING / "README.md" in linked_from(README)


def test_the_picture_of_the_readme_exists() -> None:
    assert "![" in read(README)
    assert (ROOT / "docs/screenshot.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_every_picture_of_a_document_exists_and_is_described(document: Path) -> None:
    for description, target in re.findall(r"!\[(.*?)\]\((.*?)\)", read(document)):
        assert len(description) > 20
        assert (document.parent / target).read_bytes()[:4] in (b"\x89PNG", b"GIF8")


def test_the_readme_begins_with_two_commands() -> None:
    commands = [line for block in blocks(read(README)) if block.language == "sh" for line in block.text.splitlines()]
    assert [command.split("  ")[0] for command in commands[:2]] == ["python3 dev.py run", "python3 dev.py check"]


def with_values(parser: Parser) -> list[str]:
    """All options but help with their values, as documents name them: `--domain LO HI`."""
    return [f"{name} {values}".rstrip() for name, values in parser.options.items() if name not in ("-h", "--help")]


def test_options_are_those_of_the_program() -> None:
    assert first_words(section(read(FILES), "Run")) == with_values(options.run_parser())
    assert first_words(section(read(FILES), "Map")) == with_values(options.map_parser())
    commands = read(FILES).partition("\n## Commands")[2].partition("\n## Run")[0]
    assert set(re.findall(r"--[a-z][a-z-]+", commands)) == {"--help", *with_values(options.window_parser())}
    assert set(re.findall(r"`momentum-lab (\w+)`", commands)) == set(options.COMMANDS)


def test_columns_are_those_of_the_files() -> None:
    assert first_words(section(read(FILES), "Trajectories")) == list(COLUMNS)
    ball, axes = new_ball(0.9, 0.02, 1.0), (Axis(ALPHA, 0.0, 0.9), Axis(START, 0.0, 1.0))
    assert first_words(section(read(FILES), "Map as CSV")) == list(columns(Grid(*axes, 2, 2, ball)))


def test_changes_of_an_edit_are_documented() -> None:
    documented = section(read(FILES), "Scenarios").partition("An **edit**")[2].partition("Reading is strict")[0]
    assert all(f"`{name}`" in documented for name in (*parameters(), "rule", *MOVES, "landscape", "ball", "step"))


def test_functions_of_formulas_are_documented() -> None:
    assert f"`{' '.join(FUNCTIONS)}`" in read(FILES)


def test_limits_are_those_of_the_program() -> None:
    documented = read(FILES)
    for limit in (
        f"from 0 to {MAX_STEPS:,}; {scenario.DEFAULT_STEPS} when nothing says otherwise",
        f"from 0 to {MAX_STEPS:,}; {LAST_STEP:,} when nothing says otherwise",
        f"from 2 to {map_grid.MAX_SIDE:,} each; {f'{map_grid.DEFAULT_SIDE} ' * 2}when nothing says otherwise",
        f"at most {map_grid.MAX_RUNS:,} runs",
        f"from 1/{ETA_REACH:g} to {ETA_REACH:g} times the ball's",
        f"the last step, from 0 to {scenario.MAX_STEPS:,} |",
        f"At least {MIN_POINTS} rows",
        f"| a file that is read | {text.MAX_BYTES >> 20} MiB |",
        f"| values in a scenario file, counted by its commas | {MAX_VALUES:,} |",
        f"| rows of a curve file | {curves.MAX_ROWS:,} |",
        f"| points in all landscapes of a scenario, those of its edits included | {landscapes.MAX_POINTS:,} |",
        f"| balls | {scenario.MAX_BALLS} |",
        f"| steps of a scenario | {scenario.MAX_STEPS:,} |",
        f"| edits | {edits.MAX_EDITS:,} |",
        f"| edits that bring a landscape | {edits.MAX_LANDSCAPES:,} |",
        f"| edits that bring a formula | {edits.MAX_FORMULAS} |",
        f"| characters of a formula | {MAX_CHARACTERS} |",
        f"| characters of a title or a name | {LONGEST_NAME} |",
    ):
        assert limit in documented, limit
    assert landscapes.MAX_POINTS == curves.MAX_ROWS


def test_readme_counts_the_presets() -> None:
    assert f"{len(preset_names())} landscapes" in read(README)


def test_changes_of_this_version_are_in_the_changelog() -> None:
    assert f"{__version__} in the making" in read(ROOT / "CHANGELOG.md")


def test_architecture_names_every_package() -> None:
    documented = first_words(section(read(ARCHITECTURE), "Folders"))
    packages = {
        file.parent.relative_to(ROOT) for top in ("app", "physics") for file in (ROOT / top).rglob("__init__.py")
    }
    assert {path.as_posix() for path in packages} - {"app"} <= set(documented)


def test_keys_of_the_readme_are_those_of_the_window() -> None:
    written = {"→": "Right", "←": "Left"}
    commands = (ROOT / "app/text/commands.py").read_text(encoding="utf-8")
    for key in re.findall(r"<kbd>(.*?)</kbd>", read(README)):
        assert f'"{written.get(key, key)}"' in commands, key
