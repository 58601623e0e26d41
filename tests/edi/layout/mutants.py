"""One field of a right record, spoiled in every way its declaration knows, and the fault that has to be found."""

import re
from collections.abc import Iterator
from itertools import product
from typing import Final, NamedTuple

from hypothesis import Phase, settings

from deminimis.edi.layout import kinds
from deminimis.edi.layout.declare import COMPONENT, FIELD, Cols, El, Field, Layout
from tests.edi.layout.layouts import compose
from tests.edi.layout.rows import alphabet

BOUNDED = settings(  # no shrinking: a mutant names itself
    max_examples=2, deadline=None, derandomize=True, database=None, phases=(Phase.generate,)
)
CONTROL = "EDI107"
MISSING, CHARACTERS, VALUE, CODE, WIDTH, CONSTANT, TOO_MANY = (
    "EDI201", "EDI202", "EDI203", "EDI204", "EDI205", "EDI206", "EDI208",
)  # fmt: skip
STRANGE: Final = "~a\x07\xe9"  # of each kind's characters at least one of these is none

# Right characters and no meaning, by the kind's own reader or pattern.
IMPOSSIBLE: Final = {
    kinds.MMDDYY: ("023025", "130125", "000025"),
    kinds.YYMMDD: ("250230", "251301", "250100"),
    kinds.CCYYMMDD: ("20250230", "20251301", "30250101"),
    kinds.HHMM: ("2561", "2400"),
    kinds.TM: ("2561", "126000"),
    kinds.R: ("1-1", "1.2.3", "--1"),
    kinds.AMOUNT: ("1.234", "1..2", ".5"),
}


class Mutant(NamedTuple):
    """A spoiled record: what was done, the record, and code, field, start (0-based) and width of its one fault."""

    what: str
    raw: str
    code: str
    field: str
    start: int
    width: int


def strange(f: Field) -> str | None:
    """A character that the field must not have; none where any may stand."""
    return next((c for c in STRANGE if not re.match(f"[{f.kind.char}]", c)), None)


def no_code(f: Field) -> str | None:
    """A text as wide as the field's codes that is none of them, in right characters."""
    assert f.codes
    width = f.place.width if isinstance(f.place, Cols) else len(next(iter(f.codes)))
    letters = [c for c in alphabet(f.kind) if c not in " /"]
    tries = ("".join(t) for t in product(reversed(letters), repeat=min(width, 3)))
    return next((t for t in tries if t not in f.codes), None)


def spoiled_texts(layout: Layout, f: Field, text: str) -> Iterator[tuple[str, str, str]]:
    """(what, spoiled text, code) for field `f`, whose right text is `text`."""
    low, high = f.widths
    if f.filler:
        yield "filled filler", "\xe9" * min(2, high), CHARACTERS
        return
    if f.use == "M" and f.name != "record_id":
        yield "blank", "", MISSING
    if f.const is not None:
        other = "X" if f.const[0] != "X" else "Y"
        if f.name != "record_id":
            yield "other constant", other * len(f.const), CONSTANT
        return
    if f.codes and f.closed:
        wrong = no_code(f)
        if wrong:
            yield "no such code", wrong, CODE
        return
    odd = strange(f)
    full = text or "".join(c for c in alphabet(f.kind) if c.isalnum())[0] * max(low, 1)
    if odd:
        yield "strange character", full[:-1] + odd, CONTROL if odd < " " else CHARACTERS
    if not re.match(f"[{f.kind.char}]", "\v"):  # a separator may be one
        yield "line break", full[:-1] + "\v", CONTROL
    if isinstance(f.place, Cols):
        if f.kind.align == "right" and high > 1:
            yield "not filled with zeros", " 5".rjust(high), CHARACTERS
            yield "pushed to the left", "5".ljust(high), CHARACTERS
    else:
        digit = "1" if "1" in alphabet(f.kind) else "A"
        yield "too wide", digit * (high + 1), WIDTH
        if low > 1:
            yield "too narrow", digit * (low - 1), WIDTH
    for wrong in IMPOSSIBLE.get(f.kind, ()):
        if low <= len(wrong) <= high or (isinstance(f.place, Cols) and len(wrong) <= high):
            yield f"impossible {wrong}", wrong, VALUE


def mutants(layout: Layout, texts: dict[str, str]) -> Iterator[Mutant]:
    """Every way to spoil exactly one field, and the record as a whole."""
    for f in layout.fields:
        for what, text, code in spoiled_texts(layout, f, texts.get(f.name, "")):
            raw, spans = compose(layout, texts | {f.name: text})
            start, width = spans[f.name]
            yield Mutant(f"{f.name} {what}", raw, code, f.name, start, max(width, 1))
    raw, _ = compose(layout, texts)
    if layout.family == "fixed":
        yield Mutant("too long", raw + "X1", WIDTH, "record", 80, 2)
    elif layout.fields:
        yield from _too_many(layout, raw)


def _too_many(layout: Layout, raw: str) -> Iterator[Mutant]:
    tops = {f.place.number: f for f in layout.fields if isinstance(f.place, El)}
    most = max(tops)
    full = raw + FIELD * (most - raw.count(FIELD))
    yield Mutant("too many elements", full + FIELD + "X1", TOO_MANY, "record", len(full) + 1, 2)
    for number, f in tops.items():
        place = f.place
        assert isinstance(place, El)
        parts = full.split(FIELD)
        begin = len(FIELD.join(parts[:number])) + 1
        missing = max(place.component, 1) - 1 - parts[number].count(COMPONENT)
        if parts[number] and not re.match(f"[{f.kind.char}]", COMPONENT):  # an absent composite would lack its own
            parts[number] += COMPONENT * (missing + 1) + "X"
            yield Mutant(
                f"too many components in {number}", FIELD.join(parts).rstrip(FIELD), TOO_MANY, f.name, begin,
                len(parts[number]),
            )  # fmt: skip
