"""What is drawn, as a value: a run at one of its steps, and how its balls look."""

from typing import NamedTuple

from app.session.scene import BallStyle, more_styles
from app.session.session import Session
from physics.run.run import Run


class Frame(NamedTuple):
    """Everything that a picture follows from, besides the theme and the part of the plane that is shown.

    Whoever draws it reads the run and changes nothing.
    """

    run: Run
    """At the step that is drawn."""
    styles: tuple[BallStyle, ...]
    """Of the balls."""
    selected: int
    """The index of the ball that is drawn on top; −1 for none."""


def frame_of_session(session: Session) -> Frame:
    """What the window shows now."""
    return Frame(session.run, session.styles, session.selected)


def frame_of_run(run: Run, step: int, selected: int = -1) -> Frame:
    """A recorded step of a run that no window shows, its balls with the styles that they get when a scene opens.

    Raises IndexError if the step is not recorded.
    """
    if not 0 <= step <= run.last:
        raise IndexError(f"step {step} is not among 0 … {run.last}")
    return Frame(run.as_of(step), more_styles((), len(run.balls)), selected)
