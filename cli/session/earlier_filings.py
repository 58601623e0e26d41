"""With a ledger: which earlier filings are told of, beside those of the call."""

from dataclasses import replace

import polars as pl

from deminimis.edi.catalogue import named
from deminimis.edi.frames.packed import Table
from deminimis.edi.frames.shipments import Filings
from deminimis.ledger.judge import Answer
from deminimis.rules.answers.plan import Plan, Told
from deminimis.rules.answers.silence import CAUSES, silence_of
from deminimis.rules.shown import Frames

_KEY = ["file", "seq"]
_NAMES_TRIP = named(lambda traits: traits.names_trip)
_NAMES_PORT = named(lambda traits: traits.names_port)


def tellable(planned: Plan, calls: int) -> Plan:
    """Without what cannot be said of an earlier filing whose own bytes are not at hand; the list of silence has it.

    A CUSRES names the trip, and the block of an SO the port: a ledger remembers no trip, and not every port.
    """
    form = pl.col("format").cast(pl.String)
    lost = (pl.col("file") >= calls) & (form.is_in(_NAMES_TRIP) | (form.is_in(_NAMES_PORT) & pl.col("port").is_null()))
    rows = planned.table.scan().filter(lost).collect()
    if not rows.height:
        return planned
    silent, kept = silence_of(CAUSES["bytes"], rows), planned.notices.filter(~lost)
    return replace(planned, table=Table([kept], kept.height), silent=(*planned.silent, silent))


def changed_by(answer: Answer, changes: Table, recorded: int, calls: int) -> pl.DataFrame:
    """recorded, file (as reported), seq: earlier filings whose shipment the files of the call gave another verdict.

    changes: of `ledger.verdicts`. recorded: from this ordinal in the ledger on files are new. calls: files of the call.
    """
    files = answer.files.select("recorded", file="ordinal")
    earlier = changes.scan().filter(pl.col("of_recorded") < recorded, pl.col("responses").list.len() > 0)
    told = earlier.select(recorded="of_recorded", seq=pl.col("of_seq").cast(pl.UInt32)).collect()
    rows = told.unique(maintain_order=True)
    found = rows.join(files, on="recorded", how="inner").select("recorded", *_KEY)
    return found.filter(pl.col("file") >= calls)


def told_of(answer: Answer, changed: pl.DataFrame, calls: int) -> Told:
    """The filings of the call, those of `changed` (file, seq), and the manifests of their entries.

    And the earlier filings of bills and entries that the call names, where their verdict cannot be told: what is
    filed about them gets no positive answer.
    """
    every = _as_reported(answer)
    members = answer.judgement.shipments
    others = pl.concat([changed.select(_KEY), _untold(members, every.shipments, calls)]).unique()
    mine = members.join(others, on=_KEY, how="semi", maintain_order="left")
    mine = pl.concat([members.filter(pl.col("file") < calls), mine])
    manifests = mine.filter(pl.col("manifest").is_not_null()).select(pl.col("manifest").struct.unnest())
    earlier = pl.concat([others, manifests.select(_KEY)]).unique()
    earlier = earlier.filter(pl.col("file") >= calls)

    def kept(frame: pl.DataFrame) -> pl.DataFrame:
        old = frame.join(earlier, on=_KEY, how="semi", maintain_order="left")
        return pl.concat([frame.filter(pl.col("file") < calls), old])

    filings = every.map(kept)
    return Told(filings, replace(answer.judgement, shown=Frames(answer.judgement.groups, mine)))


def _as_reported(answer: Answer) -> Filings:
    """The filings under the ordinals of the report."""
    files = answer.files
    if not files.height:
        return answer.filings
    number = pl.col("file").replace_strict(files["file"], files["ordinal"], return_dtype=pl.UInt32)
    return answer.filings.with_columns(file=number)


def _untold(members: pl.DataFrame, shipments: pl.DataFrame, calls: int) -> pl.DataFrame:
    """file, seq of the earlier filings whose verdict is unknown, and whose bill or entry a file of the call names."""
    unknown = members.filter(pl.col("file") >= calls, pl.col("verdict") == "unknown").select(_KEY).unique()
    if not unknown.height:
        return unknown
    rows = shipments.join(unknown, on=_KEY, how="semi")
    named = shipments.filter(pl.col("file") < calls)
    same = [pl.col(name).is_in(named[name].drop_nulls().implode()) for name in ("bill", "entry_number")]
    return rows.filter(pl.any_horizontal(same).fill_null(False)).select(_KEY)
