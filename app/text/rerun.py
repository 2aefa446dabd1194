"""What to do so that a value counts that was changed when its ball no longer moved."""

from typing import NamedTuple

from app.text.balls import default_name, rule_text, value_text
from app.text.translation import _
from physics.outcome.outcome import SETTLED, TRAPPED
from physics.run.deciding_parameters import last_parameters, present_parameters
from physics.run.edit import Edit
from physics.run.run import Run
from physics.run.state import BallParameters, ball_parameters


class Rerun(NamedTuple):
    """A sentence about values that have had no effect yet."""

    sentence: str
    is_by_play: bool
    """Whether Play begins again with them; else only *Start again* does, as other balls still move."""


def rerun(run: Run) -> Rerun | None:
    """Which values wait for another run, of balls that had stopped or were caught already; None if there are none."""
    changes = {ball: values for ball, edits in _value_edits(run).items() if (values := _new_values(run, ball, edits))}
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


def _value_edits(run: Run) -> dict[int, list[Edit]]:
    """The edits of each ball's values since it, or the landscape, was last moved by hand."""
    edits: dict[int, list[Edit]] = {}
    for edit in run.edits:
        if edit.step > run.step:
            break
        if edit.ball is None:
            edits.clear()
        elif edit.w is not None or edit.delta is not None:
            edits.pop(edit.ball, None)
        else:
            edits.setdefault(edit.ball, []).append(edit)
    return edits


def _new_values(run: Run, ball: int, edits: list[Edit]) -> tuple[str, ...]:
    """The values of a ball that differ from those that led to where it is: `α 0.95`, `η 0.03`."""
    then, now = _deciding_parameters(run, ball, edits), present_parameters(run, ball)
    texts = [
        default_name(now.rule, now.values) if parameter == now.rule.parameters[0] else value_text(parameter, value)
        for parameter in now.rule.parameters
        if (value := now.values[parameter.name]) != then.values.get(parameter.name)
    ]
    return tuple(texts) if then.rule is now.rule else (*texts, rule_text(now.rule))


def _deciding_parameters(run: Run, ball: int, edits: list[Edit]) -> BallParameters:
    """The parameters with which a ball was caught; of one that is not, those of `Run.last_parameters`."""
    deciding = last_parameters(run, ball)
    if run.status.outcome[ball] not in (TRAPPED, SETTLED):
        return deciding
    for edit in reversed(edits):
        if edit.step < run.recording.first or run.recording.row(edit.step).outcome[ball] != TRAPPED:
            break
        row = run.recording.row(edit.step)
        deciding = ball_parameters(row.rule, row.parameters, ball)
    return deciding
