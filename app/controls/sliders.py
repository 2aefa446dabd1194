"""The slider for α, even in memory with a stop for exactly 1, and the logarithmic one for η."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.controls.scales import LogScale, MemoryScale
from app.controls.slider import ScaleSlider


class MemorySlider(ScaleSlider):
    """α from 0 to 0.999 along log₁₀ 1/(1 − α), and 1 at a stop of its own at the far right.

    A typed α between 0.999 and 1 is shown halfway to the stop.
    """

    alpha_changed = Signal(float)
    """The person moved it; not sent by `set_alpha`."""

    def __init__(self, accessible_name: str, alpha: float = 0.0, parent: QWidget | None = None) -> None:
        """Raises ValueError unless 0 ≤ alpha ≤ 1."""
        super().__init__(accessible_name, MemoryScale(), alpha, parent)
        self.number_changed.connect(self.alpha_changed)

    @property
    def alpha(self) -> float:
        """α, exactly as it was set."""
        return self.number

    def set_alpha(self, alpha: float) -> None:
        """Show α without a signal. Raises ValueError unless 0 ≤ alpha ≤ 1."""
        self.set_number(alpha)


class LogSlider(ScaleSlider):
    """η from centre / 30 to centre · 30, even in its logarithm."""

    def __init__(self, accessible_name: str, centre: float) -> None:
        """Raises ValueError unless the centre is positive."""
        super().__init__(accessible_name, LogScale.around(centre), centre)

    def set_centre(self, centre: float) -> None:
        """Lay the scale around another value; the number stays. Raises ValueError unless the centre is positive."""
        self.set_scale(LogScale.around(centre))
