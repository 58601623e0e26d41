"""The filing read again, for what an answer repeats of it: its parties, its trip, its own records.

Only bytes and tags are looked at on the way; the records that are wanted are kept, nothing else.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

import polars as pl

from deminimis.edi.cutting.sniff import known
from deminimis.edi.cutting.source import BLOCK, ROWS, Source, Syntax, blocks
from deminimis.edi.layout.declare import Layout
from deminimis.edi.layout.parse import parse
from deminimis.edi.reading.format import Format

_ROWS: Final = {**ROWS, "tag": pl.String()}


@dataclass(frozen=True)
class Filed:
    """One file: where it is, how it is cut into records, and its format. formats: of what else is in it."""

    source: Source
    syntax: Syntax
    form: Format
    formats: Mapping[str, Format] = field(default_factory=dict)

    def layout(self, tag: str) -> Layout:
        """The layout of a record, which an interchange of another format behind the first may hold."""
        own = self.form.layouts.get(tag)
        return own or next(form.layouts[tag] for form in self.formats.values() if tag in form.layouts)


def filed(sources: Sequence[Source], formats: Mapping[str, Format]) -> tuple[Filed | None, ...]:
    """Each source with its syntax and format; None where it is unknown. Raises OSError where it cannot be read."""
    out: list[Filed | None] = []
    for source in sources:
        found = known(source)
        form = formats.get(found.format or "")
        out.append(Filed(source, found.syntax, form, formats) if form and found.syntax else None)
    return tuple(out)


def records(one: Filed, tags: Collection[str], block_size: int = BLOCK) -> Iterator[pl.DataFrame]:
    """The records of `tags` in file order, columns ordinal, line, column, byte, raw, tag; shipments are never cut.

    Raises OSError and EOFError (damage, `edi.cutting.unpack`) where the input cannot be read to its end.
    """
    form, tail = one.form, pl.DataFrame(schema=_ROWS)
    wanted = pl.col("tag").is_in(list(tags))
    for block in blocks(one.source, one.syntax, block_size, one.form.name):
        if form.name != (block.form or form.name):
            yield tail.filter(wanted)
            form, tail = one.formats.get(block.form, form), tail.clear()
        # as in edi.reading: a tag may depend on the records about it, back to the last boundary
        rows = pl.concat([tail.drop("tag"), block.rows]).with_columns(tag=form.tag(pl.col("raw")))
        cuts = rows["tag"].is_in(list(form.boundaries)).arg_true()
        cut = int(cuts[-1]) if len(cuts) else 0
        tail = rows[cut:]
        if cut:
            yield rows[:cut].filter(wanted)
    if tail.height:
        yield tail.filter(wanted)


def table(one: Filed, wanted: Mapping[str, Sequence[str]]) -> dict[str, pl.DataFrame]:
    """For each tag of `wanted` its records: byte, raw where that is among its names, and the fields named, typed."""
    return _read(one, wanted, ["byte"], lambda rows: rows, lambda _tag, rows: rows)


def of_their_ships(
    one: Filed,
    wanted: Mapping[str, Sequence[str]],
    ships: pl.DataFrame,
    every: pl.Series,
    kept: Callable[[str, pl.DataFrame], pl.DataFrame] = lambda _tag, rows: rows,
) -> dict[str, pl.DataFrame]:
    """For each tag of `wanted` the records of some shipments: the columns of `ships` but byte, and the fields named.

    ships, every: as in `inside`. What is read is held, the records are not. kept: of those of a tag what is kept.
    """
    own = [name for name in ships.columns if name != "byte"]
    begins = every.sort()
    return _read(one, wanted, own, lambda rows: inside(ships, rows, begins), kept)


def _read(
    one: Filed,
    wanted: Mapping[str, Sequence[str]],
    own: Sequence[str],
    among: Callable[[pl.DataFrame], pl.DataFrame],
    kept: Callable[[str, pl.DataFrame], pl.DataFrame],
) -> dict[str, pl.DataFrame]:
    """Block by block: own columns of the rows that are `among` those wanted, and the fields named."""
    parts: dict[str, list[pl.DataFrame]] = {tag: [] for tag in wanted}
    nothing = pl.DataFrame(schema=_ROWS)
    for rows in chain([nothing], records(one, wanted)):  # that of no rows has the columns
        found = among(rows)
        if one.syntax.in_columns:
            found = found.with_columns(pl.col("raw").str.pad_end(one.syntax.width, " "))
        for tag, names in wanted.items():
            mine = found.filter(pl.col("tag") == tag)
            if not mine.height and parts[tag]:
                continue
            fields = [name for name in names if name != "raw"]
            values = mine.select(*own, *(name for name in names if name == "raw"))
            if fields:
                place = mine.select("ordinal", "line", "column", "byte", "raw")
                values = values.hstack(parse(one.layout(tag), place, fields).values.select(fields))
            parts[tag].append(kept(tag, values))
    return {tag: pl.concat(some) for tag, some in parts.items()}


def of_ships(one: Filed, tags: Collection[str], ships: pl.DataFrame, every: pl.Series) -> pl.DataFrame:
    """The records `tags` of some shipments: ordinal, line, column, byte, raw, tag, and the columns of `ships` but byte.

    ships, every: as in `inside`. Records of other shipments are dropped as they come, so that the memory goes by what
    is answered, not by what is filed.
    """
    begins = every.sort()
    parts = [inside(ships, rows, begins) for rows in records(one, tags)]
    parts = [part for part in parts if part.height] or [inside(ships, pl.DataFrame(schema=_ROWS), begins)]
    found = pl.concat(parts)
    if one.syntax.in_columns:
        found = found.with_columns(pl.col("raw").str.pad_end(one.syntax.width, " "))
    return found


def fields(one: Filed, found: pl.DataFrame, tag: str, names: Sequence[str]) -> pl.DataFrame:
    """The records `tag` of `found` (of `of_ships`) with the fields `names`, typed."""
    own = found.filter(pl.col("tag") == tag)
    place = own.select("ordinal", "line", "column", "byte", "raw")
    return own.hstack(parse(one.layout(tag), place, list(names)).values.select(*names))


def sorted_by(rows: pl.DataFrame, column: str) -> pl.DataFrame:
    """`rows` in order of a column; as they are where they are in that order, as a filing's own are."""
    return rows if rows[column].is_sorted() else rows.sort(column, maintain_order=True)


def before(ships: pl.DataFrame, found: pl.DataFrame, within: pl.Series | None = None) -> pl.DataFrame:
    """`ships` (byte, sorted) with the columns of the last row of `found` in front of each.

    within: bytes of what opens a message; a row in front of the last of them is not taken.
    """
    columns = [name for name in found.columns if name != "byte"]
    right = found.with_columns(at=pl.col("byte"))
    joined = ships.join_asof(right, on="byte", strategy="backward", check_sortedness=False)
    if within is not None:
        opens = pl.DataFrame({"byte": within, "opened": within})
        joined = joined.join_asof(opens, on="byte", strategy="backward", check_sortedness=False)
        there = (pl.col("at") >= pl.col("opened")).fill_null(False)
        joined = joined.with_columns(pl.when(there).then(pl.col(name)).alias(name) for name in columns).drop("opened")
    return joined.drop("at")


def inside(ships: pl.DataFrame, found: pl.DataFrame, every: pl.Series) -> pl.DataFrame:
    """The rows of `found` that stand in one of `ships` (byte and key columns), with its columns.

    every: the bytes of all shipments of the file, sorted, of which `ships` may be some: a row belongs to the last one
    that begins at or before it. Columns of `ships` but byte are taken over; `found` keeps its own byte.
    """
    begins = pl.DataFrame({"byte": every}).with_columns(ship_byte=pl.col("byte"))
    owned = found.join_asof(begins, on="byte", strategy="backward", check_sortedness=False)
    return owned.join(ships.rename({"byte": "ship_byte"}), on="ship_byte", how="inner", maintain_order="left")
