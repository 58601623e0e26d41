"""The report of an audit, made from its tables: by year and period, by filer, by consignee, and what was found."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import polars as pl

from deminimis.cli import words
from deminimis.cli.reporters.parts.advice import instead
from deminimis.cli.reporters.parts.workbook import Book, dollars
from deminimis.cli.session.mask import masked_rows
from deminimis.rules.codes import CODES

_MOST: Final = 10  # consignees and filers that the text shows
_WIDTH: Final = 80
_FLAGGED: Final = ("warn", "withhold", "reject")


class Table(NamedTuple):
    """One table of the report: a heading, and columns with their widths; a column of cents ends in `_cents`."""

    title: str
    rows: pl.DataFrame


class Asked(NamedTuple):
    """assumptions: other rules than those of the program, a sentence each. mask: names and addresses are hidden.

    lie: where the tables lie for whoever reads the report, if that is not the folder that it is made from.
    """

    assumptions: tuple[str, ...] = ()
    mask: bool = False
    lie: str = ""

    def where(self, folder: Path) -> str:
        """The folder or address of the tables, to be printed."""
        return words.clean(self.lie or str(folder))


PLAIN: Final = Asked()


def tables(folder: Path, asked: Asked = PLAIN) -> Iterator[Table]:
    """All of them, complete. folder: the results of `deminimis audit`."""
    for each in _tables(folder, "consignee_key" if asked.mask else "consignee"):
        yield each._replace(rows=masked_rows(each.rows)) if asked.mask else each


def _tables(folder: Path, name: str) -> Iterator[Table]:
    """name: the column that names a consignee; of one person a mask is the same everywhere by the key."""
    groups, claims, found = (
        pl.scan_parquet(folder / name / "*.parquet") for name in ("groups", "shipments", "findings")
    )
    over, verdict = pl.col("over"), pl.col("verdict")
    above = pl.when(over & (pl.col("counted_cents") > pl.col("limit_cents")))
    sums = (
        pl.len().alias("days"), over.sum().alias("over"), (verdict == "unknown").sum().alias("unknown"),
        above.then(pl.col("counted_cents") - pl.col("limit_cents")).sum().alias("above_limit_cents"),
        pl.col("total_cents").sum().alias("total_cents"),
    )  # fmt: skip
    by = ["year", "period", "action"]
    yield Table("By year and period", groups.group_by(by).agg(*sums).sort(by, nulls_last=True).collect())
    for who in ("importer", "filer"):
        yield Table(f"By {who}", _by(claims, who))
    by_person = groups.filter(over | (verdict != "clear")).group_by("consignee_key").agg(
        pl.col(name).first().alias("consignee"), *sums, pl.col("counted_cents").max().alias("highest_day_cents")
    )  # fmt: skip
    order = ["over", "above_limit_cents", "days", "consignee"]
    yield Table(
        "By consignee",
        by_person.drop("consignee_key", "total_cents").sort(order, descending=[True, True, True, False]).collect(),
    )
    names = {code.code: code.name for code in CODES.values()}
    codes = found.group_by("code", "severity").len("count").sort("code", "severity").collect()
    yield Table("Findings", codes.with_columns(name=pl.col("code").replace_strict(names, return_dtype=pl.String)))


def _by(claims: pl.LazyFrame, who: str) -> pl.DataFrame:
    ship, verdict = pl.col("ship"), pl.col("verdict")
    sums = claims.group_by(who).agg(
        ship.n_unique().alias("claims"), ship.filter(verdict.is_in(_FLAGGED)).n_unique().alias("flagged"),
        ship.filter(verdict == "unknown").n_unique().alias("unknown"),
        ship.filter(pl.col("move_to").is_not_null()).n_unique().alias("to_file_otherwise"),
    )  # fmt: skip
    return sums.sort("flagged", "claims", who, descending=[True, True, False]).collect()


def severities(folder: Path) -> list[str]:
    """Those of all that was found."""
    return (
        pl.scan_parquet(folder / "findings" / "*.parquet").select("severity").unique().collect()["severity"].to_list()
    )


def months(folder: Path) -> pl.DataFrame:
    """month, days (of consignees), flagged (above the limit, or with a claim that is refused), in order of month."""
    groups = pl.scan_parquet(folder / "groups" / "*.parquet").filter(pl.col("day").is_not_null())
    flagged = pl.col("over") | pl.col("verdict").is_in(_FLAGGED)
    by_month = groups.group_by(month=pl.col("day").dt.truncate("1mo")).agg(days=pl.len(), flagged=flagged.sum())
    return by_month.sort("month").collect()


def text(folder: Path, asked: Asked = PLAIN) -> str:
    """The report for a terminal of 80 columns: the first rows of each table, and what to do next."""
    out = [f"{words.folded(each, _WIDTH)}\n" for each in (*assumed(asked), sentence(folder))]
    for table in tables(folder, asked):
        if table.rows.is_empty():
            continue
        rows = table.rows if table.title in ("Findings", "By year and period") else table.rows.head(_MOST)
        out.append(f"\n{table.title}\n" + "".join(f"{line}\n" for line in _lines(rows)))
        if rows.height < table.rows.height:
            out.append(f"   ... and {table.rows.height - rows.height:,} more: they are in {asked.where(folder)}\n")
    if steps := next_steps(folder, asked):
        out.append("\n" + "".join(f"{words.folded(each, _WIDTH)}\n" for each in steps))
    return "".join(out)


def assumed(asked: Asked) -> list[str]:
    """What the report rests on that is not the program's own."""
    return [f"Assumed: {words.clean(each)}." for each in asked.assumptions]


def next_steps(folder: Path, asked: Asked = PLAIN) -> list[str]:
    """What to do, a sentence for refused claims and one for those of which it cannot be told."""
    summary = _summary(folder)
    out = []
    if summary["rejected"]:
        refused = words.many(summary["rejected"], "refused claim")
        out.append(f"Next: {words.REFILE} writes the entries in place of {refused}.")
    if summary["shipments_unknown"]:
        out.append(f"Next: {instead('unknown')}; the table findings in {asked.where(folder)} names each place.")
    return out


def _summary(folder: Path) -> dict[str, Any]:
    return pl.read_parquet(folder / "summary" / "*.parquet").row(0, named=True)


def sentence(folder: Path) -> str:
    """The whole in some sentences."""
    summary = _summary(folder)
    said = (
        f"{words.many(summary['files'], 'file')}, {words.many(summary['shipments'], 'shipment')}, "
        f"{words.many(summary['claims'], 'de minimis claim')} worth {words.dollars(summary['claimed_cents'])}. "
        f"{words.many(summary['groups'], 'consignee day')}, {summary['groups_over']:,} above the limit; "
        f"{words.many(summary['shipments_flagged'], 'claim')} warned of, withheld or rejected; "
        f"of {summary['shipments_unknown']:,} it cannot be told. "
        f"Entries filed: {summary['entries_11']:,} of type 11, {summary['entries_01']:,} of type 01."
    )
    if not summary["complete"]:
        said += " Not all files could be wholly read: see the findings EDI1xx."
    return said


def _lines(rows: pl.DataFrame) -> Iterator[str]:
    """A table with its header, numbers on the right; a text column takes what is left of 80."""
    head = [name.removesuffix("_cents").replace("_", " ") for name in rows.columns]
    cells = [[cell(name, value) for name, value in row.items()] for row in rows.iter_rows(named=True)]
    widths = [max(len(row[at]) for row in [head, *cells]) for at in range(len(head))]
    number = [dtype.is_numeric() for dtype in rows.dtypes]
    longest = next((at for at, name in enumerate(rows.columns) if name == "consignee"), None)
    if longest is not None:
        widths[longest] = max(12, min(widths[longest], 78 - sum(widths) + widths[longest] - 2 * len(widths)))
    for row in [head, *cells]:
        line = "  ".join(
            (each.rjust if number[at] else each.ljust)(widths[at]) if len(each) <= widths[at]
            else each[: widths[at] - 1] + "…" for at, each in enumerate(row)
        )  # fmt: skip
        yield f"  {line.rstrip()}"


def cell(name: str, value: Any) -> str:
    """A value as the report shows it; columns of cents end in `_cents`."""
    if value is None:
        return "-"
    if name.endswith("_cents"):
        return words.dollars(value)
    return str(value) if name == "year" or not isinstance(value, int) else f"{value:,}"


def workbook(folder: Path, asked: Asked = PLAIN) -> bytes:
    """The same as a workbook, all rows."""
    book = Book("deminimis audit")
    said = [*assumed(asked), sentence(folder), *next_steps(folder, asked)]
    book.table("Summary", [("summary", 120)], ([each] for each in said), len(said))
    for table in tables(folder, asked):
        names = [name.removesuffix("_cents").replace("_", " ") for name in table.rows.columns]
        widths = [40 if name in ("consignee", "name") else 14 for name in names]
        rows = (
            [dollars(value) if name.endswith("_cents") else value for name, value in row.items()]
            for row in table.rows.iter_rows(named=True)
        )
        book.table(table.title, list(zip(names, widths, strict=True)), rows, table.rows.height)
    return book.content()
