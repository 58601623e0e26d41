"""A list of our own template comes back equal through each kind of file."""

import csv
import io
import re
from collections.abc import Sequence

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from deminimis.edi.lists.reading import take
from deminimis.edi.lists.ways import Ways
from deminimis.edi.spreadsheets.entries import ENTRIES
from deminimis.edi.spreadsheets.reading import ROW
from tests.build.tables import example
from tests.build.workbooks import ods_of, xls_of, xlsx

OWN = [column.name for column in ENTRIES.columns]
Cells = Sequence[Sequence[str]]

# what a text of a cell may be: separators, quotes, line breaks, letters of Windows-1252, digits with zeros in front
texts = st.text("AZaz009  ,;|\t\"'=+-@\nÉüß€/.#&<>", min_size=1, max_size=12).map(str.strip).filter(bool)
# an apostrophe in front of = + - @ is a mark of ours, which reading takes off; letters with accents that all come in
# pairs are taken for Chinese
plain = texts.filter(lambda text: not any(f"'{sign}" in text for sign in "=+-@") and not re.search("[Éüß]{2}", text))
rows = st.lists(st.tuples(plain, plain, plain), min_size=1, max_size=4)


def separated(cells: Cells, separator: str, encoding: str, end: str = "\r\n") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, lineterminator=end).writerows(cells)
    return out.getvalue().encode(encoding)


def texts_of(cells: Cells) -> bytes:
    """A workbook whose cells are texts, whatever they begin with."""
    return xlsx(lambda _, sheet: [
        sheet.write_string(row, at, cell) for row, line in enumerate(cells) for at, cell in enumerate(line) if cell
    ])  # fmt: skip


KINDS = {
    "xlsx": texts_of, "xls": xls_of, "ods": ods_of, "tsv": lambda cells: separated(cells, "\t", "utf-8"),
    **{
        f"csv {separator} {encoding}": lambda cells, s=separator, e=encoding: separated(cells, s, e)
        for separator in ",;|" for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252")
    },
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=5, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(drawn=rows)
def test_a_list_of_our_template_comes_back_equal(kind: str, drawn: list[tuple[str, str, str]]) -> None:
    head = example(ENTRIES.format)
    cells = [
        head
        | {"entry_number": f"ZZZ{number:07d}", "consignee_name": name, "consignee_address": street, "voyage": other}
        for number, (name, street, other) in enumerate(drawn)
    ]
    listed, _ = take(KINDS[kind]([OWN, *([row[name] for name in OWN] for row in cells)]), OWN, Ways())
    assert listed.questions == () and listed.ours
    back = listed.table.rows.drop(ROW, "ship", strict=False).rows(named=True)
    assert back == [{name: row[name] or None for name in listed.table.header} for row in cells]
    assert set(OWN) - set(listed.table.header) <= {name for name in OWN if not any(row[name] for row in cells)}
