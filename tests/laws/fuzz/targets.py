"""What coverage-guided fuzzing calls: each target takes bytes and raises where something does not hold.

They need no fuzzer: `tests/laws/crashers` runs them on every case that was found.
`python -m tests.laws.fuzz.run` is the fuzzer.
"""

import random
import tempfile
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any, Final

import click

from deminimis.cli.options import config_file as config
from deminimis.cli.options.request import Request, as_of_date
from deminimis.cli.options.what_if import Assumed
from deminimis.cli.reporters import csv, html, jsonl, text
from deminimis.cli.session.judged import judged
from deminimis.edi.cutting.sniff import sniff
from deminimis.edi.cutting.source import Syntax
from deminimis.edi.formats import FORMATS
from deminimis.edi.reading.file import read
from deminimis.edi.reading.intake import MAX_FINDINGS, Intake, take
from deminimis.rules.base.settings import Settings
from deminimis.rules.judge import judge
from tests.laws.fuzz.records import records
from tests.laws.robustness.mutations import mutated
from tests.places import SAMPLES
from tests.read.interchanges import Wrapped
from tests.read.interchanges import records as records_of
from tests.read.records import read_by_engine, source, split

Target = Callable[[bytes], None]
AS_OF: Final = date(2025, 3, 1)
MORE: Final = 12
_SYNTAX: Final = {
    "x12": Syntax("x12", b"~", b"*", b">", by_line=True),
    "edifact": Syntax("edifact", b"'", b"+", b":", b"", b"?", by_line=True),
    "fixed": Syntax("fixed", b"\n", by_line=True),
    "line": Syntax("line", b"\n", by_line=True),
}


def sniffing(data: bytes) -> None:
    """It says a format and how to cut it, or why not."""
    found = sniff(data)
    assert (found.format is None) == (found.syntax is None)
    assert found.evidence if found.format else found.reason
    assert found.format is None or found.format in FORMATS


def splitting(data: bytes) -> None:
    """Records are those of a loop over bytes, interchange by interchange, whatever the size of the blocks.

    Where no head says how they are cut, that is chosen; where lines are broken at one width, the sizes are compared.
    """
    found = sniff(data).syntax
    own = any(head in data for head in (b"UNA", b"UNB", b"ISA"))  # which says itself how it is cut
    families = ("fixed",) if own else ("x12", "edifact", "fixed")  # not lines, whose framing the loop does not take off
    others = [_SYNTAX[family] for family in families]
    chosen = others[len(data) % len(others)] if found is None or found.family == "line" else found
    whole = read_by_engine(data, chosen)
    try:
        wanted = records_of(data, chosen)
    except Wrapped:
        wanted = whole
    places = wanted[0][0].keys() if wanted[0] else ()
    assert ([{name: row[name] for name in places} for row in whole[0]], whole[1]) == wanted
    # few blocks: each costs as much as a thousand bytes of the loop
    assert read_by_engine(data, chosen, max(1, len(data) // (2 + len(data) % 7))) == whole


def reading(name: str, data: bytes) -> None:
    """Every record of one format is read or reported, also behind a head that says another format.

    One execution reads `data` and MORE damaged samples behind it: what a call costs hardly grows with what it reads.
    """
    form = FORMATS[name]
    syntax = _SYNTAX[next(iter(form.layouts.values())).family]
    rng = random.Random(data)
    data = b"\n".join([data, *(mutated(rng.choice(_samples(name)), rng)[1] for _ in range(MORE))])
    records = len(split(data, syntax)[0])
    counted = 0
    for chunk in read(source(data), syntax, form, 1 << 12):
        counted += chunk.records_read + chunk.records_reported
    assert counted == records


@cache
def _samples(name: str) -> list[bytes]:
    """Samples of a format, and of its neighbours where there is none of its own."""
    root = SAMPLES
    own = [path for path in root.rglob("*.edi") if sniff(path.read_bytes()[:1000]).format == name]
    return [path.read_bytes()[:8000] for path in sorted(own or root.rglob("*.edi"))]


def checking(data: bytes) -> None:
    """The whole way, from bytes to reports."""
    report = judged([source(data)], Request(as_of=AS_OF, max_findings=1 + len(data) % 3))
    (file,) = report.intake.files
    assert file.records == file.records_read + file.records_reported
    for reporter in (text, csv, jsonl, html):
        reporter.render(report)


def ruling(data: bytes) -> None:
    """Filings with whatever the bytes draw in each column: a judgement, and no sum that is not one of its values."""
    rng = random.Random(data)
    known = _known()
    shipments = known.filings.shipments
    for name, dtype in shipments.schema.items():
        if rng.random() < 0.3 and name not in ("file", "seq", "format", "unread"):
            drawn = [_draw(rng, shipments[name].to_list()) for _ in range(shipments.height)]
            shipments = shipments.with_columns(_series(name, drawn, dtype))
    filings = type(known.filings)(shipments, known.filings.bills, known.filings.lines, known.filings.forms)
    outcome = judge(filings, Settings(as_of=AS_OF))
    for group in outcome.groups.iter_rows(named=True):
        assert group["counted_cents"] <= group["total_cents"]
        assert not group["over"] or group["verdict"] != "clear"


def _draw(rng: random.Random, values: list[Any]) -> Any:
    return rng.choice([*values, None])


def _series(name: str, values: list[Any], dtype: Any) -> Any:
    import polars as pl

    return pl.Series(name, values, dtype=dtype)


def _known(found: list[Intake] = []) -> Intake:  # noqa: B006 - read once
    if not found:
        from tests.build.filings.over import OVER

        wanted = [OVER["x12-309"], OVER["catair-se"], OVER["camir-air"]]
        found.append(
            take([source(data) for data in wanted], FORMATS, MAX_FINDINGS, reference=partial(as_of_date, AS_OF))
        )
    return found[0]


def configuring(data: bytes) -> None:
    """A configuration or a table of the user's is taken, or refused in words."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "deminimis.toml"
        path.write_bytes(data)
        try:
            found = config.load(path, Path(folder))
            found.formats(FORMATS)
            Settings(as_of=AS_OF, **found.settings())
        except (click.UsageError, OSError) as error:
            assert str(error)


def assuming(data: bytes) -> None:
    """The same for the tables of the what-if options; the first byte says which."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        path.write_bytes(data[1:])
        options = ("arrivals", "external", "rates", "policy_file")
        assumed = Assumed(**{options[data[0] % 4 if data else 0]: path})
        try:
            assumed.policy(Settings(as_of=AS_OF).policy)
            assumed.intake(_known())
        except click.UsageError as error:
            assert str(error)


TARGETS: Final[Mapping[str, Target]] = {
    "sniff": sniffing,
    "split": splitting,
    **{f"read-{name}": partial(reading, name) for name in FORMATS},
    "records": records,
    "check": checking,
    "rule": ruling,
    "configuration": configuring,
    "tables": assuming,
}
