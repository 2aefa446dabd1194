"""Scenarios as values that can be compared: a landscape is equal only to itself."""

from app.files.scenario import Scenario
from physics.landscape.base import Landscape
from physics.landscape.formula import FormulaLandscape
from physics.landscape.points import PointsLandscape


def described(scenario: Scenario) -> object:
    """All values of a scenario."""
    edits = [
        (
            *(edit.step, edit.ball, edit.parameters, edit.rule, edit.w, edit.delta, edit.noise),
            described_landscape(edit.landscape),
        )
        for edit in scenario.edits
    ]
    others = scenario.title, scenario.balls, scenario.steps, scenario.full, scenario.forcing, scenario.view
    return others, described_landscape(scenario.landscape), edits


def described_landscape(landscape: Landscape | None) -> object:
    """All values of a landscape."""
    if isinstance(landscape, PointsLandscape):
        return landscape.title, landscape.preset, landscape.w.tolist(), landscape.f.tolist()
    if isinstance(landscape, FormulaLandscape):
        return landscape.title, landscape.preset, landscape.text, landscape.domain, landscape.parameters
    return landscape
