"""Filings of many shipments, held as compressed columns and read again a few columns at a time.

A shipment with its lines and bills is 600 to 800 bytes in frames: a text column alone costs 16 a row where it is empty.
Most of it is the same in every row, or repeated. Written as Parquet with its dictionaries, in memory, it is 40 to 120,
and a column is back in a few milliseconds a hundred thousand rows.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from io import BytesIO
from typing import Final, Literal

import polars as pl

from deminimis.edi.frames.shipments import BILLS, FORMS, LINES, SHIPMENTS, Filings, empty

COMPACT: Final = 1 << 14  # shipments packed together; fewer in a whole call stay as they are
_FEW: Final = 8  # beyond so much of all rows a column is unpacked as a whole
_TABLES: Final = {"shipments": SHIPMENTS, "bills": BILLS, "lines": LINES, "forms": FORMS}  # of `Filings`


def packed(frame: pl.DataFrame) -> bytes:
    """A frame as compressed columns."""
    out = BytesIO()
    frame.write_parquet(out, compression="zstd", compression_level=1, statistics=False)
    return out.getvalue()


class Table:
    """One table in parts, each a frame or packed. Its rows go by number, in the order of the parts."""

    def __init__(self, parts: Sequence[pl.DataFrame | bytes], height: int) -> None:
        self.parts, self.height = parts, height

    @property
    def frame(self) -> pl.DataFrame | None:
        """The table as a frame, where it is one."""
        only = self.parts[0] if len(self.parts) == 1 else None
        return only if isinstance(only, pl.DataFrame) else None

    def scan(self) -> pl.LazyFrame:
        """All rows; only the columns that are asked for are unpacked."""
        scans = [_scan(part) for part in self.parts]
        return scans[0] if len(scans) == 1 else pl.concat(scans)

    def frames(self, *names: str | pl.Expr) -> Iterator[pl.DataFrame]:
        """The table part by part, or some columns of it."""
        scans = (_scan(part) for part in self.parts)
        return ((scan.select(names) if names else scan).collect() for scan in scans)

    def where(
        self,
        test: pl.Expr,
        columns: Sequence[str | pl.Expr] = (),
        change: Callable[[pl.DataFrame], pl.DataFrame] = lambda rows: rows,
    ) -> pl.DataFrame:
        """Some columns, or all, of the rows for which a test holds, which looks at each by itself.

        change: made to them part by part.
        """
        found = (_scan(part).filter(test) for part in self.parts)
        return pl.concat([change((rows.select(columns) if columns else rows).collect()) for rows in found])

    @property
    def engine(self) -> Literal["in-memory", "streaming"]:
        """What collects all rows: part by part where there are several."""
        return "streaming" if len(self.parts) > 1 else "in-memory"

    def take(self, rows: pl.Series, *names: str) -> pl.DataFrame:
        """Some columns of each row in `rows`, one for one; null where the row is."""
        if (whole := self.frame) is not None:
            return pl.DataFrame([whole[name].gather(rows) for name in names])
        if rows.len() > self.height // _FEW:  # a column as a whole, one after the other
            each = ((name, self.scan().select(name).collect(engine="streaming")) for name in names)
            return pl.DataFrame([column[name].gather(rows) for name, column in each])
        wanted = rows.drop_nulls().unique().sort()
        found = self.scan().select(names).with_row_index("#").filter(pl.col("#").is_in(wanted.implode())).collect()
        place = found["#"].search_sorted(rows.fill_null(0)).cast(pl.Int64)
        place = pl.select(pl.when(rows.is_not_null()).then(place)).to_series()
        return pl.DataFrame([found[name].gather(place) for name in names])


def _scan(part: pl.DataFrame | bytes) -> pl.LazyFrame:
    return part.lazy() if isinstance(part, pl.DataFrame) else pl.scan_parquet(BytesIO(part))


class Along:
    """Rows of filings gone through beside others: those of one stretch of filings after the other.

    frames: with `file` and `seq`, and sorted by them where there are several; a few are held at a time.
    """

    def __init__(self, frames: Iterable[pl.DataFrame]) -> None:
        self._more = iter(frames)
        self._held: list[pl.DataFrame] = []

    def take(self, beside: pl.DataFrame) -> pl.DataFrame:
        """The rows of the filings from the first of `beside` to its last; asked for in rising order.

        A filing's rows may go on in the next frame, and may be asked for by two stretches.
        """
        last = _end(beside)
        while not self._held or _end(self._held[-1]) <= last:
            more = next(self._more, None)
            if more is None:
                break
            self._held.append(more)
        rows = pl.concat(self._held)
        self._held = [each for each in self._held if _end(each) >= last] or self._held[-1:]
        if not beside.height:
            return rows.clear()
        (low, least), (high, most) = beside.select("file", "seq").row(0), last
        file, seq = pl.col("file"), pl.col("seq")
        behind = (file > low) | ((file == low) & (seq >= least))
        return rows.filter(behind & ((file < high) | ((file == high) & (seq <= most))))


def _end(rows: pl.DataFrame) -> tuple[int, int]:
    return rows.select("file", "seq").row(-1) if rows.height else (-1, -1)


class Compact(Filings):
    """The same as `Filings`, in the same order. A table asked for as a frame is unpacked as a whole, each time.

    parts: tables of some thousand shipments each, packed; one without rows is left out. heights: rows of each table.
    """

    parts: list[dict[str, bytes]]
    heights: dict[str, int]

    def __init__(self, parts: list[dict[str, bytes]], heights: dict[str, int]) -> None:
        object.__setattr__(self, "parts", parts)
        object.__setattr__(self, "heights", heights)

    @property
    def shipments(self) -> pl.DataFrame:
        """All shipments."""
        return self.scan("shipments").collect()

    @property
    def bills(self) -> pl.DataFrame:
        """All bills."""
        return self.scan("bills").collect()

    @property
    def lines(self) -> pl.DataFrame:
        """All goods lines."""
        return self.scan("lines").collect()

    @property
    def forms(self) -> pl.DataFrame:
        """All form facts."""
        return self.scan("forms").collect()

    def table(self, name: str) -> Table:
        """A table by its name."""
        return Table([part[name] for part in self.parts if name in part] or [empty(_TABLES[name])], self.heights[name])

    def scan(self, table: str) -> pl.LazyFrame:
        """A table; what is asked of it decides which columns are unpacked."""
        return self.table(table).scan()

    def frames(self, table: str) -> Iterator[pl.DataFrame]:
        """A table part by part."""
        yield from self.table(table).frames()

    def columns(self, table: str, *names: str) -> Iterator[pl.DataFrame]:
        """Some columns of a table part by part."""
        yield from self.table(table).frames(*names)

    def height(self, table: str) -> int:
        """Rows of a table."""
        return self.heights[table]

    def scans(self) -> Iterator[dict[str, pl.LazyFrame]]:
        """The tables of each part."""
        for part in self.parts:
            yield {name: _scan(part.get(name, empty(schema))) for name, schema in _TABLES.items()}

    def pieces(self) -> Iterator[Filings]:
        """Each part as frames."""
        for scans in self.scans():
            yield Filings(**{name: scan.collect() for name, scan in scans.items()})

    def map(self, change: Callable[[pl.DataFrame], pl.DataFrame]) -> Filings:
        """The same with `change` made to every frame, part by part."""
        packer = Compactor(1)
        for piece in self.pieces():
            packer.add(piece.map(change))
        return packer.filings()

    def changed(self, where: pl.Expr, change: Callable[[pl.DataFrame], pl.DataFrame]) -> Filings:
        """The same with `change` made to the shipments of each part in which `where` holds for any."""
        parts = []
        for part in self.parts:
            ships = _scan(part["shipments"])
            if ships.select(where.any()).collect().item():
                parts.append(part | {"shipments": packed(change(ships.collect()))})
            else:
                parts.append(part)
        return Compact(parts, self.heights)


def together(parts: Sequence[Filings]) -> Filings:
    """All parts below one another, in order; packed where one of them is."""
    if not any(isinstance(part, Compact) for part in parts):
        return Filings.concat(list(parts))
    packer = Compactor()
    for part in parts:
        packer.follow(part)
    return packer.filings()


class Compactor:
    """Takes in what is read, part by part, and packs it where it is many."""

    def __init__(self, most: int | None = COMPACT) -> None:
        self._most = most  # None: never packs
        self._waiting: list[Filings] = []
        self._count = 0
        self._parts: list[dict[str, bytes]] = []
        self._heights = dict.fromkeys(_TABLES, 0)

    def add(self, filings: Filings) -> None:
        """The next shipments of the call."""
        if not filings.shipments.height:
            return
        self._waiting.append(filings)
        self._count += filings.shipments.height
        if self._most is not None and self._count >= self._most:
            self._pack()

    def follow(self, filings: Filings) -> None:
        """The next shipments, packed or not; packed ones stay as they are."""
        if not isinstance(filings, Compact):
            return self.add(filings)
        if self._waiting:
            self._pack()
        self._parts += filings.parts
        for name, height in filings.heights.items():
            self._heights[name] += height
        return None

    def filings(self) -> Filings:
        """All of them, in the order in which they came."""
        if not self._parts:
            return Filings.concat(self._waiting)
        if self._waiting:
            self._pack()
        return Compact(self._parts, self._heights)

    def _pack(self) -> None:
        together = Filings.concat(self._waiting)
        self._waiting, self._count = [], 0
        tables = {name: getattr(together, name) for name in _TABLES}
        self._parts.append({name: packed(frame) for name, frame in tables.items() if frame.height})
        for name, frame in tables.items():
            self._heights[name] += frame.height
