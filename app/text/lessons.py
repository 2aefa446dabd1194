"""What is said about lessons and challenges."""

import re

from app.text.numbers import steps_text
from app.text.translation import N_, _, ngettext

LOCKED = {
    "alpha": N_("α stays as it is on this page."),
    "eta": N_("η stays as it is on this page."),
    "start": N_("The balls stay where they are on this page."),
    "rule": N_("The rule stays as it is on this page."),
    "parameters": N_("This value stays as it is on this page."),
    "landscape": N_("The landscape stays as it is on this page."),
    "balls": N_("The balls stay as many as they are on this page."),
    "noise": N_("Noise and schedule stay as they are on this page."),
}
"""What is said about a change that is locked, by the names of `app.files.lesson.LOCKABLE`."""


SYMBOL_AND_VALUE = re.compile(r"(?<=[αηwf]) (?=[=−\d])|(?<==) (?=[−\d])")
"""The spaces within `w = 3.4` and `α 0.9`."""


def unbroken(text: str) -> str:
    """The text with symbols and their values kept on one line."""
    return SYMBOL_AND_VALUE.sub("\N{NO-BREAK SPACE}", text)


def locked_text(name: str) -> str:
    """Why something was not changed."""
    return _(LOCKED[name])


def tries_text(count: int) -> str:
    """A number of tries: 1 try, 3 tries."""
    return ngettext("{count} try", "{count} tries", count).format(count=f"{count:,}")


def result_text(count: int, *, in_steps: bool) -> str:
    """The result of a challenge: 120 steps, or 3 tries."""
    return steps_text(count) if in_steps else tries_text(count)


def pages_text(done: int, pages: int) -> str:
    """How many pages of a lesson are done."""
    return ngettext("{done} of {pages} page done", "{done} of {pages} pages done", pages).format(done=done, pages=pages)


def minutes_text(minutes: int) -> str:
    """How long a lesson takes."""
    return ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)


def choices_text(names: list[str]) -> str:
    """Several right answers: valley 2 or valley 3."""
    if len(names) < 2:
        return "".join(names)
    return _("{others} or {last}").format(others=", ".join(names[:-1]), last=names[-1])


def prediction_text(said: str, right: list[str], *, is_right: bool) -> str:
    """What was predicted against what was seen."""
    if is_right and right and said not in right:
        return _("You said {said}, and it was {right}: near enough.").format(said=said, right=choices_text(right))
    if is_right:
        return _("You said {said}, and so it was.").format(said=said)
    if not right:
        return _("You said {said}. None was right this time.").format(said=said)
    return _("You said {said}. It was {right}.").format(said=said, right=choices_text(right))


def not_yet_text(*, is_changed: bool) -> str:
    """That a run did not do what was asked for; `is_changed`: where nothing may be changed on the way, but was."""
    if is_changed:
        return _("Not yet: what is changed on the way does not count here. Start again and play from step 0.")
    return _("Not yet. Start again and try something else.")


def verdict_text(result: int, par: int, *, in_steps: bool) -> str:
    """What a result is beside the par."""
    shown, good = (result_text(count, in_steps=in_steps) for count in (result, par))
    if result < par:
        return _("Solved: {result}. That is better than par, which is {par}.").format(result=shown, par=good)
    if result == par:
        return _("Solved: {result}. That is par.").format(result=shown)
    return _("Solved: {result}. Par is {par}.").format(result=shown, par=good)
