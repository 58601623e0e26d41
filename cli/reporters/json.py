"""The whole report as one JSON document (`cli.reporters.parts.document`); written also when nothing was found."""

import json

from deminimis.cli.reporters.parts.document import document
from deminimis.cli.session.report import Report


def render(report: Report) -> str:
    """The document, indented, keys in their documented order."""
    return json.dumps(document(report), indent=1, ensure_ascii=True) + "\n"
