"""Hypothesis strategies for a run: landscape, balls and edits."""

from hypothesis import strategies as st

from physics.landscape.base import Landscape
from physics.rules.registry import RULES
from physics.run.ball import Ball
from physics.run.edit import Edit
from tests.support.balls import new_ball
from tests.support.runs import DIPS, HILLS, LESSARD, TIP, WELL

balls_strategy = st.builds(
    new_ball,
    name=st.just("a"),
    rule=st.sampled_from(RULES),
    alpha=st.sampled_from([0.0, 4 / 9, 0.9, 0.97, 0.999, 1.0]),
    eta=st.sampled_from([0.002, 0.02, 1 / 9, 0.3]),
    start=st.floats(-6, 6),
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
def scenes(draw: st.DrawFn) -> tuple[Landscape, list[Ball], list[Edit]]:
    balls = draw(st.lists(balls_strategy, min_size=1, max_size=5))
    edits = draw(st.lists(edits_strategy(len(balls)), max_size=5))
    return draw(landscapes), balls, edits
