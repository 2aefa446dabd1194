"""The parser of every command line: argparse, with errors of one line that say what would be right."""

import argparse
import difflib
from argparse import ArgumentTypeError
from collections.abc import Iterable, Sequence
from typing import Any

from app.text.translation import _

STDOUT = "-"
MAX_HELP_WIDTH = 120
"""Columns; a wider terminal is not filled."""
Options = dict[str, Any]
"""The values of all options that were given, and the FILE, as `Parser.parse` returns them."""


class UsageError(ValueError):
    """A wrong command line; the message says what would be right."""


class Parser(argparse.ArgumentParser):
    """Reads `--name value …`, `--name=value` and the name of a file; all that follows `--` are files.

    Options are written in full, and each at most once unless it appends. Only what begins with two dashes is an option,
    and `-h`: so -3, -1e-3 and -w^2 are values.
    """

    def __init__(self, prog: str, usage: str, description: str, epilog: str = "", *, file: str = "") -> None:
        """`file` is the help on the FILE; without it the command takes none."""
        super().__init__(
            prog=prog,
            usage=usage,
            description=description,
            epilog=epilog,
            formatter_class=HelpFormatter,
            argument_default=argparse.SUPPRESS,
            add_help=False,
            allow_abbrev=False,
            exit_on_error=False,
        )
        self.register("action", None, _StoreOnce)
        self.register("action", "append", _Append)
        self._most_files = int(bool(file))
        self._positionals.title, self._optionals.title = _("positional arguments"), _("options")
        if file:
            self.add_argument("file", nargs="?", metavar=_("FILE.momentum"), help=file)
        self.add_argument("-h", "--help", nargs=0, help=_("print this text"))

    @property
    def options(self) -> dict[str, str]:
        """All options with their values as the help writes them, such as `LO HI`."""
        formatter = HelpFormatter(self.prog)
        return {name: formatter.values(action) for name, action in self._option_string_actions.items()}

    def parse(self, arguments: Sequence[str]) -> Options:
        """The values of all that is given, by name: `{"file": "x.momentum", "alpha": [0.9], …}`. Raises UsageError."""
        end = arguments.index("--") if "--" in arguments else len(arguments)
        try:
            namespace, others = self.parse_known_args(arguments[:end])
        except argparse.ArgumentError as error:
            raise UsageError(self._sentence(error)) from error
        given = vars(namespace)
        files = [given.pop("file"), *others] if "file" in given else others
        for word in files:
            if word.startswith("-") and word != STDOUT:
                raise UsageError(self._no_option(word.partition("=")[0]))
        files = [*files, *arguments[end + 1 :]]
        if len(files) > self._most_files:
            raise UsageError(_('"{text}" is one argument too many').format(text=files[self._most_files]))
        return {**given, "file": files[0]} if files else given

    def _sentence(self, error: argparse.ArgumentError) -> str:
        """An error in a value, or else in the number of values."""
        name = str(error.argument_name).rpartition("/")[2]
        if isinstance(error.__context__, ArgumentTypeError):
            return f"{name}: {error.message}"
        values = self.options[name]
        pattern = _("{option} takes {values}") if values else _("{option} takes no value")
        return pattern.format(option=name, values=values)

    def _no_option(self, name: str) -> str:
        close = closest(name, self.options)
        if close:
            return _("there is no option {name}; did you mean {closest}?").format(name=name, closest=close)
        return _("there is no option {name}; {program} --help lists them").format(name=name, program=self.prog)

    def _parse_optional(self, arg_string: str) -> Any:
        is_option = arg_string.startswith("--") or arg_string == "-h"
        return super()._parse_optional(arg_string) if is_option else None


class HelpFormatter(argparse.HelpFormatter):
    """Fills the terminal up to a width that reads well. Lines that begin with blanks stay as they are."""

    def __init__(self, prog: str) -> None:
        from shutil import get_terminal_size  # here: only help needs it

        super().__init__(prog, width=min(get_terminal_size().columns, MAX_HELP_WIDTH) - 2)

    def add_usage(self, usage: str | None, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, usage_prefix() if prefix is None else prefix)

    def values(self, action: argparse.Action) -> str:
        """The values of an option, such as `LO HI`."""
        return self._format_args(action, "")

    def _expand_help(self, action: argparse.Action) -> str:
        return action.help or ""  # as it is: no text has a %(name)s, but a translation may have a per cent sign

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        fill = super()._fill_text
        return "\n".join(line if line.startswith(" ") else fill(line, width, indent) for line in text.split("\n"))


def usage_prefix() -> str:
    """What stands before the usage; its further lines are indented as far."""
    return _("usage: ")


class _StoreOnce(argparse.Action):
    """Stores the values of an option; raises UsageError when it is given again."""

    def __call__(
        self, _parser: argparse.ArgumentParser, namespace: argparse.Namespace, values: Any, option: str | None = None
    ) -> None:
        if hasattr(namespace, self.dest):
            raise UsageError(_("{option} is given twice").format(option=option))
        setattr(namespace, self.dest, values)


class _Append(argparse.Action):
    """Appends the values of an option that may be given several times."""

    def __call__(
        self, _parser: argparse.ArgumentParser, namespace: argparse.Namespace, values: Any, _option: str | None = None
    ) -> None:
        setattr(namespace, self.dest, [*getattr(namespace, self.dest, ()), *values])


def option_of(name: str) -> str:
    """The option whose value has this name: --picture-step for picture_step."""
    return f"--{name.replace('_', '-')}"


def goes_with(option: str, other: str) -> UsageError:
    """The error about an option that means nothing without another one."""
    return UsageError(_("{option} goes with {other}").format(option=option, other=other))


def closest(name: str, known: Iterable[str]) -> str:
    """The known name that is most like this one; empty if none is."""
    return next(iter(difflib.get_close_matches(name, list(known), 1)), "")
