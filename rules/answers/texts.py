"""The texts of what is answered, as data: answer_texts.csv, one row a message format and code.

`type` is the message type of an SE90 (11, 13), `final` or `accepted`, `rejected` for a row that closes a message.
Status and source are those of the text; the code itself is settled in `rules.answers.which_code`.
"""

from functools import cache

import polars as pl

from deminimis.edi.catalogue import CATALOGUE
from deminimis.rules import data as packaged


@cache
def texts() -> pl.DataFrame:
    """Columns format, code, type, text, status; an empty cell is null.

    Raises ValueError for a text that its place cannot hold, or an EDIFACT text outside character set A.
    """
    table = [{k: v or None for k, v in row.items()} for row in packaged.rows("answer_texts")]
    for row in table:
        text, form = row["text"] or "", row["format"] or ""
        if len(text) > (CATALOGUE[form].text_width or 0):
            raise ValueError(f"{form} {row['code']}: {text!r} is wider than {CATALOGUE[form].text_width}")
        if CATALOGUE[form].character_set_a and ("$" in text or text != text.upper()):
            raise ValueError(f"{form} {row['code']}: {text!r} is not in character set A")
    schema = dict.fromkeys(("format", "code", "type", "text", "status"), pl.String())
    return pl.DataFrame([{name: row[name] for name in schema} for row in table], schema=schema)


def closing(form: str, kind: str) -> dict[str, str | None]:
    """Code, text and status of the row of `form` whose type is `kind` (accepted, rejected)."""
    found = texts().filter((pl.col("format") == form) & (pl.col("type") == kind))
    return dict(found.select("code", "text", "status").row(0, named=True))
