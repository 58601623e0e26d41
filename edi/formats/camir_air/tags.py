"""Which line of a message each line is. Most lines of CAMIR air are known by their place, not by an identifier."""

from typing import Final

import polars as pl

from deminimis.edi.formats.camir_air import ENVELOPE, MESSAGES, RECORDS

_NAMED: Final = tuple(sorted({layout.tag for layout in RECORDS.values()} - {""}))
_QUERIES: Final = ("FSQ", "FSC")  # their waybill line is another one
_ERRORS: Final = "FER"
_CANCELLATIONS: Final = ("FRX", "FXX")
_WAYBILL: Final = "^[A-Z0-9]{3}-"
# Lines in front of a message: duplicate mark, originator, priority with address, addresses (camir-air header layouts).
_MARK, _ORIGIN, _PRIORITY = "^PDM$", r"^\.", "^[A-Z]{2} [A-Z0-9]{7}(?: |$)"
_ADDRESS: Final = "^[A-Z0-9]{7}(?: [A-Z0-9]{7})*$"


def tag_of(raw: pl.Expr) -> pl.Expr:
    """The name of each line as in RECORDS and ENVELOPE.

    raw: lines in file order, the first one an SMI line or the first of the file. Header lines are taken for such only
    in front of an SMI line, so that a stray line cannot end a message. A line that is no record is named `line` with
    its first characters, and every line of a message that is not known `message` with its identifier.
    """
    known = raw.is_in(list(MESSAGES))
    three = raw.str.contains("^[A-Z]{3}$") & ~raw.is_in([*_NAMED, *ENVELOPE])
    # behind the identifier three letters are a control location that was cut
    smi = known | (three & ~known.shift(fill_value=False))
    at = pl.int_range(pl.len())
    since = at - pl.when(smi).then(at).forward_fill()
    kind = pl.when(smi).then(raw).forward_fill()
    named = raw.str.slice(0, 3).is_in(_NAMED) & raw.str.contains("^.{3}(?:[^A-Z0-9-]|$)")
    return (
        pl.when(known).then(pl.lit("SMI"))
        .when(_heads(raw, smi)).then(_head(raw))
        .when(kind.is_null()).then(_stray(raw))
        .when(~kind.is_in(list(MESSAGES))).then(pl.lit("message ") + kind)
        .when(raw.str.starts_with("/")).then(_continued(raw))
        .when(named).then(raw.str.slice(0, 3))
        .when(_waybill(raw, kind, since)).then(
            pl.when(kind.is_in(_QUERIES)).then(pl.lit("AWB-QUERY")).otherwise(pl.lit("AWB"))
        )
        .when(since == 1).then(pl.when(kind == _ERRORS).then(pl.lit("ERF")).otherwise(pl.lit("CCL")))
        .otherwise(_stray(raw))
    )  # fmt: skip


def _heads(raw: pl.Expr, smi: pl.Expr) -> pl.Expr:
    """Lines that look like a header and stand, with nothing else between, in front of an SMI line."""
    like = raw.str.contains("|".join((_MARK, _ORIGIN, _PRIORITY, _ADDRESS)))
    return like & pl.when(~like).then(smi).backward_fill().fill_null(False)


def _head(raw: pl.Expr) -> pl.Expr:
    return (
        pl.when(raw.str.contains(_MARK)).then(pl.lit("PDM"))
        .when(raw.str.contains(_ORIGIN)).then(pl.lit("ORIGIN"))
        .when(raw.str.contains(_PRIORITY)).then(pl.lit("PRIORITY"))
        .otherwise(pl.lit("ADDRESS"))
    )  # fmt: skip


def _stray(raw: pl.Expr) -> pl.Expr:
    return pl.lit("line ") + raw.str.slice(0, 3)


def _continued(raw: pl.Expr) -> pl.Expr:
    """A line that begins with a slant goes on with the last one that does not: CNE-2, CNE-3 ...; WBL-2 each time."""
    goes_on = raw.str.starts_with("/")
    at = pl.int_range(pl.len())
    owner = pl.when(~goes_on).then(raw.str.slice(0, 3)).forward_fill().fill_null("")
    number = at - pl.when(~goes_on).then(at).forward_fill() + 1
    return owner + "-" + pl.when(owner == "WBL").then(2).otherwise(number).cast(pl.String)


def _waybill(raw: pl.Expr, kind: pl.Expr, since: pl.Expr) -> pl.Expr:
    """By its look; by its place also where its number is damaged."""
    looks, hyphen = raw.str.contains(_WAYBILL), raw.str.contains("-", literal=True)
    second = (since == 2) & ~looks.shift(fill_value=False)  # behind CCL or ERF
    return looks | second | (hyphen & ((since == 1) | kind.is_in(_CANCELLATIONS)))
