"""The columns of a person or company: name, address, city, state, postal code, country."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import polars as pl

from deminimis.edi.codes import load
from deminimis.edi.frames.finding_codes import CODE, VALUE
from deminimis.edi.layout.declare import Layout
from deminimis.edi.spreadsheets.columns import Check, Column, Use, missing, text

STATES: Final = frozenset(load("us_state"))
_ZIP: Final = "^[0-9]{5}(?:-?[0-9]{4})?$"


def party(
    who: str, title: str, layouts: Mapping[str, Layout], example: Mapping[str, str],
    *, use: Use, when: str = "", widths: tuple[int, str], without: str = "",
) -> tuple[Column, ...]:  # fmt: skip
    """Six columns `<who>_name` ... `<who>_country`. use: of name, address, city and country.

    layouts: of name, street and city by these words. widths: how often the street stands, and the field of the name.
    """
    most, name = widths
    fields = {
        "name": (layouts["name"], name, 1, "name."),
        "address": (layouts["street"], "address_1", most, "street address, all its parts."),
        "city": (layouts["city"], "city", 1, "city."),
        "state": (layouts["city"], "state", 1, "state or province; of a US address its two letters."),
        "postal": (layouts["city"], "postal_code", 1, "postal code; of a US address the ZIP code."),
        "country": (layouts["city"], "country", 1, "ISO country code of the address."),
    }
    out: list[Column] = []
    for what, (layout, field, times, doc) in fields.items():
        needed: Use = use if what not in ("state", "postal") else ("C" if use == "M" else use)
        reason = "US addresses" if what in ("state", "postal") and use == "M" else when
        out.append(
            text(
                f"{who}_{what}", layout[field], needed, f"{title}: {doc}", example[what],
                when=reason, without=without, most=times, record=layout.record,
            )
        )  # fmt: skip
    at = list(fields).index("state")
    out[at] = replace(out[at], choices=load("us_state"), others=True)
    country = out[-1]
    if layouts["city"]["country"].codes is None:  # a segment that is open to more than countries
        cell = pl.col(country.name)
        code = Check(country.name, ~cell.is_in(sorted(load("country"))), CODE, "an ISO country code of two letters")
        out[-1] = replace(country, checks=(*country.checks, code), width="2", choices=load("country"))
    return tuple(out)


def american(who: str) -> tuple[Check, ...]:
    """What a US address needs: a state of the list and a ZIP code."""
    here = pl.col(f"{who}_country") == "US"
    state, postal = pl.col(f"{who}_state"), pl.col(f"{who}_postal")
    short = "a ZIP code of 5 digits (or 9); a spreadsheet drops zeros in front: format the column as text"
    return (
        missing(f"{who}_state", here & state.is_null(), "a US address has a state"),
        Check(f"{who}_state", here & ~state.is_in(sorted(STATES)), CODE, "the two letters of a US state"),
        missing(f"{who}_postal", here & postal.is_null(), "a US address has a ZIP code"),
        Check(f"{who}_postal", here & ~postal.str.contains(_ZIP), VALUE, short),
    )


def whole(who: str, given: pl.Expr) -> tuple[Check, ...]:
    """Where `given` holds, the party has a name, a street, a city and a country."""
    need = {"name": "a name", "address": "a street address", "city": "a city", "country": "a country"}
    return tuple(
        missing(f"{who}_{what}", given & pl.col(f"{who}_{what}").is_null(), f"a {who} named in a table has {words}")
        for what, words in need.items()
    )
