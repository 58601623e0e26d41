"""What real files say about the lines of air without any guide: element by element, how many lines fit, how long the
elements are and of which characters, also where they do not fit.

The elements of a line stand one behind the other, so each is read as far as those in front of it are right. Where one
is not, its text is what stands up to the next separator.
"""

import re
from typing import Final, NamedTuple

import polars as pl

from deminimis.edi.layout.declare import Field, Layout, Part
from deminimis.edi.layout.match import line_regex

GOOD: Final = 0.95  # of the texts: what fewer have is not said of them
_CLASSES: Final = {  # as guides print them, the narrowest first
    "N": "^[0-9]*$", "A": "^[A-Z]*$", "AN": "^[A-Z0-9]*$", "X": "^[ -~]*$",
}  # fmt: skip


_SEPARATOR: Final = "^[/-]"
_MORE: Final = "^([^/-]*)"


class Seen(NamedTuple):
    """An element: lines that reach it and have it, the share that fits, shortest and longest text, class of most."""

    field: Field
    there: int
    share: float
    shortest: int
    longest: int
    kind: str  # "" where the texts are of no one class


class Lines(NamedTuple):
    """One kind of line: how many were looked at, the share of them that is right as a whole, its elements."""

    tag: str
    layout: Layout
    rows: int
    right: float
    seen: list[Seen]
    stray: int  # lines with something behind that is no element of them


def looked(tag: str, layout: Layout, raw: pl.Series) -> Lines:
    """The lines of one layout (family `line`), as a series of texts."""
    fields = layout.fields
    right, wrong = {f.name: list[pl.Series]() for f in fields}, {f.name: list[pl.Series]() for f in fields}
    left, stray = raw, 0
    for upto in range(len(fields), -1, -1):  # parts that are right: as many as can be
        regex = line_regex(layout, upto)
        there = left.str.contains(regex)
        mine, left = left.filter(there), left.filter(~there)
        if not mine.len():
            continue
        rest = mine.str.slice(mine.str.extract(f"({regex})", 1).str.len_chars().fill_null(0))
        longer = ~rest.str.contains(_SEPARATOR) & (rest != "")
        parts = mine.str.extract_groups(regex).struct.unnest() if upto else pl.DataFrame()
        for f in reversed(fields[:upto]):  # what has no separator in front is more of the last part that is there
            texts = parts[f.name].fill_null("")
            right[f.name].append(texts.filter((texts != "") & ~longer))
            wrong[f.name].append((texts + rest.str.extract(_MORE, 1)).filter((texts != "") & longer))
            rest, longer = (
                pl.select(pl.when((texts != "") & longer).then(pl.lit("")).otherwise(rest)).to_series(),
                (longer & (texts == "")),
            )
        if upto < len(fields):
            wrong[fields[upto].name].append(_element(fields, upto, rest))
        else:
            stray += _behind(fields, parts.with_columns(rest=rest).filter(pl.col("rest") != ""), wrong)
    whole = float(raw.str.contains(line_regex(layout)).mean() or 0.0)  # type: ignore[arg-type]
    return Lines(tag, layout, raw.len(), whole, [_seen(f, right[f.name], wrong[f.name]) for f in fields], stray)


def _given(texts: pl.Series) -> pl.Series:
    return texts.filter((texts != "").fill_null(False))


def _element(fields: tuple[Field, ...], at: int, rest: pl.Series) -> pl.Series:
    """What stands in the place of an element, without its separator and up to the next one."""
    place = fields[at].place
    assert isinstance(place, Part)
    lead = max((each for each in (place.lead, *place.also) if each), key=len, default="")
    ends = {each.place.lead[0] for each in fields[at + 1 :] if isinstance(each.place, Part) and each.place.lead}
    until = re.escape("".join(sorted({"/", *ends})))
    return _given(rest.str.extract(f"^(?:{re.escape(lead)})?([^{until}]*)", 1))


def _behind(fields: tuple[Field, ...], lines: pl.DataFrame, wrong: dict[str, list[pl.Series]]) -> int:
    """Sorts the `rest` of lines that have all they must have to the elements it may be; how many are none.

    It is the first element that the line lacks, with a separator that it begins with.
    """
    for n, f in enumerate(fields):
        place = f.place
        assert isinstance(place, Part)
        if f.use == "M" or not place.lead:
            continue
        leads = "|".join(f"^{re.escape(each)}" for each in (place.lead, *place.also))
        mine = pl.col("rest").str.contains(leads) & (pl.col(f.name).fill_null("") == "")
        wrong[f.name].append(_element(fields, n, lines.filter(mine)["rest"]))
        lines = lines.filter(~mine)
    return lines.height


def _seen(f: Field, fitting: list[pl.Series], wrong: list[pl.Series]) -> Seen:
    right = pl.concat([pl.Series(dtype=pl.String), *fitting])
    texts = pl.concat([right, *wrong])
    if not texts.len():
        return Seen(f, 0, 0.0, 0, 0, "")
    lengths = texts.str.len_chars()
    kind = next((name for name, regex in _CLASSES.items() if (texts.str.contains(regex).mean() or 0.0) >= GOOD), "")  # type: ignore[operator]
    return Seen(f, texts.len(), right.len() / texts.len(), int(lengths.min()), int(lengths.max()), kind)  # type: ignore[arg-type]
