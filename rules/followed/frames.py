"""The frames of this room, as `base.frames` has those of the rule. Money is Int64 cents, days are calendar dates."""

from typing import Annotated, Final

import polars as pl

from deminimis.edi.frames.shipments import FILING, FORMAT
from deminimis.rules.base.frames import VERDICT

EFFECT: Final = pl.Enum(["accepted", "unknown", "undone", "refused"])  # of an answer, from the mildest to the gravest
STATE: Final = pl.Enum(
    ["open", "refused again", "refiled", "accepted"]
)  # of a refused claim, from the worst to the best

# The answers of CBP, in their order, and what each does to what it answers. Filled by followed.effects.
_ANSWER: Final = {
    "code": pl.String(),
    "text": pl.String(),  # as CBP printed it
    "posted_at": pl.Datetime("us"),
    "next_step": pl.String(),
}  # fmt: skip
ANSWERS: Final = pl.Schema({
    "file": pl.UInt32(),
    "line": pl.UInt32(),
    "byte": pl.UInt64(),
    "format": pl.String(),
    "bill": pl.String(),
    "number": pl.String(),  # of the entry
    "entry_type": pl.String(),
    "outcome": pl.String(),  # warned | withheld | rejected
    "effect": EFFECT,  # null: it changes nothing
    **_ANSWER,
})  # fmt: skip
# Of each entry, or bill, the answer that stands. Filled by followed.effects, read by followed.worklist.
STANDING: Final = pl.Schema({
    "key": pl.String(),
    "effect": EFFECT,
    "disputed": pl.Boolean(),  # another answer of the same time says otherwise
    **_ANSWER,
})  # fmt: skip
# Claims that are refused, or may be. Filled by followed.claims, read by followed.worklist.
_FILED: Final = {"file": pl.UInt32(), "seq": pl.UInt32()}
REFUSED: Final = pl.Schema({
    **_FILED,  # of the filing that decides
    "line": pl.UInt32(),
    "format": FORMAT,
    "filing": FILING,
    "bill": pl.String(),
    "entry_number": pl.String(),
    "consignee": pl.String(),
    "day": pl.Date(),  # of arrival, as far as it is known
    "period": pl.String(),
    "value_cents": pl.Int64(),
    "value_unread": pl.Boolean(),
    "verdict": VERDICT,
    "withdrawn": pl.Boolean(),  # a live entry of type 01 or 11 covers its bill (clause 9)
})  # fmt: skip
# Entries of type 01 and 11, one row an entry and bill. Filled by followed.claims, read by followed.worklist.
REFILED: Final = pl.Schema({
    **_FILED,  # of the last filing of the entry that is no delete; null where it is only told of
    "line": pl.UInt32(),
    "bill": pl.String(),
    "number": pl.String(),
    "entry_type": pl.String(),
    "filed_on": pl.Date(),
    "deleted": pl.Boolean(),  # the last filing of it is a delete
    "told": pl.Boolean(),  # it is not on file: CBP's answers name it
})  # fmt: skip
# Every refused claim and what became of it; also entries of type 01 or 11 that CBP refused, whose claim is not on file,
# and what CBP refused and is not on file itself (no file, no verdict).
# Filled by followed.worklist, for the reports and the night.
FOLLOWED: Final = pl.Schema({
    **{name: dtype for name, dtype in REFUSED.items() if name != "withdrawn"},
    "state": STATE,
    "late": pl.Boolean(),  # not accepted, and the day is past
    "refused_by": pl.String(),  # rule | CBP | both; null where it cannot be told whether it is refused
    "refiled_by": pl.String(),  # the number of the entry that replaces it, or did
    "refiled_type": pl.String(),  # 01 | 11
    "refiled_on": pl.Date(),
    "answer": pl.String(),  # of that entry, else of the claim: the code that stands
    "answer_text": pl.String(),
    "answered_at": pl.Datetime("us"),
    "effect": EFFECT,
    "file_as": pl.String(),  # 01 | 11: what to file; null where nothing is to be filed or it cannot be told
    "why": pl.String(),  # of file_as
    "who": pl.String(),  # whose turn it is: broker | broker and carrier | CBP | filer; null: nobody's
    "next": pl.String(),  # what to do, a sentence
})  # fmt: skip

Answers = Annotated[pl.DataFrame, ANSWERS]
Standing = Annotated[pl.DataFrame, STANDING]
Refused = Annotated[pl.DataFrame, REFUSED]
Refiled = Annotated[pl.DataFrame, REFILED]
Followed = Annotated[pl.DataFrame, FOLLOWED]
