"""Four ways to a landscape (choose, draw, points, formula), and the import of a curve."""

from app.views.editors.editor_bar import EditorBar
from app.views.editors.editors import Editors

__all__ = ["EditorBar", "Editors"]
