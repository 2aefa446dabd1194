"""`landscapes`: lists the landscapes that come with the program."""

from collections.abc import Sequence

import numpy as np

from app.cli.console import Column, table
from app.cli.options import landscapes_parser
from app.files.presets import Preset, load_preset, preset_names
from app.text.titles import shown_title
from app.text.translation import _

MAX_MINIMA = 3
"""Global minima at more places are cut."""
RELATIVE_ZERO = 1e-12
"""Smaller values, relative to the width or height of the landscape, are rounding errors of 0."""


def landscapes(arguments: Sequence[str]) -> int:
    """Print name, title, valleys and global minimum of every preset. Raises UsageError for any argument."""
    landscapes_parser().parse(arguments)
    presets = [load_preset(name) for name in preset_names()]
    columns = [
        Column(_("name"), [preset.name for preset in presets]),
        Column(_("title"), [shown_title(preset.title) for preset in presets]),
        Column(_("valleys"), [str(preset.landscape.features.valley_count) for preset in presets], is_number=True),
        Column(_("global minimum"), [global_minimum(preset) for preset in presets]),
    ]
    print(table(columns), end="")
    return 0


def global_minimum(preset: Preset) -> str:
    """Position and height, such as `w = -3.61; f = -0.539`, with several positions if there are several."""
    landscape, features = preset.landscape, preset.landscape.features
    lowest = np.flatnonzero(features.is_global)
    if len(lowest) == 0:
        return _("none")
    positions = [_four_digits(features.minima[index], landscape.width) for index in lowest[:MAX_MINIMA]]
    more = ", …" if len(lowest) > MAX_MINIMA else ""
    height = _four_digits(features.minimum_heights[lowest[0]], features.height_range)
    return f"w = {', '.join(positions)}{more}; f = {height}"


def _four_digits(value: float, scale: float) -> str:
    return "0" if abs(value) <= RELATIVE_ZERO * scale else f"{value:.4g}"
