"""Which filing goes to which parts, from keys alone.

Filings whose bills or entry numbers meet are a *cluster*; consignees who may be one person are a *component*, and have
one part. A cluster goes, as a whole, to the part of each component in it. Bills never join two people's parts, so
no part grows out of bills. A filing is at home in the part of its own component, else in the least of its cluster.

An entry of type 01 or 11 of many bills only withdraws claims: it joins no clusters, and goes to all parts of its bills.
Claims without a consignee (*loose*) go to every part in which they could belong to somebody, and to one more, in which
they are judged. Those that name nobody at all, and on whose bills nobody is named, go there alone: all parts get their
sums (*crowd*). A component that is too large for a part is cut by days (`giants`). `Settings` are needed for who is the
same person only, so routes hold under any policy.
"""

from collections.abc import Callable
from typing import Final, NamedTuple

import polars as pl

from deminimis.edi.frames.shipments import Filings
from deminimis.ledger.store.keys import stable
from deminimis.rules.base.settings import Settings
from deminimis.rules.judge import until_members
from deminimis.rules.people import spelling as text
from deminimis.scale.giants import CHUNK, GIANT, NO_GIANTS, cut
from deminimis.scale.keys import AT

_SALT: Final = 0x5851F42D4C957F2D  # tells apart the number of an entry and of a bill, of an identifier and an address
# Beyond so many requests a bill may have too many states, and is then judged as unread besides (`rules.on_file`).
_MOST_REQUESTS: Final = 6
MANY: Final = 10_000  # addresses of a giant that are not all carried to where it only has bills
# file, seq; part: where it is sent; home, counted: the parts that tell of it and that count its bill; wide: an entry
# that is sent after its bills; lost: of its bills those that nothing of the other kind names; crowd: its claims are in
# the sums that all parts get; giant: whose it is; carrier: sent only for whom it names; leads: of the chunks of a giant
# the first to which its cluster is sent, where claims of the giant are told that have no day.
ROUTES: Final = pl.Schema(
    {
        **dict.fromkeys(AT, pl.Int64()),
        **dict.fromkeys(("part", "home", "counted"), pl.Int32()),
        "wide": pl.Boolean(),
        "lost": pl.List(pl.Int64()),
        "crowd": pl.Boolean(),
        "giant": pl.Int32(),
        **dict.fromkeys(("carrier", "leads"), pl.Boolean()),
    }
)
LOOSE: Final = pl.Schema({**dict.fromkeys(AT, pl.Int64()), "k_name": pl.Int64()})


class Routes(NamedTuple):
    """rows: ROUTES; part number `parts` is that of loose claims, then come those of chunks (CHUNKS).

    bills: those that only wide entries name. spread: days that lie between those of one cluster, at most.
    """

    rows: pl.DataFrame
    bills: int
    both_kinds: bool
    chunks: pl.DataFrame
    spread: int


def mixed(column: str) -> pl.Expr:
    """A key as one of another kind."""
    return (pl.col(column).reinterpret(signed=False) ^ pl.lit(_SALT, pl.UInt64)).reinterpret(signed=True)


def part_of(column: pl.Expr, parts: int) -> pl.Expr:
    """The part of a key."""
    z = column.reinterpret(signed=False)
    z = (z ^ (z // (1 << 33))) * pl.lit(0xFF51AFD7ED558CCD, pl.UInt64)
    return ((z // (1 << 33)) % parts).cast(pl.Int32)


def components(edges: pl.DataFrame) -> pl.DataFrame:
    """node, label: the least node of each component. edges: a, b."""
    both = pl.concat([edges.select("a", "b"), edges.select(a="b", b="a")]).unique()
    labels = both.select(node="a").unique().with_columns(label=pl.col("node"))
    while True:
        spread = both.join(labels, left_on="b", right_on="node").group_by(node="a").agg(pl.col("label").min())
        after = labels.join(spread, on="node", suffix="_new", maintain_order="left").select(
            "node", label=pl.min_horizontal("label", "label_new")
        )
        jump = after.select(label="node", further="label")
        after = after.join(jump, on="label", how="left", maintain_order="left")
        after = after.select("node", label=pl.min_horizontal("label", pl.col("further").fill_null(pl.col("label"))))
        if after["label"].equals(labels["label"]):
            return after
        labels = after


def routed(
    keys: pl.DataFrame,
    parts: int,
    loose_of: Callable[[pl.DataFrame], pl.DataFrame],
    giant: int = GIANT,
    chunk: int = CHUNK,
) -> Routes:
    """keys: KEYS of all filings. loose_of: of whole clusters (file, seq, cluster) the claims of nobody (LOOSE).

    giant: a consignee of more filings is cut by days, into chunks of about `chunk`.
    """
    rows, named = _clustered(keys)
    rows = _labelled(rows)
    names = rows.filter(pl.col("label").is_not_null()).group_by("label").agg(pl.len(), first=pl.col("k_name").min())
    large = names.filter(pl.col("len") > giant).sort("label").select("label").with_row_index("giant")
    rows = rows.join(large.cast({"giant": pl.Int32}), on="label", how="left", maintain_order="left")
    giants = cut(rows, chunk, parts + 1) if large.height else NO_GIANTS
    names = names.join(large, on="label", how="anti")
    where = names.select("label", part=part_of(pl.coalesce("first", "label"), parts))
    rows = rows.join(where, on="label", how="left", maintain_order="left")
    own_chunk = giants.sent.group_by("cluster", "giant").agg(of_chunk=pl.col("part").min())
    rows = rows.join(own_chunk, on=["cluster", "giant"], how="left", maintain_order="left")
    rows = rows.with_columns(part=pl.coalesce("part", "of_chunk")).drop("of_chunk")
    of_cluster = rows.filter(pl.col("part").is_not_null()).select("cluster", "part")
    of_cluster = pl.concat([of_cluster, giants.sent.select("cluster", "part")]).unique()
    nowhere = rows.select("cluster").unique().join(of_cluster, on="cluster", how="anti")
    of_cluster = pl.concat([of_cluster, nowhere.with_columns(part=part_of(pl.col("cluster"), parts))])
    least = of_cluster.group_by("cluster").agg(least=pl.col("part").min())
    rows = rows.join(least, on="cluster", maintain_order="left").with_columns(
        home=pl.coalesce("part", "least"), counted=pl.when(~pl.col("wide")).then("least").otherwise(-1)
    )
    loose = _loose(rows, parts, giants.chunks, loose_of)
    rows = rows.with_columns(crowd=pl.col("cluster").is_in(loose.crowd.implode()))
    aside = giants.aside.select("cluster", part=pl.lit(parts, pl.Int32))
    of_cluster = pl.concat([of_cluster, loose.sent, aside]).unique()
    # a wide entry follows its bills
    after = rows.filter("wide").select(*AT, "bills").explode("bills", empty_as_null=False).rename({"bills": "bill"})
    clusters_of = named.select("bill", follows="cluster").unique()
    after = after.join(clusters_of, on="bill").join(of_cluster, left_on="follows", right_on="cluster")
    own = rows.select(*AT, "cluster").join(of_cluster, on="cluster").select(*AT, "part")
    both = rows.select(pl.col("of_entry").any() & pl.col("of_manifest").any()).item()
    sent = pl.concat([own, after.select(*AT, "part")]).unique()
    carriers = pl.concat([giants.carried(rows, parts), _carried(rows, sent)]).unique()
    carriers = carriers.join(sent, on=[*AT, "part"], how="anti")
    sent = pl.concat([sent.with_columns(carrier=False), carriers.with_columns(carrier=True)])
    told = rows.select(*AT, "home", "counted", "wide", "crowd", "giant", "cluster").join(_lost(keys), on=AT, how="left")
    leads = own_chunk.select("cluster", part="of_chunk", leads=pl.lit(True))
    out = sent.join(told, on=AT, how="left").join(leads, on=["cluster", "part"], how="left")
    out = out.with_columns(pl.col("lost").fill_null([]), pl.col("leads").fill_null(False))
    alone = rows.filter("wide").select(pl.col("bills").explode(empty_as_null=False)).unique()
    alone = alone.join(named.select(bills="bill").unique(), on="bills", how="anti")
    out = out.select(pl.col(n).cast(t) for n, t in ROUTES.items()).sort(*AT, "part")
    return Routes(out, alone.height, bool(both), giants.chunks, _spread(rows))


def _clustered(keys: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows with `cluster` and `wide`; and cluster, bill: all that filings other than wide entries name."""
    filed = keys.select(pl.col("bills").explode(empty_as_null=False)).to_series().unique()
    master = pl.when(pl.col("k_master").is_in(filed.implode())).then("k_master")
    own = pl.struct(AT).hash(7).reinterpret(signed=True)
    rows = keys.with_columns(entry=mixed("k_entry"), master=master, own=own)
    entries = rows.filter(pl.col("entry").is_not_null()).select("entry", "formal", "master", "bills")
    wide = entries.group_by("entry").agg(
        pl.col("formal").all(), pl.col("master").is_null().all(),
        many=pl.col("bills").explode(empty_as_null=False).n_unique() > 1,
    ).filter("formal", "master", "many")  # fmt: skip
    rows = rows.with_columns(wide=pl.col("entry").is_in(wide["entry"].implode()).fill_null(False))
    rows = rows.with_columns(node=pl.coalesce("entry", "k_bill", "master", "own"))
    joins = rows.filter(~pl.col("wide"))
    named = joins.select("node", "bills").explode("bills", empty_as_null=False).rename({"bills": "bill"})
    links = pl.concat([named.select(a="node", b="bill"), joins.select(a="node", b="master").drop_nulls()])
    found = components(links.filter(pl.col("a") != pl.col("b")).unique())
    out = rows.join(found, on="node", how="left", maintain_order="left")
    out = out.with_columns(cluster=pl.coalesce("label", "node")).drop("label", "node", "entry", "own")
    named = named.join(found, on="node", how="left").select("bill", cluster=pl.coalesce("label", "node"))
    return out, named


def _labelled(rows: pl.DataFrame) -> pl.DataFrame:
    """rows with `label`: consignees who may be one person; null where it names nobody."""
    rows = rows.with_columns(identifier=mixed("k_id"))
    direct = rows.select(a="k_who", b="identifier").drop_nulls()
    numbered = rows.filter("id_only").select("cluster", b="identifier").unique()
    by_pair = numbered.join(rows.select("cluster", a="k_who").drop_nulls().unique(), on="cluster").select("a", "b")
    found = components(pl.concat([direct, by_pair]).unique())
    rows = rows.with_columns(node=pl.coalesce("k_who", "identifier"))
    rows = rows.join(found, on="node", how="left", maintain_order="left")
    return rows.with_columns(label=pl.coalesce("label", "node")).drop("node", "identifier")


class _Loose(NamedTuple):
    """cluster, part: where clusters with claims of nobody are sent besides; and which of them are of the crowd."""

    sent: pl.DataFrame
    crowd: pl.Series


def _loose(
    rows: pl.DataFrame, parts: int, chunks: pl.DataFrame, loose_of: Callable[[pl.DataFrame], pl.DataFrame]
) -> _Loose:
    doubtful = rows.group_by("cluster").agg(pl.col("doubtful").any(), requests=pl.col("request").sum())
    doubtful = doubtful.filter(pl.col("doubtful") | (pl.col("requests") > _MOST_REQUESTS))
    suspects = rows.join(doubtful, on="cluster", how="semi").select(*AT, "cluster")
    none = pl.DataFrame(schema={"cluster": pl.Int64, "part": pl.Int32})
    found = loose_of(suspects) if suspects.height else pl.DataFrame(schema=LOOSE)
    if not found.height:
        return _Loose(none, none["cluster"])
    loose = found.join(rows.select(*AT, "cluster"), on=AT).select("cluster", "k_name").unique()
    wild = loose.filter(pl.col("k_name").is_null()).select("cluster").unique()
    somebody = rows.filter(pl.col("label").is_not_null()).select("cluster").unique()
    named = loose.filter(pl.col("k_name").is_not_null()).select("cluster").unique()
    crowd = wild.join(somebody, on="cluster", how="anti").join(named, on="cluster", how="anti")
    wild = wild.join(crowd, on="cluster", how="anti")
    every = pl.concat([pl.int_range(parts, dtype=pl.Int32, eager=True).alias("part"), chunks["part"]]).to_frame()
    whose = rows.filter(pl.col("label").is_not_null() & pl.col("k_name").is_not_null())
    called = whose.filter(pl.col("giant").is_null()).select("k_name", "part").unique()
    of_giants = whose.select("k_name", "giant").unique().join(chunks.select("giant", "part"), on="giant")
    called = pl.concat([called, of_giants.select("k_name", "part")])
    sent = pl.concat(
        [
            wild.join(every, how="cross"),
            loose.join(called, on="k_name").select("cluster", "part"),
            loose.select("cluster", part=pl.lit(parts, pl.Int32)),
        ]
    )
    return _Loose(sent, crowd["cluster"])


def _carried(rows: pl.DataFrame, sent: pl.DataFrame) -> pl.DataFrame:
    """file, seq, part: of consignees who are in a part only with their bills the first filing of each address.

    Whether two filings of a bill name one person may hang on any of them. Of giants with very many those are sent that
    have the street and city of a filing which is there.
    """
    told = (pl.col("address").is_not_null() | pl.col("k_id").is_not_null()) & ~pl.col("mail")
    first = (
        rows.filter(pl.col("label").is_not_null() & told).sort(AT).unique(["label", "address", "k_id"], keep="first")
    )
    several = pl.len().over("label")
    first = first.filter(several > 1).with_columns(many=pl.col("giant").is_not_null() & (several >= MANY))
    first = first.select(*AT, "label", "k_who", "many")
    own = rows.filter(pl.col("label").is_not_null()).select(*AT, "label", "k_who", own="part")
    away = sent.join(own, on=AT).filter(pl.col("part") != pl.col("own")).select("part", "label", "k_who").unique()
    every = away.select("part", "label").unique().join(first.filter(~pl.col("many")), on="label")
    near = away.join(first.filter("many"), on=["label", "k_who"])
    return pl.concat([every.select(*AT, "part"), near.select(*AT, "part")])


def _spread(rows: pl.DataFrame) -> int:
    days = rows.group_by("cluster").agg(
        pl.min_horizontal("eda", "arrived").min(), last=pl.max_horizontal("eda", "arrived").max()
    )
    return int(days.select((pl.col("last") - pl.col("eda")).max().dt.total_days().fill_null(0)).item())


def _lost(keys: pl.DataFrame) -> pl.DataFrame:
    """file, seq, lost: of entries bills on no manifest (DM305), bills without a claim and without an entry (DM306)."""
    manifest, entry = keys.filter("of_manifest"), keys.filter("of_entry")
    named = entry.select(*AT, "k_master", bill="bills").explode("bill", empty_as_null=False)
    on_manifest = pl.concat([manifest["k_bill"], manifest["k_master"]]).drop_nulls().unique().implode()
    on_entry = pl.concat([named["bill"], named["k_master"]]).drop_nulls().unique().implode()
    without = named.filter(~pl.col("bill").is_in(on_manifest), ~pl.col("k_master").is_in(on_manifest).fill_null(False))
    silent = manifest.filter("silent", pl.col("k_bill").is_not_null()).select(*AT, "k_master", bill="k_bill")
    silent = silent.filter(
        ~pl.col("bill").is_in(on_entry), ~pl.col("k_master").is_in(on_entry).fill_null(False),
        ~pl.col("bill").is_in(manifest["k_master"].drop_nulls().unique().implode()),
    )  # fmt: skip
    return pl.concat([without, silent]).group_by(AT).agg(lost="bill")


def loose_of(filings: Filings, settings: Settings) -> pl.DataFrame:
    """LOOSE of whole clusters: shipments that stand somewhere without a consignee, and each name that they give.

    Whether a change is without its base hangs on days, and so on the policy: those are sent too.
    """
    call = until_members(filings, settings, filings.shipments["seq"].is_not_null())
    stands = call.on_file.stands.select("ship", "address", "identifier")
    known = call.people.known.select("address", "identifier", "person")
    stands = stands.join(known, on=["address", "identifier"], how="left", nulls_equal=True)
    stands = stands.filter(pl.col("person").is_null())
    addresses = call.people.addresses
    number = pl.int_range(addresses.height, dtype=pl.UInt32, eager=True)
    names = stable(addresses.texts.take(number, "name")["name"], text.NAME_WIDTH)
    named = addresses.keys.select("address", k_name=names)
    stands = stands.join(named, on="address", how="left", maintain_order="left")
    at = call.filed.take(stands["ship"], *AT)
    return at.with_columns(stands["k_name"]).unique().select(pl.col(n).cast(t) for n, t in LOOSE.items())
