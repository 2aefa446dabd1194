"""Words whose numbers change with every step, shown so that they can be read."""

STAYS = 6
"""Frames that a text stays while time runs fast: about a tenth of a second."""


class CalmText:
    """Keeps a text for some frames, as long as it is about the same thing."""

    def __init__(self) -> None:
        self._about: object = None
        self._text = ""
        self._frames = 0

    def shown(self, about: object, text: str, *, is_fast: bool) -> str:
        """What to show in this frame instead of `text`; at rest, and when it is about something else, itself."""
        self._frames += 1
        if not is_fast or about != self._about or self._frames >= STAYS:
            self._about, self._text, self._frames = about, text, 0
        return self._text
