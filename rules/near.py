"""Near misses: two keys of one ZIP and street whose names differ in one word only (clause 25).

Never all pairs: each name is filed under itself with one word left out, and names that meet under one such form are
compared with their neighbour in the alphabet only. An address of ten thousand names costs ten thousand comparisons.
"""

from typing import Final

import polars as pl

SCHEMA: Final = {"key": pl.UInt64, "other": pl.UInt64}


def misses(parts: pl.DataFrame) -> pl.DataFrame:
    """Pairs of keys that may be the same person: one word more, one initial for a word, or one word nearly the same."""
    keys = parts.filter(pl.col("complete") & pl.col("zip").is_not_null()).select("key", "name", "street", "zip")
    block = ["block"]
    keys = keys.unique("key", maintain_order=True).select("key", "name", block=pl.struct("zip", "street").hash())
    many = keys.filter(pl.len().over(block) > 1)
    if not many.height:
        return pl.DataFrame(schema=SCHEMA)
    words = pl.col("name").str.split(" ")
    left_out = (
        many.with_columns(words=words)
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
    added = left_out.join(many, left_on=[*block, "plain"], right_on=[*block, "name"], suffix="_other").filter(
        pl.col("plain").str.contains(" ")
    )
    sorted_ = left_out.sort(*block, "rest", "word", "key")
    same = pl.all_horizontal(pl.col(c) == pl.col(c).shift(1) for c in (*block, "rest"))
    before = pl.col("word").shift(1)
    initial = (pl.col("word").str.starts_with(before) & (before.str.len_chars() == 1)) | (
        (pl.col("word").str.slice(0, 4) == before.str.slice(0, 4)) & (before.str.len_chars() >= 4)
    )
    alike = sorted_.with_columns(other=pl.col("key").shift(1), near=same & initial).filter("near")
    found = pl.concat([added.select("key", other="key_other"), alike.select("key", "other")])
    return (
        found.filter(pl.col("key") != pl.col("other"))
        .select(key=pl.min_horizontal("key", "other"), other=pl.max_horizontal("key", "other"))
        .unique(maintain_order=True)
    )
