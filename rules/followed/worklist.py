"""What became of every refused claim: `follow`. The night, the reports and `deminimis worklist` show its frame.

States, from the worst:

- open: no entry replaces it, CBP undid the entry, or what CBP says of it is not known here;
- refused again: CBP refused the entry;
- refiled: an entry of type 01 or 11 is on file, and CBP has not decided;
- accepted: CBP accepted the entry, or released the bill under it.

An acceptance of the claim itself does not close it: the rule of its day refuses it.
"""

from typing import Final

import polars as pl

from deminimis.edi.frames.shipments import Filings
from deminimis.rules.base.contract import checked
from deminimis.rules.base.settings import Settings
from deminimis.rules.followed import effects
from deminimis.rules.followed.claims import of_claims, refiled, refused, without
from deminimis.rules.followed.frames import FOLLOWED, REFUSED, STANDING, STATE, Followed, Refiled, Refused
from deminimis.rules.followed.next_step import with_next_step
from deminimis.rules.judge import Judgement

_KEY: Final = ["file", "seq"]
_SAID: Final = [name for name in STANDING if name != "key"]
_ENTRY: Final = {"refiled_by": "number", "refiled_type": "entry_type", "refiled_on": "filed_on"}


@checked
def follow(filings: Filings, judgement: Judgement, notices: pl.DataFrame, settings: Settings) -> Followed:
    """Every refused claim and its state (FOLLOWED), late ones first, then by consignee and day.

    filings, judgement: all that bears on the claims, in filing order; notices: CBP's answers (edi.frames.notices), in
    whatever order. What is late is so on `settings.as_of`.
    """
    answers = effects.effects(notices)
    entries = refiled(filings, answers)
    claims = refused(filings, judgement, entries, answers, settings)
    replaced = _replaced(claims, entries, effects.standing(answers, "number"))
    said = of_claims(claims, without(answers, entries)).select(
        *_KEY, *(pl.col(name).alias(f"own_{name}") for name in _SAID)
    )
    rows = claims.join(replaced, on=_KEY, how="left", maintain_order="left")
    rows = rows.join(said, on=_KEY, how="left", maintain_order="left")
    rows = pl.concat([rows, _alone(filings, claims, entries, answers), _strangers(filings, answers)], how="diagonal")
    rows = rows.with_columns(pl.col("state").fill_null("open"))
    rows = rows.with_columns(
        late=(pl.col("state") != "accepted") & (pl.col("day") < settings.as_of).fill_null(False),
        refused_by=_refused_by(),
        **{name: pl.coalesce(name, f"own_{name}") for name in _SAID},
    )
    rows = with_next_step(rows, filings)
    rows = rows.rename({"code": "answer", "text": "answer_text", "posted_at": "answered_at"})
    order = ["late", "consignee", "day", *_KEY]
    rows = rows.sort(order, descending=[name == "late" for name in order], nulls_last=True)
    return rows.select(pl.col(name).cast(dtype) for name, dtype in FOLLOWED.items())


def _replaced(claims: Refused, entries: Refiled, told: pl.DataFrame) -> pl.DataFrame:
    """file, seq of claims that an entry replaces, its number, type and day, the state, and the answer that stands.

    Of several entries on a bill the one that came furthest; of two that came as far the later.
    """
    pairs = claims.select(*_KEY, "bill", "withdrawn").join(
        entries.filter(~pl.col("deleted")).rename({"file": "by_file", "seq": "by_seq"}).drop("line"), on="bill"
    )
    # the rule says whether an entry on file is a live one; of one that is not CBP does
    pairs = pairs.filter(pl.col("withdrawn") | pl.col("told"))
    pairs = pairs.join(told.rename({"key": "number"}), on="number", how="left")
    pairs = pairs.with_columns(state=_state()).sort(
        "state", "filed_on", "by_file", "by_seq", descending=True, nulls_last=True
    )
    return pairs.unique(_KEY, keep="first", maintain_order=True).select(
        *_KEY, "state", *(pl.col(name).alias(to) for to, name in _ENTRY.items()), *_SAID
    )


def _state() -> pl.Expr:
    """The state by the answer on the entry. One that was filed after the day of a refusal waits for another answer."""
    effect = pl.col("effect").cast(pl.String)
    since = pl.col("filed_on") > pl.col("posted_at").dt.date()
    again = effect.is_in(["refused", "undone"]) & since.fill_null(False)
    return (
        pl.when(effect.is_null() | again)
        .then(pl.lit("refiled"))
        .otherwise(effect.replace({"refused": "refused again", "undone": "open", "unknown": "open"}))
        .cast(STATE)
    )


def _alone(filings: Filings, claims: Refused, entries: Refiled, answers: pl.DataFrame) -> pl.DataFrame:
    """Entries of type 01 or 11 that CBP did not accept, and that replace no claim on file: they are open too."""
    bills = claims["bill"].drop_nulls().unique().implode()
    mine = entries.filter(~pl.col("told") & ~pl.col("deleted") & ~pl.col("bill").is_in(bills).fill_null(False))
    told = effects.standing(answers, "number").rename({"key": "number"})
    mine = mine.unique(_KEY, keep="first", maintain_order=True).join(told, on="number").with_columns(state=_state())
    mine = mine.filter(pl.col("state").is_in(["open", "refused again"]))
    columns = (*_KEY, "format", "filing", "value_cents", "consignee_name", "eda", "unread")
    facts = filings.scan("shipments").select(columns).join(mine.lazy().select(_KEY), on=_KEY, how="semi").collect()
    rows = mine.join(facts, on=_KEY, how="left", maintain_order="left")
    return rows.select(
        *_KEY, "line", "bill", "state", "value_cents", *_SAID,
        pl.col("format").cast(claims["format"].dtype),
        pl.col("filing").cast(claims["filing"].dtype),
        *(pl.col(name).alias(to) for to, name in _ENTRY.items()),
        consignee="consignee_name", day="eda", value_unread=pl.col("unread").list.contains("value_cents"),
        verdict=pl.lit("clear", claims["verdict"].dtype), withdrawn=pl.lit(False),
    )  # fmt: skip


def _strangers(filings: Filings, answers: pl.DataFrame) -> pl.DataFrame:
    """What CBP refused and is not on file here, neither bill nor entry: whether it is a claim cannot be told."""
    ships = filings.scan("shipments")
    numbers = ships.select("entry_number").drop_nulls().unique().collect()["entry_number"]
    bills = [of.select("bill").drop_nulls().unique().collect()["bill"] for of in (ships, filings.scan("bills"))]
    known = pl.col("number").is_in(numbers.implode()).fill_null(False)
    known |= pl.col("bill").is_in(pl.concat(bills).unique().implode()).fill_null(False)
    loose = answers.filter(~known).with_columns(own=pl.col("number"), number=pl.coalesce("number", "bill"))
    told = effects.standing(loose.select(answers.columns), "number").filter(pl.col("effect") == "refused")
    first = loose.unique("number", keep="first", maintain_order=True).select("number", "own", "format", "bill")
    return told.join(first, left_on="key", right_on="number", how="left", maintain_order="left").select(
        *_SAID, "bill",
        pl.col("format").cast(REFUSED["format"]),
        pl.when(pl.col("own").is_null()).then(pl.lit("manifest")).otherwise(pl.lit("entry")).cast(REFUSED["filing"])
        .alias("filing"),
        entry_number="own", state=pl.lit("open", STATE), own_effect="effect",
    )  # fmt: skip


def _refused_by() -> pl.Expr:
    rule, cbp = pl.col("verdict") == "reject", (pl.col("own_effect") == "refused").fill_null(False)
    cbp |= pl.col("state") == "refused again"
    return pl.when(rule & cbp).then(pl.lit("both")).when(rule).then(pl.lit("rule")).when(cbp).then(pl.lit("CBP"))
