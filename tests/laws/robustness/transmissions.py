"""Ways in which the filings of strangers differ: line ends, codes, delimiters, character sets, interchanges, padding.

Each leaves a filing that some sender's software writes. Where a format has no such thing, the nearest.
"""

import random
import re
from collections.abc import Callable
from typing import Final

from tests.laws.robustness.pieces import in_columns, pieces, shipments
from tests.laws.robustness.repairs import repaired

# group 1 is a code: release types, actions, modes, kinds of message, versions, status codes
_CODES: Final = [re.compile(pattern, re.MULTILINE) for pattern in (
    rb"M11(?:\*[^*~]*){8}\*([^*~]*)", rb"M10\*[^*~]*\*([^*~]*)", rb"M13(?:\*[^*~]*){2}\*([^*~]*)", rb"\bST\*([^*~]*)",
    rb"\bGS\*([^*~]*)", rb"\bGS(?:\*[^*~]*){7}\*([^*~]*)", rb"\bN1\*([^*~]*)", rb"X4(?:\*[^*~]*){6}\*([^*~]*)",
    rb"DOC\+[0-9]*:::([0-9A-Z]*)", rb"DOC\+([0-9]*)", rb"BGM\+[^+']*\+[^+']*\+([^+':]*)", rb"BGM\+([^+:']*)",
    rb"CNI\+[0-9]*\+:([0-9]*)", rb"UNH\+[^+']*\+([A-Z]*)", rb"UNH\+[^+']*\+[A-Z]*:D:([0-9A-Z]*)", rb"NAD\+([A-Z]*)",
    rb"UNB\+[^+']*\+[^+']*\+([A-Z]*)", rb"ERC\+([A-Z0-9]*)", rb"MOA\+([0-9]*)", rb"RFF\+([A-Z]*)",
    rb"SE10(.)", rb"SE10.{15}(..)", rb"SE10.{32}(..)", rb"SE15(.)", rb"SE20(EDA)", rb"SE30(..)",
    rb"1B.{44}(.)", rb"B01.{44}(.)", rb"A01.{8}(.)", rb"[0N]{2}(CN|SH) ", rb"^B  .{7}([A-Z]{2})", rb"R02.{12}(..)",
    rb"SE90(..)", rb"SO60.{10}(..)", rb"^30(..)", rb"CED/([0-9]*)", rb"^(FX[ICX]|FSN)\b", rb"CSN/(..)",
    rb"^(CNE|SHP|CSD|ARR)/", rb"CSD/../[0-9.]*-([A-Z]{3})",
)]  # fmt: skip
_UNKNOWN: Final = (b"31", b"99", b"ZZ", b"0", b"9", b"X", b"77", b"QQQ", b"91", b"Q9", b"")
_ACCENTS: Final = dict(zip("AEIOUNC", "ÀÉÍÖÜÑÇ", strict=True))
_OTHER_DELIMITERS: Final = {
    b"~": (b"*~>", (b"|!<", b"|^:", b"\x1d\x1c\x1f", b"+'/", b"|\n:")),
    b"'": (b"+':", (b"|!<", b"*~>", b"\x1d\x1c\x1f", b"|^;")),
}  # element, end, component
_STRANGERS: Final = (
    "ISA*00*          *00*          *ZZ*STRANGER       *ZZ*OTHER          *250303*0715*^*00501*000000700*0*P*>~"
    "GS*PO*STRANGER*OTHER*20250303*0715*700*X*005010~ST*850*0001~BEG*00*SA*PO1**20250303~SE*3*0001~GE*1*700~"
    "IEA*1*000000700~\n",
    "UNB+UNOA:2+STRANGER:1+OTHER:1+250303:0900+700'UNH+1+PAXLST:D:02B:UN:IATA'BGM+745'UNT+3+1'UNZ+1+700'\n",
    "UNA:,.? *UNB,UNOC:3,STRANGER:1,OTHER:1,250303:0900,700*UNH,1,PAXLST:D:02B:UN*UNT,2,1*UNZ,1,700*\n",
    f"{'A2704YYY      031225     XX':80}\n{'B  2704YYYXX':80}\n{'XX10':80}\n{'Y  2704YYYXX00001':80}\n"
    f"{'Z2704YYY      031225':80}\n",
    "FFM/8\n1/XX101/04MAR\nLAST\n",
)


def broken(data: bytes, rng: random.Random) -> bytes:
    """A line end in the middle of an element or of a field: instead of a blank, or between two letters."""
    places = [found.start() for found in re.finditer(rb"(?<=[0-9A-Z]) (?=[0-9A-Z])|(?<=[A-Z])(?=[A-Z])", data)]
    if not places:
        return data
    blanks = [at for at in places if data[at : at + 1] == b" "]
    at = rng.choice(blanks if blanks and rng.random() < 0.7 else places)
    return data[:at] + rng.choice((b"\n", b"\r\n", b"\r")) + data[at + (data[at : at + 1] == b" ") :]


def unknown(data: bytes, rng: random.Random) -> bytes:
    """A code that no list has, or has with another meaning, once or wherever it stands; columns stay where they are."""
    kinds = [found for code in _CODES if (found := list(code.finditer(data)))]
    if not kinds:
        return data
    found, new = rng.choice(kinds), rng.choice(_UNKNOWN)
    columns = in_columns(data)
    chosen = found if rng.random() < 0.3 else [rng.choice(found)]
    for match in reversed(chosen):
        text = new.ljust(len(match[1]))[: len(match[1])] if columns else new
        data = data[: match.start(1)] + text + data[match.end(1) :]
    return data


def divided(data: bytes, rng: random.Random) -> bytes:
    """The later shipments in a second interchange of the same sender: each whole, its counts right."""
    return b"".join(_parts(data, rng))


def other_delimiters(data: bytes, rng: random.Random) -> bytes:
    """The same, and one of the two, or both, in other delimiters or with other line ends."""
    parts = _parts(data, rng)
    at = rng.randrange(len(parts))
    return b"".join(_redelimited(part, rng) if n == at or rng.random() < 0.2 else part for n, part in enumerate(parts))


def stranger(data: bytes, rng: random.Random) -> bytes:
    """In front or behind: an interchange of other messages, or one like this of another sender."""
    other = rng.choice(_STRANGERS).encode()
    if rng.random() < 0.4:
        other = re.sub(rb"ZZZ|CBP-ACE-TEST|CBP            ", lambda m: b"YYYYYYYYYYYYYYYYY"[: len(m[0])], data)
    return other + data if rng.random() < 0.5 else data + other


def accent(data: bytes, rng: random.Random) -> bytes:
    """Letters of one line or one party, or of one name wherever it stands, carry accents, in one character set."""
    words = list(re.finditer(rb"[A-Z]{3,}", data))
    if not words:
        return data
    word, charset = rng.choice(words), rng.choice(("utf-8", "latin-1", "cp1252"))
    letters = "".join(_ACCENTS.get(chr(byte), chr(byte)) for byte in word[0])
    if rng.random() < 0.2:
        letters = letters[:1] + "’" + letters[2:]  # an apostrophe of CP1252 and UTF-8, which Latin-1 has not
    new = letters.encode(charset, "replace")
    if rng.random() < 0.3:
        return data.replace(word[0], new)
    end = word.end()
    if in_columns(data) and rng.random() < 0.5:  # as many bytes as before, or one column too many
        blanks = len(re.match(rb" *", data[end:])[0])  # type: ignore[index]
        end += min(max(blanks - 1, 0), len(new) - len(word[0]))
    return data[: word.start()] + new + data[end:]


def padded(data: bytes, rng: random.Random) -> bytes:
    """Blanks, NUL or Ctrl-Z behind the file, behind one record or segment, or behind each."""
    pad = rng.choice((b" ", b"\x00", b"\x1a", b"\t", b"\r\n", b" \n")) * rng.choice((1, 1, 2, 7, 80, 81, 512))
    rows = pieces(data)
    if not rows or rng.random() < 0.4:
        return data + pad
    chosen = range(len(rows)) if rng.random() < 0.2 else [rng.randrange(len(rows))]
    for at in chosen:
        body = rows[at].rstrip(b"\r\n")
        rows[at] = rows[at] + pad if rng.random() < 0.5 else body + pad + rows[at][len(body) :]
    return b"".join(rows)


def _parts(data: bytes, rng: random.Random) -> list[bytes]:
    head, found, tail = shipments(data)
    if len(found) < 2:
        return [data]
    at = rng.randrange(1, len(found))
    first, second = (head + b"".join(some) + tail for some in (found[:at], found[at:]))
    return [repaired(first), repaired(_renumbered(second))]


def _renumbered(data: bytes) -> bytes:
    """With other control numbers, so that it is not the same interchange again."""
    numbers = rb"(\*0*)(10[0-9])(\*(?:0|X)\*|~)|(\+)(81|91|82)(\+\+|')"
    return re.sub(numbers, lambda m: (m[1] or m[4]) + b"%d" % (int(m[2] or m[5]) + 100) + (m[3] or m[6]), data)


def _redelimited(data: bytes, rng: random.Random) -> bytes:
    for end, (old, choices) in _OTHER_DELIMITERS.items():
        if data.count(end) > 5:
            new = rng.choice([each for each in choices if not set(each) & (set(data) - set(b"\n:'>"))] or choices)
            return _translated(data.replace(b"\n", b"") if b"\n" in new else data, old, new)
    rows = [row.rstrip(b"\r\n") for row in pieces(data)]
    ends = (b"\n", b"\r\n", b"\r", b"") if in_columns(data) else (b"\n", b"\r\n", b"\r")
    end = rng.choice([each for each in ends if b"".join(row + each for row in rows) != data])
    return b"".join(row + end for row in rows)


def _translated(data: bytes, old: bytes, new: bytes) -> bytes:
    if b"~" in old[1:2]:
        return data.translate(bytes.maketrans(old, new))
    body = data[9:] if data.startswith(b"UNA") else data
    text = re.sub(rb"(?s)\?(.)|([+':])", lambda m: m[1] or b"%c" % new[old.index(m[2])], body)
    return b"UNA%c%c.? %c" % (new[2], new[0], new[1]) + text


TRANSMISSIONS: Final[dict[str, Callable[[bytes, random.Random], bytes]]] = {
    "broken": broken, "unknown": unknown, "divided": divided, "other delimiters": other_delimiters,
    "stranger": stranger, "accent": accent, "padded": padded,
}  # fmt: skip
