"""X12 997: what our own findings say of each set and group of a file, deterministic.

A set with an error is rejected, one with nothing but warnings is accepted with errors noted; a group is rejected when
all of its sets are, or when its own envelope is wrong (no GE, another count or control number), and partly accepted (P)
when some of its sets are rejected. Whether CBP itself rejects a set for a faulty element or
keeps it is not published.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from deminimis.edi.cutting.source import blocks
from deminimis.edi.formats.shared.quote import Filed
from deminimis.edi.formats.shared.records_in_order import RANKS, in_order, placed
from deminimis.edi.formats.x12.answers.notes_997 import OF_SEGMENTS, notes
from deminimis.edi.formats.x12.layouts.acknowledgment import AK1, AK2, AK5, AK9
from deminimis.edi.formats.x12.layouts.envelope import ENVELOPE
from deminimis.edi.formats.x12.layouts.sets import SETS
from deminimis.edi.formats.x12.write_interchange import Body, X12Envelope, interchange
from deminimis.edi.frames.findings import ERROR, NO_FINDINGS, WARNING
from deminimis.edi.layout.declare import FIELD
from deminimis.edi.layout.parse import parse
from deminimis.edi.layout.write import WriteError
from deminimis.edi.reading.file import read

_ACKNOWLEDGMENT: Final = "FA"  # an acknowledgment is never acknowledged
_REPEATED: Final = {
    "GS": {"functional_id": "GS01", "control_number": "GS06"}, "ST": {"set_id": "ST01", "control_number": "ST02"},
}  # fmt: skip
_FIELDS: Final = {
    "ISA": ("sender_qualifier", "sender", "receiver_qualifier", "receiver", "date", "time", "version", "usage",
            "control_number"),
    "GS": ("functional_id", "control_number", "version"),
    "ST": ("set_id", "control_number", "implementation"),
    "SE": (),
    "GE": ("set_count",),
    "IEA": (),
}  # fmt: skip
# X12 DE 718 and DE 716, by the trailer that a finding about the envelope stands at.
_SET: Final = {("SE", "EDI103"): "4", ("SE", "EDI104"): "3", ("ST", "EDI108"): "7"}
_GROUP: Final = {("GE", "EDI103"): "5", ("GE", "EDI104"): "4", ("GS", "EDI108"): "6"}
_UNKNOWN_SET, _NO_TRAILER, _FAULTY_SEGMENTS, _NO_GROUP_TRAILER = "1", "2", "5", "3"

_GROUP_ERRORS: Final = tuple(f"error_{n}" for n in range(1, 6))

# Ranks at a segment: AK1 at GS, AK2 at ST, AK5 and AK9 where set and group end; AK3 and AK4 stand between.
_AK1, _AK2, _AK5, _AK9 = 1, 2, 500, 501


@dataclass(frozen=True)
class Acknowledgment:
    """The bytes, how many sets the file has, and how many of them are rejected neither by themselves nor as a group."""

    parts: Iterator[bytes]
    sets: int
    accepted: int


def acknowledge(one: Filed, control: int | None = None, sent: tuple[date, str] | None = None) -> Acknowledgment:
    """The 997 of an X12 file: one interchange an interchange, one set a group, in the order of the file.

    control: the first control number, else that of the interchange that is answered. sent: date and time (HHMM) of the
    answer, else those of that interchange. Raises WriteError, OSError.
    """
    found = _found(one)
    segments = _segments(one, found)
    heads = {tag: _parsed(one, segments, tag) for tag in _FIELDS}
    _answerable(heads, segments)
    groups = _groups(heads)
    if not groups.height:
        return Acknowledgment(iter(()), 0, 0)
    sets = _sets(heads, groups, segments)
    rows = _rows(one, groups, sets, segments)
    parts = _interchanges(one, heads["ISA"], rows, (control, sent))
    wrong = groups.filter(_group_errors(segments, groups)["error_1"].is_not_null())["group"]
    taken = sets.filter((pl.col("verdict") != "R") & ~pl.col("group").is_in(wrong.to_list()))
    return Acknowledgment(parts, sets.height, taken.height)


def _answerable(heads: dict[str, pl.DataFrame], segments: pl.DataFrame) -> None:
    """Raises WriteError where a header lacks what its answer must repeat."""
    for tag, names in _REPEATED.items():
        for name, element in names.items():
            blank = heads[tag].filter(pl.col(name).is_null())
            if blank.height:
                own = segments.filter(pl.col("ordinal") == blank["ordinal"][0]).row(0, named=True)
                said = (*own["raw"].split(FIELD), *[""] * 9)[int(element[2:])]
                how = f"cannot be read ({said})" if said.strip() else "is blank"
                raise WriteError(f"{element} in line {own['line']} {how}: its answer must repeat it")


def _found(one: Filed) -> pl.DataFrame:
    """Our findings about the file: errors and warnings with a place."""
    parts = [chunk.findings for chunk in read(one.source, one.syntax, one.form)]
    found = pl.concat(parts) if parts else NO_FINDINGS
    serious = pl.col("severity").is_in([ERROR, WARNING]) & pl.col("byte").is_not_null()
    return found.filter(serious).select("code", "severity", "byte", "record", "field", "value").sort("byte")


def _segments(one: Filed, found: pl.DataFrame) -> pl.DataFrame:
    """Every segment of the envelope, and every segment that a finding is about with that finding; in file order."""
    parts = []
    tag = one.form.tag(pl.col("raw"))
    for block in blocks(one.source, one.syntax):
        rows = block.rows.with_columns(tag=tag)
        if not rows.height:
            continue
        last = rows["byte"][-1] + len(rows["raw"][-1])
        own = found.filter(pl.col("byte").is_between(rows["byte"][0], last))
        where = own.rename({"byte": "at"}).join_asof(
            rows.select("byte", "ordinal"), left_on="at", right_on="byte", strategy="backward", check_sortedness=False
        )
        faults = where.select("ordinal", "code", "severity", "record", "field", "value")
        wanted = rows.filter(pl.col("tag").is_in(list(_FIELDS)) | pl.col("ordinal").is_in(faults["ordinal"].implode()))
        parts.append(wanted.join(faults, on="ordinal", how="left", maintain_order="left"))
    return pl.concat(parts)


def _parsed(one: Filed, segments: pl.DataFrame, tag: str) -> pl.DataFrame:
    own = segments.filter(pl.col("tag") == tag).unique("ordinal", keep="first", maintain_order=True)
    place = own.select("ordinal", "line", "column", "byte", "raw")
    names = list(_FIELDS[tag])
    values = parse(ENVELOPE[tag], place, names).values.select(names) if names else pl.DataFrame()
    return own.select("ordinal").hstack(values)


def _groups(heads: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """Groups to be acknowledged: ordinal, isa, end (of its last segment), stated, and GS01, GS06, GS08."""
    gs = heads["GS"].with_row_index("group")
    isa = heads["ISA"].select("ordinal", isa="ordinal")
    gs = gs.join_asof(isa, on="ordinal", strategy="backward", check_sortedness=False)
    ends = heads["GE"].select("ordinal", end="ordinal", stated="set_count")
    gs = gs.join_asof(ends, on="ordinal", strategy="forward", check_sortedness=False)
    following = gs["ordinal"].shift(-1)
    lost = (pl.col("end") > pl.Series(following)).fill_null(False) | pl.col("end").is_null()
    gs = gs.with_columns(pl.when(~lost).then("end").alias("end"), pl.when(~lost).then("stated").alias("stated"))
    return gs.filter(pl.col("functional_id").fill_null("") != _ACKNOWLEDGMENT)


def _sets(heads: dict[str, pl.DataFrame], groups: pl.DataFrame, segments: pl.DataFrame) -> pl.DataFrame:
    """Sets with their group, end, verdict and the codes of AK502 to AK506."""
    st = heads["ST"].with_columns(begin=pl.col("ordinal"))
    st = st.join_asof(
        groups.select("ordinal", "group", "end"), on="ordinal", strategy="backward", check_sortedness=False
    )
    inside = pl.col("group").is_not_null() & (pl.col("end").is_null() | (pl.col("ordinal") < pl.col("end")))
    st = st.filter(inside).drop("end")
    ends = heads["SE"].select("ordinal", end="ordinal")
    st = st.join_asof(ends, on="ordinal", strategy="forward", check_sortedness=False)
    lost = (pl.col("end") >= pl.col("begin").shift(-1)).fill_null(False) | pl.col("end").is_null()
    st = st.with_columns(pl.when(~lost).then("end").alias("end"))
    faults = segments.filter(pl.col("code").is_not_null()).select("ordinal", "tag", "code", "severity", "record")
    faults = faults.join_asof(st.select("ordinal", "begin"), on="ordinal", strategy="backward", check_sortedness=False)
    envelope = pl.concat_str("tag", "code", separator=" ").replace_strict(
        {" ".join(key): code for key, code in _SET.items()}, default=None, return_dtype=pl.String
    )
    outer = pl.col("tag").is_in(["ISA", "GS", "GE", "IEA"])
    counted = faults.filter(~outer & pl.col("begin").is_not_null()).with_columns(own=envelope)
    tally = counted.group_by("begin").agg(
        errors=((pl.col("severity") == ERROR) & pl.col("code").str.contains(OF_SEGMENTS)).any(),
        warnings=(pl.col("severity") == WARNING).any(),
        own=pl.col("own").drop_nulls().unique(maintain_order=True),
    )
    st = st.join(tally, on="begin", how="left", maintain_order="left")
    known = pl.col("set_id").is_in(list(SETS)).fill_null(False)
    codes = pl.concat_list(
        pl.when(~known).then(pl.lit(_UNKNOWN_SET)),
        pl.when(pl.col("end").is_null()).then(pl.lit(_NO_TRAILER)),
        pl.col("own").fill_null([]),
        pl.when(pl.col("errors").fill_null(False)).then(pl.lit(_FAULTY_SEGMENTS)),
    ).list.drop_nulls()
    st = st.with_columns(codes=codes)
    verdict = (
        pl.when(pl.col("codes").list.len() > 0).then(pl.lit("R"))
        .when(pl.col("warnings").fill_null(False)).then(pl.lit("E")).otherwise(pl.lit("A"))
    )  # fmt: skip
    return st.with_columns(verdict=verdict)


def _rows(one: Filed, groups: pl.DataFrame, sets: pl.DataFrame, segments: pl.DataFrame) -> pl.DataFrame:
    """All segments of the answer: at (the ordinal that each stands at, and its rank), raw, group, isa."""
    totals = sets.group_by("group").agg(
        received=pl.len(), accepted=(pl.col("verdict") != "R").sum(), noted=(pl.col("verdict") == "E").any(),
        last=pl.max_horizontal("begin", pl.col("end").fill_null(0)).max(),
    )  # fmt: skip
    groups = groups.join(totals, on="group", how="left", maintain_order="left")
    groups = groups.with_columns(pl.col("received", "accepted").fill_null(0), pl.col("noted").fill_null(False))
    last = pl.coalesce("end", "last", "ordinal")
    ends = sets.with_columns(last=_ends(sets, segments))
    ak1 = groups.select("ordinal", "functional_id", "control_number", "version", rank=pl.lit(_AK1))
    ak2 = sets.select("ordinal", "set_id", "control_number", "implementation", rank=pl.lit(_AK2))
    ak5 = ends.select(
        "verdict", ordinal="last", rank=pl.lit(_AK5),
        **{f"error_{n + 1}": pl.col("codes").list.get(n, null_on_oob=True) for n in range(5)},
    )  # fmt: skip
    wrong = groups.with_columns(last=last, **_group_errors(segments, groups))
    ak9 = wrong.with_columns(pl.when(pl.col("error_1").is_null()).then("accepted").otherwise(0)).select(
        ordinal="last", rank=pl.lit(_AK9), verdict=_group_verdict(), sets_included=pl.coalesce("stated", "received"),
        sets_received="received", sets_accepted="accepted", **{name: pl.col(name) for name in _GROUP_ERRORS},
    )  # fmt: skip
    parts = [
        placed(layout, rows, "ordinal")
        for layout, rows in ((AK1, ak1), (AK2, ak2), (AK5, ak5), (AK9, ak9))
    ]  # fmt: skip
    found = in_order([*parts, *notes(one, ends, _told(segments))])
    found = found.with_columns(ordinal=found["at"] // RANKS)
    begins = groups.select(pl.col("ordinal").cast(pl.Int64), "group", "isa")
    return found.join_asof(begins, on="ordinal", strategy="backward", check_sortedness=False)


def _ends(sets: pl.DataFrame, segments: pl.DataFrame) -> pl.Expr:
    """Where AK5 stands: at SE, or at the last segment of the set that anything is said about."""
    spoken = segments.filter(pl.col("code").is_not_null()).select("ordinal")
    spoken = spoken.join_asof(
        sets.select("ordinal", "begin"), on="ordinal", strategy="backward", check_sortedness=False
    )
    last = spoken.group_by("begin").agg(pl.col("ordinal").max())
    known = pl.col("begin").replace_strict(last["begin"], last["ordinal"], default=None, return_dtype=pl.UInt32)
    return pl.coalesce("end", known, "ordinal")


def _group_verdict() -> pl.Expr:
    accepted, received = pl.col("accepted"), pl.col("received")
    return (
        pl.when(pl.col("error_1").is_not_null() | ((accepted == 0) & (received > 0))).then(pl.lit("R"))
        .when(accepted < received).then(pl.lit("P"))
        .when("noted").then(pl.lit("E")).otherwise(pl.lit("A"))
    )  # fmt: skip


def _group_errors(segments: pl.DataFrame, groups: pl.DataFrame) -> dict[str, pl.Series]:
    """AK905 to AK909 of each group."""
    told = segments.filter(pl.col("code").is_not_null()).select(
        "ordinal", key=pl.concat_str("tag", "code", separator=" ")
    )
    codes = {" ".join(key): code for key, code in _GROUP.items()}
    told = told.with_columns(own=pl.col("key").replace_strict(codes, default=None, return_dtype=pl.String))
    told = told.filter(pl.col("own").is_not_null()).join_asof(
        groups.select("ordinal", "group"), on="ordinal", strategy="backward", check_sortedness=False
    )
    own = told.group_by("group").agg(pl.col("own").unique(maintain_order=True))
    lists = groups.join(own, on="group", how="left", maintain_order="left")
    lost = pl.when(pl.col("end").is_null()).then(pl.lit(_NO_GROUP_TRAILER))
    lists = lists.with_columns(own=pl.concat_list(lost, pl.col("own").fill_null([])).list.drop_nulls())
    errors = enumerate(_GROUP_ERRORS)
    return {name: lists.select(pl.col("own").list.get(n, null_on_oob=True)).to_series() for n, name in errors}


def _told(segments: pl.DataFrame) -> pl.DataFrame:
    """The findings about segments of a set: not those that a trailer's own code tells of."""
    own = pl.concat_str("tag", "code", separator=" ").is_in([" ".join(key) for key in _SET])
    outer = pl.col("tag").is_in(["ISA", "GS", "GE", "IEA"])
    return segments.filter((pl.col("severity") == ERROR) & ~outer & ~own)


def _interchanges(
    one: Filed, isa: pl.DataFrame, rows: pl.DataFrame, said: tuple[int | None, tuple[date, str] | None]
) -> Iterator[bytes]:
    control, sent = said
    end = one.syntax.terminator
    newline = b"\n" if one.syntax.by_line and end not in (b"\n", b"\r") else b""
    for n, head in enumerate(isa.iter_rows(named=True)):
        own = rows.filter(pl.col("isa") == head["ordinal"])
        if not own.height:
            continue
        own = own.with_columns(ship=pl.struct("group", "ordinal").rle_id())
        inside = own.select(at=pl.col("ship").cast(pl.Int64) * RANKS + pl.col("at") % RANKS, raw="raw")
        ships = own.unique("ship", keep="first", maintain_order=True)
        opens = (pl.col("group") != pl.col("group").shift()).fill_null(True)
        ships = ships.select("ship", opens=opens).with_columns(set=pl.col("opens").cum_sum())
        ships = ships.with_columns(closes=pl.col("opens").shift(-1, fill_value=True))
        number = (control + n) if control else int(head["control_number"] or 1)
        around = X12Envelope(
            (head["receiver"] or "").strip(), (head["sender"] or "").strip(),
            sent[0] if sent else head["date"],
            sent[1] if sent else head["time"],
            max(number, 1), usage=head["usage"] or "P",
            sender_qualifier=head["receiver_qualifier"] or "ZZ", receiver_qualifier=head["sender_qualifier"] or "ZZ",
            element=one.syntax.field, terminator=end + newline,
        )  # fmt: skip
        yield from interchange("997", _ACKNOWLEDGMENT, [Body(inside, ships)], around)
