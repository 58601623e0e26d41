"""One written form for names, streets and cities (clauses 21 and 22), over whole columns, step by step.

The order is the clause's: C/O and LAST, FIRST first (they need the comma), HTML entities, case, accents and
punctuation, then the suffix forms, and only then the cut to the widths of the air formats, of which a unit is no part:
an address written long must meet itself written short.
"""

import html
from collections.abc import Callable
from functools import cache
from typing import Final

import polars as pl

from deminimis.edi.codes import load
from deminimis.rules import data as packaged

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
# Full stops and apostrophes, as keyboards, word processors and phones write them.
_UNWRITTEN: Final = "[.'’‘‛′ʼʻʹ`´]"
# Letters that Unicode does not decompose into a base letter and an accent.
_LETTERS: Final = {"Ø": "O", "Ł": "L", "Đ": "D", "Ð": "D", "Æ": "AE", "Œ": "OE", "Þ": "TH", "ẞ": "SS", "ß": "SS",
                   "Ħ": "H", "Ŧ": "T", "Ŋ": "NG"}  # fmt: skip
_ENTITY: Final = r"&(?:#[0-9]{1,7}|#[Xx][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});"
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


def upper(raw: pl.Series) -> pl.Series:
    """Upper case, accents off, apostrophes and full stops gone; other punctuation still stands.

    HTML entities, as exports of web shops have them, are the letters that they stand for.
    """
    raw = where(raw.str.contains("&", literal=True), raw, _decoded)
    plain = _of(raw, pl.col("raw").str.to_uppercase().str.replace_all(_UNWRITTEN, ""))
    return where(_of(plain, pl.col("raw").str.len_bytes() != pl.col("raw").str.len_chars()), plain, _folded)


def _decoded(raw: pl.Series) -> pl.Series:
    """Without HTML entities, in whatever case and coded once or twice."""
    for _ in range(2):
        found = raw.str.extract_all(_ENTITY).explode().drop_nulls().unique().to_list()
        raw = raw.str.replace_many(found, [_meant(entity) for entity in found]) if found else raw
    return raw


def _meant(entity: str) -> str:
    text = html.unescape(entity)
    return text if text != entity else html.unescape(entity.lower())


def _folded(plain: pl.Series) -> pl.Series:
    """Letters without their accents, full-width and joined ones as the plain ones, blanks of no width gone."""
    folded = pl.col("raw").str.normalize("NFKD").str.replace_all(r"[\p{M}\p{Cf}]", "").str.to_uppercase()
    folded = folded.str.replace_all(_UNWRITTEN, "")  # a full-width apostrophe is one by now
    return _of(plain, folded.str.replace_many(list(_LETTERS), list(_LETTERS.values())))


def _of(raw: pl.Series, change: pl.Expr) -> pl.Series:
    """`change` of the column `raw`, worked out once, however often the next step names it."""
    return raw.to_frame("raw").select(change.alias("raw")).to_series()


def where(rare: pl.Series, column: pl.Series, change: Callable[[pl.Series], pl.Series]) -> pl.Series:
    """`column` with `change` made in the few rows for which `rare` holds: only they pay for it."""
    if not rare.any():
        return column
    rare = rare.fill_null(False)
    both = pl.concat([column, change(column.filter(rare)).cast(column.dtype)])
    own = pl.int_range(column.len(), dtype=pl.UInt32)
    at = pl.select(pl.when(rare).then(rare.cum_sum() + (column.len() - 1)).otherwise(own))
    return both.gather(at.to_series())


def distinct(raw: pl.Series, change: Callable[[pl.Series], pl.Series]) -> pl.Series:
    """`change` of a column of few different texts, made once of each."""
    texts = raw.drop_nulls().unique(maintain_order=True)
    return raw.replace_strict(texts, change(texts), default=None, return_dtype=pl.String)


def words(text: pl.Expr, keep: str = "") -> pl.Expr:
    """Punctuation as spaces, spaces collapsed; null where nothing is left. Letters of every script stay."""
    spaced = text.str.replace_all(rf"[^\p{{L}}\p{{N}}{keep}]+", " ").str.strip_chars(" ")
    return spaced.replace("", None)


def cut(text: pl.Expr, width: int) -> pl.Expr:
    """The first `width` characters, without a space at the end."""
    return text.str.slice(0, width).str.strip_chars_end(" ")


@cache
def _replacing(names: tuple[str, ...]) -> tuple[dict[str, str], pl.Expr]:
    """The phrases of these tables with their one form, longest first; and the column `raw` with all single words."""
    table = {written: form for name in names for written, form in forms(name).items() if written != form}
    phrases = sorted((written for written in table if " " in written), key=len, reverse=True)
    single = {f" {k} ": f" {v} " for k, v in table.items() if " " not in k}
    one = pl.col("raw").str.replace_many(list(single), list(single.values()))
    return {written: table[written] for written in phrases}, one


def in_one_form(text: pl.Series, names: tuple[str, ...]) -> pl.Series:
    """Whole words replaced by their one form; phrases too."""
    phrases, one = _replacing(names)
    # Two spaces between words, so that each word owns both of its spaces and neighbours do not share one.
    spaced = _of(text, " " + pl.col("raw").str.replace_all(" ", "  ", literal=True) + " ")

    def shortened(column: pl.Series) -> pl.Series:
        for written, form in phrases.items():
            column = column.str.replace_all(f" {written.replace(' ', '  ')} ", f" {form} ", literal=True)
        return column

    if phrases:
        spaced = where(text.str.contains_any(list(phrases)), spaced, shortened)
    return _of(spaced, one.str.replace_all("  ", " ", literal=True).str.strip_chars(" "))


def before_mark(plain: pl.Series, mark: str) -> pl.Series:
    """The name before the first `mark`; with none before it, the name after it."""
    before = _of(plain, pl.col("raw").str.replace(f"(?s)(?:{mark}).*$", "").str.strip_chars(" ,;:-"))
    none = before == ""
    after = pl.col("raw").str.replace(f"(?s)^.*?(?:{mark})", "")
    return where(none, before, lambda _: _of(plain.filter(none), after))


def settled(plain: pl.Series) -> pl.Series:
    """C/O, ATTN, DBA and LAST, FIRST (clause 22), on upper-case text with its commas.

    A person to the attention of, and the name a business is done under, are not the consignee: what stands first is.
    """
    person = plain
    for mark in (CARE_OF, ATTENTION, DOING_BUSINESS):
        person = before_mark(person, mark)
    suffix = _suffixes()
    # What stands after the last commas and is only suffixes stays behind; of the rest, the first part is the last name.
    split = pl.col("raw").str.extract_groups(rf"(?s)^(.*?)((?:,\s*(?:{suffix})(?:\s+{suffix})*\s*)*),?\s*$")
    parts = person.to_frame("raw").select(split.struct.field("1").alias("main"), split.struct.field("2").alias("tail"))
    main = pl.col("main")
    parts = parts.with_columns(
        last=main.str.extract(r"(?s)^([^,]*),", 1),
        first=main.str.extract(r"(?s)^[^,]*,(.*)$", 1).str.strip_chars(" ,"),
    )
    turned = pl.when(pl.col("first") != "").then(pl.col("first") + " " + pl.col("last")).otherwise(main)
    return parts.select(turned + pl.col("tail").fill_null("")).to_series()


def names(raw: pl.Series, *, exact: bool) -> pl.DataFrame:
    """For each raw name: `name` in its one form, and `care_of`: the person is the name after a C/O."""
    plain = upper(raw)
    # Few names have a comma or a C/O; only they pay for the patterns that settle them.
    special = plain.str.contains("[,/%]|CARE OF|ATTN|ATTENTION|DBA|DOING BUSINESS AS")
    first = rf"^[\s,;:-]*(?:{CARE_OF})"
    care_of = where(special, special & False, lambda _: plain.filter(special).str.contains(first))
    plain = where(special, plain, settled)
    name = _of(plain, words(pl.col("raw")))
    if not exact:
        name = _of(in_one_form(name, ("company", "generation")), cut(pl.col("raw"), NAME_WIDTH))
    return pl.DataFrame({"raw": raw, "care_of": care_of, "name": name})


def streets(raw: pl.Series, *, exact: bool) -> pl.DataFrame:
    """For each raw address: `street` in its one form, and `shown`, the same before words take one form."""
    plain = upper(raw)
    plain = where(
        plain.str.contains(f"{CARE_OF}|{ATTENTION}"), plain, lambda few: few.str.replace_all(_STREET_CARE_OF, " ")
    )
    if exact:
        shown = _of(plain, words(pl.col("raw")))
        return pl.DataFrame({"raw": raw, "street": shown, "shown": shown})
    shown = _of(plain, words(pl.col("raw"), keep="#"))
    units = pl.col("raw").str.replace_all(r"\s*#\s*", " UNIT ").str.strip_chars(" ")
    numbered = where(shown.str.contains("#", literal=True), shown, lambda few: _of(few, units))
    street = in_one_form(numbered, ("box", "street", "street_word", "direction", "unit"))
    twice = rf"\b({_UNITS}) UNIT\b"
    street = where(
        street.str.contains(" UNIT", literal=True), street, lambda few: few.str.replace_all(twice, "$1")
    ).replace("", None)
    street = where(street.str.len_chars() > STREET_WIDTH, street, lambda few: _of(few, _cut_street(pl.col("raw"))))
    return pl.DataFrame({"raw": raw, "street": street, "shown": shown})


def _cut_street(street: pl.Expr) -> pl.Expr:
    """A street cut to its width, its unit behind it kept whole."""
    parts = street.str.extract_groups(rf"^(.*?)( (?:{_UNITS}) .*)$").struct
    unit = pl.coalesce(parts.field("2"), pl.lit(""))
    return cut(pl.coalesce(parts.field("1"), street), STREET_WIDTH) + unit


def cities(raw: pl.Series, *, exact: bool) -> pl.Series:
    """Cities, cut to their width: SAINT LOUIS = ST LOUIS, NORTH LAS VEGAS = N LAS VEGAS."""
    plain = _of(upper(raw), words(pl.col("raw")))
    return plain if exact else _of(in_one_form(plain, ("city", "direction")), cut(pl.col("raw"), CITY_WIDTH))


def states(raw: pl.Series) -> pl.Series:
    """States by their letters: NEVADA and US-NV are NV."""
    return _of(upper(raw), words(pl.col("raw")).str.strip_prefix("US ").replace(forms("state")))


def countries(raw: pl.Series) -> pl.Series:
    """Countries by their two letters, of those that stand in addresses of this trade.

    One or two characters that are no country's code say nothing: kept, they would part a person from himself.
    """
    said = _of(upper(raw), words(pl.col("raw")).replace(forms("country")))
    return _of(
        said, pl.when((pl.col("raw").str.len_chars() > 2) | pl.col("raw").is_in(list(load("country")))).then("raw")
    )


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
