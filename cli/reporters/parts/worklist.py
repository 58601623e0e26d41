"""The worklist in words: what is open, whose turn it is, and what to do; for the command and for every report."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from deminimis.cli import words
from deminimis.cli.reporters.parts.workbook import Book, dollars

if TYPE_CHECKING:
    from deminimis.cli.reporters.parts.rows import Rows
    from deminimis.cli.session.report import Report

OPEN: Final = ("open", "refused again")  # somebody has to do something; `refiled` waits for CBP
COLUMNS: Final = (
    "late", "consignee", "day", "bill", "entry_number", "value", "state", "refused_by", "refiled_by", "refiled_type",
    "refiled_on", "answer", "answer_text", "answered_at", "file_as", "why", "who", "next", "format", "file", "line",
)  # fmt: skip
_LISTED: Final = 5


def with_paths(report: "Report") -> pl.DataFrame:
    """The worklist of a report with `path`, the name of the file of each claim."""
    paths = dict(enumerate(report.paths))
    path = pl.col("file").replace_strict(paths, default=None, return_dtype=pl.String)
    return report.worklist.with_columns(path=path)


def unfinished(followed: pl.DataFrame) -> pl.DataFrame:
    """The claims that CBP has accepted no entry for, in the order of the worklist."""
    return followed.filter(pl.col("state") != "accepted")


def untold(followed: pl.DataFrame) -> bool:
    """Whether of some row it cannot be told if it is a refused claim."""
    unknown = (pl.col("verdict") == "unknown").fill_null(True)
    return not followed.filter(unknown & (pl.col("state") != "accepted")).is_empty()


def totals(followed: pl.DataFrame) -> dict[str, int]:
    """How many claims are in each state, and how many of those that are not accepted are late."""
    counts = dict(followed["state"].cast(pl.String).value_counts().iter_rows())
    states = {name.replace(" ", "_"): counts.get(name, 0) for name in ("open", "refused again", "refiled", "accepted")}
    return {"claims": followed.height, **states, "late": int(followed["late"].sum())}


def sentence(followed: pl.DataFrame) -> str:
    """One line: how many refused claims there are and what became of them."""
    told = totals(followed)
    if not told["claims"]:
        return "No refused claim."
    parts = [
        f"{told['open']:,} open" if told["open"] else "",
        f"{told['refused_again']:,} refused again" if told["refused_again"] else "",
        f"{told['refiled']:,} refiled and not yet accepted" if told["refiled"] else "",
        f"{told['accepted']:,} accepted" if told["accepted"] else "",
    ]
    late = f" {told['late']:,} of them late: the day of arrival is past." if told["late"] else ""
    return f"{words.many(told['claims'], 'refused claim')}: {', '.join(part for part in parts if part)}.{late}"


def way(rows: pl.DataFrame, mark: str = "") -> str:
    """How the entries of those of these claims that are open are written, a sentence; empty where none is to be.

    mark: what stands around the command.
    """
    to_write = rows.filter(pl.col("state").cast(pl.String).is_in(OPEN), pl.col("file_as").is_not_null())
    return "" if to_write.is_empty() else f"Next: {mark}{words.REFILE}{mark} {words.REFILES}"


def days(rows: pl.DataFrame) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The rows (of `unfinished`, with `path`) by consignee and day, each with its title, in their order."""
    for keys, part in rows.group_by("late", "consignee", "day", maintain_order=True):
        late, consignee, day = keys
        who = words.clean(consignee) or "A consignee that could not be read"
        yield f"{'LATE: ' if late else ''}{words.day(day)}, {who}", list(part.iter_rows(named=True))


def lines(rows: Iterable[dict[str, Any]]) -> "Rows":
    """A line a claim, for a terminal."""
    from deminimis.cli.reporters.parts.rows import Rows  # noqa: PLC0415 - only a terminal needs it

    out = Rows("bill", "entry", "value", "state", "replaced by", "CBP", below=("entry", "CBP"))
    for row in rows:
        out.row(
            words.clean(row["bill"]),
            words.entry(row["entry_number"]),
            words.value(row),
            row["state"],
            replaced(row),
            said(row),
        )
    return out


def replaced(row: dict[str, Any]) -> str:
    """The entry that replaces the claim: `11 ZZZ-1000001-3`."""
    return f"{row['refiled_type'] or ''} {words.entry(row['refiled_by'])}".strip()


def said(row: dict[str, Any]) -> str:
    """The answer that stands: its code, and when CBP gave it."""
    when = f" {row['answered_at']:%Y-%m-%d}" if row["answered_at"] else ""
    return f"{words.clean(row['answer'] or row['answer_text'])}{when}" if row["effect"] else ""


def steps(rows: Sequence[dict[str, Any]]) -> list[str]:
    """What to do with these claims, a line a sentence, with the bills that it is about where there are several."""
    by_text: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        name = words.clean(row["bill"]) or words.entry(row["entry_number"])
        by_text.setdefault((row["who"] or "", row["next"] or ""), []).append(name)
    out = []
    for (_, text), bills in by_text.items():
        more = f" and {len(bills) - _LISTED} more" if len(bills) > _LISTED else ""
        about = "" if len(by_text) == 1 else f"{', '.join(bills[:_LISTED])}{more}: "
        out.append(f"Next: {about}{text}" if text else "")
    return [line for line in out if line]


def plain(rows: pl.DataFrame) -> list[dict[str, Any]]:
    """The rows (with `path`) as JSON has them: money in cents, days as ISO 8601."""
    named = rows.with_columns(
        pl.col("day", "refiled_on").cast(pl.String), pl.col("answered_at").dt.strftime("%Y-%m-%dT%H:%M:%S"), file="path"
    )
    names = [name if name != "value" else "value_cents" for name in COLUMNS]
    return list(named.select(*names, "verdict").iter_rows(named=True))


_SHEET: Final = (
    ("Late", 5), ("Day", 11), ("Consignee", 26), ("Bill", 22), ("Value", 11), ("File as", 7), ("Entry", 14),
    ("State", 12), ("Replaced by", 17), ("CBP", 12), ("Turn of", 10), ("Next", 32), ("Why", 22), ("File", 14),
    ("Line", 6),
)  # fmt: skip


def sheet(book: Book, rows: pl.DataFrame, *, importers: bool = False) -> None:
    """A sheet `Worklist` with these rows (with `path`). importers: with `importer` too, in front."""
    head = (("Importer", 16), *_SHEET) if importers else _SHEET
    lead = (lambda row: [words.clean(row["importer"]), *_row(row)]) if importers else _row
    book.table("Worklist", head, map(lead, rows.iter_rows(named=True)), rows.height)


def _row(row: dict[str, Any]) -> list[Any]:
    value = words.UNREAD if words.value(row) == words.UNREAD else dollars(row["value_cents"])
    return [
        "late" if row["late"] else "", row["day"], words.clean(row["consignee"]), words.clean(row["bill"]),
        value, row["file_as"], words.entry(row["entry_number"]), row["state"], replaced(row),
        said(row), row["who"], row["next"], row["why"], words.clean(row["path"]), row["line"],
    ]  # fmt: skip
