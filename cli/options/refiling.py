"""Options of `deminimis refile`: what filings cannot know, and how the entries are made."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

import click

from deminimis.cli.options.gather import Command, apply, gathered

PARTIES: Final = ("consignee", "seller", "manufacturer", "buyer", "ship_to")
GROUPINGS: Final = ("bill", "consignee-day")
SHEETS: Final = ("csv", "xlsx")


Range = tuple[str, int, int]  # filer code, first and last number
_RANGE: Final = re.compile(r"([A-Z0-9]{3})-?([0-9]{7})(?:-([0-9]{7}))?")
_NONE: Final = "000"  # no filer code (CATAIR Appendix E, p. 1: NNN is 001 to 999)


class EntryNumbers(click.ParamType[Range]):
    """A filer code and a range of numbers without check digits: ZZZ1000201-1000999."""

    name = "range"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Range:
        """The range, or a usage error that says the form."""
        if isinstance(value, tuple):
            return value
        found = _RANGE.fullmatch(str(value).strip().upper())
        if found is None:
            self.fail(
                f"{value!r} is no range: a filer code of 3 letters or digits, 7 digits, a hyphen, 7 digits, without "
                "check digits, as ZZZ1000201-1000999", param, ctx,
            )  # fmt: skip
        filer, first, last = found[1], int(found[2]), int(found[3] or found[2])
        if filer == _NONE:
            self.fail(f"{value!r}: {_NONE} is no filer code (CATAIR Appendix E)", param, ctx)
        if last < first:
            self.fail(f"{value!r} ends before it begins", param, ctx)
        return filer, first, last


class SameParty(click.ParamType[tuple[str, str]]):
    """Two parties that are one: buyer=consignee."""

    name = "party=party"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        """The pair, or a usage error with the parties that there are."""
        if isinstance(value, tuple):
            return value
        one, sign, other = str(value).lower().replace("-", "_").partition("=")
        if not sign or one not in PARTIES or other not in PARTIES or one == other:
            self.fail(f"{value!r}: write buyer=consignee; parties are {', '.join(PARTIES)}", param, ctx)
        return one, other


class Facts(NamedTuple):
    """What is known beyond the filings. with_table: a sheet that was filled in."""

    with_table: Path | None = None
    importer: str | None = None
    bond: str | None = None
    contact: str | None = None
    phone: str | None = None
    port_of_entry: str | None = None
    same: tuple[tuple[str, str], ...] = ()
    entry_numbers: Range | None = None

    def cells(self) -> Mapping[str, str]:
        """What stands in every entry that does not say it itself, by the column of the table."""
        told = {
            "importer_id": self.importer, "bond_type": self.bond, "contact_name": self.contact,
            "contact_phone": self.phone, "port_of_entry": self.port_of_entry,
        }  # fmt: skip
        return {name: value for name, value in told.items() if value is not None}


class Wanted(NamedTuple):
    """How the entries are made, and in which form the sheet is."""

    grouping: str = GROUPINGS[0]
    form: str = SHEETS[0]
    incomplete: bool = False


def facts(function: Command) -> Command:
    """What filings cannot know; [refile] of the configuration sets all but --with."""
    return apply(function, gathered(
        "facts", Facts,
        click.option(
            "--with", "with_table", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="TABLE",
            help="The sheet of an earlier run, filled in: its cells go before all others.",
        ),
        click.option("--importer", metavar="NUMBER", help="Importer of record: EI, ANI or 34, with its hyphens."),
        click.option("--bond", type=click.Choice(["0", "8"]), help="Bond: 0 none, 8 continuous."),
        click.option("--contact", metavar="NAME", help="Whom CBP asks, where the filing names nobody."),
        click.option("--phone", metavar="NUMBER", help="And the telephone number, letters and digits."),
        click.option("--port-of-entry", metavar="PORT", help="Schedule D, where the filing does not say it so."),
        click.option(
            "--same", type=SameParty(), multiple=True,
            help="A party that is another: buyer=consignee, manufacturer=seller. Several are allowed.",
        ),
        click.option(
            "--entry-numbers", type=EntryNumbers(), metavar="RANGE",
            help="Filer code and numbers without check digit, ZZZ1000201-1000999; each is given out once.",
        ),
    ))  # fmt: skip


def wanted(function: Command) -> Command:
    """How the entries are made."""
    return apply(function, gathered(
        "wanted", Wanted,
        click.option(
            "--one-entry-per", "grouping", type=click.Choice(GROUPINGS), default=GROUPINGS[0], show_default=True,
            help="An entry for each bill, or for all bills of one person and day that agree in what it says once.",
        ),
        click.option(
            "--missing", "form", type=click.Choice(SHEETS), default=SHEETS[0], show_default=True,
            help="Form of the sheet with what is still missing.",
        ),
        click.option(
            "--incomplete", is_flag=True,
            help="Write entries of which something is missing too, into incomplete.edi, not to be sent as they are.",
        ),
    ))  # fmt: skip
