"""One part of a call, judged by the rule: what is at home here is said here; what no part can say alone is handed on.

A part has all filings of its consignees and, whole, all that is on file of their bills. So verdicts of its consignees'
days are final. Of claims without a consignee (loose) it says what it has for them; they are judged with what all parts
said: a sum and a maximum (`rules.daily_sum.worst_case.BEYOND`), so that the order of parts does not matter (`aside`).
"""

from dataclasses import replace
from typing import Any, Final, NamedTuple

import polars as pl

from deminimis.edi.frames import findings
from deminimis.edi.frames.shipments import Filings
from deminimis.ledger.store.keys import BILL_WIDTH, stable
from deminimis.rules import shown
from deminimis.rules.base.filed import at
from deminimis.rules.base.keys import BEHIND, hashed
from deminimis.rules.base.settings import Settings
from deminimis.rules.daily_sum.verdicts import judged
from deminimis.rules.daily_sum.worst_case import BEYOND, CROWD, told, without_consignee
from deminimis.rules.judge import OfCall, said, until_members
from deminimis.rules.people.addresses import PARTS, Addresses, keys_of
from deminimis.rules.people.near_misses import BLOCKS
from deminimis.rules.rulebook.book import RULES
from deminimis.rules.rulebook.book.dm106_near_limit import NEAR
from deminimis.rules.rulebook.book.dm201_people import IDENTIFIER_ALONE, POSSIBLY_SAME, keyed_days
from deminimis.rules.rulebook.book.dm303_goods import SPLITTING, near_limit
from deminimis.rules.rulebook.evidence import Call, Evidence
from deminimis.rules.rulebook.findings import PERIODICAL
from deminimis.rules.rulebook.rule import Rule, find_all
from deminimis.rules.shown import Counts, Translated
from deminimis.scale.giants import Chunk
from deminimis.scale.routing.keys import AT

# What a part says of one code for the whole to fold: the first filing of it and its period, what it is of (`by` of the
# rule), numbers, and the first texts with where they stand (`rules.rulebook.rule.Fold`).
_TEXTS: Final = pl.List(pl.Struct({"seq": pl.UInt32, "text": pl.String}))
PLACE: Final = {
    "file": pl.UInt32(),
    "seq": pl.UInt32(),
    "line": pl.UInt32(),
    "byte": pl.UInt64(),
    "format": pl.String(),
}
BY: Final = {
    "period_index": pl.UInt8(), "agency": pl.String(), "kind": pl.String(), "street": pl.String(), "city": pl.String(),
    "zip": pl.String(), "day": pl.Date(),
}  # fmt: skip
SUMS: Final = {"count": pl.Int64(), "cents": pl.Int64()}
GREATEST: Final = {"days": pl.Int64()}
LISTS: Final = {"samples": _TEXTS, "what": _TEXTS}
TALLIES: Final = pl.Schema({"code": pl.String(), **PLACE, "period": pl.String(), **BY, **SUMS, **GREATEST, **LISTS})
# Keys of this part's people, for near misses (DM203), and what each has on a day.
ALIKE: Final = pl.Schema(
    {
        "key": pl.UInt64(), **dict.fromkeys(PARTS, pl.String()), "shown": pl.String(),
        **dict.fromkeys(BLOCKS, pl.UInt64()), "complete": pl.Boolean(), "mask": pl.UInt8(),
    }
)  # fmt: skip
DAYS_OF: Final = pl.Schema(
    {"key": pl.UInt64(), "day": pl.Date(), **PLACE, "person": pl.String(), "cents": pl.Int64(), "limit": pl.Int64()}
)
# Shipments that stand in several groups, perhaps of several parts: what each part says of them.
SEVERAL: Final = pl.Schema(
    {**dict.fromkeys(AT, pl.UInt32()), **dict.fromkeys(("flagged", "unknown", "rejected"), pl.Boolean()),
     "claimed_cents": pl.Int64()}
)  # fmt: skip
# who: the consignee's key where there is one (a claim of a giant without a day). Of the crowd `seq` alone: its number.
LOOSE: Final = pl.Schema({**dict.fromkeys(AT, pl.UInt32()), "day": pl.Date(), "who": pl.UInt64(), **BEYOND})
# The claims of the crowd (`worst_case.CROWD`): in place of the place the filing that it is of, and whether it comes
# behind all that are on a manifest.
CROWDED: Final = pl.Schema(
    {**dict.fromkeys(AT, pl.UInt32()), "behind": pl.Boolean(), **{n: t for n, t in CROWD.items() if n != "place"}}
)
# Of a giant the claims near the limit (DM307): runs of days cross its chunks.
SPLITS: Final = pl.Schema(
    {"person": pl.String(), "consignee": pl.String(), "shipper": pl.String(), "day": pl.Date(), "mild": pl.Int64(),
     "period": pl.String(), **PLACE}
)  # fmt: skip
# What a part is told of its filings, one row each: whether it is at home and counted here, whether its consignee is
# (`whose`), and of ROUTES the rest.
TOLD: Final = pl.Schema(
    {**dict.fromkeys(AT, pl.UInt32()), "lost": pl.List(pl.Int64()),
     **dict.fromkeys(("home", "counted", "whose", "wide", "crowd", "leads"), pl.Boolean())}
)  # fmt: skip


class Said(NamedTuple):
    """What a part says: groups (GROUPS) and shipments (MEMBERS of `rules.shown`), findings; and for all together the
    rest. `group` and `ship` are numbers of the part alone.
    """

    groups: pl.DataFrame
    shipments: pl.DataFrame
    findings: pl.DataFrame
    counts: Counts
    several: pl.DataFrame = pl.DataFrame(schema=SEVERAL)
    tallies: pl.DataFrame = pl.DataFrame(schema=TALLIES)
    loose: pl.DataFrame = pl.DataFrame(schema=LOOSE)
    alike: pl.DataFrame = pl.DataFrame(schema=ALIKE)
    days_of: pl.DataFrame = pl.DataFrame(schema=DAYS_OF)
    splits: pl.DataFrame = pl.DataFrame(schema=SPLITS)


class Around(NamedTuple):
    """What a part is told of the whole: `call` (no `lost`), CROWDED; of one of a giant also `chunk` and its PAIRS."""

    call: Call
    crowd: pl.DataFrame = pl.DataFrame(schema=CROWDED)
    chunk: Chunk | None = None
    pairs: pl.DataFrame | None = None


def judge_part(filings: Filings, routes: pl.DataFrame, settings: Settings, around: Around) -> Said:
    """filings: by file and place. routes: TOLD of each, in that order."""
    home, chunk = routes["home"], around.chunk
    part = until_members(filings, settings, routes["counted"], around.pairs)
    whole = around.call._replace(lost=_lost(filings, routes))
    crowd = _placed_crowd(around.crowd, routes)
    members = part.members(settings)
    every = judged(members, part.people, part.filed, settings)
    about: dict[str, Any] = {"every": every, "home": home, "follows": routes["wide"], "call": whole}
    # What is said of filings, bills and shipments, where they are at home: no sum bears on it.
    # One that a wide entry began, perhaps in another part, is where its own filings are.
    begun = pl.when(pl.lit(routes["wide"].gather(every["ship"]))).then(pl.coalesce("manifest_row", "entry_row"))
    here = every.filter(home.gather(every.select(pl.coalesce(begun, "ship")).to_series()))
    of_rows = replace(said(part, renumbered(here), settings), **about)
    found = list(find_all(_of(("row", "bill", "shipment", "call")), of_rows))
    tallies = _tallies(of_rows, ("row", "shipment"))
    bills = part.on_file.bills
    # What is said of people and their days, where they are at home.
    lead = members.select(pl.coalesce("manifest_row", "entry_row")).to_series()
    mine = pl.col("person").is_in(at_home(part, routes["whose"]).implode()).fill_null(False)
    adrift = pl.col("alone") & pl.lit(home.gather(lead))
    nobody = without_consignee() & ~pl.lit(routes["crowd"].gather(lead))
    kept, beside, floats = mine, pl.lit(False), without_consignee()
    if chunk is not None:
        floats = floats | (mine & undated())
        # one without its base and a day: whoever is named first on its bill
        once = pl.col("alone") & pl.lit(routes["leads"].gather(lead))
        kept, beside = mine & (chunk.holds() | undated() | (pl.col("day").is_null() & once)), mine & chunk.next()
    kept = kept | (pl.col("person").is_null() & adrift) | nobody
    loose = _loose(part, renumbered(members.filter(kept)), floats, crowd)
    claims = judged(renumbered(members.filter(kept | beside)), part.people, part.filed, settings, crowd=crowd)
    claims = claims.filter(~floats)
    of_people = replace(said(part, renumbered(claims.filter(~beside)), settings), **about)
    if chunk is not None:
        around_days = replace(said(part, renumbered(claims), settings), **about, here=~beside)
        found += find_all((NEAR,), around_days)
        found += find_all((IDENTIFIER_ALONE,), first_of_each(of_people, members))
    out = said_of(of_people, every, found, bills, () if chunk is None else (NEAR, IDENTIFIER_ALONE, SPLITTING))
    tallies += _tallies(of_people, ("person",))
    alike, days_of = _alike(of_people, mine, routes)
    return out._replace(
        tallies=pl.concat([pl.DataFrame(schema=TALLIES), *tallies]), loose=loose, alike=alike, days_of=days_of,
        splits=pl.DataFrame(schema=SPLITS) if chunk is None else _splits(of_people),
    )  # fmt: skip


def undated() -> pl.Expr:
    """A claim that may stand on any day; of a giant it is judged with what all its chunks say."""
    return pl.col("day").is_null() & ~pl.col("alone")


def _placed_crowd(crowd: pl.DataFrame, routes: pl.DataFrame) -> pl.DataFrame:
    """CROWD: each between the filings of the part."""
    where = routes.select(at()).to_series().search_sorted(crowd.select(at()).to_series())
    behind = pl.col("behind").cast(pl.Int64) * BEHIND
    rows = crowd.with_columns(place=(pl.lit(where.cast(pl.Int64)) + behind) * 2 - 1)
    return rows.select(pl.col(name).cast(dtype) for name, dtype in CROWD.items())


def first_of_each(evidence: Evidence, members: pl.DataFrame) -> Evidence:
    """Of each shipment and person the first of all its claims, if it is among those of the evidence (DM202)."""
    first = members.unique(["ship", "person"], keep="first", maintain_order=True).select("ship", "person", "day")
    kept = evidence.members.join(
        first, on=["ship", "person", "day"], how="semi", nulls_equal=True, maintain_order="left"
    )
    return replace(evidence, members=kept)


def _of(scopes: tuple[str, ...], but: tuple[Rule, ...] = ()) -> tuple[Rule, ...]:
    """The rules of these scopes that each part carries out for itself; DM203 is looked for by `fold`."""
    but = (POSSIBLY_SAME, *but)
    return tuple(rule for rule in RULES if rule.scope in scopes and rule.fold is None and rule not in but)


def renumbered(members: pl.DataFrame) -> pl.DataFrame:
    """Claims, some of which were left out, with groups numbered anew."""
    return members.with_columns(pl.col("group").rle_id().cast(pl.UInt32).set_sorted())


def _lost(filings: Filings, routes: pl.DataFrame) -> pl.DataFrame:
    """at, bill (hash): the bills of `routes.lost` by their names."""
    lost = routes.filter(pl.col("lost").list.len() > 0).select(*AT, k_bill="lost").explode("k_bill")
    named = pl.concat([filings.shipments.select(*AT, "bill"), filings.bills.select(*AT, "bill")]).drop_nulls()
    named = named.join(lost.select(AT).unique(), on=AT, how="semi")
    named = named.with_columns(k_bill=stable(named["bill"], BILL_WIDTH))
    found = named.join(lost, on=[*AT, "k_bill"], how="semi")
    return found.select(at(), bill=hashed(pl.col("bill"))).unique()


def at_home(part: OfCall, home: pl.Series) -> pl.Series:
    """The persons who are at home here: whose component has this part."""
    aliases = part.people.aliases.select("person", "at")
    first = part.people.addresses.keys["row"].gather(aliases["at"])
    by_key = aliases["person"].filter(home.gather(first))
    alone = part.people.known.filter("id_alone").select("identifier", "person").unique()
    rows = alone.join(part.on_file.consignees.identifiers, on="identifier")
    return pl.concat([by_key, rows.filter(home.gather(rows["row"]))["person"]]).unique()


def _loose(part: OfCall, kept: pl.DataFrame, floats: pl.Expr, crowd: pl.DataFrame) -> pl.DataFrame:
    loose = kept.filter(floats)
    if not loose.height and not crowd.height:
        return pl.DataFrame(schema=LOOSE)
    numbers = pl.select(seq=pl.int_range(crowd.height, dtype=pl.UInt32))
    where = pl.concat([where_of(part, loose), numbers], how="diagonal")
    rows = where.hstack(told(kept, part.people, floats, crowd))
    # what meets nothing here need not be told
    said = pl.col("file").is_not_null() | (pl.sum_horizontal("best", "sum") > 0) | pl.col("lowest").is_not_null()
    return rows.filter(said).select(pl.col(n).cast(t) for n, t in LOOSE.items())


def where_of(part: OfCall, claims: pl.DataFrame) -> pl.DataFrame:
    """What tells a claim apart in the whole call: file, seq, day, who."""
    key = part.people.texts(claims["person"])["consignee_key"]
    who = pl.select(who=hashed(pl.lit(key, pl.String))) if claims.height else pl.DataFrame(schema={"who": pl.UInt64})
    return part.filed.take(claims["ship"], *AT).with_columns(claims["day"], who["who"])


def said_of(
    evidence: Evidence, every: pl.DataFrame, found: list[pl.DataFrame], bills: int, but: tuple[Rule, ...] = ()
) -> Said:
    """Groups, shipments and counts of these claims; with what is found of them by all rules but some."""
    found = [*found, *find_all(_of(("group", "person"), but), evidence)]
    texts = Translated(evidence)
    counts, several = _counted(evidence, every, bills)
    return Said(texts.groups, texts.shipments, findings.concat(found), counts, several)


def _counted(evidence: Evidence, every: pl.DataFrame, bills: int) -> tuple[Counts, pl.DataFrame]:
    """The figures of shipments that stand in one group; of others SEVERAL."""
    members = evidence.members
    again = every.filter(every["ship"].is_duplicated())["ship"].unique().implode()
    apart = members.filter(pl.col("ship").is_in(again))
    once = replace(evidence, members=members.filter(~pl.col("ship").is_in(again)))
    claimed = pl.when(pl.col("claim").fill_null(False)).then("value").max()
    verdict = pl.col("verdict")
    several = apart.group_by("ship").agg(
        flagged=verdict.is_in(["warn", "withhold", "reject"]).any(), unknown=(verdict == "unknown").any(),
        rejected=(verdict == "reject").any(), claimed_cents=claimed,
    )  # fmt: skip
    several = evidence.filed.take(several["ship"], *AT).hstack(several.drop("ship"))
    return shown.counts(once, bills), several.select(pl.col(n).cast(t) for n, t in SEVERAL.items())


def _tallies(evidence: Evidence, scopes: tuple[str, ...]) -> list[pl.DataFrame]:
    """TALLIES of the rules that are folded, of what is counted by these scopes."""
    out = []
    for rule in RULES:
        if rule.fold is None or rule.fold.of not in scopes:
            continue
        alone = evidence
        if rule.fold.alone:
            alone = replace(evidence, settings=replace(evidence.settings, **rule.fold.alone))
        tally = rule.looked(alone)
        if tally is None or not tally.height:
            continue
        where = evidence.filed.take(tally["row"], *PLACE)
        tally = tally.drop("file", strict=False).hstack(where).with_columns(code=pl.lit(rule.code.code))
        if rule.code.code.startswith(PERIODICAL):
            tally = tally.with_columns(evidence.periods(tally["row"]).alias("period"))
        lists = {name: _placed(tally[name], evidence) for name in LISTS if name in tally.columns}
        tally = tally.with_columns(**lists)
        out.append(_as(tally, TALLIES))
    return out


def _placed(lists: pl.Series, evidence: Evidence) -> pl.Series:
    """Lists of (row, text) as lists of (seq, text)."""
    flat = lists.to_frame("few").with_row_index("n").explode("few", empty_as_null=False, keep_nulls=False).unnest("few")
    flat = flat.with_columns(evidence.filed.column(flat["row"], "seq"))
    packed = flat.group_by("n", maintain_order=True).agg(few=pl.struct("seq", "text"))
    every = pl.DataFrame({"n": pl.int_range(lists.len(), dtype=pl.UInt32, eager=True)})
    return every.join(packed, on="n", how="left", maintain_order="left")["few"].alias(lists.name)


def _as(frame: pl.DataFrame, schema: pl.Schema) -> pl.DataFrame:
    """The columns of `schema`; those that the frame lacks are null."""
    have = set(frame.columns)
    return frame.select(
        (pl.col(name) if name in have else pl.lit(None)).cast(dtype).alias(name) for name, dtype in schema.items()
    )


def _alike(evidence: Evidence, mine: pl.Expr, routes: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """ALIKE and DAYS_OF of the people who are at home here; a key is told where its first filing is at home."""
    people = evidence.people
    known: Addresses = people.addresses
    first = people.aliases.filter(mine).join(known.keys.with_row_index("at").select("at", "row"), on="at")
    first = first.filter(routes["whose"].gather(first["row"])).sort("at")
    if not first.height:
        return pl.DataFrame(schema=ALIKE), pl.DataFrame(schema=DAYS_OF)
    texts = known.texts.take(first["at"], *PARTS, "shown")
    rows = known.keys.select(pl.col("address", "row", "complete", "care_of").gather(first["at"]))
    keys = keys_of(rows.hstack(texts))
    alike = keys.hstack(texts).with_columns(routes["home"].gather(first["row"])).filter(pl.col("street").is_not_null())
    days_of = keyed_days(evidence, alike.select("key"))
    names = people.texts(days_of["person"])["consignee_key"].alias("person")
    days_of = days_of.with_columns(names).hstack(evidence.filed.take(days_of["row"], *PLACE))
    return _as(alike.filter("home"), ALIKE), _as(days_of, DAYS_OF)


def _splits(evidence: Evidence) -> pl.DataFrame:
    rows = near_limit(evidence)
    if rows is None:
        return pl.DataFrame(schema=SPLITS)
    texts = evidence.people.texts(rows["person"]).select("consignee", person="consignee_key")
    texts = texts.with_columns(evidence.periods(rows["row"]).alias("period"))
    return _as(rows.drop("person").hstack(texts).hstack(evidence.filed.take(rows["row"], *PLACE)), SPLITS)
