"""The slow path of the state: bills with more on file than one manifest add and one entry, folded one by one."""

from collections.abc import Iterator
from datetime import datetime, time
from itertools import islice
from typing import Any, Final

import polars as pl

from deminimis.edi.frames.shipments import Filings
from deminimis.rules.base.frames import NOTES, PAIRS, STANDS
from deminimis.rules.base.settings import Settings
from deminimis.rules.on_file.amend import UNREAD_ORIGIN, Event, Facts, fold
from deminimis.rules.on_file.combine import Pair, Stand, resolve
from deminimis.rules.on_file.facts import Events, origins_of

MANY: Final = 2_000  # bills at a time


def settle(
    filings: Filings,
    settings: Settings,
    events: Events,
    manifest: pl.DataFrame,
    entries: pl.DataFrame,
    persons: pl.DataFrame,
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Bills with more on file than that: folded one by one. manifest, entries: row, cluster; entries first_bill too.

    persons: address, identifier, same (people.identity.same).
    """
    filed = events.filed
    rows = pl.concat([manifest, entries], how="diagonal")
    rows = rows.join(events.rows, on="row").sort("cluster", "row")
    named = events.bills.join(entries.select("row").unique(), on="row", how="semi", maintain_order="left")
    rows = rows.join(named.group_by("row").agg(bills="bill_key"), on="row", how="left", maintain_order="left")
    rows = rows.join(origins_of(filings, filed, rows["row"]), on="row", how="left", maintain_order="left")
    rows = rows.join(persons, on=["address", "identifier"], how="left", nulls_equal=True, maintain_order="left")
    rows = rows.hstack(filed.take(rows["row"], "part", "filed_on", "unread"))
    rows = rows.with_columns(
        filed_on=pl.coalesce("filed_on", pl.lit(settings.as_of, pl.Date)),
        unsure=pl.col("unread").list.contains("action").fill_null(False),
    ).drop("unread")
    rows = _with_own_days(rows, settings)
    parts: list[list[pl.DataFrame]] = []
    bills = _by_bill(rows)
    while some := list(islice(bills, MANY)):  # what Python holds of a bill is some kilobytes
        parts.append(_some(some, settings))
    stands, notes, pairs = (pl.concat(part) for part in zip(*(parts or [_some([], settings)]), strict=True))
    told = pl.format("('{}', {}, {})", "code", "row", pl.col("related").cast(pl.String).fill_null("None"))
    return stands.unique(maintain_order=True), notes.unique(maintain_order=True).sort(told, maintain_order=True), pairs


def _with_own_days(rows: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """Adds own, the day that the rule of the shipment's period gives it (clause 13), and own_unread.

    It is what a request is late for (clause 6). Whose country's rule it is the bill's filings say; where they do not
    agree, or an origin cannot be read, it is the earlier of both days.
    """
    policy, bill = settings.policy, "cluster"
    if settings.policy_date is None:
        noon = pl.col("eda").cast(pl.Datetime("us")) + pl.duration(hours=12)
        instant = rows.select(pl.coalesce("arrival", noon)).to_series()
    else:
        instant = pl.Series([datetime.combine(settings.policy_date, time(12))], dtype=pl.Datetime("us"))
        instant = instant.new_from_index(0, rows.height)
    listed, unread = pl.col("listed"), pl.col("origin_unread")
    silent = ~(listed | pl.col("unlisted") | unread).any().over(bill)
    may = {
        True: (listed | unread).any().over(bill) | silent,
        False: ((pl.col("unlisted") | unread) & ~listed).any().over(bill) | silent,
    }
    days, lost = [], []
    for track, possible in may.items():
        rule = policy.column("day", pl.String, policy.at(instant, listed=track))
        by_arrival = pl.lit((rule != "eda").fill_null(False)) & pl.col("arrival").is_not_null()
        days.append(pl.when(possible).then(pl.when(by_arrival).then(pl.col("arrival").dt.date()).otherwise("eda")))
        lost.append(possible & pl.col("eda_unread") & ~by_arrival)
    return rows.with_columns(own=pl.min_horizontal(days), own_unread=pl.any_horizontal(lost))


def _some(bills: list[list[dict[str, Any]]], settings: Settings) -> list[pl.DataFrame]:
    """Stands, notes and pairs of some bills."""
    stands: list[dict[str, Any]] = []
    notes: dict[tuple[str, int, int | None], None] = {}
    pairs: list[dict[str, Any]] = []
    for bill_rows in bills:
        events = [_event(row) for row in bill_rows]
        told = [row for row in bill_rows if row["filing_action"] != "delete"]
        days = [row["own"] for row in told if row["own"]]
        unread = any(row["own_unread"] for row in told)
        folded = fold(events, min(days, default=None), unread)
        lead = next((event.row for event in events if not event.entry), events[0].row)
        resolved = resolve(bill_rows[0]["cluster"], lead, events, folded)
        kinds = {_effect(number, resolved.stands) for number in range(resolved.states)}
        for _, stand in resolved.stands:
            stands.append(_stand_row(stand, settings.policy.countries, len(kinds) > 1 or stand.disputed))
        notes.update(dict.fromkeys((note.code, note.row, note.related) for note in resolved.notes))
        pairs += [_pair_row(pair) for pair in resolved.pairs]
    note_rows = [dict(zip(NOTES, note, strict=True)) for note in notes]
    schemas = ((stands, STANDS), (note_rows, NOTES), (pairs, PAIRS))
    return [pl.DataFrame(found, schema=schema) for found, schema in schemas]


def _by_bill(rows: pl.DataFrame) -> Iterator[list[dict[str, Any]]]:
    """The rows of each bill, in filing order."""
    kept: list[dict[str, Any]] = []
    for row in rows.iter_rows(named=True):
        if kept and kept[0]["cluster"] != row["cluster"]:
            yield kept
            kept = []
        kept.append(row)
    if kept:
        yield kept


def _event(row: dict[str, Any]) -> Event:
    unread = frozenset(
        name
        for name, column in (("value", "value_unread"), ("eda", "eda_unread"), ("claim", "claim_unread"))
        if row[column]
    )
    carried = row["address"] is not None or row["identifier"] is not None or row["who_unread"]
    origins = frozenset((row["origins"] or "").split()) | ({UNREAD_ORIGIN} if row["origin_unread"] else frozenset())
    facts = Facts(
        row["value"],
        row["eda"],
        row["arrival"],
        (row["address"], row["identifier"]) if carried else None,
        row["claim"],
        origins or None,
        row["lines"],
        unread,
        row["row"],
        _person(row) if carried else None,
    )
    return Event(
        row["row"],
        row["is_entry"],
        row["filing_action"],
        row["part"],
        (row["entry_key"] or 0) if row["is_entry"] else 0,
        facts,
        row["formal"],
        frozenset(row["bills"] or ()),
        row["first_bill"],
        row["filed_on"],
        row["unsure"],
        row["copy"],
    )


def _person(row: dict[str, Any]) -> tuple[int | None, int | None]:
    """Whom a filing names: a person, or what cannot be told apart from itself alone."""
    return (row["same"], None) if row["same"] is not None else (row["address"], row["identifier"])


def _effect(number: int, stands: tuple[tuple[int, Stand], ...]) -> frozenset[tuple[Any, ...]]:
    """What one state comes to, to tell whether the states differ (clause 6: provisional where they do)."""
    return frozenset(
        (s.ship, s.person or s.who, s.eda, s.arrival, s.value, s.value_unread, s.claim, s.origins)
        for n, s in stands
        if n == number
    )


def _stand_row(stand: Stand, countries: frozenset[str], provisional: bool) -> dict[str, Any]:
    return {
        "ship": stand.ship,
        "manifest_row": stand.manifest,
        "entry_row": stand.entry,
        "place": stand.place,
        "manifest_place": stand.manifest_place,
        "address": stand.who[0],
        "identifier": stand.who[1],
        "eda": stand.eda,
        "arrival": stand.arrival,
        "value": stand.value,
        "value_unread": stand.value_unread,
        "claim": stand.claim,
        "listed": bool(stand.origins & countries),
        "unlisted": bool(stand.origins - countries - {UNREAD_ORIGIN}),
        "origin_unread": not stand.origins or UNREAD_ORIGIN in stand.origins,
        "alone": stand.alone,
        "provisional": provisional,
        "assumed": stand.split,
    }


def _pair_row(pair: Pair) -> dict[str, Any]:
    row: dict[str, Any] = {"lines": max(pair.manifest.lines, pair.entry.lines)}
    for side, facts, place in (("m", pair.manifest, pair.manifest_row), ("e", pair.entry, pair.entry_row)):
        read = facts.origins is not None and UNREAD_ORIGIN not in facts.origins
        row |= {
            f"row_{side}": place,
            f"value_{side}": None if "value" in facts.unread else facts.value,
            f"eda_{side}": facts.eda,
            f"address_{side}": facts.who[0] if facts.who else None,
            f"identifier_{side}": facts.who[1] if facts.who else None,
            f"origins_{side}": " ".join(sorted(facts.origins or ())) if read else None,
        }
    return row
