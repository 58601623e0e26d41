"""What is still missing, as a table to fill in and give back: a row an entry, or a line of it, a column a field."""

from collections.abc import Iterator
from typing import Any, Final

import polars as pl

from deminimis.cli import words
from deminimis.cli.options.refiling import PARTIES
from deminimis.cli.refile.complete import Planned
from deminimis.cli.refile.given import LINE, TOLD, WORDS, parted
from deminimis.cli.reporters.parts.cells import table
from deminimis.cli.reporters.parts.workbook import Book
from deminimis.edi.layout.kinds import AMOUNT
from deminimis.edi.spreadsheets.from_filings import COLUMNS, OF_LINES

STEM: Final = "missing"
FORMS: Final = ("csv", "xlsx")
_WIDTHS: Final = {"bill": 24, "line": 6, "problem": 60, "about": 50}


def to_fill_in(plan: Planned, problems: pl.DataFrame) -> pl.DataFrame:
    """The problems without those of parties that are another's copy, where that one has them too, and without a type
    that is unknown because a value is.
    """
    valueless = problems.filter(pl.col("field") == "value")["claim"].implode()
    problems = problems.filter(~((pl.col("field") == "entry_type") & pl.col("lack") & pl.col("claim").is_in(valueless)))
    copied = plan.cells.unique("claim", keep="first").select("claim", party="copied").explode("party").drop_nulls()
    fields = pl.concat(copied.select("claim", field=pl.format("{}_{}", "party", pl.lit(word))) for word in WORDS)
    others = problems.join(fields, on=["claim", "field"], how="anti", maintain_order="left")
    lost = problems.join(others, on="claim", how="anti", maintain_order="left")  # they have no other problem
    return pl.concat([others, lost])


def rows(plan: Planned, problems: pl.DataFrame) -> pl.DataFrame:
    """The sheet, all text: bill, line, problem, about, then each field that some entry lacks, with what it has now."""
    fields = _columns(set(problems["field"]))
    said = pl.format("{}: {}", "field", "text")
    each = problems.unique(maintain_order=True).group_by("claim", "line_no", maintain_order=True)
    told = each.agg(problem=said.str.join("; "))
    goods = parted(plan.cells).group_by("claim").agg(
        about=_about(), lines=pl.len(),
        **{name: pl.col(name).first() for name in ("bill", *fields) if name not in OF_LINES},
    )  # fmt: skip
    lines = plan.cells.select("claim", "line_no", *(name for name in fields if name in OF_LINES))
    both = told.join(goods, on="claim", how="left", maintain_order="left")
    both = both.join(lines, on=["claim", "line_no"], how="left", maintain_order="left")
    whole = pl.col("line_no").is_null()
    shown = (pl.when(whole == (name not in OF_LINES)).then(name).alias(name) for name in fields)
    return both.sort("claim", "line_no", nulls_last=False, maintain_order=True).select(
        "bill", pl.col("line_no").cast(pl.String).alias(LINE), *TOLD, *shown
    )


def _columns(lacking: set[str]) -> list[str]:
    """The columns of the sheet: of a party all, since a name alone is nobody."""
    parties = {party for party in PARTIES if any(name.startswith(f"{party}_") for name in lacking)}
    whole = {f"{party}_{word}" for party in parties for word in WORDS}
    return [name for name in COLUMNS if name != "bill" and name in lacking | whole]


def _about() -> pl.Expr:
    """What a reader knows the entry by; cells that are not known are left out."""
    worth = pl.format("${}", AMOUNT.show(pl.col("claim_cents").first()))
    kind = pl.format("type {}", pl.col("entry_type").first())
    parts = (pl.col("consignee_name").first(), pl.col("buyer_name").first(), worth,
             pl.col("estimated_arrival").first(), kind)  # fmt: skip
    return pl.concat_list(*parts).list.drop_nulls().list.unique(maintain_order=True).list.join(", ").first()


def content(frame: pl.DataFrame, form: str) -> bytes:
    """The sheet as a file."""
    if form == "csv":
        return table(tuple(frame.columns), frame.iter_rows()).encode()
    book = Book("What is missing of the entries")
    columns = [(name, _WIDTHS.get(name, 16)) for name in frame.columns]
    shown: Iterator[list[Any]] = (list(row) for row in frame.iter_rows())
    book.table(STEM, columns, shown, frame.height, to_fill_in=True)
    return book.content()


def lacks(problems: pl.DataFrame) -> Iterator[str]:
    """For people: how many entries lack what, the most first."""
    counts = problems.group_by("field").agg(n=pl.col("claim").n_unique()).sort("n", "field", descending=[True, False])
    for field, count in counts.iter_rows():
        yield f"  {field}: {words.many(count, 'claim')}"
