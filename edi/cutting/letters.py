"""Bytes to letters: the same person in UTF-8, Latin-1 and CP1252.

A record is cut and counted in bytes (each a character of Latin-1 until here), so a letter of several bytes is followed
by FILLER, one for each further byte: places stay true, and values are read without it. Bytes that are no letter of any
character set are LOST: a text with one is unread, since it would name another person.
"""

import codecs
import re
from typing import Final

import polars as pl

from deminimis.edi.layout.match import FILLER, LOST, MARKED, MARKS

# ISO 9735 syntax levels with a character set of their own, UN/EDIFACT 0001. UNOA, UNOB (ASCII) and UNOC (Latin-1) are
# read like a file that states none: their senders write UTF-8 and CP1252 too, and no name looks like both.
CHARSETS: Final = {
    "UNOD": "iso8859_2",
    "UNOE": "iso8859_5",
    "UNOF": "iso8859_7",
    "UNOG": "iso8859_3",
    "UNOH": "iso8859_4",
    "UNOI": "iso8859_6",
    "UNOJ": "iso8859_8",
    "UNOK": "iso8859_9",
    "UNOW": "utf-8",
    "UNOY": "utf-8",
}
_UTF8: Final = (  # RFC 3629, 4: the sequences of two to four bytes that are letters
    "[\u00c2-\u00df][\u0080-\u00bf]|\u00e0[\u00a0-\u00bf][\u0080-\u00bf]|[\u00e1-\u00ec\u00ee\u00ef][\u0080-\u00bf]{2}"
    "|\u00ed[\u0080-\u009f][\u0080-\u00bf]|\u00f0[\u0090-\u00bf][\u0080-\u00bf]{2}|[\u00f1-\u00f3][\u0080-\u00bf]{3}"
    "|\u00f4[\u0080-\u008f][\u0080-\u00bf]{2}"
)
_HIGH: Final = "[\u0080-\u00ff]"
_APART: Final = "\x1c"  # END: stands in no record
_WIDTHS: Final = (("[\u0800-\uffff]", 2), ("[\U00010000-\U0010ffff]", 3), ("[\u0080-\u07ff]", 1))


def lettered(raw: pl.Series, charset: str) -> pl.Series:
    """Records whose characters are bytes, with the letters that these bytes are. charset: of `Syntax`."""
    odd = raw.str.len_bytes() != raw.str.len_chars()
    if not odd.any():
        return raw
    few = raw.filter(odd)
    marked = few.str.contains_any([MARKS]).any()
    if marked:  # the mark of a released character has a high byte that is no letter
        few = few.str.replace_many(MARKED, [MARKS + chr(ord(mark[1]) & 0x7F) for mark in MARKED])
    few = _letters(few, charset)
    if marked:
        few = few.str.replace_many([MARKS + chr(ord(mark[1]) & 0x7F) for mark in MARKED], MARKED)
    at = pl.select(pl.when(odd).then(odd.cum_sum() + (len(raw) - 1)).otherwise(pl.int_range(len(raw), dtype=pl.UInt32)))
    return pl.concat([raw, few]).gather(at.to_series()).alias(raw.name)


def _letters(few: pl.Series, charset: str) -> pl.Series:
    encoding = CHARSETS.get(charset, "")
    if encoding not in ("", "utf-8"):
        return _of_one_byte(few, encoding)
    several = few.str.contains(_UTF8)
    rest = pl.select(pl.when(several).then(few.str.replace_all(_UTF8, "")).otherwise(few)).to_series()
    wrong = rest.str.contains(_HIGH)
    single = few.str.replace_all(_HIGH, LOST) if encoding else _of_one_byte(few, "cp1252")
    text = few.filter(several & ~wrong)
    out = pl.select(pl.when(wrong & several).then(few.str.replace_all(_HIGH, LOST)).otherwise(single)).to_series()
    if text.len():
        whole = str(text.str.join(_APART)[0]).encode("latin-1").decode("utf-8")
        decoded = pl.Series([whole]).str.split(_APART).explode()
        for letters, more in _WIDTHS:
            decoded = decoded.str.replace_all(f"({letters})", "${1}" + FILLER * more)
        out = out.scatter((several & ~wrong).arg_true(), decoded)
    return out


def _of_one_byte(few: pl.Series, encoding: str) -> pl.Series:
    own = [chr(n) for n in range(0x80, 0x100)]
    meant = [bytes([n]).decode(encoding, "replace") for n in range(0x80, 0x100)]
    differ = [(a, b) for a, b in zip(own, meant, strict=True) if a != b]
    return few.str.replace_many([a for a, _ in differ], [b for _, b in differ]) if differ else few


def in_columns(raw: pl.Series, width: int) -> pl.Series:
    """Records of `width` columns: FILLER stands behind the last one where a column is a letter and not a byte.

    A record of as many bytes as columns was made by a program that counts bytes; any other by one that counts letters.
    """
    several = raw.str.contains(FILLER, literal=True) & (raw.str.len_chars() != width)
    if not several.any():
        return raw
    letters = raw.str.replace_all(FILLER, "", literal=True)
    padded = letters.str.pad_end(width, " ")
    more = raw.str.len_chars() - letters.str.len_chars()
    frame = pl.DataFrame({"raw": raw, "padded": padded, "more": more, "several": several})
    behind = pl.lit(FILLER).repeat_by("more").list.join("")
    return frame.select(pl.when("several").then(pl.col("padded") + behind).otherwise("raw").alias("raw")).to_series()


def shown(part: bytes) -> str:
    """Bytes of any record as letters, for a person to see: a letter that is cut at either end is left out."""
    text = re.sub(rb"^[\x80-\xbf]{1,3}(?=[\x00-\x7f])", b"", part)
    try:
        decoder = codecs.getincrementaldecoder("utf-8")()
        return decoder.decode(text)
    except UnicodeDecodeError:
        return part.decode("cp1252", "replace")
