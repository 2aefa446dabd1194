"""The cycle that a ball of a run is on."""

from physics.arrays import Floats
from physics.outcome.cycle import Cycle, bit_period, describe_cycle
from physics.outcome.outcome import REPEATS
from physics.run.ball import Ball
from physics.run.edit import Edit
from physics.run.run import Run


def find_cycle(run: Run, ball: int) -> Cycle | None:
    """The cycle that a ball is on; None unless its outcome is `repeats`."""
    if run.status.outcome[ball] != REPEATS:
        return None
    end = int(run.status.steps[ball])
    period = bit_period(end - int(run.since[ball]))
    w = run.recording.rows(end + 1 - period, end + 1).w[:, ball]
    return describe_cycle(w if len(w) == period else _one_turn(run, ball, period), run.landscape.width)


def _one_turn(run: Run, ball: int, period: int) -> Floats:
    """The places (period,) that it goes through from now on, where the rows of its last turn were forgotten."""
    state, (rule, values) = run.state, run.ball_parameters(ball)
    again = Ball(rule, values, state.w[ball].item())
    rule_state = {name: state.rule_state[name][ball].item() for name in rule.state}
    moving = Edit(0, 0, delta=state.delta[ball].item())
    forcing = run.forcing.from_step(run.step)
    turn = Run(run.landscape, [again], [moving], full=True, forcing=forcing, rule_states=[rule_state])
    turn.advance(period)
    return turn.recording.rows(1).w[:, 0]
