"""Rows of a template as they are read and checked."""

from typing import Any

from deminimis.edi.spreadsheets.check import Checked, check
from deminimis.edi.spreadsheets.reading import read
from deminimis.edi.spreadsheets.sheet import Terms
from deminimis.edi.spreadsheets.sheets import SHEETS
from tests.build.tables import Row, text


def checked(form: str, rows: list[Row], **terms: Any) -> Checked:
    """The rows, read and checked."""
    return check(SHEETS[form], read(text(rows).encode()), Terms(**terms))


def found(form: str, rows: list[Row], **terms: Any) -> list[tuple[int, str, str]]:
    """Row, column and code of each finding."""
    rows_ = checked(form, rows, **terms).findings.select("line", "field", "code").rows()
    return sorted((int(line), str(field), str(code)) for line, field, code in rows_)
