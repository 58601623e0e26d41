"""`check --deep`: pyx12's findings about an X12 file, as our own findings, where ours have none at the same place."""

import io
import json
import logging
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import polars as pl

from deminimis.edi.cutting.source import blocks
from deminimis.edi.formats.shared.quote import Filed
from deminimis.edi.frames.finding_codes import (
    CHARACTERS,
    CODE,
    MISSING,
    NOT_FULLY_READ,
    RECORD_ORDER,
    SECOND_OPINION,
    TOO_MANY,
    VALUE,
    WIDTH,
)
from deminimis.edi.frames.findings import NO_FINDINGS, Code, finding, frame
from deminimis.edi.layout.declare import COMPONENT, FIELD, El, Layout
from deminimis.edi.second_opinion.maps import RELEASE, write_maps

MOST_BYTES: Final = 4 << 20  # some 25 seconds: pyx12 validates five to six thousand segments a second
_ISA11, _ISA12, _ISA16 = 11, 12, 16
_ELEMENTS: Final = {
    **dict.fromkeys(("1", "2"), MISSING),
    **dict.fromkeys(("4", "5"), WIDTH),
    **dict.fromkeys(("8", "9", "10"), VALUE),
    "3": TOO_MANY,
    "6": CHARACTERS,
    "7": CODE,
}
# X12 DE 720: unknown, unexpected or missing segments, and such as come too often or in a wrong order.
_ORDER: Final = ("1", "2", "3", "4", "5", "6", "7")
_CONSEQUENCE: Final = "8"  # a segment that has faulty elements: they are told one by one


class TooLarge(ValueError):
    """The file is too large for a second opinion; the text says how large it may be."""


@dataclass(frozen=True)
class _Copy:
    """What pyx12 is given: the text, its segments as our rows, and the groups in it."""

    text: str
    rows: pl.DataFrame
    groups: set[tuple[str, str]]


def second_opinion(one: Filed, known: pl.DataFrame) -> pl.DataFrame:
    """pyx12's findings about an X12 file (columns of edi.frames.findings, file null); none for one of another family.

    known: our own findings about this file; what they tell of the same record and field is left out. Where pyx12 does
    not come to the end of the file, which it does not say itself, one EDI102 tells so. Raises TooLarge.
    """
    if not one.syntax.in_sets:
        return NO_FINDINGS
    if one.source.path.stat().st_size > MOST_BYTES:
        raise TooLarge(f"{one.source.name}: --deep is for X12 files up to {MOST_BYTES >> 20} MB")
    copy = _copied(one)
    seen, document, trouble = _asked(copy)
    found = list(_findings(document, copy, one))
    if trouble or seen != copy.rows.height:
        reason = f"pyx12 read {seen} of {copy.rows.height} segments: the deep check is not complete"
        at = copy.rows.row(min(seen, copy.rows.height - 1), named=True) if copy.rows.height else {}
        place = {name: at.get(name) for name in ("line", "column", "byte")}
        found.append(finding(NOT_FULLY_READ, reason=f"{reason}{f' ({trouble})' if trouble else ''}", **place))
    return _new(frame(found), known)


def _copied(one: Filed) -> _Copy:
    """The file with ISA12 00501, the only release beside 00401 that pyx12 takes, and a separator in ISA11."""
    rows = pl.concat([block.rows for block in blocks(one.source, one.syntax)])
    end = one.syntax.terminator.decode("latin-1")
    if end in "\r\n":  # pyx12 would take them for line breaks
        end = next(mark for mark in "~!|\x15" if not rows["raw"].str.contains(mark, literal=True).any())
    element = one.syntax.field.decode("latin-1")
    out, groups = [], set()
    for raw in rows["raw"]:
        parts = str(raw).split(FIELD)
        if parts[0] == "ISA" and len(parts) > _ISA16:
            parts[_ISA12] = RELEASE
            if parts[_ISA11].isalnum():
                parts[_ISA11] = "^"
        elif parts[0] == "GS" and len(parts) > 8:
            groups.add((parts[1], parts[8]))
        out.append(element.join(parts).replace(COMPONENT, ":"))
    return _Copy(end.join(out) + end, rows, groups)


def _asked(copy: _Copy) -> tuple[int, dict[str, Any], str]:
    """Segments that pyx12 came to, its errors as JSON, and what it raised, if anything."""
    from pyx12.params import params  # noqa: PLC0415 - a tenth of a second that no other command pays
    from pyx12.x12n_document import x12n_document  # noqa: PLC0415

    seen = 0

    def count(segment: object, source: object, node: object, valid: object) -> None:
        nonlocal seen
        seen += 1

    out, trouble = io.StringIO(), ""
    log = logging.getLogger("pyx12")
    before, log.disabled = log.disabled, True
    quiet = logging.getLogger("pyx12.error_handler")
    was, quiet.disabled = quiet.disabled, True
    try:
        with tempfile.TemporaryDirectory(prefix="deminimis-maps-") as folder:
            write_maps(Path(folder), copy.groups)
            x12n_document(params(), io.StringIO(copy.text), None, None, fd_json=out, map_path=folder, callback=count)
    except Exception as error:  # pyx12 raises what it likes: IndexError, EngineError, AttributeError
        trouble = f"{type(error).__name__}: {error}"
    finally:
        log.disabled, quiet.disabled = before, was
    return seen, json.loads(out.getvalue() or '{"interchanges": []}'), trouble


def _findings(document: dict[str, Any], copy: _Copy, one: Filed) -> Iterator[dict[str, Any]]:
    for isa in document["interchanges"]:
        yield from _of_header(isa, "ISA", copy)
        for group in isa["groups"]:
            yield from _of_header(group, "GS", copy)
            for each in group["transactions"]:
                yield from _of_header(each, "ST", copy)
                for segment in each["segments"]:
                    yield from _of_segment(segment, copy, one)


def _place(number: int, copy: _Copy) -> dict[str, Any]:
    row = copy.rows.row(max(min(number, copy.rows.height) - 1, 0), named=True)
    return {name: row[name] for name in ("line", "column", "byte")}


def _of_header(node: dict[str, Any], tag: str, copy: _Copy) -> Iterator[dict[str, Any]]:
    """Counts and control numbers: our own reading of the envelope tells of them already, and exactly where."""
    for error in node["errors"]:
        if error["err_cde"] not in _OURS[tag]:
            yield _said(tag, error, _place(node["cur_line"], copy), order=True)


# Errors of the envelope that `edi.reading.envelope` finds: counts, control numbers, trailers; 5 of a set is the sum.
_OURS: Final = {
    "ISA": ("001", "021", "022", "023", "024", "025"),
    "GS": ("3", "4", "5"),
    "ST": ("2", "3", "4", "5"),
}


def _said(tag: str, error: dict[str, Any], place: dict[str, Any], *, order: bool) -> dict[str, Any]:
    """What pyx12 says of a segment, about its place in the order or else in pyx12's own words."""
    # the path in its own map says nothing to a reader
    said = str(error["err_str"]).split("  Started at ", maxsplit=1)[0].rstrip(".")
    if not order:
        return finding(SECOND_OPINION, record=tag, said=said, **place)
    return finding(
        RECORD_ORDER, record=tag, tag=tag, before="what is in front of it", expected=f"another (pyx12: {said})", **place
    )


def _of_segment(segment: dict[str, Any], copy: _Copy, one: Filed) -> Iterator[dict[str, Any]]:
    place, tag = _place(segment["cur_line"], copy), str(segment["seg_id"])
    for error in segment["errors"]:
        if error["err_cde"] != _CONSEQUENCE:
            yield _said(tag, error, place, order=error["err_cde"] in _ORDER)
    layout = one.form.layouts.get(tag)
    for element in segment["elements"]:
        for error in element["errors"]:
            code = _ELEMENTS.get(error["err_cde"], VALUE)
            yield _of_element(code, element, error, (tag, layout), place)


def _of_element(
    code: Code, element: dict[str, Any], error: dict[str, Any], named: tuple[str, Layout | None], place: dict[str, Any]
) -> dict[str, Any]:
    tag, layout = named
    number, component = int(element["ele_pos"]), int(element["subele_pos"] or 0)
    field = next(
        (
            f
            for f in layout.fields
            if isinstance(f.place, El) and (f.place.number, f.place.component) == (number, component)
        )
        if layout
        else iter(()),
        None,
    )
    where = f"{number:02d}" + (f"-{component}" if component else "")
    name = field.name if field else f"element {where}"
    params = {
        "place": where,
        "doc": field.doc if field else "",
        "expected": f"what the layout says (pyx12: {error['err_str']})",
    }
    return finding(code, record=tag, field=name, value=error["err_val"] or "", **params, **place)


def _new(found: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """What `known` does not tell of the same record (by line and its first byte or field)."""
    order = pl.col("code") == RECORD_ORDER.code
    fields = known.select("line", "record", "field").unique()
    records = known.filter(pl.col("code").is_in([RECORD_ORDER.code, "EDI105"])).select("line", "record").unique()
    fresh = found.filter(~order & (pl.col("code") != NOT_FULLY_READ.code)).join(
        fields, on=["line", "record", "field"], how="anti", nulls_equal=True, maintain_order="left"
    )
    misplaced = found.filter(order).join(records, on=["line", "record"], how="anti", maintain_order="left")
    cut = found.filter(pl.col("code") == NOT_FULLY_READ.code)
    return pl.concat([fresh, misplaced, cut])
