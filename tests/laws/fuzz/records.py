"""A block of damaged records of one layout, read in one call, against the plain reading of `robustness.slowly`."""

import random
import re
import string
from typing import Any, Final

from deminimis.edi.layout.declare import Field, Layout
from deminimis.edi.layout.parse import parse
from tests.edi.layout.layouts import LAYOUTS, compose, placed
from tests.laws.robustness.slowly import fields_of, released, text_of, value_of

RECORDS: Final = 300  # a block
_NAMES: Final = [name for name, layout in LAYOUTS.items() if layout.family != "line"]
_FORMS: Final = {
    "D": ("030425", "123199", "023025", "000000"), "DT": ("20250304", "250304", "19991231", "20250230"),
    "HHMM": ("0930", "2359", "2400"), "TM": ("0930", "093059", "09305999", "0960"), "AMT": ("500", "500.5", "0,01"),
    "R": ("1.5", "-2", ".5", "3."),
}  # fmt: skip
_STRANGE: Final = "\x00\t\x1a\x0e\x1c\x1d\x1e\x1f\x7f\xa0\xad\xb2\xe9\xff+-.,_/'\"*?e "


def records(data: bytes) -> None:
    """What is read of each field, and what is unread, is what one sees who reads it character by character."""
    rng = random.Random(data)
    layout = LAYOUTS[rng.choice(_NAMES)]
    raws = [layout.tag + data[at : at + 78].decode("latin-1") for at in range(0, min(len(data), 780), 78)]
    raws += [_damaged(compose(layout, _texts(layout, rng))[0], rng) for _ in range(RECORDS - len(raws))]
    compare(layout, raws)


def compare(layout: Layout, raws: list[str]) -> None:
    """Raises AssertionError where a field of a record is read in another way than plainly."""
    fields = fields_of(layout)
    parsed = parse(layout, placed(raws)).values
    marks = parsed["unread"].to_list()
    names = {f.name for f in fields}
    columns = {f.name: parsed[f.name].to_list() for f in fields}
    for n, raw in enumerate(raws):
        told = {f.name: value_of(f, _plain(layout, text_of(f, raw))) for f in fields}
        wanted = {name: value for name, (value, _) in told.items()}
        assert {name: columns[name][n] for name in columns} == wanted, (layout.tag, raw)
        assert set(marks[n]) & names == {name for name, (_, unread) in told.items() if unread}, (layout.tag, raw)


def _plain(layout: Layout, text: str) -> str:
    """As the filer meant it; a control character, which EDI107 tells of, is read as a blank."""
    blanked = re.sub(r"[\x00-\x0d\x0f-\x1b\x7f-\x9f]", " ", text)
    return released(blanked) if layout.family == "edifact" else blanked


def _texts(layout: Layout, rng: random.Random) -> dict[str, str]:
    return {f.name: _plausible(f, rng) for f in layout.fields if f.use == "M" or rng.random() < 0.6}


def _plausible(f: Field, rng: random.Random) -> str:
    low, high = f.widths
    if f.const is not None:
        return f.const
    if f.filler:
        return ""
    if f.codes:
        return rng.choice(sorted(f.codes))
    if f.kind.name in _FORMS:
        return rng.choice(_FORMS[f.kind.name])
    letters = string.digits if not f.kind.literal or f.kind.name == "NX" else string.ascii_uppercase + string.digits
    wide = high if f.kind.align == "right" else rng.randint(low, max(low, min(high, 40)))
    return "".join(rng.choices(letters, k=wide))


def _damaged(raw: str, rng: random.Random) -> str:
    """None of it, or up to three of: a character, a stretch of blanks, a piece lost or doubled, a cut."""
    for _ in range(rng.choice((0, 0, 1, 1, 2, 3))):
        at = rng.randrange(3, len(raw)) if len(raw) > 3 else 0
        end = at + rng.choice((1, 1, 2, 5, 9))
        new: Any = rng.choice((
            rng.choice(_STRANGE), rng.choice(string.digits), rng.choice(string.ascii_letters), " " * (end - at), "",
            raw[at:end] * 2,
        ))  # fmt: skip
        raw = raw[:at] + new + raw[at + 1 if len(new) == 1 else end :]
        raw = raw[: rng.randrange(3, len(raw) + 1)] if rng.random() < 0.05 and len(raw) > 3 else raw
    return raw
