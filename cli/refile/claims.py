"""The refused claims of a judgement as rows of a table of entries: all that their filings say."""

from typing import Final, NamedTuple

import polars as pl

from deminimis.cli.session.anew.remembered import Known
from deminimis.edi.frames.shipments import DETAILS, SHIPMENTS, conform
from deminimis.edi.spreadsheets.from_filings import rows
from deminimis.rules.followed.claims import UNTOLD
from deminimis.rules.followed.effects import effects
from deminimis.rules.followed.frames import FOLLOWED

# Of the claim that is refused, not of the entry that replaces it.
_ANEW: Final = ("entry_number", "entry_type", "bond_type", "surety_code", "bond_amount")
_KEYS: Final = ["file", "seq"]


class Claims(NamedTuple):
    """What is to be filed otherwise, and what CBP's answers and the ledger say of the rest.

    found: one row a claim: `claim` (from 0), the columns of MEMBERS, and consignee, consignee_key, day and basis of its
    first consignee day. doubtful: claims of the files (MEMBERS) that may be refused: what decides could not be read.
    done, fallen, again, strangers: rows of the worklist (FOLLOWED): claims that an entry replaces, those whose entry
    CBP undid or answered with a code that no table has, entries of type 11 or 01 that CBP refused, and what CBP refused
    and neither a file nor the ledger has.
    """

    found: pl.DataFrame
    doubtful: pl.DataFrame
    done: pl.DataFrame
    fallen: pl.DataFrame
    again: pl.DataFrame
    strangers: pl.DataFrame

    @property
    def undecided(self) -> bool:
        """Whether there is something that is not refiled, and that no entry of this run refiles."""
        return any(each.height for each in (self.doubtful, self.fallen, self.again, self.strangers))


def refused(known: Known) -> Claims:
    """The refused claims of the files of a call, and those on record that its answers of CBP refuse."""
    judgement = known.report.judgement
    followed = _followed(known)
    open_, replaced = pl.col("state") == "open", pl.col("refiled_by").is_not_null()
    by_cbp = followed.filter("named", open_, ~replaced, pl.col("file").is_not_null()).select(_KEYS)
    days = judgement.groups.select("group", "consignee", "consignee_key", "day", "basis")
    mine = judgement.shipments.filter(pl.col("file") < known.calls)
    own = mine.filter(pl.col("move_to").is_not_null())
    more = judgement.shipments.join(by_cbp, on=_KEYS, how="semi", maintain_order="left")
    members = pl.concat([own, more]).unique(maintain_order=True)
    found = members.sort("group", "place").unique("ship", keep="first").join(days, on="group", how="left")
    found = found.sort("file", "message", "line", "ship").with_row_index("claim")
    told = followed.filter((pl.col("file") < known.calls).fill_null(False) | pl.col("named"))
    again = pl.col("state") == "refused again"
    return Claims(
        found,
        mine.filter(UNTOLD).join(found, on=_KEYS, how="anti").unique(_KEYS, maintain_order=True),
        told.filter(~open_, ~again),
        told.filter(open_, replaced),
        told.filter(again),
        told.filter(open_, pl.col("file").is_null()),
    )


def _followed(known: Known) -> pl.DataFrame:
    """The worklist of the call with `named`: an answer of it refuses that. Empty where nothing but claims is known."""
    report = known.report
    counts, notices = report.judgement.counts, report.intake.notices
    if report.memory is None and not notices.height and not (counts.entries_11 or counts.entries_01):
        return pl.DataFrame(schema=FOLLOWED | {"named": pl.Boolean()})
    told = effects(notices).filter(pl.col("effect") == "refused")
    numbers, bills = (told[name].drop_nulls().unique().implode() for name in ("number", "bill"))
    number = pl.coalesce("refiled_by", "entry_number")
    by_number = pl.col("refiled_by").is_in(numbers) | pl.col("entry_number").is_in(numbers)
    named = by_number.fill_null(False) | (number.is_null() & pl.col("bill").is_in(bills)).fill_null(False)
    return report.worklist.with_columns(named=named)


def on_file(known: Known) -> pl.DataFrame:
    """person, day, before_cents: the sum of entries of type 11 on file, here or in the ledger, of a consignee by name
    and address on its day of arrival. Entries without such a day are of none.
    """
    ships = known.filings.shipments.filter(filing="entry").sort(_KEYS).unique("entry_number", keep="last")
    live = ships.filter(
        pl.col("action") != "delete", pl.col("entry_type") == "11", pl.col("consignee_name").is_not_null()
    )
    return live.group_by(day="eda", person=person()).agg(before_cents=pl.col("value_cents").sum())


def person() -> pl.Expr:
    """One name and address, in one spelling."""
    parts = (pl.col(f"consignee_{what}").fill_null("") for what in ("name", "address", "city"))
    zip_code = pl.col("consignee_postal").fill_null("").str.slice(0, 5)
    return pl.concat_str(*parts, zip_code, separator=" ").str.to_uppercase().str.replace_all(r"[^A-Z0-9]+", " ")


def cells(found: pl.DataFrame, known: Known) -> pl.DataFrame:
    """A row a goods line of each of `refused`: claim, line_no, the columns of the table, all of text, and of the claim
    claim_cents, day, consignee_key, consignee_number and beyond.

    untold: the ledger alone knows it, which keeps no details, and such a filing can say numbers of chapter 99.
    """
    filings = known.filings
    told = rows(filings)
    ships = conform(filings.shipments, SHIPMENTS | DETAILS).select(*_KEYS, "beyond")
    own = found.select(
        "claim", *_KEYS, "consignee_key", "day", claim_bill="bill", claim_cents="value_cents",
        arrives=pl.when(pl.col("basis") == "eda").then("day"),
        untold=(pl.col("file") >= known.calls) & (pl.col("filing") == "entry"),
    )  # fmt: skip
    both = own.join(ships, on=_KEYS, how="left", maintain_order="left").join(
        told, on=_KEYS, how="left", maintain_order="left"
    )
    day = pl.coalesce("estimated_arrival", pl.col("arrives").cast(pl.String))
    return both.with_columns(
        *(pl.lit(None, pl.String).alias(name) for name in _ANEW),
        bill=pl.coalesce("claim_bill", "bill"),
        estimated_arrival=day,
    ).drop(*_KEYS, "claim_bill", "arrives")
