"""ACE Cargo Release, input (SE): entries of all types become shipments; type 86 claims de minimis."""

from typing import Final

import polars as pl

from deminimis.edi.catalogue import CATALOGUE
from deminimis.edi.formats.catair.layouts import as_printed
from deminimis.edi.formats.catair.layouts import cargo_release as records
from deminimis.edi.formats.catair.layouts import envelope as envelope_records
from deminimis.edi.formats.catair.layouts.blocks import LEVELS
from deminimis.edi.formats.catair.layouts.cargo_release_header import SE20_EDA
from deminimis.edi.formats.catair.read_se import DETAILS, READS, assemble
from deminimis.edi.layout.usage import pairs_of
from deminimis.edi.reading.format import Format


def tag_of(raw: pl.Expr) -> pl.Expr:
    """The record identifier: one letter in the envelope, four characters elsewhere, SE20EDA by its qualifier."""
    return raw.map_batches(_tags, return_dtype=pl.String)


def _tags(raw: pl.Series) -> pl.Series:
    tag = pl.col("tag")
    tags = raw.str.slice(0, 4).alias("tag")
    # what begins with SE and has four characters stands as it is, but SE20
    other = tags.to_frame().select(~tag.str.starts_with("SE") | tag.str.ends_with(" ") | (tag == "SE20"))
    at = other.to_series().arg_true()
    letter = tag.str.contains("^[ABYZ]")
    named = pl.DataFrame({"raw": raw.gather(at), "tag": tags.gather(at)}).select(
        pl.when(pl.col("raw").str.starts_with("SE20EDA")).then(pl.lit("SE20EDA"))
        .when(letter).then(tag.str.slice(0, 1))
        .otherwise(tag.str.strip_chars_end(" "))
    )  # fmt: skip
    return tags.scatter(at, named.to_series())


_INSIDE = ("SE10", "SE11", "SE13", "SE15", "SE16", "SE17", "SE20", "SE20EDA", "SE30", "SE31", "SE35", "SE36",
           "SE40", "SE41", "SE50", "SE51", "SE55", "SE56", "SE60", "SE61")  # fmt: skip

CARGO_RELEASE: Final = Format(
    name="catair-se",
    title=CATALOGUE["catair-se"].title,
    filing=CATALOGUE["catair-se"].files is not None,
    printed=as_printed,
    layouts={
        **{tag: envelope_records.RECORDS[tag] for tag in "ABYZ"},
        **{tag: records.RECORDS[tag] for tag in _INSIDE if tag != "SE20EDA"},
        "SE20EDA": SE20_EDA,
    },
    reads=READS,
    details=DETAILS,
    tag=tag_of,
    levels=LEVELS,
    pairs={"": pairs_of(records.USAGE)},
    kind_of=None,
    scopes={"batch": ("A",), "message": ("B",), "shipment": ("SE10",), "party": ("SE30", "SE50"), "item": ("SE40",)},
    closes={"batch": ("Z",), "message": ("Y", "Z"), "shipment": ("B", "Y", "A", "Z"), "party": ("SE10", "SE40"),
            "item": ("SE10",)},
    carried=("A", "B"),
    boundaries=frozenset({"SE10", "A", "B", "Y", "Z"}),
    order_as={"SE20EDA": "SE20"},
    passed="^(?:OI|PG|SF)",
    assemble=assemble,
)  # fmt: skip
