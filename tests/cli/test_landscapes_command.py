import pytest

from app.cli.landscapes import global_minimum
from app.files.presets import Preset, load_preset, preset_names
from physics.forcing.forcing import NO_FORCING
from physics.landscape.base import Landscape
from physics.landscape.formula import FormulaLandscape
from tests.cli.conftest import Lab


def test_every_preset_has_a_line_with_title_valleys_and_global_minimum(lab: Lab) -> None:
    answer = lab("landscapes")
    heading, *lines = answer.out.splitlines()
    assert (answer.code, answer.err) == (0, "")
    assert heading.split("  ")[0] == "name"
    assert heading.endswith("global minimum")
    assert [line.split()[0] for line in lines] == list(preset_names())
    for line in lines:
        preset = load_preset(line.split()[0])
        assert preset.title in line
        assert f" {preset.landscape.features.valley_count}  " in line
    assert "w = -3.612; f = -0.5395" in lines[preset_names().index("descending-hills")]


def preset_of(landscape: Landscape) -> Preset:
    return Preset("name", "Title", "", "", landscape, 0.0, 0.1, (), NO_FORCING)


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        ("w", "none"),
        ("w^2 + 1.23456", "w = 0; f = 1.235"),
        ("(w^2 - 4)^2", "w = -2, 2; f = 0"),
        ("cos(pi*w)", "w = -3, -1, 1, …; f = -1"),
    ],
)
def test_where_the_global_minimum_is(formula: str, message: str) -> None:
    assert global_minimum(preset_of(FormulaLandscape(formula, (-4, 4)))) == message


def test_it_takes_no_arguments_but_help(lab: Lab) -> None:
    assert lab("landscapes", "x") == (2, "", 'momentum-lab: "x" is one argument too many\n')
    answer = lab("landscapes", "--help")
    assert answer.code == 0
    assert answer.out.startswith("usage: momentum-lab landscapes\n")
