"""Values of a formula's parameters that are changed on the way: recorded, undone, replayed, and kept in files."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.files.link import link_text, parse_link
from app.files.scenario import Scenario, parse_scenario, scenario_text
from app.session.session import Session
from physics.landscape.formula import FormulaLandscape
from tests.support.described import described
from tests.support.scenes import assert_replays, balls, state_of

VALUES = {"a": 0.1, "b": 0.8, "c": 3.0}
CHANGES = st.lists(
    st.tuples(st.integers(0, 12), st.sampled_from(sorted(VALUES)), st.floats(-4.0, 4.0)), min_size=1, max_size=6
)


@settings(deadline=None, max_examples=25)
@given(CHANGES)
def test_any_changes_replay_from_file_and_link_and_can_be_undone(changes: list[tuple[int, str, float]]) -> None:
    landscape = FormulaLandscape("a*w^2 + b*cos(c*w)", (-6, 6), parameters=VALUES)
    session = Session(Scenario("Waves", landscape, balls(0.0, 0.9, 0.97)))
    values, states = dict(VALUES), []
    for steps, name, value in changes:
        session.step_on(steps)
        before = session.landscape
        assert isinstance(before, FormulaLandscape)
        states.append(state_of(session))
        session.set_landscape(before.with_parameters({name: value}))
        values[name] = value
        after = session.landscape
        assert isinstance(after, FormulaLandscape)
        assert (after.text, after.domain, after.title) == (before.text, before.domain, before.title)
        assert after.parameters == values
    session.step_on(5)
    assert_replays(session)
    scenario = session.scene.scenario()
    assert described(parse_scenario(scenario_text(scenario), "x.momentum")) == described(scenario)
    assert described(parse_link(link_text(scenario))) == described(scenario)
    for state in reversed(states):
        session.undo()
        assert state_of(session) == state
