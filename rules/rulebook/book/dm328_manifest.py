"""DM328 to DM334: the form of a manifest claim, by air and by truck."""

from typing import Final

import polars as pl

from deminimis.edi.catalogue import COPIES, named
from deminimis.edi.frames.findings import ERROR
from deminimis.rules.base.filed import at
from deminimis.rules.people.spelling import US_STATES
from deminimis.rules.rulebook.book.dm311_entry import SECTION_321
from deminimis.rules.rulebook.evidence import Evidence
from deminimis.rules.rulebook.rule import Among, declare, rule

EXPRESS_TYPES: Final = ("11", "86", "87", "91", "92", "93", "94", "000")
NUMBER_WIDTH: Final = 12  # of a shipment control number, behind its SCAC
SCAC_WIDTH: Final = 4
_EXPRESS: Final = named(lambda traits: traits.express)
_TRUCK: Final = "CBP ACE truck manifest; spec of bill types 13 and 35"


def _claims(mode: str, test: pl.Expr) -> Among:
    claim = (pl.col("filing") == "manifest") & (pl.col("mode") == mode) & pl.col("claim")
    claim = claim & ~pl.col("format").is_in(COPIES).fill_null(False) & test
    return Among("whole", claim, ("bill", "consignee_state"))


def _express() -> pl.Expr:
    """Whether it is an express waybill that asks for something else than one may ask for."""
    told = pl.col("format").is_in(_EXPRESS) & pl.col("entry_type").is_not_null()
    return told & ~pl.col("entry_type").is_in(list(EXPRESS_TYPES))


def _stateless() -> pl.Expr:
    """Whether the consignee's state is none of the US. An unreadable consignee is DM201, a blank one too."""
    state = pl.col("consignee_state").str.to_uppercase().str.strip_chars()
    told = pl.col("consignee_name").is_not_null() & ~pl.col("unread").list.contains("consignee_state")
    return told & ~state.is_in(list(US_STATES)).fill_null(False)


EXPRESS_TYPE = declare(
    "DM328",
    "express-entry-type",
    ERROR,
    "{bill} asks for entry type {kind} on its CED line; express waybills take 11, 86, 87 and 91 to 94 (error 096)",
    """The CED line of an express house waybill names an entry type that it cannot have.

    What it asks for is unread here: the shipment may be a claim.

    Example: CED/01.
    What to do: use 11 for an informal entry; 86, for a claim, is refused since 29 August 2025.
    Certainty: CBP's list and the grammar that has the line (status schema) are of 2017; the grammar has the same types.
    """,
    source="CAMIR Air Appendix A, error 096",
    where=Among("whole", _express(), ("bill", "entry_type")),
    shows={"kind": "entry_type"},
)


@rule(
    "DM329",
    "express-goods-missing",
    ERROR,
    "{bill} asks for entry type 86 (CED) and has no CSD line: neither value nor country of origin",
    source="19 CFR 128.21; inference from the CAMIR Air lines",
    where=_claims("air", pl.col("entry_type") == SECTION_321),
    shows={},
)
def EXPRESS_GOODS(evidence: Evidence, found: pl.DataFrame) -> pl.DataFrame:
    """An express claim without a CSD line.

    Without it the value is not known, so its day cannot be told.

    Example: FXI with CED/86 and no CSD.
    What to do: give a CSD line with origin, value and currency.
    Certainty: that CBP refuses it is inferred: value and origin are needed for every claim.
    """
    return found.filter(pl.col("row").is_in(evidence.without_lines.implode()))


STATE = declare(
    "DM331",
    "consignee-state",
    ERROR,
    "{bill}: the consignee's state {state} is no US state; truck claims need one",
    """The consignee of a truck claim has no state, or one that is no US state.

    CBP checks it for bill types 13 and 35.

    Example: N4*TORONTO*ON*M5V1A1*CA.
    What to do: give the two letters of the state.
    Certainty: the check is CBP's; its code is not known.
    """,
    source=_TRUCK,
    where=_claims("truck", _stateless()),
    shows={"state": pl.coalesce("consignee_state", pl.lit("(blank)"))},
)

CONTROL_NUMBER = declare(
    "DM332",
    "control-number-width",
    ERROR,
    "{bill} has a shipment control number above 12 characters behind its SCAC (error 017)",
    """A truck bill is longer than a SCAC of four letters and twelve characters.

    Example: M11*ABCD and a number of 13 characters.
    What to do: shorten the number; X12 allows more, CBP does not.
    Certainty: CBP's own error text; a SCAC shorter than four letters may hide one character too many.
    """,
    source="CBP error 017: SCN above 12 characters",
    where=_claims("truck", pl.col("bill").str.len_chars() > NUMBER_WIDTH + SCAC_WIDTH),
)

TRUCK_VALUE = declare(
    "DM333",
    "truck-value-missing",
    ERROR,
    "{bill} claims de minimis and states no value",
    """A truck claim without a value, neither at its lines nor at the bill.

    Its value is unread, so its day cannot be told.

    Example: an LX loop with M1109 = 13 and no N1006.
    What to do: give the value of each line in US dollars.
    Certainty: value and country of origin are among what CBP needs for a claim by truck.
    """,
    source=_TRUCK,
    where=_claims("truck", pl.col("value_cents").is_null() & ~pl.col("unread").list.contains("value_cents")),
)


@rule(
    "DM334",
    "truck-origin-missing",
    ERROR,
    "{bill} claims de minimis and gives no country of origin for its goods",
    source=_TRUCK,
    where=_claims("truck", pl.lit(True)),
    shows={},
)
def TRUCK_ORIGIN(evidence: Evidence, found: pl.DataFrame) -> pl.DataFrame | None:
    """A truck claim has a goods line without a country of origin, or no goods line.

    The country decides whether the claim is eligible; without it the rule cannot be shown to hold.

    Example: N10 with N1011 blank.
    What to do: give the ISO code of the country for every line.
    Certainty: value and country of origin are among what CBP needs for a claim by truck.
    """
    blank = pl.col("origin").is_null() & ~pl.col("unread").list.contains("origin")
    lines = evidence.filings.scan("lines").filter(blank).select(at()).unique().collect().to_series()
    if not lines.len() and not evidence.without_lines.len():
        return None
    found = evidence.as_filed(found, "file", "seq")
    return found.filter(pl.col("row").is_in(evidence.without_lines.implode()) | at().is_in(lines.implode()))
