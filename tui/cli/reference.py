"""The command table of the README, made from the commands themselves."""

from __future__ import annotations

import click

from tui.cli.main import COMMANDS, bookshift

MOST_CHOICES = 3
"""Choices that are written out; --help lists more."""

_WORDS = {"--as": "KIND", "--sort": "COLUMN"}
"""What a value is called whose option's name does not say it."""


def command_table() -> str:
    """Every command with how it is called and what it does, as a Markdown table."""
    ctx = click.Context(bookshift, info_name="bookshift")
    lines = ["| command | what it does |", "|---|---|"]
    lines += [f"| `{usage}` | {says} |" for usage, says in _entries(ctx)]
    return "\n".join(lines) + "\n"


def _entries(ctx: click.Context) -> list[tuple[str, str]]:
    found = [("bookshift", "Open the book on screen; without a terminal print its overview.")]
    for listed in COMMANDS:
        command = bookshift.get_command(ctx, listed.name)
        assert command is not None
        if not isinstance(command, click.Group) or command.invoke_without_command:
            found.append((_usage(command, listed.name, ctx), listed.says))
        if isinstance(command, click.Group):
            inner = click.Context(command, info_name=listed.name, parent=ctx)
            found += [
                (_usage(part, f"{listed.name} {name}", inner), first_line(part))
                for name, part in command.commands.items()
            ]
    return found


def first_line(command: click.Command) -> str:
    """What a command's own help begins with."""
    return (command.help or "").strip().split("\n")[0]


def _usage(command: click.Command, name: str, ctx: click.Context) -> str:
    inner = click.Context(command, info_name=name, parent=ctx)
    words = [part for param in command.params for part in _pieces(param, inner)]
    return " ".join(["bookshift", name, *words]).replace("|", "\\|")


_SHARED = frozenset({"book", "today", "as_of", "as_json", "yes", "help"})


def _pieces(param: click.Parameter, ctx: click.Context) -> list[str]:
    """How a parameter is written in a usage line; options that every command has are left to the text above it."""
    if isinstance(param, click.Argument):
        return [param.make_metavar(ctx)]
    assert isinstance(param, click.Option)
    if param.name in _SHARED:
        return []
    name = max(param.opts, key=len)
    if not param.is_flag:
        name = f"{name} {_value(param, name, ctx)}"
    return [name if param.required else f"[{name}]{'...' if param.multiple else ''}"]


def _value(option: click.Option, name: str, ctx: click.Context) -> str:
    """How an option's value is written: its choices where they are few, else a word for them."""
    if isinstance(option.type, click.Choice) and len(option.type.choices) > MOST_CHOICES:
        return _WORDS.get(name, name.lstrip("-").upper())
    return option.make_metavar(ctx).strip("[]")
