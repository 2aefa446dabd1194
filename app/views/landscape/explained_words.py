"""The words on the landscape that explain themselves: global minimum, and the titles of slow motion."""

from PySide6.QtCore import QObject, QRectF

from app.controls.terms import TermSpot
from app.session.slow_motion import Moment
from app.text.glossary import GLOSSARY
from app.theme.application import Theme
from app.views.landscape.caption import title_box
from app.views.landscape.landscape_plot import LandscapePlot

MOMENT_TERMS = {Moment.MOMENTUM: "momentum", Moment.GRADIENT: "slope", Moment.SUM: "step", Moment.MOVE: "place"}
"""Terms of the glossary that explain the captions of slow motion."""


class ExplainedWords(QObject):
    """Lays spots over the words of a plot."""

    def __init__(self, plot: LandscapePlot, theme: Theme) -> None:
        super().__init__(plot)
        self._plot, self._theme = plot, theme
        self.flag = TermSpot(GLOSSARY["global-minimum"], plot.viewport())
        self.moments = {moment: TermSpot(GLOSSARY[term], plot.viewport()) for moment, term in MOMENT_TERMS.items()}
        plot.ground.on_placed = self.place_flag
        self.place_flag()
        self.place_caption()

    def place_flag(self) -> None:
        """Lie over the text of the first flag, if there is one."""
        boxes = self._plot.ground.placed_flags.text_boxes
        self.flag.setVisible(bool(boxes))
        if boxes:
            self._cover(self.flag, boxes[0])

    def place_caption(self) -> None:
        """Lie over the title of the caption in slow motion."""
        is_slow = self._plot.frame.moment is not None  # only then is the overlay needed before it is painted
        caption = self._plot.selected_ball.overlay.caption if is_slow else None
        for moment, spot in self.moments.items():
            is_shown = caption is not None and caption.moment is moment
            spot.setVisible(is_shown)
            if caption is not None and is_shown:
                self._cover(spot, title_box(caption, self._theme))

    def _cover(self, spot: TermSpot, box: QRectF) -> None:
        spot.cover(QRectF(self._plot.in_widget(box.topLeft()), box.size()))
