"""Refused claims of a span of the ledger, as its verdicts say: nothing is judged again, so that a year stays quick.

A claim is of the span if a verdict on it, a notice of CBP about it or an entry of type 11 or 01 for it is. With all
that is on file for its bills it is followed as any other (`rules.followed`).
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from deminimis.edi.frames.findings import NO_FINDINGS
from deminimis.edi.frames.notices import NO_NOTICES
from deminimis.ledger.follow import Remembered, answers_about
from deminimis.ledger.recall import floating
from deminimis.ledger.recall.recall import of_bills
from deminimis.ledger.store.table import Snapshot
from deminimis.rules.base.frames import VERDICT
from deminimis.rules.base.settings import Settings
from deminimis.rules.followed.claims import FORMAL
from deminimis.rules.judge import Judgement
from deminimis.rules.shown import Counts, Frames

_AT: Final = ["file", "seq"]
_HELD: Final = (
    *floating.IN, "recorded", "verdict", "consignee", "period", "value_cents", "entry_number", "bill", "of_recorded",
    "of_seq",
)  # fmt: skip
_FILED: Final = ("line", "format", "filing", "unread")


@dataclass(frozen=True)
class Span:
    """Which part of the ledger. since: by day of arrival, or of a notice. first: by ordinal of the recording file."""

    since: date | None = None
    first: int | None = None

    def holds(self) -> pl.Expr:
        """Of rows of any kind."""
        tests = [pl.col("day") >= self.since] if self.since else []
        tests += [pl.col("recorded") >= self.first] if self.first is not None else []
        return pl.any_horizontal(tests) if tests else pl.lit(True)


def stood(snapshot: Snapshot, span: Span, settings: Settings) -> tuple[pl.DataFrame, Remembered, pl.DataFrame]:
    """FOLLOWED rows of the span, all that they are made from, and file, recorded and name of each of its files."""
    bills, entries = _keys(snapshot, span)
    held = _held(snapshot, bills, entries, span)
    nameless = held.filter(pl.all_horizontal(pl.col("bill", "entry_number").is_null()))
    recalled = of_bills(snapshot, bills, entries, nameless.select(recorded="of_recorded", seq="of_seq").unique())
    filings, files = recalled.filings, recalled.files
    groups, claims = _claims(held, filings.shipments, files)
    counts = Counts(filings.shipments.height, claims.height, groups.height, 0, 0, 0, 0, 0)
    judgement = Judgement(Frames(groups, claims), NO_FINDINGS, counts)
    nothing = pl.DataFrame(schema={"recorded": pl.Int64, "called": pl.Boolean, "ordinal": pl.UInt32})
    notices = answers_about(snapshot, NO_NOTICES, filings, nothing, also=span.holds())
    memory = Remembered(filings, judgement, notices)
    names = files.join(snapshot.files.select("recorded", "name"), on="recorded", how="left").sort("file")
    return memory.followed(settings), memory, names.select("file", "recorded", "name")


def _keys(snapshot: Snapshot, span: Span) -> tuple[pl.Series, pl.Series]:
    """k_bill and k_entry of what the span is about."""
    names = ["k_bill", "k_entry"]
    formal = pl.col("entry_type").is_in(FORMAL).fill_null(False)
    parts = [
        snapshot.scan("verdict", "notice").filter(span.holds()).select(names),
        snapshot.scan("shipment").filter(span.holds(), formal).select(names),
    ]
    found = pl.concat(parts).unique().collect(engine="streaming")
    return found["k_bill"].drop_nulls().unique(), found["k_entry"].drop_nulls().unique()


def _held(snapshot: Snapshot, bills: pl.Series, entries: pl.Series, span: Span) -> pl.DataFrame:
    """The verdicts that stand on these bills and entries, and those of the span that name neither."""
    scan = snapshot.scan("verdict")
    nameless = pl.col("k_bill").is_null() & pl.col("k_entry").is_null()
    parts = [
        scan.join(bills.rename("k_bill").to_frame().lazy(), on="k_bill", how="semi"),
        scan.filter(pl.col("k_bill").is_null()).join(
            entries.rename("k_entry").to_frame().lazy(), on="k_entry", how="semi"
        ),
        scan.filter(nameless, span.holds()),
    ]
    rows = pl.concat([part.select(_HELD) for part in parts]).collect(engine="streaming")
    return floating.held(rows).collect()


def _claims(held: pl.DataFrame, filed: pl.DataFrame, files: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Groups and claims as a judgement shows them, as far as a refused claim is followed by them.

    Whether a claim that cannot be told is of a country that is refused is not kept, so it counts as one that may be.
    """
    units = held.select("consignee_key", "day").unique(maintain_order=True).with_row_index("group")
    rows = held.join(units, on=["consignee_key", "day"], how="left", nulls_equal=True, maintain_order="left")
    groups = rows.select("group", "consignee", "day").unique("group", keep="first", maintain_order=True)
    rows = rows.join(files, left_on="of_recorded", right_on="recorded", how="inner", maintain_order="left")
    rows = rows.with_columns(seq=pl.col("of_seq").cast(pl.UInt32))
    rows = rows.join(filed.select(*_AT, *_FILED), on=_AT, how="inner", maintain_order="left")
    claims = rows.select(
        "group", *_AT, "line", "format", "filing", "bill", "entry_number", "period", "value_cents",
        pl.col("unread").list.contains("value_cents").fill_null(False).alias("value_unread"),
        pl.col("verdict").cast(VERDICT),
        pl.lit(None, pl.Boolean).alias("eligible"),
    )  # fmt: skip
    return groups, claims
