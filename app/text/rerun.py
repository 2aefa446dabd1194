"""What to do so that a value counts that was changed when its ball no longer moved."""

from typing import NamedTuple

from app.text.balls import default_name, rule_text, value_text
from app.text.translation import _
from physics.run.run import Run


class Rerun(NamedTuple):
    """A sentence about values that have had no effect yet."""

    sentence: str
    is_by_play: bool
    """Whether Play begins again with them; else only *Start again* does, as other balls still move."""


def rerun(run: Run) -> Rerun | None:
    """Which values wait for another run, of all balls that no longer move; None if there are none."""
    parked = [ball for ball in range(len(run.balls)) if run.parked()[ball]]
    changes = {ball: values for ball in parked if (values := _new_values(run, ball))}
    if not changes:
        return None
    is_by_play = run.is_over and any(edit.step == run.last for edit in run.edits)
    if len(set(changes.values())) > 1:
        pattern = (
            _("Play runs it again with what you changed.") if is_by_play else _("Start again to see what it does.")
        )
    else:
        pattern = _("Play runs it again with {values}.") if is_by_play else _("Start again to see what {values} does.")
    return Rerun(pattern.format(values=", ".join(next(iter(changes.values())))), is_by_play)


def _new_values(run: Run, ball: int) -> tuple[str, ...]:
    """The values of a ball that differ from those of its last step: `α 0.95`, `η 0.03`."""
    then, now = run.last_parameters(ball), run.present_parameters(ball)
    texts = [
        default_name(now.rule, now.values) if parameter == now.rule.parameters[0] else value_text(parameter, value)
        for parameter in now.rule.parameters
        if (value := now.values[parameter.name]) != then.values.get(parameter.name)
    ]
    return tuple(texts) if then.rule is now.rule else (*texts, rule_text(now.rule))
