"""`--mask`: reports in which people are initials and a short number, the same wherever they appear."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import polars as pl

from deminimis.cli.session.report import Report
from deminimis.edi.frames.finding_codes import UNKNOWN_RECORD
from deminimis.rules.shown import Frames

# Fields, parameters and columns that can hold a name, an address or an identifier of somebody.
_PERSONAL: Final = re.compile(
    r"name|address|street|city|consignee|shipper|seller|party|person|identif|postal|zip|phone|contact|other|who|people"
    r"|free|line_1|line_2",
    re.IGNORECASE,
)
_AS_FOUND: Final = ("value", "stated", "wanted", "fix")  # parameters that say what stands in the file
# What stands there within a sentence: what a cell would become, that of another row, and a row that is left out.
_TOLD: Final = re.compile(r"^.*(?=, which --fix writes| as in row \d+, or blank)|(?<= is left out: ).*", re.DOTALL)
_NUMBER: Final = re.compile(r"[0-9]{1,14}")
_HIDDEN: Final = "***"


def mask(text: str) -> str:
    """JOHN Q CONSIGNEE, 100 MAIN ST -> J.Q.C-3f9a2c: initials of the name, and a hash of all of it."""
    name = re.split(r"[,|]", text, maxsplit=1)[0]
    initials = ".".join(word[0] for word in re.findall(r"\w+", name)[:4]).upper()
    return f"{initials or '?'}-{hashlib.sha256(text.encode()).hexdigest()[:6]}"


def masked_rows(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of any report with masks in place of consignees and importers."""
    names = [name for name in ("consignee", "importer") if name in rows.columns]
    hidden = {name: [mask(text) if text else text for text in rows[name]] for name in names}
    return rows.with_columns(pl.Series(name, texts, dtype=pl.String) for name, texts in hidden.items())


def masked(report: Report) -> Report:
    """The same report without names and addresses. One consignee has one mask, by its key."""
    groups = report.judgement.groups
    keys = groups["consignee_key"].drop_nulls().unique().to_list()
    by_key = {key: mask(key) for key in keys}
    known: dict[str, str] = {}
    for key, name, shown in groups.select("consignee_key", "consignee_name", "consignee").iter_rows():
        if key:
            known[name] = known[shown] = by_key[key]
    hidden = pl.col("consignee_key").replace_strict(by_key, default=None, return_dtype=pl.String) if by_key else None
    if hidden is not None:
        groups = groups.with_columns(consignee_key=hidden, consignee_name=hidden, consignee=hidden)
    names = [known.get(name) or mask(name) if name else name for name in report.worklist["consignee"]]
    worklist = report.worklist.with_columns(pl.Series("consignee", names, dtype=pl.String))
    findings = report.findings
    params = [_params(text, known, code) for code, text in findings.select("code", "params").iter_rows()]
    unknown = pl.col("code").cast(pl.String) == UNKNOWN_RECORD.code  # its name is whatever stands there
    findings = findings.with_columns(
        params=pl.Series(params, dtype=pl.String),
        value=pl.lit(None, pl.String),
        record=pl.when(~unknown).then("record"),
    )
    judgement = replace(report.judgement, shown=Frames(groups, report.judgement.shipments))
    return replace(report, judgement=judgement, findings=findings, inputs=(), masked_worklist=worklist)


def _params(text: str | None, known: Mapping[str, str], code: str) -> str | None:
    if not text:
        return text
    given: dict[str, Any] = json.loads(text)
    about = str(given.get("field") or "")
    hidden = {name: _hidden(name, value, about, known) for name, value in given.items()}
    if code.startswith("EDI"):  # what cannot be read may stand in the wrong place, and be anything
        kept = (name for name in hidden if not (name in _AS_FOUND or (name == "tag" and code == UNKNOWN_RECORD.code)))
        hidden = dict.fromkeys(hidden, _HIDDEN) | {name: _without_cells(hidden[name]) for name in kept}
        hidden |= {name: given[name] for name in ("stated", "wanted") if _NUMBER.fullmatch(str(given.get(name)))}
    return json.dumps(hidden)


def _without_cells(told: Any) -> Any:
    return _TOLD.sub(_HIDDEN, told) if isinstance(told, str) else told


def _hidden(name: str, value: Any, field: str, known: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [_hidden(name, each, field, known) for each in value]
    if not isinstance(value, str) or not value:
        return value
    if value in known:
        return known[value]
    personal = name != "field" and (_PERSONAL.search(name) or (name == "value" and _PERSONAL.search(field)))
    return mask(value) if personal else value
