"""Batches and blocks of an answer as in the filing: A and B are repeated, Y counts, what is empty is left out."""

from dataclasses import dataclass, field
from typing import Final

import polars as pl

from deminimis.edi.formats.catair.layouts.envelope import A_RECORD, B_RECORD, Y_RECORD, Z_RECORD
from deminimis.edi.layout.declare import Layout
from deminimis.edi.layout.parse import parse
from deminimis.edi.layout.write import write

ENVELOPE: Final = ("A", "B", "Y", "Z")
MOST: Final = 90_000  # records after which a block is split between two transactions: Y counts to 99,999
_COPIED: Final = {
    "A": ("site_code", "sender_code", "transmission_date", "office_code", "user_text"),
    "B": (
        "processing_port",
        "processing_filer_code",
        "office_code",
        "preparer_port",
        "preparer_filer_code",
        "preparer_office_code",
        "preparer_indicator",
        "user_text",
    ),
}
_IN_Y: Final = ("processing_port", "processing_filer_code", "office_code")
_IN_Z: Final = ("site_code", "sender_code", "transmission_date", "office_code")
_HEAD: Final = {"A": A_RECORD, "B": B_RECORD}
# Ranks beside those of the records (0 and up): a header stands before its first record, a trailer behind its last.
_FIRST_RANK, _A_RANK, _B_RANK, _Y_RANK, _Z_RANK = -3, -2, -1, 1_000, 1_001


@dataclass
class _Open:
    """The batch or block that is open where one stretch of the input ends and the next begins."""

    head: pl.DataFrame | None = None  # its header's fields, one row
    written: bool = False
    records: int = 0  # of the whole block
    part: int = 0  # which part of a block that is split
    counted: int = 0  # records of that part


@dataclass
class Enveloped:
    """Puts the envelope around records that come stretch by stretch, in the order of the input."""

    application: str
    _batch: _Open = field(default_factory=_Open)
    _block: _Open = field(default_factory=_Open)

    def take(self, outer: pl.DataFrame, body: pl.DataFrame) -> pl.Series:
        """The records to be sent of one stretch.

        outer: A, B, Y and Z of the filing (ordinal, line, column, byte, tag, raw). body: raw, at (the ordinal of the
        record that each stands at), rank (0 and up), seq (the transaction, which is never cut).
        """
        heads = {tag: self._parsed(outer, tag) for tag in ("A", "B")}
        marks = outer.select("tag", at=pl.col("ordinal").cast(pl.Int64))
        body = _numbered(body, marks, "A", "batch")
        body = _numbered(body, marks, "B", "block")
        groups = self._groups(body)
        parts = [body.select("raw", "at", "rank")]
        parts += self._blocks(groups, heads["B"], marks)
        parts += self._batches(groups, heads["A"], marks)
        return pl.concat(parts).sort("at", "rank", maintain_order=True)["raw"]

    def close(self) -> pl.Series:
        """What ends the file where it ends without trailers of its own; nothing otherwise."""
        out = []
        if self._block.written and self._block.head is not None:
            out.append(self._trailer(self._block.head, [self._block.counted]))
        if self._batch.written and self._batch.head is not None:
            out.append(write(Z_RECORD, self._batch.head.select(_IN_Z)))
        return pl.concat(out) if out else pl.Series("raw", [], dtype=pl.String)

    def _parsed(self, outer: pl.DataFrame, tag: str) -> pl.DataFrame:
        """The fields of the headers `tag` of this stretch, in front of them those of the one that is still open."""
        layout: Layout = _HEAD[tag]
        rows = outer.filter(pl.col("tag") == tag)
        found = parse(layout, rows.drop([n for n in rows.columns if n not in _ROWS]), list(_COPIED[tag])).values
        found = found.select(_COPIED[tag])
        before = (self._batch if tag == "A" else self._block).head
        first = before if before is not None else found.clear().extend(found.clear())
        if before is None:
            first = pl.DataFrame({name: [None] for name in _COPIED[tag]}, schema=found.schema)
        return pl.concat([first, found])

    def _groups(self, body: pl.DataFrame) -> pl.DataFrame:
        """Parts of blocks: batch, block, part, first and last place, number of records."""
        carried = pl.when(pl.col("block") == 0).then(self._block.records).otherwise(0)
        running = pl.int_range(pl.len()).over("block") + carried
        rows = body.with_columns(running=running).with_columns(
            part=pl.col("running").min().over("block", "seq") // MOST
        )
        return rows.group_by("block", "part", maintain_order=True).agg(
            pl.col("batch").first(),
            first=pl.col("at").first(),
            last=pl.col("at").last(),
            records=pl.len().cast(pl.Int64),
        )

    def _blocks(self, groups: pl.DataFrame, heads: pl.DataFrame, marks: pl.DataFrame) -> list[pl.DataFrame]:
        """B in front of each part of a block and Y behind it; the last part stays open until its Y has come."""
        opened = marks.filter(pl.col("tag") == "B").height
        closed = self._closed(marks)
        here = (pl.col("block") == 0) & (pl.col("part") == self._block.part) & self._block.written
        groups = groups.with_columns(
            goes_on=here, total=pl.col("records") + pl.when(here).then(self._block.counted).otherwise(0)
        )
        begun = groups.filter(~pl.col("goes_on"))
        last = groups.filter(pl.col("block") == opened)
        stays = last["part"].max() if not closed and last.height else None
        ended = groups if stays is None else groups.filter((pl.col("block") != opened) | (pl.col("part") != stays))
        out = [_rows(self._header(heads, begun["block"]), begun["first"], _B_RANK)]
        out.append(
            _rows(self._trailer(heads[ended["block"].to_list()], ended["total"].to_list()), ended["last"], _Y_RANK)
        )
        begins = groups.filter(pl.col("block") == 0).height > 0
        ends = self._block.written and not groups["goes_on"].any() and (opened > 0 or closed or begins)
        if ends and self._block.head is not None:  # its records came before, its Y comes here, in front of all else
            place = min([*marks["at"].head(1).to_list(), *groups["first"].head(1).to_list()])
            raw = self._trailer(self._block.head, [self._block.counted])
            out.append(_rows(raw, pl.Series([place], dtype=pl.Int64), _FIRST_RANK))
        self._remember_block(groups, heads, opened, closed, stays)
        return out

    def _remember_block(
        self, groups: pl.DataFrame, heads: pl.DataFrame, opened: int, closed: bool, stays: object
    ) -> None:
        if closed:
            self._block = _Open()
            return
        own = groups.filter(pl.col("block") == opened)
        before = self._block if opened == 0 else _Open()
        records = before.records + int(own["records"].sum())
        counted, part = before.counted, before.part
        if stays is not None:
            part = int(str(stays))
            counted = int(own.filter(pl.col("part") == part)["total"][0])
        self._block = _Open(
            heads[-1] if heads.height else None, before.written or own.height > 0, records, part, counted
        )

    def _batches(self, groups: pl.DataFrame, heads: pl.DataFrame, marks: pl.DataFrame) -> list[pl.DataFrame]:
        """A in front of the first block of a batch that is answered, Z where the batch ends."""
        begins, ends = marks.filter(pl.col("tag") == "A"), marks.filter(pl.col("tag") == "Z")
        known = heads.with_row_index("batch").with_columns(pl.col("batch").cast(pl.Int64))
        answered = groups.group_by("batch", maintain_order=True).agg(pl.col("first").first())
        answered = answered.with_columns(pl.col("batch").cast(pl.Int64))
        real = known.filter(pl.col("sender_code").is_not_null())["batch"]
        fresh = answered.filter(pl.col("batch").is_in(real.implode()))
        if self._batch.written:
            fresh = fresh.filter(pl.col("batch") != 0)
        raw = write(A_RECORD, heads[fresh["batch"].to_list()].with_columns(application=pl.lit(self.application)))
        out = [_rows(raw, fresh["first"], _A_RANK)]
        written = set(fresh["batch"].to_list()) | ({0} if self._batch.written else set())
        number = _numbered(ends, marks, "A", "batch")
        done = number.filter(pl.col("batch").is_in(list(written)))
        out.append(_rows(write(Z_RECORD, heads[done["batch"].to_list()].select(_IN_Z)), done["at"], _Z_RANK))
        current = begins.height
        if ends.height and number["batch"][-1] == current:
            self._batch = _Open()
        else:
            self._batch = _Open(heads[-1] if known.height and current in real.to_list() else None, current in written)
        return out

    def _closed(self, marks: pl.DataFrame) -> bool:
        """Whether the last block that this stretch knows has ended in it."""
        inner = marks.filter(pl.col("tag").is_in(["B", "Y"]))
        return bool(inner.height and inner["tag"][-1] == "Y")

    def _header(self, heads: pl.DataFrame, blocks: pl.Series) -> pl.Series:
        return write(B_RECORD, heads[blocks.to_list()].with_columns(application=pl.lit(self.application)))

    def _trailer(self, heads: pl.DataFrame, counts: list[int]) -> pl.Series:
        same = heads.select(_IN_Y).with_columns(application=pl.lit(self.application))
        return write(Y_RECORD, same.with_columns(pl.Series("record_count", counts, dtype=pl.Int64)))


_ROWS: Final = ("ordinal", "line", "column", "byte", "raw")


def _numbered(rows: pl.DataFrame, marks: pl.DataFrame, tag: str, name: str) -> pl.DataFrame:
    """Adds how many records `tag` stand in front of each row: 0 is what was open before."""
    at = marks.filter(pl.col("tag") == tag)["at"]
    return rows.with_columns(pl.Series(name, at.search_sorted(rows["at"], side="right"), dtype=pl.Int64))


def _rows(raw: pl.Series, at: pl.Series, rank: int) -> pl.DataFrame:
    return pl.DataFrame(
        {"raw": raw, "at": at.cast(pl.Int64), "rank": pl.repeat(rank, len(raw), dtype=pl.Int64, eager=True)}
    )
