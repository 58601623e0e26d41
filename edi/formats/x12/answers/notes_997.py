"""AK3 and AK4: the faulty segments and elements of a 997, by X12's own codes for what is wrong with them."""

import re
from typing import Final

import polars as pl

from deminimis.edi.formats.shared.quote import Filed
from deminimis.edi.formats.shared.records_in_order import placed
from deminimis.edi.formats.x12.layouts.acknowledgment import AK3, AK4
from deminimis.edi.frames.findings import uncut
from deminimis.edi.layout.declare import El, Layout

_MOST_ELEMENTS: Final = 99  # AK4 behind one AK3
_COPY: Final = 99
OF_SEGMENTS: Final = "^EDI(?:105|106|107|2)"  # findings about a segment itself, not about the envelope
_AK3, _AK4 = 3, 4  # ranks at the segment
# X12 DE 720: what is wrong with a segment; 8 says that its elements are.
_SEGMENTS: Final = {"EDI105": "1", "EDI106": "7"}
_FAULTY: Final = "8"
# X12 DE 723: what is wrong with an element.
_ELEMENTS: Final = {"EDI201": "1", "EDI202": "6", "EDI204": "7", "EDI206": "7", "EDI208": "3"}
_DATE, _TIME, _SHORT, _LONG = "8", "9", "4", "5"


def notes(one: Filed, ends: pl.DataFrame, told: pl.DataFrame) -> list[pl.DataFrame]:
    """AK3 of each faulty segment, and AK4 of its elements, as `edi.formats.shared.records_in_order.placed` gives them.

    ends: the sets with begin and last, ordinals of their first and last segment. told: errors with the ordinal and tag
    of their segment.
    """
    told = told.join_asof(
        ends.select("ordinal", "begin", "last"), on="ordinal", strategy="backward", check_sortedness=False
    ).filter(pl.col("begin").is_not_null() & (pl.col("ordinal") <= pl.col("last")))
    told = told.filter(pl.col("code").str.contains(OF_SEGMENTS))
    if not told.height:
        return []
    error = pl.col("code").replace_strict(_SEGMENTS, default=_FAULTY, return_dtype=pl.String)
    ak3 = told.with_columns(error=error).unique("ordinal", keep="first", maintain_order=True)
    ak3 = ak3.filter(pl.col("tag").cast(pl.String).str.contains("^[A-Z0-9]{2,3}$")).select(
        "ordinal", "error", rank=pl.lit(_AK3), segment="tag",
        position=(pl.col("ordinal").cast(pl.Int64) - pl.col("begin").cast(pl.Int64) + 1),
    )  # fmt: skip
    wanted = told.filter(pl.col("code").str.starts_with("EDI2"))
    found = (
        _element(one, each) for each in wanted.select("tag", "code", "field", "value", "ordinal").iter_rows(named=True)
    )
    rows = [row for row in found if row is not None]
    parts = [placed(AK3, ak3, "ordinal")]
    if rows:
        ak4 = pl.DataFrame(rows, schema=_AK4_SCHEMA).join(ak3.select("ordinal"), on="ordinal", how="semi")
        place = pl.int_range(pl.len()).over("ordinal")
        ak4 = ak4.with_columns(rank=place + _AK4).filter(place < _MOST_ELEMENTS)
        parts.append(placed(AK4, ak4, "ordinal"))
    return parts


_AK4_SCHEMA: Final = {
    "ordinal": pl.UInt32, "element": pl.Int64, "component": pl.Int64, "element_number": pl.Int64, "error": pl.String,
    "copy": pl.String,
}  # fmt: skip


def _element(one: Filed, told: dict[str, str]) -> dict[str, object] | None:
    tag, code, field = (told[name] for name in ("tag", "code", "field"))
    value = uncut(told["value"] or "")
    layout: Layout | None = one.form.layouts.get(tag)
    known = layout.by_name.get(field) if layout else None
    if layout is None or (known is None and code != "EDI208"):
        return None
    if known is None:  # more elements than the layout has
        number, component, source, kind, low = (
            max(f.place.number for f in layout.fields if isinstance(f.place, El)) + 1,
            0,
            "",
            "",
            1,
        )
    else:
        assert isinstance(known.place, El)
        number, component = known.place.number, known.place.component
        source, kind, low = known.source, known.kind.name, known.widths[0]
    error = _ELEMENTS.get(code) or {"DT": _DATE, "TM": _TIME, "HHMM": _TIME}.get(kind, "6")
    if code == "EDI205":
        error = _SHORT if len(value) < low else _LONG
    dictionary = re.search(r"DE (?:C[0-9]{3}-)?([0-9]{1,4})$", source)
    copy = "".join(c for c in value if " " <= c <= "~" and c.encode() not in _marks(one)).rstrip()[:_COPY]
    return {
        "ordinal": told["ordinal"], "element": number, "component": component or None,
        "element_number": int(dictionary[1]) if dictionary else None, "error": error, "copy": copy or None,
    }  # fmt: skip


def _marks(one: Filed) -> tuple[bytes, ...]:
    return (one.syntax.field, one.syntax.terminator, b">", b"^")
