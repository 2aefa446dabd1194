"""Pictures on the command line: their options, and what paints them. Qt is loaded only for that."""

import errno
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeVar

from app.cli.parser import Options, Parser, UsageError, goes_with, option_of
from app.cli.value_types import file_name, one_of, step_number, two_sides, whole_number
from app.display import picture_problem
from app.files.interrupts import Interrupts
from app.pictures.limits import MAX_PICTURE_SCALE, MAX_PICTURE_SIDE, MIN_PICTURE_SIDE
from app.text.figures import LANDSCAPE, RUN_PARTS
from app.text.lists import any_of
from app.text.translation import _

if TYPE_CHECKING:
    from app.pictures.formats import Format
    from app.pictures.offscreen import PicturePainter

THEMES = ("light", "dark")
PICTURE_OPTIONS = ("picture_parts", "picture_step", "picture_size", "picture_scale", "picture_transparent")
F = TypeVar("F", bound="Format")


class PictureRequest(NamedTuple):
    """A picture that is asked for."""

    file: str
    size: tuple[int, int]
    theme: Literal["dark", "light"]
    has_background: bool
    scale: int | None
    """Pixels of a PNG for each pixel of the size; None where none is given, which is 1."""
    parts: tuple[str, ...]
    step: int | None
    """None for the last step."""


def add_picture_options(parser: Parser, size: tuple[int, int], *, of_run: bool) -> None:
    """Add the picture as the window shows it; of a run with its parts and its step."""
    title = _("picture of what the window shows; needs Qt, but no display")
    of_map = _("An outcome map is painted by {command}.").format(command="momentum-lab map --picture")
    add = parser.add_argument_group(title, of_map if of_run else None).add_argument
    picture = _("the picture: .png, .svg with words as text, or .pdf; never to stdout")
    wide = _("WIDTHxHEIGHT")
    sides = _("in pixels of which an inch has 96, from {least} to {most} each; default {default}")
    sides = sides.format(least=MIN_PICTURE_SIDE, most=MAX_PICTURE_SIDE, default=f"{size[0]}x{size[1]}")
    add("--picture", type=file_name, metavar=_("FILE"), help=picture)
    if of_run:
        parts = _("what it shows, of {parts}; default {default}").format(parts=any_of(RUN_PARTS), default=LANDSCAPE)
        add("--picture-parts", nargs="+", type=one_of(*RUN_PARTS), metavar=_("PART"), help=parts)
        add("--picture-step", type=step_number(), metavar="N", help=_("the step that it shows; default: the last one"))
    add("--picture-size", type=two_sides(MIN_PICTURE_SIDE, MAX_PICTURE_SIDE), metavar=wide, help=sides)
    scale = _("pixels of a PNG for each of these, from {least} to {most}; default {default}")
    scale = scale.format(least=1, most=MAX_PICTURE_SCALE, default=1)
    add("--picture-scale", type=whole_number(1, MAX_PICTURE_SCALE), metavar="N", help=scale)
    add("--picture-transparent", nargs=0, help=_("without a background"))
    theme = _("{themes}, of picture and film; default {default}") if of_run else _("{themes}; default {default}")
    theme = theme.format(themes=any_of(THEMES), default=THEMES[0])
    add("--theme", type=one_of(*THEMES), metavar=_("THEME"), help=theme)


def read_picture(options: Options, default_size: tuple[int, int], default_part: str) -> PictureRequest | None:
    """The picture that the options ask for. Raises UsageError where they do so without a FILE."""
    require_output(options, PICTURE_OPTIONS, "picture")
    if "picture" not in options:
        return None
    return PictureRequest(
        file=options["picture"],
        size=options.get("picture_size", default_size),
        theme=options.get("theme", "light"),
        has_background="picture_transparent" not in options,
        scale=options.get("picture_scale"),
        parts=tuple(dict.fromkeys(options.get("picture_parts", (default_part,)))),
        step=options.get("picture_step"),
    )


def load_painter(request: PictureRequest) -> "PicturePainter":
    """What paints into the file.

    Raises OSError where Qt can't be loaded, UsageError for an unknown ending, or a scale of a picture without pixels.
    """
    with needing_qt(request.file):
        from app.pictures.formats import PICTURE_FORMATS, Holds
        from app.pictures.offscreen import PicturePainter
    to = chosen_format("--picture", request.file, PICTURE_FORMATS)
    if request.scale is not None and to.holds is not Holds.PIXELS:
        pattern = _("a {suffix} has no pixels to scale; leave the option out, or write a {pixels}")
        pixels = any_of(each.suffix for each in PICTURE_FORMATS if each.holds is Holds.PIXELS)
        raise UsageError(f"--picture-scale: {pattern.format(suffix=to.suffix, pixels=pixels)}")
    return PicturePainter(to, request.size, request.theme, request.has_background, request.scale or 1)


# For films too


def require_output(options: Options, names: Iterable[str], *outputs: str) -> None:
    """Raise UsageError for one of these options without any of the outputs that it goes with."""
    for name in names:
        if name in options and not any(output in options for output in outputs):
            raise goes_with(option_of(name), any_of(map(option_of, outputs)))


def chosen_format(option: str, file: str, formats: Sequence[F]) -> F:
    """The format that the ending of a file says. Raises UsageError for another ending."""
    from app.pictures.formats import format_of

    chosen = format_of(Path(file), formats)
    if chosen is None:
        pattern = _('"{text}" has to end in {endings}')
        complaint = pattern.format(text=file, endings=any_of(each.suffix for each in formats))
        raise UsageError(f"{option}: {complaint}")
    return chosen


@contextmanager
def needing_qt(file: str) -> Iterator[None]:
    """Load Qt for a file. Raises OSError where that can't be."""
    problem = picture_problem()
    if problem is not None:
        raise OSError(errno.ENOSYS, problem.sentence, file)
    try:
        with Interrupts():  # Qt aborts when it is interrupted while it is loaded
            yield
    except ImportError as error:
        raise OSError(errno.ENOSYS, _("Qt cannot be loaded ({reason})").format(reason=error), file) from error
