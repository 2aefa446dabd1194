"""The outcome map: outcomes over two of α, η and start."""

from app.views.outcome_map.panel import OutcomeMapPanel

__all__ = ["OutcomeMapPanel"]
