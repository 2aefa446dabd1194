"""Curves from text files with two columns of numbers, separated by semicolons, tabs, commas or blanks."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from app.files.landscapes import MAX_POINTS, check_domain
from app.files.names import fit_name
from app.files.text import BadFile, printable, read_text, with_line_feeds
from app.text.translation import _, ngettext
from physics.arrays import Floats, Ints
from physics.landscape import smoothing
from physics.landscape.errors import CurveError
from physics.landscape.interpolated_extrema import add_interpolated_extrema
from physics.landscape.points import MIN_POINTS, PointsLandscape

SEPARATORS = (";", "\t", ",")
"""In order of preference; a line with none of them is separated by blanks."""
MAX_ROWS = 1_000_000
MAX_BEGINNING = 65_536
"""Characters that tell whether a text is a curve."""
LONGEST_QUOTE = 24
"""Characters of a wrong field that a message repeats."""


@dataclass(frozen=True, eq=False)
class CurveData:
    """The samples of a curve file, sorted by w."""

    w: Floats
    """(n,) strictly increasing."""
    f: Floats
    """(n,) heights."""
    title: str
    """The file's name without its ending."""
    columns: int = 2
    """How many columns the first row of numbers has; the first two are read."""


def read_curve(path: str | os.PathLike[str]) -> CurveData:
    """Read two columns of numbers; further columns are ignored.

    The first row of numbers determines the separator: a semicolon, tab, comma or blanks. Numbers may have a decimal
    comma when it is a semicolon or tab. One header row may come first, and blank lines anywhere. Rows are sorted by w.

    Raises BadFile, with the line, for anything but finite numbers, for two rows with the same w, and for fewer than 4
    or more than 1,000,000 rows.
    """
    return parse_curve(read_text(path), path)


def is_curve_text(text: str) -> bool:
    """Whether a text is meant as a curve: whether a number is in its first row, or after one header row."""
    lines = with_line_feeds(text[:MAX_BEGINNING]).split("\n")
    first = _first_row(lines)
    return first < len(lines) and not _is_header(lines[first])


def parse_curve(text: str, path: str | os.PathLike[str], title: str | None = None) -> CurveData:
    """Parse the text of the file at `path` as `read_curve` does; without a `title` the curve has the file's name."""
    columns = _read_columns(path, text)
    lines, w, f = np.array(columns.lines), np.array(columns.w), np.array(columns.f)
    if len(w) < MIN_POINTS:
        pattern = ngettext(
            "has {count} row of numbers; a curve needs at least {least}",
            "has {count} rows of numbers; a curve needs at least {least}",
            len(w),
        )
        raise BadFile(path, pattern.format(count=len(w), least=MIN_POINTS))
    for values in (w, f):
        if not np.isfinite(values).all():
            i = int(np.argmin(np.isfinite(values)))
            pattern = _("line {line}: {value} is not a finite number; leave the row out")
            raise BadFile(path, pattern.format(line=lines[i], value=values[i]))
    order = np.argsort(w, kind="stable")
    _check_different(path, w[order], lines[order])
    return CurveData(w[order], f[order], _title(path) if title is None else title, columns.width)


class SampledLandscape(NamedTuple):
    """A landscape through samples."""

    landscape: PointsLandscape
    turns: int
    """How many of its points are none of the samples, but hills and minima between them."""


def curve_landscape(curve: CurveData, smooth: float = 0.0) -> SampledLandscape:
    """The landscape through a curve's samples, smoothed by a Gaussian with σ = `smooth` × the curve's width.

    Hills and minima that clearly lie between the samples are added as points (`add_interpolated_extrema`), unless there
    would be more points than a scenario may have.

    Raises ValueError when `smooth` is not between 0 and 1, or the curve is too steep, too narrow or too wide to compute
    with.
    """
    with np.errstate(over="ignore", invalid="ignore"):  # the landscape refuses infinities
        w, f = smoothing.smooth(curve.w, curve.f, smooth)
    landscape = PointsLandscape(w, f, title=curve.title)
    check_domain(*landscape.domain)
    with_turns = add_interpolated_extrema(w, f)
    turns = len(with_turns[0]) - len(w)
    if turns == 0 or len(w) + turns > MAX_POINTS:
        return SampledLandscape(landscape, 0)
    try:
        return SampledLandscape(PointsLandscape(*with_turns, title=curve.title), turns)
    except CurveError:  # the samples are almost too close or too steep
        return SampledLandscape(landscape, 0)


def _title(path: str | os.PathLike[str]) -> str:
    """The file's name without its ending, made to fit: it may be invalid UTF-8 or several lines."""
    return fit_name(os.fsencode(Path(path).stem).decode("utf-8", "replace"))


def _check_different(path: str | os.PathLike[str], w: Floats, lines: Ints) -> None:
    """Raise BadFile when two of the sorted w are equal."""
    same = np.flatnonzero(w[1:] == w[:-1])
    if len(same):
        i = same[np.argmin(lines[same + 1])]
        pattern = _("line {line} has the same w as line {first}, {w}; each may come only once")
        raise BadFile(path, pattern.format(line=lines[i + 1], first=lines[i], w=w[i]))


class Layout(NamedTuple):
    """How a line separates and writes its numbers."""

    separator: str | None
    """None: any run of blanks."""
    decimal_comma: bool


class Columns(NamedTuple):
    """The first two columns, and the line number (from 1) of each row."""

    lines: list[int]
    w: list[float]
    f: list[float]
    width: int
    """How many columns the first row has."""


def _read_columns(path: str | os.PathLike[str], text: str) -> Columns:
    """Parse the first two columns of a text; the path is for errors only. NaN and infinity count as numbers.

    Raises BadFile, with the line, for a row without two numbers, and for more than 1,000,000 rows.
    """
    lines = text.split("\n")
    first = _first_row(lines)
    if first == len(lines):
        return Columns([], [], [], 0)
    layout = _layout_of(lines[first])
    columns = Columns([], [], [], len(lines[first].rstrip(layout.separator).split(layout.separator)))
    for number, line in enumerate(lines[first:], start=first + 1):
        try:
            w, f = _two_numbers(line, layout)
        except (ValueError, IndexError):
            if not line or line.isspace():
                continue
            raise BadFile(path, _complaint(number, line, layout)) from None
        columns.lines.append(number)
        columns.w.append(w)
        columns.f.append(f)
        if len(columns.lines) > MAX_ROWS:
            pattern = ngettext(
                "has more than {most} row; leave some out", "has more than {most} rows; leave some out", MAX_ROWS
            )
            raise BadFile(path, pattern.format(most=f"{MAX_ROWS:,}"))
    return columns


def _first_row(lines: list[str]) -> int:
    """The index of the first row after blank lines and one header row, or the number of lines."""
    first = _skip_blank(lines, 0)
    if first < len(lines) and _is_header(lines[first]):
        first = _skip_blank(lines, first + 1)
    return first


def _skip_blank(lines: list[str], index: int) -> int:
    """The index of the first non-blank line from `index` on, or the number of lines."""
    while index < len(lines) and (not lines[index] or lines[index].isspace()):
        index += 1
    return index


def _layout_of(line: str) -> Layout:
    """The first format in which a line begins with two numbers; if there is none, the first separator in it."""
    layouts = [Layout(separator, separator in (";", "\t")) for separator in SEPARATORS if separator in line]
    layouts.append(Layout(None, False))
    return next((layout for layout in layouts if _are_numbers(line, layout) == [True, True]), layouts[0])


def _is_header(line: str) -> bool:
    """Whether neither of a line's first two columns is a number."""
    return not any(_are_numbers(line, _layout_of(line)))


def _are_numbers(line: str, layout: Layout) -> list[bool]:
    """Whether each of a line's first two columns is a number."""
    return [_is_number(field, layout.decimal_comma) for field in line.split(layout.separator, 2)[:2]]


def _two_numbers(line: str, layout: Layout) -> tuple[float, float]:
    """The numbers in the first two columns. Raises ValueError or IndexError when there are none."""
    fields = line.split(layout.separator, 2)
    return _number(fields[0], layout.decimal_comma), _number(fields[1], layout.decimal_comma)


def _number(field: str, decimal_comma: bool) -> float:
    """The number in a field, quoted or not. Raises ValueError."""
    if decimal_comma:
        field = field.replace(",", ".")
    if '"' in field:
        field = field.strip().removeprefix('"').removesuffix('"')
    if "_" in field:
        raise ValueError(f"{field!r}: Python would read 1_000, people do not write it")
    return float(field)


def _is_number(field: str, decimal_comma: bool) -> bool:
    try:
        _number(field, decimal_comma)
    except ValueError:
        return False
    return True


def _complaint(number: int, line: str, layout: Layout) -> str:
    fields = line.split(layout.separator)
    if len(fields) < 2:
        return _one_column(layout.separator).format(line=number)
    wrong = next(field for field in fields if not _is_number(field, layout.decimal_comma))
    wrong = printable(" ".join(wrong.split()))
    shown = wrong if len(wrong) <= LONGEST_QUOTE else wrong[: LONGEST_QUOTE - 1] + "…"
    pattern = _("line {line}: '{text}' is not a number; the first two columns hold numbers such as 2.5")
    return pattern.format(line=number, text=shown)


def _one_column(separator: str | None) -> str:
    """The pattern for a line that this does not separate; None: any run of blanks."""
    match separator:
        case ";":
            return _("line {line} has one column; two are needed, w and f, with a semicolon between them")
        case "\t":
            return _("line {line} has one column; two are needed, w and f, with a tab between them")
        case ",":
            return _("line {line} has one column; two are needed, w and f, with a comma between them")
    return _("line {line} has one column; two are needed, w and f, with a comma, semicolon, tab or blank between them")
