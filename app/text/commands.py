"""The window's commands in words: names, groups, texts and keys, for menus, tooltips and the list under F1."""

from dataclasses import dataclass

from app.text.translation import N_, _


@dataclass(frozen=True)
class Command:
    """A command as a person sees it; what it does is connected by its name.

    Group and text are translated where they are shown, like all texts below.
    """

    name: str
    group: str
    text: str
    keys: str = ""
    """Key sequences in Qt's portable text, separated by blanks."""
    is_plain: bool = False
    """Its keys have neither Ctrl nor Alt: they work where the widget with the keyboard focus doesn't use them."""


COMMANDS = (
    Command("new", N_("File"), N_("New scenario"), "Ctrl+N"),
    Command("open", N_("File"), N_("Open a scenario…"), "Ctrl+O"),
    Command("save", N_("File"), N_("Save"), "Ctrl+S"),
    Command("save-as", N_("File"), N_("Save as…"), "Ctrl+Shift+S"),
    Command("copy-link", N_("File"), N_("Copy as a link"), "Ctrl+L"),
    Command("paste-link", N_("File"), N_("Paste a link"), "Ctrl+V"),
    Command("export", N_("File"), N_("Export trajectories (CSV)…"), "Ctrl+E"),
    Command("export-map", N_("File"), N_("Export the outcome map…"), "Ctrl+Shift+E"),
    Command("copy-picture", N_("File"), N_("Copy a picture of the window"), "Ctrl+Shift+C"),
    Command("quit", N_("File"), N_("Quit"), "Ctrl+Q"),
    Command("undo", N_("Edit"), N_("Undo"), "Ctrl+Z"),
    Command("redo", N_("Edit"), N_("Redo"), "Ctrl+Shift+Z Ctrl+Y"),
    Command("title", N_("Edit"), N_("Title of the scenario…"), "F2"),
    Command("toggle", N_("Run"), N_("Play or pause"), "Space", is_plain=True),
    Command("step", N_("Run"), N_("One step on"), "Right", is_plain=True),
    Command("back", N_("Run"), N_("One step back"), "Left", is_plain=True),
    Command("leap", N_("Run"), N_("Ten steps on"), "Shift+Right", is_plain=True),
    Command("leap-back", N_("Run"), N_("Ten steps back"), "Shift+Left", is_plain=True),
    Command("start", N_("Run"), N_("To the start"), "Home", is_plain=True),
    Command("end", N_("Run"), N_("To the end"), "End", is_plain=True),
    Command("restart", N_("Run"), N_("Start again with what is set now"), "R", is_plain=True),
    Command("faster", N_("Run"), N_("Faster"), "]", is_plain=True),
    Command("slower", N_("Run"), N_("Slower"), "[", is_plain=True),
    Command("slow-motion", N_("Run"), N_("Slow motion: a step in four moments"), "M", is_plain=True),
    Command("stop", N_("Run"), N_("End slow motion, a run to the end, a presentation"), "Esc", is_plain=True),
    Command("choose", N_("Landscape"), N_("Choose a landscape"), "Ctrl+1"),
    Command("draw", N_("Landscape"), N_("Draw the curve"), "Ctrl+2"),
    Command("points", N_("Landscape"), N_("Move its points"), "Ctrl+3"),
    Command("formula", N_("Landscape"), N_("Type a formula"), "Ctrl+4"),
    Command("import", N_("Landscape"), N_("Import a curve…"), "Ctrl+I"),
    Command("add", N_("Balls"), N_("Add a ball"), "Ctrl+B"),
    Command("fan", N_("Balls"), N_("Fan of balls…"), "Ctrl+Shift+B"),
    Command("compare-rules", N_("Balls"), N_("Compare rules: a ball of each")),
    Command("duplicate", N_("Balls"), N_("Duplicate the selected ball"), "Ctrl+D"),
    Command("remove", N_("Balls"), N_("Remove the selected ball"), "Del", is_plain=True),
    Command("hide-ball", N_("Balls"), N_("Hide the selected ball, or show it again"), "H", is_plain=True),
    Command("show-only-ball", N_("Balls"), N_("Show only the selected ball"), "Shift+H", is_plain=True),
    Command("show-all-balls", N_("Balls"), N_("Show all balls"), "Ctrl+H"),
    Command("next", N_("Balls"), N_("Select the next ball"), "Ctrl+Down"),
    Command("previous", N_("Balls"), N_("Select the ball before"), "Ctrl+Up"),
    Command("open-ball", N_("Balls"), N_("Open or close its card"), "Return Enter", is_plain=True),
    Command("left", N_("Balls"), N_("Put the selected ball further left"), "Ctrl+Left"),
    Command("right", N_("Balls"), N_("Put the selected ball further right"), "Ctrl+Right"),
    Command("left-a-little", N_("Balls"), N_("A little left"), "Ctrl+Shift+Left"),
    Command("right-a-little", N_("Balls"), N_("A little right"), "Ctrl+Shift+Right"),
    Command("fit", N_("View"), N_("Show the whole landscape"), "0 A", is_plain=True),
    Command("zoom-in", N_("View"), N_("Zoom in"), "+ =", is_plain=True),
    Command("zoom-out", N_("View"), N_("Zoom out"), "-", is_plain=True),
    Command("larger-text", N_("View"), N_("Larger text"), "Ctrl++ Ctrl+="),
    Command("smaller-text", N_("View"), N_("Smaller text"), "Ctrl+-"),
    Command("usual-text", N_("View"), N_("Usual text size"), "Ctrl+0"),
    Command("learn", N_("View"), N_("Learn: lessons and challenges"), "F3"),
    Command("map", N_("View"), N_("Outcome map"), "Ctrl+M"),
    Command("last-run", N_("View"), N_("Last run, faintly"), "L", is_plain=True),
    Command("forget-last-run", N_("View"), N_("Clear the last run"), "Shift+L", is_plain=True),
    Command("side-panel", N_("View"), N_("Side panel"), "F9"),
    Command("theme", N_("View"), N_("Dark or light"), "Ctrl+T"),
    Command("system-theme", N_("View"), N_("As dark or light as the system")),
    Command("menus", N_("View"), N_("Open the menus; so does Alt alone"), "F10"),
    Command("presentation", N_("View"), N_("Presentation"), "F5"),
    Command("pointer-trail", N_("View"), N_("Pointer trail"), "P", is_plain=True),
    Command("full-screen", N_("View"), N_("Full screen"), "F11"),
    Command("shortcuts", N_("View"), N_("Help: keys and words"), "F1"),
)
"""In the order of the list under F1."""

SHORTCUTS = {command.name: command.keys.split()[0] for command in COMMANDS if command.keys}
"""The first key sequence of each command that has one, in Qt's portable text."""


def with_keys(text: str, keys: str) -> str:
    """What a button does, and the keys for it, as a tooltip has them: Play (Space)."""
    return _("{text} ({keys})").format(text=text, keys=keys) if keys else text


POINT_KEYS = (
    (N_("Select the next, the one before"), "Tab, Shift+Tab"),
    (N_("Nudge the selected one"), N_("arrow keys, with Shift finer")),
    (N_("Add one beside it, remove it"), "Ins, Del"),
    (N_("Put it back, or select none"), "Esc"),
)
"""Keys while the points of a curve are edited, and what they do; likewise below."""

MAP_KEYS = (
    (N_("Move the selected ball"), N_("arrow keys, with Shift further")),
    (N_("Zoom in, zoom out, show all"), "+ - A"),
)

PLOT_KEYS = (
    (N_("Read the step before or after"), N_("left and right, ten steps with the page keys")),
    (N_("Read another ball"), N_("up and down")),
    (N_("Go to the step that is read"), "Return"),
    (N_("Zoom in, zoom out, show all"), "+ - A"),
)

MOUSE_ACTIONS = (
    (N_("Drag the line of time"), N_("shows another step; its marks say what happened")),
    (N_("Drag a ball"), N_("places it; it starts again from rest")),
    (N_("Wheel over the landscape"), N_("zooms; over its numbers only that axis")),
    (N_("Drag empty ground"), N_("moves the view; with the right button it scales")),
    (N_("Double-click the landscape"), N_("shows all of it, as A does")),
    (N_("Click “may still get out”"), N_("says how that is known")),
    (N_("Right-click the landscape"), N_("adds a ball there, removes one, copies the picture")),
    (N_("Click a plot"), N_("shows that step; the upright line can be dragged")),
    (N_("Wheel over a plot"), N_("zooms; over an axis only that axis")),
    (N_("Drag a plot"), N_("moves it; with the right button it scales")),
    (N_("Double-click a plot"), N_("shows all of it")),
    (N_("Right-click a plot"), N_("copies values; logarithmic axis; enlarges it")),
    (N_("Mouse over a slider of α"), N_("shows where the ball would end")),
    (N_("Mouse over the outcome map"), N_("shows the run that sets out there")),
    (N_("Click or drag on the map"), N_("lets the selected ball set out there")),
    (N_("Wheel over the map"), N_("zooms; a double-click shows all of it")),
    (N_("Drag the map with the right button"), N_("scales it; with the middle button it moves")),
    (N_("Points: double-click, right-click"), N_("adds a point, removes one")),
    (N_("Draw: drag with Ctrl"), N_("moves a ball instead of drawing")),
)
