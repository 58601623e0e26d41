"""A second opinion on small filings, in plain Python: is somebody still over?

It shares nothing with the program, knows only what `filings` writes, and adds up what still stands there. Anything it
does not expect is Unsure: then the program has to say that something is wrong, or has to be over.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

LIMIT: Final = 800_00
_ZIP: Final = re.compile(r"(?<![0-9])[0-9]{5}(?:-?[0-9]{4})?(?![0-9])")
_NAME: Final = re.compile("[ -~]+")
_OTHER_ENTRIES: Final = ("01", "02", "03", "06", "07", "11", "12", "21", "22", "23", "52")
_OTHER_BILLS: Final = tuple("0124568BIJKMNOPQ9")


class Unsure(Exception):
    """The text is not what was written: nothing certain follows from it."""


def over(form: str, data: bytes) -> bool | None:
    """Whether somebody's claims of one day are above the limit; None where it cannot be told."""
    try:
        return _over(list(READERS[form](data.decode("ascii"))))
    except (Unsure, UnicodeDecodeError):
        return None


@dataclass
class Shipment:
    """What is known of one bill so far; each fact once."""

    day: str | None = None
    facts: dict[str, str] = field(default_factory=dict)
    cents: int = 0
    valued: bool = False

    def put(self, name: str, text: str) -> None:
        """A fact. Raises Unsure for another one, or for an empty one."""
        if self.facts.get(name, text.strip()) != text.strip() or not text.strip():
            raise Unsure(name)
        self.facts[name] = text.strip()

    def more(self, name: str, text: str) -> None:
        """A line more; one that stands twice says nothing more."""
        lines = [line for line in self.facts.get(name, "").split("|") if line]
        if text.strip() not in lines[-1:]:
            self.facts[name] = "|".join([*lines, text.strip()])

    def worth(self, text: str, pattern: str) -> None:
        """Adds an amount in dollars and cents. Raises Unsure where it is not written as `pattern`."""
        if not re.fullmatch(pattern, text):
            raise Unsure(text)
        self.cents, self.valued = self.cents + round(float(text) * 100), True


def _over(shipments: list[Shipment]) -> bool:
    sums: dict[tuple[str, ...], int] = {}
    bills: dict[str, tuple[tuple[str, ...], int]] = {}
    if not shipments:
        raise Unsure("nothing")
    for each in shipments:
        missing = {"bill", "claim", "name", "street", "zip"} - each.facts.keys()
        if missing or not each.day or not each.valued:
            raise Unsure(f"{missing}, {each.day}, {each.cents}")
        if "US" in each.facts["zip"] and not _ZIP.search(each.facts["zip"]):
            raise Unsure(each.facts["zip"])
        key = (*(_word(each.facts[name]) for name in ("name", "street", "zip")), each.day)
        if each.facts["claim"] == "yes":
            known, cents = bills.get(each.facts["bill"], (key, 0))
            if known != key:
                raise Unsure("one bill, two people")
            bills[each.facts["bill"]] = key, max(cents, each.cents)
    for key, cents in bills.values():
        sums[key] = sums.get(key, 0) + cents
    return any(cents > LIMIT for cents in sums.values())


def _word(text: str) -> str:
    if not _NAME.fullmatch(text):
        raise Unsure(text)
    return text.upper()


def _day(text: str, pattern: str) -> str:
    try:
        return datetime.strptime(text, pattern).strftime("%m%d")
    except ValueError:
        raise Unsure(text) from None


def _claims(code: str, yes: tuple[str, ...], no: tuple[str, ...]) -> str:
    if code in yes:
        return "yes"
    if code in no:
        return "no"
    raise Unsure(code)


def _records(text: str) -> list[str]:
    rows = text.split("\n") if "\n" in text else re.findall("(?s).{1,80}", text)
    return [row.rstrip("\r").ljust(80) for row in rows if row.strip()]


def entries(text: str) -> Iterator[Shipment]:
    """CATAIR SE. The value is the greater of the header's and the sum of the lines."""
    found: list[Shipment] = []
    heads: list[int] = []
    party = ""
    for row in _records(text):
        tag, now = row[:4], found[-1] if found else Shipment()
        if tag == "SE10":
            now = Shipment()
            found.append(now)
            if row[4] != "A" or not row[39:49].isdigit():
                raise Unsure(row)
            now.put("claim", _claims(row[19:21], ("86",), _OTHER_ENTRIES))
            heads.append(int(row[39:49]) * 100)
        elif row.startswith("SE15H"):
            now.put("bill", row[9:59])
        elif row.startswith("SE20EDA"):
            now.put("day", row[7:13])
            now.day = _day(row[7:13], "%m%d%y")
        elif tag == "SE30":
            party = row[4:7]
            if party == "CN ":
                now.put("name", row[7:42])
        elif tag == "SE35" and party == "CN ":
            now.more("street", row[6:41] + row[43:78])
        elif tag == "SE36" and party == "CN ":
            now.put("zip", row[4:42] + row[48:65])
        elif tag == "SE60":
            now.worth(row[14:24], "[0-9]{10}")
    for each, head in zip(found, heads, strict=True):
        each.cents = max(each.cents, head)
        yield each


def downloads(text: str) -> Iterator[Shipment]:
    """CATAIR BD: 1P, 1J, 1B, then parties and goods."""
    yield from _bills([row[:2] + row[2:] for row in _records(text)], ["1P", "1B", "0N", "2N", "3N", "0D"], 2)


def ocean(text: str) -> Iterator[Shipment]:
    """CAMIR ocean: the same columns, one further right; or the consignee in U01 and U02."""
    yield from _bills(_records(text), ["P01", "B01", "N00", "N02", "N03", "D00"], 3)


def _bills(rows: list[str], tags: list[str], at: int) -> Iterator[Shipment]:
    port, bill, name, street, place, goods = tags
    day, party, found = "", "", Shipment()
    for row in rows:
        tag, body = row[:at], row[at:]
        if tag == port:
            day = _day(body[4:10], "%m%d%y")
        elif tag == bill:
            if found.facts:
                yield found
            found = Shipment(day)
            party = ""
            found.put("claim", _claims(body[44], ("3", "7"), _OTHER_BILLS))
            found.put("bill", body[46:58])
        elif tag == name:
            party = body[:3]
            if party == "CN ":
                found.put("name", body[3:38])
        elif tag == street and party == "CN ":
            found.more("street", body[:70])
        elif tag == place and party == "CN ":
            found.put("zip", re.sub(" +", " ", body[:37]))
        elif tag == "U01" and at == 3:
            found.put("name", body[:35])
            found.put("street", body[35:70])
        elif tag == "U02" and at == 3:
            found.put("zip", re.sub(r"^(.*) ([A-Z]{2}) ([0-9]{5})$", r"\1 \2\3 US", body[:35].strip()))
        elif tag == goods:
            found.worth(body[11:19], "[0-9]{8}")
    if found.facts:
        yield found


def flights(text: str) -> Iterator[Shipment]:
    """CAMIR air: FXI messages one after another."""
    lines = [line.rstrip(" \r") for line in text.split("\n") if line.strip()]
    starts = [n for n, line in enumerate(lines) if line == "FXI"]
    if not starts or starts[0]:
        raise Unsure("start")
    for begin, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        now = Shipment()
        own = lines[begin:end]
        if len(own) < 6 or not re.fullmatch(r"[0-9]{3}-[0-9]{8}-[A-Z0-9]{1,12}", own[2]):
            raise Unsure("waybill")
        now.put("bill", own[2])
        for n, line in enumerate(own):
            if line.startswith("ARR/"):
                now.put("day", line)
                now.day = _day("2024" + line.split("/")[-1], "%Y%d%b")
            elif line.startswith("CED/"):
                now.put("claim", _claims(line[4:], ("86",), ("11", "87", "91", "92", "93", "94", "000")))
            elif line.startswith("CNE/"):
                rest = [*own[n + 1 : n + 4], "", "", ""]
                now.put("name", line[4:])
                now.put("street", rest[0][1:])
                now.put("zip", rest[1] + rest[2])
            elif line.startswith("CSD/"):
                parts = line.split("/")
                if len(parts) != 3 or not parts[2].endswith("-USD"):
                    raise Unsure(line)
                now.worth(parts[2][:-4], r"[0-9]{1,7}(\.[0-9]{1,2})?")
        if {"name", "street"} <= now.facts.keys() and "SHP/" in "|".join(own):
            now.facts.setdefault("claim", "no")  # who does not ask for de minimis leaves CED out
        yield now


def manifest(text: str) -> Iterator[Shipment]:
    """X12 309."""
    found: list[Shipment] = []
    day, party = "", ""
    for segment in text.split("~"):
        parts = [*re.sub("[\r\n]", "", segment).split("*"), *[""] * 12]
        tag, now = parts[0], found[-1] if found else Shipment()
        if tag == "P4":
            day = _day(parts[2], "%Y%m%d")
        elif tag == "LX":
            found.append(Shipment(day))
            party = ""
        elif tag == "M11":
            kind = parts[9]
            now.put("claim", "yes" if kind in ("13", "35") else _claims("?", (), ()) if not _code(kind) else "no")
            now.put("bill", parts[1])
        elif tag == "N1":
            party = parts[1]
            if party == "CN":
                now.put("name", parts[2])
        elif tag == "N3" and party == "CN":
            now.more("street", parts[1] + parts[2])
        elif tag == "N4" and party == "CN":
            now.put("zip", " ".join(parts[1:5]))
        elif tag == "N10":
            now.worth(parts[6], r"[0-9]{1,8}")
    yield from found


def _code(text: str) -> bool:
    return re.fullmatch("[A-Z0-9]{2}", text) is not None


def customs(text: str) -> Iterator[Shipment]:
    """CUSCAR."""
    found: list[Shipment] = []
    day = ""
    for segment in re.findall(r"(?s)(?:\?.|[^'?])+", text):
        parts = [re.split(r"(?<!\?):", e) for e in re.split(r"(?<!\?)\+", re.sub("[\r\n]", "", segment))]
        parts += [[""]] * 10
        tag, now = parts[0][0], found[-1] if found else Shipment()
        if tag == "DTM" and parts[1][0] == "132" and not found:
            day = _day(parts[1][1][:8] if len(parts[1]) > 1 else "", "%Y%m%d")
        elif tag == "CNI":
            found.append(Shipment(day))
            if parts[2] != ["", "23"]:
                raise Unsure(segment)
        elif tag == "DOC":
            kind = parts[1][3] if len(parts[1]) > 3 else ""
            if parts[1][0] != "929" and (kind in ("13", "35") or not re.fullmatch("[0-9]{1,3}", parts[1][0])):
                raise Unsure(segment)
            now.put("claim", _claims(kind, ("13", "35"), tuple(str(n) for n in range(1, 100))))
        elif tag == "RFF" and parts[1][0] == "AAM":
            now.put("bill", ":".join(parts[1][1:]))
        elif tag == "NAD" and parts[1] == ["CN"]:
            now.put("name", " ".join(parts[4]).replace("?", ""))
            now.put("street", " ".join(parts[5]).replace("?", ""))
            now.put("zip", " ".join(t for part in parts[6:10] for t in part))
        elif tag == "MOA":
            if parts[1][0] != "40" or len(parts[1]) != 2:
                raise Unsure(segment)
            now.worth(parts[1][1], r"[0-9]{1,9}(\.[0-9]{1,2})?")
    yield from found


READERS: Final[Mapping[str, Callable[[str], Iterator[Shipment]]]] = {
    "catair-se": entries,
    "catair-se in a row": entries,
    "catair-bd": downloads,
    "camir-ocean": ocean,
    "camir-air": flights,
    "x12-309": manifest,
    "x12-309 in a row": manifest,
    "cuscar": customs,
    "cuscar in a row": lambda text: customs(text[9:] if text.startswith("UNA") else text),
}
