"""The command line's own words in Swedish: its help, and what it says of a wrong command.

The words of the library that reads the command line are English and cannot be chosen. Help is
translated where it is made, word for word; errors are told anew from what they know.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Any

from typer.core import TyperCommand, TyperGroup

_HELP = (
    (r"^Usage:", "Så här:"),
    (r"\[OPTIONS\]", "[VAL]"),
    (r"COMMAND \[ARGS\]\.\.\.", "KOMMANDO ..."),
    (r"^Options:", "Val:"),
    (r"^Arguments:", "Det som ska anges:"),
    (r"^Commands:", "Kommandon:"),
    (r"Show this message and exit\.", "Visa den här hjälpen."),
    (r"\[default:\s", "[annars: "),
    (r"\s*\[required\]", ""),
    (r"\{(\w+)\}", r"\1"),
)
_TYPE = re.compile(r"<[\w\[\]|. ]+>")
_KINDS = {"integer": "ett heltal", "number": "ett tal", "boolean": "ja eller nej"}
_QUOTED = re.compile(r"'([^']*)'")
_EXTRA = re.compile(r"unexpected extra arguments? ?\(?s?\)? \((?P<what>.*)\)")


def swedish(text: str) -> str:
    """A help text with its frame in Swedish."""
    for pattern, word in _HELP:
        text = re.sub(pattern, word, text, flags=re.M)
    return _TYPE.sub(lambda found: " " * len(found.group()), text)


class Command(TyperCommand):
    """A command whose help is Swedish."""

    def get_help(self, ctx: Any) -> str:
        """The help text."""
        return swedish(super().get_help(ctx))


class Group(TyperGroup):
    """The commands together, with help in Swedish."""

    def get_help(self, ctx: Any) -> str:
        """The help text."""
        return swedish(super().get_help(ctx))


def is_usage_error(error: BaseException) -> bool:
    """True for what the library raises at a command that cannot be understood."""
    return any(kind.__name__ == "UsageError" for kind in type(error).__mro__)


def explain(error: Any) -> str:
    """A wrong command in one sentence: what is wrong, and where the help is."""
    kind = type(error).__name__
    if kind == "NoArgsIsHelpError":
        return str(error.message)
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "finsam"
    told = _TOLD.get(kind, _other)(error)
    return f"Fel: {told} Kör {command} --help för att se vad som går."


def _missing(error: Any) -> str:
    return f"{_name(error)} saknas: det måste anges."


def _no_option(error: Any) -> str:
    name = str(error.option_name)
    context = getattr(error, "ctx", None)
    known = [
        option
        for param in (context.command.get_params(context) if context is not None else ())
        for option in param.opts
        if option.startswith("-")
    ]
    close = get_close_matches(name, known, n=1, cutoff=0.4)
    return f"det finns inget val {name}.{f' Menade du {close[0]}?' if close else ''}"


def _option_usage(error: Any) -> str:
    if "not take a value" in error.message:
        return f"valet {error.option_name} tar inget värde."
    return f"valet {error.option_name} behöver ett värde efter sig."


def _bad_value(error: Any) -> str:
    message = str(error.message).lower()
    wanted = next((word for kind, word in _KINDS.items() if kind in message), "")
    return f"värdet för {_name(error)} går inte att använda{f', ange {wanted}' if wanted else ''}."


def _other(error: Any) -> str:
    """No such command, none at all, or more words than it takes."""
    message = str(error.message)
    quoted = _QUOTED.findall(message)
    if message.startswith("No such command") and quoted:
        hint = f" Menade du {quoted[1]}?" if len(quoted) > 1 else ""
        return f"det finns inget kommando {quoted[0]}.{hint}"
    extra = _EXTRA.search(message)
    if extra:
        return f"det står något mer än kommandot tar: {extra['what']}."
    return "ange ett kommando." if message.startswith("Missing command") else f"{message}"


def _name(error: Any) -> str:
    """The argument as the help calls it, or the option."""
    param = getattr(error, "param", None)
    if param is None:
        return str(getattr(error, "param_hint", "") or "något")
    options = [name for name in param.opts if name.startswith("-")]
    return options[0] if options else str(getattr(param, "metavar", None) or param.name)


_TOLD = {
    "MissingParameter": _missing,
    "NoSuchOption": _no_option,
    "BadOptionUsage": _option_usage,
    "BadParameter": _bad_value,
    "BadArgumentUsage": _bad_value,
}
