"""What gets no answer, and why: the list that a summary shows, so that silence is never taken for consent."""

from dataclasses import dataclass
from typing import Final

import polars as pl

from deminimis.edi.catalogue import COPIES
from deminimis.rules.answers.carrier import carrier_told, warned_entry

_SAMPLES: Final = 5


@dataclass(frozen=True)
class Cause:
    """Why there is no answer; `code` where the reason is that no code is published."""

    text: str
    unpublished: bool = False


@dataclass(frozen=True)
class Silence:
    """A cause, how many bills or entries it concerns, and the first of them."""

    cause: str
    unpublished: bool
    count: int
    samples: tuple[str, ...]


CAUSES: Final = {
    "unknown": Cause("the verdict cannot be told"),
    "all origins": Cause("rejected for all origins (the suspension)", True),
    "origin": Cause("rejected for its origin, on an ocean or rail manifest", True),
    "truck": Cause("release withheld in truck", True),
    "ocean": Cause("warning on an ocean manifest whose bill exceeds", True),
    "carrier": Cause("2M to the carrier: no manifest of the bill stands before its entry here, or in a ledger"),
    "copy": Cause("a broker download is CBP's own copy: it gets no answer"),
    "faulty": Cause("faults of form, whose codes are not at hand"),
    "set unknown": Cause("acceptance of a set of which a verdict cannot be told"),
    "set faulty": Cause("acceptance of a set with faults of form"),
    "bytes": Cause("status of an earlier filing: the ledger does not remember its trip or port"),
    "nowhere": Cause("status of a bill whose manifest states no port or day"),
}


def silence(
    claims: pl.DataFrame, more: list[tuple[Cause, pl.DataFrame]], calls: int | None = None
) -> tuple[Silence, ...]:
    """The causes that occur, in the order of CAUSES.

    claims: one row a shipment with verdict, role, filing, mode, format, codes, all_origins, faulty_form.
    more: rows (bill, entry_number or entry) found silent elsewhere. calls: as in `rules.answers.carrier.carrier_told`.
    """
    mute = (pl.col("codes").list.len() == 0) & ~pl.col("faulty_form")
    rejected, manifest = pl.col("verdict") == "reject", pl.col("filing") == "manifest"
    copy, mode = pl.col("format").is_in(COPIES), pl.col("mode").cast(pl.String)
    over = pl.col("verdict").is_in(["warn", "withhold"])
    tests = {
        "unknown": (pl.col("verdict") == "unknown") & ~pl.col("faulty_form"),
        "all origins": mute & rejected & pl.col("all_origins") & ~copy,
        "origin": mute & rejected & ~pl.col("all_origins") & ~copy,
        "truck": mute & (pl.col("verdict") == "withhold") & manifest & (mode == "truck") & ~copy,
        "ocean": mute & (pl.col("verdict") == "warn") & manifest & (mode != "truck") & ~copy,
        "carrier": warned_entry() & ~carrier_told(calls),
        "copy": mute & copy & (over | rejected),
    }
    found = [(CAUSES[name], claims.filter(test.fill_null(False))) for name, test in tests.items()]
    return tuple(silence_of(cause, rows) for cause, rows in [*found, *more] if rows.height)


def silence_of(cause: Cause, rows: pl.DataFrame) -> Silence:
    """`rows` (bill, entry_number or entry; file and seq for their order) counted, with the first of them."""
    order = [name for name in ("file", "seq") if name in rows.columns]
    rows = rows.sort(order, maintain_order=True) if order else rows
    number = [name for name in ("entry_number", "entry") if name in rows.columns and rows.schema[name] == pl.String]
    names = rows.select(pl.coalesce("bill", *number).drop_nulls().head(_SAMPLES)).to_series().to_list()
    return Silence(cause.text, cause.unpublished, rows.height, tuple(names))
