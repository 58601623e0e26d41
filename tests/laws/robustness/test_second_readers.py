"""Second readers: pyx12 and pydifact on every sample, and 80-byte records by the tables that CBP's PDFs print."""

import io
import random
import re
import warnings
from pathlib import Path

import polars as pl
import pytest
from pydifact.parser import Parser
from pyx12.x12file import X12Reader

from deminimis.edi.cutting.sniff import sniff
from deminimis.edi.formats.catair.layouts.printed import PRINTED
from deminimis.edi.layout.declare import COMPONENT, FIELD, Cols, Layout
from deminimis.edi.layout.match import texts
from tests.build.filings.envelopes import X12, Records, changed, without, x12
from tests.places import SAMPLES, TESTS
from tests.read.damaged import read, told
from tests.read.records import meant, read_by_engine, trimmed
from tools.guide_tables import load_json

SAMPLES = sorted(SAMPLES.rglob("*.edi"))
GUIDES = sorted((TESTS / "edi/guides/tables").glob("*.json"))
IMAGES = 200
BYTES = "".join(chr(n) for n in range(0x20, 0x7F)) + "    0123456789\xe9\x00"


def family(path: Path) -> str:
    syntax = sniff(path.read_bytes()).syntax
    return syntax.family if syntax else ""


@pytest.mark.parametrize(
    "path", [p for p in SAMPLES if family(p) == "edifact"], ids=lambda p: f"{p.parent.name}-{p.stem}"
)
def test_samples_have_the_segments_of_pydifact(path: Path) -> None:
    data = path.read_bytes()
    syntax = sniff(data).syntax
    assert syntax
    rows, _ = read_by_engine(data, syntax)
    found = [[trimmed([meant(c) for c in e.split(COMPONENT)]) for e in r["raw"].split(FIELD)] for r in rows]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it has no directories in its wheel and says so for every segment
        segments = list(Parser().parse(data.decode("latin-1").replace("\n", "").replace("\r", "")))
    theirs = [[[s.tag], *([e] if isinstance(e, str) else e for e in s.elements)] for s in segments if s.tag != "UNA"]
    assert [trimmed(s) for s in found] == [trimmed([trimmed(list(e)) for e in s]) for s in theirs]


@pytest.mark.parametrize("path", [p for p in SAMPLES if family(p) == "x12"], ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_samples_have_the_segments_of_pyx12(path: Path) -> None:
    data = path.read_bytes()
    syntax = sniff(data).syntax
    assert syntax
    rows, _ = read_by_engine(data, syntax)
    found = [r["raw"].replace(COMPONENT, ">").split(FIELD) for r in rows]
    text = re.sub(r"(?<=\*)00[4-8]\d\d(?=\*\d{9}\*)", "00501", data.decode("latin-1"))
    theirs = [s.format("", "*", ">").rstrip("*").split("*") for s in X12Reader(io.StringIO(text))]
    for segment in found:
        if segment[0] == "ISA":
            segment[12] = "00501"  # it takes no other release
    assert [trimmed(s) for s in found] == theirs


ENVELOPES: dict[str, tuple[Records, str, str | None]] = {
    "right": (X12, "", None),
    "SE01": (changed(X12, "SE*10", "SE*11"), "st 4", "EDI103"),
    "SE02": (changed(X12, "SE*10*0001", "SE*10*0002"), "st 3", "EDI104"),
    "GE01": (changed(X12, "GE*1", "GE*2"), "gs 5", "EDI103"),
    "GE02": (changed(X12, "GE*1*101", "GE*1*102"), "gs 4", "EDI104"),
    "IEA01": (changed(X12, "IEA*1", "IEA*2"), "isa 021", "EDI103"),
    "IEA02": (changed(X12, "IEA*1*000000101", "IEA*1*000000102"), "isa 001", "EDI104"),
    "no SE": (without(X12, "SE"), "gs 3", "EDI102"),
    "no GE": (without(X12, "GE"), "isa 024", "EDI102"),
    "no IEA": (without(X12, "IEA"), "isa 023", "EDI102"),
}


@pytest.mark.parametrize(("records", "theirs", "ours"), ENVELOPES.values(), ids=ENVELOPES)
def test_an_envelope_is_wrong_where_pyx12_finds_it_wrong(records: Records, theirs: str, ours: str | None) -> None:
    text = x12(records).decode().replace("*00502*", "*00501*")
    reader = X12Reader(io.StringIO(text))
    found = [error for _ in reader for error in reader.pop_errors()]
    reader.cleanup()
    found += reader.pop_errors()
    assert [f"{kind} {code}" for kind, code, *_ in found] == ([theirs] if theirs else [])
    assert [code for code, severity, _ in told(read(x12(records))) if severity == "error"] == ([ours] if ours else [])


def by_the_guide(image: str, first: int, last: int) -> str:
    """The columns of a record, one character after the other, as a person with the guide would copy them."""
    return "".join(image[column - 1] for column in range(first, last + 1))


def compared(layout: Layout, rows: list[tuple[int, int]], images: list[str]) -> int:
    """Compares every field whose columns the guide prints; how many texts were compared."""
    fields = {(f.place.first, f.place.last): f for f in layout.fields if isinstance(f.place, Cols)}
    known = [place for place in dict.fromkeys(rows) if place in fields]
    found = texts(layout, pl.Series("raw", images), [fields[place].name for place in known])
    for place in known:
        wanted = [by_the_guide(image, *place) for image in images]
        # blanks on the left are no data, on the right neither, but for digits pushed to the left
        right = fields[place].kind.align == "right"
        kept = [w.lstrip(" ") if right and w[0] == " " else w if right else w.strip(" ") for w in wanted]
        if place[0] == place[1] and not right:
            kept = [w.rstrip(" ") for w in wanted]
        assert found[fields[place].name].to_list() == kept, f"{layout.tag} {place}"
    return len(known) * len(images)


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_fields_are_the_columns_that_the_guide_prints(guide: Path) -> None:
    rng = random.Random(guide.stem)
    count = 0
    for record, table in load_json(guide).items():
        rows = table.rows
        layout = PRINTED[record]
        images = [(layout.tag + "".join(rng.choices(BYTES, k=80)))[:80] for _ in range(IMAGES)]
        count += compared(layout, [(row.first, row.last) for row in rows], images)
    assert count > 30 * IMAGES


def test_records_of_the_samples_are_read_by_the_same_columns() -> None:
    tables = {record: table.rows for guide in GUIDES for record, table in load_json(guide).items()}
    by_tag: dict[str, list[str]] = {}
    for path in SAMPLES:
        data = path.read_bytes()
        found = sniff(data)
        if found.syntax and (found.format or "").startswith("catair"):
            for row in read_by_engine(data, found.syntax)[0]:
                tag = next((r for r in tables if row["raw"].startswith(r) and " " not in r), "")
                by_tag.setdefault(tag, []).append(row["raw"].ljust(80)[:80])
    by_tag.pop("")
    count = sum(
        compared(PRINTED[tag], [(row.first, row.last) for row in tables[tag]], images) for tag, images in by_tag.items()
    )
    assert len(by_tag) > 20 and count > 2000


def _struck(rng: random.Random) -> Records:
    """Envelope segments whose count or number is another, that are missing, doubled or moved: one or two of it."""
    records = list(X12)
    for _ in range(rng.choice((1, 1, 2))):
        n = rng.choice(
            [n for n, record in enumerate(records) if n and record[:3] in ("GS*", "ST*", "SE*", "GE*", "IEA")]
        )
        parts = records[n].split("*")
        element = {"GS": 6}.get(parts[0], rng.choice((1, 2)) if parts[0] in ("SE", "GE", "IEA") else 2)
        kind = rng.choice(("change", "drop", "double", "move"))
        if kind == "change":
            digit = (int(parts[element][-1]) + rng.randint(1, 9)) % 10
            parts[element] = f"{parts[element][:-1]}{digit}"
            records[n] = "*".join(parts)
        elif kind == "double":
            records.insert(n, records[n])
        else:
            gone = records.pop(n)
            records[rng.randint(1, len(records)) : 0] = [gone] if kind == "move" else []
    return records


def _by_pyx12(records: Records) -> list[str]:
    reader = X12Reader(io.StringIO(x12(records).decode().replace("*00502*", "*00501*")))
    try:
        found = [error for _ in reader for error in reader.pop_errors()]
        reader.cleanup()
    except Exception as error:  # it gives up on some
        return [type(error).__name__]
    return [f"{kind} {code}" for kind, code, *_ in [*found, *reader.pop_errors()]]


@pytest.mark.parametrize("seed", range(20))
def test_a_random_envelope_is_wrong_for_both_or_for_none(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(2):
        records = _struck(rng)
        ours = [code for code, severity, _ in told(read(x12(records))) if severity == "error"]
        assert bool(ours) == bool(_by_pyx12(records)), (records, ours)
