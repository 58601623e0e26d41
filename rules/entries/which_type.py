"""Whether a refused claim is entered as type 11 or as type 01, and why: `which_type`.

Informal entry (type 11) is for at most $2,500 (19 CFR 143.21(a)); goods that may not even so, or perhaps not,
are the dated rows of data/informal_entry.csv. A formal entry (type 01) of goods that could be entered informally is no
fault, the reverse is: on an unread day, and of an article without a value of its own, what may exclude it does.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Final, NamedTuple

import polars as pl

from deminimis.rules import data as packaged
from deminimis.rules.base.contract import checked
from deminimis.rules.base.frames import CERTAINTIES, CERTAINTY, EntryLines, EntryTypes, Planned

INFORMAL: Final = "11"
FORMAL: Final = "01"
LIMIT_CENTS: Final = 250_000  # above it no entry is informal
_LAW: Final = "19 CFR 143.21(a)"
_GUIDE: Final = "CATAIR Cargo Release guide v40"


class Goods(NamedTuple):
    """A row of informal_entry.csv: an article worth more than `above_cents`, from `since` to before `until`.

    entry_type is 01 where it may not be entered informally, empty where that is in doubt.
    """

    rule: str
    numbers: tuple[str, ...]  # what its tariff number begins with
    above_cents: int
    since: date | None
    until: date | None
    entry_type: str
    reason: str
    source: str
    certainty: str


class _Reason(NamedTuple):
    """For which entries (never null) something holds, and what is said of them. kind: the type it compels, or empty."""

    test: pl.Expr
    kind: str
    text: str
    source: str
    certainty: str


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@cache
def goods() -> tuple[Goods, ...]:
    """The table of goods. Raises ValueError where a row of it is malformed."""
    return tuple(
        Goods(
            row["rule"],
            tuple(row["hts"].split()),
            int(row["above_cents"]),
            _day(row["since"]),
            _day(row["until"]),
            row["entry_type"],
            row["reason"],
            row["source"],
            CERTAINTIES[CERTAINTIES.index(row["certainty"])],
        )
        for row in packaged.rows("informal_entry")
    )


def caveats(day: date) -> Iterator[Mapping[str, str]]:
    """What no filing tells and holds for every entry of that day: rows of entry_caveats.csv.

    Columns: caveat, since, until, what, source, certainty.
    """
    for row in packaged.rows("entry_caveats"):
        since, until = _day(row["since"]), _day(row["until"])
        if (since is None or since <= day) and (until is None or day < until):
            yield row


@checked
def which_type(planned: Planned, lines: EntryLines, limit_cents: int = LIMIT_CENTS) -> EntryTypes:
    """The type of each planned entry, in the order of `planned`; one entry may be of several claims of a consignee.

    lines: the goods of each, with chapter 99 numbers as rows of their own. limit_cents: the most that is entered
    informally. Where the value is unread and what is read of it does not exceed that, the type is null.

    `by_name`: on type 11 below the limit the consignee may be given by name and address (guide v40, p. SE-58, note 2);
    at the limit exactly the type is still 11, and the consignee needs a number, as on every type 01.
    """
    found = planned.join(_articles(lines), on="entry", how="left", maintain_order="left")
    reasons = [*_of_value(limit_cents), *(_of_goods(row) for row in goods()), _of_nameless(limit_cents)]
    formal = pl.any_horizontal(each.test for each in reasons if each.kind == FORMAL)
    # Of an entry that is formal for certain it does not matter what is in doubt of an informal one.
    reasons = [each if each.kind == FORMAL else each._replace(test=each.test & ~formal) for each in reasons]
    known = pl.any_horizontal(each.test for each in reasons if each.kind)
    ranks = (pl.when(each.test).then(CERTAINTIES.index(each.certainty)) for each in reasons)
    kind = pl.when(formal).then(pl.lit(FORMAL)).when(known).then(pl.lit(INFORMAL))
    return found.select(
        "entry",
        entry_type=kind,
        by_name=known & ~formal & (pl.col("value_cents") < limit_cents).fill_null(False),
        certainty=pl.max_horizontal(ranks).replace_strict(dict(enumerate(CERTAINTIES)), return_dtype=CERTAINTY),
        reason=_joined(reasons, "text"),
        source=_joined(reasons, "source"),
    )


def _of_value(limit: int) -> Iterator[_Reason]:
    value, dollars = pl.col("value_cents"), f"${limit / 100:,.0f}"
    above, source = (value > limit).fill_null(False), f"{_LAW}; {_GUIDE}, p. SE-36, note 13"
    unread = value.is_null() | pl.col("value_unread")  # what is read of it may already be too much
    yield _Reason(above, FORMAL, f"worth more than {dollars}", source, "certain")
    yield _Reason(unread & ~above, "", "its value cannot be read: the type cannot be told", source, "unknown")
    yield _Reason(~unread & ~above, INFORMAL, f"worth no more than {dollars}", source, "certain")
    text = f"at {dollars} exactly the consignee needs a number, not name and address"
    yield _Reason(~unread & (value == limit).fill_null(False), "", text, f"{_GUIDE}, p. SE-58, note 2", "certain")


def _held(row: Goods) -> pl.Expr:
    """Whether the row holds on the day, or could: an unread day may be any."""
    since = (pl.col("day") >= row.since).fill_null(True) if row.since else pl.lit(True)
    until = (pl.col("day") < row.until).fill_null(True) if row.until else pl.lit(True)
    return since & until


def _of_goods(row: Goods) -> _Reason:
    dearest = (pl.col(row.rule) > row.above_cents).fill_null(False)
    # Of an article without a value only that of the whole is known: it is worth no more.
    unvalued = pl.col(f"{row.rule} unvalued").fill_null(False)
    whole = (pl.col("value_cents") > row.above_cents).fill_null(False)
    return _Reason((dearest | unvalued & whole) & _held(row), row.entry_type, row.reason, row.source, row.certainty)


def _of_nameless(limit: int) -> _Reason:
    """Goods without a tariff number, on a day on which some are excluded below the limit."""
    value = pl.col("value_cents")
    excluded = (_held(row) & (value > row.above_cents).fill_null(True) for row in goods() if row.entry_type == FORMAL)
    untold = pl.col("untold").fill_null(True) & pl.any_horizontal(False, *excluded) & (value <= limit).fill_null(True)
    text = "goods without a tariff number: whether they may be entered informally cannot be told"
    return _Reason(untold, "", text, _LAW, "unconfirmed")


def _joined(reasons: list[_Reason], part: str) -> pl.Expr:
    """That part of all reasons that hold, each text once."""
    said = pl.concat_list(pl.when(each.test).then(pl.lit(getattr(each, part))) for each in reasons)
    return said.list.drop_nulls().list.unique(maintain_order=True).list.join("; ")


def _articles(lines: pl.DataFrame) -> pl.DataFrame:
    """One row an entry: for each row of the table the dearest such article in cents, and whether one has no value.

    untold: it has an article without a tariff number. A chapter 99 number has its value from the number it modifies.
    """
    number, value = pl.col("hts"), pl.col("value_cents")
    begins = {
        row.rule: pl.any_horizontal(number.str.starts_with(each) for each in row.numbers).any() for row in goods()
    }
    articles = lines.group_by("entry", "line_no").agg(
        pl.when(value.count() > 0).then(value.sum()), number.is_null().all().alias("untold"), **begins
    )
    is_one = {row.rule: pl.col(row.rule).fill_null(False) for row in goods()}
    return articles.group_by("entry").agg(
        pl.col("untold").any(),
        *(value.filter(one).max().alias(rule) for rule, one in is_one.items()),
        *((one & value.is_null()).any().alias(f"{rule} unvalued") for rule, one in is_one.items()),
    )
