"""Columns of a table that becomes a filing: what each is for, which field of which record it fills, how it is written.

Width, characters and codes are the layout's own: a column repeats none of them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

import polars as pl

from deminimis.edi.formats.shared.records_in_order import wrapping
from deminimis.edi.frames.finding_codes import CHARACTERS, CODE, MISSING, VALUE, WIDTH
from deminimis.edi.frames.findings import Code
from deminimis.edi.layout.declare import Cols, Field
from deminimis.edi.layout.kinds import AMOUNT

Use = Literal["M", "C", "O"]
Convert = Callable[[pl.Expr], pl.Expr]

_SHOWN: Final = 20  # codes that a finding names
_ACCENTS: Final = r"\p{M}"
_ROUNDED: Final = r"^\d+E\+\d+$"  # 9.27E+21 without its point
_CUT: Final = "the whole number: a spreadsheet has cut it; format the column as text, and have it filled in again"


@dataclass(frozen=True)
class Check:
    """A cell that is wrong: where the Boolean `wrong` holds. `expected` says what belongs there, and what to do."""

    column: str
    wrong: pl.Expr
    code: Code
    expected: str | pl.Expr


@dataclass(frozen=True)
class Column:
    """One column. use: M in every row (of a shipment: in its first), C sometimes (`when` says so), O never needed.

    line: it tells of the goods line, not of the shipment. tidy: what a cell is made into before it is checked, text of
    text. read: text of a cell that passed the checks as the value of a frame. choices: what a cell can be, with its
    meaning, none where it is no list; others: it can be something else too.
    """

    name: str
    use: Use
    doc: str
    example: str
    width: str
    checks: tuple[Check, ...]
    fills: str = ""
    when: str = ""
    line: bool = False
    tidy: Convert = lambda cell: cell
    read: Convert = lambda cell: cell
    choices: Mapping[str, str] = field(default_factory=dict)
    others: bool = False


def missing(name: str, wrong: pl.Expr, doc: str) -> Check:
    """A blank cell where there must be none."""
    return Check(name, wrong, MISSING, doc)


def upper(cell: pl.Expr) -> pl.Expr:
    """Upper case, single spaces: what CBP takes, and what names are compared by."""
    return cell.str.to_uppercase().str.replace_all(r"\s+", " ")


def plain(cell: pl.Expr) -> pl.Expr:
    """The text without its accents."""
    return cell.str.normalize("NFKD").str.replace_all(_ACCENTS, "")


def text(
    name: str, field: Field, use: Use, doc: str, example: str,
    *, fills: str = "", when: str = "", line: bool = False, without: str = "", most: int = 1, record: str = "",
) -> Column:  # fmt: skip
    """A column of text. most: the field stands so many times, and a longer text is cut at spaces into them.

    without: characters that would end the element in the file.
    """
    cell, (low, high) = pl.col(name), field.widths
    low = 1 if isinstance(field.place, Cols) else low
    there = cell.is_not_null()
    held = f"{field.kind.meaning}" + (f", without {' '.join(without)}" if without else "")
    bare = plain(cell)
    hint = pl.when(bare != cell).then(pl.format("{}; write {}", pl.lit(held), bare)).otherwise(pl.lit(held))
    taken = cell.str.contains_any(list(without)) if without else pl.lit(False)
    checks = [Check(name, there & (~cell.str.contains(f"^[{field.kind.char}]*$") | taken), CHARACTERS, hint)]
    if field.codes and field.closed:
        near = ", ".join(list(field.codes)[:_SHOWN]) + (" ..." if len(field.codes) > _SHOWN else "")
        checks.append(Check(name, there & ~cell.is_in(list(field.codes)), CODE, f"one of {near}"))
    if most == 1:
        size = f"{low} to {high} characters; shorten it: nothing is cut here"
        checks.append(Check(name, there & ~cell.str.len_chars().is_between(low, high), WIDTH, size))
        width = f"{high}" if low in (1, high) else f"{low}-{high}"
    else:
        size = f"{most} times {high} characters, cut at spaces; shorten it: nothing is cut here"
        checks.append(Check(name, there & ~cell.str.contains(wrapping(high, most)), WIDTH, size))
        width = f"{most} x {high}"
    choices = dict(field.codes) if field.codes and field.closed else {}
    return Column(
        name, use, doc, example, width, tuple(checks), fills or f"{record} {field.place}", when, line, upper,
        choices=choices,
    )  # fmt: skip


def day(name: str, use: Use, doc: str, example: str, *, fills: str, when: str = "") -> Column:
    """A calendar date, CCYY-MM-DD."""
    form = r"^20[0-9]{2}-[0-9]{2}-[0-9]{2}$"
    cell = pl.col(name)
    wrong = cell.is_not_null() & ~(cell.str.contains(form) & cell.str.to_date("%Y-%m-%d", strict=False).is_not_null())
    expected = "a date from 2000 to 2099 as 2025-03-01; format the column as text, or as yyyy-mm-dd"
    checks = (Check(name, wrong.fill_null(True) & cell.is_not_null(), VALUE, expected),)
    return Column(
        name, use, doc, example, "10", checks, fills, when,
        # a spreadsheet's date may carry a time of midnight
        tidy=lambda each: each.str.replace(r"[T ]00:00:00(?:\.0+)?$", ""),
        read=lambda each: each.str.to_date("%Y-%m-%d", strict=False),
    )  # fmt: skip


def amount(name: str, field: Field, use: Use, doc: str, example: str, *, fills: str) -> Column:
    """US dollars with up to two decimals, above zero, as wide as the field takes whole dollars."""
    high = field.widths[1]
    cell = pl.col(name)
    form = f"^[0-9]{{1,{high}}}(?:\\.[0-9]{{1,2}})?$"
    wrong = cell.is_not_null() & ~(cell.str.contains(form) & cell.str.contains("[1-9]"))
    expected = f"US dollars above zero as 149.50, up to {high} digits, without a sign, currency or thousands separator"
    checks = (Check(name, wrong, VALUE, expected),)
    return Column(name, use, doc, example, f"{high} + 2", checks, fills, line=True, read=AMOUNT.read)


def count(name: str, field: Field, use: Use, doc: str, example: str, *, fills: str, when: str = "") -> Column:
    """A whole number above zero."""
    high = min(field.widths[1], 10)
    cell = pl.col(name)
    wrong = cell.is_not_null() & ~cell.str.contains("^0*[1-9][0-9]*$") | (cell.str.len_chars() > high)
    checks = (Check(name, wrong.fill_null(False), VALUE, f"a whole number above zero, up to {high} digits"),)
    return Column(name, use, doc, example, f"{high}", checks, fills, when, tidy=_whole, read=_number)


def decimal(name: str, use: Use, doc: str, example: str, *, fills: str) -> Column:
    """A number above zero with up to three decimals."""
    cell = pl.col(name)
    wrong = cell.is_not_null() & ~(cell.str.contains(r"^[0-9]{1,6}(?:\.[0-9]{1,3})?$") & cell.str.contains("[1-9]"))
    checks = (Check(name, wrong, VALUE, "a number above zero as 0.5, up to 6 digits and 3 decimals"),)
    return Column(
        name, use, doc, example, "6 + 3", checks, fills, line=True,
        read=lambda each: each.cast(pl.Float64, strict=False),
    )  # fmt: skip


def formed(
    name: str, use: Use, doc: str, example: str,
    *, form: str, expected: str, width: str, fills: str, when: str = "", line: bool = False,
) -> Column:  # fmt: skip
    """Letters and digits of a given form; punctuation and spaces that people put between them are dropped."""
    cell = pl.col(name)
    wrong = cell.is_not_null() & ~cell.str.contains(form)
    checks = (
        Check(name, cell.str.contains(_ROUNDED), VALUE, _CUT),
        Check(name, wrong, VALUE, expected),
    )
    return Column(name, use, doc, example, width, checks, fills, when, line, tidy=_bare)


def formed_text(
    name: str, doc: str, example: str, *, form: str, expected: str, width: str, fills: str, line: bool = False
) -> Column:
    """Text of a given form in which spaces and punctuation count; never needed."""
    cell = pl.col(name)
    checks = (Check(name, cell.is_not_null() & ~cell.str.contains(form), VALUE, expected),)
    return Column(name, "O", doc, example, width, checks, fills, "", line, upper)


def choice(
    name: str, use: Use, doc: str, example: str, choices: Sequence[str], *, fills: str, when: str = ""
) -> Column:
    """One of a few words, in either case."""
    cell = pl.col(name)
    wrong = cell.is_not_null() & ~cell.is_in(list(choices))
    checks = (Check(name, wrong, CODE, f"one of {', '.join(choices)}"),)
    width = str(max(len(each) for each in choices))
    lower: Convert = lambda each: each.str.to_lowercase()  # noqa: E731 - of one line
    return Column(
        name, use, doc, example, width, checks, fills, when, tidy=lower, choices=dict.fromkeys(choices, "")
    )  # fmt: skip


def _whole(cell: pl.Expr) -> pl.Expr:
    """A spreadsheet's `1.0` is the number 1."""
    return cell.str.replace(r"\.0+$", "")


def _number(cell: pl.Expr) -> pl.Expr:
    return cell.cast(pl.Int64, strict=False)


def _bare(cell: pl.Expr) -> pl.Expr:
    bare = cell.str.replace_all(r"[\s.\-]", "").str.to_uppercase()
    return pl.when(bare != "").then(bare).otherwise(cell)  # a dash alone is no blank: it is looked at
