"""Hypothesis strategies for a run: landscape, balls, edits, noise and schedule."""

from hypothesis import strategies as st

from physics.forcing.forcing import Forcing
from physics.forcing.schedule import Decay, Schedule
from physics.landscape.base import Landscape
from physics.rules.registry import RULES
from physics.run.ball import Ball
from physics.run.edit import Edit
from tests.support.balls import new_ball
from tests.support.runs import DIPS, HILLS, LESSARD, TIP, WELL

Scene = tuple[Landscape, list[Ball], list[Edit]]

balls_strategy = st.builds(
    new_ball,
    name=st.just("a"),
    rule=st.sampled_from(RULES),
    alpha=st.sampled_from([0.0, 4 / 9, 0.9, 0.97, 0.999, 1.0]),
    eta=st.sampled_from([0.002, 0.02, 1 / 9, 0.3]),
    start=st.floats(-6, 6),
)
forcings = st.builds(
    Forcing,
    noise=st.sampled_from([0.0, 0.3, 5.0]),
    seed=st.integers(0, 3),
    schedule=st.builds(
        Schedule,
        decay=st.sampled_from(Decay),
        decay_steps=st.integers(1, 60),
        warm_up=st.sampled_from([0, 3, 20]),
        final_share=st.sampled_from([0.01, 0.5]),
    ),
)
landscapes = st.sampled_from([HILLS, DIPS, WELL, TIP, LESSARD])


@st.composite
def edits_strategy(draw: st.DrawFn, balls: int) -> Edit:
    step = draw(st.integers(0, 80))
    if draw(st.booleans()):
        return Edit(step, landscape=draw(landscapes))
    parameters = st.fixed_dictionaries(
        {}, optional={"alpha": st.sampled_from([0.0, 0.6, 0.99]), "eta": st.sampled_from([0.01, 0.1])}
    )
    changes = draw(
        st.fixed_dictionaries(
            {},
            optional={
                "parameters": parameters.filter(bool),
                "rule": st.sampled_from(RULES),
                "w": st.floats(-6, 6),
                "delta": st.sampled_from([0.0, -0.2, 0.3]),
            },
        ).filter(bool)
    )
    return Edit(step, draw(st.integers(0, balls - 1)), **changes)


@st.composite
def scenes(draw: st.DrawFn) -> Scene:
    balls = draw(st.lists(balls_strategy, min_size=1, max_size=5))
    edits = draw(st.lists(edits_strategy(len(balls)), max_size=5))
    return draw(landscapes), balls, edits


def with_noise_edits(scene: Scene, steps: list[int]) -> Scene:
    landscape, balls, edits = scene
    return landscape, balls, [*edits, *(Edit(step, noise=0.1 * step) for step in steps)]


noisy_scenes = st.builds(with_noise_edits, scenes(), st.lists(st.integers(0, 60), max_size=2, unique=True))
