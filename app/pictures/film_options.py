"""What is filmed and how, as values that another process can take."""

from dataclasses import dataclass, field
from typing import NamedTuple

from PySide6.QtCore import QObject

from app.files.scenario import Scenario
from app.pictures.figure import Part
from app.pictures.formats import FilmFormat
from app.pictures.limits import DEFAULT_FILM_SIZE, DEFAULT_FPS
from app.session.scene import BallStyle, Scene
from app.text.figures import LANDSCAPE
from app.theme.palette import ThemeName
from app.views.frame import drawn_ball


@dataclass(frozen=True)
class FilmedScene:
    """What is filmed: a run and how its balls are drawn."""

    scenario: Scenario
    styles: tuple[BallStyle, ...]
    selected: int
    """Index of the ball that is drawn on top; −1 for none."""
    hidden_layers: frozenset[str] = frozenset()


def scene_of(scenario: Scenario) -> FilmedScene:
    """A scenario as the window would show it."""
    scene = Scene(scenario, QObject())
    return FilmedScene(scenario, scene.styles, drawn_ball(scene.selected, scene.styles), scene.hidden_layers)


@dataclass(frozen=True)
class FilmOptions:
    """What a person chooses of a film."""

    film_format: FilmFormat
    parts: tuple[Part, ...] = field(default_factory=lambda: (Part(LANDSCAPE),))
    size: tuple[int, int] = DEFAULT_FILM_SIZE
    """Width and height in pixels."""
    theme: ThemeName = "light"
    steps: tuple[int, int] | None = None
    """First and last step; None for the part in which something happens."""
    speed: float | None = None
    """Steps per second; None for one at which the film takes about ten seconds."""
    fps: float = DEFAULT_FPS
    glides: bool = True
    loops: bool = True
    is_slow_motion: bool = False


class FilmInfo(NamedTuple):
    """What is known of a film before it is drawn."""

    last: int
    """The last step of the run."""
    first_step: int
    last_step: int
    speed: float
    frames: int
    seconds: float


class PreviewFrame(NamedTuple):
    """One picture of a film, in the film's own colours."""

    width: int
    height: int
    indices: bytes
    """One byte for each pixel."""
    palette: bytes
    """Red, green and blue of each index."""
    ms: int
