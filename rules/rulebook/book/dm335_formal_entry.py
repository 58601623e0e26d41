"""DM335 to DM348: the form of the entries that replace a refused claim, types 11 and 01. Facts: FORMS.

What other rules say of them too: seller DM316, tariff numbers DM318, line values DM319, totals DM320 and DM321, the
most of type 11 DM323, port DM324, chapter 99 DM326, a consignee by name DM327. Bond type, country of origin and tariff
number are mandatory in their records: reading reports them. A quantity is not demanded (without it the manifested one
is entered: p. SE-47, note 2), nor is an estimated date of arrival or a ship-to party (p. SE-19).
"""

from typing import Final

import polars as pl

from deminimis.edi.frames.findings import ERROR, WARNING
from deminimis.rules.base.settings import Settings
from deminimis.rules.rulebook.book.dm311_entry import GUIDE, INFORMAL, INSTEAD, of_type, of_types
from deminimis.rules.rulebook.findings import dollars
from deminimis.rules.rulebook.rule import Among, Shown, Test, declare

_KIND: Final[dict[str, Shown]] = {"kind": "entry_type"}


def _ours(test: Test) -> Among:
    return of_types(INSTEAD, test)


IMPORTER_MISSING = declare(
    "DM335",
    "importer-missing",
    ERROR,
    "entry {entry} of type {kind} names no importer of record (SE10 22-36); CBP's conditions 011 and 013",
    """An entry of type 11 or 01 without an importer of record: neither the kind of its number nor the number.

    There is one importer of record an entry. Only type 86 without agency data could do without.

    Example: an entry of type 11 with SE10 22-36 blank.
    What to do: give the kind (EI, ANI or 34) in 22-24 and the number with its hyphens in 25-36. A number that no entry
    named for 366 days is switched off (condition 333); an executive order of June 2026 wants foreign importers of
    record kept from informal entry, and no rule that carries it out was found.
    Certainty: the rule is CBP's; texts and numbers of the conditions are from its list of 2014.
    """,
    source=f"{GUIDE}, p. SE-17 and SE-33, notes 3 and 4; p. SE-36, note 12",
    where=_ours(pl.col("no_importer")),
    shows=_KIND,
)

IMPORTER_FORM = declare(
    "DM336",
    "importer-form",
    ERROR,
    "entry {entry} of type {kind} has an importer of record (SE10 22-36) whose number is not of the form of its kind",
    """The number of the importer of record does not have the form of the kind before it, or one of the two is blank.

    EI is NN-NNNNNNNXX, ANI YYDDPP-NNNNN, 34 NNN-NN-NNNN, with their hyphens.

    Example: SE10 22-36 = EI 123456789.
    What to do: correct the kind or the number.
    Certainty: the rule is CBP's; whether the number exists, only CBP knows.
    """,
    source=f"{GUIDE}, p. SE-33, note 3; p. SE-34, note 4",
    where=_ours(pl.col("bad_importer")),
    shows=_KIND,
)

BOND = declare(
    "DM337",
    "bond-surety",
    ERROR,
    "entry {entry} of type {kind} has a single transaction bond (SE10 39 = 9) without its surety code or its amount",
    """Bond type 9 without SE20 V1 (surety code, three characters) or without SE20 AMT (amount).

    The amount is whole dollars above zero, without zeros in front, commas or a decimal point.

    Example: SE10 39 = 9 and no SE20 AMT.
    What to do: give both, or bond type 8 where there is a continuous bond.
    Certainty: the rule is CBP's; its condition code is not published.
    """,
    source=f"{GUIDE}, p. SE-34, note 6; p. SE-54 and SE-55",
    where=_ours(pl.col("unsecured")),
    shows=_KIND,
)

BILL_MISSING = declare(
    "DM338",
    "bill-missing",
    ERROR,
    "entry {entry} of type {kind} names no bill (SE15)",
    """An entry of type 11 or 01 without a bill of lading or air waybill.

    It may name several. Without one CBP cannot match it with a manifest, and nothing is released.

    Example: an entry of type 11 without SE15.
    What to do: name the bill: R, or M and H.
    Certainty: the guide's list of key elements has it as mandatory; its condition code is not published.
    """,
    source=f"{GUIDE}, p. SE-19",
    where=_ours(pl.col("bills") == 0),
    shows=_KIND,
)

CONSIGNEE_MISSING = declare(
    "DM339",
    "consignee-missing",
    ERROR,
    "entry {entry} of type {kind} names no consignee for {count} of its lines",
    """An entry of type 11 or 01 whose consignee (CN) stands neither at its header nor at every line.

    Example: an entry without SE30 CN and without SE50 CN.
    What to do: name the consignee once at the header (SE30), or at every line (SE50) where they differ.
    Certainty: the rule is CBP's; its condition code is not published.
    """,
    source=f"{GUIDE}, p. SE-57, note 1",
    where=_ours((pl.col("consignees") == 0) & (pl.col("unconsigned") > 0)),
    shows=_KIND | {"count": "unconsigned"},
)

MANUFACTURER_MISSING = declare(
    "DM341",
    "manufacturer-missing",
    ERROR,
    "entry {entry} of type {kind} names no manufacturer for {count} of its lines",
    """An entry of type 11 or 01 whose manufacturer or supplier (MF) stands neither at its header nor at every line.

    A type 86 entry does without, so this is what a refused claim most often lacks.

    Example: an entry of type 11 with CN and SE only.
    What to do: name the manufacturer with its address, once at the header (SE30, SE35, SE36) or at every line.
    Certainty: the rule is CBP's; its condition code is not published.
    """,
    source=f"{GUIDE}, p. SE-57, note 1",
    where=_ours((pl.col("makers") == 0) & (pl.col("unmade") > 0)),
    shows=_KIND | {"count": "unmade"},
)

BUYER_MISSING = declare(
    "DM342",
    "buyer-missing",
    WARNING,
    "entry {entry} of type {kind} names no buyer for {count} of its lines; CBP's condition 035",
    """An entry of type 11 or 01 whose buyer (BY) stands neither at its header nor at every line.

    The guide says that the parties beside consignee and manufacturer are required at the header, and calls the buyer
    conditional in its list of key elements. CBP's condition 035 MISSING BUYER was seen on type 11.

    Example: an entry of type 11 with CN, MF and SE only.
    What to do: name the buyer, by name and address or by number.
    Certainty: when the buyer may be left out is not said. A ship-to party is optional in the list: none is asked for.
    """,
    source=f"{GUIDE}, p. SE-19; p. SE-57, note 1; condition 035 in notes of certification replies",
    where=_ours((pl.col("buyers") == 0) & (pl.col("unbought") > 0)),
    shows=_KIND | {"count": "unbought"},
)

CONSIGNEE_BOTH = declare(
    "DM343",
    "consignee-both",
    ERROR,
    "entry {entry} of type {kind} gives {count:consignee} by name and by identifier; one of the two is allowed",
    """A consignee (CN) with a name in 8-42 and an identifier in 43-65.

    Example: SE30CN with a name and EI 12-3456789.
    What to do: leave the identifier, and take away name, SE35 and SE36; or the reverse on type 11 below $2,500.
    Certainty: the rule is CBP's; its condition code is not published.
    """,
    source=f"{GUIDE}, p. SE-56; p. SE-58, note 2",
    where=_ours(pl.col("both") > 0),
    shows=_KIND | {"count": "both"},
)

PARTY_ADDRESS = declare(
    "DM344",
    "party-address",
    ERROR,
    "entry {entry} of type {kind} has {count:party|parties} without the address that a name needs (SE35 and SE36)",
    """A party by name that has no street record (SE35, SE55) or no city record (SE36, SE56), or one given by nothing.

    Example: SE30MF with a name, and no SE36 behind it.
    What to do: give street, city and country; or an identifier where the party may have one (BY, ST, CN).
    Certainty: the rule is CBP's; its condition code is not published.
    """,
    source=f"{GUIDE}, p. SE-60 and SE-61; p. SE-69 and SE-70",
    where=_ours(pl.col("addressless") + pl.col("blank_parties") > 0),
    shows=_KIND | {"count": pl.col("addressless") + pl.col("blank_parties")},
)

PARTY_IDENTIFIER = declare(
    "DM345",
    "party-identifier",
    ERROR,
    "entry {entry} of type {kind} has {count:party|parties} whose identifier is not of the form of its kind",
    """The identifier of a party (43-65) has not the form of its kind, or lacks its kind, or its party may have none.

    EI is NN-NNNNNNNXX, ANI YYDDPP-NNNNN, 34 NNN-NN-NNNN; only BY, ST and CN may have one.

    Example: SE30MF with EI 12-3456789.
    What to do: correct it, or give name and address.
    Certainty: the rule is CBP's; its condition code is not published.
    """,
    source=f"{GUIDE}, p. SE-58, note 3; p. SE-67, note 3",
    where=_ours(pl.col("bad_identifiers") > 0),
    shows=_KIND | {"count": "bad_identifiers"},
)

PARTY_REPEATED = declare(
    "DM346",
    "party-repeated",
    ERROR,
    "entry {entry} of type {kind} has {count:party|parties} too many at its header: each entity code stands there once",
    """Two parties with the same entity code at the header (SE30).

    Example: two records SE30CN in front of the lines.
    What to do: name parties that differ from line to line at the lines (SE50).
    Certainty: the rule is CBP's; its condition code is not published.
    """,
    source=f"{GUIDE}, p. SE-57, note 1",
    where=_ours(pl.col("repeated") > 0),
    shows=_KIND | {"count": "repeated"},
)


def _at_limit(settings: Settings) -> pl.Expr:
    limit = settings.informal_limit_cents
    named = pl.coalesce("named_cents", pl.when("named").then("header_cents"))
    # What is above the limit as a whole is DM323 already.
    return (named >= limit) & (pl.col("header_cents") <= limit).fill_null(True)


NAMED_AT_LIMIT = declare(
    "DM347",
    "named-at-limit",
    WARNING,
    "entry {entry} of type 11 has lines of {limit} for one consignee by name and address; they must be less than that",
    """Lines of exactly $2,500 for one consignee given by name and address.

    The guide says in one note that type 11 cannot exceed $2,500, and in another that the lines of one name and address
    must be less than $2,500.

    Example: an entry of type 11 of exactly $2,500 with a consignee by name.
    What to do: give the consignee's identifier (EI, ANI or 34) in place of name and address.
    Certainty: both notes are CBP's; which of them CBP's program follows is not known.
    """,
    source=f"{GUIDE}, p. SE-58, note 2; p. SE-36, note 13",
    where=of_type(INFORMAL, _at_limit),
    shows={"limit": lambda settings: dollars(pl.lit(settings.informal_limit_cents))},
)

CONTACT_MISSING = declare(
    "DM348",
    "contact-missing",
    ERROR,
    "entry {entry} of type {kind} has no contact (SE13); CBP's condition 208",
    """An entry of type 11 or 01 without the record of its contact.

    A contact record whose name or telephone is blank is reported at its field (EDI201).

    Example: an entry of type 11 whose SE10 is followed by SE15.
    What to do: add SE13 with name and telephone number of the person who answers for the entry.
    Certainty: the record is mandatory since 2017; condition 208 MISSING CONTACT INFO was seen on type 11.
    """,
    source=f"{GUIDE}, p. SE-22; p. SE-42; condition 208 in notes of certification replies",
    where=_ours(pl.col("no_contact")),
    shows=_KIND,
)
