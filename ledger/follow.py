"""Refused claims followed with what a ledger remembers: earlier filings, and CBP's answers recorded so far."""

from dataclasses import dataclass, replace

import polars as pl

from deminimis.edi.frames.shipments import Filings
from deminimis.ledger.judge import Answer
from deminimis.ledger.store.pack import notices_of
from deminimis.ledger.store.table import Snapshot
from deminimis.rules.base.settings import Settings
from deminimis.rules.followed.frames import Followed
from deminimis.rules.followed.worklist import follow
from deminimis.rules.judge import Judgement
from deminimis.rules.shown import Frames


@dataclass(frozen=True)
class Remembered:
    """All that bears on claims: filings in filing order, their judgement, and answers. `file` is one everywhere."""

    filings: Filings
    judgement: Judgement
    notices: pl.DataFrame

    def followed(self, settings: Settings) -> Followed:
        """What became of every refused claim among them."""
        return follow(self.filings, self.judgement, self.notices, settings)


def remembered(snapshot: Snapshot, answer: Answer, notices: pl.DataFrame, *, everything: bool = False) -> Remembered:
    """What `answer` judged, under the ordinals of its report, with the answers of the ledger and those of the call.

    notices: of the call, files as in the report. everything: all that was judged, not only what concerns the call; the
    claims of files that the report does not name keep their place behind it.
    """
    files = answer.files
    filings, judgement = answer.filings, answer.judgement
    if files.height and not files["file"].equals(files["ordinal"]):
        number = pl.col("file").replace_strict(files["file"], files["ordinal"], return_dtype=pl.UInt32)
        filings = filings.with_columns(file=number)
    if everything:
        judgement = _numbered(answer.whole, files)
    return Remembered(filings, judgement, answers_about(snapshot, notices, None if everything else filings, files))


def numbered_as(first: Answer, more: Answer, calls: int) -> Answer:
    """`more` with the ordinals that `first` gave to files, those that it does not have behind them.

    Both are of the same call, of so many files; `more` was told to read more of the ledger.
    """
    if not more.files.height:
        return more
    old = first.files.filter(pl.col("recorded").is_not_null()).select("recorded", given="ordinal")
    files = more.files.join(old, on="recorded", how="left", maintain_order="left")
    given = pl.when("called").then("ordinal").otherwise("given")
    behind = calls + len(first.remembered)
    fresh = (pl.lit(behind - 1) + given.is_null().cum_sum()).cast(pl.UInt32)
    files = files.with_columns(ordinal=pl.coalesce(given, fresh)).drop("given")
    number = pl.col("file").replace_strict(more.files["ordinal"], files["ordinal"], return_dtype=pl.UInt32)
    claims = more.judgement.shipments.with_columns(file=number)
    return replace(more, files=files, judgement=replace(more.judgement, shown=Frames(more.judgement.groups, claims)))


def _numbered(judgement: Judgement, files: pl.DataFrame) -> Judgement:
    """The judgement under the ordinals of the report."""
    number = pl.col("file").replace_strict(files["file"], files["ordinal"], return_dtype=pl.UInt32)
    claims = judgement.shipments.with_columns(file=number) if files.height else judgement.shipments
    return replace(judgement, shown=Frames(judgement.groups, claims))


def answers_about(
    snapshot: Snapshot,
    notices: pl.DataFrame,
    filings: Filings | None,
    files: pl.DataFrame,
    *,
    also: pl.Expr | None = None,
) -> pl.DataFrame:
    """The answers on record, about these filings if there are any named, then those of the call that are not recorded.

    also: rows of the ledger that count whatever they are about.
    A file that answers only gets an ordinal behind the others: which of its answers stands first is all that matters.
    """
    told = snapshot.scan("notice")
    if filings is not None and snapshot.files.height:
        bills = [filings.scan(name).select("bill").drop_nulls().collect()["bill"] for name in ("shipments", "bills")]
        numbers = filings.scan("shipments").select("entry_number").drop_nulls().collect()["entry_number"]
        on_bill = pl.col("bill").is_in(pl.concat(bills).unique().implode())
        about = (on_bill | pl.col("entry").is_in(numbers.unique().implode())).fill_null(False)
        told = told.filter(about if also is None else about | also.fill_null(False))
    rows = told.collect()
    again = files.filter(pl.col("recorded").is_not_null() & pl.col("called"))["ordinal"]
    fresh = notices.filter(~pl.col("file").is_in(again.implode()))
    behind = max([*files["ordinal"].to_list(), *fresh["file"].to_list()], default=-1) + 1
    recorded = rows["recorded"].unique().sort()
    ordinals = pl.DataFrame({"recorded": recorded, "file": pl.int_range(recorded.len(), eager=True) + behind})
    old = notices_of(rows, ordinals.with_columns(pl.col("file").cast(pl.UInt32)))
    return pl.concat([old, fresh.select(old.columns)])
