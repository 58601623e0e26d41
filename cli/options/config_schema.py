"""The JSON schema of deminimis.toml, made from what the program itself reads: editors complete and check by it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields
from typing import Any, Final

import click

from deminimis.cli.options import refiling
from deminimis.cli.options import shared as options
from deminimis.cli.options.config_defaults import CONFIGURABLE, REFILE, spelling
from deminimis.cli.options.config_layouts import FIELD, GUIDE, USE
from deminimis.cli.options.config_rules import THRESHOLDS
from deminimis.cli.senders import configured
from deminimis.edi.catalogue import CATALOGUE
from deminimis.edi.formats import FORMATS
from deminimis.edi.formats.admitted import EDIFACT
from deminimis.edi.formats.release_types import RELEASED, SAYS
from deminimis.rules.base.settings import Settings
from deminimis.rules.policy.overrides import COLUMNS
from deminimis.rules.policy.table import ACTIONS, DAYS, SCOPES

DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"
_YES: Final = {"anyOf": [{"type": "boolean"}, {"enum": ["yes", "no"]}]}
_COLUMN: Final[Mapping[str, dict[str, Any]]] = {
    "action": {"enum": list(ACTIONS)}, "day": {"enum": list(DAYS)}, "scope": {"enum": list(SCOPES)}, "eligible": _YES,
    "limit_cents": {"type": ["integer", "string"]},
}  # fmt: skip


def schema() -> dict[str, Any]:
    """The schema, draft 2020-12."""
    return {
        "$schema": DRAFT,
        "title": "deminimis.toml, or [tool.deminimis] of pyproject.toml",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "options": _table("Options of the command line; a flag or the environment wins.", _options()),
            "lists": configured.schema(),
            "refile": _table("What the entries of `refile` say beyond the filings.", _refile()),
            "rules": _table("Thresholds of the rules.", _rules()),
            "policy": {
                "description": "Rows of the policy table that override or add, or the name of a CSV file with them.",
                "anyOf": [{"type": "string"}, {"type": "array", "items": {"$ref": "#/$defs/period"}}],
            },
            "release_types": _table("Release types that the tables have not, by format.", _release_types()),
            "edifact": _table("EDIFACT of whom, and of which directory, is read too.", _edifact()),
            "guides": {
                "description": "Guides that you hold, by which layouts are corrected: see `deminimis guide`.",
                "type": "object",
                "additionalProperties": {"$ref": "#/$defs/guide"},
            },
            "layouts": _table("Corrections of layouts: record, field = place. Packs: use = [files].", _layouts()),
        },
        "$defs": {
            "columns": {
                "description": "Columns 4-38, element 5 or component 5-2, widths 1-45; none: no such field.",
                "type": "string",
                "pattern": "^ *([0-9]{1,3}(-[0-9]{1,3})?|none) *$",
            },
            "place": {
                "anyOf": [
                    {"$ref": "#/$defs/columns"},
                    _closed(
                        FIELD,
                        ("place",),
                        {
                            "place": {"$ref": "#/$defs/columns"},
                            "class": {"enum": ["A", "AN", "X", "N"]},
                            "use": {"enum": ["M", "C", "O"]},
                        },
                    ),
                ]
            },
            "guide": _closed(GUIDE, ("sha256",), {"sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"}}),
            "period": {
                "type": "object",
                "required": ["period"],
                "additionalProperties": False,
                "properties": {name: _COLUMN.get(name, {}) for name in COLUMNS},
            },
        },
    }


def _closed(keys: Iterable[str], needed: Iterable[str], own: dict[str, Any]) -> dict[str, Any]:
    """A table of these keys and no others, texts where `own` says nothing else."""
    texts: dict[str, Any] = {key: {"type": "string"} for key in keys}
    return {"type": "object", "required": list(needed), "additionalProperties": False, "properties": texts | own}


def text() -> str:
    """The schema as a file, a record of the layouts on each line."""
    whole = schema()
    records = whole["properties"]["layouts"]["properties"]
    lines = ",\n".join(f"    {json.dumps(tag)}: {json.dumps(one)}" for tag, one in records.items())
    whole["properties"]["layouts"]["properties"] = "RECORDS"
    return json.dumps(whole, indent=1).replace('"RECORDS"', f"{{\n{lines}\n   }}") + "\n"


def _table(description: str, properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "description": description, "type": "object", "additionalProperties": False, "properties": properties,
    }  # fmt: skip


@click.command()
@options.verdict
@options.selection
@options.baseline
@options.ledger
@options.mask
def _shared() -> None:
    """The options that a configuration can set are all among these."""


@click.command()
@refiling.facts
@refiling.wanted
def _of_refile() -> None:
    """The options that [refile] can set are all among these."""


def _refile() -> dict[str, Any]:
    known = {spelling(each): each for each in _of_refile.params if isinstance(each, click.Option)}
    names = [spelt for name in REFILE for spelt in dict.fromkeys((name, name.replace("_", "-")))]
    return {name: _option(known[name.replace("-", "_")]) for name in names}


def _options() -> dict[str, Any]:
    known = {spelling(each): each for each in _shared.params if isinstance(each, click.Option)}
    names = [spelt for name in CONFIGURABLE for spelt in dict.fromkeys((name, name.replace("_", "-")))]
    return {name: _option(known[name.replace("-", "_")]) for name in names}


def _option(each: click.Option) -> dict[str, Any]:
    out: dict[str, Any] = {"description": each.help}
    kind = each.type
    if each.multiple:
        return out | {"type": "array", "items": {"type": "string"}}
    if isinstance(kind, click.Choice):
        default = {"default": each.default} if each.default in kind.choices else {}
        return out | {"enum": list(kind.choices)} | default
    if isinstance(kind, click.IntRange):
        return out | {"type": "integer", "minimum": kind.min, "default": each.default}
    return out | {"type": "boolean" if each.is_flag else "string"}


def _rules() -> dict[str, Any]:
    out: dict[str, Any] = {}
    for each in fields(Settings):
        if each.name in THRESHOLDS and each.default is not MISSING:
            out[each.name] = {"type": "number", "minimum": 0, "default": each.default}
    filer = {"type": "integer", "minimum": 1, "maximum": 9}
    out["check_digit_offsets"] = {
        "type": "object",
        "patternProperties": {"^...$": filer},
        "additionalProperties": False,
    }
    return out


def _release_types() -> dict[str, Any]:
    code = {"enum": list(SAYS)}
    kind = {"type": "object", "patternProperties": {"^[A-Z0-9]{1,3}$": code}, "additionalProperties": False}
    return {name: {"description": CATALOGUE[name].title, **kind} for name in RELEASED}


def _edifact() -> dict[str, Any]:
    texts = {"type": "array", "items": {"type": "string"}}
    return {name: texts | {"examples": [[example]]} for name, example in EDIFACT.items()}


def _layouts() -> dict[str, Any]:
    """Every record that some format has, with the fields of all layouts of that name and their places as default."""
    found: dict[str, dict[str, Any]] = {}
    titles: dict[str, str] = {}
    for form in FORMATS.values():
        for tag, layout in form.layouts.items():
            titles.setdefault(tag, layout.title)
            for each in layout.fields:
                if not each.filler:
                    place = {"$ref": "#/$defs/place", "default": str(each.place)}
                    found.setdefault(tag, {}).setdefault(each.name, place)
    packs = {USE: {"description": "Files with [layouts.RECORD] and [guides.NAME].", "type": "array",
                   "items": {"type": "string"}}}  # fmt: skip
    return packs | {tag: _table(titles[tag], found.get(tag, {})) for tag in sorted(titles)}
