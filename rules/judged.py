"""What a rule function sees: the filings, the options, and everything judged so far."""

from dataclasses import dataclass

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
