"""The scenario that the program opens with, and the one that it opens with when it is started the first time."""

from dataclasses import replace

from app.files.presets import load_preset
from app.files.scenario import Scenario
from app.files.view import PLOTS, View
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


FIRST_ALPHAS = (0.0, 0.9)
FIRST_SPEED = 2.7
"""Steps per second: the eye follows, and after 12 seconds no ball can cross a hill any more."""


def first_scenario() -> Scenario:
    """Two balls, one of them with momentum, and nothing else: what the program shows when it is started the first time.

    Its view hides everything that the first look does not need.
    """
    scenario = default_scenario()
    balls = tuple(ball.changed({"alpha": alpha}) for ball, alpha in zip(scenario.balls, FIRST_ALPHAS, strict=False))
    view = View(
        speed=FIRST_SPEED,
        hidden=frozenset(PLOTS),
        selected=0,
        hidden_layers=frozenset({"arrows", "energy", "predictions"}),
    )
    return replace(scenario, balls=balls, view=view)
