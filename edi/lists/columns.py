"""Which column of a list is which of ours: as we call it, as the user has said, by a word that is known; else asked."""

import csv
import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from deminimis.edi.lists.ways import LEFT_OUT, Link, Question

SAID: Final = "as you said"
ITEMS: Final = "items"
UNIT_VALUE: Final = "unit_value"
CURRENCY: Final = "currency"
HELPERS: Final = (ITEMS, UNIT_VALUE, CURRENCY)  # columns of lists from which ours are made
NEAR: Final = 84  # of 100: two of ten letters may be others
_SHORTEST: Final = 5  # letters of a name that is looked for among near ones
_JOINED: Final = ("_name", "_address")  # of ours, those that several columns may make up
_MONEY: Final = {"usd": "USD", "us$": "USD", "u s $": "USD", "us dollar": "USD", "us dollars": "USD", "美元": "USD",
                 "$": "USD", "eur": "EUR", "€": "EUR", "euro": "EUR", "gbp": "GBP", "£": "GBP", "cny": "CNY",
                 "rmb": "CNY", "人民币": "CNY", "元": "CNY", "¥": "CNY or JPY", "jpy": "JPY", "cad": "CAD",
                 "mxn": "MXN",                 "hkd": "HKD", "chf": "CHF", "aud": "AUD", "inr": "INR"}  # fmt: skip
_NAMED: Final = re.compile(
    r"(?:^|[\s(\[（/])(?:in )?("
    + "|".join(map(re.escape, sorted(_MONEY, key=len, reverse=True)))
    + r")(?=$|[\s)\]）/.*:])"
)
_MARKS: Final = re.compile(r"[\s_\-./:;,*()\[\]（）：＊“”\"?!|]+")
_HAN: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]+(?:\d)?")
_PARTS: Final = re.compile(r"[\n/|(（\[]")


def plainly(header: str) -> str:
    """A header as it is compared: lower case, no accents, one blank between words."""
    text = unicodedata.normalize("NFKC", header).casefold()
    text = "".join(
        c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c) or c in "\u3099\u309a"
    )
    return _MARKS.sub(" ", unicodedata.normalize("NFC", text).replace("’", "'")).strip()


@cache
def words() -> dict[str, tuple[str, int, str]]:
    """Every known word, plainly: the column that it names, the part of it, and the language it is of."""
    found: dict[str, tuple[str, int, str]] = {}
    with Path(__file__).with_name("words.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            for word in row["words"].split("|"):
                found.setdefault(plainly(word), (row["column"], int(row["part"]), row["language"]))
    return found


def known(header: str | None, own: Collection[str], kept: Mapping[str, str]) -> bool:
    """Whether a header can be told without asking: for finding the row that it stands in."""
    return header is not None and _link(0, header, own, kept, frozenset()).ours != ""


def mapped(
    headers: Sequence[str | None], own: Collection[str], kept: Mapping[str, str], also: Mapping[str, str]
) -> tuple[Link, ...]:
    """A link for each column with a header. own: names of our columns; kept: theirs, plainly, -> ours, as the user has
    said it; also: names of `words.csv` that are called otherwise in this table of ours ("" where it has no place).

    A column that is not known, but nearly called like a known one, is `asked`; so is one of two that are the same one.
    """
    here = frozenset(own_name(each) for each in headers if each)
    links = [_link(at, each, own, kept, here) for at, each in enumerate(headers) if each]
    links = [_renamed(link, also) for link in links]
    links = _items(links)
    taken = {link.ours for link in links if link.ours}
    links = [link if link.ours else _near(link, own, also, taken) for link in links]
    return tuple(_once(links))


def own_name(header: str) -> str:
    """A header as our own tables write it."""
    return header.strip().lower().replace(" ", "_").replace("-", "_")


def _link(at: int, header: str, own: Collection[str], kept: Mapping[str, str], here: frozenset[str]) -> Link:
    currency = _currency(header)
    said = kept.get(plainly(header))
    if said is not None:
        return Link(at, header, said, SAID, _part(header), currency)
    name = own_name(header)
    if name in own and not (name.startswith("ship_to_") and "consignee_name" not in here):
        return Link(at, header, name, "our name for it", currency=currency, own=True)
    for text in _readings(header):
        if text in words():
            ours, part, language = words()[text]
            why = "we have no place for it" if ours == LEFT_OUT else f"{language} word"
            return Link(at, header, ours, why, part, currency)
    return Link(at, header, "", "", 1, currency)


def _part(header: str) -> int:
    return next((words()[text][1] for text in _readings(header) if text in words()), 1)


def _readings(header: str) -> list[str]:
    """A header whole, without its currency, and its parts, where it says the same in two languages."""
    lower = unicodedata.normalize("NFKC", header).casefold()
    bare = plainly(_NAMED.sub(" ", lower))
    parts = [plainly(part) for part in _PARTS.split(lower)]
    han = ["".join(_HAN.findall(lower)), plainly(_HAN.sub(" ", lower))] if _HAN.search(lower) else []
    return [text for text in dict.fromkeys((plainly(header), bare, *parts, *han)) if text]


def _currency(header: str) -> str:
    found = _NAMED.search(unicodedata.normalize("NFKC", header).casefold())
    return _MONEY[found[1]] if found else ""


def _renamed(link: Link, also: Mapping[str, str]) -> Link:
    ours = also.get(link.ours, link.ours) if not link.own and link.why != SAID else link.ours
    return (
        link._replace(ours=ours or LEFT_OUT, why=link.why if ours else "we have no place for it") if link.ours else link
    )


def _items(links: list[Link]) -> list[Link]:
    """`Quantity` beside a price of one is the number of items, not of packages."""
    named = {link.ours for link in links}
    if UNIT_VALUE not in named or ITEMS in named:
        return links
    return [
        link._replace(ours=ITEMS, why="beside a price of one") if link.ours == "quantity" else link for link in links
    ]


def is_near(header: str, own: Collection[str]) -> bool:
    """Whether a header is nearly called like a column."""
    return _nearest(header, own) is not None


def _nearest(header: str, own: Collection[str]) -> str | None:
    """The word, or the name of ours, that a header is most like."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only a header that is not known needs it

    text = plainly(header)
    if len(text) < _SHORTEST:
        return None
    choices = [word for word, (ours, _, _) in words().items() if len(word) >= _SHORTEST and ours != LEFT_OUT]
    choices += [name.replace("_", " ") for name in own]
    best = process.extractOne(text, choices, scorer=fuzz.token_sort_ratio, score_cutoff=NEAR)
    return None if best is None else str(best[0])


def _near(link: Link, own: Collection[str], also: Mapping[str, str], taken: set[str]) -> Link:
    """The link with the column that it may be, to be asked about; left out where it is like none."""
    best = _nearest(link.theirs, own)
    if best is None:
        return link._replace(ours=LEFT_OUT, why="no word that we know")
    ours = words()[best][0] if best in words() else best.replace(" ", "_")
    ours = also.get(ours, ours)
    if not ours or (ours in taken and not ours.endswith(_JOINED)):
        return link._replace(ours=LEFT_OUT, why="no word that we know")
    return link._replace(ours=ours, why=f"much like {best!r}", asked=True)


def _once(links: list[Link]) -> list[Link]:
    """Two columns cannot be one of ours, but where they are parts of a name or an address."""
    out = []
    for link in links:
        same = [each for each in links if each.ours == link.ours and not each.asked]
        if link.ours in (LEFT_OUT, "") or link.asked or len(same) == 1:
            out.append(link)
        elif any(each.own for each in same) and not link.own:
            out.append(link._replace(ours=LEFT_OUT, why=f"{link.ours} stands there by our name"))
        elif said := [each for each in same if each.why == SAID]:
            parts = len({each.part for each in said}) == len(said) and link.ours.endswith(_JOINED)
            other = link._replace(ours=LEFT_OUT, why=f"{said[0].theirs!r} is that")
            out.append(link._replace(asked=len(said) > 1 and not parts) if link in said else other)
        elif link.ours.endswith(_JOINED) and len({each.part for each in same}) == len(same):
            out.append(link)
        else:
            out.append(link._replace(asked=True))
    return out


def questions(links: Sequence[Link]) -> list[Question]:
    """What is asked of the columns."""
    out = []
    for link in links:
        if link.asked:
            others = [each.theirs for each in links if each.ours == link.ours and each is not link and not each.asked]
            many = [each.theirs for each in links if each.ours == link.ours and each.at != link.at]
            about = f"Is {link.theirs!r} {link.ours}" + (f", and not {' or '.join(map(repr, many))}" if many else "")
            reason = f", {link.why}" if not others else ""
            out.append(
                Question(f"{about}{reason}?", f'--map "{link.theirs}={link.ours}", or "={LEFT_OUT}" to leave it out')
            )
    return out
