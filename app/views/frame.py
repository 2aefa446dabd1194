"""What is drawn: a run at one of its steps, and how it is shown."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from app.session.scene import BallStyle, more_styles
from app.session.session import Session
from app.session.slow_motion import Moment
from app.text.balls import name_in_run
from app.text.energy_bounds import getting_out_text
from physics.landscape.base import Landscape
from physics.run.energy_bound import find_energy_bound
from physics.run.run import Run

MAX_SHOWN_SPEED = 10.0
"""Steps per second up to which the arrows of a step are shown while time runs."""


class Frame(NamedTuple):
    """Everything that a picture follows from, besides the theme and the part of the plane that is shown.

    Drawing it reads the run and changes nothing. A frame of `frame_of_run` is a value; one of `frame_of_session` holds
    the session's own run, which goes on: it is drawn at once, and another one is made for the next picture.
    """

    run: Run
    """Drawn at its `step`."""
    styles: tuple[BallStyle, ...]
    """Of the balls."""
    selected: int
    """The index of the ball that is drawn on top, with its energy and its next step; −1 for none."""
    energy_text: str = ""
    """The words at the energy line of the selected ball."""
    phase: float = 1.0
    """Share of the way from the step before to this one at which the balls are drawn."""
    moment: Moment | None = None
    """The part of the next step that slow motion shows."""
    is_moving: bool = False
    """Whether more frames follow at once: labels stay where they are if they can."""
    has_arrows: bool = True
    """Whether the step of the selected ball is shown as arrows."""
    hidden_layers: frozenset[str] = frozenset()
    """Names of the layers (`app.files.view.LAYERS`) that are not drawn."""
    last_run: Run | None = None
    """The run before the last change, drawn faintly; of as many balls on the same landscape."""
    is_interactive: bool = True
    """Whether a person can press keys, which slow motion names, and point at words, which are underlined for that."""

    @property
    def landscape(self) -> Landscape:
        """The landscape of this step."""
        return self.run.landscape

    @property
    def shows_move(self) -> bool:
        """Whether the balls are drawn where the next step leads."""
        return self.moment is Moment.MOVE

    def shows(self, layer: str) -> bool:
        """Whether a layer is drawn; slow motion explains the arrows, and has them in any case."""
        return layer not in self.hidden_layers or (layer == "arrows" and self.moment is not None)

    @property
    def shown_balls(self) -> list[int]:
        """Indices of the balls that are drawn."""
        return shown_balls(self.styles)

    def name(self, ball: int) -> str:
        """The name of a ball on the screen."""
        return name_in_run(self.run, ball)


def shown_balls(styles: Iterable[BallStyle]) -> list[int]:
    """Indices of the balls with these styles that are drawn."""
    return [ball for ball, style in enumerate(styles) if not style.is_hidden]


def frame_of_session(session: Session, energy_text: str = "") -> Frame:
    """What the window shows now, until the session changes; `energy_text` as it was read last.

    The run is not copied: lines and positions are kept for as long as it is the same one.
    """
    playback = session.playback
    is_playing = playback.is_playing
    return Frame(
        session.run,
        session.styles,
        drawn_ball(session.selected, session.styles),
        energy_text,
        playback.phase,
        session.slow_motion.moment,
        is_playing,
        not (is_playing and playback.speed > MAX_SHOWN_SPEED),
        session.hidden_layers,
        session.last_run,
    )


def frame_of_run(run: Run, step: int, selected: int = -1, styles: tuple[BallStyle, ...] | None = None) -> Frame:
    """A recorded step of a run that no window shows; its balls have the styles that new balls get, or others.

    The run may go on or change: the frame has a snapshot of it.

    Raises IndexError if the step is not recorded or no ball has the index `selected`; ValueError unless there is one
    style for each ball.
    """
    first = run.recording.first
    if not first <= step <= run.last:
        raise IndexError(f"step {step} is not among {first} … {run.last}")
    if not -1 <= selected < len(run.balls):
        raise IndexError(f"ball {selected} is not among {len(run.balls)}")
    there = run.snapshot(step)
    styles = more_styles((), len(run.balls)) if styles is None else styles
    if len(styles) != len(run.balls):
        raise ValueError(f"{len(styles)} styles for {len(run.balls)} balls")
    return Frame(there, styles, drawn_ball(selected, styles), energy_text(there, selected))


def drawn_ball(selected: int, styles: Sequence[BallStyle]) -> int:
    """The index of the selected ball; −1 if it is hidden, or there is none."""
    return selected if 0 <= selected < len(styles) and not styles[selected].is_hidden else -1


def energy_text(run: Run, ball: int) -> str:
    """The words at the energy line of a ball; empty if there is no such ball or no bound."""
    bound = find_energy_bound(run, ball) if 0 <= ball < len(run.balls) else None
    return "" if bound is None else getting_out_text(bound)
