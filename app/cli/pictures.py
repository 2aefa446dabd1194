"""Pictures on the command line: what is asked for, and how it is painted; Qt is loaded only then."""

import errno
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar

from app.cli.parser import UsageError, option_of
from app.display import picture_problem
from app.text.lists import any_of
from app.text.translation import _

if TYPE_CHECKING:
    from app.pictures.formats import Format
    from app.pictures.offscreen import PicturePainter

PICTURE_OPTIONS = ("picture_parts", "picture_step", "picture_size", "picture_scale", "picture_transparent")
F = TypeVar("F", bound="Format")


class PictureRequest(NamedTuple):
    """A picture that is asked for."""

    file: str
    size: tuple[int, int]
    theme: Literal["dark", "light"]
    has_background: bool
    scale: int
    """Pixels for each pixel of the size, of a PNG."""
    parts: tuple[str, ...]
    step: int | None
    """None for the last step."""


def read_picture(options: Mapping[str, Any], default_size: tuple[int, int], default_part: str) -> PictureRequest | None:
    """The picture that the options ask for. Raises UsageError where they do so without a FILE."""
    require_output(options, PICTURE_OPTIONS, "picture")
    if "picture" not in options:
        return None
    return PictureRequest(
        file=options["picture"],
        size=options.get("picture_size", default_size),
        theme=options.get("theme", "light"),
        has_background="picture_transparent" not in options,
        scale=options.get("picture_scale", 1),
        parts=tuple(dict.fromkeys(options.get("picture_parts", (default_part,)))),
        step=options.get("picture_step"),
    )


def load_painter(request: PictureRequest) -> "PicturePainter":
    """What paints into the file. Raises OSError where Qt can't be loaded, UsageError for an unknown ending."""
    with needing_qt(request.file):
        from app.pictures.formats import PICTURE_FORMATS
        from app.pictures.offscreen import PicturePainter
    to = chosen_format("--picture", request.file, PICTURE_FORMATS)
    return PicturePainter(to, request.size, request.theme, request.has_background, request.scale)


# For films too


def require_output(options: Mapping[str, Any], names: Iterable[str], *outputs: str) -> None:
    """Raise UsageError for one of these options without any of the outputs that it goes with."""
    for name in names:
        if name in options and not any(output in options for output in outputs):
            pattern = _("{option} goes with {other}")
            raise UsageError(pattern.format(option=option_of(name), other=any_of(map(option_of, outputs))))


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
        yield
    except ImportError as error:
        raise OSError(errno.ENOSYS, _("Qt cannot be loaded ({reason})").format(reason=error), file) from error
