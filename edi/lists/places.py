"""Names of countries and states, and ZIP codes without their zeros: what they must be, or nothing."""

import csv
import gettext
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, Final

import polars as pl

from deminimis.edi.codes import load
from deminimis.edi.lists.columns import plainly

_LANGUAGES: Final = ("de", "fr", "es", "zh_CN", "it", "nl", "pt", "pl", "ja")
_LISTS: Final = {"US": "us_state", "CA": "canadian_province", "MX": "mexican_state"}


@cache
def own(kind: str) -> dict[str, str]:
    """Names of our own list (country, us_state, mode), plainly, and what they stand for."""
    with Path(__file__).with_name("places.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["kind"] == kind]
    return {plainly(name): row["code"] for row in rows for name in row["names"].split("|")}


def countries(names: Iterable[str]) -> dict[str, str]:
    """Of the names that are certainly a country, its code. Names in a dozen languages, and codes of three letters."""
    codes, ours = load("country"), own("country")
    found, strange = {}, []
    for name in names:
        text = plainly(name)
        if text in ours:
            found[name] = ours[text]
        elif name.upper() not in codes:
            strange.append((name, text))
    if strange:
        known = _known()
        found |= {name: known[text] for name, text in strange if text in known and known[text] in codes}
    return found


@cache
def _known() -> dict[str, str]:
    """Every name of a country that pycountry has, plainly; one that several have is none. Empty without pycountry."""
    try:
        import pycountry  # noqa: PLC0415 - only a name of a country that our own list has not needs it
    except ImportError:
        return {}
    every: list[Any] = list(pycountry.countries)
    names: dict[str, set[str]] = {}

    def add(name: str | None, code: str) -> None:
        if name:
            names.setdefault(plainly(name), set()).add(code)

    spoken = [_spoken(pycountry.LOCALES_DIR, language) for language in _LANGUAGES]
    for each in every:
        for attribute in ("name", "official_name", "common_name", "alpha_3"):
            text = getattr(each, attribute, None)
            add(text, each.alpha_2)
            if text and attribute != "alpha_3":
                for one in spoken:
                    add(one.gettext(text), each.alpha_2)
    return {name: next(iter(codes)) for name, codes in names.items() if len(codes) == 1}


def _spoken(folder: str, language: str) -> gettext.NullTranslations:
    return gettext.translation("iso3166-1", folder, languages=[language], fallback=True)


@cache
def _states(country: str) -> dict[str, str]:
    names = {plainly(meaning): code for code, meaning in load(_LISTS[country]).items()}
    return names | (own("us_state") if country == "US" else {})


def states(names: Iterable[str], country: str) -> dict[str, str]:
    """Of the names that are certainly a state of `country` (US, CA, MX), its code."""
    if country not in _LISTS:
        return {}
    codes, known = load(_LISTS[country]), _states(country)
    return {name: known[text] for name in names if name.upper() not in codes and (text := plainly(name)) in known}


def zip_code(postal: pl.Expr, state: pl.Expr) -> pl.Expr:
    """A ZIP code with the zeros that a spreadsheet has dropped, where the state proves them; null for another."""
    digits = postal.str.replace_all(r"[\s-]", "")
    short = digits.str.len_chars()
    wide = pl.when(short.is_in([3, 4])).then(digits.str.zfill(5)).when(short.is_in([7, 8])).then(digits.str.zfill(9))
    first = wide.str.slice(0, 3)
    with Path(__file__).with_name("zip_prefixes.csv").open(encoding="utf-8", newline="") as lines:
        ranges = list(csv.DictReader(lines))
    proven = pl.any_horizontal(
        (state == row["state"]) & first.is_between(pl.lit(row["low"]), pl.lit(row["high"])) for row in ranges
    )
    whole = pl.when(short > 5).then(pl.concat_str(wide.str.slice(0, 5), pl.lit("-"), wide.str.slice(5))).otherwise(wide)
    return pl.when(digits.str.contains("^[0-9]+$") & proven).then(whole)
