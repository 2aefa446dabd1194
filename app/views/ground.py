"""What stands still: ground, valley tints, the curve's line, flags and the axis."""

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QLinearGradient, QPainter, QPainterPath, QPen, QPixmap

from app.theme import Theme, mix
from app.views.axis import axis_height, paint_axis
from app.views.curve_line import CurveLine
from app.views.flags import Flags, paint_flags, place_flags
from app.views.label_places import Box
from app.views.layer import Layer
from app.views.paths import polygon
from app.views.projection import Projection
from app.views.valley_tints import paint_valley_tints
from physics.landscape import Landscape

LINE_WIDTH = 2.2


class GroundLayer(Layer):
    """Painted once into a picture of the view's size, and again only when something of it changes."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._picture: QPixmap | None = None
        self._landscape: Landscape | None = None
        self.line: CurveLine
        self.placed_flags: Flags
        self.obstacles: tuple[Box, ...] = ()
        """What the balls' names keep clear of: flags, their words, and the axis."""
        self._projection: Projection

    def show_landscape(self, landscape: Landscape, projection: Projection) -> None:
        """Show this landscape so."""
        self.set_size(projection.width, projection.height)
        self._landscape, self._projection = landscape, projection
        self.line = CurveLine(landscape, projection)
        self.renew()

    def renew(self) -> None:
        """Paint everything anew: colours or sizes of text are other ones."""
        if self._landscape is not None:
            self.placed_flags = place_flags(self._landscape, self._projection, self.line, self._theme)
            width, height = self._projection.width, self._projection.height
            self.obstacles = (*self.placed_flags.obstacles, Box(0.0, height - axis_height(self._theme), width, height))
        self._picture = None
        self.update()

    def paint_layer(self, painter: QPainter) -> None:
        """Copy the part of the picture that is asked for."""
        ratio = painter.device().devicePixelRatioF()
        if self._picture is None or self._picture.devicePixelRatioF() != ratio:
            self._picture = self._painted(ratio)
        painter.drawPixmap(0, 0, self._picture)

    def _painted(self, ratio: float) -> QPixmap:
        size = QSize(self._projection.width, self._projection.height)
        picture = QPixmap(size * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(self._theme.palette.background)
        painter = QPainter(picture)
        self.paint_all(painter)
        painter.end()
        return picture

    def paint_all(self, painter: QPainter) -> None:
        """Paint as lines and areas, also for a printer or an SVG file."""
        if self._landscape is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.line.is_visible:
            painter.save()
            ground = self._ground_path()
            painter.fillPath(ground, self._ground_shading())
            painter.setClipPath(ground)
            paint_valley_tints(painter, self._landscape, self._projection, self.line, self._theme)
            painter.restore()
            pen = QPen(self._theme.palette.curve, LINE_WIDTH * self._theme.scale)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.drawPolyline(polygon(self.line.x, self.line.y))
        paint_axis(painter, self._projection, self._theme, self._landscape.domain)
        paint_flags(painter, self.placed_flags, self._theme)

    def _ground_path(self) -> QPainterPath:
        line, bottom = self.line, self._projection.height + 1.0
        path = QPainterPath()
        path.addPolygon(polygon(line.x, line.y))
        path.lineTo(line.x[-1], bottom)
        path.lineTo(line.x[0], bottom)
        path.closeSubpath()
        return path

    def _ground_shading(self) -> QLinearGradient:
        """The ground, a little deeper towards the bottom."""
        palette = self._theme.palette
        shading = QLinearGradient(QPointF(0.0, 0.0), QPointF(0.0, self._projection.height))
        shading.setColorAt(0.0, mix(palette.ground, palette.ink, 0.03))
        shading.setColorAt(0.6, palette.ground)
        shading.setColorAt(1.0, mix(palette.ground, palette.background, 0.45))
        return shading
