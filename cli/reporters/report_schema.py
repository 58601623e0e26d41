"""The JSON schema of the JSON report: its keys, their types and their meaning, for programs that read it."""

import json
from collections.abc import Sequence
from typing import Any, Final

import polars as pl

from deminimis.cli.reporters.parts.document import VERSION
from deminimis.cli.reporters.parts.worklist import COLUMNS
from deminimis.edi.catalogue import CATALOGUE, LIST
from deminimis.edi.frames.findings import SEVERITY
from deminimis.edi.reading.intake import STATUSES
from deminimis.rules.base.frames import BASIS, ROLE, VERDICTS
from deminimis.rules.followed.frames import FOLLOWED
from deminimis.rules.policy.table import ACTIONS

DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"
Node = dict[str, Any]


def schema() -> Node:
    """The schema, draft 2020-12. Keys may be added in later versions, so others are allowed everywhere."""
    whole = _object("A report of deminimis check --format json.", _WHOLE)
    return {"$schema": DRAFT, "title": "deminimis check --format json", **whole}


def text() -> str:
    """The schema as a file."""
    return json.dumps(schema(), indent=1) + "\n"


def _object(about: str, properties: dict[str, Node]) -> Node:
    return {"description": about, "type": "object", "required": list(properties), "properties": properties}


def _list(about: str, items: Node) -> Node:
    return {"description": about, "type": "array", "items": items}


def _is(kind: str, about: str, *, null: bool = False) -> Node:
    return {"description": about, "type": [kind, "null"] if null else kind}


def _one_of(names: Sequence[str], about: str, *, null: bool = False) -> Node:
    return {"description": about, "enum": [*names, None] if null else list(names)}


def _cents(about: str, *, null: bool = False) -> Node:
    return _is("integer", f"{about}, in cents.", null=null)


def _day(about: str, *, null: bool = False) -> Node:
    return {**_is("string", f"{about}, as 2025-03-01.", null=null), "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}


_PLACE: Final = {
    "line": _is("integer", "Line, from 1.", null=True),
    "column": _is("integer", "Column in characters, from 1.", null=True),
    "byte": _is("integer", "Byte in the file, unpacked, from 0.", null=True),
    "record": _is("string", "Record or segment.", null=True),
    "field": _is("string", "Field of its layout.", null=True),
    "value": _is("string", "The field as it stands.", null=True),
}
_PERIOD: Final = _is("string", "Period of the policy table (`explain policy`); null: the day is not known.", null=True)
_ACTION: Final = _one_of(ACTIONS, "What ACE does in that period.", null=True)
_VERDICT: Final = _one_of(VERDICTS, "From the mildest to the gravest; `clear` is: no overage in these filings.")
_NUMBERS: Final = {
    "bill": _is("string", "Bill of lading or shipment control number.", null=True),
    "entry_number": _is("string", "Entry number, eleven characters.", null=True),
}
_FILE: Final = _object("A file.", {
    "path": _is("string", "As given, or as found in a folder."),
    "format": _one_of([*CATALOGUE, LIST], "What it is; null: unknown.", null=True),
    "status": _one_of(STATUSES, "What became of it; anything but `checked` is exit code 2."),
    "messages": _is("integer", "Messages or transaction sets."),
    "records": _is("integer", "Records or segments."),
    "shipments": _is("integer", "Shipments."),
})  # fmt: skip
_MEMBER: Final = _object("A claim of the group.", {
    "file": _is("string", "Path of its file."), "line": _PLACE["line"], **_NUMBERS,
    "value_cents": _cents("Value; null: not stated or not read", null=True),
    "period": _PERIOD, "action": _ACTION,
    "role": _one_of(ROLE.categories.to_list(), "Whether it exceeds the limit or was filed before.", null=True),
    "verdict": _VERDICT,
    "responses": _list("Codes that ACE would answer with.", {"type": "string"}),
    "provisional": _is("boolean", "The day can still change the period."),
    "unread": _list("What of it could not be read or told.", {"type": "string"}),
    "move_to": _is("string", "Entry type to file, so that the rest is within the limit.", null=True),
})  # fmt: skip
_GROUP: Final = _object("A consignee and day.", {
    "consignee_key": _is("string", "Who counts as one person; with --mask initials and a number.", null=True),
    "consignee": _is("string", "Name and address.", null=True),
    "day": _day("The day added up", null=True),
    "basis": _one_of(BASIS.categories.to_list(), "Which day that is.", null=True),
    "period": _PERIOD, "action": _ACTION,
    "limit_cents": _cents("The limit", null=True),
    "total_cents": _cents("The sum", null=True),
    "counted_cents": _cents("The sum that counts against the limit", null=True),
    "verdict": _VERDICT,
    "provisional": _is("boolean", "The day can still change the period."),
    "lower_bound": _is("boolean", "A value is missing: the sum is at least this."),
    "shipments": _list("Its claims.", _MEMBER),
})  # fmt: skip
_FINDING: Final = _object("A finding.", {
    "code": _is("string", "As DM101 (`explain DM101`)."),
    "name": _is("string", "The code in words."),
    "severity": _one_of(SEVERITY.categories.to_list(), "How grave."),
    "file": _is("string", "Path of its file.", null=True),
    **_PLACE,
    "message": _is("string", "A sentence."),
})  # fmt: skip
_FINDING["properties"] |= {  # of lists alone
    "rows": _list("All rows where it is so, as the first and last of those that follow one another; none: `line`.", {
        "type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2,
    }),
    "fix": _is("string", "What --fix writes there, in the first of them."),
}  # fmt: skip
_SUMMARY: Final = {
    "files": "Files.", "shipments": "Shipments.", "claims": "Claims of de minimis.", "groups": "Consignee days.",
    "groups_over": "Consignee days that may exceed the limit.", "shipments_flagged": "Claims that are not clear.",
    "shipments_unknown": "Claims of which it cannot be told.", "rejected": "Claims that are refused.",
    "claimed_cents": "Sum of all claims, in cents.", "entries_11": "Entries of type 11.",
    "entries_01": "Entries of type 01.", "records_read": "Records read.",
    "records_reported": "Records with a finding.",
}  # fmt: skip


def _worklist() -> Node:
    return _object("A refused claim, and what became of it.", {
        "value_cents" if name == "value" else name: _column(name) for name in (*COLUMNS, "verdict")
    })  # fmt: skip


def _column(name: str) -> Node:
    """A column of the worklist, by the frame that it is made from."""
    if name == "value":
        return {"type": ["integer", "null"]}
    kind = FOLLOWED[name]
    if name == "file" or kind == pl.String or kind.is_temporal():
        return {"type": ["string", "null"]}
    if isinstance(kind, pl.Enum):
        return {"enum": [*kind.categories.to_list(), None]}
    return {"type": ["boolean" if kind == pl.Boolean else "integer", "null"]}


_WHOLE: Final = {
    "version": {"description": "Of this contract: keys are added, never renamed.", "const": VERSION},
    "as_of": _day("The reference date of what carries none"),
    "complete": _is("boolean", "Whether all of every file was checked; if not, no sum is whole."),
    "assumptions": _list("What-ifs, a sentence each.", {"type": "string"}),
    "files": _list("The files of the call.", _FILE),
    "groups": _list("Consignee days that are over or not clear; with --all every one.", _GROUP),
    "worklist": _list("Refused claims, late ones first.", _worklist()),
    "findings": _list("What was found.", _FINDING),
    "summary": _object("Counts of the whole call.", {name: _is("integer", said) for name, said in _SUMMARY.items()}),
}
