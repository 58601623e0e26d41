"""`deminimis reconcile RESPONSES... --ledger PATH`: CBP's answers beside what was filed and predicted."""

import json
from datetime import date
from pathlib import Path
from typing import Any, Final

import click
import polars as pl

from deminimis.cli import log, words
from deminimis.cli.exit_codes import CLEAN, FINDINGS, NOT_CHECKED, ended
from deminimis.cli.options import shared as options
from deminimis.cli.options.request import Request, request
from deminimis.cli.reporters import deliver
from deminimis.cli.reporters.parts import cells
from deminimis.cli.session.inputs import sources
from deminimis.cli.session.mask import mask as masked
from deminimis.cli.session.with_ledger import taken, write
from deminimis.ledger.reconcile import CATEGORIES, FINE, SILENT, reconcile
from deminimis.ledger.store import table
from deminimis.ledger.store.bucket import Where
from deminimis.ledger.store.table import LedgerError

_FIRST: Final = 20


@click.command("reconcile")
@request(
    click.argument("paths", metavar="RESPONSES...", nargs=-1, required=True, type=click.Path()),
    options.ledger_folder("The ledger of what was filed."),
    options.config,
    click.option("--format", "form", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True),
    click.option(
        "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file, whole or not at all."
    ),
    options.mask,
    click.option("--all", "everything", is_flag=True, help="All rows, not only the first of each kind."),
)
def command(*, request: Request, form: str, output: Path | None) -> int:
    """Match CBP's answers with what the ledger holds, an entry or a bill at a time.

    The notices are kept in the ledger; the same file twice changes nothing. A warning, a withholding or a rejection
    that was not predicted, and an acceptance where refusal was, is named with the likely reason.

    \b
    Exit codes: 0 all as predicted, 1 something differs, 2 a file could not be fully read.
    Example:    deminimis reconcile responses/ --ledger /srv/edi/ledger
    """
    request.ready()
    ledger = request.ledger
    assert ledger is not None
    try:
        table.opened(ledger.path)
        recorded, complete = _recorded(ledger.path, request)
        answers = pl.Series(recorded, dtype=pl.Int64).unique(maintain_order=True)
        found = table.read(ledger.path, lambda snapshot: reconcile(snapshot, answers))
    except LedgerError as error:
        raise click.ClickException(str(error)) from error
    if request.mask:
        names = found["consignee"]
        found = found.with_columns(pl.Series("consignee", [masked(n) if n else n for n in names], dtype=pl.String))
    deliver.write({"text": _text, "json": _json, "csv": _csv}[form](found, request.everything), output)
    code = CLEAN if found.filter(~pl.col("category").is_in(FINE)).is_empty() else FINDINGS
    return ended(code if complete else NOT_CHECKED)


def _recorded(ledger: Where, request: Request) -> tuple[list[int], bool]:
    """The answers on record, by ordinal; and whether every file was one that could be read as a whole."""
    recorded, complete = [], True
    for source in sources(request.paths):
        file = taken(source, request, (date.today(), "today"))
        if not file.intake.complete or file.filings.shipments.height:
            why = "it is a filing, not an answer" if file.intake.complete else "it could not be fully read"
            log.say(f"deminimis: {words.clean(source.name)}: {why}; it was left out", level="warning")
            complete = False
            continue
        recorded.append(write(ledger, file, request).recorded)
    return recorded, complete


def _counts(found: pl.DataFrame) -> dict[str, int]:
    counts = found["category"].value_counts()
    have = dict(zip(counts["category"], counts["count"], strict=True))
    return {category: have.get(category, 0) for category in CATEGORIES}


def _text(found: pl.DataFrame, everything: bool) -> str:
    counts = {category: count for category, count in _counts(found).items() if count}
    about = sum(count for category, count in counts.items() if category != SILENT)
    answers = words.many(int(found["answers"].sum()), "answer")
    out = [f"{answers} about {words.many(about, 'entry or bill', 'entries or bills')}"]
    if counts:
        out = [f"{out[0]}: {', '.join(f'{count:,} {category}' for category, count in counts.items())}"]
    for category in CATEGORIES[len(FINE) :] if not everything else CATEGORIES:
        rows = found.filter(pl.col("category") == category)
        limit = rows.height if everything else _FIRST
        for row in rows.head(limit).iter_rows(named=True):
            out.append(_line(row))
        if rows.height > limit:
            out.append(f"... and {rows.height - limit:,} more {category}: --all, or --format csv")
    return "\n".join(out) + "\n"


def _line(row: dict[str, Any]) -> str:
    name = words.clean(row["bill"]) or words.entry(row["entry"]) or "a message"
    who = f", {words.clean(row['consignee'])}" if row["consignee"] else ""
    day = f", {words.day(row['day'])}" if row["day"] else ""
    said = f"CBP {row['cbp'] or 'says'} ({words.clean(row['code'] or row['text'])})"
    if row["category"] == SILENT:
        said = f"expected {row['code']}"
    predicted = "no overage" if row["predicted"] == "clear" else row["predicted"] or "nothing"
    reason = f". {row['reason'][0].upper()}{row['reason'][1:]}" if row["reason"] else ""
    return f"{row['category']}: {name}{who}{day}: {said}, predicted {predicted}{reason}"


def _json(found: pl.DataFrame, _everything: bool) -> str:
    rows = [
        {k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in row.items()}
        for row in found.iter_rows(named=True)
    ]
    totals = {category.replace(" ", "_"): count for category, count in _counts(found).items()}
    return json.dumps({"version": 1, "totals": totals, "rows": rows}, indent=1) + "\n"


def _csv(found: pl.DataFrame, _everything: bool) -> str:
    return cells.frame(found).decode()
