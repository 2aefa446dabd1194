"""The four ways to a landscape, choose, draw, points and formula, and importing a curve."""

from app.views.editors.editor_bar import EditorBar
from app.views.editors.editors import Editors

__all__ = ["EditorBar", "Editors"]
