"""The rows that close an answer: accepted, accepted with warnings, rejected; for an entry, and for a whole set."""

from dataclasses import dataclass
from typing import Final

import polars as pl

from deminimis.edi.catalogue import CATALOGUE, ENTRIES, ENTRY_ANSWER
from deminimis.rules.answers.silence import CAUSES, Cause
from deminimis.rules.answers.texts import closing
from deminimis.rules.base.frames import ROLE, VERDICT

_KEY: Final = ("file", "seq")
_SET: Final = ("file", "message")
# What answers the sets of each filing as a whole.
SET_ANSWERS: Final = {
    name: traits.answered_by
    for name, traits in CATALOGUE.items()
    if traits.files == "manifest" and traits.answered_by is not None
}
_WARNING: Final = "284"
REPEATED: Final = pl.Categorical()  # a text that many rows of a plan have, before it is filled in
_REPEATED: Final = pl.Schema(dict.fromkeys(("code", "answer", "path", "type"), REPEATED))


@dataclass(frozen=True)
class Closed:
    """Rows (columns of a plan before it is filled in), and what got none, by cause."""

    rows: pl.DataFrame
    silent: list[tuple[Cause, pl.DataFrame]]


def _marks(filed: pl.DataFrame, claims: pl.DataFrame, told: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Filings (file, seq) whose verdict is unknown, and those that are rejected without a code for it.

    A bill may be filed more than once: what is not known of it, or refused, holds for every filing that claims it.
    """
    either = [
        claims.filter(pl.col(name).is_not_null()).select(
            pl.col(name).struct.field("file"), pl.col(name).struct.field("seq"), "verdict", "filing", side=pl.lit(name)
        )
        for name in ("manifest", "entry")
    ]
    rows = pl.concat(either)
    unknown = rows.filter(pl.col("verdict") == "unknown").select(_KEY)
    # of a pair the entry is what is rejected
    rejected = rows.filter((pl.col("verdict") == "reject") & (pl.col("side") == pl.col("filing").cast(pl.String)))
    rejected = rejected.select(_KEY).join(told.select(_KEY), on=_KEY, how="anti")
    return _every(filed, unknown), _every(filed, rejected)


def _every(filed: pl.DataFrame, marked: pl.DataFrame) -> pl.DataFrame:
    """The filings `marked`, and all others that claim one of their bills or are of the same entry."""
    if not marked.height:
        return marked
    own = filed.join(marked, on=_KEY, how="semi")
    same = [pl.col(name).is_in(own[name].drop_nulls().unique().implode()) for name in ("bill", "entry_number")]
    claimed = filed.filter(pl.col("claim").fill_null(True) & pl.any_horizontal(same))
    return pl.concat([marked, claimed.select(_KEY)]).unique()


def closed_entries(filed: pl.DataFrame, claims: pl.DataFrame, told: pl.DataFrame, bad: pl.DataFrame) -> Closed:
    """The final SE90 of each transaction: 01 rejected, 03 with a warning, else 02.

    None for an unknown verdict, a rejection without a code, and what has faults whose codes are not public.
    """
    entries = filed.filter(pl.col("format").is_in(ENTRIES)).select(*_KEY, "bill", "entry_number")
    unknown, rejected = _marks(filed, claims, told)
    answers = told.filter(pl.col("answer") == ENTRY_ANSWER).group_by(_KEY).agg(
        refused=(pl.col("code") != _WARNING).any(), warned=(pl.col("code") == _WARNING).any(),
        verdict=pl.col("verdict").first(), all_origins=pl.col("all_origins").first(),
    )  # fmt: skip
    rows = entries.join(answers, on=_KEY, how="left", maintain_order="left")
    said = pl.col("refused").is_not_null()
    spoken, quiet = rows.filter(said), rows.filter(~said)
    out: list[tuple[Cause, pl.DataFrame]] = []
    for cause, without in ((None, unknown), (None, rejected), (CAUSES["faulty"], bad)):
        dropped = quiet.join(without, on=_KEY, how="semi", maintain_order="left")
        quiet = quiet.join(without, on=_KEY, how="anti", maintain_order="left")
        if cause:
            out.append((cause, dropped))
    final = pl.when(pl.col("refused")).then(pl.lit("01")).when("warned").then(pl.lit("03")).otherwise(pl.lit("02"))
    closed = pl.concat([spoken, quiet]).select(
        *_KEY, code=final, role=pl.lit(None, ROLE), verdict="verdict",
        all_origins=pl.col("all_origins").fill_null(False),
        answer=pl.lit(ENTRY_ANSWER), path=pl.lit("entry"), to_carrier=pl.lit(False), type=pl.lit("final"),
    ).cast(_REPEATED)  # fmt: skip
    return Closed(closed, out)


def accepted_sets(filed: pl.DataFrame, claims: pl.DataFrame, told: pl.DataFrame, bad: pl.DataFrame) -> Closed:
    """One row for each set of a truck manifest: accepted, or (a 355 only) that some of its shipments were rejected.

    It stands at the set's first shipment. A set of which one shipment is unknown, faulty, or rejected without a code
    is not called accepted.
    """
    form = pl.col("format").cast(pl.String)
    sets = filed.filter(form.is_in(list(SET_ANSWERS))).select(
        *_KEY, "message", "bill", "entry_number", answer=form.replace_strict(SET_ANSWERS)
    )
    unknown, rejected = _marks(filed, claims, told)
    refused = told.filter(pl.col("code") == "470").select(_KEY)
    marks = {"unknown": unknown, "lost": rejected, "bad": bad, "refused": refused}
    for name, rows in marks.items():
        mark = rows.unique().with_columns(pl.lit(True).alias(name))
        sets = sets.join(mark, on=_KEY, how="left", maintain_order="left").with_columns(pl.col(name).fill_null(False))
    whole = sets.group_by(_SET, maintain_order=True).agg(
        pl.col("seq", "answer", "bill", "entry_number").first(), pl.col(*marks).any()
    )
    mixed = whole.filter("unknown")
    faults = whole.filter(pl.col("bad") & ~pl.col("unknown"))
    good = whole.filter(~pl.col("unknown") & ~pl.col("lost") & ~pl.col("bad") & ~pl.col("refused"))
    parts = [
        _closing(good, "accepted"),
        _closing(whole.filter("refused"), "rejected"),
    ]
    return Closed(pl.concat(parts), [(CAUSES["set unknown"], mixed), (CAUSES["set faulty"], faults)])


def _closing(sets: pl.DataFrame, kind: str) -> pl.DataFrame:
    out = []
    for answer in sorted(set(SET_ANSWERS.values())):
        if kind not in CATALOGUE[answer].closes:
            continue
        out.append(
            sets.filter(pl.col("answer") == answer)
            .select(
                *_KEY,
                code=pl.lit(closing(answer, kind)["code"], pl.String),
                role=pl.lit(None, ROLE),
                verdict=pl.lit(None, VERDICT),
                all_origins=pl.lit(False),
                answer="answer",
                path=pl.lit("truck"),
                to_carrier=pl.lit(False),
                type=pl.lit(kind),
            )
            .cast(_REPEATED)
        )
    return pl.concat(out)
