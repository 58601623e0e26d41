"""What one call asks for: what to read, what bears on a verdict, and which findings are wanted.

To add an option that several commands share: declare it in `shared.py` (a what-if in `what_if.py`), and add a field of
the option's name here. Every command that has the option's group has it then.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple

import click

from deminimis.cli.options.config_file import Config
from deminimis.cli.options.gather import Command, gathered
from deminimis.cli.options.ledger import Ledger, of_options
from deminimis.cli.options.what_if import NOTHING, Assumed
from deminimis.cli.senders.asked import Lists
from deminimis.edi.formats import FORMATS
from deminimis.edi.reading.format import Format
from deminimis.edi.reading.intake import MAX_FINDINGS
from deminimis.ledger.store.bucket import Where
from deminimis.rules.base.settings import Match, Settings

_WHAT_IFS: Final = ("day", "limit", "external", "policy_file")  # what a ledger must not keep as if it were the rule


class Wanted(NamedTuple):
    """The findings that were asked for."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def shows(self, code: str) -> bool:
        """Whether findings of `code` are shown and count for the exit code. Some cannot be hidden."""
        from deminimis.rules.codes import CODES  # noqa: PLC0415 - it imports every rule

        if not CODES[code].hideable:
            return True
        if any(code.startswith(prefix.upper()) for prefix in self.ignore):
            return False
        return not self.select or any(code.startswith(prefix.upper()) for prefix in self.select)


@dataclass(frozen=True)
class Request:
    """The options that commands share, each under the name that click gives it."""

    # what to read, and how
    paths: tuple[str, ...] = ()
    configuration: Config = field(default_factory=Config)
    max_findings: int = MAX_FINDINGS
    deep: bool = False
    # what bears on a verdict
    policy_date: date | None = None
    as_of: date | None = None
    match: Match = "normalised"
    assumed: Assumed = NOTHING
    ledger_path: Where | None = None
    record: bool = False
    # what is wanted of it
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: str = "warning"
    exit_zero: bool = False
    known: Path | None = None
    to_baseline: Path | None = None
    mask: bool | None = None  # None: where others read the report too
    everything: bool = False
    quiet: bool = False
    lists: Lists | None = None  # None: no list is read

    @cached_property
    def formats(self) -> Mapping[str, Format]:
        """All formats, their layouts corrected. Raises click.UsageError for a correction that is none."""
        return self.configuration.formats(FORMATS)

    def ready(self) -> None:
        """Raises click.UsageError for a correction of a layout that is none: before anything is done, not tonight."""
        self.configuration.formats(FORMATS)

    @property
    def wanted(self) -> Wanted:
        """Which findings are shown and count."""
        return Wanted(self.select, self.ignore)

    @property
    def ledger(self) -> Ledger | None:
        """The ledger that is asked for; None: judge without one."""
        return of_options(self.ledger_path, self.record)

    def settings(self, latest: date | None) -> Settings:
        """The rule's settings, `latest` being the latest date that the files carry. Raises click.UsageError."""
        plain = Settings(
            as_of=as_of_date(self.as_of, latest),
            policy_date=self.policy_date,
            match=self.match,
            **self.configuration.settings(),
        )
        if self.configuration.policy is not None and self.assumed.policy_file is not None:
            raise click.UsageError(
                "--policy and the policy of the configuration: one at a time; --config names another file"
            )
        return replace(plain, policy=self.assumed.policy(plain.policy))

    def lasting(self) -> None:
        """Raises click.UsageError for assumptions that a ledger must not keep as if they were the rule."""
        for name in _WHAT_IFS:
            if getattr(self.assumed, name) is not None:
                option = "--" + name.removesuffix("_file")
                raise click.UsageError(f"{option} is a what-if: it cannot be recorded; check with it, without --record")


PLAIN: Final = Request()


def as_of_date(asked: date | None, latest: date | None) -> date:
    """The reference date: --as-of, else the latest envelope date in the call, else today (rule, clause 3)."""
    return asked or latest or date.today()


def request(*options: Command) -> Command:
    """`options`, in the order of the help: those that are fields of a Request become the command's one `request`."""
    return gathered("request", Request, *options)
