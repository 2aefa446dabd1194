"""Draw the small pictures that the style sheet needs: ticks of menus, arrows of combo and number boxes.

Run `python -m resources.icons.draw_marks` in the project's folder after a change of icons or palettes.
"""

import os
from pathlib import Path

from PySide6.QtGui import QColor, QGuiApplication, QTransform

from app.theme.icons import IconName, icon_pixmap
from app.theme.palette import DARK, LIGHT


def main() -> None:
    """Write each picture for both themes, at one and at two pixels per point."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QGuiApplication([])
    for palette in (DARK, LIGHT):
        write(f"menu-check-{palette.name}", "check", palette.ink, 14)
        write(f"down-{palette.name}", "chevron", palette.muted, 12)
        write(f"up-{palette.name}", "chevron", palette.muted, 12, upside_down=True)
    app.quit()


def write(name: str, icon: IconName, colour: QColor, side: int, upside_down: bool = False) -> None:
    """Write one icon beside this script, the larger picture as Qt looks for it."""
    for ratio, ending in ((1, ""), (2, "@2x")):
        picture = icon_pixmap(icon, colour, side * ratio)
        if upside_down:
            picture = picture.transformed(QTransform.fromScale(1.0, -1.0))
        picture.save(str(Path(__file__).with_name(f"{name}{ending}.png")))


if __name__ == "__main__":
    main()
