"""The application's style sheet and Qt palette, made from the tokens."""

from dataclasses import fields

from PySide6.QtGui import QColor, QPalette

from app.theme.palette import Palette
from app.theme.tokens import CONTROL_HEIGHT, RADIUS, RADIUS_SMALL

_TEMPLATE = """
QMainWindow, QDialog, QMessageBox {{ background: {panel}; }}
QMainWindow::separator {{ background: {line}; width: 1px; height: 1px; }}
QSplitter::handle {{ background: {line}; }}
QSplitter::handle:hover {{ background: {line_strong}; }}
QSplitter::handle:horizontal {{ width: 1px; }}
QSplitter::handle:vertical {{ height: 1px; }}

QLabel {{ background: transparent; }}
QLabel[tone="muted"] {{ color: {muted}; }}
QLabel[tone="error"] {{ color: {error}; }}
QLabel[tone="warning"] {{ color: {warning}; }}
QLabel[tone="success"] {{ color: {success}; }}
QLabel:disabled {{ color: {disabled}; }}

QMenuBar {{ background: {panel}; border: none; padding: 2px 4px; }}
QMenuBar::item {{ background: transparent; padding: 5px 9px; border-radius: {radius_small}px; }}
QMenuBar::item:selected, QMenuBar::item:pressed {{ background: {raised}; }}
QMenu {{ background: {panel}; border: 1px solid {line_strong}; border-radius: {radius}px; padding: 5px; }}
QMenu::item {{ padding: 6px 28px 6px 12px; border-radius: {radius_small}px; }}
QMenu::item:selected {{ background: {raised}; }}
QMenu::item:disabled {{ color: {disabled}; }}
QMenu::icon {{ padding-left: 10px; }}
QMenu::separator {{ height: 1px; background: {line}; margin: 5px 8px; }}

QToolTip {{ color: {ink}; background: {raised}; border: 1px solid {line_strong}; padding: 5px 7px; }}
QStatusBar {{ background: {panel}; color: {muted}; border-top: 1px solid {line}; }}
QStatusBar::item {{ border: none; }}

QPushButton {{
    background: {panel}; color: {ink}; border: 1px solid {line_strong}; border-radius: {radius_small}px;
    padding: 0 14px; min-height: {inner_height}px;
}}
QPushButton:hover {{ background: {raised}; }}
QPushButton:pressed, QPushButton:checked {{ background: {line}; }}
QPushButton:focus {{ border-color: {focus}; }}
QPushButton:disabled {{ color: {disabled}; border-color: {line}; }}
QPushButton[kind="primary"], QPushButton:default {{
    background: {accent}; color: {on_accent}; border-color: {accent};
}}
QPushButton[kind="primary"]:hover, QPushButton:default:hover {{ background: {accent_hover}; }}
QPushButton[kind="primary"]:focus, QPushButton:default:focus {{ border-color: {ink}; }}
QPushButton[kind="primary"]:disabled {{ background: {groove}; color: {disabled}; border-color: {groove}; }}
QPushButton[kind="quiet"] {{ background: transparent; border-color: transparent; color: {muted}; }}
QPushButton[kind="quiet"]:hover {{ background: {raised}; color: {ink}; }}
QPushButton[kind="quiet"]:focus {{ border-color: {focus}; }}

QPushButton[kind="segment"] {{ color: {muted}; border-color: {line}; padding: 0 16px; }}
QPushButton[kind="segment"]:hover {{ color: {ink}; border-color: {line_strong}; }}
QPushButton[kind="segment"]:checked {{ background: {segment}; color: {ink}; border-color: {segment}; }}
QPushButton[kind="segment"]:disabled {{ color: {disabled}; }}
QPushButton[kind="segment"]:focus {{ border-color: {focus}; }}

QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox {{
    background: {field}; color: {ink}; border: 1px solid {line_strong}; border-radius: {radius_small}px;
    padding: 0 8px; selection-background-color: {accent}; selection-color: {on_accent};
}}
QLineEdit, QAbstractSpinBox {{ min-height: {inner_height}px; }}
QPlainTextEdit, QTextEdit {{ padding: 6px 8px; }}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QAbstractSpinBox:focus {{ border-color: {focus}; }}
QLineEdit:disabled, QAbstractSpinBox:disabled {{ color: {disabled}; border-color: {line}; background: {panel}; }}
QLineEdit[quiet="true"] {{ background: transparent; border-color: transparent; padding: 0 3px; }}
QLineEdit[quiet="true"]:hover {{ border-color: {line_strong}; }}
QLineEdit[quiet="true"]:focus {{ background: {field}; border-color: {focus}; }}
QLineEdit[refused="true"], QLineEdit[refused="true"]:hover, QLineEdit[refused="true"]:focus {{
    border-color: {error};
}}

QListView, QTreeView, QTableView {{
    background: {panel}; alternate-background-color: {background}; color: {ink};
    border: 1px solid {line}; border-radius: {radius_small}px; gridline-color: {line}; outline: none;
}}
QListView::item, QTreeView::item, QTableView::item {{ padding: 4px 6px; }}
QListView::item:hover, QTableView::item:hover {{ background: {raised}; }}
QListView::item:selected, QTreeView::item:selected, QTableView::item:selected {{
    background: {accent}; color: {on_accent};
}}
QHeaderView::section {{
    background: {panel}; color: {muted}; border: none; border-bottom: 1px solid {line}; padding: 5px 6px;
}}
QScrollArea {{ background: transparent; border: none; }}

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
QTabBar::tab {{ background: transparent; color: {muted}; padding: 6px 12px; border-bottom: 2px solid transparent; }}
QTabBar::tab:selected {{ color: {ink}; border-bottom-color: {accent}; }}
QTabBar::tab:hover {{ color: {ink}; }}
QTabWidget::pane {{ border: none; border-top: 1px solid {line}; }}
QGroupBox {{ border: 1px solid {line}; border-radius: {radius}px; margin-top: 10px; padding: 10px; }}
QGroupBox::title {{ subcontrol-origin: margin; left: 10px; padding: 0 4px; color: {muted}; }}
QDockWidget::title {{ background: {panel}; padding: 6px 10px; }}
"""


def style_sheet(palette: Palette, scale: float = 1.0) -> str:
    """The style sheet of every standard widget; custom controls paint themselves from the palette.

    Dynamic properties: a QLabel's `tone` is "muted", "error", "warning" or "success"; a QPushButton's `kind` is
    "primary" or "quiet"; a QLineEdit's `refused` is true.
    """
    values = {role.name: getattr(palette, role.name) for role in fields(palette)}
    colours = {role: value.name() for role, value in values.items() if isinstance(value, QColor)}
    hover = palette.accent.lighter(112) if palette.is_dark else palette.accent.darker(112)
    return _TEMPLATE.format(
        **colours,
        accent_hover=hover.name(),
        segment=(palette.line if palette.is_dark else palette.raised).name(),
        radius=RADIUS,
        radius_small=RADIUS_SMALL,
        inner_height=round(CONTROL_HEIGHT * scale) - 2,
    )


def qt_palette(palette: Palette) -> QPalette:
    """The same roles for what Fusion draws by itself: check boxes, arrows, placeholders, links."""
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
