"""The report of an audit as text."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from deminimis.cli.reporters.audit import page, text
from deminimis.cli.session.mask import mask


def test_the_text_has_importers_and_keeps_to_eighty_columns(folder: Path) -> None:
    lines = text.text(folder).splitlines()
    assert max(map(len, lines)) <= 80
    at = lines.index("By importer")
    assert [line.split() for line in lines[at + 2 : at + 4]] == [["12-3456789", "2", "1", "0", "1"], ["-", *"1000"]]


@pytest.mark.parametrize("form", [text.text, page.html])
def test_with_a_mask_nobody_is_named(folder: Path, form: Callable[[Path, text.Asked], str]) -> None:
    plain, masked = form(folder, text.PLAIN), form(folder, text.Asked(mask=True))
    assert all(name in plain for name in ("PERSON 1", "12-3456789"))
    assert not any(name in masked for name in ("PERSON", "12-3456789"))
    assert mask("P1") in masked  # by the key, as in other reports


@pytest.mark.parametrize("form", [text.text, page.html])
def test_what_comes_next_is_the_last_word(folder: Path, form: Callable[[Path, text.Asked], str]) -> None:
    assert "Next:" not in form(folder, text.PLAIN)
    rows = pl.read_parquet(folder / "summary" / "0.parquet").with_columns(rejected=1, shipments_unknown=2)
    rows.write_parquet(folder / "summary" / "0.parquet")
    said = " ".join(form(folder, text.Asked(("another table",))).split())
    assert "Assumed: another table." in said
    assert "Next: deminimis refile FILE... --out FOLDER writes the entries in place of 1 refused claim." in said
    assert f"Next: correct what could not be read, then check again; the table findings in {folder}" in said
    said = " ".join(form(folder, text.Asked(lie="s3://bucket/results")).split())
    assert "the table findings in s3://bucket/results names each place" in said
    assert str(folder) not in said
