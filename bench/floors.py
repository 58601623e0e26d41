"""The floors under the targets: the least that a part of the work takes, alone, on the files of `make bench`.

    python -m bench.floors [--quick]   steps and peers in turn, the best of five; --quick: small files, two rounds
    python -m bench.floors STEP FILE   one step; prints its seconds without the start of Python

No step keeps places, states or findings. A sketch is what a first attempt does: it takes three texts of each shipment
and adds up the consignees. It checks nothing, and reads nothing but the files that we generate.
"""

import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

import polars as pl

from bench import targets
from bench.files import made, records
from bench.measure import alternate
from bench.run import QUICK, USUAL
from deminimis.edi.formats import FORMATS
from deminimis.edi.layout.declare import COMPONENT, FIELD, Cols, El
from deminimis.edi.layout.match import record_regex

# separators of elements and components, and what a sketch takes: record, how it goes on behind its tag, field
FORMS: Final = {
    "x12-309": ("*", ">", ("M11", "", "bill_number"), ("N1", "CN", "name"), ("N10", "", "customs_value")),
    "cuscar": ("+", ":", ("RFFAAM", "AAM", "reference"), ("NAD", "CN", "name_1"), ("MOA40", "40", "amount")),
    "catair-se": ("", "", ("SE15", "H", "bill_number"), ("SE30", "CN", "entity_name"), ("SE60", "", "line_value")),
}
START: Final = {"x12-309": "LX", "cuscar": "CNI", "catair-se": "SE10"}


def rows(path: Path, _: str) -> pl.DataFrame:
    """Records, a line each, as one column of text."""
    return pl.read_csv(path, separator="\x01", has_header=False, quote_char=None, schema={"raw": pl.String})


def split(path: Path, _: str) -> pl.Series:
    """The same by splitting one text."""
    return pl.Series([path.read_text("ascii")]).str.split("\n").explode()


def cells(path: Path, form: str, most: int = 16) -> pl.DataFrame:
    """The first elements of each segment by `read_csv`: those beyond `most` are lost. 80-byte records: as `rows`."""
    if not FORMS[form][0]:
        return rows(path, form)
    schema = {f"c{n}": pl.String for n in range(most)}
    return pl.read_csv(
        path, separator=FORMS[form][0], has_header=False, quote_char=None, schema=schema,
        truncate_ragged_lines=True, missing_columns="insert", extra_columns="ignore",
    )  # fmt: skip


def expressions(path: Path, form: str) -> Callable[[], object]:
    """One expression a record, that of its layout; the records are parted before, unmeasured."""
    element, component, *_ = FORMS[form]
    raw = rows(path, form)["raw"].str.strip_chars_end("~'")
    for own, canonical in ((component, COMPONENT), (element, FIELD)):
        raw = raw.str.replace_all(own, canonical, literal=True) if own else raw
    tag = raw.str.extract("^([A-Z0-9]+)" if element else "^(SE..|.)")
    parts = pl.DataFrame({"raw": raw, "tag": tag}).partition_by("tag", as_dict=True)
    found = [(part["raw"], record_regex(FORMATS[form].layouts[str(key)])) for (key,), part in parts.items()]
    return lambda: [texts.str.contains(expression).all() for texts, expression in found]


def sketch(path: Path, form: str) -> pl.DataFrame:
    """Sums of the consignees, from as few elements as that takes."""
    component, facts = FORMS[form][1], FORMS[form][2:]
    layouts = FORMATS[form].layouts
    places = [layouts[record][name].place for record, _, name in facts]
    frame = cells(path, form, 1 + max((place.number for place in places if isinstance(place, El)), default=0))
    raw = pl.col("raw")
    tag, behind = (raw.str.slice(0, 4), raw.str.slice(4, 2)) if "raw" in frame.columns else (pl.col("c0"), pl.col("c1"))
    frame = frame.with_columns(tag=tag, ship=(tag == START[form]).cum_sum())
    taken = []
    for (record, goes_on, _), place in zip(facts, places, strict=True):
        if isinstance(place, Cols):
            text = raw.str.slice(place.first - 1, place.width).str.strip_chars(" ")
        else:
            assert isinstance(place, El)
            text = pl.col(f"c{place.number}").str.strip_chars_end("~'")
            text = text.str.split(component).list.get(place.component - 1) if place.component else text
        chosen = frame.filter(pl.col("tag") == layouts[record].tag, behind.str.starts_with(goes_on))
        taken.append(chosen.select("ship", text=text))
    bills, names, values = taken
    sums = values.group_by("ship").agg(value=pl.col("text").cast(pl.Float64).sum())
    ships = bills.join(names, on="ship", how="left").join(sums, on="ship", how="left")
    return ships.group_by("text_right").agg(pl.col("value").sum())


STEPS: Final = {"rows": rows, "split": split, "cells": cells, "expressions": expressions, "sketch": sketch}


def measured(form: str, quick: bool) -> str:
    """The table of one format: each step, and how far a check would come that took no longer."""
    sizes = QUICK if quick else USUAL
    path = made(form, sizes.many)
    rivals = (*targets.libraries(sizes), *targets.loops(sizes), *targets.tables(sizes))
    peers = {row.what: row for row in rivals if row.what.startswith(form)}
    start = "import polars"
    commands = {name: ("-m", "bench.floors", name, str(path)) for name in STEPS} | {start: ("-c", start)}
    found = alternate(commands | {what: row.theirs for what, row in peers.items()}, sizes.rounds, inside=True)
    best = {name: runs.seconds[0] for name, runs in found.items()}
    out = [f"{form}: {sizes.many:,} shipments, {records(path):,} records; {start}: {best[start]:.2f} seconds"]
    for name in STEPS:
        out.append(f"  {name}: {best[name]:.2f} seconds")
        for what, row in peers.items():
            alone, whole = (
                row.units[0] / row.units[1] * best[what] / s for s in (best[name], best[name] + best[start])
            )
            ratio = f"{alone:.2f}" if row.inside else f"{whole:.2f}, without {start} {alone:.2f}"
            out.append(f"    {ratio}; target {row.target:g}: {what}")
    return "\n".join(out) + "\n"


def main() -> None:
    """One step on one file, or all."""
    if len(sys.argv) == 3:
        path = Path(sys.argv[2])
        form = next(form for form in FORMS if path.name.startswith(form))
        work = expressions(path, form) if sys.argv[1] == "expressions" else partial(STEPS[sys.argv[1]], path, form)
        begin = time.perf_counter()
        work()
        sys.stdout.write(f"{time.perf_counter() - begin}\n")
        return
    for form in FORMS:
        sys.stdout.write(measured(form, "--quick" in sys.argv))


if __name__ == "__main__":
    main()
