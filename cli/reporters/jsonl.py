"""One JSON object a line: files, groups, refused claims, findings, the summary; each says its `type`."""

import json
from collections.abc import Mapping
from typing import Final

from deminimis.cli.reporters.parts.document import document
from deminimis.cli.session.report import Report

_TYPES: Final = {"files": "file", "groups": "group", "worklist": "refused", "findings": "finding"}


def render(report: Report) -> str:
    """The document's parts, one a line."""
    return _lines(report, _TYPES)


def render_short(report: Report) -> str:
    """The files and the summary alone."""
    return _lines(report, {"files": "file"})


def _lines(report: Report, types: Mapping[str, str]) -> str:
    whole = document(report)
    rows = [{"type": kind, **part} for key, kind in types.items() for part in whole[key]]
    head = {key: whole[key] for key in ("version", "as_of", "complete", "layouts")}
    rows.append({"type": "summary", **head, **whole["summary"]})
    return "".join(json.dumps(row) + "\n" for row in rows)
