"""`deminimis worklist` in its forms: text, json, csv, xlsx, html; a row a refused claim without an accepted entry."""

import json
from collections.abc import Callable
from typing import Any, Final, NamedTuple

import polars as pl

from deminimis.cli import words
from deminimis.cli.reporters.parts import worklist as parts
from deminimis.cli.reporters.parts.cells import amount, table

FIRST: Final = 20  # consignee days shown without --all


class Worklist(NamedTuple):
    """What a form is made from: `rows` are those of FOLLOWED with `path`; with `everything` the accepted ones too."""

    rows: pl.DataFrame
    as_of: str
    complete: bool
    everything: bool
    width: int = 100

    @property
    def shown(self) -> pl.DataFrame:
        """The rows that are listed."""
        return self.rows if self.everything else parts.unfinished(self.rows)


def text(worklist: Worklist) -> str:
    """The answer, then a line a bill under each consignee and day, and what to do; late ones first."""
    import io  # noqa: PLC0415

    from rich.console import Console  # noqa: PLC0415 - only this form needs it

    out = io.StringIO()
    console = Console(
        file=out, width=worklist.width, no_color=True, highlight=False, markup=False, emoji=False, force_terminal=False
    )
    console.print(parts.sentence(worklist.rows) + ("" if worklist.complete else " Not everything could be read."))
    days = list(parts.days(worklist.shown))
    shown = days if worklist.everything else days[:FIRST]
    for title, rows in shown:
        console.print()
        console.print(title)
        parts.lines(rows).print(console)
        for step in parts.steps(rows):
            console.print(f"  {step}", soft_wrap=False)
    if len(days) > len(shown):
        console.print(f"\n... and {words.many(len(days) - len(shown), 'more consignee day')}: --all, or --format csv")
    if way := parts.way(parts.unfinished(worklist.rows)):
        console.print()
        console.print(way)
    return "".join(line.rstrip() + "\n" for line in out.getvalue().splitlines())


def _json(worklist: Worklist) -> str:
    head = {"version": 1, "as_of": worklist.as_of, "complete": worklist.complete, "totals": parts.totals(worklist.rows)}
    return json.dumps({**head, "rows": parts.plain(worklist.shown)}, indent=1) + "\n"


def _cells(row: dict[str, Any]) -> list[Any]:
    cells = row | {"value": amount(row["value_cents"]), "file": row["path"]}
    return [cells[name] for name in parts.COLUMNS]


def _csv(worklist: Worklist) -> str:
    return table(parts.COLUMNS, (_cells(row) for row in worklist.shown.iter_rows(named=True)))


def _xlsx(worklist: Worklist) -> bytes:
    from deminimis.cli.reporters.parts.workbook import Book  # noqa: PLC0415 - only this form needs it

    book = Book("De minimis worklist", hides_empty=True)
    parts.sheet(book, worklist.shown)
    return book.content()


def _html(worklist: Worklist) -> str:
    from deminimis.cli.reporters.page import page  # noqa: PLC0415 - only this form needs it
    from deminimis.cli.reporters.page.tables import CLAIM, claim, filled  # noqa: PLC0415

    spared = {"late", "day", "consignee"}  # they are in the heading
    days = []
    for title, of_day in parts.days(worklist.shown):
        rows = [claim(row) for row in of_day]
        columns = [each for each in filled(CLAIM, rows) if each.key not in spared]
        days.append({"title": title, "rows": rows, "columns": columns, "next": parts.steps(of_day)})
    return page(
        "worklist.html",
        title="De minimis worklist",
        answer=parts.sentence(worklist.rows),
        tone="bad" if days else "fine",
        complete=worklist.complete,
        as_of=worklist.as_of,
        days=days,
        way=parts.way(parts.unfinished(worklist.rows)),
    )


FORMS: Final[dict[str, Callable[[Worklist], str | bytes]]] = {
    "text": text, "json": _json, "csv": _csv, "xlsx": _xlsx, "html": _html,
}  # fmt: skip
