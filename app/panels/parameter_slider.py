"""The slider of one parameter of a ball, with what its values lead to."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.controls.plain_text import plain_tooltip
from app.controls.scales import scale_of
from app.controls.slider import ScaleSlider
from app.panels.outcome_strip import OutcomeStrip
from app.prediction.slider_outcomes import SliderOutcomes
from app.session.session import Session
from app.theme.application import Theme
from physics.rules.base import Parameter, Scale

USUAL_ETA = 1.0
"""Where the scale of η lies until the landscape is known."""
MEMORY_TOOLTIP = "Its scale is even in the memory 1/(1 − {symbol}); the dot at the right is exactly 1."


def parameter_slider(
    parameter: Parameter,
    session: Session,
    theme: Theme,
    slider_outcomes: SliderOutcomes,
    ball: Callable[[], int],
    parent: QWidget,
) -> ScaleSlider:
    """Make the slider; `ball` returns the index of the ball that it changes."""
    scale = scale_of(parameter, USUAL_ETA)
    slider = ScaleSlider(parameter.symbol, scale, _usual(parameter), parent)
    slider.setToolTip(plain_tooltip(tooltip_of(parameter)))
    slider.set_strip(OutcomeStrip(session, theme, slider_outcomes, parameter, ball))
    slider_outcomes.changed.connect(slider.update)
    # Queued: once for all signals of one edit.
    slider_outcomes.changed.connect(slider.update_hover, Qt.ConnectionType.QueuedConnection)
    slider.number_changed.connect(lambda value: session.set_parameter(ball(), parameter.name, value))
    return slider


def tooltip_of(parameter: Parameter) -> str:
    """What the parameter is, and what the slider shows."""
    lines = [
        f"{parameter.symbol}, {parameter.help}.",
        f"The colours tell the valley in which the ball would end with each {parameter.symbol}, from where it is now.",
    ]
    if parameter.scale is Scale.MEMORY:
        lines.append(MEMORY_TOOLTIP.format(symbol=parameter.symbol))
    return "\n".join(lines)


def _usual(parameter: Parameter) -> float:
    return USUAL_ETA if parameter.default is None else parameter.default
