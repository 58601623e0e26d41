"""DM315, DM316, DM327: the parties of an entry."""

import polars as pl

from deminimis.edi.frames.findings import ERROR
from deminimis.rules.base.settings import Settings
from deminimis.rules.rulebook.dm311_entry import GUIDE, INFORMAL, SECTION_321, names, of_type
from deminimis.rules.rulebook.evidence import Judged
from deminimis.rules.rulebook.findings import dollars
from deminimis.rules.rulebook.rule import Among, rule


@rule(
    "DM315",
    "consignee-once",
    ERROR,
    "entry {entry} names {count} consignees at its header and {lines} at its lines; type 86 takes one, at the header",
    source=f"{GUIDE}, p. SE-56",
    among=of_type(SECTION_321, (pl.col("consignees") != 1) | (pl.col("line_consignees") > 0)),
)
def CONSIGNEE_ONCE(judged: Judged, found: pl.DataFrame) -> pl.DataFrame:
    """A type 86 entry names its consignee not at all, more than once, or at a line.

    The consignee is the person whose day is added up, so there is one, at the header (SE30 CN), for all lines.

    Example: an entry whose CN stands in SE50.
    What to do: name the consignee once, in SE30, with SE35 and SE36.
    Certainty: the rule is CBP's; its condition code is not published.
    """
    return found.select(*names(), count="consignees", lines="line_consignees")


@rule(
    "DM316",
    "seller-missing",
    ERROR,
    "entry {entry} names no seller for {lines} of its lines",
    source=f"{GUIDE}, p. SE-56",
    among=of_type(
        SECTION_321,
        # Without any line there is none to name a seller for; DM319 says so.
        (pl.col("sellers") == 0) & (pl.col("unsold") > 0),
    ),
)
def SELLER_MISSING(judged: Judged, found: pl.DataFrame) -> pl.DataFrame:
    """A type 86 entry names its seller (SE) neither at the header nor at every line.

    Example: an entry without SE30 SE and without SE50 SE.
    What to do: name the seller once at the header, or at every line.
    Certainty: the rule is CBP's; its condition code is not published.
    """
    return found.select(*names(), lines="unsold")


def _wrongly_named(settings: Settings) -> pl.Expr:
    kind, limit = pl.col("entry_type"), settings.informal_limit_cents
    # What is above the limit is DM323 already.
    wrong = pl.when(kind == INFORMAL).then(pl.col("header_cents") == limit).otherwise(kind != SECTION_321)
    return pl.col("named") & wrong


@rule(
    "DM327",
    "named-consignee",
    ERROR,
    "entry {entry} of type {kind} names its consignee by name and address; that is for type 86, and type 11 {below}",
    source=f"{GUIDE}, p. SE-56, note 2",
    among=Among("entries", _wrongly_named),
)
def NAMED_CONSIGNEE(judged: Judged, found: pl.DataFrame) -> pl.DataFrame:
    """A consignee by name and address on an entry that must give an identifier.

    Name and address are taken on type 86, and on type 11 below $2,500.

    Example: a type 11 entry of exactly $2,500 with a named consignee.
    What to do: give the consignee's identifier (EI, ANI or 34) in SE30.
    Certainty: the rule is CBP's; its condition code is not published.
    """
    limit = judged.settings.informal_limit_cents
    return found.select(*names(), kind="entry_type", below=pl.lit("below ") + dollars(pl.lit(limit)))
