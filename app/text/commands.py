"""The window's commands in words: names, groups, texts and keys, for menus, tooltips and the list under F1."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    """A command as a person sees it; what it does is connected by its name."""

    name: str
    group: str
    text: str
    keys: str = ""
    """Key sequences in Qt's portable text, separated by blanks."""
    is_plain: bool = False
    """Its keys have neither Ctrl nor Alt: they work where the widget with the keyboard focus doesn't use them."""


COMMANDS = (
    Command("new", "File", "New scenario", "Ctrl+N"),
    Command("open", "File", "Open a scenario…", "Ctrl+O"),
    Command("save", "File", "Save", "Ctrl+S"),
    Command("save-as", "File", "Save as…", "Ctrl+Shift+S"),
    Command("copy-link", "File", "Copy as a link", "Ctrl+L"),
    Command("paste-link", "File", "Paste a link", "Ctrl+V"),
    Command("export", "File", "Export trajectories (CSV)…", "Ctrl+E"),
    Command("export-map", "File", "Export the outcome map…", "Ctrl+Shift+E"),
    Command("copy-picture", "File", "Copy a picture of the window", "Ctrl+Shift+C"),
    Command("quit", "File", "Quit", "Ctrl+Q"),
    Command("undo", "Edit", "Undo", "Ctrl+Z"),
    Command("redo", "Edit", "Redo", "Ctrl+Shift+Z Ctrl+Y"),
    Command("title", "Edit", "Title of the scene…", "F2"),
    Command("toggle", "Run", "Play or pause", "Space", is_plain=True),
    Command("step", "Run", "One step on", "Right", is_plain=True),
    Command("back", "Run", "One step back", "Left", is_plain=True),
    Command("leap", "Run", "Ten steps on", "Shift+Right", is_plain=True),
    Command("leap-back", "Run", "Ten steps back", "Shift+Left", is_plain=True),
    Command("start", "Run", "To the start", "Home", is_plain=True),
    Command("end", "Run", "To the end", "End", is_plain=True),
    Command("restart", "Run", "Start again with what is set now", "R", is_plain=True),
    Command("faster", "Run", "Faster", "]", is_plain=True),
    Command("slower", "Run", "Slower", "[", is_plain=True),
    Command("slow-motion", "Run", "Slow motion: a step in four moments", "M", is_plain=True),
    Command("stop", "Run", "End slow motion, stop a run to the end", "Esc", is_plain=True),
    Command("choose", "Landscape", "Choose a landscape", "Ctrl+1"),
    Command("draw", "Landscape", "Draw the curve", "Ctrl+2"),
    Command("points", "Landscape", "Move its points", "Ctrl+3"),
    Command("formula", "Landscape", "Type a formula", "Ctrl+4"),
    Command("import", "Landscape", "Import a curve…", "Ctrl+I"),
    Command("add", "Balls", "Add a ball", "Ctrl+B"),
    Command("fan", "Balls", "Fan of balls…", "Ctrl+Shift+B"),
    Command("duplicate", "Balls", "Duplicate the selected ball", "Ctrl+D"),
    Command("remove", "Balls", "Remove the selected ball", "Del", is_plain=True),
    Command("next", "Balls", "Select the next ball", "Ctrl+Down"),
    Command("previous", "Balls", "Select the ball before", "Ctrl+Up"),
    Command("open-ball", "Balls", "Open or close its card", "Return Enter", is_plain=True),
    Command("left", "Balls", "Put the selected ball further left", "Ctrl+Left"),
    Command("right", "Balls", "Put the selected ball further right", "Ctrl+Right"),
    Command("left-a-little", "Balls", "A little left", "Ctrl+Shift+Left"),
    Command("right-a-little", "Balls", "A little right", "Ctrl+Shift+Right"),
    Command("fit", "View", "Show the whole landscape", "0", is_plain=True),
    Command("zoom-in", "View", "Zoom in", "+ =", is_plain=True),
    Command("zoom-out", "View", "Zoom out", "-", is_plain=True),
    Command("map", "View", "Show or hide the outcome map", "Ctrl+M"),
    Command("theme", "View", "Dark or light", "Ctrl+T"),
    Command("system-theme", "View", "Dark or light as the system"),
    Command("menus", "View", "Open the menus", "F10"),
    Command("full-screen", "View", "Full screen", "F11"),
    Command("shortcuts", "View", "Keyboard and mouse", "F1"),
)
"""In the order of the list under F1."""

SHORTCUTS = {command.name: command.keys.split()[0] for command in COMMANDS if command.keys}
"""The first key sequence of each command that has one, in Qt's portable text."""

POINT_KEYS = (
    ("Select the next, the one before", "Tab, Shift+Tab"),
    ("Nudge the selected one", "arrow keys, with Shift finer"),
    ("Add one beside it, remove it", "Ins, Del"),
    ("Put it back, or select none", "Esc"),
)
"""Keys while the points of a curve are edited, and what they do; likewise below."""

MAP_KEYS = (
    ("Move the selected ball", "arrow keys, with Shift further"),
    ("Zoom in, zoom out, show all", "+ - 0"),
)

MOUSE_ACTIONS = (
    ("Drag the line of time", "shows another step; its marks say what happened"),
    ("Drag a ball", "places it; it starts again from rest"),
    ("Wheel over the landscape", "zooms about the mouse"),
    ("Drag with the middle button", "moves the view"),
    ("Double-click the landscape", "shows all of it"),
    ("Mouse over a slider of α", "shows where the ball would end"),
    ("Mouse over the outcome map", "shows the run that sets out there"),
    ("Click or drag on the map", "lets the selected ball set out there"),
    ("Wheel over the map", "zooms; a double-click shows all of it"),
    ("Points: double-click, right-click", "adds a point, removes one"),
    ("Draw: drag with Ctrl", "moves a ball instead of drawing"),
)
