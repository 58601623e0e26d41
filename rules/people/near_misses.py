"""Near misses: two keys of one address whose names are nearly the same, or of one name whose streets are (clause 25).

Never all pairs. Keys meet only within a block (one ZIP and street, one ZIP and name, or one name, street and city), and
there only their neighbours: in the order of the alphabet, with one word left out, with the words sorted, and with the
spaces out. An address of ten thousand names costs some ten thousand comparisons. rapidfuzz then says how alike two that
met are.
"""

from collections.abc import Callable, Iterator
from typing import Final

import polars as pl

from deminimis.rules.base.frames import NEAR
from deminimis.rules.base.keys import knows
from deminimis.rules.people.addresses import PARTS, Addresses
from deminimis.rules.people.spelling import forms

BLOCKS: Final = ("block", "place", "named", "homes")  # hashes of what two keys must have in common (`addresses`)
ALIKE: Final = 88.0  # of 100, for a whole name or street
WORD_ALIKE: Final = 75.0  # for the one word in which two names differ
SLICE: Final = 1 << 16  # keys whose words are compared at a time, at least
REACH: Final = 3  # neighbours in the alphabet that a key is compared with
_SUFFIXES: Final = r"\b(JR|SR|II|III|IV)\b"
# Words that tell nobody apart: titles, the legal form of a company, and what & is read as.
_TITLES: Final = ("MR", "MRS", "MS", "MISS", "DR", "PROF", "MX", "SIR", "THE", "AND", "OF", "MD", "PHD", "DDS", "ESQ")
# Of a street: what a unit is called. 12 OAK ST 5 may be 12 OAK ST APT 5; PO is of PO BOX.
_UNIT_WORDS: Final = ("UNIT", "STE", "FL", "RM", "BLDG", "NO", "NUM", "PO", "OFC", "DEPT", "LOT", "SPC", "TRLR", "PH")
_BOX: Final = r"^(?:PO )?BOX "


def misses(addresses: Addresses) -> pl.DataFrame:
    """Pairs of keys that may be one person (clause 25), each with its evidence, in order of the keys' texts."""
    usable = pl.col("complete") & knows(pl.col("mask"), PARTS, "street")
    keys = addresses.keys.with_row_index("at").filter(usable).unique("key", keep="first", maintain_order=True)
    met = keys.select(pl.col(BLOCKS).is_duplicated())
    several = met.select(pl.any_horizontal(pl.all())).to_series()
    if not several.any():
        return pl.DataFrame(schema=NEAR)
    keys, met = keys.filter(several), met.filter(several)
    town = pl.concat_str("city", "state", "country", separator=" ", ignore_nulls=True)
    keys = keys.hstack(addresses.texts.take(keys["at"], *PARTS)).with_columns(town=town)

    def having(text: str, block: str) -> pl.DataFrame:
        """The keys whose block has several: key, text, block."""
        return keys.filter(met[block]).select("key", text=text, block=block)

    by_street = having("name", "block")
    # A street and a ZIP are one place, whatever the town is called.
    by_place, by_name = having("town", "place"), having("street", "named")
    by_zip = having("zip", "homes").filter(pl.col("text").is_not_null())
    places, zips = _scored(_neighbours(by_place), "place"), _scored(_neighbours(by_zip), "ZIP")
    alike = [*_in_slices(_alike_names, by_street), *_in_slices(_alike_streets, by_name)]
    differing = pl.concat(alike).filter(pl.col("one") != pl.col("two"))
    found = pl.concat([places, differing, zips])
    ordered = found.select(
        pl.min_horizontal("key", "other").alias("key"), pl.max_horizontal("key", "other").alias("other"),
        "what", pl.min_horizontal("one", "two").alias("one"), pl.max_horizontal("one", "two").alias("two"), "score",
    )  # fmt: skip
    ordered = ordered.filter(pl.col("key") != pl.col("other")).cast(NEAR)
    return ordered.sort("one", "two", "what").unique(["key", "other"], keep="first", maintain_order=True)


def _in_slices(alike: Callable[[pl.DataFrame], pl.DataFrame], rows: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """`alike` of whole blocks, some of them at a time: the words of all would be a kilobyte a key."""
    if rows.height <= SLICE:
        yield alike(rows)
        return
    rows = rows.sort("block", maintain_order=True)
    begins = rows.select(pl.arg_where(pl.col("block") != pl.col("block").shift(1))).to_series()
    start = 0
    while start < rows.height:
        later = begins.filter(begins >= start + SLICE)
        stop = int(later[0]) if later.len() else rows.height
        yield alike(rows.slice(start, stop - start))
        start = stop


def _neighbours(rows: pl.DataFrame) -> pl.DataFrame:
    """Each key with the next few of its block in the alphabet."""
    rows = rows.sort("block", "text", "key")
    pairs = []
    for step in range(1, REACH + 1):
        near = rows.with_columns(
            other=pl.col("key").shift(-step), two=pl.col("text").shift(-step), same=pl.col("block").shift(-step)
        )
        pairs.append(near.filter(pl.col("block") == pl.col("same")).select("key", "other", "two", one="text"))
    return pl.concat(pairs)


def _alike_names(rows: pl.DataFrame) -> pl.DataFrame:
    """One word more, an initial for a word, one word nearly the same, or letters changed here and there."""
    if not rows.height:
        return pl.DataFrame(schema=NEAR)
    words = pl.col("text").str.split(" ")
    left_out = (
        rows.with_columns(words=words)
        .filter(pl.col("words").list.len().is_between(2, 6))
        .with_columns(at=pl.int_ranges(0, pl.col("words").list.len()))
        .explode("at")
        .with_columns(word=pl.col("words").list.get(pl.col("at")))
        .with_columns(
            rest=pl.concat_str(
                pl.col("words").list.head(pl.col("at")).list.join(" "),
                pl.col("words").list.slice(pl.col("at") + 1).list.join(" "),
                separator="|",
            )
        )
        .with_columns(plain=pl.col("rest").str.replace("|", " ", literal=True).str.strip_chars(" "))
    )
    # One word more: the rest is the other's whole name, of at least two words.
    added = left_out.join(rows, left_on=["block", "plain"], right_on=["block", "text"], suffix="_other")
    added = added.filter(pl.col("plain").str.contains(" "))
    added = added.select("key", "text", "plain", other="key_other").rename({"text": "one", "plain": "two"})
    # One word differs: neighbours among those whose other words are the same.
    rest = left_out.select("key", text="word", whole="text", block=pl.struct("block", "rest").hash())
    rest = rest.filter(pl.len().over("block") > 1)
    differing = _neighbours(rest).join(rest.select("key", "whole").unique("key"), on="key")
    differing = differing.join(rest.select("key", "whole").unique("key"), left_on="other", right_on="key", suffix="_2")
    one, two = pl.col("one"), pl.col("two")
    initial = (one.str.starts_with(two) & (two.str.len_chars() == 1)) | (
        two.str.starts_with(one) & (one.str.len_chars() == 1)
    )
    words_alike = pl.col("score") >= WORD_ALIKE
    differing = _scored(differing).filter(initial | words_alike | (one.str.slice(0, 4) == two.str.slice(0, 4)))
    differing = differing.select("key", "other", one="whole", two="whole_2")
    letters = _scored(_neighbours(rows)).filter(pl.col("score") >= ALIKE)
    # A name that goes on where the other ends: IRIS ALDER, IRIS ALDER CO DEPOT.
    longer = _neighbours(rows).filter(pl.col("two").str.starts_with(pl.col("one") + " "), one.str.contains(" "))
    columns = ["key", "other", "one", "two"]
    met = (added, longer, differing, letters, _same_words(rows, _TITLES + tuple(set(forms("company").values()))))
    both = pl.concat([frame.select(columns) for frame in met])
    # Father and son are two people; so are two numbers.
    suffix = pl.col("one").str.extract(_SUFFIXES).ne_missing(pl.col("two").str.extract(_SUFFIXES))
    has_both = pl.col("one").str.contains(_SUFFIXES) & pl.col("two").str.contains(_SUFFIXES)
    both = both.filter(~(suffix & has_both) & _same_numbers())
    return _scored(both.unique(["key", "other"], maintain_order=True), "name")


def _same_words(rows: pl.DataFrame, idle: tuple[str, ...]) -> pl.DataFrame:
    """Keys of one block with the same words, in any order or with other spaces, but for `idle` ones."""
    words = pl.col("text").str.replace_all(r"\b0+(\d)", "$1").str.split(" ").list.set_difference(list(idle))
    rows = rows.with_columns(words=words).filter(pl.col("words").list.len() > 0)
    kept = pl.col("text").str.replace_all(rf"\b(?:{'|'.join(idle)})\b", "").str.replace_all(" ", "", literal=True)
    pairs = []
    for same in (pl.col("words").list.sort().list.join(" "), kept):
        alike = rows.with_columns(block=pl.struct("block", same.alias("same")).hash())
        pairs.append(_neighbours(alike.filter(pl.len().over("block") > 1).drop("words")))
    return pl.concat(pairs)


def _alike_streets(rows: pl.DataFrame) -> pl.DataFrame:
    """Letters changed here and there, never a number: 12 OAK ST and 14 OAK ST are two houses.

    Or one says more than the other (12 OAK ST APT 5, 12 OAK ST), or one is a box and the other a street.
    """
    if not rows.height:
        return pl.DataFrame(schema=NEAR)
    near = _scored(_neighbours(rows))
    one, two = pl.col("one").str.split(" "), pl.col("two").str.split(" ")
    more = (one.list.set_difference(two).list.len() == 0) | (two.list.set_difference(one).list.len() == 0)
    box = pl.col("one").str.contains(_BOX) != pl.col("two").str.contains(_BOX)
    alike = near.filter((_same_numbers() & (pl.col("score") >= ALIKE)) | more | box)
    columns = ["key", "other", "one", "two"]
    both = pl.concat([frame.select(columns) for frame in (alike, _same_words(rows, _UNIT_WORDS))])
    return _scored(both.unique(["key", "other"], maintain_order=True), "street")


def _same_numbers() -> pl.Expr:
    number = r"\d+"
    return pl.col("one").str.extract_all(number) == pl.col("two").str.extract_all(number)


def _scored(pairs: pl.DataFrame, what: str | None = None) -> pl.DataFrame:
    """`pairs` with how alike `one` and `two` are, in words of any order."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - most files have no two keys that meet

    ones, twos = pairs["one"].to_list(), pairs["two"].to_list()
    found = [max(fuzz.ratio(one, two), fuzz.token_sort_ratio(one, two)) for one, two in zip(ones, twos, strict=True)]
    pairs = pairs.with_columns(pl.Series("score", found, dtype=pl.Float64).round(1))
    if what is None:
        return pairs
    return pairs.select("key", "other", "one", "two", "score", what=pl.lit(what)).select(list(NEAR)).cast(NEAR)
