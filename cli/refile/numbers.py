"""Entry numbers: those that a table gives, and the others from a filer's range, each once (`ledger.entry_numbers`)."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import click
import polars as pl

from deminimis.edi.formats.shared.check_digits import entry_check_digit
from deminimis.ledger.entry_numbers import Bills, Numbers, allotted
from deminimis.ledger.store.table import LedgerError


def numbered(
    wanted: Sequence[Bills], ledger: Path, numbers: tuple[str, int, int] | None, offsets: Mapping[str, int]
) -> list[str]:
    """An entry number of 11 characters for the bills of each entry. Raises click.ClickException where there is none."""
    if not wanted:
        return []
    assert numbers is not None, "without a range every entry lacks its number"
    try:
        found = allotted(ledger, Numbers(*numbers), wanted)
    except LedgerError as error:
        raise click.ClickException(str(error)) from error
    frame = pl.DataFrame({"number": found})
    filer, number = pl.lit(numbers[0]), pl.col("number")
    digit = entry_check_digit(filer, number, offsets.get(numbers[0], 0))
    return frame.select(pl.concat_str(filer, number, digit)).to_series().to_list()
