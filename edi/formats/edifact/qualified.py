"""Segments that a qualifier or their place gives a meaning of its own: each has its own tag and a stricter layout.

DTM+132 in front of the shipments is the trip's day and must be a date; LOC+27 must be a country; MOA+40 must be an
amount; RFF+AAM must be a bill. Elsewhere the same segments are open texts.
"""

from dataclasses import replace
from typing import Any, Final

import polars as pl

from deminimis.edi.codes import load
from deminimis.edi.formats.edifact.cuscar_records import DOC
from deminimis.edi.formats.edifact.goods_records import MOA
from deminimis.edi.formats.edifact.party_records import NAD
from deminimis.edi.formats.edifact.shared_records import DTM, LOC, RFF
from deminimis.edi.kinds import AMOUNT, CCYYMMDD, HHMM, TEXT, Kind
from deminimis.edi.layout import FIELD, El, Layout


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
VALUE: Final = replace(AMOUNT, pattern="[0-9]{1,12}(?:[.,][0-9]{1,2})?", sizes=(1, 15))


def _stricter(layout: Layout, name: str, **changes: Any) -> Layout:
    fields = tuple(replace(f, **changes) if f.name == name else f for f in layout.fields)
    return replace(layout, fields=fields)


def _place(width: int) -> El:
    return El(1, 2, 1, width)


_BILL: Final = {"place": _place(16), "use": "M"}  # SCAC and twelve characters: E-manifest error list 2007, error 017
_TRIP_DAY: Final = _stricter(DTM, "value", kind=DAY, use="M")
_EVENT: Final = _stricter(DTM, "value", kind=MOMENT)

# tag -> (segment, layout)
QUALIFIED: Final[dict[str, tuple[str, Layout]]] = {
    "DTM132": ("DTM", _TRIP_DAY),
    "DTM132AGAIN": ("DTM", _TRIP_DAY),  # a second one in the same header
    "DTM163": ("DTM", _EVENT),
    "EVENT163": ("DTM", _EVENT),  # of a shipment, in an answer
    "LOC27": ("LOC", _stricter(LOC, "place", codes=load("country"), closed=True, use="M")),
    "LOC60": ("LOC", LOC),
    "MOA40": ("MOA", _stricter(MOA, "amount", kind=VALUE, place=_place(15))),
    "NADCA": ("NAD", NAD),
    "RFFAAM": ("RFF", _stricter(RFF, "reference", **_BILL)),
    "RELEASE": ("DOC", DOC),  # a DOC under a CNI, which says how the shipment is released
    "RELEASE929": ("DOC", _stricter(DOC, "release_type", kind=RELEASE, use="M")),
}

_ANYWHERE: Final = {"LOC27", "MOA40", "RFFAAM"}
_IN_FRONT: Final = {"DTM132", "DTM163", "LOC60", "NADCA"}  # of the shipments; behind them they are open texts


def tag_of(raw: pl.Expr) -> pl.Expr:
    """The tag of each record: its segment's, or one of QUALIFIED by its qualifier and the records in front of it.

    A DOC lists a shipment in CUSREP and CUSRES and is a boundary there; under a CNI it is a release type.
    """
    segment = raw.str.slice(0, 3).str.strip_chars_end(FIELD)
    qualifier = raw.str.extract("^[A-Z]{3}\x1d([^\x1d\x1f]*)", 1).fill_null("")
    named = segment + qualifier
    begins, opens, day = segment == "UNH", segment == "CNI", named == "DTM132"
    outer = segment.is_in(["UNB", "UNG", "UNT", "UNE", "UNZ"])
    stated = raw.str.extract("^UNH\x1d[^\x1d]*\x1d([A-Z]*)", 1).fill_null("")
    kind = pl.when(begins).then(stated).when(opens).then(pl.lit("CUSCAR")).when(outer).then(pl.lit(""))
    manifest = (kind.forward_fill() == "CUSCAR").fill_null(False)
    release, listed = (segment == "DOC") & manifest, (segment == "DOC") & ~manifest
    in_front = pl.when(begins).then(True).when(opens | listed | outer).then(False).forward_fill().fill_null(False)
    before = pl.when(begins).then(False).when(day).then(True).forward_fill().shift(1).fill_null(False)
    return (
        pl.when(in_front & day & before).then(pl.lit("DTM132AGAIN"))
        .when(release & (qualifier == "929")).then(pl.lit("RELEASE929"))
        .when(release).then(pl.lit("RELEASE"))
        .when(named.is_in(list(_ANYWHERE)) | (in_front & named.is_in(list(_IN_FRONT)))).then(named)
        .when((named == "DTM163") & ~manifest).then(pl.lit("EVENT163"))
        .otherwise(segment)
    )  # fmt: skip
