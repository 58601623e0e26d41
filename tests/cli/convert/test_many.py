"""Tables of more shipments than are packed together: written piece by piece, they are the same in every form."""

import csv
import json
from pathlib import Path

import polars as pl
import pytest

from deminimis.cli.main import run
from deminimis.cli.session import judged
from deminimis.edi.frames.packed import Compactor
from deminimis.edi.reading import intake

_TOGETHER, _BLOCK = 16, 12_000  # a part is packed at the end of a block
_MANY = 8 * _TOGETHER
_NAMES = ("shipments", "lines", "bills")


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The folder of each form; what is packed together is little, so that few shipments are many."""
    folder = tmp_path_factory.mktemp("many")
    path = folder / "many.edi"
    assert run(["sample", "catair-se", "--shipments", str(_MANY), "--output", str(path)]) == 0
    out = {form: folder / form for form in ("csv", "json", "jsonl", "parquet")}
    made: list[int] = []
    pack = Compactor._pack
    with pytest.MonkeyPatch.context() as small:
        small.setattr(judged, "COMPACT", _TOGETHER)
        small.setattr(intake, "BLOCK", _BLOCK)
        small.setattr(Compactor, "_pack", lambda own: (made.append(1), pack(own))[1])
        for form, place in out.items():
            assert run(["convert", str(path), "--to", form, "--out", str(place), "--quiet"]) == 0
    assert len(made) > 3 * len(out), "the tables are in several pieces"
    return out


@pytest.mark.parametrize("name", _NAMES)
def test_all_pieces_are_there_once_and_in_order(tables: dict[str, Path], name: str) -> None:
    found = pl.read_parquet(tables["parquet"] / f"{name}.parquet")
    assert found["seq"].is_sorted() and found["seq"].n_unique() == _MANY
    said = json.loads(found.write_json())
    assert json.loads((tables["json"] / f"{name}.json").read_text()) == {"version": 1, name: said}
    lines = (tables["jsonl"] / f"{name}.jsonl").read_text().splitlines()
    assert [json.loads(line) for line in lines] == [{"table": name, **row} for row in said]
    rows = list(csv.DictReader((tables["csv"] / f"{name}.csv").read_text().splitlines()))
    assert [row["seq"] for row in rows] == [str(row["seq"]) for row in said]
