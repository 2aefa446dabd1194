"""A curve from a text file with two numeric columns."""

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.files.columns import read_columns
from app.files.errors import BadFile
from app.files.landscapes import check_domain
from app.files.names import fit_name
from app.files.text import read_text
from physics.arrays import Floats, Ints
from physics.points import FEWEST_POINTS, PointsLandscape
from physics.smoothing import smooth as smoothed
from physics.words import counted

MOST_ROWS = 1_000_000


@dataclass(frozen=True, eq=False)
class Curve:
    """The samples of a curve file, sorted by w."""

    w: Floats
    """(n,) strictly increasing."""
    f: Floats
    """(n,) heights."""
    title: str
    """The file's name without its ending."""


def read_curve(path: str | os.PathLike[str]) -> Curve:
    """Read two columns of numbers; further columns are ignored.

    The first row of numbers shows the separator: a semicolon, tab, comma or blanks. Numbers may have a decimal comma
    when it is a semicolon or tab. One row of names may come first, and blank lines anywhere. Rows are sorted by w.

    Raises BadFile, naming the line, when something is not a finite number, when two rows have the same w, or when
    there are fewer than 4 rows or more than 1,000,000.
    """
    return parse_curve(read_text(path), path)


def parse_curve(text: str, path: str | os.PathLike[str]) -> Curve:
    """Read a curve from the text of the file at `path`, as `read_curve` does."""
    columns = read_columns(path, text, MOST_ROWS)
    lines, w, f = np.array(columns.lines), np.array(columns.w), np.array(columns.f)
    if len(w) < FEWEST_POINTS:
        raise BadFile(path, f"has {counted(len(w), 'row')} of numbers; a curve needs at least {FEWEST_POINTS}")
    for values in (w, f):
        if not np.isfinite(values).all():
            i = int(np.argmin(np.isfinite(values)))
            raise BadFile(path, f"line {lines[i]}: {values[i]} is not a finite number; leave the row out")
    order = np.argsort(w, kind="stable")
    _check_different(path, w[order], lines[order])
    return Curve(w[order], f[order], _title(path))


def curve_landscape(curve: Curve, smooth: float = 0.0, title: str | None = None) -> PointsLandscape:
    """The landscape through a curve's samples, smoothed by a Gaussian of that fraction of its width.

    Raises ValueError when the fraction is not between 0 and 1, or the curve is too steep, too narrow or too wide to
    compute with.
    """
    with np.errstate(over="ignore", invalid="ignore"):  # what is too large for a float is refused just after
        w, f = smoothed(curve.w, curve.f, smooth)
    landscape = PointsLandscape(w, f, title=curve.title if title is None else title)
    check_domain(*landscape.domain)
    return landscape


def _title(path: str | os.PathLike[str]) -> str:
    """The file's name without its ending, as a title can be: a file's name need not be UTF-8, nor one line."""
    return fit_name(os.fsencode(Path(path).stem).decode("utf-8", "replace"))


def _check_different(path: str | os.PathLike[str], w: Floats, lines: Ints) -> None:
    """Raise BadFile when two of the sorted w are the same."""
    same = np.flatnonzero(w[1:] == w[:-1])
    if len(same):
        i = same[np.argmin(lines[same + 1])]
        raise BadFile(path, f"line {lines[i + 1]} has the same w as line {lines[i]}, {w[i]}; each may come only once")
