"""The colours of the program by role, for the dark and the light theme."""

from dataclasses import dataclass
from functools import cached_property

from PySide6.QtGui import QBrush, QColor

from app.outcome_colours import OutcomeColours
from app.theme.contrast import SHAPE_CONTRAST, contrast, readable
from app.theme.hatching import hatched_brush

# Okabe and Ito, "Color Universal Design" (2008): told apart with every common kind of colour vision. The order is the
# one in which new balls take them; grey stands in for their black, which a dark window would swallow.
BALL_COLOURS = tuple(
    QColor(name) for name in ("#56B4E9", "#E69F00", "#F0E442", "#CC79A7", "#D55E00", "#009E73", "#0072B2", "#9AA3AF")
)
BALL_COLOUR_NAMES = ("sky blue", "orange", "yellow", "reddish purple", "vermillion", "bluish green", "blue", "grey")


@dataclass(frozen=True, eq=False)
class Palette:
    """One theme's colours. Roles, not hues: a view asks for `muted`, never for grey."""

    name: str
    """`dark` or `light`."""
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
    """What is filled, chosen or primary: slider fill, primary button, selected text's background."""
    on_accent: QColor
    """Text on the accent."""
    focus: QColor
    """The ring around the control that has the keyboard."""
    handle: QColor
    """The knob of a slider."""
    error: QColor
    """A refused value, a formula that can't be read."""
    success: QColor
    """The global minimum's flag, a finished task."""
    shadow: QColor
    """Under floating panels and knobs; translucent."""
    valley_tints: tuple[QColor, ...]
    """One for each valley from the left, then repeated with hatching."""
    outcomes: OutcomeColours
    """The same tints, and those of what is in no valley, for strips and maps."""

    @property
    def is_dark(self) -> bool:
        """Whether text is lighter than its surface."""
        return self.ink.lightnessF() > self.panel.lightnessF()

    @property
    def surfaces(self) -> tuple[QColor, ...]:
        """Every colour that text may stand on."""
        return (self.background, self.panel, self.raised, self.field, self.ground)

    def ball(self, colour_index: int) -> QColor:
        """The disc of a ball."""
        return BALL_COLOURS[colour_index % len(BALL_COLOURS)]

    def ball_text(self, colour_index: int) -> QColor:
        """A ball's colour for text: at least 4.5 : 1 on every surface."""
        return self._ball_texts[colour_index % len(BALL_COLOURS)]

    def ball_line(self, colour_index: int) -> QColor:
        """A ball's colour for trails and plot lines: at least 3 : 1 on background, panel and ground."""
        return self._ball_lines[colour_index % len(BALL_COLOURS)]

    def on_ball(self, colour_index: int) -> QColor:
        """The colour of the mark on a ball's disc: near-black or white, whichever stands out more."""
        disc = self.ball(colour_index)
        return max((QColor("#10141A"), QColor("#FFFFFF")), key=lambda colour: contrast(colour, disc))

    def valley(self, index: int) -> QColor:
        """The tint of a valley counted from 0 at the left."""
        return self.valley_tints[index % len(self.valley_tints)]

    def valley_brush(self, index: int) -> QBrush:
        """The tint of a valley with its hatching: none for the first six, then one direction, then the other."""
        return hatched_brush(self.valley(index), index // len(self.valley_tints))

    @cached_property
    def _ball_texts(self) -> tuple[QColor, ...]:
        return tuple(readable(colour, self.ink, self.surfaces) for colour in BALL_COLOURS)

    @cached_property
    def _ball_lines(self) -> tuple[QColor, ...]:
        surfaces = (self.background, self.panel, self.ground)
        return tuple(readable(colour, self.ink, surfaces, SHAPE_CONTRAST) for colour in BALL_COLOURS)
