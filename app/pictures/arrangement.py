"""Where the parts of a figure lie: the landscape and the map above, one step and the plots below."""

import math
from collections.abc import Collection, Sequence

from PySide6.QtCore import QRect

from app.panels.step_painting import HEIGHT, MARGIN
from app.pictures.limits import COLUMN_MM, PX_PER_INCH
from app.text.figures import LANDSCAPE, MAP, PLOTS, STEP

MIN_PLOT_WIDTH_PX, MIN_BESIDE_PX = 210.0, 640.0
"""At scale 1: of a plot that has others beside it, and of a figure with a map beside the landscape."""
MAP_SHARE = 0.37
"""Of the width, for a map beside the landscape: one step, above it, is not cut."""
TOP_WEIGHT = 2.2
"""Height of landscape and map, in heights of a row of plots."""
MAX_STEP_WIDTH_PX = 480.0
"""Of the card of one step, at scale 1."""
LANDSCAPE_WIDTH_PX, PLOT_WIDTH_PX = 900.0, 560.0
"""Width of a figure whose texts have their usual size: with a landscape, and of a map or plots alone."""
MIN_TEXT_SCALE, MAX_TEXT_SCALE = 0.75, 4.0
COLUMN_HEIGHTS = {LANDSCAPE: 0.72, MAP: 0.95, STEP: 0.3}
"""Of a column of a page, in widths."""
PLOTS_HEIGHT = 0.55
"""Of a row of plots in a column, in widths."""
MM_PER_INCH = 25.4


def text_scale(width: int, names: Collection[str]) -> float:
    """The size of texts in a figure of these parts, this many pixels wide, as a multiple of the usual one."""
    usual = LANDSCAPE_WIDTH_PX if LANDSCAPE in names or len(names) > 1 else PLOT_WIDTH_PX
    return min(max(width / usual, MIN_TEXT_SCALE), MAX_TEXT_SCALE)


def arranged(names: Sequence[str], width: int, height: int, scale: float) -> dict[str, QRect]:
    """The boxes of the parts with these names, in whole pixels of a figure; `scale` is that of its texts."""
    card = min(round((HEIGHT + MARGIN) * scale), height)
    has_both = LANDSCAPE in names and MAP in names
    is_beside = has_both and width >= MIN_BESIDE_PX * scale
    step_rows = [[STEP]] if STEP in names and not is_beside else []
    top_rows = [[LANDSCAPE, MAP]] if is_beside else [[name] for name in (LANDSCAPE, MAP) if name in names]
    plots = [name for name in PLOTS if name in names]
    columns = max(1, min(len(plots), int(width / (MIN_PLOT_WIDTH_PX * scale))))
    if columns < len(plots):
        columns = min(columns, -(-len(plots) // 2))  # two rows of two rather than three and one
    plot_rows = [plots[first : first + columns] for first in range(0, len(plots), columns)]
    free = height - card * len(step_rows) if top_rows or plot_rows else height
    weight = TOP_WEIGHT * len(top_rows) + len(plot_rows)
    boxes: dict[str, QRect] = {}
    top = 0.0
    for row in (*top_rows, *step_rows, *plot_rows):
        if row == [STEP]:
            step_width = min(width, round(MAX_STEP_WIDTH_PX * scale))
            boxes[STEP] = _box(0.0, top, step_width, top + card)
            top += card
            continue
        bottom = top + free * (TOP_WEIGHT if row in top_rows else 1.0) / weight
        shares = [1.0 - MAP_SHARE, MAP_SHARE] if row == [LANDSCAPE, MAP] else [1.0 / len(row)] * len(row)
        left = 0.0
        for name, share in zip(row, shares, strict=True):
            right = left + share * width
            boxes[name] = _box(left, top, right, bottom)
            left = right
        top = bottom
    if is_beside and STEP in names:  # above the map, as in the window
        whole = boxes[MAP]
        boxes[STEP] = QRect(whole.left(), whole.top() + MARGIN, whole.width(), card)
        boxes[MAP] = whole.adjusted(0, card + MARGIN, 0, 0)
    return boxes


def column_size(names: Sequence[str]) -> tuple[int, int]:
    """Width and height in pixels of a figure of these parts for a column of a page."""
    width = round(COLUMN_MM / MM_PER_INCH * PX_PER_INCH)
    columns = max(1, int(width / (MIN_PLOT_WIDTH_PX * text_scale(width, names))))
    rows = -(-sum(name in PLOTS for name in names) // columns)
    share = sum(COLUMN_HEIGHTS.get(name, 0.0) for name in names) + rows * PLOTS_HEIGHT
    return width, round(width * max(share, COLUMN_HEIGHTS[STEP]))


def _box(left: float, top: float, right: float, bottom: float) -> QRect:
    x, y, end, floor = (math.floor(edge + 0.5) for edge in (left, top, right, bottom))
    return QRect(x, y, end - x, floor - y)
