"""The style sheet and the QPalette of a theme."""

import re
from dataclasses import fields
from importlib import resources

from PySide6.QtCore import QDir
from PySide6.QtGui import QColor, QPalette

from app.theme.palette import CONTROL_HEIGHT, RADIUS_SMALL, Palette

STYLE_RULES = """
QMainWindow, QDialog, QMessageBox {{ background: {panel}; }}

QLabel {{ background: transparent; }}
QLabel[tone="muted"] {{ color: {muted}; }}
QLabel[tone="error"] {{ color: {error}; }}
QLabel[tone="good"] {{ color: {success}; }}
QLabel:disabled {{ color: {disabled}; }}

QMenu {{ background: {panel}; border: 1px solid {line_strong}; padding: 5px; }}
QMenu::item {{ padding: {menu_gap}px 24px {menu_gap}px 12px; border-radius: {radius_small}px; }}
QMenu::item:selected {{ background: {raised}; }}
QMenu::item:disabled {{ color: {disabled}; }}
QMenu::icon {{ padding-left: 10px; }}
QMenu::indicator {{ width: 14px; height: 14px; left: 8px; }}
QMenu::indicator:checked {{ image: url(icons:menu-check-{name}.png); }}
QMenu::separator {{ height: 1px; background: {line}; margin: 5px 8px; }}

QToolTip {{ color: {ink}; background: {raised}; border: 1px solid {line_strong}; padding: 5px 7px; }}

QPushButton {{
    background: {panel}; color: {ink}; border: 1px solid {line_strong}; border-radius: {radius_small}px;
    padding: 0 14px; min-height: {inner_height}px;
}}
QPushButton:hover {{ background: {raised}; }}
QPushButton:pressed, QPushButton:checked {{ background: {line}; }}
QPushButton:focus {{ border-color: {focus}; }}
QPushButton:disabled {{ color: {disabled}; border-color: {line}; }}
QPushButton:default {{ background: {accent}; color: {on_accent}; border-color: {accent}; }}
QPushButton:default:hover {{ background: {accent_hover}; }}
QPushButton:default:focus {{ border-color: {ink}; }}
QPushButton:default:disabled {{ background: {groove}; color: {disabled}; border-color: {groove}; }}
QPushButton[kind="primary"] {{ background: {accent}; color: {on_accent}; border-color: {accent}; }}
QPushButton[kind="primary"]:hover {{ background: {accent_hover}; }}
QPushButton[kind="primary"]:focus {{ border-color: {ink}; }}
QPushButton[kind="primary"]:disabled {{ background: {groove}; color: {disabled}; border-color: {groove}; }}
QPushButton[kind="item"] {{ text-align: left; border-color: {line}; padding: 6px 10px; }}
QPushButton[kind="item"]:focus {{ border-color: {focus}; }}
QPushButton[kind="quiet"] {{ background: transparent; border-color: transparent; color: {muted}; }}
QPushButton[kind="quiet"]:hover {{ background: {raised}; color: {ink}; }}
QPushButton[kind="quiet"]:disabled {{ color: {disabled}; }}
QPushButton[kind="quiet"]:focus {{ border-color: {focus}; }}
QPushButton[kind="menu"] {{ background: transparent; border-color: transparent; color: {muted}; padding: 0 7px; }}
QPushButton[kind="menu"]:hover, QPushButton[kind="menu"]:pressed {{ background: {raised}; color: {ink}; }}
QPushButton[kind="menu"]:focus {{ border-color: {focus}; }}
QPushButton[kind="menu"]::menu-indicator {{ width: 0; image: none; }}

QPushButton[kind="segment"] {{ color: {muted}; border-color: {line}; padding: 0 11px; }}
QPushButton[kind="segment"]:hover {{ color: {ink}; border-color: {line_strong}; }}
QPushButton[kind="segment"]:checked {{ background: {segment}; color: {ink}; border-color: {segment}; }}
QPushButton[kind="segment"]:disabled {{ color: {disabled}; }}
QPushButton[kind="segment"]:focus {{ border-color: {focus}; }}

QRadioButton {{ spacing: 8px; }}
QRadioButton:disabled {{ color: {disabled}; }}
QRadioButton::indicator {{
    width: {radio}px; height: {radio}px; background: {field}; border: 1px solid {line_strong};
    border-radius: {radio_radius}px;
}}
QRadioButton::indicator:hover {{ border-color: {muted}; }}
QRadioButton::indicator:focus {{ border-color: {focus}; }}
QRadioButton::indicator:checked {{
    width: {dot}px; height: {dot}px; background: {on_accent}; border: {dot_border}px solid {accent};
}}
QRadioButton::indicator:checked:disabled {{ border-color: {groove}; }}

QComboBox {{
    background: {field}; color: {ink}; border: 1px solid {line_strong}; border-radius: {radius_small}px;
    padding: 0 8px; min-height: {inner_height}px;
}}
QComboBox:hover {{ border-color: {muted}; }}
QComboBox:focus {{ border-color: {focus}; }}
QComboBox:disabled {{ color: {disabled}; border-color: {line}; background: {panel}; }}
QComboBox::drop-down {{ border: none; width: 24px; }}
QComboBox::down-arrow {{ image: url(icons:down-{name}.png); width: 12px; height: 12px; }}
QComboBox QAbstractItemView {{ border: 1px solid {line_strong}; border-radius: 0; padding: 4px; }}

QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{
    subcontrol-origin: border; border: none; background: transparent; width: 20px;
}}
QAbstractSpinBox::up-button {{ subcontrol-position: top right; top: 2px; }}
QAbstractSpinBox::down-button {{ subcontrol-position: bottom right; bottom: 2px; }}
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover {{ background: {raised}; }}
QAbstractSpinBox::up-arrow {{ image: url(icons:up-{name}.png); width: 10px; height: 10px; }}
QAbstractSpinBox::down-arrow {{ image: url(icons:down-{name}.png); width: 10px; height: 10px; }}

QLineEdit, QTextEdit, QAbstractSpinBox {{
    background: {field}; color: {ink}; border: 1px solid {line_strong}; border-radius: {radius_small}px;
    padding: 0 8px; selection-background-color: {accent}; selection-color: {on_accent};
}}
QLineEdit, QAbstractSpinBox {{ min-height: {inner_height}px; }}
QTextEdit {{ padding: 6px 8px; }}
QAbstractSpinBox {{ padding-left: 5px; padding-right: 22px; }}
QLineEdit:focus, QTextEdit:focus, QAbstractSpinBox:focus {{ border-color: {focus}; }}
QLineEdit:disabled, QAbstractSpinBox:disabled {{ color: {disabled}; border-color: {line}; background: {panel}; }}
QLineEdit[quiet="true"] {{ background: transparent; border-color: transparent; padding: 0 3px; }}
QLineEdit[quiet="true"]:hover {{ border-color: {line_strong}; }}
QLineEdit[quiet="true"]:focus {{ background: {field}; border-color: {focus}; }}
QLineEdit[refused="true"], QLineEdit[refused="true"]:hover, QLineEdit[refused="true"]:focus {{
    border-color: {error};
}}

QListView, QTreeView, QTableView {{
    background: {panel}; alternate-background-color: {background}; color: {ink};
    border: 1px solid {line}; border-radius: {radius_small}px; outline: none;
}}
QListView::item, QTreeView::item {{ padding: 3px 6px; min-height: {row_height}px; }}
QTableView::item {{ padding: 0 5px; border: 1px solid transparent; }}
QTableView::item:selected {{ background: {accent}; color: {on_accent}; }}
QTableView::item:focus {{ border: 1px solid {on_accent}; }}
QListView::item:hover {{ background: {raised}; }}
QListView::item:selected, QTreeView::item:selected {{ background: {accent}; color: {on_accent}; }}
QHeaderView::section {{
    background: {panel}; color: {muted}; border: none; border-bottom: 1px solid {line}; padding: 5px 6px;
}}
QHeaderView::up-arrow, QHeaderView::down-arrow {{
    width: 10px; height: 10px; subcontrol-origin: border; subcontrol-position: top center;
}}
QHeaderView::up-arrow {{ image: url(icons:up-{name}.png); }}
QHeaderView::down-arrow {{ image: url(icons:down-{name}.png); }}
QAbstractScrollArea::corner {{ background: transparent; border: none; }}
QScrollArea {{ background: transparent; border: none; }}
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}

QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
QScrollBar::handle {{ background: {groove}; border-radius: 3px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: 28px; }}
QScrollBar::handle:horizontal {{ min-width: 28px; }}
QScrollBar::handle:hover, QScrollBar::handle:pressed {{ background: {line_strong}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}

QProgressBar {{ background: {groove}; border: none; border-radius: 3px; max-height: 6px; text-align: right; }}
QProgressBar::chunk {{ background: {accent}; border-radius: 3px; }}
"""

SCALED_LENGTH = re.compile(r"(?<!padding: 0 )\b([3-9]|\d\d+)px")
"""Lengths that grow with the text: not thin lines, and not the room beside a text, of which a large one has little."""


def style_sheet(palette: Palette, scale: float = 1.0) -> str:
    """The style sheet for standard widgets; custom controls paint themselves from the palette.

    Dynamic properties: a QLabel's `tone` is "muted", "error" or "good"; a QPushButton's `kind` is "primary", "item",
    "quiet", "menu" or "segment"; a QLineEdit's `quiet` or `refused` is true.
    """
    QDir.setSearchPaths("icons", [str(resources.files("resources").joinpath("icons"))])
    values = {role.name: getattr(palette, role.name) for role in fields(palette)}
    colours = {role: value.name() for role, value in values.items() if isinstance(value, QColor)}
    hover = palette.accent.lighter(112) if palette.is_dark else palette.accent.darker(112)
    rules = SCALED_LENGTH.sub(lambda length: f"{round(int(length[1]) * scale)}px", STYLE_RULES)
    radio, dot_border = 2 * round(7 * scale), round(5 * scale)
    return rules.format(
        **colours,
        name=palette.name,
        accent_hover=hover.name(),
        segment=palette.line.name(),
        radius_small=RADIUS_SMALL,
        radio=radio,
        radio_radius=radio // 2 + 1,  # with its border; a larger one would be no circle but a square
        dot=radio + 2 - 2 * dot_border,
        dot_border=dot_border,
        menu_gap=round(6 * min(scale, 1.0)),  # large menus must fit on the screen
        row_height=round(18 * scale),
        inner_height=round(CONTROL_HEIGHT * scale) - 2,
    )


def qt_palette(palette: Palette) -> QPalette:
    """The colours of what the Fusion style paints itself: check boxes, arrows, placeholders, links."""
    role = QPalette.ColorRole
    colours: dict[QPalette.ColorRole, QColor] = {
        role.Window: palette.panel,
        role.WindowText: palette.ink,
        role.Base: palette.field,
        role.AlternateBase: palette.background,
        role.Text: palette.ink,
        role.PlaceholderText: palette.muted,
        role.Button: palette.raised,
        role.ButtonText: palette.ink,
        role.BrightText: palette.error,
        role.ToolTipBase: palette.raised,
        role.ToolTipText: palette.ink,
        role.Highlight: palette.accent,
        role.HighlightedText: palette.on_accent,
        role.Accent: palette.accent,
        role.Link: palette.momentum_term,
        role.LinkVisited: palette.momentum_term,
        role.Light: palette.line_strong,
        role.Midlight: palette.line,
        role.Mid: palette.line,
        role.Dark: palette.line,
        role.Shadow: palette.background,
    }
    result = QPalette()
    for which, colour in colours.items():
        result.setColor(which, colour)
    for which in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        result.setColor(QPalette.ColorGroup.Disabled, which, palette.disabled)
    result.setColor(QPalette.ColorGroup.Disabled, role.Highlight, palette.groove)
    return result
