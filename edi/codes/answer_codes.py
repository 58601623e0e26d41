"""Which list of codes applies to which answer: a code means nothing without its message format and mode.

95 is a daily-maximum warning in a truck 350 and a deleted in-bond in Appendix D; 1F, 1G, 1J, 1L and 1M mean other
things in air than in ocean.
"""

from functools import cache
from typing import Final

import polars as pl

from deminimis.edi.catalogue import CATALOGUE
from deminimis.edi.codes import listed

# (message format, path of the notice) -> lists, the first that has a code wins
LISTS: Final[dict[tuple[str, str], tuple[str, ...]]] = {
    (name, path): lists for name, traits in CATALOGUE.items() for path, lists in traits.lists.items()
}


@cache
def answer_codes() -> pl.DataFrame:
    """Every code that an answer may carry: format, path, list, and the columns of `edi.codes.ANSWERS`."""
    parts = [
        listed(name).with_columns(format=pl.lit(form), path=pl.lit(path), list=pl.lit(name))
        for (form, path), names in LISTS.items()
        for name in names
    ]
    codes = pl.concat(parts).unique(["format", "path", "code"], keep="first", maintain_order=True)
    # CBP's status query takes the codes of a truck from Appendix D; which of them its 350 has was not read
    borrowed = (pl.col("path") == "truck") & (pl.col("list") == "appendix_d")
    return codes.with_columns(status=pl.when(borrowed).then(pl.lit("unconfirmed")).otherwise("status"))


# Codes by which CBP says that a bill's conveyance has arrived, and those that take it back; list -> codes.
_ARRIVED: Final = {
    "appendix_d": ("19",), "bill_disposition": ("95",), "conveyance_event": ("AAD", "ACA"), "truck_status": ("SN030",),
}  # fmt: skip
_NOT_ARRIVED: Final = {"conveyance_event": ("COC",)}


@cache
def arrival_codes() -> pl.DataFrame:
    """format, path, code and `arrived`: the answers that give a bill its actual arrival, or take it back."""
    told = [(name, code, arrived) for codes, arrived in ((_ARRIVED, True), (_NOT_ARRIVED, False))
            for name, each in codes.items() for code in each]  # fmt: skip
    meant = pl.DataFrame(told, schema=["list", "code", "arrived"], orient="row")
    return answer_codes().join(meant, on=["list", "code"]).select("format", "path", "code", "arrived")
