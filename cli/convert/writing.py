"""What a table and a filing share on their way to a filing: refused, written, read back and judged again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from typing import Final

import polars as pl

from deminimis.cli import words
from deminimis.cli.convert.rounding import differences
from deminimis.cli.options.request import Request, as_of_date
from deminimis.cli.session.anew.numbers import Numbering
from deminimis.edi.cutting.source import Source
from deminimis.edi.formats.catair.read_se import CLAIM
from deminimis.edi.frames.findings import ERROR
from deminimis.edi.frames.shipments import Filings
from deminimis.edi.invented.writers import WRITERS
from deminimis.edi.layout.write import WriteError
from deminimis.edi.lists.shipments import keyed
from deminimis.edi.reading.format import Format
from deminimis.edi.reading.intake import Findings, Intake, take
from deminimis.edi.spreadsheets.entries import ENTRIES, FORMAL, INFORMAL
from deminimis.edi.spreadsheets.reading import Table
from deminimis.edi.spreadsheets.sheet import Sending, Sheet, Terms
from deminimis.rules.codes import message
from deminimis.rules.entries import of_rows
from deminimis.rules.entries.which_type import LIMIT_CENTS, which_type
from deminimis.rules.judge import Judgement

_NAMED: Final = 5  # consignee days that a refusal names
_ARRIVAL: Final = "estimated_arrival"
_NEEDED: Final = (_ARRIVAL, "value", "hts", "more_hts", "entry_type")
_NOBODY: Final = "a consignee without name and address"


class Refused(Exception):
    """Nothing may be written. `lines` say why, one thing a line."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__(lines[0] if lines else "")
        self.lines = lines


@dataclass(frozen=True)
class How:
    """What a table becomes. terms: None: of the type that is taken on the day of arrival; numbers: where entries that
    have no number get one."""

    sheet: Sheet
    terms: Terms | None
    sending: Sending
    numbers: Numbering | None = None


def typed(table: Table, how: How, request: Request) -> Table:
    """The table with the type of each entry that has none, where it is not asked for.

    86 where claims are taken on its day of arrival, else 11 or 01; and 01 where its value or its goods compel it. One
    without a day is of the last of the table, or of that on which it is sent.
    """
    own = keyed(how.sheet, table).key
    if how.terms is not None or how.sheet is not ENTRIES or own not in table.rows.columns:
        return table
    blank = [name for name in _NEEDED if name not in table.rows.columns]
    rows = table.rows.with_columns(pl.lit(None, pl.String).alias(name) for name in blank)
    tidy = {name: how.sheet.by_name[name].tidy(pl.col(name)) for name in _NEEDED}
    key = pl.col("ship") if table.of_filing else pl.col(own).forward_fill().rle_id()
    day = tidy[_ARRIVAL].str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)
    first = day.drop_nulls().first().over("entry")
    rows = rows.with_columns(entry=key.fill_null(0).cast(pl.UInt32)).select(
        "entry", **(tidy | {"day": pl.coalesce(first, day.max(), how.sending.sent.date())})
    )  # fmt: skip
    days = {each: _suspended(each, request) for each in rows["day"].unique()}
    none = pl.col("day").replace_strict(days, return_dtype=pl.Boolean)
    types = which_type(*of_rows.planned(rows)).select("entry", counted="entry_type")
    told = rows.join(types, on="entry", how="left", maintain_order="left")
    counted = pl.when(pl.col("counted") == FORMAL).then("counted").when(none).then(pl.lit(INFORMAL)).otherwise(
        pl.lit(CLAIM))  # fmt: skip
    asked = pl.col("entry_type").drop_nulls().first().over("entry")
    kinds = told.select(entry_type=pl.coalesce(asked, counted)).to_series()
    return replace(table, rows=table.rows.with_columns(kinds))


def _suspended(day: date, request: Request) -> bool:
    """Whether no claim is taken on that day."""
    policy = request.settings(day).policy
    noon = pl.Series([datetime.combine(day, time(12))], dtype=pl.Datetime("us"))
    return bool(policy.periods[policy.at(noon, listed=False)[0]].suspended)


def refuse(findings: pl.DataFrame, name: str, request: Request, *hints: str) -> None:
    """Raises Refused with a line for each of the findings of a table, if there are any, and the hints."""
    found = Findings(request.max_findings)
    found.add(findings, 0)
    if found.counts:
        raise Refused([*said(found, name), *hints])


def write(given: Filings, how: How, name: str, target: Path) -> None:
    """Writes the filing to `target`. Raises Refused where the format has no place for it."""
    try:
        with target.open("wb") as stream:
            stream.writelines(WRITERS[how.sheet.format].write(given, how.sheet.envelope(given, how.sending)))
    except WriteError as error:
        at = "" if error.shipment is None else f":{given.shipments['line'][error.shipment]}"
        raise Refused([f"{name}{at}: {error.reason}"]) from error


def read_back(target: Path, name: str, meant: Filings, formats: Mapping[str, Format], request: Request) -> Intake:
    """What the written filing says. Raises Refused where it cannot be read as a whole."""
    intake = take(
        [Source(name, target)], formats, request.max_findings, reference=partial(as_of_date, request.as_of)
    )  # fmt: skip
    wrong = {code for _, code, severity in intake.findings.counts if severity == ERROR}
    if wrong or not intake.complete or intake.filings.shipments.height != meant.shipments.height:
        told = " ".join(said(intake.findings, "the file written")) or "its shipments are not those of the table"
        raise Refused([f"what would be written cannot be read back ({told}); please report it"])
    return intake


def refuse_changed(exact: Judgement, written: Judgement) -> None:
    """Raises Refused where the verdict of a consignee's day would be another."""
    changed = differences(exact, written)
    if changed.height:
        raise Refused(list(_changed(changed)))


def refuse_informal(exact: Filings, name: str) -> None:
    """Raises Refused where an entry of type 11 is above its limit to the cent, and in whole dollars would not be.

    What is above it in whole dollars as well is written as asked, and DM323 says so.
    """
    cents = pl.col("value_cents")
    hidden = (cents > LIMIT_CENTS) & ((cents + 50) // 100 * 100 <= LIMIT_CENTS)
    found = exact.shipments.filter((pl.col("entry_type") == INFORMAL) & hidden)
    if found.height:
        limit = words.whole(LIMIT_CENTS)
        worth = (
            f"{name}:{line}: entry {words.entry(number)} of type 11 is worth {words.dollars(value)}, above {limit};"
            f" in whole dollars it would not be: it is of type 01"
            for line, number, value in found.select("line", "entry_number", "value_cents").head(_NAMED).iter_rows()
        )
        more = [f"... and {found.height - _NAMED:,} more entries"] if found.height > _NAMED else []
        raise Refused([*(words.clean(each) for each in worth), *more])


def said(found: Findings, name: str) -> Iterator[str]:
    """A line a finding."""
    for row in found.frame().sort("line", "column", nulls_last=True, maintain_order=True).iter_rows(named=True):
        place = ":".join(str(each) for each in (name, row["line"], row["column"]) if each)
        yield words.clean(f"{place}: {row['code']} {message(row)}")


def _changed(changed: pl.DataFrame) -> Iterator[str]:
    yield "the format takes whole dollars, and in whole dollars the verdict would be another:"
    for row in changed.head(_NAMED).iter_rows(named=True):
        limit = words.whole(row["limit_cents"])
        said = {True: f"above {limit}", False: f"not above {limit}"}
        exact, written = words.dollars(row["counted_cents"]), words.dollars(row["written_cents"])
        who = f"{words.clean(row['consignee']) or _NOBODY}, {words.day(row['day'])}"
        if row["over"] == row["written_over"]:
            yield f"{who}: {exact}, in whole dollars {written}: another shipment would be the one above {limit}"
        else:
            yield f"{who}: {exact} is {said[row['over']]}, {written} in whole dollars is {said[row['written_over']]}"
    if changed.height > _NAMED:
        yield f"... and {changed.height - _NAMED:,} more consignee days"
    yield (
        "What to do: file one shipment of each such day as entry type 11 or 01. A customs value is never changed to fit"
    )
