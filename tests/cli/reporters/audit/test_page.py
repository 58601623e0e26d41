"""The report of an audit as a page."""

from pathlib import Path

import polars as pl

from deminimis.cli.reporters.audit import page


def test_the_page_draws_months_and_obeys_no_filing(folder: Path) -> None:
    shown = page.html(folder)
    assert "<b>PERSON" not in shown
    assert "&lt;b&gt;PERSON 1" in shown
    assert "March 2025: 1 of 2 consignee days" in shown
    assert "May 2025: 0 of 1 consignee day<" in shown
    assert all(f"By {who}</h2>" in shown for who in ("importer", "filer", "consignee"))


def test_without_anything_above_the_limit_nothing_is_drawn(folder: Path) -> None:
    rows = pl.read_parquet(folder / "groups" / "0.parquet").with_columns(over=pl.lit(False), verdict=pl.lit("clear"))
    rows.write_parquet(folder / "groups" / "0.parquet")
    assert "<svg" not in page.html(folder)
