"""Tables for tests: the template's example row, with other cells."""

import csv
import io
from typing import Any

from deminimis.edi.spreadsheets.check import Checked, check
from deminimis.edi.spreadsheets.reading import read
from deminimis.edi.spreadsheets.sheet import Terms
from deminimis.edi.spreadsheets.sheets import SHEETS, template

Row = dict[str, str]


def example(form: str) -> Row:
    """The example row of the template."""
    header, row = csv.reader(io.StringIO(template(SHEETS[form])))
    return dict(zip(header, row, strict=True))


def text(rows: list[Row]) -> str:
    """The rows as CSV; the first one names the columns."""
    out = io.StringIO()
    table = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    return out.getvalue()


def checked(form: str, rows: list[Row], **terms: Any) -> Checked:
    """The rows, read and checked."""
    return check(SHEETS[form], read(text(rows).encode()), Terms(**terms))


def found(form: str, rows: list[Row], **terms: Any) -> list[tuple[int, str, str]]:
    """Row, column and code of each finding."""
    rows_ = checked(form, rows, **terms).findings.select("line", "field", "code").rows()
    return sorted((int(line), str(field), str(code)) for line, field, code in rows_)
