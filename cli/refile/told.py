"""What a run of `deminimis refile` says: what was written, what is missing, and what was left alone."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Final

import polars as pl

from deminimis.cli import words
from deminimis.cli.refile import amend, sheet
from deminimis.cli.refile.claims import Claims
from deminimis.cli.refile.complete import Planned
from deminimis.cli.refile.written import Batch
from deminimis.cli.session.anew.remembered import Known
from deminimis.edi.formats.catair.write_se import IDENTIFIERS
from deminimis.rules.entries.which_type import INFORMAL, caveats

ENTRIES: Final = "entries.edi"
INCOMPLETE: Final = "incomplete.edi"
_NAMED: Final = 5


def entries(claims: Claims, made: Batch, where: str) -> Iterator[str]:
    """What was written into the folder `where`."""
    found = made.entries
    yield f"deminimis: {words.many(claims.found.height, 'refused claim')}, " + (
        f"{words.many(found.height, 'entry', 'entries')} written to {where}/{ENTRIES}" if found.height
        else "no entry written"
    )  # fmt: skip
    kinds = found.group_by("entry_type").agg(n=pl.len()).sort("entry_type", descending=True)
    if found.height:
        counts = ", ".join(f"{n:,} of type {kind}" for kind, n in kinds.iter_rows())
        first, *_, last = sorted([found["entry_number"][0], *found["entry_number"]])
        yield f"  {counts}; numbers {words.entry(first)} to {words.entry(last)}"
    rounded = found.filter(pl.col("value_cents") != pl.col("exact_cents"))
    if rounded.height:
        exact, whole = (words.dollars(int(rounded[name].sum())) for name in ("exact_cents", "value_cents"))
        yield f"  {words.many(rounded.height, 'value')} in whole dollars (19 CFR 159.3(a)): {exact} is {whole} in all"


def foreign(cells: pl.DataFrame, day: date) -> Iterator[str]:
    """The caveat of informal entries whose importer has a number that CBP assigned, as foreign importers have.

    cells: of the entries that are written; day: of filing, Eastern.
    """
    known = {row["caveat"]: row for row in caveats(day)}.get("foreign-importer")
    assigned = cells.filter(entry_type=INFORMAL).filter(pl.col("importer_id").str.contains(IDENTIFIERS["ANI"]))
    count = assigned["entry"].n_unique()
    if known and count:
        what = words.many(count, "entry of type 11 has", "entries of type 11 have")
        yield f"  {what} an importer number that CBP assigned, as foreign importers have: {known['what']}"


def lacking(problems: pl.DataFrame, partly: Batch | None, files: Collection[str], where: str) -> Iterator[str]:
    """What is missing, and what was written in spite of that."""
    if problems.height:
        count = problems["claim"].n_unique()
        name = next(name for name in files if name.startswith(sheet.STEM))
        yield f"  {words.many(count, 'claim')} incomplete: fill in {where}/{name}, and give it back with --with"
        yield from sheet.lacks(problems)
    if partly is not None and partly.why:
        yield f"  no incomplete entry written: {partly.why}"
    if partly is not None and partly.entries.height:
        count = partly.entries.height
        what = words.many(count, "incomplete entry", "incomplete entries")
        yield f"  {what} written to {where}/{INCOMPLETE}, as asked: not to be sent as it is"
    if amend.NAME in files:
        yield f"  the carrier amends its manifest: bills by trip in {where}/{amend.NAME}"


def above(plan: Planned) -> Iterator[str]:
    """That bills of one consignee and day, each its own entry of type 11, are together more than type 11 takes."""
    if plan.more.height:
        yield (
            f"  {words.many(plan.more.height, 'consignee day')} above $2,500 in several entries of type 11, those on "
            "file among them: CBP may want one of type 01 (19 CFR 141.52); --one-entry-per consignee-day makes it"
        )


def by_ledger(claims: Claims, known: Known) -> Iterator[str]:
    """What the ledger does not keep of the claims that it alone knows, and which files have it."""
    alone = claims.found.filter(pl.col("file") >= known.calls)
    if alone.height:
        names = [known.report.paths[file].removesuffix(" (ledger)") for file in alone["file"].unique().sort()]
        yield (
            f"  {words.many(alone.height, 'claim')} known from the ledger alone, which keeps no seller's address, "
            "contact, references, other parties or numbers of chapter 99: give the filing too "
            f"({_some(names)}), and all that it says is kept"
        )


def beside(claims: Claims) -> Iterator[str]:
    """What is no claim to refile, and why."""
    if claims.done.height:
        yield f"  {words.many(claims.done.height, 'claim')} left out, replaced already: {_some(_replaced(claims.done))}"
    for step, rows in claims.fallen.group_by("next", maintain_order=True):
        yield f"  {words.many(rows.height, 'claim')} left out: {_some(_replaced(rows))}. {step[0]}"
    if claims.doubtful.height:
        bills = claims.doubtful.select(_name()).to_series().to_list()
        yield (
            f"  {words.many(len(bills), 'claim')} left out, whether refused or not cannot be told: {_some(bills)}; "
            "correct what check says of it, and give it again"
        )
    if claims.again.height:
        numbers = [words.entry(number) for number in claims.again["refiled_by"].unique(maintain_order=True)]
        yield (
            f"  CBP refused {words.many(len(numbers), 'entry', 'entries')} of type 11 or 01 ({_some(numbers)}): "
            "correct what its answers name, and file them again"
        )
    if claims.strangers.height:
        names = [
            words.entry(entry) or bill for entry, bill in claims.strangers.select("entry_number", "bill").iter_rows()
        ]
        yield (
            f"  CBP refused what neither a file of this call nor the ledger has: {_some(names)}; give the filing too"
        )


def _replaced(rows: pl.DataFrame) -> list[str]:
    pairs = rows.select(_name(), "refiled_by").iter_rows()
    return [f"{bill} by {words.entry(number) or 'an entry without a number'}" for bill, number in pairs]


def _name() -> pl.Expr:
    return pl.coalesce("bill", "entry_number", pl.lit("a claim"))


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return words.clean(", ".join(names[:_NAMED])) + more
