"""Hypothesis strategies for scenarios."""

from hypothesis import strategies as st

from app.files.presets import load_preset
from app.files.scenario import Scenario
from app.files.slider_range import FARTHEST, SliderRange
from app.files.view import LAST_COLOUR, LAYERS, MARKER_COUNT, PLOTS, View
from physics.forcing.forcing import Forcing
from physics.forcing.schedule import Decay, Schedule
from physics.landscape.base import Landscape
from physics.landscape.formula import PARAMETERS, FormulaLandscape
from physics.landscape.points import PointsLandscape
from physics.rules.base import Parameter
from physics.rules.registry import RULES, parameters
from physics.run.ball import Ball
from physics.run.edit import Edit

finite = st.floats(allow_nan=False, allow_infinity=False, width=64)
names = st.text(
    st.characters(
        codec="utf-8",
        exclude_categories=("Cc", "Zl", "Zp"),
        exclude_characters="\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
    ),
    max_size=12,
)
points = st.lists(
    st.tuples(st.integers(-50, 50), st.floats(-9, 9)), min_size=4, max_size=9, unique_by=lambda pair: pair[0]
)
LANDSCAPES = (
    FormulaLandscape("w^2/2", (-51, 51)),
    FormulaLandscape("cos(w)", (-51, 51), "A cosine"),
    load_preset("terrain").landscape,
)


noises = st.floats(0.0, 1e300)
forcings = st.builds(
    Forcing,
    noise=st.just(0.0) | noises,
    seed=st.integers(0, 2**32 - 1),
    schedule=st.builds(
        Schedule,
        decay=st.sampled_from(Decay),
        decay_steps=st.integers(1, 16_000_000),
        warm_up=st.integers(0, 16_000_000),
        final_share=st.floats(1e-6, 1.0),
    ),
)


@st.composite
def landscapes(draw: st.DrawFn) -> Landscape:
    if draw(st.booleans()):
        return draw(st.sampled_from(LANDSCAPES))
    if draw(st.integers(0, 3)) == 0:
        values = {name: draw(st.floats(-1e100, 1e100)) for name in ("a", "d")}
        return FormulaLandscape("a*w^2 + d*w", (-51, 51), parameters=values)
    w, f = zip(*sorted(draw(points)), strict=True)
    return PointsLandscape(w, f) if draw(st.booleans()) else PointsLandscape(w, f, draw(names))


def values_of(parameter: Parameter) -> st.SearchStrategy[float]:
    return st.floats(parameter.low, parameter.high)


@st.composite
def edits(draw: st.DrawFn, balls: int) -> Edit:
    step = draw(st.integers(0, 16_000_000))
    if balls == 0 or draw(st.integers(0, 3)) == 0:
        landscape = draw(st.none() | landscapes())
        noise = draw(noises if landscape is None else st.none() | noises)
        return Edit(step, landscape=landscape, noise=noise)
    known, others = parameters(), {"rule": st.sampled_from(RULES), "w": finite, "delta": finite}
    names = sorted(draw(st.sets(st.sampled_from(sorted({*known, *others})), min_size=1)))
    return Edit(
        step,
        draw(st.integers(0, balls - 1)),
        parameters={name: draw(values_of(known[name])) for name in names if name in known},
        **{name: draw(others[name]) for name in names if name in others},  # type: ignore[arg-type]
    )


@st.composite
def views(draw: st.DrawFn, balls: int, steps: int) -> View:
    recorded = draw(st.none() | st.integers(0, 16_000_000))
    look = st.tuples(st.integers(0, LAST_COLOUR), st.integers(0, MARKER_COUNT - 1))
    return View(
        step=draw(st.none() | st.integers(0, steps if recorded is None else recorded)),
        recorded=recorded,
        speed=draw(st.none() | st.floats(1.0, 2000.0)),
        hidden=draw(st.none() | st.frozensets(st.sampled_from(PLOTS))),
        selected=draw(st.none() | st.integers(0, balls - 1)) if balls else None,
        styles=draw(st.none() | st.tuples(*[look] * balls)),
        hidden_layers=draw(st.none() | st.frozensets(st.sampled_from(LAYERS))),
        ranges=draw(st.none() | st.dictionaries(st.sampled_from(PARAMETERS), slider_ranges())),
        hidden_balls=draw(st.none() | st.frozensets(st.integers(0, balls - 1))) if balls else None,
        last_run=draw(st.none() | st.booleans()),
    )


@st.composite
def slider_ranges(draw: st.DrawFn) -> SliderRange:
    ends = st.floats(-FARTHEST, FARTHEST)
    low, high = sorted(draw(st.lists(ends, min_size=2, max_size=2, unique=True)))
    return SliderRange(low, high, draw(st.floats(0.0, high - low, exclude_min=True)))


@st.composite
def new_balls(draw: st.DrawFn, lo: float, hi: float) -> Ball:
    rule = draw(st.sampled_from(RULES))
    values = {parameter.name: draw(values_of(parameter)) for parameter in rule.parameters}
    return Ball(rule, values, draw(st.floats(lo, hi)), draw(st.none() | names))


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    landscape = draw(landscapes())
    lo, hi = landscape.domain
    balls = draw(st.lists(new_balls(lo, hi), max_size=4))
    steps = draw(st.integers(0, 16_000_000))
    return Scenario(
        title=draw(names),
        landscape=landscape,
        balls=tuple(balls),
        steps=steps,
        edits=tuple(draw(st.lists(edits(len(balls)), max_size=4))),
        full=draw(st.booleans()),
        forcing=draw(forcings),
        view=draw(st.none() | views(len(balls), steps)),
    )
