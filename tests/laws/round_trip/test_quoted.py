"""write(read(x)) = x, record by record, for every answer that a guide or public test data prints."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from deminimis.edi.cutting.source import Source, blocks
from deminimis.edi.formats import FORMATS
from deminimis.edi.formats.shared.quote import filed
from deminimis.edi.layout.parse import parse
from deminimis.edi.layout.write import write
from deminimis.edi.reading.intake import take
from tests.laws.round_trip.quoted import QUOTED

# the codes of each, and the code of its findings of form
READ = {
    "sx_fragment": (["178", "02"], ["EDI103", "EDI106", "EDI201", "EDI204"]),  # older use of SE15
    "so_messages": (["94", "94", "98"], ["EDI103", "EDI106"]),
    "sx_284": (["284", "03"], []),
    "so_30": (["93", "30"], []),
    "ns_2m": (["2M"], ["EDI106"]),
    "r02_2m": (["2M"], []),
    "fsn_2m": (["2M"], []),
    "fer_098": (["098"], []),
    "x12_350": (["AR"], ["EDI103"]),
    "cusres_sn517": (["SN517"], []),
}


def _source(name: str, folder: Path) -> Source:
    path = folder / "quoted.edi"
    lines = QUOTED[name][1].splitlines()
    images = lines[0][:1] in "AB" and "+" not in lines[0]
    path.write_text("".join((line.ljust(80) if images else line) + "\n" for line in lines))
    return Source(path.name, path)


@pytest.mark.parametrize("name", QUOTED)
def test_every_record_is_written_as_it_was_read(name: str, tmp_path: Path) -> None:
    source = _source(name, tmp_path)
    (one,) = filed([source], FORMATS)
    assert one is not None
    rows = pl.concat([block.rows for block in blocks(one.source, one.syntax)])
    rows = rows.with_columns(tag=one.form.tag(pl.col("raw")))
    if one.syntax.family == "fixed":
        rows = rows.with_columns(pl.col("raw").str.pad_end(one.syntax.width, " "))
    assert rows.height == sum(1 for line in QUOTED[name][1].splitlines() if line)
    # a record that has a fault is refused by the writer
    faulty = take([source], FORMATS).findings.frame().filter(pl.col("code").str.starts_with("EDI2"))["line"]
    rows = rows.filter(~pl.col("line").is_in(faulty.implode()))
    for (tag,), own in rows.partition_by("tag", as_dict=True, maintain_order=True).items():
        # a qualified segment is read as a day where its general one keeps the text
        general = own["raw"][0][:3] if one.syntax.family == "edifact" else str(tag)
        layout = one.form.layouts[general]
        names = [field.name for field in layout.fields]
        values = parse(layout, own.drop("tag"), names).values.select(names)
        kept = [name for name in names if not values[name].is_null().all()]
        assert write(layout, values.select(kept)).to_list() == own["raw"].str.replace_all("\x0e§", "'").to_list(), tag


@pytest.mark.parametrize("name", QUOTED)
def test_each_is_read(name: str, tmp_path: Path) -> None:
    intake = take([_source(name, tmp_path)], FORMATS, reference=lambda latest: latest or date(2025, 3, 14))
    codes, wrong = READ[name]
    assert intake.notices["code"].to_list() == codes
    assert intake.findings.frame()["code"].unique().sort().to_list() == wrong
    assert intake.complete == (name != "x12_350")  # a wrong count is an error in X12 alone
