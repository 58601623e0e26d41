"""DM320 to DM327: the values of an entry, and what its type, mode and consignee must be."""

from typing import Final

import polars as pl

from deminimis.edi.frames.findings import ERROR, WARNING
from deminimis.rules.base.settings import Settings
from deminimis.rules.rulebook.book.dm311_entry import GUIDE, INFORMAL, INSTEAD, SECTION_321, of_type, of_types
from deminimis.rules.rulebook.evidence import Evidence
from deminimis.rules.rulebook.findings import dollars
from deminimis.rules.rulebook.rule import Among, Shown, Test, declare, rule, under

_TOTALS: Final[dict[str, Shown]] = {"header": dollars(pl.col("header_cents")), "lines": dollars(pl.col("lines_cents"))}


def _stated(test: Test) -> Among:
    """Entries whose header and lines were read whole. Type 86, and what a refused claim is filed as: 11 and 01."""
    kinds = pl.col("entry_type").is_in([SECTION_321, *INSTEAD])
    return Among("entries", lambda settings: kinds & under(test, settings))


def _short(settings: Settings) -> pl.Expr:
    """Whether the lines come to less than the header says, by more than a dollar a line (or what is configured)."""
    spare = pl.col("header_cents") - pl.col("lines_cents")
    stated = pl.col("without_value") == 0  # DM319 otherwise
    return stated & (spare > settings.tolerance_cents * pl.col("lines").cast(pl.Int64))


BELOW_LINES = declare(
    "DM320",
    "header-below-lines",
    ERROR,
    "entry {entry} states {header} at its header and {lines} at its lines (CBP's condition 119, to 23 June 2026)",
    """The value at the header (SE10 40-49) is less than the sum of the lines (SE60 15-24).

    The sum of the lines counts here, being the greater.

    Example: $400 at the header, one line of $500.
    What to do: correct the header or the lines.
    Certainty: the condition was CBP's; its list of 24 June 2026 has it no more (as reported), so what ACE has answered
    since then is not known.
    """,
    source="CBP's condition 119 VALUE LESS THAN ALL LINE-ITEM VALUES, to 23 June 2026",
    where=_stated(pl.col("header_cents") < pl.col("lines_cents")),
    shows=_TOTALS,
)

TOTALS_DIFFER = declare(
    "DM321",
    "totals-differ",
    WARNING,
    "entry {entry} states {header} at its header and only {lines} at its lines",
    """The value at the header is more than the sum of the lines.

    CBP has no condition for it. The value at the header counts here, being the greater. A dollar a line is allowed
    for rounding.

    Example: $500 at the header, one line of $400.
    What to do: look whether a line is missing.
    Certainty: our choice.
    """,
    source="our choice; rule 10: the greater value counts",
    where=_stated(_short),
    shows=_TOTALS,
)


@rule(
    "DM322",
    "value-above-limit",
    ERROR,
    "entry {entry} of type 86 states {total}, above {limit}",
    source=f"{GUIDE}, p. SE-36, note 13",
    where=of_type(
        SECTION_321, lambda settings: pl.col("value_cents") > min(p.limit_cents for p in settings.policy.periods)
    ),
    shows={"total": dollars(pl.col("value_cents")), "limit": dollars(pl.col("limit"))},
)
def ABOVE_LIMIT(evidence: Evidence, found: pl.DataFrame) -> pl.DataFrame:
    """A type 86 entry whose own value is above the limit of its day.

    One entry alone exceeds what a person may import free of duty in a day; exactly the limit is allowed.

    Example: an entry of $801.
    What to do: file it as type 11 or 01.
    Certainty: certain. The guide says in another note (p. SE-58) that the lines must be less than the limit.
    """
    settings, policy = evidence.settings, evidence.settings.policy
    day = pl.lit(settings.policy_date) if settings.policy_date else pl.coalesce("eda", pl.lit(settings.as_of, pl.Date))
    rows = found.with_columns(noon=day.cast(pl.Datetime("us")) + pl.duration(hours=12))
    period = policy.at(rows["noon"], listed=False)
    rows = rows.with_columns(limit=policy.column("limit_cents", pl.Int64, period))
    return rows.filter(pl.col("value_cents") > pl.col("limit"))


INFORMAL_VALUE = declare(
    "DM323",
    "informal-value",
    ERROR,
    "entry {entry} of type 11 states {total}, above {limit}",
    """A type 11 (informal) entry above $2,500.

    It matters here because a type 11 entry takes its bill out of the daily sum.

    Example: a type 11 entry of $2,501.
    What to do: file it as type 01.
    Certainty: certain.
    """,
    source=f"{GUIDE}, p. SE-36, note 13; 19 CFR 143.21",
    where=of_type(INFORMAL, lambda settings: pl.col("header_cents") > settings.informal_limit_cents),
    shows={
        "total": dollars(pl.col("header_cents")),
        "limit": lambda settings: dollars(pl.lit(settings.informal_limit_cents)),
    },
)

PORT_MISSING = declare(
    "DM324",
    "port-missing",
    ERROR,
    "entry {entry} gives no planned port of entry (SE10 50-54)",
    """An entry without the port where it is to be entered, where it must be given.

    Type 86 always gives it; types 11 and 01 where they name an in-bond number or a bill that is in no electronic
    manifest. With agency data it must be given too; that data is not read here. Else CBP takes the port of unlading.

    Example: a type 86 entry with SE10 50-54 blank.
    What to do: give the Schedule D code of the port.
    Certainty: the rule is CBP's; its condition code is not published.
    """,
    source=f"{GUIDE}, p. SE-35, note 7",
    where=of_types(
        [SECTION_321, *INSTEAD], pl.col("no_port") & ((pl.col("entry_type") == SECTION_321) | pl.col("port_due"))
    ),
)

MAIL = declare(
    "DM325",
    "mail-entry",
    ERROR,
    "entry {entry} is of type 86 and comes by mail; mail is not filed as type 86",
    """A type 86 entry with mode of transport 50.

    International mail is outside type 86 and outside the daily sum; the entry is not counted here.

    Example: an entry with SE10 37-38 = 50.
    What to do: correct the mode, or leave the shipment to the postal procedure.
    Certainty: certain that mail is excluded; the condition code is not published.
    """,
    source=f"{GUIDE}, p. SE-34; 89 FR 2630",
    where=Among("entries", (pl.col("entry_type") == SECTION_321) & (pl.col("mode") == "mail")),
)

CHAPTER_99 = declare(
    "DM326",
    "chapter-99-order",
    ERROR,
    "entry {entry} has {count:chapter 99 number} behind the tariff number to modify",
    """Chapter 99 numbers stand before the number of chapters 1 to 97 in a line.

    Example: SE60 6109100012, then SE60 9903880300.
    What to do: put the chapter 99 number first; the value stays on the other.
    Certainty: the rule is CBP's; its condition code is not published.
    """,
    source=f"{GUIDE}, p. SE-71, note 2",
    where=of_types([SECTION_321, *INSTEAD], pl.col("late_chapter_99") > 0),
    shows={"count": "late_chapter_99"},
)


NAMED_CONSIGNEE = declare(
    "DM327",
    "named-consignee",
    ERROR,
    "entry {entry} of type {kind} names its consignee by name and address; that is for type 86, and type 11 {below}",
    """A consignee by name and address on an entry that must give an identifier.

    Name and address are taken on type 86, and on type 11 below $2,500 (at exactly that: DM347).

    Example: a type 01 entry with a named consignee.
    What to do: give the consignee's identifier (EI, ANI or 34) in SE30.
    Certainty: the rule is CBP's; its condition code is not published.
    """,
    source=f"{GUIDE}, p. SE-58, note 2",
    where=Among(
        "entries",
        ~pl.col("entry_type").is_in([SECTION_321, INFORMAL]) & (pl.col("named") | pl.col("named_cents").is_not_null()),
    ),
    shows={
        "kind": "entry_type",
        "below": lambda settings: pl.lit("below ") + dollars(pl.lit(settings.informal_limit_cents)),
    },
)
