"""Tables for tests: the template's example row, with other cells."""

import csv
import io

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
