"""`deminimis digest` in its forms: text, json, csv, html, xlsx; a row an importer, a filer or a consignee."""

import io
import json
from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import Any, Final

import polars as pl

from deminimis.cli import words
from deminimis.cli.reporters.parts import worklist as parts
from deminimis.cli.reporters.parts.cells import amount, table

BY: Final = ("importer", "filer", "consignee")
NONE: Final = "none named"
FIRST: Final = 50  # rows of the text and of the page without --all
STATES: Final = ("open", "refused again", "refiled", "accepted")
_COUNTS: Final = ("claims", "open", "refused_again", "refiled", "accepted", "late")
COLUMNS: Final = ("claims", "value", *_COUNTS[1:], "first_day")


def summed(rows: pl.DataFrame, by: str) -> pl.DataFrame:
    """`rows` (FOLLOWED, with the column `by`) added up, a row a value of `by`: the most to do first.

    value_cents: of what CBP has not accepted, as far as it can be read. first_day: the earliest day of that.
    """
    todo = pl.col("state") != "accepted"
    states = {state.replace(" ", "_"): (pl.col("state") == state).sum() for state in STATES}
    out = rows.group_by(pl.col(by).alias("key"), maintain_order=True).agg(
        claims=pl.len(), late=pl.col("late").sum(), value_cents=pl.col("value_cents").filter(todo).sum(),
        first_day=pl.col("day").filter(todo).min(), **states,
    )  # fmt: skip
    order = ["late", "open", "refused_again", "claims"]
    return out.sort(*order, "key", descending=[True] * len(order) + [False], nulls_last=True, maintain_order=True)


class Digest:
    """What a form is made from. rows: of `cli.session.followed`. everything: also those with nothing left to do."""

    def __init__(self, rows: pl.DataFrame, by: str, since: date, as_of: date, everything: bool, width: int) -> None:
        self.rows, self.by, self.since, self.as_of = rows, by, since, as_of
        self.everything, self.width = everything, width

    @cached_property
    def shown(self) -> list[dict[str, Any]]:
        """The rows that are listed."""
        found = summed(self.rows, self.by)
        mine = found if self.everything else found.filter(pl.col("claims") > pl.col("accepted"))
        return [row | {"key": words.clean(row["key"]) or NONE} for row in mine.iter_rows(named=True)]

    @property
    def title(self) -> str:
        """What it is about."""
        return f"Refused claims by {self.by} since {words.day(self.since)}, as of {words.day(self.as_of)}"

    @property
    def answer(self) -> str:
        """The sums, in a sentence."""
        return parts.sentence(self.rows)


def text(digest: Digest) -> str:
    """The answer, then a line a row."""
    from rich.console import Console  # noqa: PLC0415 - only this form needs it

    from deminimis.cli.reporters.parts.rows import Rows  # noqa: PLC0415

    out = io.StringIO()
    console = Console(
        file=out, width=digest.width, no_color=True, highlight=False, markup=False, emoji=False, force_terminal=False
    )
    console.print(f"{digest.title}.")
    console.print(digest.answer)
    rows = digest.shown if digest.everything else digest.shown[:FIRST]
    if rows:
        titles = [name.replace("_", " ") for name in COLUMNS[:-1]]
        lines = Rows(
            digest.by, *titles, "earliest", below=("accepted", "refiled"), shortened=digest.by, spared=("accepted",)
        )
        for row in rows:
            counts = [f"{row[name]:,}" if row[name] else "" for name in _COUNTS[1:]]
            day = row["first_day"].isoformat() if row["first_day"] else ""
            lines.row(row["key"], f"{row['claims']:,}", words.dollars(row["value_cents"]), *counts, day)
        console.print()
        lines.print(console)
    if len(digest.shown) > len(rows):
        more = words.many(len(digest.shown) - len(rows), f"more {digest.by}")
        console.print(f"\n... and {more}: --all, or --format csv")
    return "".join(line.rstrip() + "\n" for line in out.getvalue().splitlines())


def _json(digest: Digest) -> str:
    head = {
        "version": 1, "by": digest.by, "since": digest.since.isoformat(), "as_of": digest.as_of.isoformat(),
        "totals": parts.totals(digest.rows),
    }  # fmt: skip
    rows = [
        {digest.by: None if row["key"] == NONE else row["key"]}
        | {name: row[name] for name in ("claims", "value_cents", *_COUNTS[1:])}
        | {"first_day": row["first_day"].isoformat() if row["first_day"] else None}
        for row in digest.shown
    ]
    return json.dumps({**head, "rows": rows}, indent=1) + "\n"


def _csv(digest: Digest) -> str:
    return table((digest.by, *COLUMNS), ([row["key"], *_plain(row)] for row in digest.shown))


def _plain(row: dict[str, Any]) -> list[Any]:
    return [
        row["claims"], amount(row["value_cents"]), *(row[name] for name in _COUNTS[1:]),
        row["first_day"].isoformat() if row["first_day"] else "",
    ]  # fmt: skip


def _xlsx(digest: Digest) -> bytes:
    from deminimis.cli.reporters.parts.workbook import Book, dollars  # noqa: PLC0415 - only this form needs it

    book = Book(digest.title, hides_empty=True)
    head = [(digest.by.capitalize(), 44), ("Claims", 9), ("Value", 13)]
    head += [(name.replace("_", " ").capitalize(), 10) for name in _COUNTS[1:]] + [("Earliest", 12)]
    rows = (
        [row["key"], row["claims"], dollars(row["value_cents"]), *(row[name] for name in _COUNTS[1:]), row["first_day"]]
        for row in digest.shown
    )
    book.table("Digest", head, rows, len(digest.shown))
    parts.sheet(book, parts.unfinished(digest.rows), importers=True)
    return book.content()


def _html(digest: Digest) -> str:
    from deminimis.cli.reporters.page import page  # noqa: PLC0415 - only this form needs it
    from deminimis.cli.reporters.page.tables import Column, arrival, filled  # noqa: PLC0415

    columns = [
        Column("key", digest.by.capitalize(), "person"), Column("claims", "Claims", "num"),
        Column("value", "Value", "num", "value_cents"),
        *(Column(name, name.replace("_", " ").capitalize(), "num") for name in _COUNTS[1:]),
        Column("day", "Earliest", sort="iso"),
    ]  # fmt: skip
    top = digest.shown if digest.everything else digest.shown[:FIRST]
    rows = [row | {"value": words.dollars(row["value_cents"]), **arrival(row["first_day"])} for row in top]
    hidden = len(digest.shown) - len(rows)
    return page(
        "digest.html",
        title=digest.title,
        answer=digest.answer,
        tone="fine" if parts.unfinished(digest.rows).is_empty() else "bad",
        by=digest.by,
        columns=filled(columns, rows),
        caption=words.many(len(rows), digest.by),
        rows=rows,
        more=f"... and {hidden:,} more: --all, or --format csv" if hidden else "",
    )


FORMS: Final[dict[str, Callable[[Digest], str | bytes]]] = {
    "text": text, "json": _json, "csv": _csv, "html": _html, "xlsx": _xlsx,
}  # fmt: skip
