"""Usage maps: which record may stand behind which, vectorised.

A map is a tree of `Rec` and `Loop`. From it comes the set of pairs (record, next record) that it allows; because a
mandatory record is never skipped, a pair that is not in the set also tells of a missing record. Counting repeats
above one is left to the rules that need it.
"""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

import polars as pl

from deminimis.edi.frames.finding_codes import RECORD_ORDER
from deminimis.edi.frames.findings import FINDINGS, NO_FINDINGS

START: Final = "(start)"
STOP: Final = "(end)"


class Rec(NamedTuple):
    """A record or segment, `low` to `high` times in its place."""

    tag: str
    low: int = 0
    high: int = 1


class Loop(NamedTuple):
    """Items in order, the whole `low` to `high` times."""

    items: "tuple[Rec | Loop, ...]"
    low: int = 0
    high: int = 999


Item = Rec | Loop


def _firsts(items: Iterable[Item]) -> tuple[set[str], bool]:
    """Tags that may begin `items`, and whether all of them may be absent."""
    out: set[str] = set()
    for item in items:
        tags, empty = ({item.tag}, False) if isinstance(item, Rec) else _firsts(item.items)
        out |= tags
        if item.low > 0 and not empty:
            return out, False
    return out, True


def _walk(items: tuple[Item, ...], after: set[str], pairs: dict[str, set[str]]) -> None:
    for n, item in enumerate(items):
        follow, empty = _firsts(items[n + 1 :])
        follow = follow | after if empty else follow
        if isinstance(item, Rec):
            again = {item.tag} if item.high > 1 else set()
            pairs.setdefault(item.tag, set()).update(follow | again)
        else:
            again = _firsts(item.items)[0] if item.high > 1 else set()
            _walk(item.items, follow | again, pairs)


def pairs_of(items: tuple[Item, ...]) -> dict[str, set[str]]:
    """For START and each tag: the tags that may stand directly behind it (STOP: the map may end there)."""
    pairs: dict[str, set[str]] = {}
    _walk((Rec(START, 1, 1), *items), {STOP}, pairs)
    return pairs


def pairs_of_any(maps: Iterable[tuple[Item, ...]]) -> dict[str, set[str]]:
    """What `pairs_of` gives for a message of which one of several maps holds."""
    out: dict[str, set[str]] = {}
    for items in maps:
        for tag, behind in pairs_of(items).items():
            out.setdefault(tag, set()).update(behind)
    return out


def fits(before: str, tag: str, pairs: Mapping[str, set[str]]) -> bool:
    """Whether `tag` may stand behind `before`; what ends too early behind an unknown record is told of already."""
    return tag in pairs.get(before, set()) or (tag == STOP and before not in pairs)


def order_faults(tags: pl.DataFrame, pairs: dict[str, set[str]], rows: pl.DataFrame) -> pl.DataFrame:
    """EDI106 for each record that may not stand behind the one before it.

    tags: consecutive records of known tags, columns tag, before, at; the caller puts START in `before` of each
    message's first record and the tag before elsewhere. The tag STOP stands for the end of a message. rows: the
    records that `at` counts from 0, columns line, column, byte, raw.
    """
    seen = tags.select("before", "tag").unique()
    wrong = [
        {
            "before": before,
            "tag": tag,
            "expected": ", ".join(sorted(pairs.get(before, set()) - {STOP}))
            or ("the next header" if before == STOP else "the trailer"),
        }
        for before, tag in seen.iter_rows()
        if not fits(before, tag, pairs)
    ]
    if not wrong:
        return NO_FINDINGS
    tags = tags.with_columns(pl.col("before", "tag").cast(pl.String))
    bad = tags.join(pl.DataFrame(wrong), on=["before", "tag"], how="inner", maintain_order="left")
    places = rows.select(pl.col("line", "column", "byte"), width=pl.col("raw").str.len_chars())
    bad = bad.hstack(places.select(pl.all().gather(bad["at"])))
    record = pl.when(pl.col("tag") == STOP).then("before").otherwise("tag")
    named = bad.with_columns(
        pl.col("before").replace({START: "the header", STOP: "the trailer"}),
        pl.col("tag").replace({STOP: "the end"}),
        record=record,
    )
    return named.select(
        code=pl.lit(RECORD_ORDER.code),
        severity=pl.lit(RECORD_ORDER.severity).cast(FINDINGS["severity"]),
        file=pl.lit(None, pl.UInt32),
        line=pl.col("line").cast(pl.UInt32),
        column=pl.col("column").cast(pl.UInt32),
        byte=pl.col("byte").cast(pl.UInt64),
        width=pl.col("width").cast(pl.UInt32),
        record="record",
        field=pl.lit(None, pl.String),
        value=pl.lit(None, pl.String),
        params=pl.struct("tag", "before", "expected").struct.json_encode(),
        related=pl.lit(None, FINDINGS["related"]),
    )
