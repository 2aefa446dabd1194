"""The slider of one parameter of a ball, with what its values lead to."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from app.controls.plain_text import plain_tooltip
from app.controls.scales import SliderScale, scale_of
from app.controls.slider import ScaleSlider
from app.panels.outcome_strip import OutcomeStrip
from app.prediction.slider_outcomes import SliderOutcomes
from app.session.session import Session
from app.text.balls import parameter_title
from app.text.translation import _
from app.theme.application import Theme
from physics.rules.base import ETA, Parameter, Scale
from physics.rules.suggestion import eta_centre


class ParameterSlider(ScaleSlider):
    """Changes a parameter of a ball; its groove has the colours of the valleys that the values lead to."""

    def __init__(
        self,
        parameter: Parameter,
        session: Session,
        theme: Theme,
        slider_outcomes: SliderOutcomes,
        ball: Callable[[], int],
        parent: QWidget,
    ) -> None:
        """`ball` returns the index of the ball."""
        super().__init__(parameter_title(parameter), scale_of(parameter), default_of(parameter), parent)
        self._parameter, self._session, self._ball = parameter, session, ball
        self.setToolTip(plain_tooltip(_tooltip(parameter)))
        self._outcome_strip = OutcomeStrip(session, theme, slider_outcomes, parameter, ball)
        self._show_layers()
        self.number_changed.connect(lambda value: session.set_parameter(ball(), parameter.name, value))
        session.history.merge_during(self.gesture)
        # To methods, so that the connections end with the slider.
        session.layers_changed.connect(self._show_layers)
        session.locks_changed.connect(self._show_lock)
        self._show_lock()
        slider_outcomes.changed.connect(self.update_groove)
        # Queued: once for all signals of one edit.
        slider_outcomes.changed.connect(self.update_hover, Qt.ConnectionType.QueuedConnection)
        if parameter == ETA:
            session.landscape_changed.connect(self.fit_scale)
            self.fit_scale()

    def _show_layers(self) -> None:
        self.set_strip(None if "predictions" in self._session.hidden_layers else self._outcome_strip)

    def _show_lock(self) -> None:
        self.setEnabled(not self._session.is_locked(self._parameter.name))

    def renew_strip(self) -> None:
        """Paint what the values lead to now, and show it of the value under the mouse once the edit is done."""
        self.update()
        QTimer.singleShot(0, self, self.update_hover)

    def fit_scale(self) -> None:
        """Take the scale that suits the landscape and the ball."""
        scale = fitting_scale(self._parameter, self._session, self._ball())
        if scale is not None:
            self.set_scale(scale)


def fitting_scale(parameter: Parameter, session: Session, ball: int) -> SliderScale | None:
    """The scale of η around what suits the landscape and a ball; None if the scale is always the same."""
    run = session.run
    if parameter != ETA or ball >= len(run.balls):
        return None
    rule, values = run.ball_parameters(ball)
    return scale_of(ETA, eta_centre(session.landscape, values[ETA.name], rule))


def default_of(parameter: Parameter) -> float:
    """Its default, or 1 if that depends on the landscape."""
    return 1.0 if parameter.default is None else parameter.default


def _tooltip(parameter: Parameter) -> str:
    """What the parameter is, and what the slider shows."""
    lines = [
        _("{symbol}, the {title}: {help}."),
        _("The colours tell the valley in which the ball would end with each {symbol}, from where it is now."),
    ]
    if parameter.scale is Scale.MEMORY:
        lines.append(_("Its scale is even in the memory 1/(1 − {symbol}); the dot at the right is exactly 1."))
    return "\n".join(lines).format(symbol=parameter.symbol, title=_(parameter.title), help=_(parameter.help))
