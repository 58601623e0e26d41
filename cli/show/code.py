"""`deminimis explain 95 --mode truck`: what a code of CBP's means, who gets it, what to do next."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

import polars as pl

from deminimis.edi.codes.answer_codes import answer_codes
from deminimis.edi.formats import FORMATS
from deminimis.rules.cbp_answers import table

MODES: Final = ("truck", "air", "ocean", "rail", "entry")
_MAY_BE: Final = (
    'CBP says of its own codes that "exceeded" means "may have been exceeded": other filers\' shipments for the same\n'
    "consignee count too, and nobody but CBP sees them."
)
_SEVERITY: Final = {
    "error": "Something is refused.",
    "hold": "Release waits.",
    "warning": "Accepted with a warning.",
    "note": "",
}
_SAME: Final = ("text", "meaning", "next_step", "severity", "since", "until", "note")


def codes() -> list[str]:
    """Every code there is, once, for suggestions."""
    return pl.concat([table()["code"], answer_codes()["code"]]).unique(maintain_order=True).to_list()


def pages(code: str, mode: str | None) -> Iterator[str]:
    """A page for each meaning that `code` has, in one mode or in all of them."""
    found = _rows(code)
    modes = sorted({path for row in found for path, _ in row["where"]})
    if mode:
        found = [row for row in found if any(path == mode for path, _ in row["where"])]
        for row in found:
            row["where"] = [place for place in row["where"] if place[0] == mode]
    elif len({(row["text"] or "").upper() for row in found}) > 1:
        yield f"{code} means different things: --mode {' or '.join(modes)} shows one of them."
    for row in found:
        yield _page(row)


def modes_of(code: str) -> list[str]:
    """The modes in which `code` has a meaning."""
    return sorted({path for row in _rows(code) for path, _ in row["where"]})


def _rows(code: str) -> list[dict[str, Any]]:
    """Rows of the code, those that say the same put together; `where` is (mode, format), (mode, format) ..."""
    own = table().filter(code=code)
    listed = answer_codes().filter(code=code).join(own, on=["path", "format"], how="anti", maintain_order="left")
    listed = listed.rename({"meaning": "text"})
    rows = pl.concat([own, listed], how="diagonal_relaxed")
    found: dict[tuple[object, ...], dict[str, Any]] = {}
    for row in rows.iter_rows(named=True):
        key = tuple(row[name] for name in _SAME)
        same = found.setdefault(key, row | {"where": [], "recipients": {}, "sources": {}})
        same["where"].append((row["path"], row["format"]))
        same["recipients"] |= {row["recipient"]: None} if row["recipient"] else {}
        same["sources"] |= {f"{row['source']} ({row['status']})": None}
    return list(found.values())


def _page(row: dict[str, Any]) -> str:
    forms: dict[str, list[str]] = {}
    for path, form in row["where"]:
        forms.setdefault(form, []).append(path)
    out = [f"{row['code']} {row['text'] or ''}".rstrip()]
    out += [f"In: {', '.join(paths)}: {FORMATS[form].title} ({form})" for form, paths in forms.items()]
    meaning = row["meaning"] or _SEVERITY.get(row["severity"] or "", "")
    if meaning:
        out.append(f"Meaning: {meaning}")
    if row["outcome"] in ("warned", "withheld"):
        out.append(_MAY_BE)
    out += [f"Who gets it: {who}" for who in row["recipients"]]
    if row["next_step"]:
        out.append(f"Next: {row['next_step']}")
    if row["since"] or row["until"]:
        out.append(f"In use: {_span(row['since'], row['until'])}")
    if row["note"]:
        out.append(f"Note: {row['note']}")
    out += [f"Source: {source}" for source in row["sources"]]
    return "\n".join(out)


def _span(since: date | None, until: date | None) -> str:
    first = f"from {since}" if since else ""
    return f"{first} to {until}".strip() if until else first
