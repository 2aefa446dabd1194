"""The scenario that the program opens with."""

from app.files.presets import load_preset
from app.files.scenario import Scenario
from physics.rules.registry import default_rule
from physics.run.ball import Ball

PRESET = "descending-hills"
ALPHAS = (0.0, 0.8, 0.9, 0.95, 0.97)
DEFAULT_ETA = 0.02
DEFAULT_START = 4.8


def default_scenario() -> Scenario:
    """Five balls with different momentum at the top of descending hills: with too little one gets stuck."""
    landscape = load_preset(PRESET).landscape
    balls = tuple(Ball(default_rule(), {"alpha": alpha, "eta": DEFAULT_ETA}, DEFAULT_START) for alpha in ALPHAS)
    return Scenario(landscape.title, landscape, balls)
