"""Figures of the default scenario, as tests draw them."""

from app.files.default import default_scenario
from app.files.outcome_map import compute_map
from app.pictures.figure import Figure, Part
from app.pictures.offscreen import frame_of_scenario, others_text
from app.pictures.parts import MapContent
from app.prediction.map_computation import picture_of
from app.text.figures import LANDSCAPE, PART_TITLES
from physics.rules.base import ALPHA, ETA
from physics.run.ball import START
from physics.sweep.grid import Grid, whole_axis

ALL_PARTS = tuple(map(Part, PART_TITLES))


def map_content(side: int = 24) -> MapContent:
    scenario = default_scenario()
    landscape, ball = scenario.landscape, scenario.balls[0]
    x, y = (whole_axis(parameter, landscape, ball.value(ETA.name)) for parameter in (ALPHA, START))
    grid = Grid(x, y, side, side, ball)
    return MapContent(picture_of(landscape, compute_map(landscape, grid, last=300)), None, others_text(grid))


def figure_of(*names: str, step: int = 38, **changes: object) -> Figure:
    parts = tuple(map(Part, names or (LANDSCAPE,)))
    return Figure(frame_of_scenario(default_scenario(), step), parts, 640, 400, **changes)  # type: ignore[arg-type]
