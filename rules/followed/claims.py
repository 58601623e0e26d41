"""The claims that are refused, those that an entry has taken the place of among them, and these entries."""

from typing import Final

import polars as pl

from deminimis.edi.frames.shipments import Filings
from deminimis.rules.base.contract import checked
from deminimis.rules.base.settings import Settings
from deminimis.rules.followed.effects import standing
from deminimis.rules.followed.frames import REFILED, REFUSED, Answers, Refiled, Refused
from deminimis.rules.judge import Judgement, judge

FORMAL: Final = ("01", "11")
_KEY: Final = ["file", "seq"]
UNTOLD: Final = (pl.col("verdict") == "unknown") & ~pl.col("eligible").fill_null(False)  # it may be refused


@checked
def refiled(filings: Filings, answers: Answers) -> Refiled:
    """The entries of type 01 and 11, one row an entry and bill that any filing of it names.

    Also those that only CBP's answers tell of: a carrier has no copy of what the broker files.
    """
    own = _on_file(filings)
    told = answers.filter(
        pl.col("entry_type").is_in(FORMAL), pl.col("bill").is_not_null(), pl.col("number").is_not_null(),
        ~pl.col("number").is_in(own["number"].drop_nulls().implode()),
    ).unique(["number", "bill"], keep="last", maintain_order=True)  # fmt: skip
    other = {name: pl.lit(None, dtype).alias(name) for name, dtype in REFILED.items()}
    other |= {name: pl.col(name) for name in ("bill", "number", "entry_type")}
    other |= {"deleted": pl.lit(False).alias("deleted"), "told": pl.lit(True).alias("told")}
    return pl.concat([own, told.select(other.values())])


def _on_file(filings: Filings) -> pl.DataFrame:
    ships = filings.scan("shipments")
    rows = ships.filter(pl.col("entry_type").is_in(FORMAL)).select(
        *_KEY, "line", "bill", "entry_type", "filed_on", "action", number="entry_number"
    )
    told = rows.collect()
    if not told.height:
        return pl.DataFrame(schema=REFILED)
    named = filings.scan("bills").select(*_KEY, "bill").join(told.lazy().select(_KEY), on=_KEY, how="semi").collect()
    # an entry without a number is known by its place alone
    own = told.with_columns(entry=pl.coalesce("number", pl.format("{} {}", *_KEY)))
    bills = pl.concat([own.select(*_KEY, "bill"), named]).join(own.select(*_KEY, "entry"), on=_KEY)
    bills = bills.select("entry", "bill").filter(pl.col("bill").is_not_null()).unique(maintain_order=True)
    last = own.filter(pl.col("action") != "delete").sort(_KEY).unique("entry", keep="last", maintain_order=True)
    every = ships.filter(pl.col("filing") == "entry", pl.col("entry_number").is_in(told["number"].implode()))
    ends = every.select(*_KEY, "action", entry="entry_number").collect().sort(_KEY).group_by("entry").agg(
        deleted=pl.col("action").last() == "delete"
    )  # fmt: skip
    out = last.drop("bill").join(bills, on="entry", how="left", maintain_order="left")
    out = out.join(ends, on="entry", how="left", maintain_order="left")
    return out.with_columns(pl.col("deleted").fill_null(False), told=pl.lit(False)).select(REFILED.names())


@checked
def refused(filings: Filings, judgement: Judgement, entries: Refiled, answers: Answers, settings: Settings) -> Refused:
    """The claims that the rule refuses, those that CBP refused, and those of which it cannot be told.

    Among the first are those that a live entry of type 01 or 11 withdrew (clause 9): what would be refused if no such
    entry were on file, and is no claim now.
    """
    claims = _of(judgement)
    by_cbp = pl.col("effect") == "refused"
    said = claims.join(of_claims(claims, without(answers, entries)), on=_KEY).filter(by_cbp).select(_KEY)
    mine = (pl.col("verdict") == "reject") | UNTOLD
    live = pl.concat([claims.filter(mine), claims.filter(~mine).join(said, on=_KEY, how="semi")])
    own = entries.filter(~pl.col("told"))
    gone = _withdrawn(filings, own, settings).filter(mine) if own.height else live.clear()
    # a claim that still stands on the bill, by whatever filing, was not withdrawn
    gone = gone.join(claims, on=_KEY, how="anti").filter(
        ~pl.col("bill").is_in(claims["bill"].implode()).fill_null(False)
    )
    both = pl.concat([live.with_columns(withdrawn=pl.lit(False)), gone.with_columns(withdrawn=pl.lit(True))])
    return both.select(REFUSED.names())


def without(answers: pl.DataFrame, entries: pl.DataFrame) -> pl.DataFrame:
    """The answers that name none of these entries."""
    numbers = entries["number"].drop_nulls().unique().implode()
    return answers.filter(~pl.col("number").is_in(numbers).fill_null(False))


def of_claims(claims: pl.DataFrame, answers: pl.DataFrame) -> pl.DataFrame:
    """file, seq of claims (file, seq, bill, entry_number), and the answer that stands for each: the graver of two.

    answers: without those that name an entry of type 01 or 11 on file. One that names an entry is about that entry, and
    about the bill only where no claim has the number.
    """
    numbers = claims["entry_number"].drop_nulls().unique().implode()
    formal = pl.col("entry_type").is_in(FORMAL).fill_null(False)
    about_bill = answers.filter(~formal, ~pl.col("number").is_in(numbers).fill_null(False))
    found = [
        claims.select(*_KEY, key=name).join(standing(part, key), on="key").drop("key")
        for part, key, name in ((answers.filter(~formal), "number", "entry_number"), (about_bill, "bill", "bill"))
    ]
    ranked = pl.concat(found).sort("effect", descending=True, maintain_order=True)
    return ranked.unique(_KEY, keep="first", maintain_order=True)


def _of(judgement: Judgement) -> pl.DataFrame:
    """The claims of a judgement (REFUSED without `withdrawn`, and `eligible`), each once, on its first day."""
    groups = judgement.groups.select("group", "consignee", "day")
    rows = judgement.shipments.join(groups, on="group", how="left", maintain_order="left")
    names = [name for name in REFUSED if name != "withdrawn"]
    rows = rows.sort("day", nulls_last=True, maintain_order=True).unique(_KEY, keep="first", maintain_order=True)
    return rows.sort(_KEY).select(*names, "eligible")


def _withdrawn(filings: Filings, entries: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    """What the claims on the bills of these entries would come to without them."""
    bills = entries["bill"].drop_nulls().unique().implode()
    formal = pl.col("entry_type").is_in(FORMAL).fill_null(False)
    ended = (pl.col("action") == "delete") & pl.col("entry_number").is_in(entries["number"].drop_nulls().implode())
    named = filings.scan("bills").filter(pl.col("bill").is_in(bills)).select(_KEY).unique().collect()
    ships = filings.scan("shipments").filter(~formal & ~ended.fill_null(False))
    on_bill = pl.col("bill").is_in(bills) | pl.col("master_bill").is_in(bills)
    mine = pl.concat([
        ships.filter(on_bill.fill_null(False)).select(*_KEY, "entry_number"),
        ships.join(named.lazy(), on=_KEY, how="semi").select(*_KEY, "entry_number"),
    ]).unique().collect()  # fmt: skip
    more = ships.filter(pl.col("entry_number").is_in(mine["entry_number"].drop_nulls().implode()))
    keys = pl.concat([mine.select(_KEY), more.select(_KEY).collect()]).unique()

    def kept(table: str) -> pl.DataFrame:
        return filings.scan(table).join(keys.lazy(), on=_KEY, how="semi", maintain_order="left").collect()

    return _of(judge(Filings(*(kept(name) for name in ("shipments", "bills", "lines", "forms"))), settings))
