"""Filings of many shipments are held packed: what is said of them is the same."""

from datetime import date
from functools import cache
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from deminimis.edi.cutting.source import Source
from deminimis.edi.formats import FORMATS
from deminimis.edi.frames.packed import Along, Compact, Compactor, Table, packed, together
from deminimis.edi.frames.shipments import BILLS, LINES, SHIPMENTS, Filings, conform
from deminimis.edi.reading.intake import Intake, Pace, take
from deminimis.rules.base import filed
from deminimis.rules.base.settings import Settings
from deminimis.rules.judge import Judgement, judge
from deminimis.rules.shown import Frames
from tests.places import SAMPLES

AS_OF = date(2025, 3, 3)
MANY = settings(deadline=None, max_examples=40)
# one with dates that have no year, one with entries and manifests, one with lines in other currencies
CALLS = {
    "all filings over the limit": tuple(sorted(SAMPLES.glob("*/over_limit*.*"))),
    "everything there is": tuple(sorted(path for path in SAMPLES.glob("*/*.*") if path.suffix != ".json")),
}


@cache  # what is read depends on no day
def _taken(paths: tuple[Path, ...], pack: int | None) -> Intake:
    sources = [Source(path.name, path) for path in paths]
    pace = Pace() if pack is None else Pace(2000)  # parts end where blocks do
    return take(sources, FORMATS, reference=lambda latest: AS_OF, pace=pace, pack=pack)


def _frames(judged: Judgement) -> list[pl.DataFrame]:
    return [judged.groups, judged.shipments, judged.findings]


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("day", [None, date(2025, 5, 20), date(2026, 1, 5)])
def test_a_packed_call_says_the_same(name: str, day: date | None, monkeypatch: pytest.MonkeyPatch) -> None:
    plain, many = (_taken(CALLS[name], pack) for pack in (None, 3))
    assert isinstance(many.filings, Compact)
    assert len(many.filings.parts) > 2
    for table in ("shipments", "bills", "lines", "forms"):
        assert getattr(plain.filings, table).equals(getattr(many.filings, table)), table
        assert many.filings.height(table) == getattr(plain.filings, table).height
    assert plain.latest == many.latest
    settings = Settings(as_of=AS_OF, policy_date=day)
    together = _frames(judge(plain.filings, settings))
    # a few parts at a time: their lines and bills, and the texts of their consignees
    monkeypatch.setattr(filed, "SLICE", 20)
    assert len(list(filed.Filed.of(many.filings).parts(many.filings))) > 1
    judged = judge(many.filings, settings)
    for one, other in zip(together, _frames(judged), strict=True):
        assert one.equals(other)
    odd = pl.col("group") % 2 == 1  # some columns of some days are those of all
    for names in (["file", "bill"], ["group", "place", "manifest", "entry_type", "period", "value_cents"]):
        assert_frame_equal(judged.claims(*names, where=odd), judged.shipments.filter(odd).select(names))
    assert judged.shown.days("day", "consignee", where=odd).equals(judged.groups.filter(odd).select("day", "consignee"))
    shown = Frames(judged.groups, judged.shipments)
    assert judged.shown.floating.equals(shown.floating)
    assert judged.claims("file", where=odd).equals(shown.claims("file", where=odd))


def test_few_shipments_stay_as_they_are() -> None:
    path = SAMPLES / "catair_se" / "over_limit.edi"
    assert type(_taken((path,), 1000).filings) is Filings


@MANY
@given(st.data())
def test_rows_taken_from_a_table_in_parts_are_those_of_the_frame(data: st.DataObject) -> None:
    sizes = data.draw(st.lists(st.integers(1, 40), min_size=1, max_size=4))
    frame = pl.DataFrame({"text": ["same", None, "other"], "cents": [1, 2, None]})
    frame = frame.sample(sum(sizes), with_replacement=True, seed=len(sizes))
    ends = [sum(sizes[:n]) for n in range(len(sizes))]
    parts = [frame.slice(begin, size) for begin, size in zip(ends, sizes, strict=True)]
    place = st.none() | st.integers(0, frame.height - 1)  # a few rows, or more than an eighth of all
    rows = pl.Series(data.draw(st.lists(place, max_size=frame.height)), dtype=pl.UInt32)
    table = Table([packed(part) for part in parts] if data.draw(st.booleans()) else [frame], frame.height)
    assert_frame_equal(table.take(rows, "text", "cents"), frame.select(pl.all().gather(rows)))
    assert_frame_equal(table.scan().collect(), frame)


def _filings(file: int, bills: list[str | None]) -> Filings:
    ships = pl.DataFrame({"seq": range(len(bills)), "bill": bills}).with_columns(file=file)
    named = ships.filter(pl.col("bill").is_not_null())
    tables = ((ships, SHIPMENTS), (named, BILLS), (named, LINES))
    return Filings(*(conform(frame, schema) for frame, schema in tables))


@MANY
@given(st.lists(st.lists(st.sampled_from(["A", "B", None]), max_size=4), max_size=5))
def test_filings_packed_are_filings_below_one_another(files: list[list[str | None]]) -> None:
    each = [_filings(file, bills) for file, bills in enumerate(files)]
    held = Compactor(2)
    for one in each:
        held.add(one)
    many, plain = held.filings(), Filings.concat(each)
    where = (pl.col("bill") == "A").fill_null(False)

    def change(ships: pl.DataFrame) -> pl.DataFrame:
        return ships.with_columns(bill=pl.when(~where).then("bill").otherwise(pl.lit("C")))

    for found, wanted in ((many, plain), (many.changed(where, change), plain.changed(where, change))):
        for table in ("shipments", "bills", "lines", "forms"):
            assert_frame_equal(found.scan(table).collect(), wanted.scan(table).collect())
            assert found.height(table) == wanted.height(table)
            if isinstance(found, Compact):
                assert_frame_equal(
                    pl.concat(each[table] for each in found.scans()).collect(), wanted.scan(table).collect()
                )


@MANY
@given(st.lists(st.tuples(st.lists(st.sampled_from(["A", None]), max_size=4), st.booleans()), max_size=4))
def test_packed_and_plain_filings_below_one_another(parts: list[tuple[list[str | None], bool]]) -> None:
    plain = [_filings(file, bills) for file, (bills, _) in enumerate(parts)]
    mixed = []
    for one, (_, pack) in zip(plain, parts, strict=True):
        packer = Compactor(1 if pack else None)
        packer.add(one)
        mixed.append(packer.filings())
    number = pl.lit(7, pl.UInt32)
    found, wanted = together(mixed).with_columns(file=number), Filings.concat(plain).with_columns(file=number)
    for table in ("shipments", "bills", "lines", "forms"):
        assert_frame_equal(found.scan(table).collect(), wanted.scan(table).collect())
    assert pl.concat([piece.shipments for piece in found.pieces()]).equals(wanted.shipments)


@MANY
@given(st.lists(st.lists(st.integers(0, 30), max_size=6), min_size=1, max_size=6), st.lists(st.integers(0, 30)))
def test_rows_gone_through_beside_others_are_those_of_each_stretch(cuts: list[list[int]], wanted: list[int]) -> None:
    numbers, rows = sorted(number for cut in cuts for number in cut), []
    for cut in cuts:
        own, numbers = numbers[: len(cut)], numbers[len(cut) :]
        rows.append(pl.DataFrame({"file": [n // 10 for n in own], "seq": [n % 10 for n in own]}, schema=_AT))
    every, along = pl.concat(rows), Along(rows)
    beside = pl.DataFrame({"file": [n // 10 for n in sorted(wanted)], "seq": [n % 10 for n in sorted(wanted)]}, _AT)
    for some in beside.iter_slices(3):
        (low, least), (high, most) = some.row(0), some.row(-1)
        number = pl.col("file") * 10 + pl.col("seq")
        assert along.take(some).equals(every.filter(number.is_between(low * 10 + least, high * 10 + most)))


_AT = {"file": pl.UInt32, "seq": pl.UInt32}
