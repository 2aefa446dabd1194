"""Changes as the menu names them after Undo and Redo; each text is made, in the person's language, with the change."""

from collections.abc import Sequence

from app.text.numbers import whole
from app.text.titles import shown_title
from app.text.translation import _, ngettext


def change_text(what: str, balls: Sequence[int]) -> str:
    """What was changed of one ball or, if there are several indices, of all: η of ball 2, rule of all balls.

    `what` is a symbol, or a word that is marked for translation.
    """
    pattern = _("{what} of ball {number}") if len(balls) == 1 else _("{what} of all balls")
    return pattern.format(what=_(what), number=balls[0] + 1)


def fan_text(count: int) -> str:
    """That a fan of balls was added."""
    return ngettext("fan of {count} ball", "fan of {count} balls", count).format(count=whole(count))


def compare_text() -> str:
    """That a ball of each rule was added."""
    return _("a ball of each rule")


def comparison_text() -> str:
    """What to know of balls of different rules."""
    return _(
        "Each of the balls has the η that suits its rule. Equal η are not comparable between rules: some multiply η by "
        "the slope, others step about as far as η however steep it is."
    )


def duplicate_text(ball: int) -> str:
    """That the ball with this index was duplicated."""
    return _("duplicate ball {number}").format(number=ball + 1)


def remove_text(ball: int) -> str:
    """That the ball with this index was removed."""
    return _("remove ball {number}").format(number=ball + 1)


def show_text(ball: int, is_shown: bool) -> str:
    """That the ball with this index was shown or hidden."""
    return (_("show ball {number}") if is_shown else _("hide ball {number}")).format(number=ball + 1)


def show_only_text(ball: int) -> str:
    """That the ball with this index was shown alone."""
    return _("show only ball {number}").format(number=ball + 1)


def show_all_text() -> str:
    """That all balls were shown again."""
    return _("show all balls")


def chosen_landscape_text(title: str) -> str:
    """That a landscape was chosen."""
    return _("landscape “{title}”").format(title=shown_title(title))
