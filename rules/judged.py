"""What a rule function sees: the filings, the options, and everything judged so far."""

from dataclasses import dataclass
from functools import cached_property

import polars as pl

from deminimis.edi.shipments import Filings
from deminimis.rules.identity import People
from deminimis.rules.settings import Settings


@dataclass(frozen=True)
class Judged:
    """All frames of one judgement. `filed` are the shipments as filed, `row` is an index into them."""

    filings: Filings
    filed: pl.DataFrame  # filings.shipments in filing order
    settings: Settings
    groups: pl.DataFrame
    members: pl.DataFrame  # one row per shipment and group it stands in
    notes: pl.DataFrame  # what was noticed while the state was made up: code, row, related rows, text
    pairs: pl.DataFrame  # manifest beside entry
    people: People

    @cached_property
    def whole(self) -> pl.DataFrame:
        """The filings that state a shipment as a whole (adds and replacements)."""
        return self.filed.filter(pl.col("action").is_in(["add", "replace"]))

    @cached_property
    def entries(self) -> pl.DataFrame:
        """Of these the entries, with their form facts."""
        forms = self.filings.forms
        if not forms.height:
            return self.whole.clear().join(forms, on=["file", "seq"])
        return self.whole.join(forms, on=["file", "seq"], maintain_order="left")

    @property
    def known(self) -> pl.DataFrame:
        """Every consignee of the filings: `People.known`."""
        return self.people.known

    @property
    def addresses(self) -> pl.DataFrame:
        """The parts of every distinct name and address: `People.addresses`."""
        return self.people.addresses

    @cached_property
    def period_of(self) -> pl.Series:
        """The name of the period in which each filing was judged; null where it is no claim."""
        names = pl.Series([period.name for period in self.settings.policy.periods], dtype=pl.String)
        rows = pl.concat(
            [
                self.members.select("period", row=side).filter(pl.col("row").is_not_null())
                for side in ("manifest", "entry")
            ]
        ).unique("row")
        found = self.filed.select("row").join(rows, on="row", how="left", maintain_order="left")
        return names.gather(found["period"])
