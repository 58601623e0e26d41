"""One written form for names, streets and cities (clauses 21 and 22), as Polars expressions over distinct values.

The order is the clause's: C/O and LAST, FIRST first (they need the comma), then case, accents and punctuation, then
the cut to the widths of the air formats, and only then the suffix forms: a name cut by one format and not by another
must meet itself before its last word is read.
"""

from collections.abc import Iterable
from functools import cache
from typing import Final

import polars as pl

from deminimis.edi.codes import load
from deminimis.rules import packaged

NAME_WIDTH: Final = 35  # the widths of CAMIR air, the narrowest format
STREET_WIDTH: Final = 35
CITY_WIDTH: Final = 17
_STATES: Final = (
    "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR"
    " PA RI SC SD TN TX UT VT VA WA WV WI WY AS GU MP PR VI AA AE AP"
)
US_STATES: Final = frozenset(_STATES.split())
TERRITORIES: Final = ("AS", "GU", "MP", "PR", "VI")  # states in an address, countries in ISO 3166
# C/0 is a slip of the keyboard, and % the sign for it; 100% COTTON is a name.
CARE_OF: Final = r"\bC\s*/\s*[O0]\b[\s.:]*|\b(?:IN )?CARE OF\b[\s.:]*|(?:^|\s)%\s*"
ATTENTION: Final = r"\bATTN\b[\s.:]*|\bATTENTION\s*:\s*"
DOING_BUSINESS: Final = r"\bD\s*/\s*B\s*/\s*A\b[\s:]*|\bDBA\b[\s:]*|\bDOING BUSINESS AS\b[\s:]*"
_STREET_CARE_OF: Final = rf"(?:{CARE_OF}|{ATTENTION})[^,\n\d]*,?"
# Letters that Unicode does not decompose into a base letter and an accent.
_LETTERS: Final = {"Ø": "O", "Ł": "L", "Đ": "D", "Ð": "D", "Æ": "AE", "Œ": "OE", "Þ": "TH", "ẞ": "SS", "ß": "SS"}
_US_ZIP: Final = r"^\s*(\d{5})(?:[\s-]?\d{4})?\s*$"
_SHORT_ZIP: Final = r"^\s*(\d{4})(?:-\d{4})?\s*$"
_UNITS: Final = "UNIT|BSMT|BLDG|DEPT|FL|FRNT|HNGR|LBBY|LOT|LOWR|OFC|PH|PIER|REAR|RM|SLIP|SPC|STOP|STE|TRLR|UPPR"


@cache
def forms(name: str) -> dict[str, str]:
    """Written form -> its one form, from forms_<name>.csv."""
    return {row["written"]: row["form"] for row in packaged.rows(f"forms_{name}")}


def _suffixes() -> str:
    """A pattern of any company or generation suffix, as it stands after a comma."""
    words = sorted({**forms("company"), **forms("generation")}, key=len, reverse=True)
    return "(?:" + "|".join(word.replace(" ", r"\s+") for word in words) + ")"


def upper(raw: pl.Expr) -> pl.Expr:
    """Upper case, accents off, apostrophes and full stops gone; other punctuation still stands."""
    plain = raw.str.to_uppercase().str.replace_all("[.'’‘`´]", "")
    folded = plain.str.normalize("NFKD").str.replace_all(r"[\p{M}\p{Cf}]", "")
    folded = folded.str.replace_many(list(_LETTERS), list(_LETTERS.values()))
    return pl.when(plain.str.contains(r"[^\x00-\x7F]")).then(folded).otherwise(plain)


def words(text: pl.Expr, keep: str = "") -> pl.Expr:
    """Punctuation as spaces, spaces collapsed; null where nothing is left. Letters of every script stay."""
    spaced = text.str.replace_all(rf"[^\p{{L}}\p{{N}}{keep}]+", " ").str.strip_chars(" ")
    return pl.when(spaced != "").then(spaced)


def cut(text: pl.Expr, width: int) -> pl.Expr:
    """The first `width` characters, without a space at the end."""
    return text.str.slice(0, width).str.strip_chars_end(" ")


def in_one_form(text: pl.Expr, names: Iterable[str]) -> pl.Expr:
    """Whole words replaced by their one form; phrases too."""
    table = {written: form for name in names for written, form in forms(name).items() if written != form}
    phrases = {k: v for k, v in table.items() if " " in k}
    # Two spaces between words, so that each word owns both of its spaces and neighbours do not share one.
    spaced = " " + text.str.replace_all(" ", "  ", literal=True) + " "
    for written in sorted(phrases, key=len, reverse=True):
        spaced = spaced.str.replace_all(f" {written.replace(' ', '  ')} ", f" {phrases[written]} ", literal=True)
    single = {f" {k} ": f" {v} " for k, v in table.items() if " " not in k}
    spaced = spaced.str.replace_many(list(single), list(single.values()))
    return spaced.str.replace_all("  ", " ", literal=True).str.strip_chars(" ")


def before_mark(plain: pl.Expr, mark: str) -> pl.Expr:
    """The name before the first `mark`; with none before it, the name after it."""
    before = plain.str.replace(f"(?s)(?:{mark}).*$", "").str.strip_chars(" ,;:-")
    after = plain.str.replace(f"(?s)^.*?(?:{mark})", "")
    return pl.when(before != "").then(before).otherwise(after)


def settled(plain: pl.Expr) -> pl.Expr:
    """C/O, ATTN, DBA and LAST, FIRST (clause 22), on upper-case text with its commas.

    A person to the attention of, and the name a business is done under, are not the consignee: what stands first is.
    """
    person = before_mark(before_mark(before_mark(plain, CARE_OF), ATTENTION), DOING_BUSINESS)
    suffix = _suffixes()
    # What stands after the last commas and is only suffixes stays behind; of the rest, the first part is the last name.
    split = person.str.extract_groups(rf"(?s)^(.*?)((?:,\s*(?:{suffix})(?:\s+{suffix})*\s*)*),?\s*$")
    main, tail = split.struct.field("1"), split.struct.field("2")
    last = main.str.extract(r"(?s)^([^,]*),", 1)
    first = main.str.extract(r"(?s)^[^,]*,(.*)$", 1).str.strip_chars(" ,")
    turned = pl.when(first.is_not_null() & (first != "")).then(first + " " + last).otherwise(main)
    return turned + pl.coalesce(tail, pl.lit(""))


def names(raw: pl.Series, *, exact: bool) -> pl.DataFrame:
    """For each distinct raw name: `name` in its one form, and `care_of`: the person is the name after a C/O."""
    frame = pl.DataFrame({"raw": raw}).with_columns(plain=upper(pl.col("raw")))
    special = frame["plain"].str.contains("[,/%]|CARE OF|ATTN|ATTENTION|DBA|DOING BUSINESS AS").fill_null(False)
    frame = frame.with_columns(care_of=pl.lit(False))
    # Few names have a comma or a C/O; only they pay for the patterns that settle them.
    if special.any():
        rare = frame.filter(special).with_columns(
            care_of=pl.col("plain").str.contains(rf"^[\s,;:-]*(?:{CARE_OF})"), plain=settled(pl.col("plain"))
        )
        frame = pl.concat([frame.filter(~special), rare])
    name = words(pl.col("plain"))
    if not exact:
        name = in_one_form(cut(name, NAME_WIDTH), ("company", "generation"))
    return frame.select("raw", "care_of", name=name)


def streets(raw: pl.Series, *, exact: bool) -> pl.DataFrame:
    """For each distinct raw address: `street` in its one form, and `shown`, the same before words take one form."""
    frame = pl.DataFrame({"raw": raw}).with_columns(plain=upper(pl.col("raw")))
    care_of = pl.col("plain").str.contains(f"{CARE_OF}|{ATTENTION}")
    plain = pl.when(care_of).then(pl.col("plain").str.replace_all(_STREET_CARE_OF, " ")).otherwise(pl.col("plain"))
    shown = words(plain, keep="#")
    if exact:
        shown = words(plain)
        return frame.select("raw", street=shown, shown=shown)
    frame = frame.select("raw", shown=cut(shown, STREET_WIDTH))
    numbered = pl.col("shown").str.replace_all(r"\s*#\s*", " UNIT ").str.strip_chars(" ")
    street = in_one_form(numbered, ("box", "street", "street_word", "direction", "unit"))
    street = street.str.replace_all(rf"\b({_UNITS}) UNIT\b", "$1")
    return frame.select("raw", street=pl.when(street != "").then(street), shown="shown")


def city(raw: pl.Expr, *, exact: bool) -> pl.Expr:
    """A city, cut to its width: SAINT LOUIS = ST LOUIS, NORTH LAS VEGAS = N LAS VEGAS."""
    plain = words(upper(raw))
    return plain if exact else in_one_form(cut(plain, CITY_WIDTH), ("city", "direction"))


def state(raw: pl.Expr) -> pl.Expr:
    """A state by its letters: NEVADA and US-NV are NV."""
    return words(upper(raw)).str.strip_prefix("US ").replace(forms("state"))


def country(raw: pl.Expr) -> pl.Expr:
    """A country by its two letters, of those that stand in addresses of this trade.

    One or two characters that are no country's code say nothing: kept, they would part a person from himself.
    """
    said = words(upper(raw)).replace(forms("country"))
    return pl.when((said.str.len_chars() > 2) | said.is_in(list(load("country")))).then(said)


def us_zip(raw: pl.Expr) -> pl.Expr:
    """ZIP and ZIP+4 as five digits; null for anything else."""
    return raw.str.extract(_US_ZIP, 1)


def territories(state: pl.Expr, country: pl.Expr) -> dict[str, pl.Expr]:
    """Columns state and country, with a territory of the US that is written as a country as a state of the US: USPS
    and CBP's own layouts have it so, ISO 3166 has both.
    """
    there = country.is_in(list(TERRITORIES)).fill_null(False)
    named = state.is_in(list(US_STATES)).fill_null(False)
    return {
        "state": pl.when(there & ~named).then(country).otherwise(state),
        "country": pl.when(there).then(pl.lit("US")).otherwise(country),
    }


def rough_us_zip(raw: pl.Expr) -> pl.Expr:
    """The ZIP of an address that is known to be American: five or nine digits and whatever else follows, or four (0
    fell off). Of six to eight digits nobody knows which are the ZIP."""
    four = raw.str.extract(_SHORT_ZIP, 1)
    return pl.coalesce(raw.str.extract(r"^\s*(\d{5})(?:\d{4})?(?:\D|$)", 1), pl.lit("0") + four)


def identifier(raw: pl.Expr) -> pl.Expr:
    """An identifier without its punctuation."""
    plain = raw.str.to_uppercase().str.replace_all(r"[^\p{L}\p{N}]", "")
    return pl.when(plain != "").then(plain)
