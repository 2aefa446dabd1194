"""Pictures on the command line: what is asked for, and how it is painted; Qt is loaded only then."""

import errno
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from app.cli.parser import UsageError
from app.display import picture_problem
from app.text.figures import text_scale
from app.text.lists import any_of
from app.text.translation import _

if TYPE_CHECKING:
    from app.pictures.offscreen import PicturePainter

PICTURE_OPTIONS = ("picture", "picture_parts", "picture_step", "picture_size", "picture_scale", "theme")


class PictureRequest(NamedTuple):
    """A picture that is asked for."""

    file: str
    size: tuple[int, int]
    theme: Literal["dark", "light"]
    scale: int
    """Pixels for each pixel of the size, of a PNG."""
    parts: tuple[str, ...]
    step: int | None
    """None for the last step."""


def read_picture(options: Mapping[str, Any], default_size: tuple[int, int], default_part: str) -> PictureRequest | None:
    """The picture that the options ask for. Raises UsageError where they do so without a FILE."""
    if "picture" not in options:
        for name in PICTURE_OPTIONS:
            if name in options and not (name == "theme" and "film" in options):
                option = f"--{name.replace('_', '-')}"
                raise UsageError(_("{option} goes with {other}").format(option=option, other="--picture"))
        return None
    return PictureRequest(
        options["picture"],
        options.get("picture_size", default_size),
        options.get("theme", "light"),
        options.get("picture_scale", 1),
        tuple(dict.fromkeys(options.get("picture_parts", (default_part,)))),
        options.get("picture_step"),
    )


def load_painter(request: PictureRequest) -> "PicturePainter":
    """What paints into the file. Raises OSError where Qt can't be loaded, UsageError for an unknown ending."""
    with needing_qt(request.file):
        from app.pictures.offscreen import picture_painter, picture_suffixes
    painter = picture_painter(
        request.file, request.size, request.theme, text_scale(request.size[0], request.parts), request.scale
    )
    if painter is None:
        pattern = _('"{text}" has to end in {endings}')
        complaint = pattern.format(text=request.file, endings=any_of(picture_suffixes()))
        raise UsageError(f"--picture: {complaint}")
    return painter


@contextmanager
def needing_qt(file: str) -> Iterator[None]:
    """Load Qt for a file. Raises OSError where that can't be."""
    problem = picture_problem()
    if problem is not None:
        raise OSError(errno.ENOSYS, problem.sentence, file)
    try:
        yield
    except ImportError as error:
        raise OSError(errno.ENOSYS, _("Qt cannot be loaded ({reason})").format(reason=error), file) from error
