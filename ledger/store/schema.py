"""The one table: append-only events, a row each. Which columns a row fills depends on its kind.

Delta Lake knows no unsigned numbers and no enumerations, so ordinals are Int64 and categories are text;
`ledger.store.pack` turns rows back into the frames of `edi.frames.shipments`. Money is cents, days are calendar dates.
"""

from collections.abc import Iterable
from functools import cache
from typing import Final, TypeVar

import polars as pl

from deminimis.edi.frames.notices import NOTICES
from deminimis.edi.frames.shipments import BILLS, FORMS, LINES, SHIPMENTS

Rows = TypeVar("Rows", pl.DataFrame, pl.LazyFrame)
NAME: Final = "deminimis-ledger"
VERSION: Final = 3
KNOWN: Final = (2, VERSION)  # 2 was partitioned by day too (`maintain.upgraded`); 1 had no aliases: it cannot be read
FILINGS: Final = {"shipments": "shipment", "bills": "bill", "lines": "line", "forms": "form"}  # frame -> kind
KINDS: Final = ("file", *FILINGS.values(), "verdict", "notice", "forget")
ALIAS: Final = "alias"  # keys alone (`ledger.recall.aliases`): nothing to show or to export

_TEXT, _NUMBER, _DAY, _WHEN = pl.String(), pl.Int64(), pl.Date(), pl.Datetime("us")
_TEXTS: Final = pl.List(pl.String)

# Of every row. `day`: of a shipment its EDA (else its arrival), of a verdict the group's day, of a
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
    "run": _TEXT,  # which run recorded it: a run that was killed knows its own commit by this
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


def _stored(frame: dict[str, pl.DataType], lead: str = "") -> dict[str, pl.DataType]:
    """The columns of a frame of reading as they are kept."""
    kept: dict[str, pl.DataType] = {}
    for name, dtype in frame.items():
        whole = dtype.is_integer()
        kept[lead + name] = _NUMBER if whole else _TEXT if isinstance(dtype, pl.Enum) else dtype
    return kept


_OWN: Final = ("file", "seq")
FORM: Final = {name: f"form_{name}" for name in FORMS if name not in _OWN}  # counts, named like columns of others
FILED: Final = {
    name: dtype for name, dtype in (_stored(SHIPMENTS) | _stored(BILLS) | _stored(LINES)).items() if name != "file"
} | {kept: _stored(FORMS)[name] for name, kept in FORM.items()}
NOTICE: Final = {"kind": "message_kind", "status": "code_status"}
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
    "adrift": pl.Boolean(),  # a change without its base that names no consignee or no day: it touches nobody else
}
ANSWER: Final = {
    NOTICE.get(name, name): dtype for name, dtype in _stored(NOTICES).items() if name not in ("file", *FILED)
}
# Numbers that find candidates quickly (`ledger.store.keys`): of a filing, a bill and a verdict.
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
# Not by day as well, as form 2 was: that is a file a day and kind, however little there is in it, and a year of small
# nights is thousands. Which files hold a day their statistics say.
PARTITIONS: Final = ("kind",)


def events(frame: pl.DataFrame, kind: str) -> pl.DataFrame:
    """`frame` as rows of one kind: the columns of EVENTS that it has, in order and dtype, and those of every row.

    The others are null, and are not made: a reader of the table fills them in, and they would be most of the memory.
    """
    have, lacking = set(frame.columns), _lacking() | {"kind": pl.lit(kind, EVENTS["kind"]).alias("kind")}
    kept = {name: dtype for name, dtype in EVENTS.items() if name in have or name in EVERY}
    return frame.select(pl.col(name).cast(dtype) if name in have else lacking[name] for name, dtype in kept.items())


def filled(rows: Rows, names: Iterable[str] = EVENTS) -> Rows:
    """Columns of EVENTS of rows that `events` made, null where they have them not."""
    have, lacking = set(rows.collect_schema()), _lacking()
    return rows.select(pl.col(name) if name in have else lacking[name] for name in names)


@cache
def _lacking() -> dict[str, pl.Expr]:
    """Each column of EVENTS as it is where a frame has it not: most are, in rows of any kind."""
    return {name: pl.lit(None, dtype).alias(name) for name, dtype in EVENTS.items()}
