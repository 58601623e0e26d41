"""Whom the filings of a call name, for `people.identity`: what is left of the facts when it begins."""

from typing import NamedTuple

import polars as pl

from deminimis.rules.base import frames
from deminimis.rules.base.filed import Filed
from deminimis.rules.base.frames import Facts, FirstAddresses, FirstIdentifiers, Stands
from deminimis.rules.people.addresses import Addresses


class Consignees(NamedTuple):
    """Whom the filings name: distinct addresses and identifiers (hash, and the row it first stands in), and pairs."""

    addresses: FirstAddresses
    identifiers: FirstIdentifiers
    pairs: frames.Consignees
    distinct: Addresses | None = None  # the addresses in their one form, where they were needed before

    @classmethod
    def of(
        cls,
        facts: Facts,
        addresses: FirstAddresses,
        identifiers: FirstIdentifiers,
        stands: Stands,
        distinct: Addresses | None,
    ) -> "Consignees":
        """Those of the filings, and of the stands: a pair may join those of its sides.

        Filings that claim nothing are read too: a ZIP or an identifier is known from wherever it stands.
        """
        both = ("address", "identifier")
        if identifiers.height:
            used = pl.concat([facts.select(*both, "row"), stands.select(*both, row="ship")]).lazy()
            pairs = used.group_by(both).agg(pl.col("row").min()).collect()
        else:
            pairs = addresses.select("address", pl.lit(None, pl.UInt64).alias("identifier"), "row")
            if stands["address"].null_count():
                nobody = {"address": [None], "identifier": [None], "row": [0]}
                pairs = pl.concat([pairs, pl.DataFrame(nobody, schema=pairs.schema)])
        return cls(addresses, identifiers, pairs, distinct)

    def placed(self, filed: Filed) -> pl.DataFrame:
        """The pairs, each with the file and seq of the filing that it first stands in, for other parts of a call."""
        return self.pairs.drop("row").hstack(filed.take(self.pairs["row"], "file", "seq"))

    def with_others(self, others: pl.DataFrame, filed: Filed) -> "Consignees":
        """With pairs of other parts of the call (`placed`): `row` is then a number in the order of all of them."""
        both, where = ["address", "identifier"], ["file", "seq"]
        every = pl.concat([self.placed(filed), others.select(*both, *where)])
        first = every.sort(where).unique(both, keep="first", maintain_order=True)
        row = pl.struct(where).rle_id().cast(pl.UInt32).alias("row")
        return self._replace(pairs=first.select(*both, row).select(self.pairs.columns))
