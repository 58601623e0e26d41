"""What runs in the engine's workers: Arrow batches in, Arrow batches out. Each function makes one that is sent there.

Whatever a worker hands on is a blob, so the engine never looks into a filing. Nothing is kept between batches.
"""

import json
import platform
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import polars as pl

import deminimis
from deminimis.edi.frames.shipments import Filings
from deminimis.rules.base.settings import Settings
from deminimis.rules.rulebook.book.dm401_quality import middles
from deminimis.rules.rulebook.evidence import Call
from deminimis.scale.blobs import blob, frame_bytes, frame_of, only, unblobbed
from deminimis.scale.giants import PAIRS, Chunk, pairs_of, without_carried
from deminimis.scale.part import TOLD, Around, Said, judge_part
from deminimis.scale.routing.keys import AT
from deminimis.scale.routing.loose import loose_of
from deminimis.scale.routing.route import Routes

READ: Final = "kind string, file long, chunk long, blob binary"
CHUNKED: Final = "chunk long, routes binary"
PIECES: Final = "part int, blob binary, told binary"
SAID: Final = "part int, what string, blob binary"
MIDDLES: Final = "chapter string, median double, mad double"
RATES: Final = pl.Schema({"chapter": pl.String(), "rate": pl.Float64()})
CHUNK: Final = 1 << 14  # filings of a blob
Work = Callable[[Iterator[Any]], Iterator[Any]]


def versions() -> dict[str, str]:
    """What must be the same on all workers: hashes and pickles hang on it."""
    python = ".".join(platform.python_version_tuple()[:2])
    return {"Python": python, "Polars": pl.__version__, "deminimis": deminimis.__version__}


def arrow_schema(columns: str) -> Any:
    """Columns in the engine's words as an Arrow schema (no large types)."""
    import pyarrow as pa  # noqa: PLC0415 - with the engine's extra only

    types = {
        "string": pa.string(), "long": pa.int64(), "int": pa.int32(), "binary": pa.binary(), "date": pa.date32(),
        "double": pa.float64(), "boolean": pa.bool_(), "array<string>": pa.list_(pa.string()),
        "array<long>": pa.list_(pa.int64()),
    }  # fmt: skip
    fields = [each.replace("`", "").split() for each in columns.split(", ")]
    return pa.schema([(name, types[kind]) for name, kind in fields])


def batch(rows: list[dict[str, Any]], columns: str) -> Any:
    """Rows as an Arrow batch."""
    import pyarrow as pa  # noqa: PLC0415

    return pa.RecordBatch.from_pylist(rows, schema=arrow_schema(columns))


def parquet(rows: list[dict[str, Any]], columns: str, path: Path) -> None:
    """Writes rows as a file beside those of the engine, of the same types."""
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import parquet as files  # noqa: PLC0415

    files.write_table(pa.Table.from_batches([batch(rows, columns)]), path)


def rows_of(schema: pl.Schema, columns: str) -> Work:
    """(chunk, blob) -> the rows of the blobs, frames of `schema` (hashes as signed), and their chunk: `columns`."""

    def unpacked(batches: Iterator[Any]) -> Iterator[Any]:
        for some in batches:
            for row in some.to_pylist():
                frame = frame_of(row["blob"]).with_columns(pl.col(pl.UInt64).reinterpret(signed=True))
                frame = frame.select(pl.col(name).cast(dtype) for name, dtype in schema.items())
                frame = frame.with_columns(chunk=pl.lit(row["chunk"], pl.Int64))
                yield from frame.to_arrow().cast(arrow_schema(columns)).to_batches(max_chunksize=CHUNK)

    return unpacked


def in_words(schema: pl.Schema) -> str:
    """The columns of `rows_of` in the engine's words."""
    words = {
        pl.Int64(): "long", pl.Int32(): "int", pl.Boolean(): "boolean", pl.List(pl.Int64()): "array<long>",
        pl.String(): "string", pl.Float64(): "double",
    }  # fmt: skip
    return ", ".join(f"{name} {words[dtype]}" for name, dtype in {**schema, "chunk": pl.Int64()}.items())


def packing(pack: Callable[[pl.DataFrame], pl.DataFrame]) -> Callable[[Any], Any]:
    """The rows of a chunk of filings -> CHUNKED: what `pack` makes of them."""

    def packed(table: Any) -> Any:
        import pyarrow as pa  # noqa: PLC0415

        rows = pl.DataFrame(pl.from_arrow(table))
        one = {"chunk": rows["chunk"][0], "routes": frame_bytes(pack(rows))}
        return pa.Table.from_batches([batch([one], CHUNKED)])

    return packed


def weighing(settings: Settings) -> Callable[[Any], Any]:
    """The rates of a chapter -> its MIDDLES, if it has enough lines."""

    def weighed(table: Any) -> Any:
        found = middles(pl.DataFrame(pl.from_arrow(table)), settings)
        return found.select("chapter", "median", "mad").to_arrow().cast(arrow_schema(MIDDLES))

    return weighed


def splitting() -> Work:
    """(chunk, blob, routes) -> PIECES: each blob cut by part."""

    def split(batches: Iterator[Any]) -> Iterator[Any]:
        for some in batches:
            for row in some.to_pylist():
                filings, routes = unblobbed([row["blob"]]), frame_of(row["routes"])
                for (part,), at in routes.group_by("part"):
                    one = {"part": part, "blob": blob(only(filings, at)), "told": frame_bytes(at.drop("part"))}
                    yield batch([one], PIECES)

    return split


def finding_loose(settings: Settings) -> Callable[[Any], Any]:
    """The pieces of whole clusters -> SAID: the claims of nobody among them (`loose.LOOSE`)."""

    def found(table: Any) -> Any:
        import pyarrow as pa  # noqa: PLC0415

        loose = loose_of(unblobbed(table.column("blob").to_pylist()), settings)
        return pa.Table.from_batches([batch([{"part": 0, "what": "loose", "blob": frame_bytes(loose)}], SAID)])

    return found


def spreading(spread: Callable[[pl.DataFrame], Iterable[tuple[int, pl.DataFrame]]]) -> Work:
    """(blob) -> SAID: the frames that `spread` makes of that of a blob, each with its number as part."""

    def spread_out(batches: Iterator[Any]) -> Iterator[Any]:
        for some in batches:
            for row in some.to_pylist():
                for number, frame in spread(frame_of(row["blob"])):
                    yield batch([{"part": number, "what": "", "blob": frame_bytes(frame)}], SAID)

    return spread_out


def together(make: Callable[[pl.DataFrame, int], pl.DataFrame]) -> Callable[[Any], Any]:
    """The blobs of a part -> SAID: what `make` makes of their frames."""

    def made(table: Any) -> Any:
        import pyarrow as pa  # noqa: PLC0415

        part = table.column("part")[0].as_py()
        frame = make(pl.concat([frame_of(each) for each in table.column("blob").to_pylist()]), part)
        return pa.Table.from_batches([batch([{"part": part, "what": "", "blob": frame_bytes(frame)}], SAID)])

    return made


class Whole(NamedTuple):
    """What is true of the whole call. parts: how many, also the number of what is judged aside. chunks: by part."""

    parts: int
    both_kinds: bool
    chunks: dict[int, Chunk]

    @classmethod
    def of(cls, routes: Routes, parts: int) -> "Whole":
        """What the routes say of it."""
        chunks = {row["part"]: Chunk(row["giant"], row["first"], row["last"]) for row in routes.chunks.to_dicts()}
        return cls(parts, routes.both_kinds, chunks)


def judging(
    settings: Settings, whole: Whole, chapters: pl.DataFrame, crowd: pl.DataFrame, pairs: pl.DataFrame
) -> Callable[[Any], Any]:
    """The pieces of a part -> SAID: what it says."""

    def judged(table: Any) -> Any:
        import pyarrow as pa  # noqa: PLC0415

        part = table.column("part")[0].as_py()
        filings, told = part_of(table.column("blob").to_pylist(), table.column("told").to_pylist(), part, whole)
        call = Call(whole.both_kinds, pl.DataFrame(), chapters)
        chunk = whole.chunks.get(part)
        mine = None if chunk is None else pairs.filter(giant=chunk.giant)
        said = judge_part(filings, told, settings, Around(call, crowd, chunk, mine))
        return pa.Table.from_batches([batch(said_rows(said, filings, part), SAID)])

    return judged


def pairing(settings: Settings, whole: Whole) -> Callable[[Any], Any]:
    """The pieces of a chunk -> SAID: whom its filings and its bills name (`giants.PAIRS`)."""

    def paired(table: Any) -> Any:
        import pyarrow as pa  # noqa: PLC0415

        part = table.column("part")[0].as_py()
        filings, _ = part_of(table.column("blob").to_pylist(), table.column("told").to_pylist(), part, whole)
        giant = pl.lit(whole.chunks[part].giant, pl.Int32)
        found = pairs_of(filings, settings).with_columns(giant=giant).select(list(PAIRS))
        return pa.Table.from_batches([batch([{"part": part, "what": "pairs", "blob": frame_bytes(found)}], SAID)])

    return paired


def part_of(blobs: list[bytes], told: list[bytes], part: int, whole: Whole) -> tuple[Filings, pl.DataFrame]:
    """The filings of a part with the arrivals that notices tell of, and TOLD of each in their order."""
    rows = pl.concat([frame_of(each) for each in told]).sort(AT)
    known = rows.filter(pl.col("arrival").is_not_null()).select(pl.col(AT).cast(pl.UInt32), known="arrival")
    filings = without_carried(unblobbed(blobs), rows.filter("carrier"))
    if known.height:
        ships = filings.shipments.join(known, on=AT, how="left", maintain_order="left")
        ships = ships.with_columns(arrival=pl.coalesce("arrival", "known")).drop("known")
        filings = Filings(ships, filings.bills, filings.lines, filings.forms)
    home = (pl.col("home") == part) & ~pl.col("carrier")
    whose = pl.col("home") == part
    if part == whole.parts:
        whose = pl.col("giant").is_not_null()
    elif part in whole.chunks:
        whose = pl.col("giant").eq(whole.chunks[part].giant).fill_null(False)
    counted = (pl.col("counted") == part) & ~pl.col("carrier")
    rows = rows.with_columns(home=home, counted=counted, whose=whose)
    return filings, rows.select(pl.col(name).cast(dtype) for name, dtype in TOLD.items())


def said_rows(said: Said, filings: Filings, part: int) -> list[dict[str, Any]]:
    """What a part says as rows of SAID, and how many rows its tables have; shipments with filer and importer."""
    shipments = said.shipments.join(filings.shipments.select(*AT, "filer"), on=AT, how="left", maintain_order="left")
    importers = filings.forms.select(*AT, "importer").unique(AT)
    said = said._replace(shipments=shipments.join(importers, on=AT, how="left", maintain_order="left"))
    rows = [
        {"part": part, "what": name, "blob": frame_bytes(frame)}
        for name, frame in said._asdict().items()
        if isinstance(frame, pl.DataFrame) and frame.height
    ]
    heights = {name: getattr(said, name).height for name in ("groups", "shipments", "findings", "alike", "tallies")}
    told = {"rows": heights, "counts": said.counts._asdict()}
    return [*rows, *({"part": part, "what": name, "blob": json.dumps(one).encode()} for name, one in told.items())]
