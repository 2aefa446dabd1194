"""The program's own icon, for the window and the taskbar."""

from importlib import resources

from PySide6.QtGui import QIcon, QPixmap

ICON_SIDES = (16, 32, 48, 64, 128, 256)


def app_icon() -> QIcon:
    """The bundled pictures in the sizes that window systems ask for."""
    folder = resources.files("resources").joinpath("icons")
    icon = QIcon()
    for side in ICON_SIDES:
        pixmap = QPixmap()
        pixmap.loadFromData(folder.joinpath(f"momentum-lab-{side}.png").read_bytes())
        icon.addPixmap(pixmap)
    return icon
