"""The command that lists the landscapes which come with the program."""

from collections.abc import Sequence

import numpy as np

from app.cli.console import Column, table
from app.cli.outputs import split_options
from app.files.presets import Preset, load_preset, preset_names

MOST_PLACES = 3
NOTHING = 1e-12


def landscapes(arguments: Sequence[str]) -> int:
    """Print name, title, valleys and global minimum of every preset. Raises UsageError for any argument."""
    split_options(arguments, {}, most_files=0)
    presets = [load_preset(name) for name in preset_names()]
    columns = [
        Column("name", [preset.name for preset in presets]),
        Column("title", [preset.title for preset in presets]),
        Column("valleys", [str(preset.landscape.features.valley_count) for preset in presets], is_number=True),
        Column("global minimum", [global_minimum(preset) for preset in presets]),
    ]
    print(table(columns), end="")
    return 0


def global_minimum(preset: Preset) -> str:
    """Where it is and how high, such as `w = -3.61, f = -0.539`, or at how many places."""
    landscape, features = preset.landscape, preset.landscape.features
    lowest = np.flatnonzero(features.is_global)
    if len(lowest) == 0:
        return "none"
    places = [_shown(features.minima[i], landscape.width) for i in lowest[:MOST_PLACES]]
    more = ", …" if len(lowest) > MOST_PLACES else ""
    return f"w = {', '.join(places)}{more}; f = {_shown(features.minimum_heights[lowest[0]], features.height_range)}"


def _shown(value: float, scale: float) -> str:
    """Four digits; 0 where only rounding makes it something else."""
    return "0" if abs(value) <= NOTHING * scale else f"{value:.4g}"
