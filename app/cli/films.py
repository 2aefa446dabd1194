"""Films on the command line: their options, and what makes them. Qt and Pillow are loaded only for that."""

import sys
from collections.abc import Callable
from typing import BinaryIO, Literal, NamedTuple

from app.cli.console import Progress, frames_line
from app.cli.parser import Options, Parser, UsageError, option_of
from app.cli.pictures import chosen_format, needing_qt, require_output
from app.cli.value_types import file_name, number_between, one_of, step_number, two_sides
from app.files.scenario import Scenario
from app.pictures.limits import (
    DEFAULT_FILM_SIZE,
    DEFAULT_FPS,
    MAX_FILM_SIDE,
    MAX_FPS,
    MAX_SPEED,
    MIN_FILM_SIDE,
    MIN_FPS,
    MIN_SPEED,
    SLOW_MOTION_SPEED,
    USUAL_DURATION_S,
)
from app.text.figures import LANDSCAPE, RUN_PARTS
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


def add_film_options(parser: Parser) -> None:
    """Add the options that `read_film` reads."""
    add = parser.add_argument_group(_("film; needs Qt, but no display")).add_argument
    file = _("the run as a film: an animated GIF, PNG or WebP, by the ending; never to stdout")
    steps = _("from which step to which; default: the part in which something happens")
    speed = _(
        "steps per second, from {least} to {most}; default: so that the film takes about {seconds} s, in slow motion "
        "{slow}"
    )
    speed = speed.format(
        least=MIN_SPEED, most=f"{MAX_SPEED:.0f}", seconds=f"{USUAL_DURATION_S:g}", slow=SLOW_MOTION_SPEED
    )
    width, height = DEFAULT_FILM_SIZE
    size_help = _("in pixels, from {least} to {most} each; default {default}")
    fps = _("frames per second, from {least} to {most}; default {default}")
    fps = fps.format(least=f"{MIN_FPS:g}", most=f"{MAX_FPS:g}", default=f"{DEFAULT_FPS:g}")
    slow = _("show each step in its four moments, with their captions")
    stepwise = _("show no balls between two steps")
    add("--film", type=file_name, metavar=_("FILE"), help=file)
    parts = _("what it shows, of {parts}; default {default}").format(parts=any_of(RUN_PARTS), default=LANDSCAPE)
    add("--film-parts", nargs="+", type=one_of(*RUN_PARTS), metavar=_("PART"), help=parts)
    add("--film-steps", nargs=2, type=step_number(), metavar=(_("FIRST"), _("LAST")), help=steps)
    add("--film-speed", type=number_between(MIN_SPEED, MAX_SPEED), metavar=_("SPEED"), help=speed)
    add("--film-fps", type=number_between(MIN_FPS, MAX_FPS), metavar=_("FPS"), help=fps)
    size_help = size_help.format(least=MIN_FILM_SIDE, most=MAX_FILM_SIDE, default=f"{width}x{height}")
    add("--film-size", type=two_sides(MIN_FILM_SIDE, MAX_FILM_SIDE), metavar=_("WIDTHxHEIGHT"), help=size_help)
    add("--film-slow-motion", nargs=0, help=slow)
    add("--film-stepwise", nargs=0, help=stepwise)
    add("--film-once", nargs=0, help=_("play it once; without this it begins again at its end"))


def read_film(options: Options) -> FilmRequest | None:
    """The film that the options ask for. Raises UsageError where they do so without a FILE, or can't go together."""
    require_output(options, FILM_OPTIONS, "film")
    if "film" not in options:
        return None
    for name in ("film_fps", "film_stepwise"):
        if name in options and "film_slow_motion" in options:
            pattern = _("{option} does not go with {other}, which has a frame for each moment")
            raise UsageError(pattern.format(option=option_of(name), other="--film-slow-motion"))
    steps = options.get("film_steps")
    if steps is not None and steps[0] >= steps[1]:
        pattern = _("step {last} does not come after step {first}")
        raise UsageError(f"--film-steps: {pattern.format(first=steps[0], last=steps[1])}")
    return FilmRequest(
        file=options["film"],
        theme=options.get("theme", "light"),
        size=options.get("film_size", DEFAULT_FILM_SIZE),
        parts=tuple(dict.fromkeys(options.get("film_parts", (LANDSCAPE,)))),
        steps=None if steps is None else (steps[0], steps[1]),
        speed=options.get("film_speed"),
        fps=options.get("film_fps", DEFAULT_FPS),
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
        from app.pictures.formats import FILM_FORMATS
        from app.pictures.offscreen import offscreen_application
    options = FilmOptions(
        film_format=chosen_format("--film", request.file, FILM_FORMATS),
        parts=tuple(map(Part, request.parts)),
        size=request.size,
        theme=request.theme,
        steps=request.steps,
        speed=request.speed,
        fps=request.fps,
        glides=request.glides,
        loops=request.loops,
        is_slow_motion=request.is_slow_motion,
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
