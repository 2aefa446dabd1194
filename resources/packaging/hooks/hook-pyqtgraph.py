"""Instead of the hook that comes with PyInstaller: of pyqtgraph's widgets and their processes nothing is wanted."""
