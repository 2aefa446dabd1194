"""The sliders for α and η."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.controls.scales import LogScale, MemoryScale
from app.controls.slider import ScaleSlider


class MemorySlider(ScaleSlider):
    """α from 0 to 0.999 on the scale of log₁₀ 1/(1 − α), with a stop for 1 at the right.

    An α between 0.999 and 1 is shown halfway to the stop.
    """

    alpha_changed = Signal(float)
    """The person moved it; not sent by `set_alpha`."""

    def __init__(self, accessible_name: str, parent: QWidget | None = None) -> None:
        super().__init__(accessible_name, MemoryScale(), 0.0, parent)
        self.number_changed.connect(self.alpha_changed)

    @property
    def alpha(self) -> float:
        """α, exactly."""
        return self.number

    def set_alpha(self, alpha: float) -> None:
        """Set α without a signal. Raises ValueError unless 0 ≤ alpha ≤ 1."""
        self.set_number(alpha)


class LogSlider(ScaleSlider):
    """η from centre / 30 to centre · 30, logarithmic."""

    def __init__(self, accessible_name: str, centre: float) -> None:
        """Raises ValueError unless the centre is positive."""
        super().__init__(accessible_name, LogScale.around(centre), centre)

    def set_centre(self, centre: float) -> None:
        """Centre the scale on another value; the number stays. Raises ValueError unless the centre is positive."""
        self.set_scale(LogScale.around(centre))
