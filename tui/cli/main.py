"""The command `bookshift`: every command's module is imported only when it is called."""

from __future__ import annotations

import gc
import io
import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeGuard

import click

from tui.cli.exits import Ended, Exit
from tui.cli.options import BOOK_VARIABLE, TODAY_VARIABLE, Common, as_of_option, book_option, today_option


@dataclass(frozen=True, slots=True)
class Listed:
    """What `--help` says of a command without importing it."""

    name: str
    """Name on the command line."""
    module: str
    """Module that holds it as ``<name>_command``."""
    says: str
    """Its first help line; a test keeps it equal to the command's own."""


COMMANDS: tuple[Listed, ...] = (
    Listed("demo", "tui.cli.opening", "Open a throw-away demo book, or keep one in a folder."),
    Listed("import", "tui.cli.importing", "Import accounts, people, contract lines or owners from files."),
    Listed("list", "tui.cli.accounts", "List accounts."),
    Listed("show", "tui.cli.showing", "Show one account or person with all that is known."),
    Listed("load", "tui.cli.load", "Show everybody's hours, each with its reason."),
    Listed("people", "tui.cli.people", "List the roster."),
    Listed("policy", "tui.cli.policy", "Show the book's own figures, or set some."),
    Listed("check", "tui.cli.check", "List what the book breaks of the plan in force."),
    Listed("mend", "tui.cli.check", "Mend a finding."),
    Listed("accept", "tui.cli.check", "Live with a finding until a date."),
    Listed(
        "assign", "tui.cli.assign", "Give accounts to a person, a pool or nobody, or spread them over several people."
    ),
    Listed("rebalance", "tui.cli.rebalance", "Propose the moves after which nobody is over."),
    Listed("leave", "tui.cli.wizards", "Give the book of somebody who leaves to others, or cover somebody on leave."),
    Listed("join", "tui.cli.wizards", "Add somebody who joins, with a book taken from those who have most."),
    Listed("fill", "tui.cli.wizards", "Give homes to accounts without a holder."),
    Listed("hire", "tui.cli.hire", "Fill an open position with who was hired for it."),
    Listed("away", "tui.cli.absences", "List, add, move or call off absences of a person."),
    Listed("lock", "tui.cli.marks", "Keep accounts with their owner until a day."),
    Listed("unlock", "tui.cli.marks", "Let the owner of accounts change again."),
    Listed("key", "tui.cli.marks", "Mark accounts as key accounts."),
    Listed("escalate", "tui.cli.marks", "Escalate an account to the lead, or close its escalation."),
    Listed("log", "tui.cli.log", "Log a conversation with its next step."),
    Listed("step", "tui.cli.steps", "List, add, finish or drop follow-ups."),
    Listed("handoff", "tui.cli.steps", "List handoffs, tick their steps or close one."),
    Listed("renew", "tui.cli.renewals", "Record a renewal."),
    Listed("churn", "tui.cli.renewals", "Record that a customer left."),
    Listed("reactivate", "tui.cli.renewals", "Record that a customer who left came back."),
    Listed("set", "tui.cli.edits", "Change fields of a record."),
    Listed("model", "tui.cli.models", "List, show, compare, choose or adopt an organisational model."),
    Listed("draft", "tui.cli.drafts", "Draw up a reorganisation that is not in force."),
    Listed("snapshot", "tui.cli.files", "Write the whole book into one file."),
    Listed("backups", "tui.cli.backups", "List the backups of the book."),
    Listed("restore", "tui.cli.files", "Load a snapshot or a backup into a folder."),
    Listed("diff", "tui.cli.files", "Compare two snapshots or books."),
    Listed("export", "tui.cli.exporting", "Write accounts into a CSV or JSON file."),
    Listed("history", "tui.cli.history", "List every change."),
    Listed("undo", "tui.cli.history", "Take the last change back."),
    Listed("redo", "tui.cli.history", "Do again what was undone last."),
    Listed("forget", "tui.cli.forget", "Forget a customer, a person or a contact for good."),
    Listed("doctor", "tui.cli.doctor", "Check the files of the book."),
    Listed("checkpoint", "tui.cli.house", "Write all changes into book.json."),
    Listed("where", "tui.cli.house", "Say where the book, settings and logs are."),
)
"""Every command in the order of the help."""

MODULES = {listed.name: listed.module for listed in COMMANDS}
"""Module of each command."""


class Program(click.Group):
    """A group whose commands are found by name in `COMMANDS`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the order of the help."""
        return [listed.name for listed in COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of one command."""
        if cmd_name not in MODULES:
            return None
        import importlib

        command = getattr(importlib.import_module(MODULES[cmd_name]), f"{cmd_name}_command")
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command the first word names; an unknown one is answered with the nearest."""
        if args and args[0] not in MODULES and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], MODULES, 1)
            hint = f"Did you mean {near[0]}?" if near else "`bookshift --help` lists them."
            raise click.UsageError(f"There is no command “{args[0]}”. {hint}")
        return super().resolve_command(ctx, args)

    def get_help(self, ctx: click.Context) -> str:
        """The help, as wide as click would have it."""
        ctx.terminal_width = max(min(_columns(), 80) - 2, 50)
        return super().get_help(ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, written without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(listed.name, listed.says) for listed in COMMANDS])


def _columns() -> int:
    """Columns of the terminal. Not by ``shutil``: it imports three ways to pack files, a twentieth of `--help`."""
    said = os.environ.get("COLUMNS", "")
    if said.isdecimal() and int(said):
        return int(said)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns
    except (OSError, ValueError):  # no terminal
        return 80


def _version(ctx: click.Context, param: click.Parameter, asked: bool) -> None:
    if not asked or ctx.resilient_parsing:
        return
    from importlib.metadata import PackageNotFoundError, version

    try:
        number = version("bookshift")
    except PackageNotFoundError:
        number = "(not installed)"
    click.echo(f"bookshift {number}")
    ctx.exit()


@click.group(
    "bookshift", cls=Program, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]}
)
@book_option(envvar=BOOK_VARIABLE)
@today_option(envvar=TODAY_VARIABLE)
@as_of_option()
@click.option("--version", is_flag=True, expose_value=False, is_eager=True, callback=_version, help="Say the version.")
@click.pass_context
def bookshift(ctx: click.Context, book: str | None, today: date | None, as_of: date | None) -> None:
    """Who owns which account, how many hours that is, and what to move.

    Without a command the book is opened on screen. Data is printed on stdout, remarks on stderr. Exit codes: 0 done,
    1 the answer is no, 2 the request was wrong, 3 the book cannot be used.
    """
    ctx.obj = Common(book=book, today=today, as_of=as_of)
    if ctx.invoked_subcommand is None:
        from tui.cli.opening import open_book

        open_book(ctx.obj)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command line; the answer is the exit code. Prints no traceback and raises nothing."""
    words = None if arguments is None else list(arguments)
    try:
        code = bookshift.main(args=words, prog_name="bookshift", standalone_mode=False)
        sys.stdout.flush()
    except BrokenPipeError:
        return _reader_gone()
    except KeyboardInterrupt:
        return Exit.STOPPED
    except SystemExit as ended:  # shell completion, and help that nobody reads
        return ended.code if isinstance(ended.code, int) else Exit.DONE
    except Exception as error:
        return _told(error)
    return code if isinstance(code, int) else Exit.DONE


def _told(error: Exception) -> int:
    """Say what went wrong, also where so much is missing that it cannot be said well."""
    try:
        return _explained(error)
    except ImportError as missing:
        sys.stderr.write(
            f"Bookshift is not installed whole: {missing.name or 'a part'} is missing. Install it again.\n"
        )
        return Exit.CRASH


def _explained(error: Exception) -> int:
    """Say on stderr what went wrong; the answer is the exit code."""
    from core.errors import BookshiftError, StoreError
    from tui.cli.output import ReaderGone, say

    if isinstance(error, ReaderGone):
        return _reader_gone()
    if isinstance(error, Ended):
        if str(error):
            say(str(error))
        return error.code
    if isinstance(error, click.exceptions.Abort):
        return Exit.STOPPED
    if isinstance(error, click.ClickException):
        say(_usage(error))
        return Exit.WRONG
    if isinstance(error, BookshiftError):
        pointed = getattr(error, "pointed", None)  # a filter is shown with a mark under the mistake
        say(pointed() if callable(pointed) else str(error))
        return Exit.STORE if isinstance(error, StoreError) else Exit.WRONG
    return _crashed(error)


def _usage(error: click.ClickException) -> str:
    """The mistake as a sentence, with the command that explains the right way."""
    message = error.format_message().strip()
    message = message[:1].upper() + message[1:]
    message = message if message.endswith((".", "?", "!")) else message + "."
    ctx = getattr(error, "ctx", None)
    if isinstance(error, click.NoSuchOption) and _takes_filter(ctx):
        return f"{message} A filter that begins with - stands behind --, as in `{ctx.command_path} -- -word`."
    return f"{message} See `{ctx.command_path} --help`." if isinstance(ctx, click.Context) else message


def _takes_filter(ctx: object) -> TypeGuard[click.Context]:
    """Whether the command the error is about takes a QUERY."""
    return isinstance(ctx, click.Context) and any(param.name == "query" for param in ctx.command.params)


def _crashed(error: Exception) -> int:
    """A defect: write down where, without anything of the book, and name the file."""
    from datetime import datetime

    from tui.cli.output import say
    from tui.compose import places
    from tui.crash import write_log

    path = write_log(error, places().logs, datetime.now().astimezone())
    told = f"What is known of it is in {path}; it holds nothing of your book." if path else "It could not be logged."
    say(f"Bookshift failed: this is a defect ({type(error).__name__}), not your mistake. {told}")
    return Exit.CRASH


def _reader_gone() -> int:
    """Whoever read stdout has seen enough (`bookshift list | head`): end quietly."""
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - Python flushes stdout once more at its end
    return Exit.DONE


def main() -> None:
    """The program `bookshift`."""
    gc.set_threshold(100_000, 20, 20)  # what a start makes stays: looking through it is a tenth of a short command
    os.umask(0o077)  # whatever is written is for its owner only
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # else it searches every installed package at start
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # an old console draws ? instead of failing on a letter
    code = run()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it ends already: a second ctrl-c must not change how
    gc.freeze()  # at its end Python looks for garbage in all that was made: a tenth of a short command
    sys.exit(code)
