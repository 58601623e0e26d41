"""The current state of each bill: from events to the shipments that count (clauses 4 to 11).

A bill with at most one manifest add and one entry is settled with joins. All others go through `fold`, one by one.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

import polars as pl

from deminimis.edi.frames.shipments import Filings
from deminimis.rules.base.contract import checked
from deminimis.rules.base.filed import Filed
from deminimis.rules.base.frames import NOTES, PAIRS, SIDE, STANDS, Covered, Notes, Pairs, Stands
from deminimis.rules.base.settings import Settings
from deminimis.rules.on_file import facts as event_frames
from deminimis.rules.on_file import masters
from deminimis.rules.people import addresses, identity
from deminimis.rules.people.consignees import Consignees


class OnFile(NamedTuple):
    """Where every shipment stands, what was noticed, whom the filings name, and how many bills are on file."""

    stands: Stands
    notes: Notes
    pairs: Pairs
    bills: int
    covered: Covered
    consignees: Consignees
    without_lines: pl.Series  # rows of filings without any goods line


class _Settled(NamedTuple):
    stands: Stands
    notes: Notes
    pairs: Pairs


def _own(salt: str) -> pl.Expr:
    """A cluster of its own for a row that names no bill."""
    return pl.format(salt + "{}", "row").hash()


def clusters(events: event_frames.Events, houses: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Row, filing_action and bill (`cluster`) of manifest filings, and of entries: one in each bill that it names.

    Entries have `formal` and `first_bill` too. Manifest filings have `arrival`, where that of CBP's copies counts.
    """
    rows = events.rows
    copies = rows["copy"].any()
    manifest = rows.lazy().filter(~pl.col("is_entry")).select(
        "row", "filing_action", *(("copy", "arrival") if copies else ()),
        cluster=pl.coalesce("bill_key", _own("manifest ")),
    ).collect()  # fmt: skip
    if copies:
        manifest = _without_copies(manifest)
    hidden = masters.hidden(houses)
    if hidden.len():
        manifest = manifest.filter(~pl.col("cluster").is_in(hidden.implode()))
    entries = rows.lazy().filter("is_entry").select(
        "row", "filing_action", "formal", entry_key=pl.coalesce("entry_key", _own("entry "))
    ).collect()  # fmt: skip
    if not entries.height:
        return manifest, entries.select("row", "filing_action", "formal", cluster="entry_key", first_bill="entry_key")
    # All filings of an entry go to all bills that any of them names: a delete often names none.
    named = entries.select("row", "entry_key").join(events.bills, on="row")
    bills = named.select("entry_key", cluster="bill_key").unique(maintain_order=True)
    first = events.bills.unique("row", keep="first", maintain_order=True).rename({"bill_key": "first_bill"})
    entries = (
        entries.join(bills, on="entry_key", how="left", maintain_order="left")
        .with_columns(pl.coalesce("cluster", "entry_key"))
        .join(first, on="row", how="left", maintain_order="left")
    )
    return manifest, entries.drop("entry_key")


def _without_copies(manifest: pl.DataFrame) -> pl.DataFrame:
    """A Broker Download is CBP's copy: never an add when the bill is known (clause 9). Its arrival is kept.

    Where only copies are on file they follow each other.
    """
    add = pl.col("filing_action") == "add"
    known = (add & ~pl.col("copy")).any().over("cluster") | ((~pl.col("copy")).cum_sum().over("cluster") > 0)
    arrival = pl.coalesce("arrival", pl.col("arrival").filter("copy").first().over("cluster"))
    # only an add is a copy: a replacement, a change or a delete that CBP passes on is news
    copied = pl.col("copy") & add & pl.col("known")
    return manifest.with_columns(arrival=arrival, known=known).filter(~copied).drop("known")


@checked
def settle(events: event_frames.Events, filings: Filings, settings: Settings, home: pl.Series | None = None) -> OnFile:
    """Every shipment of the filings, in every group that it may stand in (clauses 4 to 11).

    home: of each filing, whether its bill is counted here; without it all are.
    """
    houses = masters.known(events)
    manifest, entries = clusters(events, houses)
    rows = _with_arrivals(events.rows, manifest)
    bills = event_frames.bills_on_file(events, manifest, entries, home)
    simple = pl.col("filing_action") == "add"
    busy = manifest.filter(pl.col("cluster").is_duplicated() | ~simple)["cluster"]
    usual = simple | (pl.col("filing_action") == "replace")
    led = pl.col("first_bill").is_null() | (pl.col("first_bill") == pl.col("cluster")) | pl.col("formal")
    busy_entries = entries.filter(pl.col("cluster").is_duplicated() | ~usual | ~led)["cluster"]
    busy = pl.concat([busy, busy_entries]).unique()
    manifest, entries = manifest.select("row", "cluster"), entries.select("row", "cluster", "first_bill")
    quick, quick_entries, distinct = manifest, entries, None
    if busy.len():
        from deminimis.rules.on_file import one_by_one  # noqa: PLC0415 - most files have no bill that takes it

        slow = busy.to_frame("cluster")
        slow_manifest, slow_entries = (frame.join(slow, on="cluster", how="semi") for frame in (manifest, entries))
        quick, quick_entries = (
            frame.join(slow, on="cluster", how="anti", maintain_order="left") for frame in (manifest, entries)
        )
        distinct = addresses.read(events.addresses, events.filed, settings)
        persons = identity.same(rows, distinct, settings)
        stands, notes, pairs = one_by_one.settle(
            filings, settings, events._replace(rows=rows), slow_manifest, slow_entries, persons
        )
    else:
        stands, notes, pairs = (pl.DataFrame(schema=schema) for schema in (STANDS, NOTES, PAIRS))
    fast = _quickly(filings, events.filed, rows, quick, quick_entries)
    every = masters.as_house(
        pl.concat([fast.stands, stands]) if stands.height else fast.stands, manifest, entries, houses
    )
    every = event_frames.slim(every)
    return OnFile(
        every,
        pl.concat([fast.notes, notes]),
        pl.concat([fast.pairs, pairs]),
        bills,
        masters.covered(every, manifest, entries, houses),
        Consignees.of(events.rows, events.addresses, events.identifiers, every, distinct),
        events.rows.filter(~pl.col("lined"))["row"],
    )


def _with_arrivals(rows: pl.DataFrame, manifest: pl.DataFrame) -> pl.DataFrame:
    """`rows` with the arrivals that the clusters know."""
    if "arrival" not in manifest.columns:
        return rows
    known = manifest.select("row", known="arrival")
    rows = rows.join(known, on="row", how="left", maintain_order="left")
    return rows.with_columns(arrival=pl.coalesce("known", "arrival")).drop("known")


_READY: Final = (
    "row",
    *("address", "identifier", "eda", "arrival", "value", "value_unread", "claim", "claim_unread"),
    *("listed", "unlisted", "origin_unread"),
)


def _ready(rows: pl.LazyFrame, manifest: pl.Expr, entry: pl.Expr) -> pl.LazyFrame:
    """The claims among settled rows, as stands. `row` is where the first filing is."""
    return (
        rows.filter(pl.col("claim").fill_null(False) | pl.col("claim_unread"))
        .select(
            ship=pl.coalesce(manifest, entry),
            manifest_row=manifest,
            entry_row=entry,
            place="row",
            manifest_place=manifest,
            address="address",
            identifier="identifier",
            eda="eda",
            arrival="arrival",
            value=pl.col("value").fill_null(0),
            value_unread=pl.col("value_unread") | pl.col("value").is_null(),
            claim="claim",
            listed="listed",
            unlisted="unlisted",
            # No origin carried at all is unread too: the country rule must hold (clause 15).
            origin_unread=pl.col("origin_unread") | ~(pl.col("listed") | pl.col("unlisted")),
            alone=pl.lit(False),
            provisional=pl.lit(False),
            assumed=pl.lit(False),
        )
        .cast(STANDS)
    )


def _among(rows: pl.DataFrame, wanted: pl.Series, *columns: str) -> pl.DataFrame:
    """Those of `rows` whose numbers are `wanted`, one for one, with `columns` or all; `rows` are in filing order.

    Not as a lazy frame: Polars plans for half a millisecond each column that is gathered.
    """
    whole = rows.height == 0 or rows["row"].item(-1) == rows.height - 1  # without mail, a row's number is its place
    at = wanted if whole else rows["row"].search_sorted(wanted)
    return rows.select((pl.col(columns) if columns else pl.all()).gather(at))


def _quickly(
    filings: Filings, filed: Filed, rows: pl.DataFrame, manifest: pl.DataFrame, entries: pl.DataFrame
) -> _Settled:
    """Bills with one manifest add, one entry, or one of each."""
    none = pl.lit(None, pl.UInt32)
    if not entries.height:
        stands = _ready(_among(rows, manifest["row"], *_READY).lazy(), pl.col("row"), none).collect()
        return _Settled(stands, pl.DataFrame(schema=NOTES), pl.DataFrame(schema=PAIRS))
    met = manifest.join(entries.select("cluster", row_e="row"), on="cluster")
    alone = manifest.join(entries.select("cluster"), on="cluster", how="anti", maintain_order="left")["row"]
    entry_alone = entries.join(manifest.select("cluster"), on="cluster", how="anti", maintain_order="left")["row"]
    both = _among(rows, met["row"]).hstack(_among(rows, met["row_e"]).select(pl.all().name.suffix("_e")))
    claims = pl.col("claim").fill_null(False)
    # An entry of another type claims nothing, and decides (clause 9).
    silent = pl.col("claim_e").eq(False).fill_null(False)
    notes = both.filter((pl.col("formal_e") | silent) & claims).select(
        code=pl.lit("DM107"), row=pl.col("row_e"), related=pl.col("row")
    )
    live = both.filter(~pl.col("formal_e"))
    frames = [
        _ready(_among(rows, alone, *_READY).lazy(), pl.col("row"), none),
        _ready(_among(rows, entry_alone, *_READY, "formal").lazy().filter(~pl.col("formal")), none, pl.col("row")),
        _paired(live.lazy()),
    ]
    return _Settled(pl.concat(pl.collect_all(frames)), notes.cast(NOTES), _pairs(filings, filed, live))


def _paired(both: pl.LazyFrame) -> pl.LazyFrame:
    """Manifest and entry: the entry decides, what it does not carry comes from the manifest (clause 9)."""
    whose = pl.col("address_e").is_not_null() | pl.col("identifier_e").is_not_null() | pl.col("who_unread_e")
    # An identifier alone on the entry: name and address are the manifest's.
    by_id = pl.col("address_e").is_null() & pl.col("identifier_e").is_not_null() & ~pl.col("who_unread_e")
    values = pl.col("value_e").is_not_null() | pl.col("value_unread_e")
    days = pl.col("eda_e").is_not_null() | pl.col("eda_unread_e")
    asks = pl.col("claim_e").is_not_null() | pl.col("claim_unread_e")
    origins = pl.col("listed_e") | pl.col("unlisted_e") | pl.col("origin_unread_e")

    def either(carried: pl.Expr, name: str) -> pl.Expr:
        return pl.when(carried).then(f"{name}_e").otherwise(name)

    frame = both.with_columns(
        claim=either(asks, "claim"),
        claim_unread=either(asks, "claim_unread"),
        address=either(whose & ~by_id, "address"),
        identifier=either(whose, "identifier"),
        eda=either(days, "eda"),
        value=either(values, "value"),
        value_unread=either(values, "value_unread"),
        listed=either(origins, "listed"),
        unlisted=either(origins, "unlisted"),
        origin_unread=either(origins, "origin_unread"),
        arrival=pl.coalesce("arrival", "arrival_e"),
        manifest_row="row",
    )
    # A pair stands where its first filing stands (clause 11).
    frame = frame.with_columns(row=pl.min_horizontal("row", "row_e"))
    return _ready(frame, pl.col("manifest_row"), pl.col("row_e"))


def _pairs(filings: Filings, filed: Filed, live: pl.DataFrame) -> pl.DataFrame:
    """Both sides of every pair, for DM104."""
    if not live.height:
        return pl.DataFrame(schema=PAIRS)
    origins = event_frames.origins_of(filings, filed, pl.concat([live["row"], live["row_e"]]))
    frame = live.join(origins, on="row", how="left").join(
        origins.rename({"row": "row_e", "origins": "origins_e", "lines": "lines_e"}), on="row_e", how="left"
    )

    def side(end: str) -> Iterator[pl.Expr]:
        for name in SIDE:
            column = pl.col(f"{name}{'_e' if end == 'e' else ''}")
            suffix = "_e" if end == "e" else ""
            if name == "value":
                column = pl.when(~pl.col(f"value_unread{suffix}")).then(column)
            if name == "origins":
                column = pl.when(~pl.col(f"origin_unread{suffix}")).then(column)
            yield column.alias(f"{name}_{end}")

    return frame.select(*side("m"), *side("e"), lines=pl.max_horizontal("lines", "lines_e")).cast(PAIRS)
