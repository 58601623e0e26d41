"""What workers make of files: those of few filings share a blob, those of many have several."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from deminimis.rules.base.settings import Settings
from deminimis.scale import sources
from deminimis.scale.blobs import frame_of, unblobbed
from deminimis.scale.routing.keys import file_and_seq
from tests.cli.process import called
from tests.scale.engine import needs_engine

COUNTS = (2, 1, 0, 3, 6, 1)  # shipments of each file
EVERY = [(file, seq) for file, count in enumerate(COUNTS) for seq in range(count)]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("files")
    paths = [folder / f"{number}.edi" for number in range(len(COUNTS))]
    for number, (path, count) in enumerate(zip(paths, COUNTS, strict=True)):
        if count:
            called("sample", "catair-se", "--shipments", count, "--seed", number, "--output", path)
        else:
            path.write_text("no filing\n", "utf-8")
    return paths


def read(files: list[Path]) -> list[dict[str, Any]]:
    """The rows that a worker gives for these files, in batches of two."""
    import pyarrow as pa

    rows = [{"file": number, "path": str(path), "name": path.name} for number, path in enumerate(files)]
    batches = pa.Table.from_pylist(rows).to_batches(max_chunksize=2)
    work = sources.reading(Settings(as_of=date(2025, 3, 3)), None)
    return [row for batch in work(iter(batches)) for row in batch.to_pylist()]


@needs_engine  # whose workers take Arrow batches
@pytest.mark.parametrize(
    ("chunk", "most", "sizes"),
    [(1000, 1000, [13]), (1000, 2, [3, 9, 1]), (4, 1000, [3, 3, 4, 2, 1]), (6, 1000, [6, 6, 1])],
)
def test_small_files_share_a_blob(
    files: list[Path], chunk: int, most: int, sizes: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "CHUNK", chunk)
    monkeypatch.setattr(sources, "FILES", most)
    rows = read(files)
    assert [row["file"] for row in rows if row["kind"] == "file"] == list(range(len(COUNTS)))
    filings = [row for row in rows if row["kind"] == "filings"]
    keys = [row for row in rows if row["kind"] == "keys"]
    assert [row["chunk"] for row in keys] == [row["chunk"] for row in filings]
    assert len({row["chunk"] for row in filings}) == len(filings)
    assert [unblobbed([row["blob"]]).height("shipments") for row in filings] == sizes
    for one, other in zip(filings, keys, strict=True):
        ships = unblobbed([one["blob"]]).shipments.select("file", "seq")
        assert frame_of(other["blob"]).select(file_and_seq()).rows() == ships.rows()
    assert unblobbed([row["blob"] for row in filings]).shipments.select("file", "seq").rows() == EVERY
