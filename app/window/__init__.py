"""The window: what a person sees and does, put together from views and panels."""

from app.window.main_window import Window
from app.window.startup import open_window, render_picture, show_sentence

__all__ = ["Window", "open_window", "render_picture", "show_sentence"]
