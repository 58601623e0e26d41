"""The one table: append-only events, a row each. Which columns a row fills depends on its kind.

Delta Lake knows no unsigned numbers and no enumerations, so ordinals are Int64 and categories are text; `ledger.pack`
turns rows back into the frames of `edi.shipments`. Money is cents, days are calendar dates.
"""

from typing import Final

import polars as pl

NAME: Final = "deminimis-ledger"
VERSION: Final = 1
KINDS: Final = ("file", "shipment", "bill", "line", "verdict", "notice", "forget")

_TEXT, _NUMBER, _DAY, _WHEN = pl.String(), pl.Int64(), pl.Date(), pl.Datetime("us")
_TEXTS: Final = pl.List(pl.String)

# Of every row. `day` is the partition: of a shipment its EDA (else its arrival), of a verdict the group's day, of a
# notice the day it was posted; null where that is not known, and where EDA and arrival are different days.
EVERY: Final[dict[str, pl.DataType]] = {
    "kind": _TEXT,
    "day": _DAY,
    "recorded": _NUMBER,  # ordinal of the file in the ledger, from 1: the order of recording (rule, clause 11)
}
FILE: Final[dict[str, pl.DataType]] = {
    "digest": _TEXT,  # SHA-256 of the bytes, unpacked
    "content": _TEXT,  # SHA-256 of the rows: `ledger verify` finds any that were changed
    "name": _TEXT,  # without folders
    "claim": _TEXT,  # which run recorded it: a run that was killed knows its own commit by this
    "recorded_at": _WHEN,  # UTC
    "reference": _DAY,  # the reference date (clause 3)
    "reference_from": _TEXT,  # as-of | envelope | modified | today
    "control": _TEXTS,  # sender, receiver and control number of each interchange
    "policy_date": _DAY,
    "match": _TEXT,
    "messages": _NUMBER,
    "records": _NUMBER,
    "shipments": _NUMBER,
}
FILED: Final[dict[str, pl.DataType]] = {
    "message": _NUMBER,
    "seq": _NUMBER,
    "line": _NUMBER,
    "byte": _NUMBER,
    "format": _TEXT,
    "mode": _TEXT,
    "filing": _TEXT,
    "action": _TEXT,
    "filer": _TEXT,
    "bill": _TEXT,
    "master_bill": _TEXT,
    "entry_number": _TEXT,
    "entry_type": _TEXT,
    "claimed": pl.Boolean(),  # `claim` of edi.shipments
    "consignee_name": _TEXT,
    "consignee_address": _TEXT,
    "consignee_city": _TEXT,
    "consignee_state": _TEXT,
    "consignee_postal": _TEXT,
    "consignee_country": _TEXT,
    "consignee_id": _TEXT,
    "shipper_name": _TEXT,
    "shipper_country": _TEXT,
    "eda": _DAY,
    "eda_source": _TEXT,
    "arrival": _WHEN,
    "filed_on": _DAY,
    "value_cents": _NUMBER,
    "currency": _TEXT,
    "quantity": _NUMBER,
    "weight_kg": pl.Float64(),
    "port": _TEXT,
    "part": _TEXT,
    "unread": _TEXTS,
    "line_no": _NUMBER,
    "origin": _TEXT,
    "hts": _TEXT,
    "description": _TEXT,
}
JUDGED: Final[dict[str, pl.DataType]] = {
    "ref": _TEXT,  # the shipment: its bill, else its entry number, else recorded/seq
    "consignee_key": _TEXT,
    "consignee": _TEXT,
    "basis": _TEXT,
    "period": _TEXT,
    "outcome": _TEXT,  # what ACE does in the period: none | manual | warn | withhold | reject
    "role": _TEXT,
    "verdict": _TEXT,  # null: the shipment is no longer in this group
    "provisional": pl.Boolean(),
    "responses": _TEXTS,  # codes that ACE would answer with
    "of_recorded": _NUMBER,  # the filing that decides
    "of_seq": _NUMBER,
}
ANSWER: Final[dict[str, pl.DataType]] = {
    "path": _TEXT,
    "message_kind": _TEXT,
    "code": _TEXT,
    "text": _TEXT,
    "entry": _TEXT,
    "scac": _TEXT,
    "posted_at": _WHEN,
    "direction": _TEXT,
    "code_status": _TEXT,
}
# Numbers that find candidates quickly (`ledger.keys`): of a filing, a bill and a verdict.
KEYS: Final[dict[str, pl.DataType]] = {
    "k_bill": _NUMBER,
    "k_entry": _NUMBER,
    "k_master": _NUMBER,
    "k_who": _NUMBER,  # name, street and city
    "k_name": _NUMBER,
    "k_id": _NUMBER,
    "delicate": pl.Boolean(),  # other days' filings of the same person may change what it means
}
EVENTS: Final = pl.Schema({**EVERY, **FILE, **FILED, **JUDGED, **ANSWER, **KEYS})
PARTITIONS: Final = ("kind", "day")


def events(frame: pl.DataFrame, kind: str) -> pl.DataFrame:
    """`frame` as rows of one kind: the columns of EVENTS that it has, in order and dtype; the others are null."""
    have = set(frame.columns)
    return frame.select(
        (pl.col(name).cast(dtype) if name in have else pl.lit(kind if name == "kind" else None, dtype)).alias(name)
        for name, dtype in EVENTS.items()
    )
