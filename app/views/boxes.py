"""Rectangles and discs in pixels, and whether they touch."""

from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: "Box") -> bool:
        """Whether the two share an inner point."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def is_within(self, other: "Box") -> bool:
        """Whether all of it is in the other."""
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )

    def raised(self, by: float) -> "Box":
        """The rectangle so many pixels further up."""
        return Box(self.left, self.top - by, self.right, self.bottom - by)

    def grown(self, by: float) -> "Box":
        """The rectangle with so many pixels more on each side."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)


class Disc(NamedTuple):
    """A ball in pixels."""

    x: float
    y: float
    radius: float

    def touches(self, box: Box) -> bool:
        """Whether the disc reaches into the box."""
        across = max(box.left - self.x, 0.0, self.x - box.right)
        down = max(box.top - self.y, 0.0, self.y - box.bottom)
        return across * across + down * down < self.radius * self.radius
