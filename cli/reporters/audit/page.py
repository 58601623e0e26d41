"""The report of an audit as one page, offline: a drawing by month, and its tables, of which each can be searched."""

from pathlib import Path
from typing import Any, Final

from deminimis.cli import words
from deminimis.cli.reporters.audit import text
from deminimis.cli.reporters.page import page
from deminimis.cli.reporters.page.tables import Column

_ROWS: Final = 500  # of a table; all of them are in the folder
_MONTHS: Final = 60  # five years, for which records are kept
_WIDTH: Final = 500  # of the longest bar; the drawing is 900 wide
_ROW: Final = 22


def html(folder: Path, asked: text.Asked = text.PLAIN) -> str:
    """folder: the results of `deminimis audit`."""
    answer, _, rest = text.sentence(folder).partition(". ")
    rest = " ".join([*text.assumed(asked), rest, *text.next_steps(folder, asked)])
    tables = list(text.tables(folder, asked))
    sections = [_section(table) for table in tables]
    flagged = any(table.title == "Findings" and table.rows.height for table in tables)
    return page(
        "audit.html", title="deminimis audit", answer=f"{answer}.", rest=rest, tone="bad" if flagged else "fine",
        bars=bars(folder), sections=sections, folder=asked.where(folder),
    )  # fmt: skip


def _section(table: text.Table) -> dict[str, Any]:
    number = {name for name, dtype in table.rows.schema.items() if dtype.is_numeric()}
    columns = [
        Column(name, name.removesuffix("_cents").replace("_", " ").capitalize(), "num" if name in number else "person",
               f"{name}-sort" if name in number else "")
        for name in table.rows.columns
    ]  # fmt: skip
    rows = [
        {name: words.clean(text.cell(name, value)) for name, value in row.items()}
        | {f"{name}-sort": row[name] or 0 for name in number}
        for row in table.rows.head(_ROWS).iter_rows(named=True)
    ]
    more = table.rows.height - len(rows)
    return {
        "title": table.title, "id": table.title.lower().replace(" ", "-"), "columns": columns, "rows": rows,
        "caption": words.many(len(rows), "row"), "more": f"... and {more:,} more" if more > 0 else "",
    }  # fmt: skip


def bars(folder: Path) -> dict[str, Any] | None:
    """Of each month how many consignee days are above the limit or have a claim refused; None where none has."""
    months = text.months(folder).tail(_MONTHS)
    if not months.height or not months["flagged"].sum():
        return None
    scale = _WIDTH / int(months["flagged"].max() or 1)  # type: ignore[arg-type]
    rows = [
        {
            "y": n * _ROW,
            "name": f"{row['month']:%B %Y}",
            "width": round(row["flagged"] * scale),
            "verdict": "warn",
            "amount": f"{row['flagged']:,} of {row['days']:,}",
            "title": f"{row['month']:%B %Y}: {row['flagged']:,} of {words.many(row['days'], 'consignee day')}",
        }
        for n, row in enumerate(months.iter_rows(named=True))
    ]
    label = "Consignee days above the limit, or with a claim that is refused, by month"
    return {"rows": rows, "height": len(rows) * _ROW + 4, "label": label}
