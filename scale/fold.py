"""What no part can say alone: findings of a whole file or call, near misses of names, figures of the summary."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

import polars as pl

from deminimis.edi.frames import findings
from deminimis.edi.frames.packed import Table
from deminimis.edi.frames.shipments import FORMAT
from deminimis.rules.base.filed import Filed
from deminimis.rules.base.settings import Settings
from deminimis.rules.people.addresses import PARTS, Addresses
from deminimis.rules.people.near_misses import BLOCKS, misses
from deminimis.rules.rulebook.book import RULES
from deminimis.rules.rulebook.book.dm201_people import POSSIBLY_SAME, alike_on_a_day
from deminimis.rules.rulebook.book.dm303_goods import SPLITTING, in_lots, lots
from deminimis.rules.rulebook.findings import PERIODICAL, placed
from deminimis.rules.shown import Counts
from deminimis.scale.part import GREATEST, LISTS, PLACE, SUMS
from deminimis.scale.routing.keys import AT

_NO_ROW: Final = "no period"


def folded(tallies: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """The findings of files and of the call. tallies: of all parts (`part.TALLIES`), or of a bucket of `in_tallies`."""
    found = []
    for rule in RULES:
        mine = tallies.filter(pl.col("code") == rule.code.code)
        if rule.fold is None or not mine.height:
            continue
        by = [*(["file"] if rule.scope == "file" else []), *rule.fold.by]
        tally = mine.sort(AT).group_by(by, maintain_order=True).agg(
            *(pl.col(name).first() for name in (*PLACE, "period") if name not in by),
            *(pl.col(name).sum() for name in SUMS),
            *(pl.col(name).max() for name in GREATEST),
        )  # fmt: skip
        for name in LISTS:
            few = _first(mine, by, name, settings.samples, distinct=name in rule.fold.distinct)
            tally = tally.join(few, on=by, how="left", nulls_equal=True, maintain_order="left")
        tally = tally.sort(AT, maintain_order=True).with_row_index("row")
        told = rule.fold.tell(settings, tally)
        if rule.code.code.startswith(PERIODICAL) and "period" not in told.columns:
            told = told.with_columns(tally["period"].gather(told["row"]).fill_null(_NO_ROW))
        if told.height:
            found.append(placed(rule.code, told, _filed(tally)))
    return findings.concat(found)


def in_tallies(tallies: pl.DataFrame, buckets: int) -> Iterator[tuple[int, pl.DataFrame]]:
    """Tallies by what they are of, so that `folded` may be done bucket by bucket."""
    for rule in RULES:
        mine = tallies.filter(pl.col("code") == rule.code.code)
        if rule.fold is not None and mine.height:
            of = pl.struct("code", *(["file"] if rule.scope == "file" else []), *rule.fold.by)
            hashed = mine.with_columns(bucket=(of.hash() % buckets).cast(pl.Int32))
            for (bucket,), some in hashed.group_by("bucket"):
                yield int(bucket), some.drop("bucket")


def _first(tallies: pl.DataFrame, by: list[str], name: str, count: int, *, distinct: bool) -> pl.DataFrame:
    """The first texts of the lists `name` of each row of the whole."""
    flat = tallies.select(*{*by, "file"}, name).explode(name, empty_as_null=False, keep_nulls=False).unnest(name)
    flat = flat.sort("file", "seq", maintain_order=True)
    if distinct:
        flat = flat.unique([*by, "text"], keep="first", maintain_order=True)
    return flat.group_by(by, maintain_order=True).agg(pl.struct("seq", "text").head(count).alias(name))


def _filed(places: pl.DataFrame) -> Filed:
    """A few filings as rows to point to."""
    return Filed(Table([places.drop("row").with_columns(pl.col("format").cast(FORMAT))], places.height))


def alike(keys: pl.DataFrame, days_of: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """The findings of near misses (DM203). keys, days_of: of all parts (`part.ALIKE`, `part.DAYS_OF`)."""
    return alike_of(near(keys), keys, days_of, settings)


def near(keys: pl.DataFrame) -> pl.DataFrame:
    """NEAR of keys (`part.ALIKE`)."""
    number = pl.int_range(pl.len(), dtype=pl.UInt32)
    keys = keys.with_columns(address=number.cast(pl.UInt64), row=number)
    texts = keys.select(*PARTS, "shown")
    return misses(Addresses(keys.drop(texts.columns), Table([texts], keys.height)))


def in_blocks(keys: pl.DataFrame, buckets: int) -> Iterator[tuple[int, pl.DataFrame]]:
    """Keys by where they may meet: of each kind of block so many buckets, all keys of one block in one of them."""
    for kind, block in enumerate(BLOCKS):
        placed_keys = keys.with_columns(bucket=(pl.col(block) % buckets).cast(pl.Int32) + kind * buckets)
        for (bucket,), some in placed_keys.drop_nulls("bucket").group_by("bucket"):
            yield int(bucket), some.drop("bucket")


def near_in(keys: pl.DataFrame, bucket: int, buckets: int) -> pl.DataFrame:
    """NEAR of a bucket of `in_blocks`: keys that meet in its kind of block."""
    number = pl.int_range(pl.len(), dtype=pl.UInt64)
    other = [block for kind, block in enumerate(BLOCKS) if kind != bucket // buckets]
    return near(keys.with_columns(number.alias(block) for block in other))


def alike_of(near: pl.DataFrame, keys: pl.DataFrame, days_of: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """The findings of DM203. near: NEAR, perhaps with a pair several times. keys, days_of: at least of these pairs."""
    near = near.sort("one", "two", "what").unique(["key", "other"], keep="first", maintain_order=True)
    both = pl.concat([near.select("key"), near.select(key="other")]).unique()
    first = days_of.join(both, on="key", how="semi")
    places = first.select(*PLACE).unique(AT).sort(AT).with_row_index("row")
    first = first.join(places.select(*AT, "row"), on=AT)
    if not near.height or not first.height:
        return findings.NO_FINDINGS
    town = pl.concat_str([pl.col(part) for part in ("city", "state", "zip")], separator=" ", ignore_nulls=True)
    shown = pl.concat_str([pl.col("name"), pl.col("shown"), town], separator=", ", ignore_nulls=True)
    names = keys.join(both, on="key", how="semi").select("key", shown=shown)
    told = alike_on_a_day(near, first.drop(*PLACE), names, settings)
    return findings.concat([placed(POSSIBLY_SAME.code, told, _filed(places))]) if told.height else findings.NO_FINDINGS


def split(splits: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """What giants have near the limit on days that follow each other (DM307). splits: of all chunks (`part.SPLITS`)."""
    places = splits.select(*PLACE, "period").unique(AT).sort(AT).with_row_index("row")
    found = in_lots(splits.join(places.select(*AT, "row"), on=AT), settings)
    if not found.height:
        return findings.NO_FINDINGS
    texts = splits.select("person", "consignee").unique("person")
    told = lots(found.join(texts, on="person", maintain_order="left"))
    told = told.with_columns(places["period"].gather(told["row"]).fill_null(_NO_ROW))
    return placed(SPLITTING.code, told, _filed(places))


def counted(counts: Iterable[Counts], several: pl.DataFrame, bills: int = 0) -> Counts:
    """The figures of all parts. several: of all of them (`part.SEVERAL`). bills: those that no part counts."""
    sums: dict[str, Any] = dict.fromkeys(Counts._fields, 0)
    for one in counts:
        for name, value in one._asdict().items():
            sums[name] += value
    each = several.group_by(AT).agg(pl.col("flagged", "unknown", "rejected").any(), pl.col("claimed_cents").max())
    sums["shipments"] += bills
    sums["claims"] += each.height
    for name in ("flagged", "unknown", "rejected"):
        sums[f"shipments_{name}"] += int(each[name].sum())
    sums["claimed_cents"] += int(each["claimed_cents"].sum())
    return Counts(**sums)
