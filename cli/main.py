"""The command line's entry: commands are imported when called, and whatever happens ends in one of three exit codes.

`--help` and `--version` never import polars, which costs as much as everything else together.
"""

import contextlib
import gc
import os
import signal
import sys
from importlib import import_module
from types import FrameType
from typing import Any, Final

import click
from click.shell_completion import CompletionItem

from deminimis.cli import extras, log, one_core, words
from deminimis.cli.atomic import keep
from deminimis.cli.exit_codes import NOT_CHECKED
from deminimis.cli.suggest import nearest
from deminimis.cli.version import VERSION

COMMANDS: Final[dict[str, str]] = {
    "check": "Say which consignees may exceed the daily limit, and what to do.",
    "respond": "Write the messages that ACE would answer with.",
    "refile": "Write the entries that are filed in place of refused claims.",
    "ack": "Write the X12 997 that acknowledges a file.",
    "convert": "Turn filings into tables, and a table into a filing.",
    "inspect": "Show each record with its fields, their meaning, and its faults.",
    "explain": "Print the manual page of a code, a record or the policy timeline.",
    "guide": "Read a guide's record tables, and correct the layouts by them.",
    "batch": "Check, answer and record every complete file of an inbox, exactly once.",
    "watch": "The same as batch, as files come.",
    "ledger": "Show, check, export and forget what the ledger remembers.",
    "audit": "Judge any number of shipments in parts, on an engine.",
    "worklist": "Say which refused claims are open, and what to do with each.",
    "digest": "Add up the refused claims of a span, by importer, filer or consignee.",
    "reconcile": "Match CBP's answers with what was filed and predicted.",
    "serve": "Serve a page on this machine: drop filings, read reports, past nights.",
    "sample": "Write a valid filing with invented shipments.",
    "config": "Show the configuration, and where each value comes from.",
    "test": "Check a folder of filings against what is expected of them.",
    "completion": "Print the script with which bash, zsh or fish completes commands.",
    "demo": "Run the check on the samples that come with the program.",
}


_ADDRESSES: Final = 4 << 30  # bytes of address space that are enough to read, judge and record
_OBJECTS: Final = 100_000  # made since the last look for cycles, before the next; the modules of a check are 70,000


class LazyGroup(click.Group):
    """Commands by name; their modules are imported when they are run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now; None for a name that does not exist (click suggests the nearest)."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"deminimis.cli.commands.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Commands and the group's own options, without importing any command."""
        names = [CompletionItem(name, help=text) for name, text in COMMANDS.items() if name.startswith(incomplete)]
        return names + click.Command.shell_complete(self, ctx, incomplete)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click's, with a suggestion for a misspelt command."""
        name = click.utils.make_str(args[0])
        if name not in COMMANDS and not name.startswith("-"):
            raise click.UsageError(f"No such command {name!r}.{_suggest(name)}", ctx)
        return super().resolve_command(ctx, args)


def _suggest(name: str) -> str:
    near = nearest(name, COMMANDS)
    if near:
        return f" Did you mean `deminimis {near[0]}`?"
    return f" To check a file: `deminimis check {name}`" if "." in name or "/" in name else ""


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(VERSION, prog_name="deminimis")
@click.option(
    "--log", "log_form", type=click.Choice(log.FORMS), envvar=log.VARIABLE, is_eager=True, expose_value=False,
    callback=lambda _ctx, _parameter, value: log.choose(value),
    help="What goes to standard error: sentences, or a JSON object a line. Default: DEMINIMIS_LOG, else text.",
)  # fmt: skip
def command() -> None:
    """Check US customs EDI against the $800 daily de minimis limit (19 USC 1321), as CBP ACE does.

    Reads what is filed with ACE, adds up each consignee's shipments per arrival day, and says which
    may exceed the limit under the rule in force on that day.

    \b
    Exit codes: 0 nothing found, 1 findings, 2 could not fully check.
    Example:    deminimis check samples/catair_se/over_limit.edi
    """


def main(args: list[str] | None = None) -> None:
    """Run the program and exit. Never prints a traceback, unless DEMINIMIS_DEBUG is set.

    The collector of cycles is told that modules are none, neither while they are imported nor at the end: for a small
    file its walks through them cost as much as reading and judging it.
    """
    gc.set_threshold(_OBJECTS)
    if one_core.few(sys.argv[1:] if args is None else args):
        one_core.stay()
    _listen()
    code = _unfit() or run(args)
    gc.freeze()
    sys.exit(code)


def _listen() -> None:
    """SIGTERM and SIGHUP end the program as any error does, so that what it made for itself is removed."""

    def end(number: int, _frame: FrameType | None) -> None:
        raise _Ended(signal.Signals(number).name)

    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:  # `nohup` ignores one
            signal.signal(number, end)


class _Ended(click.ClickException):
    """The program was asked to end."""

    def __init__(self, name: str) -> None:
        super().__init__(f"ended by {name}")


def _unfit() -> int:
    """NOT_CHECKED, with a sentence, where the program cannot work here; 0 where it can.

    Standard streams that are closed are opened to nothing: else the next file that is opened would be one of them.
    """
    closed = [stream is None for stream in (sys.stdin, sys.stdout, sys.stderr)]
    for number, missing in enumerate(closed):
        if missing:
            null = os.open(os.devnull, os.O_RDWR)
            if null != number:
                os.dup2(null, number)
    sys.stdin = sys.stdin or open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout = sys.stdout or open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = sys.stderr or open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    if closed[1]:
        return _say("standard output is closed: there is nowhere to write to")
    return _cramped()


def _cramped() -> int:
    """Polars reserves more address space than it uses, and aborts where it gets none: exit code 134, and no word."""
    try:
        import resource  # noqa: PLC0415 - not there on Windows
    except ImportError:
        return 0
    limit = resource.getrlimit(resource.RLIMIT_AS)[0]
    if limit == resource.RLIM_INFINITY or limit >= _ADDRESSES:
        return 0
    return _say(
        f"the address space is limited to {limit >> 20:,} MB (ulimit -v), and {_ADDRESSES >> 20:,} MB are needed: "
        "limit the memory by other means, such as MemoryMax of systemd or --memory of a container"
    )


def run(args: list[str] | None = None) -> int:
    """Run the program; the exit code."""
    log.choose(None)
    keep()
    try:
        outcome = command.main(args=args, prog_name="deminimis", standalone_mode=False)
    except (BrokenPipeError, SystemExit):  # the reader of a pipe has left (`| head`), and click would end with 1
        _silence_stdout()
        return NOT_CHECKED
    except click.exceptions.NoArgsIsHelpError as error:  # nothing was asked for: the help, and nothing was checked
        click.echo(error.format_message())
        return NOT_CHECKED
    except BaseException as error:  # Polars panics with what is no Exception
        told = _sentence(error)
        if isinstance(error, GeneratorExit) or (told is None and os.environ.get("DEMINIMIS_DEBUG")):
            raise
        first = (str(error).splitlines() or [""])[0]
        unforeseen = f"internal error in version {VERSION}: {type(error).__name__}: {first} (please report it)"
        return _say(unforeseen if told is None else told)
    return int(outcome) if isinstance(outcome, int) else 0


def _sentence(error: BaseException) -> str | None:
    """What is told of an error that can be foreseen; None for one of the program's own."""
    told = None
    if isinstance(error, click.exceptions.Abort):
        told = "interrupted"
    elif isinstance(error, click.UsageError):
        told = error.format_message() + (f"\nTry `{error.ctx.command_path} --help`." if error.ctx else "")
    elif isinstance(error, click.ClickException):
        told = error.format_message()
    elif isinstance(error, OSError):
        told = words.why(error)
    elif isinstance(error, MemoryError):
        told = "out of memory"
    return told or extras.missing(error)


def _say(message: str) -> int:
    with contextlib.suppress(OSError):
        log.say(f"deminimis: {message}", level="error", exit=NOT_CHECKED)
    return NOT_CHECKED


def _silence_stdout() -> None:
    """Python would complain once more when it flushes stdout at exit."""
    null: Any = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, sys.stdout.fileno())
