"""The parameters that decided the outcome of a ball, and those that would decide it now."""

from physics.run.run import Run
from physics.run.state import BallParameters, ball_parameters


def last_parameters(run: Run, ball: int) -> BallParameters:
    """The rule and the parameters of a ball's next step; for one that no longer moves, those of its last step.

    The latter led to its outcome, whatever was edited since. They are read off the row of that step.
    """
    step = _last_step(run, ball)
    if step is None:
        return run.next_parameters(ball)
    row = run.recording.row(step)
    return ball_parameters(row.rule, row.parameters, ball)


def present_parameters(run: Run, ball: int) -> BallParameters:
    """The rule and the parameters as they are set now, to compare with `last_parameters`.

    Of a ball that no longer moves η is as it would have been in force at its last step.
    """
    step = _last_step(run, ball)
    if step is None:
        return run.next_parameters(ball)
    if step == 0:
        return run.ball_parameters(ball)
    return ball_parameters(run.rule, run.forcing.in_force(run.parameters, step - 1), ball)


def _last_step(run: Run, ball: int) -> int | None:
    """The last step of a ball that no longer moves; None for another one, or where its row was forgotten."""
    step = int(run.status.steps[ball])
    return step if run.parked()[ball] and step >= run.recording.first else None
