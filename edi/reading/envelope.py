"""Envelopes: nesting, counts and control numbers of ISA/GS/ST, UNB/UNG/UNH, A/B and ACR, vectorised.

One description serves all four families: levels from the outermost in, each a header and its trailer.
"""

from typing import Any, Final, Literal, NamedTuple

import polars as pl

from deminimis.edi.frames.finding_codes import (
    CONTROL_NUMBER,
    COUNT_MISMATCH,
    NOT_FULLY_READ,
    RECORD_ORDER,
    REPEATED_MESSAGE,
)
from deminimis.edi.frames.findings import NO_FINDINGS, WARNING, Code, finding, frame
from deminimis.edi.layout.usage import START, STOP

ENVELOPE: Final[dict[str, pl.DataType]] = {
    "ordinal": pl.UInt32(),
    "line": pl.UInt32(),
    "column": pl.UInt32(),
    "byte": pl.UInt64(),
    "tag": pl.String(),
    "number": pl.String(),  # control number, or what a trailer must repeat of its header
    "stated": pl.Int64(),  # the trailer's count
}


class Level(NamedTuple):
    """One level of the envelope. `number` and `stated` name the layout's fields that are compared."""

    header: str
    trailer: str
    number: tuple[str, ...] = ()  # fields of header and trailer that must agree
    stated: str | None = None  # the trailer's field that counts
    # inside: without header and trailer; either: with or without them
    counts: Literal["records", "inside", "either", "children"] = "records"
    unit: str = "records"
    optional: bool = False  # the whole level may be absent from a file
    expected: bool = False  # its absence is a warning
    unique: bool = False  # its number may stand only once in what is around it
    strict: bool = True  # False: a wrong count is a warning
    bare: bool = False  # it may hold nothing of the next level: TA1 stands in its interchange alone


def allowed(levels: tuple[Level, ...]) -> dict[str, set[str]]:
    """The pairs of envelope records that may follow one another."""
    pairs: dict[str, set[str]] = {START: set(), levels[-1].header: {levels[-1].trailer}}
    for n, level in enumerate(levels):
        inner = levels[n + 1] if n + 1 < len(levels) else None
        outer = levels[n - 1] if n else None
        if outer is None:
            pairs[START].add(level.header)
            pairs.setdefault(level.trailer, set()).update({level.header, STOP})
        if level.bare:
            pairs.setdefault(level.header, set()).add(level.trailer)
        if inner:
            pairs.setdefault(level.header, set()).add(inner.header)
            pairs.setdefault(inner.trailer, set()).update({inner.header, level.trailer})
    return pairs


def check(rows: pl.DataFrame, levels: tuple[Level, ...]) -> pl.DataFrame:
    """The findings about the envelope of one file. rows: ENVELOPE, in file order, headers and trailers only.

    Whether an inner level is there (UNG) is each interchange's own: those with it and those without stand apart.
    """
    rows = rows.sort("ordinal")
    inner = [tag for level in levels[1:] if level.optional for tag in (level.header, level.trailer)]
    if not inner:
        return _alike(rows, levels)
    own = (pl.col("tag") == levels[0].header).cum_sum()
    parts = rows.with_columns(grouped=pl.col("tag").is_in(inner).any().over(own)).partition_by("grouped")
    return pl.concat([_alike(part.drop("grouped"), levels) for part in parts] or [NO_FINDINGS])


def _alike(rows: pl.DataFrame, levels: tuple[Level, ...]) -> pl.DataFrame:
    """The findings about interchanges that have the same levels."""
    of_tag = {str(tag): part for (tag,), part in rows.partition_by("tag", as_dict=True, maintain_order=True).items()}
    none = rows.clear()
    missing = [level for level in levels if level.optional and of_tag.keys().isdisjoint((level.header, level.trailer))]
    # a level that occurs at all must be whole: A without Z is a cut file, B to Y without both is a bare block
    out = [_bare(rows, missing)]
    levels = tuple(level for level in levels if level not in missing)
    out.append(_nesting(rows, levels))
    for n, level in enumerate(levels):
        heads, tails = (of_tag.get(tag, none) for tag in (level.header, level.trailer))
        children = of_tag.get(levels[n + 1].header, none) if n + 1 < len(levels) else none
        out.append(_numbers_and_counts(heads, tails, level, children))
        if level.unique and heads.height > 1:
            out.append(_repeats(heads, of_tag.get(levels[n - 1].header, none) if n else None, level))
    return pl.concat([part for part in out if part.height] or [NO_FINDINGS])


def _bare(rows: pl.DataFrame, missing: list[Level]) -> pl.DataFrame:
    """A warning for blocks that stand without the batch around them (UNG is optional in the standard itself)."""
    wanted = [level for level in missing if level.expected]
    if not rows.height or not wanted:
        return NO_FINDINGS
    first = rows.row(0, named=True)
    wants = {"tag": first["tag"], "before": "the start", "expected": wanted[0].header}
    return frame([_place(first, RECORD_ORDER, **wants) | {"severity": WARNING}])


def _nesting(rows: pl.DataFrame, levels: tuple[Level, ...]) -> pl.DataFrame:
    pairs = allowed(levels)
    begin = pl.DataFrame({"before": [START], "tag": [None]}, schema={"before": pl.String, "tag": pl.String}).clear()
    seen = rows.with_columns(before=pl.col("tag").shift(fill_value=START)) if rows.height else begin
    found: list[dict[str, Any]] = []
    for before, tag in seen.select("before", "tag").unique(maintain_order=True).iter_rows():
        if tag not in pairs.get(before, set()):
            wrong = seen.filter((pl.col("before") == before) & (pl.col("tag") == tag))
            reason = _reason(before, tag, levels)
            found += [_place(row, NOT_FULLY_READ, reason=reason) for row in wrong.head(1000).iter_rows(named=True)]
    last = rows.row(-1, named=True) if rows.height else None
    if last is not None and STOP not in pairs.get(last["tag"], set()):
        found.append(_place(last, NOT_FULLY_READ, reason=_reason(last["tag"], STOP, levels)))
    return frame(found)


def _reason(before: str, tag: str, levels: tuple[Level, ...]) -> str:
    trailer = {level.header: level.trailer for level in levels}
    header = {level.trailer: level.header for level in levels}
    if tag == STOP:
        waits = trailer.get(before) or next(
            (v.trailer for v in levels if STOP in allowed(levels).get(v.trailer, ())), ""
        )
        return f"the file ends without {waits}: what comes after {before} is missing"
    if tag in trailer and before in trailer:
        return f"{tag} begins although {before} was not closed by {trailer[before]}"
    if tag in trailer:
        return f"{tag} stands behind {before}, outside its envelope"
    if before == tag:
        return f"{tag} stands twice"
    return f"{tag} closes nothing: no {header[tag]} is open behind {before}"


def _place(row: dict[str, Any], code: Code, **params: Any) -> dict[str, Any]:
    place = {name: row[name] for name in ("line", "column", "byte")}
    return finding(code, record=row["tag"], **place, **params)


def _numbers_and_counts(heads: pl.DataFrame, tails: pl.DataFrame, level: Level, children: pl.DataFrame) -> pl.DataFrame:
    if not heads.height or not tails.height:
        return NO_FINDINGS
    pairs = tails.join_asof(
        heads.select("ordinal", head="ordinal", wanted="number"), on="ordinal", strategy="backward"
    ).filter(pl.col("head").is_not_null())
    pairs = pairs.unique("head", keep="first", maintain_order=True)  # a doubled trailer is told of by its nesting
    inside = pl.col("ordinal").cast(pl.Int64) - pl.col("head").cast(pl.Int64)
    if level.counts == "children":
        marks = children["ordinal"]
        behind, before = marks.search_sorted(pairs["ordinal"]), marks.search_sorted(pairs["head"])
        pairs = pairs.with_columns(counted=behind.cast(pl.Int64) - before.cast(pl.Int64))
    else:
        pairs = pairs.with_columns(counted=inside + (1 if level.counts == "records" else -1))
    wrong_count = pl.col("stated") != pl.col("counted")
    if level.counts == "either":
        wrong_count &= pl.col("stated") != pl.col("counted") + 2
    differ = pl.col("number").fill_null("") != pl.col("wanted").fill_null("")
    wrong = pairs.select(
        count=wrong_count.fill_null(False) if level.stated is not None else pl.lit(False),
        number=differ if level.number else pl.lit(False),
    )
    out: list[dict[str, Any]] = []
    if wrong["count"].any():
        for row in pairs.filter(wrong["count"]).head(1000).iter_rows(named=True):
            counts = {"stated": row["stated"], "counted": row["counted"], "unit": level.unit, "trailer": level.trailer}
            found = _place(row, COUNT_MISMATCH, **counts)
            out.append(found if level.strict else found | {"severity": WARNING})
    if wrong["number"].any():
        for row in pairs.filter(wrong["number"]).head(1000).iter_rows(named=True):
            says = {"stated": row["number"] or "", "wanted": row["wanted"] or "", "header": level.header}
            out.append(_place(row, CONTROL_NUMBER, trailer=level.trailer, **says))
    return frame(out)


def _repeats(heads: pl.DataFrame, parents: pl.DataFrame | None, level: Level) -> pl.DataFrame:
    """EDI108 for a header whose number an earlier one of the same parent has."""
    if parents is None:
        heads = heads.with_columns(inside=pl.lit(0, pl.UInt32))
    else:
        outer = parents.select("ordinal", inside="ordinal")
        heads = heads.join_asof(outer, on="ordinal", strategy="backward")
    key = ["inside", "number"]
    heads = heads.with_columns(first=pl.col("line").first().over(key), again=pl.int_range(pl.len()).over(key) > 0)
    found = [
        _place(row, REPEATED_MESSAGE, what=level.header, number=row["number"], first=row["first"])
        for row in heads.filter("again").head(1000).iter_rows(named=True)
    ]
    return frame(found)
