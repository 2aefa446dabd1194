"""Good scenarios, curves and links of every kind, to be mutated."""

from dataclasses import replace
from functools import cache

from app.files.default import default_scenario
from app.files.link import link_text
from app.files.presets import load_preset, preset_names
from app.files.scenario import Scenario, scenario_text
from app.files.view import View
from physics.landscape.formula import FormulaLandscape
from physics.landscape.points import PointsLandscape
from physics.run.ball import Ball
from physics.run.edit import Edit
from tests.support.balls import NESTEROV, new_ball

LOOKS = ((0, 0), (1, 1), (2, 2), (7, 10), (3, 0))
VIEW = View(57, 300, 45.5, frozenset({"energy", "map"}), 1, LOOKS)
POINTS = PointsLandscape([-6, -2.5, 1, 4.25, 6], [1, 0, 2, 0.5, 1e-3], "My hills")
EDITS = (
    Edit(57, 0, parameters={"alpha": 0.95}),
    Edit(80, landscape=POINTS),
    Edit(80, landscape=load_preset("descending-hills").landscape),
    Edit(90, 1, w=1.2, delta=-0.0),
    Edit(300, 4, parameters={"eta": 1e-3}, rule=NESTEROV),
)
FORMULAS = (
    "0.06*(w+3.2)^2 + 0.55*cos(2.6*w)",
    "0.1w² + sin(3 w) - max(w, -1)/4",
    "exp(-w^2)*abs(tanh(w)) + sqrt(w^2+1)",
)


@cache
def cheap_scenarios() -> tuple[Scenario, ...]:
    """Scenarios of presets and points, which are read in no time."""
    usual = default_scenario()
    presets = (load_preset(name) for name in preset_names())
    drawn = replace(usual, landscape=POINTS, title=POINTS.title, view=VIEW)
    return (
        usual,
        *(Scenario(one.title, one.landscape, (ball(0.9, one.start), ball(0.5, one.start))) for one in presets),
        replace(usual, view=VIEW),
        replace(usual, edits=EDITS, full=True, view=replace(VIEW, step=None, hidden=frozenset(), styles=None)),
        replace(usual, balls=()),
        replace(usual, title="Übung 1: “α” – 😀", balls=tuple(ball(i / 30, 0.1 * i) for i in range(31))),
        drawn,
        replace(drawn, edits=EDITS, steps=301),
        replace(drawn, landscape=PointsLandscape(range(-9, 10), [w * w % 7 / 7 for w in range(-9, 10)])),
    )


@cache
def formula_scenarios() -> tuple[Scenario, ...]:
    """Scenarios whose formulas have to be searched."""
    usual = replace(default_scenario(), title="A lesson")
    landscapes = [FormulaLandscape(text, (-6.0, 6.0)) for text in FORMULAS]
    return (
        *(replace(usual, landscape=landscape) for landscape in landscapes),
        replace(usual, landscape=FormulaLandscape("a*w^2 + b*cos(3w)", (-6.0, 6.0), parameters={"a": 0.1, "b": -1.5})),
        replace(usual, landscape=POINTS, edits=(*EDITS, Edit(301, landscape=landscapes[1])), view=VIEW),
    )


def ball(alpha: float, start: float) -> Ball:
    """A ball that is named after its α."""
    return new_ball(alpha, 0.02, start)


@cache
def scenario_texts(formulas: bool) -> tuple[str, ...]:
    """Scenario files, with formulas or without."""
    return tuple(scenario_text(scenario) for scenario in (formula_scenarios() if formulas else cheap_scenarios()))


@cache
def links() -> tuple[str, ...]:
    """The links to the same scenarios."""
    return tuple(link_text(scenario) for scenario in (*cheap_scenarios(), *formula_scenarios()))


@cache
def curve_texts() -> tuple[str, ...]:
    """Curves with every separator, with and without headings, decimal commas, quotes and further columns."""
    rows = [(0.5 * i, (i * i % 11) / 4 - 1) for i in range(12)]
    texts = []
    for separator in (",", ";", "\t", " ", "  ", ", ", " ; "):
        for heading in ("", f"w{separator}f\n", f'\n"distance, km"{separator}"height"\n\n'):
            plain = heading + "".join(f"{w}{separator}{f}\n" for w, f in rows)
            texts += [plain, plain.replace("\n", f"{separator}note;1\n"), plain.replace("\n", "\r\n")]
            if separator in (";", " ; ", "\t"):
                texts.append(plain.replace(".", ","))
    texts.append("".join(f'"{w!r}","{f!r}"\n' for w, f in reversed(rows)))
    texts.append("".join(f"{10.0**i!r} {(-1) ** i * 7.0**-i!r}\n" for i in range(-5, 6)))
    return tuple(texts)
