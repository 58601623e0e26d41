"""Segments that a qualifier or their place gives a meaning of its own: each has its own tag and a stricter layout.

DTM+132 in front of the shipments is the trip's day and must be a date; LOC+27 must be a country; MOA+40 must be an
amount; RFF+AAM must be a bill. Elsewhere the same segments are open texts.
"""

from dataclasses import replace
from typing import Any, Final

import polars as pl

from deminimis.edi.catalogue import release_hint
from deminimis.edi.codes import load
from deminimis.edi.formats.edifact.layouts.cuscar import DOC
from deminimis.edi.formats.edifact.layouts.goods import CUX, MOA
from deminimis.edi.formats.edifact.layouts.party import NAD
from deminimis.edi.formats.edifact.layouts.shared import BGM, DTM, LOC, RFF
from deminimis.edi.layout.declare import COMPONENT, FIELD, El, Layout
from deminimis.edi.layout.kinds import AMOUNT, CCYYMMDD, HHMM, TEXT, Kind
from deminimis.edi.reading.scopes import TAG


def _day(text: pl.Expr) -> pl.Expr:
    return CCYYMMDD.read(text.str.slice(0, 8))


def _show_day(day: pl.Expr) -> pl.Expr:
    return CCYYMMDD.show(day) + "0000"  # a bill without a trip has no time: Broker Download, August 2024, 1P


def _moment(text: pl.Expr) -> pl.Expr:
    return text.str.pad_end(12, "0").str.to_datetime("%Y%m%d%H%M", time_unit="us", strict=False, exact=True)


def _show_moment(moment: pl.Expr) -> pl.Expr:
    return moment.dt.strftime("%Y%m%d%H%M")


_EITHER: Final = f"{CCYYMMDD.pattern}(?:{HHMM.pattern})?"
DAY: Final = Kind(
    "DT", "date CCYYMMDD or CCYYMMDDHHMM", "0-9", CCYYMMDD.dtype, _day, _show_day,
    pattern=_EITHER, literal=False, sizes=(8, 12),
)  # fmt: skip
MOMENT: Final = Kind(
    "DTM", "time CCYYMMDDHHMM or CCYYMMDD", "0-9", pl.Datetime("us"), _moment, _show_moment,
    pattern=_EITHER, literal=False, sizes=(8, 12),
)  # fmt: skip
# Two characters, as M1109 of the 309 has them and as all types seen have.
RELEASE: Final = Kind(
    "an2", "two upper-case letters or digits", "A-Z0-9", TEXT.dtype, TEXT.read, TEXT.show,
    pattern="[A-Z0-9]{2}", literal=False, sizes=(2, 2),
)  # fmt: skip
# Twelve digits in front of the point: a sum of 9,999 such amounts in cents still fits into 64 bits.
VALUE: Final = AMOUNT._replace(pattern="[0-9]{1,12}(?:[.,][0-9]{1,2})?", sizes=(1, 15))


def _stricter(layout: Layout, name: str, **changes: Any) -> Layout:
    fields = tuple(f._replace(**changes) if f.name == name else f for f in layout.fields)
    return replace(layout, fields=fields)


def _place(width: int) -> El:
    return El(1, 2, 1, width)


_BILL: Final = {"place": _place(16), "use": "M"}  # SCAC and twelve characters: E-manifest error list 2007, error 017
_TRIP_DAY: Final = _stricter(DTM, "value", kind=DAY, use="M")
_EVENT: Final = _stricter(DTM, "value", kind=MOMENT)

# tag -> (segment, layout)
QUALIFIED: Final[dict[str, tuple[str, Layout]]] = {
    "CUXFRONT": ("CUX", CUX),  # in front of the shipments: for all amounts that have no other
    "BGMLATER": ("BGM", BGM),  # behind the header: of another message whose UNH is missing
    "DTM132": ("DTM", _TRIP_DAY),
    "DTM132AGAIN": ("DTM", _TRIP_DAY),  # a second one in the same header
    "DTM163": ("DTM", _EVENT),
    "EVENT163": ("DTM", _EVENT),  # of a shipment, in an answer
    "LOC27": ("LOC", _stricter(LOC, "place", codes=load("country"), closed=True, use="M")),
    "LOC60": ("LOC", LOC),
    "MOA40": ("MOA", _stricter(MOA, "amount", kind=VALUE, place=_place(15))),
    "NADCA": ("NAD", NAD),
    "RFFAAM": ("RFF", _stricter(RFF, "reference", **_BILL)),
    "RELEASE": (
        "DOC",
        _stricter(DOC, "document", closed=True),
    ),  # a DOC under a CNI, which says how the shipment is released
    "RELEASE929": (
        "DOC",
        _stricter(DOC, "release_type", kind=RELEASE, use="M", closed=True, hint=release_hint("cuscar")),
    ),
}

_ANYWHERE: Final = ("LOC27", "MOA40", "RFFAAM")
_IN_FRONT: Final = ("DTM132", "DTM163", "LOC60", "NADCA")  # of the shipments; behind them they are open texts
_ENVELOPE: Final = ("UNB", "UNG", "UNT", "UNE", "UNZ")
_PLACED: Final = ("BGM", "CUX", "DOC", "UNH", "CNI", *_ENVELOPE)  # their place counts, or that of others hangs on them
_NAMED: Final = (*_ANYWHERE, *_IN_FRONT, "DOC929")
_BEARING: Final = sorted({*_PLACED, *(name[:3] for name in _NAMED)})


def tag_of(raw: pl.Expr) -> pl.Expr:
    """The tag of each record: its segment's, or one of QUALIFIED by its qualifier and the records in front of it.

    A DOC lists a shipment in CUSREP and CUSRES and is a boundary there; under a CNI it is a release type.
    """
    return raw.map_batches(_tags, return_dtype=TAG)


def _tags(raw: pl.Series) -> pl.Series:
    """Step by step, each on fewer records: all of them, those that may have a qualifier, those whose place counts."""
    segment = raw.str.slice(0, 3).str.strip_chars_end(FIELD).cast(TAG)
    some = pl.DataFrame({"raw": raw, "segment": segment}).with_row_index("at")
    some = some.filter(pl.col("segment").is_in(_BEARING)).with_columns(named=_named())
    anywhere = pl.col("named").is_in(list(_ANYWHERE))
    named = some.filter(anywhere)
    placed = some.filter((pl.col("named").is_not_null() & ~anywhere) | pl.col("segment").is_in(list(_PLACED)))
    return segment.scatter(named["at"], named["named"]).scatter(placed["at"], _by_place(placed))


def _by_place(rows: pl.DataFrame) -> pl.Series:
    """The tags of records whose place counts. rows: segment, named, raw."""
    name = pl.col("segment")
    begins, opens, document = name == "UNH", name == "CNI", name == "DOC"
    cuscar = begins & pl.col("raw").str.contains("^UNH\x1d[^\x1d]*\x1dCUSCAR(?:[\x1d\x1f]|$)")
    inside = pl.when(opens | cuscar).then(True).when(begins | name.is_in(list(_ENVELOPE))).then(False)
    rows = rows.with_columns(manifest=inside.forward_fill().fill_null(False))
    front = pl.when(begins).then(True).when(name.is_in(["CNI", *_ENVELOPE]) | (document & ~pl.col("manifest")))
    rows = rows.with_columns(front=front.then(False).forward_fill().fill_null(False))
    day = pl.col("front") & (pl.col("named") == "DTM132").fill_null(False)
    before = pl.when(begins).then(False).when(day).then(True).forward_fill().shift(1).fill_null(False)
    tags = rows.select(
        pl.when((name == "BGM") & ~pl.col("front")).then(_tag("BGMLATER"))
        .when((name == "CUX") & pl.col("front")).then(_tag("CUXFRONT"))
        .when(day & before).then(_tag("DTM132AGAIN"))
        .when(document & ~pl.col("manifest")).then(name)
        .when(document & pl.col("named").is_not_null()).then(_tag("RELEASE929"))
        .when(document).then(_tag("RELEASE"))
        .when(pl.col("named").is_not_null() & pl.col("front")).then("named")
        .when((pl.col("named") == "DTM163") & ~pl.col("manifest")).then(_tag("EVENT163"))
        .otherwise(name)
    )  # fmt: skip
    return tags.to_series()


def _tag(name: str) -> pl.Expr:
    return pl.lit(name, TAG)


def _named() -> pl.Expr:
    """Segment and qualifier where they are among those wanted, null elsewhere."""
    out: dict[int, dict[str, str]] = {}
    for name in _NAMED:
        begin = f"{name[:3]}{FIELD}{name[3:]}"
        for end in (FIELD, COMPONENT, ""):
            out.setdefault(len(begin) + 1, {})[begin + end] = name
    cut = pl.col("raw").str.slice
    return pl.coalesce(
        cut(0, width).replace_strict(names, default=None, return_dtype=TAG) for width, names in out.items()
    )
