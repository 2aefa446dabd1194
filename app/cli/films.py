"""Films on the command line: what is asked for, and how it is made; Qt and Pillow are loaded only then."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO, Literal, NamedTuple

from app.cli.console import Progress, frames_line
from app.cli.options import DEFAULT_FILM_FPS, DEFAULT_FILM_SIZE
from app.cli.parser import UsageError
from app.cli.pictures import needing_qt
from app.files.scenario import Scenario
from app.text.figures import LANDSCAPE
from app.text.lists import any_of
from app.text.translation import _

FILM_OPTIONS = (
    *("film_parts", "film_steps", "film_speed", "film_fps", "film_size"),
    *("film_slow_motion", "film_stepwise", "film_once"),
)
MakeFilm = Callable[[Scenario, BinaryIO], None]
"""Makes the film of a scenario whose run is over at its last step."""


class FilmRequest(NamedTuple):
    """A film that is asked for."""

    file: str
    theme: Literal["dark", "light"]
    size: tuple[int, int]
    parts: tuple[str, ...]
    steps: tuple[int, int] | None
    """None for the part in which something happens."""
    speed: float | None
    """Steps per second; None for a film of ten seconds."""
    fps: float
    is_slow_motion: bool
    glides: bool
    loops: bool


def read_film(options: Mapping[str, Any]) -> FilmRequest | None:
    """The film that the options ask for. Raises UsageError where they do so without a FILE, or can't go together."""
    if "film" not in options:
        for name in FILM_OPTIONS:
            if name in options:
                option = f"--{name.replace('_', '-')}"
                raise UsageError(_("{option} goes with {other}").format(option=option, other="--film"))
        return None
    for name in ("film_fps", "film_stepwise"):
        if name in options and "film_slow_motion" in options:
            option = f"--{name.replace('_', '-')}"
            pattern = _("{option} does not go with {other}, which has a frame for each moment")
            raise UsageError(pattern.format(option=option, other="--film-slow-motion"))
    steps = options.get("film_steps")
    return FilmRequest(
        file=options["film"],
        theme=options.get("theme", "light"),
        size=options.get("film_size", DEFAULT_FILM_SIZE),
        parts=tuple(dict.fromkeys(options.get("film_parts", (LANDSCAPE,)))),
        steps=None if steps is None else (steps[0], steps[1]),
        speed=options.get("film_speed"),
        fps=options.get("film_fps", DEFAULT_FILM_FPS),
        is_slow_motion="film_slow_motion" in options,
        glides="film_stepwise" not in options,
        loops="film_once" not in options,
    )


def load_film_maker(request: FilmRequest) -> MakeFilm:
    """What makes the film. Raises OSError where Qt can't be loaded, UsageError for another ending."""
    with needing_qt(request.file):
        from app.pictures.figure import Part
        from app.pictures.film_maker import FilmMaker
        from app.pictures.film_options import FilmOptions, scene_of
        from app.pictures.formats import FILM_FORMATS, format_of
        from app.pictures.offscreen import offscreen_application
    film_format = format_of(Path(request.file), FILM_FORMATS)
    if film_format is None:
        pattern = _('"{text}" has to end in {endings}')
        complaint = pattern.format(text=request.file, endings=any_of(each.suffix for each in FILM_FORMATS))
        raise UsageError(f"--film: {complaint}")

    options = FilmOptions(
        film_format,
        tuple(map(Part, request.parts)),
        *request.size,
        request.theme,
        request.steps,
        request.speed,
        request.fps,
        request.glides,
        request.loops,
        request.is_slow_motion,
    )

    def make(scenario: Scenario, stream: BinaryIO) -> None:
        offscreen_application()
        try:
            maker = FilmMaker(scene_of(scenario), options)
        except ValueError as error:
            raise UsageError(f"--film: {error}") from error
        with maker, Progress(maker.film.frame_count, sys.stderr, line=frames_line) as progress:
            maker.write(stream, lambda share: progress(round(share * maker.film.frame_count)))

    return make
