"""The entries as a file: written, read back, held against what was meant, and judged as `check` would."""

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import click
import polars as pl

from deminimis.cli.options.request import Request
from deminimis.cli.refile.complete import PROBLEMS, Planned
from deminimis.cli.session.anew.detailed import otherwise, plain
from deminimis.cli.session.anew.numbers import Numbering, numbered, of_table
from deminimis.cli.session.judged import concluded
from deminimis.edi.cutting.source import Source
from deminimis.edi.formats import FORMATS
from deminimis.edi.frames.shipments import Filings
from deminimis.edi.invented.writers import WRITERS
from deminimis.edi.layout.write import WriteError
from deminimis.edi.reading.intake import take
from deminimis.edi.spreadsheets.from_filings import COLUMNS
from deminimis.edi.spreadsheets.reading import ROW
from deminimis.edi.spreadsheets.sheet import Sending, Terms, filings, whole_dollars
from deminimis.rules.codes import message

_SHIP: Final = "ship"
_ROUNDS: Final = 5
_PARTIES: Final = ("consignee", "shipper", "manufacturer", "buyer", "ship_to")  # as frames call them


@dataclass(frozen=True)
class Batch:
    """What is to be put in place. content: the file; entries: one row each (entry, entry_number, entry_type,
    value_cents and exact_cents); problems: what a check of the file found, by claim (PROBLEMS). why: what no record can
    be without, where that keeps incomplete entries from being written.
    """

    content: bytes
    entries: pl.DataFrame
    problems: pl.DataFrame
    why: str = ""


def batch(  # noqa: PLR0913 - what is written, and how
    plan: Planned, claims: pl.Series, numbers: Numbering, sending: Sending, terms: Terms,
    request: Request, *, whole: bool = True,
) -> Batch:  # fmt: skip
    """The file of the entries of these claims. whole: one in which a check would find something is left out, and told.

    Raises click.ClickException where what would be written cannot be read back.
    """
    found = pl.DataFrame(schema=PROBLEMS)
    for _ in range(_ROUNDS):
        if not claims.len():
            break
        exact = _entries(plan, claims, sending, terms)
        given = numbered(exact, numbers)
        meant = whole_dollars(given if whole else _without_parts(given))
        try:
            content = b"".join(WRITERS[plan.sheet.format].write(meant, plan.sheet.envelope(meant, sending)))
        except WriteError as error:
            if whole:
                raise click.ClickException(f"the entries cannot be written, and none was: {error}") from error
            return _nothing(found, str(error))
        wrong = _judged(content, meant, request)
        if not (whole and wrong.height):
            numbers.keep(of_table(exact))
            return Batch(content, _told(exact, meant), found)
        of_entries = plan.cells.select("entry", "claim").unique(maintain_order=True)
        own = wrong.join(of_entries, on="entry", how="inner").filter(pl.col("claim").is_in(claims.implode()))
        told = own.select("claim", "text", line_no=pl.lit(None, pl.UInt32), field=pl.lit("bill"), lack=pl.lit(False))
        found = pl.concat([found, told.select(pl.col(n).cast(t) for n, t in PROBLEMS.items())])
        claims = claims.filter(~claims.is_in(own["claim"].implode()))
    return _nothing(found)


def _nothing(found: pl.DataFrame, why: str = "") -> Batch:
    schema = {"entry": pl.UInt32, "entry_number": pl.String, "entry_type": pl.String, "value_cents": pl.Int64,
              "exact_cents": pl.Int64}  # fmt: skip
    return Batch(b"", pl.DataFrame(schema=schema), found, why)


def _without_parts(given: Filings) -> Filings:
    """The same without a contact or the end of an address of which a part is missing: no record holds the rest."""
    ships = given.shipments
    names: list[tuple[str, ...]] = [("contact_name", "contact_phone")]
    names += [tuple(f"{who}_{what}" for what in ("city", "country", "state", "postal")) for who in _PARTIES]
    for needed in names:
        whole = pl.all_horizontal(pl.col(name).is_not_null() for name in needed[:2])
        ships = ships.with_columns(pl.when(whole).then(name).alias(name) for name in needed)
    return replace(given, shipments=ships)


def _entries(plan: Planned, claims: pl.Series, sending: Sending, terms: Terms) -> Filings:
    """The claims as entries, numbered from 0 in their order: seq; bills and lines of one entry below one another."""
    rows = plan.rows.filter(pl.col("claim").is_in(claims.implode())).select(ROW, _SHIP, *COLUMNS)
    single = filings(plan.sheet, rows, terms, sending.sent)
    order = plan.cells.filter(pl.col("claim").is_in(claims.implode()))
    order = order.select(seq="claim", entry="entry").unique(maintain_order=True)
    order = order.with_columns(new=pl.col("entry").rank("dense").cast(pl.UInt32) - 1)

    def moved(frame: pl.DataFrame) -> pl.DataFrame:
        both = frame.join(order, on="seq", how="left", maintain_order="left")
        return both.with_columns(seq="new").drop("new").sort("seq", maintain_order=True)

    ships, lines = moved(single.shipments), moved(single.lines)
    ships = ships.with_columns(value_cents=pl.col("value_cents").sum().over("seq"))
    alone = pl.len().over("seq") == 1
    ships = ships.with_columns(pl.when(alone).then(name).alias(name) for name in ("bill", "master_bill", "quantity"))
    lines = lines.with_columns(line_no=pl.int_range(1, pl.len() + 1, dtype=pl.UInt32).over("seq"))
    ships = ships.unique("seq", keep="first", maintain_order=True)
    return Filings(ships, moved(single.bills).drop("entry"), lines.drop("entry"))


def _judged(content: bytes, meant: Filings, request: Request) -> pl.DataFrame:
    """entry, text: what a check of the file finds of each entry, notes apart."""
    with tempfile.TemporaryDirectory(prefix="deminimis-") as folder:
        path = Path(folder) / "entries"
        path.write_bytes(content)
        formats = {name: request.formats[name].in_detail() for name in FORMATS}
        intake = take([Source("entries", path)], formats, request.max_findings, reference=lambda latest: latest)
    _same(meant, intake.filings)
    ships = intake.filings.shipments.select("line", entry=meant.shipments["entry"])
    own = replace(request, ledger_path=None, record=False)
    judged = concluded(intake._replace(filings=plain(intake.filings)), own, intake.latest)
    bad = judged.findings.filter(pl.col("severity") != "note")
    texts = [f"{row['code']} {message(row)}" for row in bad.iter_rows(named=True)]
    bad = bad.select("line").with_columns(pl.Series("text", texts, dtype=pl.String))
    lost = bad.filter(pl.col("line").is_null())
    if lost.height or not intake.complete:
        raise click.ClickException(f"what would be written is not whole ({lost['text'].to_list()}); please report it")
    return bad.sort("line").join_asof(ships.sort("line"), on="line").select("entry", "text")


def _same(meant: Filings, found: Filings) -> None:
    """Raises click.ClickException where the file says anything else than was meant."""
    if names := otherwise(meant, found):
        raise click.ClickException(f"what would be written reads otherwise ({', '.join(names)}); please report it")


def _told(exact: Filings, meant: Filings) -> pl.DataFrame:
    cents = exact.shipments.select("seq", exact_cents="value_cents")
    both = meant.shipments.join(cents, on="seq", maintain_order="left")
    return both.select("entry", "entry_number", "entry_type", "value_cents", "exact_cents")
