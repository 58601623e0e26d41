"""The rows of the table: what is compared with what, the target, and where we want to be."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from bench.files import DATA, MIX, Sizes, csv_of, damaged, list_of, loop, made, over, records

PYTHON: Final = ("-m", "deminimis.cli")
AS_OF: Final = ("--as-of", "2025-03-03")  # CAMIR air dates have no year
CHECK: Final = (*PYTHON, "check", "--quiet", "--format", "text", *AS_OF)
SUSPENDED: Final = "2026-01-05"  # a day on which every de minimis filing but mail is rejected
TEN: Final = 10


@dataclass(frozen=True)
class Row:
    """One comparison.

    times: a ratio of rates, which is to be at least `target`; else one of seconds, which is to be at most that.
    ours, theirs: commands; units: what each of them gets through, so that files of different size can be compared.
    inside: seconds that the commands print, not those of the process. once: a row over a minute, with fewer runs.
    memory: peak memory is compared as well. full: only in `make bench-full`.
    """

    what: str
    target: float
    wanted: float
    ours: tuple[str, ...]
    theirs: tuple[str, ...]
    times: Literal["at least", "at most"] = "at most"
    units: tuple[int, int] = (1, 1)
    inside: bool = False
    memory: bool = False
    once: bool = False
    out: Path | None = None  # a folder that a command fills, emptied before each run


def _peer(name: str, path: Path | str) -> tuple[str, ...]:
    return ("-m", "bench.peers", name, str(path))


def small() -> list[Row]:
    """Start-up, and a file of ten shipments."""
    click, polars = ("-c", "import click"), ("-c", "import polars")
    rows = [
        Row(f"`{option}` against `import click`", 1.7, 1.3, (*PYTHON, option), click)
        for option in ("--help", "--version")
    ]
    return rows + [
        Row(f"{form}: ten shipments against `import polars`", 1.5, 1.25, (*CHECK, str(made(form, TEN))), polars)
        for form in MIX
    ]


def libraries(sizes: Sizes) -> list[Row]:
    """Against the libraries that others use; they get fewer shipments, and rates are compared."""
    rows = []
    for form, peer, what, target, wanted in (
        ("x12-309", "pyx12_document", "pyx12 x12n_document", 150.0, 300.0),
        ("x12-309", "pyx12_reader", "pyx12 X12Reader, which only iterates", 12.0, 25.0),
        ("cuscar", "pydifact", "pydifact Interchange, which only parses", 150.0, 250.0),
    ):
        many, few = made(form, sizes.many), made(form, sizes.few)
        rows.append(
            Row(f"{form}: check against {what}, segments/s", target, wanted, (*CHECK, str(many)), _peer(peer, few),
                "at least", (records(many), records(few)))
        )  # fmt: skip
    return rows


def loops(sizes: Sizes) -> list[Row]:
    """80-byte records and CAMIR air lines against a Python loop that checks nothing."""
    rows = []
    for form in ("catair-se", "camir-ocean", "camir-air"):
        path = made(form, sizes.many)
        plain = (str(loop(form)), str(path))
        what = f"{form}: check against a plain Python loop, records/s"
        rows.append(Row(what, 0.8, 1.5, (*CHECK, str(path)), plain, "at least"))
    return rows


def tables(sizes: Sizes) -> list[Row]:
    """A filing to frames against `read_csv` of the same shipments, rows/s, without the start of Python."""
    rows = []
    for form in MIX:
        path = made(form, sizes.many)
        target, wanted = (0.15, 0.25) if form in ("x12-309", "cuscar") else (0.10, 0.15)
        what = f"{form}: to shipments and lines against `read_csv`, rows/s"
        rows.append(
            Row(what, target, wanted, _peer("frames", path), _peer("csv", csv_of(path)), "at least", inside=True)
        )
    return rows


def lists(sizes: Sizes) -> list[Row]:
    """A seller's list read, put right and judged, against `pl.read_excel` alone."""
    path = list_of(sizes.many)
    what = f"a list of {sizes.many:,} rows in one check, against `pl.read_excel`"
    return [Row(what, 6, 3, (*CHECK, "--fix", str(path)), _peer("excel", path))]


def faulty(sizes: Sizes) -> list[Row]:
    """Files in which every shipment has something to say, against clean ones; in time and in memory."""
    rows = []
    for form in MIX:
        clean, bad = made(form, sizes.many), damaged(form, sizes.many)
        plain = (*CHECK, str(clean))
        rows.append(Row(f"{form}: every shipment faulty against clean", 2, 1.3, (*CHECK, str(bad)), plain, memory=True))
    path = made("catair-se", sizes.many)
    rejected = (*CHECK, str(path), "--policy-date", SUSPENDED)
    what = "catair-se: every shipment rejected against clean"
    return [*rows, Row(what, 2, 1.3, rejected, (*CHECK, str(path)), memory=True)]


def answers(sizes: Sizes) -> list[Row]:
    """`respond` where all are over the limit, against `check` of the same file."""
    path, out = over("catair-se", sizes.answered), DATA / "answers"
    ours = (*PYTHON, "respond", str(path), "--out", str(out), "--quiet")
    what = f"catair-se: respond for {sizes.answered:,} shipments, all over the limit, against check"
    return [Row(what, 3, 2, ours, (*CHECK, str(path)), out=out, once=sizes.full)]


def nation(sizes: Sizes) -> list[Row]:
    """All formats in one call against `read_csv` of the same rows."""
    files = [made(form, sizes.nation // len(MIX)) for form in MIX]
    tables = ",".join(str(csv_of(path)) for path in files)
    what = f"all formats, {sizes.nation:,} shipments in one check, against `read_csv`"
    return [Row(what, 20, 12, (*CHECK, *map(str, files)), _peer("csv", tables), once=sizes.full)]
