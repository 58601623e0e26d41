"""A filing as rows of the table of entries, written as a table, or checked and written as entries."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import click
import polars as pl

from deminimis.cli import log, words
from deminimis.cli.atomic import write_together, write_whole
from deminimis.cli.convert.writing import How, Refused, read_back, refuse, refuse_changed, typed, write
from deminimis.cli.options.request import Request
from deminimis.cli.reporters.parts import cells
from deminimis.cli.reporters.parts.workbook import MOST, WIDEST, Book
from deminimis.cli.session.anew.detailed import judged_in_detail, otherwise, passed, plain
from deminimis.cli.session.inputs import sources
from deminimis.cli.session.judged import concluded
from deminimis.cli.session.progress import bar
from deminimis.cli.session.refusal import refused
from deminimis.cli.session.report import Report
from deminimis.edi.cutting.sniff import known
from deminimis.edi.cutting.source import Source
from deminimis.edi.formats import FORMATS
from deminimis.edi.frames.shipments import Filings
from deminimis.edi.spreadsheets.check import check
from deminimis.edi.spreadsheets.entries import ENTRIES
from deminimis.edi.spreadsheets.from_filings import COLUMNS, rows
from deminimis.edi.spreadsheets.not_held import not_held
from deminimis.edi.spreadsheets.reading import ROW, Table, read
from deminimis.edi.spreadsheets.sheet import Terms, filings, whole_dollars

NAME: Final = "entries"
FORMS: Final = ("csv", "xlsx")
_SHOWN: Final = 20  # shipments that a refusal names
_TO_FILL_IN: Final = (
    f"What to do: deminimis convert FILE --to csv --as {ENTRIES.format} writes these rows to fill in; deminimis refile "
    "makes the entries that replace refused claims"
)
_AS_THEY_ARE: Final = "What to do: without --as, shipments, lines and bills are written as tables of their own"
_BY_HAND: Final = "What to do: keep these entries as they were filed; the others can be converted without them"
# Beside what any entry says: of each bill, and of the bond.
_MORE: Final = ("quantity", "bill", "master_bill", "bond_type", "shipper_state", "surety_code", "bond_amount")


def is_filing(source: Source) -> bool:
    """Whether it is EDI of any kind, and no table. Raises OSError, EOFError."""
    found = known(source)
    return found.format is not None or found.own is not None


def as_entries(request: Request, form: str, out: Path | None, output: Path | None) -> Report | None:
    """Writes the rows of the filings as a table of entries; None, and nothing written, where it cannot hold them.

    Raises click.UsageError where it has no place to go, or does not fit into a sheet, OSError.
    """
    if out is None and output is None and form == "xlsx":
        raise click.UsageError("xlsx is no text: --output FILE")
    inputs = sources(request.paths)
    report, found = _read(inputs, request)
    if report is None:
        return None
    unheld = not_held(found)
    wrong = unheld.filter(~pl.col("blank"))
    if wrong.height:
        _say_nothing_written([*_told(wrong, report), _AS_THEY_ARE])
        return None
    shown = rows(found).select(COLUMNS)
    if not rows_written(shown, form, out, output):
        return None
    if not request.quiet:
        count = words.many(found.shipments.height, "shipment")
        where = words.clean(str(out or output or "standard output"))
        log.say(f"deminimis: {count} as {shown.height:,} rows of a {ENTRIES.format} table written to {where}")
        for line in (*_told(unheld, report), *passed(report)):
            log.say(line)
    return report


def rows_written(shown: pl.DataFrame, form: str, out: Path | None, output: Path | None) -> bool:
    """Writes rows of the table of entries; False, and it is said, where they would be read back otherwise."""
    content = _workbook(shown) if form == "xlsx" else cells.frame(shown)
    if not _reads_as(content, shown):
        _say_nothing_written(["a cell would be read back as another text: a spreadsheet cannot hold it", _AS_THEY_ARE])
        return False
    if out is not None:
        write_together(out, [(f"{NAME}.{form}", (content,))])
    elif output is not None:
        write_whole(output, content)
    else:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    return True


def converted(source: Source, request: Request, how: How, target: Path) -> Report:
    """Writes the entries of a filing to `target`, and reports on the filing. Raises Refused, click.UsageError."""
    if how.sheet is not ENTRIES:
        raise click.UsageError(f"filings become {ENTRIES.format}; {how.sheet.format} is made of a table")
    report, found = _read([source], request)
    if report is None:
        raise Refused([])
    unheld = not_held(found)
    given = rows(found).select(COLUMNS, ship="seq", **{ROW: _lines(found)})
    table = Table(COLUMNS, given, of_filing=True)
    if how.terms is not None:
        kinds = given["entry_type"].drop_nulls().unique().to_list()
        if set(kinds) - {how.terms.entry_type}:
            raise click.UsageError(
                f"its entries are of type {' and '.join(sorted(kinds))}: --entry-type changes none; `deminimis refile` "
                "makes the entries that replace refused claims"
            )
    table = typed(table, how, request)
    terms = replace(how.terms or Terms(), offsets=request.configuration.settings().get("check_digit_offsets", {}))
    wrong = unheld.filter(~pl.col("blank"))
    if wrong.height:
        raise Refused([*_told(wrong, report), _BY_HAND])
    checked = check(ENTRIES, table, terms)
    refuse(checked.findings, source.name, request, _TO_FILL_IN)
    if unheld.height:
        raise Refused([*_told(unheld, report), _BY_HAND])
    wide = filings(ENTRIES, checked.rows, terms, how.sending.sent)
    write(whole_dollars(wide), how, source.name, target)
    formats = {name: request.formats[name].in_detail() for name in FORMATS}
    again = read_back(target, source.name, wide, formats, request)
    told = wide.shipments["entry_type"]
    if names := otherwise(_tidy(found, told), _tidy(again.filings, told), *_MORE):
        raise Refused([f"{source.name}: written as entries it would say another {', '.join(names)}", _BY_HAND])
    refuse_changed(
        report.judgement, concluded(again._replace(filings=plain(again.filings)), request, again.latest).judgement
    )
    if not request.quiet:
        for line in passed(report):
            log.say(line)
    return report


def _read(inputs: Sequence[Source], request: Request) -> tuple[Report | None, Filings]:
    """The report, None where not everything could be read, which is told; and the filings in detail."""
    with bar(inputs, not request.quiet) as progress:
        report, found = judged_in_detail(inputs, request, progress)
    if not report.complete:
        refused(report)
        return None, found
    answers = [each.path for each in report.intake.files if each.format and not FORMATS[each.format].filing]
    if answers or not found.shipments.height:
        what = f"{words.clean(answers[0])} is an answer of CBP" if answers else "there is no shipment in it"
        raise click.UsageError(f"{what}: only filings become a table of entries")
    return report, found


def _lines(found: Filings) -> pl.Series:
    """Where the shipment of each row begins."""
    where = found.shipments.select("file", "seq", "line")
    return rows(found).select("file", "seq").join(where, on=["file", "seq"], how="left", maintain_order="left")["line"]


def _told(unheld: pl.DataFrame, report: Report) -> Iterator[str]:
    for row in unheld.head(_SHOWN).iter_rows(named=True):
        yield words.clean(f"{report.paths[row['file']]}:{row['line']}: {row['text']}")
    if unheld.height > _SHOWN:
        yield f"... and {unheld.height - _SHOWN:,} more"


def _tidy(found: Filings, kinds: pl.Series) -> Filings:
    """Texts as a table has them: upper case, single spaces, a telephone number without punctuation; lines numbered
    from 1, and the type of entries that have none."""
    text = pl.col(pl.String).str.to_uppercase().str.replace_all(r"\s+", " ").str.strip_chars()
    phone = pl.col("contact_phone").str.replace_all(r"[\s.\-]", "")
    kind = pl.coalesce("entry_type", kinds)
    number = pl.int_range(1, pl.len() + 1, dtype=pl.UInt32).over("seq")
    return Filings(
        found.shipments.with_columns(text).with_columns(contact_phone=phone, entry_type=kind), found.bills,
        found.lines.with_columns(text).with_columns(line_no=number),
    )  # fmt: skip


def _workbook(shown: pl.DataFrame) -> bytes:
    widest = shown.select(pl.max_horizontal(pl.all().str.len_chars().max())).item() or 0
    if shown.height >= MOST or widest > WIDEST:
        raise click.UsageError("a sheet cannot hold so many rows, or a cell so long a text: --to csv")
    book = Book("Entries")
    book.table(
        NAME, [(name, 16) for name in COLUMNS], (list(row) for row in shown.iter_rows()), shown.height, to_fill_in=True
    )
    return book.content()


def _reads_as(content: bytes, shown: pl.DataFrame) -> bool:
    """Whether the table reads as it was meant."""
    text = pl.all().str.strip_chars()
    return read(content).rows.select(COLUMNS).equals(shown.select(pl.when(text != "").then(text)))


def _say_nothing_written(lines: Sequence[str]) -> None:
    log.say("deminimis: nothing is written", level="error")
    for line in lines:
        log.say(line, level="error")
