"""The state of an open window and the commands that change it, with undo, playback and autosave."""
