"""The style sheet's rules; names in braces stand for colours and sizes."""

RULES = """
QMainWindow, QDialog, QMessageBox {{ background: {panel}; }}

QLabel {{ background: transparent; }}
QLabel[tone="muted"] {{ color: {muted}; }}
QLabel[tone="error"] {{ color: {error}; }}
QLabel:disabled {{ color: {disabled}; }}

QMenu {{ background: {panel}; border: 1px solid {line_strong}; padding: 5px; }}
QMenu::item {{ padding: 6px 24px 6px 12px; border-radius: {radius_small}px; }}
QMenu::item:selected {{ background: {raised}; }}
QMenu::item:disabled {{ color: {disabled}; }}
QMenu::icon {{ padding-left: 10px; }}
QMenu::indicator {{ width: 14px; height: 14px; left: 8px; }}
QMenu::indicator:checked {{ image: url(looks:menu-check-{name}.png); }}
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
QPushButton[kind="quiet"] {{ background: transparent; border-color: transparent; color: {muted}; }}
QPushButton[kind="quiet"]:hover {{ background: {raised}; color: {ink}; }}
QPushButton[kind="quiet"]:focus {{ border-color: {focus}; }}
QPushButton[kind="menu"] {{ background: transparent; border-color: transparent; color: {muted}; padding: 0 10px; }}
QPushButton[kind="menu"]:hover, QPushButton[kind="menu"]:pressed {{ background: {raised}; color: {ink}; }}
QPushButton[kind="menu"]:focus {{ border-color: {focus}; }}
QPushButton[kind="menu"]::menu-indicator {{ width: 0; image: none; }}

QPushButton[kind="segment"] {{ color: {muted}; border-color: {line}; padding: 0 16px; }}
QPushButton[kind="segment"]:hover {{ color: {ink}; border-color: {line_strong}; }}
QPushButton[kind="segment"]:checked {{ background: {segment}; color: {ink}; border-color: {segment}; }}
QPushButton[kind="segment"]:disabled {{ color: {disabled}; }}
QPushButton[kind="segment"]:focus {{ border-color: {focus}; }}

QRadioButton {{ spacing: 8px; }}
QRadioButton:disabled {{ color: {disabled}; }}
QRadioButton::indicator {{
    width: 14px; height: 14px; background: {field}; border: 1px solid {line_strong}; border-radius: 8px;
}}
QRadioButton::indicator:hover {{ border-color: {muted}; }}
QRadioButton::indicator:focus {{ border-color: {focus}; }}
QRadioButton::indicator:checked {{
    width: 6px; height: 6px; background: {on_accent}; border: 5px solid {accent};
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
QComboBox::down-arrow {{ image: url(looks:down-{name}.png); width: 12px; height: 12px; }}
QComboBox QAbstractItemView {{ border: 1px solid {line_strong}; border-radius: 0; padding: 4px; }}

QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{
    subcontrol-origin: border; border: none; background: transparent; width: 20px;
}}
QAbstractSpinBox::up-button {{ subcontrol-position: top right; top: 2px; }}
QAbstractSpinBox::down-button {{ subcontrol-position: bottom right; bottom: 2px; }}
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover {{ background: {raised}; }}
QAbstractSpinBox::up-arrow {{ image: url(looks:up-{name}.png); width: 10px; height: 10px; }}
QAbstractSpinBox::down-arrow {{ image: url(looks:down-{name}.png); width: 10px; height: 10px; }}

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

QListView, QTreeView {{
    background: {panel}; alternate-background-color: {background}; color: {ink};
    border: 1px solid {line}; border-radius: {radius_small}px; outline: none;
}}
QListView::item, QTreeView::item {{ padding: 3px 6px; min-height: {row_height}px; }}
QListView::item:hover {{ background: {raised}; }}
QListView::item:selected, QTreeView::item:selected {{ background: {accent}; color: {on_accent}; }}
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
"""
