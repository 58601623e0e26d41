"""`deminimis ledger show|verify|export|forget|stats|upgrade`: looking after the ledger."""

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Final, TypeVar

import click
import polars as pl

from deminimis.cli import log, words
from deminimis.cli.exit_codes import FINDINGS
from deminimis.cli.night import forgotten
from deminimis.cli.options import shared as options
from deminimis.cli.options.config_file import Config
from deminimis.cli.options.kinds import Day
from deminimis.cli.reporters import deliver
from deminimis.cli.reporters.parts import cells
from deminimis.cli.session.inputs import sources
from deminimis.cli.session.mask import mask as masked
from deminimis.ledger import verify
from deminimis.ledger.record import WAIT
from deminimis.ledger.store import maintain, table
from deminimis.ledger.store.bucket import Where
from deminimis.ledger.store.keys import stable
from deminimis.ledger.store.schema import EVENTS, KEYS, KINDS, VERSION
from deminimis.ledger.store.table import LedgerError, Snapshot
from deminimis.rules.people import spelling as text

_PERSONAL: Final = (
    "consignee", "consignee_name", "consignee_key", "consignee_address", "consignee_city", "consignee_postal",
    "consignee_id", "shipper_name",
)  # fmt: skip
_SHOWN: Final = 200
T = TypeVar("T")


@click.group("ledger")
def command() -> None:
    """Show, check, export, forget: what the ledger of `batch` and `check --record` remembers.

    \b
    Example:    deminimis ledger show --bill ZZZZ0000001 --ledger /srv/edi/ledger
    """


def _read(path: Where, work: Callable[[Snapshot], T]) -> T:
    try:
        return table.read(path, work)
    except LedgerError as error:
        raise click.ClickException(str(error)) from error


@command.command("show")
@click.option("--consignee", metavar="TEXT", help="Consignees whose name or address has this text.")
@click.option("--day", type=Day(), help="Shipments of this day.")
@click.option("--bill", metavar="NUMBER", help="A bill or an entry, with its whole history.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--mask", is_flag=True, help="Initials and a short number instead of names.")
@options.ledger_folder()
def show(consignee: str | None, day: date | None, bill: str | None, form: str, mask: bool, ledger_path: Where) -> int:
    """Show the shipments of a consignee or a day, or all that was filed, said and answered about a bill."""
    if not (consignee or day or bill):
        raise click.UsageError("say what: --consignee TEXT, --day DATE or --bill NUMBER")
    rows = _read(
        ledger_path, lambda snapshot: _history(snapshot, bill) if bill else _standing(snapshot, consignee, day)
    )
    if mask:
        rows = _masked(rows)
    if form == "json":
        click.echo(json.dumps([_plain(row) for row in rows.iter_rows(named=True)], indent=1))
        return 0
    if not rows.height:
        click.echo("nothing in the ledger")
    for row in rows.head(_SHOWN).iter_rows(named=True):
        click.echo(words.logged(_line(row)))
    if rows.height > _SHOWN:
        click.echo(f"... and {rows.height - _SHOWN:,} more: --format json")
    return 0


def _standing(snapshot: Snapshot, consignee: str | None, day: date | None) -> pl.DataFrame:
    """The shipments that stand now, by day and consignee."""
    rows = verify.held(snapshot)
    if day:
        rows = rows.filter(pl.col("day") == day)
    if consignee:
        rows = rows.filter(pl.col("consignee").str.contains(consignee.upper(), literal=True))
    columns = ["day", "consignee", "ref", "entry_number", "value_cents", "verdict", "role", "period", "recorded"]
    return rows.sort("day", "consignee", "recorded", nulls_last=True).select(pl.lit("stands").alias("what"), *columns)


def _history(snapshot: Snapshot, bill: str) -> pl.DataFrame:
    """Everything that is on file for one bill or entry, in order of recording."""
    plain = "".join(c for c in bill.upper() if c.isalnum())
    names = snapshot.files.lazy().select("recorded", file="name", digest="digest", recorded_at="recorded_at")
    about = (pl.col("bill") == plain) | (pl.col("entry_number") == plain) | (pl.col("entry") == plain)
    rows = snapshot.scan("shipment", "verdict", "notice").filter(about | (pl.col("ref") == plain))
    what = {"shipment": "filed", "verdict": "verdict", "notice": "CBP"}
    order = pl.col("kind").replace_strict({"shipment": 0, "verdict": 1, "notice": 2})
    columns = (
        "recorded", "file", "line", "filing", "action", "day", "consignee", "consignee_name", "value_cents", "ref",
        "entry_number", "verdict", "role", "period", "code", "text", "posted_at",
    )  # fmt: skip
    joined = rows.drop("digest", "recorded_at").join(names, on="recorded", how="left").sort("recorded", order)
    return joined.select(pl.col("kind").replace_strict(what).alias("what"), *columns).collect()


def _line(row: dict[str, Any]) -> str:
    day = row["day"].isoformat() if row["day"] else "no day"
    who = words.clean(row.get("consignee") or row.get("consignee_name") or "")
    value = words.dollars(row["value_cents"])
    verdict = "no overage" if row["verdict"] == "clear" else row["verdict"]
    if row["what"] == "stands":
        tail = f" ({row['role']})" if row["role"] else ""
        return f"{day}  {who or 'not read'}  {words.clean(row['ref'])}  {value}  {verdict}{tail}"
    lead = f"{row['recorded']}  {words.clean(row['file'] or '')}"
    if row["what"] == "filed":
        return f"{lead}: {row['filing']} {row['action']}, line {row['line']}, {day}, {who or 'no consignee'}, {value}"
    if row["what"] == "CBP":
        return f"{lead}: CBP {row['code']} {words.clean(row['text'])}, {row['posted_at'] or 'no date'}"
    said = "no longer in this group" if row["verdict"] is None else verdict
    return f"{lead}: {said}" + (f" ({row['role']})" if row["role"] else "") + f", {day}, {who or 'not read'}"


@command.command("verify")
@click.argument("kept", metavar="[FILE...]", nargs=-1, type=click.Path())
@options.config
@options.ledger_folder()
def verify_(kept: tuple[str, ...], configuration: Config, ledger_path: Where) -> int:
    """Judge everything again and compare with every recorded verdict; check the digests of rows, and of FILEs kept.

    Judged is by the configuration of now, and without what-if options: verdicts that were recorded under other policy
    rows, thresholds or options differ.

    \b
    Exit codes: 0 all as recorded, 1 something differs.
    Example:    deminimis ledger verify /srv/edi/in/done --ledger /srv/edi/ledger
    """
    configured, files = configuration.settings(), sources(kept)
    found = _read(ledger_path, lambda snapshot: verify.verify(snapshot, files, configured))
    for line in found.wrong:
        click.echo(words.logged(words.clean(line)))
    counted = f"{words.many(found.files, 'file')}, {words.many(found.verdicts, 'verdict')}"
    more = f", {words.many(found.kept, 'kept file')} known by their bytes" if kept else ""
    less = f", {words.many(found.forgotten, 'file')} partly forgotten" if found.forgotten else ""
    outcome = f"{words.many(len(found.wrong), 'difference')}" if found.wrong else "all as recorded"
    log.say(f"deminimis: {counted}{more}{less}: {outcome}")
    return FINDINGS if found.wrong else 0


@command.command("export")
@click.option("--to", "form", type=click.Choice(["csv", "parquet"]), default="csv", show_default=True)
@click.option("--kind", type=click.Choice(KINDS), help="Only rows of this kind.")
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path),
    help="Write to this file, whole or not at all. Default: standard output (csv).",
)  # fmt: skip
@click.option("--mask", is_flag=True, help="Initials and a short number instead of names and addresses.")
@options.ledger_folder()
def export(form: str, kind: str | None, output: Path | None, mask: bool, ledger_path: Where) -> int:
    """Write all events, or those of one kind, as a table."""
    kinds = [kind] if kind else KINDS
    rows = _read(ledger_path, lambda snapshot: snapshot.scan(*kinds).drop(list(KEYS)).collect())
    rows = rows.sort("recorded", maintain_order=True)
    if kind:  # the columns that this kind fills
        rows = rows.select(name for name in rows.columns if rows[name].null_count() < rows.height or name == "kind")
    rows = _masked(rows) if mask else rows
    if form == "csv":
        content = cells.frame(rows)
    else:
        if output is None:
            raise click.UsageError("parquet is no text: --output FILE")
        import io  # noqa: PLC0415

        buffer = io.BytesIO()
        rows.write_parquet(buffer)
        content = buffer.getvalue()
    deliver.write(content, output)
    return 0


@command.command("forget")
@click.option("--consignee", metavar="NAME", help="Everything filed for this name, in any of its spellings.")
@click.option("--before", type=Day(), help="Everything of days before this one.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option(
    "--inbox",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="With --consignee: the inbox of `batch`. Originals in its done/ in which nobody else is are removed.",
)
@click.option(
    "--out",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="With --consignee: the folder of reports of `batch`. Reports are written anew without the name.",
)
@options.ledger_folder()
def forget(
    consignee: str | None, before: date | None, yes: bool, inbox: Path | None, out: Path | None, ledger_path: Where
) -> int:
    """Remove a person, or all days before a date, for good: from the table and from the disk.

    Earlier versions can no longer be read afterwards. The digests of files stay, so that a file that was recorded is
    still known. Of a person, --inbox and --out remove what `batch` left too, as far as it can be, and name the rest;
    of days, `batch --keep` does.
    """
    if (inbox or out) and not consignee:
        raise click.UsageError("--inbox and --out go with --consignee; `batch --keep DAYS` removes what is old")
    if bool(consignee) == bool(before):
        raise click.UsageError("say either --consignee NAME or --before DATE")
    who = _keys(consignee) if consignee else []
    if consignee:
        more, shippers = _read(ledger_path, lambda snapshot: _named(snapshot, consignee))
        who = sorted({*who, *more.values()})
        for name in more:
            log.say(f"deminimis: found for {words.clean(consignee)}: {words.clean(name)}")
        if shippers:
            told = words.many(shippers, "shipment")
            log.say(f"deminimis: {told} of others name it as the shipper: that stays", level="warning")
    where = _read(ledger_path, lambda snapshot: forgotten.traces(snapshot, who, [consignee])) if consignee else None
    what = f"everything filed for {consignee}" if consignee else f"everything of days before {before}"
    if not yes:
        click.confirm(f"Forget {what}, for good?", abort=True)
    if where and (inbox or out):  # first: afterwards the ledger could not say where
        _tell_left(forgotten.cleaned(where, inbox, out))
    try:
        gone = maintain.forget(ledger_path, WAIT, before=before, who=who)
    except LedgerError as error:
        raise click.ClickException(str(error)) from error
    files = f", {words.many(gone.files, 'old file')} removed from the disk" if gone.files else ""
    log.say(f"deminimis: {words.many(gone.rows, 'row')} forgotten{files}")
    return 0


def _tell_left(done: forgotten.Left) -> None:
    parts = [
        (done.removed, "removed"),
        (done.rewritten, "written anew without the name"),
    ]
    for paths, what in parts:
        if paths:
            log.say(f"deminimis: {words.many(len(paths), 'file')} {what}")
    for path in done.left:
        log.say(f"deminimis: it names others too and was left: {words.clean(str(path))}", level="warning")


def _named(snapshot: Snapshot, name: str) -> tuple[dict[str, int], int]:
    """Consignees in whose name it stands among other words (C/O, MS, a shop's), with their keys; and of how many
    shipments of other consignees it is the shipper.
    """
    parts = (re.escape(part) for part in re.findall(r"\w+", name.upper()))
    form = r"\b" + r"\W+".join(parts) + r"\b"
    rows = snapshot.scan("shipment").select("consignee_name", "shipper_name", "k_name").collect()
    holds = {each: pl.col(each).str.to_uppercase().str.contains(form).fill_null(False) for each in rows.columns[:2]}
    mine = rows.filter(holds["consignee_name"]).drop_nulls("k_name").unique(["consignee_name", "k_name"])
    others = rows.filter(holds["shipper_name"] & ~holds["consignee_name"])
    return dict(mine.sort("consignee_name").select("consignee_name", "k_name").iter_rows()), others.height


def _keys(name: str) -> list[int]:
    one = text.names(pl.Series([name]), exact=False)
    keys = stable(one["name"], text.NAME_WIDTH).drop_nulls().to_list()
    if not keys:
        raise click.UsageError(f"{name!r} is no name")
    return [int(key) for key in keys]


@command.command("stats")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@options.ledger_folder()
def stats(form: str, ledger_path: Where) -> int:
    """How much is in the ledger, of which days, and how large it is."""
    found = _read(ledger_path, maintain.stats)
    if found["form"] != VERSION:
        log.say(
            "deminimis: this ledger has an earlier form, which gets slower with each night: deminimis ledger upgrade"
        )
    if form == "json":
        click.echo(json.dumps(found, indent=1))
        return 0
    for name, value in found.items():
        shown = ", ".join(f"{k} {v:,}" for k, v in value.items()) if isinstance(value, dict) else value
        click.echo(f"{name.replace('_', ' ')}: {f'{shown:,}' if isinstance(shown, int) else shown}")
    return 0


@command.command("upgrade")
@options.ledger_folder()
def upgrade(ledger_path: Where) -> int:
    """Bring a ledger of an earlier form into the form of now, in which a year of nights stays quick.

    An earlier form works without it, and gets slower with each night. It is done in one commit, or not at all; it needs
    as much room on the disk again for a week. Earlier versions of deminimis cannot read it afterwards.
    """
    try:
        done = maintain.upgraded(ledger_path, WAIT)
    except LedgerError as error:
        raise click.ClickException(str(error)) from error
    log.say("deminimis: the ledger has the form of now" if done else "deminimis: nothing to do: it has the form of now")
    return 0


def _masked(rows: pl.DataFrame) -> pl.DataFrame:
    names = [name for name in _PERSONAL if name in rows.columns]
    return rows.with_columns(
        pl.Series(name, [masked(value) if value else value for value in rows[name]], dtype=EVENTS[name])
        for name in names
    )


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in row.items()}
