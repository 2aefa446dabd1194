"""Colours by role, for the dark and the light theme, and functions for contrast and mixing."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import chain, pairwise
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen

from app.text.numbers import percent
from app.text.translation import N_, _
from app.theme import outcome_colours
from app.theme.outcome_colours import OutcomeColours

TEXT_CONTRAST = 4.5
"""Minimum contrast of text with its surface (WCAG 2.2, success criterion 1.4.3, level AA)."""
SHAPE_CONTRAST = 3.0
"""Minimum contrast of lines and shapes that carry meaning (WCAG 2.2, success criterion 1.4.11)."""

MIX_STEPS = 50

ThemeName = Literal["dark", "light"]


def luminance(colour: QColor) -> float:
    """Relative luminance of an opaque sRGB colour, 0 (black) to 1 (white), as WCAG 2 defines it."""
    red, green, blue = (_linear(part) for part in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    """Contrast ratio (L₁ + 0.05) / (L₂ + 0.05) with L₁ the lighter one: 1 (the same) to 21 (black on white)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mix(one: QColor, other: QColor, share: float) -> QColor:
    """A mixture in sRGB with a `share` (0 to 1) of the other colour."""
    return QColor.fromRgbF(
        one.redF() + (other.redF() - one.redF()) * share,
        one.greenF() + (other.greenF() - one.greenF()) * share,
        one.blueF() + (other.blueF() - one.blueF()) * share,
    )


def faded(colour: QColor, opacity: float) -> QColor:
    """The same colour with an opacity from 0 to 1."""
    result = QColor(colour)
    result.setAlphaF(opacity)
    return result


def readable(colour: QColor, ink: QColor, surfaces: Iterable[QColor], least: float = TEXT_CONTRAST) -> QColor:
    """The colour, mixed with as little ink as it takes for a contrast of `least` on every surface.

    Raises ValueError when even pure ink is not enough.
    """
    grounds = tuple(surfaces)
    for step in range(MIX_STEPS + 1):
        candidate = mix(colour, ink, step / MIX_STEPS)
        if all(contrast(candidate, surface) >= least for surface in grounds):
            return candidate
    raise ValueError(f"{ink.name()} does not reach a contrast of {least} on {', '.join(s.name() for s in grounds)}")


def _linear(part: float) -> float:
    """One sRGB component, 0 to 1, as linear light."""
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


HATCH_TILE_PX = 8


def hatched_brush(tint: QColor, repetition: int) -> QBrush:
    """A brush in a tint: plain for repetition 0, striped one way for 1, the other way for 2, and so on."""
    return _brush(tint.rgba(), repetition % 3)


@cache
def _brush(rgba: int, pattern: int) -> QBrush:
    """`pattern`: 0 plain, 1 stripes that rise to the right, 2 stripes that fall."""
    tint = QColor.fromRgba(rgba)
    if pattern == 0:
        return QBrush(tint)
    tile = QImage(HATCH_TILE_PX, HATCH_TILE_PX, QImage.Format.Format_ARGB32_Premultiplied)
    tile.fill(tint)
    with QPainter(tile) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        stripe = QColor("#000000") if tint.lightnessF() > 0.5 else QColor("#FFFFFF")
        painter.setPen(QPen(faded(stripe, 0.45), 2.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap))
        for offset in (-HATCH_TILE_PX, 0, HATCH_TILE_PX):
            if pattern == 1:
                painter.drawLine(offset, HATCH_TILE_PX, offset + HATCH_TILE_PX, 0)
            else:
                painter.drawLine(offset, 0, offset + HATCH_TILE_PX, HATCH_TILE_PX)
    return QBrush(tile)


# Okabe and Ito, "Color Universal Design" (2008): distinguishable with every common kind of colour vision; grey instead
# of their black, which is invisible on a dark background. New balls take them in this order.
BALL_COLOURS = tuple(
    QColor(name) for name in ("#56B4E9", "#E69F00", "#F0E442", "#CC79A7", "#D55E00", "#009E73", "#0072B2", "#9AA3AF")
)
BALL_COLOUR_NAMES = (
    N_("sky blue"),
    N_("orange"),
    N_("yellow"),
    N_("reddish purple"),
    N_("vermillion"),
    N_("bluish green"),
    N_("blue"),
    N_("grey"),
)
"""Translated where they are shown."""


def colour_name(colour_index: int) -> str:
    """What the colour of a ball is called; those of a scale by how far up they are."""
    if colour_index < len(BALL_COLOURS):
        return _(BALL_COLOUR_NAMES[colour_index])
    share = (colour_index - len(BALL_COLOURS)) / (len(DARK.scale) - 1)
    return _("{percent} of the scale").format(percent=percent(round(share, 2)))


def _scale(*stops: str) -> tuple[QColor, ...]:
    """The colours of a scale: the stops and, between each two, their mixture."""
    colours = [QColor(stop) for stop in stops]
    between = [mix(one, other, 0.5) for one, other in pairwise(colours)]
    return (*chain.from_iterable(zip(colours, between, strict=False)), colours[-1])


@dataclass(frozen=True, eq=False)
class Palette:
    """One theme's colours. Roles, not hues: a view asks for `muted`, never for grey."""

    name: ThemeName
    background: QColor
    """Behind the landscape and the plots."""
    panel: QColor
    """Behind bars, panels and cards."""
    raised: QColor
    """A hovered control, the chosen segment, the selected card."""
    field: QColor
    """Behind text that can be edited."""
    line: QColor
    """Frames and dividers."""
    line_strong: QColor
    """The frame of what is selected or hovered."""
    groove: QColor
    """The unfilled part of a slider."""
    ground: QColor
    """The landscape under its curve."""
    ink: QColor
    """Text and symbols that are read first."""
    muted: QColor
    """Text and symbols that are read second."""
    disabled: QColor
    """Text and symbols that can't be used now."""
    curve: QColor
    """The landscape's line."""
    momentum_term: QColor
    """α Δ, as arrow and as text."""
    gradient_term: QColor
    """−η f′, as arrow and as text."""
    accent: QColor
    """Slider fill, primary button, background of selected text."""
    on_accent: QColor
    """Text on the accent."""
    focus: QColor
    """The ring around the control that has the keyboard."""
    handle: QColor
    """The handle of a slider."""
    error: QColor
    """A refused value, a formula that can't be read."""
    success: QColor
    """The global minimum's flag, a finished task."""
    shadow: QColor
    """Under floating panels and slider handles; translucent."""
    valley_tints: tuple[QColor, ...]
    """One for each valley from the left; further valleys repeat them with hatching."""
    scale: tuple[QColor, ...]
    """From the lowest to the highest value of a series of balls, ever lighter, in steps that look equal."""
    outcomes: OutcomeColours
    """The same tints and the colours of other outcomes, for strips and maps."""

    @property
    def is_dark(self) -> bool:
        """Whether text is lighter than its surface."""
        return self.ink.lightnessF() > self.panel.lightnessF()

    @property
    def surfaces(self) -> tuple[QColor, ...]:
        """Every colour that text may stand on."""
        return (self.background, self.panel, self.raised, self.field, self.ground)

    def ball(self, colour_index: int) -> QColor:
        """The colour of a ball: one of `BALL_COLOURS` or, with an index beyond them, of the scale."""
        return (*BALL_COLOURS, *self.scale)[colour_index]

    def ball_text(self, colour_index: int) -> QColor:
        """A ball's colour for text: at least 4.5 : 1 on every surface."""
        return _ball_text(self, colour_index)

    def ball_line(self, colour_index: int) -> QColor:
        """A ball's colour for trails and plot lines: at least 3 : 1 on background, panel and ground."""
        return _ball_line(self, colour_index)

    def on_ball(self, colour_index: int) -> QColor:
        """The colour of the marker on a ball: near-black or white, whichever contrasts more."""
        disc = self.ball(colour_index)
        return max((QColor("#10141A"), QColor("#FFFFFF")), key=lambda colour: contrast(colour, disc))

    def valley(self, index: int) -> QColor:
        """The tint of a valley, counted from 0 at the left."""
        return self.valley_tints[index % len(self.valley_tints)]

    def valley_brush(self, index: int) -> QBrush:
        """The tint of a valley, hatched from the seventh valley on."""
        return hatched_brush(self.valley(index), index // len(self.valley_tints))


@cache
def _ball_text(palette: Palette, colour_index: int) -> QColor:
    return readable(palette.ball(colour_index), palette.ink, palette.surfaces)


@cache
def _ball_line(palette: Palette, colour_index: int) -> QColor:
    surfaces = palette.background, palette.panel, palette.ground
    return readable(palette.ball(colour_index), palette.ink, surfaces, SHAPE_CONTRAST)


SPACE = 4
"""Pixels; all distances are multiples of it."""
RADIUS = 8
"""Corner radius of cards and floating panels, in pixels."""
RADIUS_SMALL = 6
"""Corner radius of buttons and fields, in pixels."""
CONTROL_HEIGHT = 28
"""Height of buttons and fields at scale 1, in pixels."""

DARK = Palette(
    name="dark",
    background=QColor("#12161D"),
    panel=QColor("#1A2029"),
    raised=QColor("#232B38"),
    field=QColor("#0E1218"),
    line=QColor("#2B3442"),
    line_strong=QColor("#46546A"),
    groove=QColor("#323D4D"),
    ground=QColor("#222B38"),
    ink=QColor("#E8EDF4"),
    muted=QColor("#8B97A8"),
    disabled=QColor("#5A6576"),
    curve=QColor("#DFE7F2"),
    momentum_term=QColor("#8FB8FF"),
    gradient_term=QColor("#FF9D7A"),
    accent=QColor("#6C97DB"),
    on_accent=QColor("#0B0F15"),
    focus=QColor("#8FB8FF"),
    handle=QColor("#E8EDF4"),
    error=QColor("#FF8A80"),
    success=QColor("#2FBF9B"),
    shadow=QColor(0, 0, 0, 110),
    valley_tints=tuple(QColor(tint) for tint in outcome_colours.DARK.valleys),
    scale=_scale(
        *("#E80012", "#EE3016", "#F24716", "#F65A14", "#F96A0E", "#FB7906", "#FC8700", "#FC9400", "#FCA100"),
        *("#FCAD0E", "#FBB921", "#FAC533", "#F8D147", "#F6DC5C", "#F4E872", "#F2F38B", "#F1FEA6"),
    ),
    outcomes=outcome_colours.DARK,
)

LIGHT = Palette(
    name="light",
    background=QColor("#F5F7FA"),
    panel=QColor("#FFFFFF"),
    raised=QColor("#E9EEF5"),
    field=QColor("#FFFFFF"),
    line=QColor("#D5DCE6"),
    line_strong=QColor("#A3B0C2"),
    groove=QColor("#D3DAE4"),
    ground=QColor("#E1E8F0"),
    ink=QColor("#17202C"),
    muted=QColor("#556274"),
    disabled=QColor("#9AA6B6"),
    curve=QColor("#273445"),
    momentum_term=QColor("#1D59BD"),
    gradient_term=QColor("#A83C12"),
    accent=QColor("#2F6BD0"),
    on_accent=QColor("#FFFFFF"),
    focus=QColor("#2F6BD0"),
    handle=QColor("#FFFFFF"),
    error=QColor("#B3261E"),
    success=QColor("#0B6E55"),
    shadow=QColor(20, 32, 48, 60),
    valley_tints=tuple(QColor(tint) for tint in outcome_colours.LIGHT.valleys),
    scale=_scale(
        *("#4E002F", "#560129", "#5E0624", "#660C1F", "#6E1219", "#751914", "#7C200D", "#822707", "#873001"),
        *("#8C3900", "#904200", "#924C00", "#945701", "#936207", "#916E10", "#8D7B18", "#85891F"),
    ),
    outcomes=outcome_colours.LIGHT,
)
