"""What a call says of the lists among its files: whose they are, what their columns are, what is to be put right."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, NamedTuple

import click

from deminimis.edi.lists.ways import Ways

_PAIR: Final = "="


class Lists(NamedTuple):
    """What a call says of the lists among its files."""

    sender: str | None = None
    maps: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    sheet: str | None = None
    dates: str | None = None
    decimals: str | None = None
    currency: str | None = None
    fix: bool = False
    keep: bool = False

    def over(self, known: Ways) -> Ways:
        """`known`, with what this call says in its place. Raises click.UsageError for a pair that is none."""
        return replace(
            known,
            columns={**known.columns, **_pairs("--map", self.maps)},
            values={**known.values, **_pairs("--set", self.values, turned=True)},
            dates=self.dates or known.dates,
            decimals=self.decimals or known.decimals,
            currency=(self.currency or known.currency).upper(),
            sheet=self.sheet or known.sheet,
            fix=self.fix,
        )

    def ways(self, configured: Mapping[str, Ways]) -> Ways:
        """What is known of the lists of this call. Raises click.UsageError."""
        if self.keep and self.sender is None:
            raise click.UsageError("--keep: say by which name, --list-of NAME")
        known = configured.get(self.sender or "", Ways())
        return self.over(known)


def _pairs(option: str, given: tuple[str, ...], *, turned: bool = False) -> dict[str, str]:
    out = {}
    for each in given:
        left, sign, right = each.partition(_PAIR) if turned else each.rpartition(_PAIR)
        if not sign or not left.strip() or not right.strip():
            form = "mode=air" if turned else '"Their column=consignee_name"'
            raise click.UsageError(f"{option} {each!r}: write {form}")
        out[left.strip()] = right.strip()
    return out
