"""Which line of a message each line is. Most lines of CAMIR air are known by their place, not by an identifier."""

from typing import Final

import polars as pl

from deminimis.edi.formats.camir_air.layouts import ENVELOPE, MESSAGES, RECORDS
from deminimis.edi.reading.scopes import TAG

_NAMED: Final = tuple(sorted({layout.tag for layout in RECORDS.values()} - {""}))
_CONTINUED: Final = tuple(name for name in RECORDS if name[:3] in _NAMED and name[3:4] == "-")  # SHP-2 ...
_PARTIES: Final = ("SHP", "CNE")  # whose lines are told by their number; others go on with lines of one kind
_STREETLESS: Final = 3  # lines of a party without a street
_COUNTRY: Final = "^/[A-Z]{2}(?:/(?:[^/]*[0-9][^/]*)?(?:/.*)?)?$"  # of a party; postal codes have digits
_PLACE: Final = "^/(?:[^/0-9]+/?|[^/]+/[^/]+)$"  # a number without a state is a street whose place was lost
_REPORT: Final = "^ASN[0-9]"  # the trade's status, which may have no slant behind its identifier
_QUERIES: Final = ("FSQ", "FSC")  # their waybill line is another one
_ERRORS: Final = "FER"
_CANCELLATIONS: Final = ("FRX", "FXX")
_WAYBILL: Final = "^[A-Z0-9]{3}-"
_WORD: Final = tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")  # what would make a longer word of three letters
# Lines in front of a message: duplicate mark, originator, priority with address, addresses (camir-air header layouts).
_MARK, _ORIGIN, _PRIORITY = "^PDM$", r"^\.", "^[A-Z]{2} [A-Z0-9]{7,8}(?: |$)"
_ADDRESS: Final = "^[A-Z0-9]{7,8}(?: [A-Z0-9]{7})*$"
_ANY_ADDRESS: Final = "^(?:[A-Z]{2} )?[A-Z0-9]+(?: [A-Z0-9]+)*$"  # in front of an originator it is of any length


def tag_of(raw: pl.Expr) -> pl.Expr:
    """The name of each line as in RECORDS and ENVELOPE.

    raw: lines in file order, the first one an SMI line or the first of the file. Header lines are taken for such only
    in front of an SMI line, so that a stray line cannot end a message. A line that is no record is named `line` with
    its first characters, and every line of a message that is not known `message` with its identifier.
    """
    return raw.map_batches(_tags, return_dtype=TAG)


def _tags(raw: pl.Series) -> pl.Series:
    """Step by step: as one expression its parts would be worked out again wherever they are used.

    A pattern is looked for only in the lines that may match it.
    """
    first, fourth = raw.str.slice(0, 3).cast(TAG), raw.str.slice(3, 1)
    known = first.is_in(list(MESSAGES)) & (fourth == "")
    # in front of an originator stands an address, however short
    sender = raw.str.starts_with(".").shift(-1, fill_value=False)
    # behind the identifier three letters are a control location that was cut
    three = _matching(raw, (fourth == "") & ~known & ~sender & ~first.is_in([*_NAMED, *ENVELOPE]), "^[A-Z]{3}$")
    smi = known | (three & ~known.shift(fill_value=False))
    goes_on = raw.str.starts_with("/")
    named = first.is_in(list(_NAMED)) & ~fourth.is_in(list(_WORD))
    looks = _matching(raw, fourth == "-", _WAYBILL)
    other = ~(goes_on | named | known | looks)
    like = _matching(raw, other, "|".join((_MARK, _ORIGIN, _PRIORITY, _ADDRESS)))
    like |= _matching(raw, other & sender, _ANY_ADDRESS)
    at = pl.int_range(pl.len())
    lines = pl.DataFrame({"raw": raw, "first": first, "smi": smi, "like": like, "looks": looks}).with_columns(
        kind=pl.when("smi").then("first").forward_fill(),
        since=at - pl.when("smi").then(at).forward_fill(),
        # header lines stand, with nothing else between, in front of an SMI line
        heads=pl.col("like") & pl.when(~pl.col("like")).then("smi").backward_fill().fill_null(False),
    )
    # an error report may name a day and no flight
    goes_on &= ~lines.select(((pl.col("kind") == _ERRORS) & (pl.col("since") == 1)).fill_null(False)).to_series()
    kind, since = pl.col("kind"), pl.col("since")
    placed = (since == 1) | kind.is_in(_CANCELLATIONS)
    marks = lines.select(
        inside=kind.is_in(list(MESSAGES)).fill_null(False) & ~pl.col("heads"), placed=placed.fill_null(False)
    )
    inside = marks["inside"]
    named |= _matching(raw, (first == "ASN") & (lines["since"] > 1).fill_null(False), _REPORT)
    hyphen = _matching(raw, inside & other & marks["placed"], "-")
    second = (since == 2) & ~pl.col("looks").shift(fill_value=False)  # behind CCL or ERF
    waybill = pl.col("looks") | second | hyphen  # by its look; by its place also where its number is damaged
    tags = lines.select(
        pl.when(known).then(_tag("SMI"))
        .when(inside & named).then("first")
        .when(inside & ~goes_on & waybill).then(
            pl.when(kind.is_in(_QUERIES)).then(_tag("AWB-QUERY")).otherwise(_tag("AWB"))
        )
        .when(inside & ~goes_on & (since == 1)).then(
            pl.when(kind == _ERRORS).then(_tag("ERF")).otherwise(_tag("CCL"))
        )
    ).to_series()  # fmt: skip
    goes_on &= inside
    tags = tags.scatter(goes_on.arg_true(), _continued(lines.select("raw", "first", goes_on=goes_on)))
    rest = tags.is_null()
    if not rest.any():
        return tags
    names = lines.filter(rest).select(
        pl.when("heads").then(_head()).when(kind.is_null() | kind.is_in(list(MESSAGES))).then(_stray())
        .otherwise(pl.lit("message ") + kind.cast(pl.String))
    )  # fmt: skip
    return tags.scatter(rest.arg_true(), names.to_series().cast(TAG))


def _matching(raw: pl.Series, some: pl.Series, pattern: str) -> pl.Series:
    """Where `some` holds and the pattern matches."""
    at = some.arg_true()
    found = at.filter(raw.gather(at).str.contains(pattern))
    return pl.Series([False]).new_from_index(0, len(raw)).scatter(found, True)


def _tag(name: str) -> pl.Expr:
    return pl.lit(name, TAG)


def _head() -> pl.Expr:
    raw = pl.col("raw")
    return (
        pl.when(raw.str.contains(_MARK)).then(pl.lit("PDM"))
        .when(raw.str.contains(_ORIGIN)).then(pl.lit("ORIGIN"))
        .when(raw.str.contains("^[A-Z]{2} ")).then(pl.lit("PRIORITY"))
        .otherwise(pl.lit("ADDRESS"))
    )  # fmt: skip


def _stray() -> pl.Expr:
    return pl.lit("line ") + pl.col("raw").str.slice(0, 3)


def _continued(lines: pl.DataFrame) -> pl.Series:
    """The names of the lines that go on with the last one that does not: CNE-2, CNE-3 ...

    lines: raw, first, goes_on. A party has name, street, place and country; of three lines it has no street, if the
    last two of them can be place and country.
    """
    at, on = pl.int_range(pl.len()), pl.col("goes_on")
    owned = lines.select(
        "raw",
        on,
        owner=pl.when(~on).then("first").forward_fill(),
        number=at - pl.when(~on).then(at).forward_fill() + 1,
        ends=on & ~on.shift(-1, fill_value=False),
    )
    party = owned["owner"].is_in(list(_PARTIES)).fill_null(False)
    third = owned["ends"] & party & (owned["number"] == _STREETLESS).fill_null(False)
    third = _matching(owned["raw"], third, _COUNTRY)
    third &= _matching(owned["raw"], third.shift(-1, fill_value=False), _PLACE).shift(1, fill_value=False)
    number = owned["number"] + (third | third.shift(-1, fill_value=False)).cast(pl.Int64)
    number = number.zip_with(party, pl.Series([2]))  # WBL-2 each time
    owned = owned.select("owner", number=number).filter(lines["goes_on"])
    name = pl.lit(None, TAG)
    for each in _CONTINUED:
        mine = (pl.col("owner") == each[:3]) & (pl.col("number") == int(each[4:]))
        name = pl.when(mine).then(_tag(each)).otherwise(name)
    names = owned.select(name).to_series()
    rest = names.is_null()
    if rest.any():
        text = pl.col("owner").cast(pl.String).fill_null("") + "-" + pl.col("number").cast(pl.String)
        names = names.scatter(rest.arg_true(), owned.filter(rest).select(text.cast(TAG)).to_series())
    return names
