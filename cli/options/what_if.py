"""What-if options: another basis of the day, another limit, actual arrivals, rates of exchange, totals from elsewhere.

Each one that is given is named in every report, so that nobody takes a what-if for the plain answer.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NamedTuple

import click

from deminimis.cli import words
from deminimis.cli.options.gather import Command, apply, gathered
from deminimis.cli.options.kinds import Amount
from deminimis.edi.frames.shipments import Filings
from deminimis.edi.reading.intake import FileReport, Intake
from deminimis.rules.policy import what_if
from deminimis.rules.policy.csv_input import TableError
from deminimis.rules.policy.overrides import assuming, from_csv
from deminimis.rules.policy.table import Policy, PolicyError

_FILE: Final = click.Path(exists=True, dir_okay=False, path_type=Path)
_DATA: Final = ("arrivals", "rates")


class Assumed(NamedTuple):
    """The options as given."""

    day: str | None = None
    limit: str | None = None
    arrivals: Path | None = None
    external: Path | None = None
    rates: Path | None = None
    policy_file: Path | None = None

    def policy(self, policy: Policy) -> Policy:
        """The table under these assumptions. Raises click.UsageError."""
        try:
            if self.policy_file is not None:
                policy = from_csv(self.policy_file.read_text("utf-8"))
            return assuming(policy, day=self.day, limit_cents=_cents(self.limit))
        except PolicyError as error:
            raise click.UsageError(f"{self.policy_file or 'the policy table'}: {error}") from error
        except UnicodeDecodeError as error:
            raise click.UsageError(f"{self.policy_file}: it is not text in UTF-8") from error

    def of_policy(self) -> list[str]:
        """What is said of another policy table, a sentence each."""
        return [f"the policy table is changed by {self.policy_file}"] if self.policy_file else []

    def intake(self, intake: Intake) -> tuple[Intake, tuple[str, ...]]:
        """What was read with these data, and what is assumed, a sentence each. Raises click.UsageError."""
        filings, said = intake.filings, []
        if self.day:
            said.append(f"the day of every shipment is its {'actual arrival' if self.day == 'arrival' else 'EDA'}")
        if self.limit:
            said.append(f"the daily limit is {words.dollars(_cents(self.limit))}")
        said += self.of_policy()
        if self.arrivals:
            known = _read(self.arrivals, what_if.arrivals)
            filings, met = what_if.with_arrivals(filings, known)
            unmet = "" if met == known.height else f", {known.height - met} of them of no bill that was given"
            said.append(f"{words.many(known.height, 'actual arrival')} from {self.arrivals}{unmet}")
        if self.rates:
            filings, count = what_if.with_rates(filings, _read(self.rates, what_if.rates))
            said.append(f"{words.many(count, 'value')} in other currencies by the rates of {self.rates}")
        intake = intake._replace(filings=filings)
        if self.external:
            file = len(intake.files)
            more = _read(self.external, lambda text: what_if.external(text, file))
            count = more.shipments.height
            said.append(f"{words.many(count, 'total')} known from elsewhere, from {self.external}")
            told = FileReport(str(self.external), None, "checked", shipments=count)
            intake = intake._replace(files=[*intake.files, told], filings=Filings.concat([filings, more]))
        return intake, tuple(said)


NOTHING: Final = Assumed()


def _cents(text: str | None) -> int | None:
    return None if text is None else int(text.replace(".", "")) * (1 if "." in text else 100)


def _read(path: Path, parse: Callable[[str], Any]) -> Any:
    try:
        return parse(path.read_text("utf-8"))
    except TableError as error:
        raise click.UsageError(f"{path}: {error}") from error
    except UnicodeDecodeError as error:
        raise click.UsageError(f"{path}: it is not text in UTF-8") from error


def options(function: Command) -> Command:
    """--day, --limit, --arrivals, --external, --rates, --policy: the command gets them as one `assumed`."""
    return _options(function, Assumed._fields)


def lasting_options(function: Command) -> Command:
    """Those that may be recorded, --arrivals and --rates; the command gets them as one `assumed`."""
    return _options(function, _DATA)


def policy_option(function: Command) -> Command:
    """--policy alone; the command gets it as one `assumed`."""
    return _options(function, ("policy_file",))


def _options(function: Command, names: tuple[str, ...]) -> Command:
    choices: list[Command] = [
        click.option(
            "--day", type=click.Choice(["eda", "arrival"]),
            help="What if: add up by this day in every period.",
        ),
        click.option("--limit", type=Amount(), metavar="AMOUNT", help="What if: another daily limit, 800 or 800.00."),
        click.option(
            "--arrivals", type=_FILE, metavar="FILE",
            help="Actual arrivals, CSV: bill,arrival[,tz]; 2025-03-01 or 2025-03-01T14:05, local to the port, Eastern "
            "without tz.",
        ),
        click.option(
            "--external", type=_FILE, metavar="FILE",
            help="Totals known from elsewhere, CSV: name,address,city,state,zip,day,total; day as 2025-03-01.",
        ),
        click.option(
            "--rates", type=_FILE, metavar="FILE",
            help="Rates of exchange, CSV: currency,from,to,rate; dates as 2025-03-01, US dollars for one unit.",
        ),
        click.option(
            "--policy", "policy_file", type=_FILE, metavar="FILE",
            help="Rows that override or add to the policy table, CSV with the columns of `explain policy`.",
        ),
    ]  # fmt: skip
    wanted = [choice for name, choice in zip(Assumed._fields, choices, strict=True) if name in names]
    return apply(function, gathered("assumed", Assumed, *wanted))
