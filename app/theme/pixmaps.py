"""Pixmaps for a screen's own pixels, and a cache of them."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap


def transparent_pixmap(size: QSize, pixel_ratio: float) -> QPixmap:
    """An empty pixmap of `size` in the screen's own pixels, `pixel_ratio` of them to a device-independent one."""
    pixmap = QPixmap(size)
    pixmap.fill(Qt.GlobalColor.transparent)
    pixmap.setDevicePixelRatio(pixel_ratio)
    return pixmap


class PixmapCache:
    """Pixmaps by whatever they depend on; emptied when it is full."""

    def __init__(self, max_entries: int) -> None:
        self._max_entries = max_entries
        self._pixmaps: dict[tuple[object, ...], QPixmap] = {}

    def __len__(self) -> int:
        return len(self._pixmaps)

    def get(self, key: tuple[object, ...], paint: Callable[[], QPixmap]) -> QPixmap:
        """The pixmap of a key, painted if it is not there yet."""
        if key not in self._pixmaps:
            if len(self._pixmaps) >= self._max_entries:
                self._pixmaps.clear()
            self._pixmaps[key] = paint()
        return self._pixmaps[key]

    def clear(self) -> None:
        """Forget all of them."""
        self._pixmaps.clear()
