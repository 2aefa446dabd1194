"""The panels of the window: each listens to the session, calls its commands, and knows no other panel."""

from app.panels.balls import BallsPanel
from app.panels.series import SeriesDialog
from app.panels.status import StatusLine
from app.panels.step_anatomy import StepAnatomy
from app.panels.transport import TransportBar

__all__ = ["BallsPanel", "SeriesDialog", "StatusLine", "StepAnatomy", "TransportBar"]
