"""Entry numbers: those that a table gives, and the others from a filer's range, each once (`ledger.entry_numbers`)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import click
import polars as pl

from deminimis.edi.formats.shared.numbers import entry_check_digit
from deminimis.edi.frames.shipments import Filings
from deminimis.ledger.entry_numbers import Bills, Numbers, allotted, kept
from deminimis.ledger.store.bucket import Where
from deminimis.ledger.store.table import LedgerError

_FILER, _DIGITS = slice(3), slice(3, 10)


@dataclass(frozen=True)
class Numbering:
    """Where numbers come from: the journal of the ledger, and a range, if there is one. offsets: of check digits."""

    ledger: Where
    numbers: tuple[str, int, int] | None
    offsets: Mapping[str, int] = field(default_factory=dict)

    def new(self, wanted: Sequence[Bills], beside: Collection[str]) -> list[str]:
        """An entry number of 11 characters for the bills of each entry, none of `beside`.

        Raises click.ClickException where there is none.
        """
        if not wanted:
            return []
        assert self.numbers is not None, "without a range every entry lacks its number"
        filer = self.numbers[0]
        used = {each[_DIGITS] for each in beside if each[_FILER] == filer}
        try:
            found = allotted(self.ledger, Numbers(*self.numbers), wanted, used)
        except LedgerError as error:
            raise click.ClickException(str(error)) from error
        number = pl.col("number")
        digit = entry_check_digit(pl.lit(filer), number, self.offsets.get(filer, 0))
        frame = pl.DataFrame({"number": found}, schema={"number": pl.String})
        return frame.select(pl.concat_str(pl.lit(filer), number, digit)).to_series().to_list()

    def keep(self, given: Sequence[tuple[str, Bills]]) -> None:
        """Notes numbers of 11 characters that a table gives. Raises click.ClickException where one is another's."""
        try:
            kept(self.ledger, [(number[_FILER], number[_DIGITS], bills) for number, bills in given])
        except LedgerError as error:
            raise click.ClickException(str(error)) from error


def of_table(exact: Filings) -> list[tuple[str, Bills]]:
    """The numbers that a table gives, with the bills of their entries."""
    bills = exact.bills.group_by("seq", maintain_order=True).agg(pl.col("bill"))
    told = exact.shipments.filter(pl.col("entry_number").is_not_null()).select("seq", "entry_number")
    both = told.join(bills, on="seq", how="left", maintain_order="left")
    return [(number, tuple(each)) for number, each in both.select("entry_number", "bill").iter_rows()]


def numbered(exact: Filings, numbers: Numbering) -> Filings:
    """The same with a number for each entry that has none of its own."""
    bills = exact.bills.group_by("seq", maintain_order=True).agg(pl.col("bill"))
    lacking = exact.shipments.filter(pl.col("entry_number").is_null()).select("seq")
    wanted = lacking.join(bills, on="seq", how="left", maintain_order="left")
    beside = exact.shipments["entry_number"].drop_nulls().to_list()
    new = wanted.select("seq").with_columns(
        pl.Series("new", numbers.new([tuple(each) for each in wanted["bill"].to_list()], beside), dtype=pl.String)
    )
    ships = exact.shipments.join(new, on="seq", how="left", maintain_order="left")
    number = pl.coalesce("entry_number", "new")
    return replace(exact, shipments=ships.with_columns(entry_number=number, filer=number.str.slice(0, 3)).drop("new"))
