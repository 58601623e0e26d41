"""`deminimis explain consignee NAME ADDRESS`: step by step, how a consignee's key is made (rule, clauses 21 to 23)."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

import polars as pl

from deminimis.rules.base.settings import Settings
from deminimis.rules.people import spelling as text
from deminimis.rules.people.addresses import PARTS, normalise

_STATE: Final = "|".join(["[A-Z]{2}", *text.forms("state")])
_PLACE: Final = re.compile(
    rf"^(?:(?P<city>.*?)[,\s]+)?(?P<state>{_STATE})[,\s]+(?P<zip>\d{{5}}(?:-\d{{4}})?)$", re.IGNORECASE
)
_WIDTH: Final = 30


def explain(name: str, address: str) -> str:
    """The steps, one a line, and the key at the end."""
    street, city, state, postal, country = split(address)
    out = ["How the consignee's key is made", ""]
    out += [_line(what, value) for what, value in _name_steps(name)]
    out.append("")
    out += [_line(what, value) for what, value in _street_steps(street)]
    raw = pl.DataFrame(
        [[0, 0, name, street, city, state, postal, country]],
        schema={"address": pl.UInt64, "row": pl.UInt32, **dict.fromkeys(_COLUMNS, pl.String)},
        orient="row",
    )
    key = normalise(raw, Settings(as_of=date(2025, 1, 1))).row(0, named=True)
    out += [
        "",
        _line("city, at most 17, ST FT MT N", key["city"]),
        _line("state", key["state"]),
        _line("ZIP, five digits", key["zip"]),
    ]
    out += [_line("country (US by state or ZIP)", key["country"]), ""]
    if key["complete"]:
        out.append(_line("key", "|".join(key[part] or "" for part in PARTS)))
        if key["zip"] is None:
            out.append("Without a ZIP it takes the only one known for the same name, street, city and state.")
        out.append("Another name at the same address is another person; an identifier may join two keys.")
    else:
        out.append("No key: a name, a street and a city are needed. The shipment stands in a group of its own (DM201).")
    return "\n".join(out)


_COLUMNS: Final = tuple(f"consignee_{part}" for part in ("name", "address", "city", "state", "postal", "country"))


def split(address: str) -> tuple[str | None, str | None, str | None, str | None, str | None]:
    """Street, city, state, ZIP and country of an address in one line: `12 Oak St Apt 5, Reno, NV 89501`."""
    parts = [part.strip() for part in address.split(",") if part.strip()]
    country = parts.pop().upper() if len(parts) > 2 and re.fullmatch(r"[A-Za-z]{2}", parts[-1]) else None
    found = _PLACE.match(parts[-1]) if parts else None
    if found is None:
        city = parts.pop() if len(parts) > 1 else None
        return ", ".join(parts) or None, city, None, None, country
    parts.pop()
    city = found["city"] or (parts.pop() if len(parts) > 1 else None)
    return ", ".join(parts) or None, city, found["state"], found["zip"], country


def _one(made: pl.Series) -> str | None:
    return None if made.item() is None else str(made.item())


def _name_steps(name: str) -> Iterator[tuple[str, str | None]]:
    yield "name as filed", name
    plain = text.upper(pl.Series([name])).item()
    yield "upper case, accents off", plain
    person = plain
    for what, mark in (("C/O", text.CARE_OF), ("ATTN", text.ATTENTION), ("DBA", text.DOING_BUSINESS)):
        after = _one(text.before_mark(pl.Series([person]), mark)) or ""
        if after != person:
            yield f"{what}: the name before it, or after", after
        person = after
    turned = _one(text.settled(pl.Series([plain]))) or ""
    if "," in person:
        yield "LAST, FIRST turned", turned
    yield "punctuation as spaces", _one(pl.select(text.words(pl.lit(turned))).to_series())
    yield "at most 35, one form of INC", text.names(pl.Series([name]), exact=False)["name"][0]


def _street_steps(street: str | None) -> Iterator[tuple[str, str | None]]:
    yield "street as filed", street
    if street is None:
        return
    form = text.streets(pl.Series([street]), exact=False).row(0, named=True)
    yield "plain, at most 35", form["shown"]
    yield "one form of ST, APT, N, BOX", form["street"]


def _line(what: str, value: str | None) -> str:
    return f"{what:<{_WIDTH}} {value or '(none)'}"
