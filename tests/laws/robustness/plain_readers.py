"""Plain readers of the small filings that are damaged: one a format, each a generator of what every filing says."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Final

from tests.laws.robustness.plain_interchanges import Unsure, edifact, x12
from tests.laws.robustness.plainly import REFERENCE, Reader, Shipment

_OTHER_ENTRIES: Final = ("01", "02", "03", "06", "07", "11", "12", "21", "22", "23", "52")
_OTHER_BILLS: Final = tuple(" 0124568BIJKMNOPQ9")  # blank is the same as 0: Broker Download, p. BD-22


def _day(text: str, pattern: str) -> date:
    try:
        return datetime.strptime(text, pattern).date()
    except ValueError:
        raise Unsure(text) from None


def _claims(code: str, yes: tuple[str, ...], no: tuple[str, ...]) -> str:
    if code in yes:
        return "yes"
    if code in no:
        return "no"
    raise Unsure(code)


def _records(text: str) -> list[str]:
    lines = re.split("\r?\n|\r", text.strip("\0\x1a"))
    rows = [row for line in lines for row in ([line] if len(line) % 80 else re.findall("(?s).{80}", line))]
    if len(lines) == 1:
        rows = re.findall("(?s).{1,80}", text)
    return [row.rstrip(" \0\x1a").ljust(80) for row in rows if row.strip(" \t\0\x1a")]


_ENTRY_ACTIONS: Final = {"A": "add", "R": "replace", "U": "change", "D": "delete"}


def entries(text: str) -> Iterator[Shipment]:
    """CATAIR SE. The value is the greater of the header's and the sum of the lines."""
    found: list[Shipment] = []
    heads: list[int] = []
    party, filed, master = "", REFERENCE, ""
    for row in _records(text):
        tag, now = row[:4], found[-1] if found else Shipment()
        if row[0] == "A":
            filed = _day(row[14:20], "%m%d%y")
        elif tag == "SE10":
            now = Shipment(filed=filed, entry=True, action=_ENTRY_ACTIONS.get(row[4], ""))
            found.append(now)
            if not now.action or not row[39:49].isdigit():
                raise Unsure(row)
            now.put("number", row[5:18])
            now.put("claim", "no" if row[36:38] == "50" else _claims(row[19:21], ("86",), _OTHER_ENTRIES))
            now.formal = row[19:21] in ("01", "11")
            heads.append(int(row[39:49]) * 100)
        elif row.startswith("SE15M"):
            master = row[5:59]
        elif row.startswith("SE15H"):
            now.put("bill", master + row[9:59])
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
            now.put("zip", f"{row[4:42]} {row[48:57]} {row[57:65]}")
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
    day, party, found, announced = None, "", Shipment(), ""
    for row in rows:
        tag, body = row[:at], row[at:]
        if tag in (port, bill, "A01") and found.facts:
            yield found
            found = Shipment()
        if tag == port:
            day = _day(body[4:10], "%m%d%y")
        elif tag == "A01" and at == 3:
            announced, party = body[9:21], ""
            if body[8] == "D":
                yield Shipment(facts={"bill": announced.strip()}, action="delete")
            elif body[8] == "R":  # a quantity
                yield Shipment(facts={"bill": announced.strip()}, action="change")
            elif body[8] != "A":
                raise Unsure(row)
            announced = announced if body[8] == "A" else ""
        elif tag == bill:
            if announced not in ("", body[:12]):
                raise Unsure(row)
            found, party, announced = Shipment(day), "", ""
            found.put("claim", _claims(body[44], ("3", "7"), _OTHER_BILLS))
            found.put("bill", body[:12].strip() + body[46:58].strip())
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
    if announced:
        raise Unsure(announced)
    if found.facts:
        yield found


_PADS: Final = " \t\0\x1a"
_FLIGHTS: Final = {"FXI": "add", "FXC": "change", "FXX": "delete"}


def flights(text: str) -> Iterator[Shipment]:
    """CAMIR air: FXI, FXC and FXX messages one after another."""
    lines = [line.rstrip(_PADS) for line in re.split("\r?\n|\r", text) if line.strip(_PADS)]
    starts = [n for n, line in enumerate(lines) if line in _FLIGHTS]
    if not starts or starts[0]:
        raise Unsure("start")
    for begin, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        now = Shipment(action=_FLIGHTS[lines[begin]])
        own = lines[begin:end]
        if len(own) < 3 or not re.fullmatch(r"[0-9A-Z]{3}-[0-9]{8}-[A-Z0-9]{1,12}", own[2]):
            raise Unsure("waybill")
        now.put("bill", own[2])
        for n, line in enumerate(own):
            if line.startswith("ARR/"):
                now.put("day", line)
                now.day = _day("2025" + line.split("/")[-1], "%Y%d%b")
            elif line.startswith("CED/"):
                now.put("claim", _claims(line[4:], ("86",), ("11", "87", "91", "92", "93", "94", "000")))
            elif line.startswith("CNE/"):
                street, *rest = [*own[n + 1 : n + 4], "", "", ""]
                city, land = re.fullmatch("/(.*)/([A-Z]{2})", rest[0]), re.fullmatch("/([A-Z]{2})/(.+)", rest[1])
                now.put("name", line[4:])
                now.put("street", street[1:])
                now.put("zip", f"{city[1]} {city[2]} {land[2]} {land[1]}" if city and land else rest[0] + rest[1])
            elif line.startswith("CSD/"):
                parts = line.split("/")
                if len(parts) != 3 or not parts[2].endswith("-USD"):
                    raise Unsure(line)
                now.worth(parts[2][:-4], r"[0-9]{1,7}(\.[0-9]{1,2})?")
        if now.action == "add" and {"name", "street"} <= now.facts.keys() and "SHP/" in "|".join(own):
            now.facts.setdefault("claim", "no")  # who does not ask for de minimis leaves CED out
        yield now


def manifest(text: str) -> Iterator[Shipment]:
    """X12 309, with M13, and 358."""
    found: list[Shipment] = []
    day, filed, party, kind = None, REFERENCE, "", ""
    for segment in x12(text):
        parts = [*segment.split("*"), *[""] * 16]
        tag, now = parts[0], found[-1] if found else Shipment()
        if tag == "GS":
            filed = _day(parts[4], "%Y%m%d")
            if parts[1] not in ("AQ", "BD"):
                raise Unsure(segment)
        elif tag == "M10" and parts[2] != "J":
            raise Unsure(segment)
        elif tag == "ST":
            kind, day = parts[1], None
            if kind not in ("309", "358"):
                raise Unsure(segment)
        elif tag == "P4":
            day = _day(parts[2], "%Y%m%d")
        elif tag == "MBL" and kind == "358":
            found.append(Shipment(day, {"bill": parts[1] + parts[2]}, action="change", filed=filed))
            if parts[3] != "1":
                raise Unsure(segment)
        elif tag == "LX":
            found.append(Shipment(day, filed=filed))
            party = ""
        elif tag == "M13":
            if not _code(parts[3] + "0") or parts[7]:
                raise Unsure(segment)
            now.put("bill", parts[1] + parts[4])
            now.action = {"A": "add", "1": "add", "D": "delete", "3": "delete"}.get(parts[3], "change")
        elif tag == "M11":
            now.put(
                "claim",
                _claims(parts[9], ("13", "35"), ("", "12", "14", "16", "18")),
            )
            now.put("bill", parts[12] + parts[1])
        elif tag == "N1":
            party = parts[1]
            if party == "CN":
                now.put("name", parts[2])
        elif tag == "N3" and party == "CN":
            now.more("street", f"{parts[1]} {parts[2]}")
        elif tag == "N4" and party == "CN":
            now.put("zip", " ".join(parts[1:5]))
        elif tag == "N10":
            now.worth(parts[6], r"[0-9]{1,8}")
    yield from found


def _code(text: str) -> bool:
    return re.fullmatch("[A-Z0-9]{2}", text) is not None


def _action(function: str, code: str) -> str:
    """What a CNI does, by the purpose of its message (BGM) and its own code. Raises Unsure."""
    known = {("22", "23"): "add", ("22", "24"): "change", ("4", "24"): "change", ("4", ""): "change",
             ("9", "23"): "add", ("4", "23"): "add", ("5", "23"): "replace", ("5", ""): "replace",
             ("5", "24"): "change"}  # fmt: skip
    if function in ("1", "3"):
        return "delete"
    if (function, code) not in known:
        raise Unsure(f"{function} {code}")
    return known[function, code]


def customs(text: str) -> Iterator[Shipment]:
    """CUSCAR and CUSREP."""
    found: list[Shipment] = []
    day, filed, kind, function, began = None, REFERENCE, "", "", True
    for segment in re.findall(r"(?s)(?:\?.|[^'?])+", edifact(text)):
        parts = [re.split(r"(?<!\?):", e) for e in re.split(r"(?<!\?)\+", segment)]
        parts += [[""]] * 10
        tag, now = parts[0][0], found[-1] if found else Shipment()
        if tag == "UNB":
            filed = _day(parts[4][0], "%Y%m%d" if len(parts[4][0]) == 8 else "%y%m%d")
        elif tag == "UNH":
            kind, day, function, began = parts[2][0], None, "", False
            if kind not in ("CUSCAR", "CUSREP") or parts[2][1:4] != ["D", "03B", "UN"]:
                raise Unsure(segment)
        elif tag == "BGM":
            function = parts[3][0]
        elif tag == "DTM" and parts[1][0] == "132" and not began:
            day = _day(parts[1][1][:8] if len(parts[1]) > 1 else "", "%Y%m%d")
        elif kind == "CUSREP":
            if tag == "RFF" and parts[1][0] == "AAM":
                if function not in ("22", "9", "4"):
                    raise Unsure(segment)
                found.append(Shipment(day, {"bill": ":".join(parts[1][1:])}, action="change", filed=filed))
        elif tag == "CNI":
            code = parts[2][1] if len(parts[2]) > 1 else parts[2][0]
            found.append(Shipment(day, action=_action(function, code), filed=filed))
            began = True
        elif tag == "DOC":
            release = parts[1][3] if len(parts[1]) > 3 else ""
            if parts[1][0] != "929" and (release in ("13", "35") or not re.fullmatch("[0-9]{1,3}", parts[1][0])):
                raise Unsure(segment)
            now.put("claim", _claims(release, ("13", "35"), ("12", "14", "16", "18")))
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


def totals(text: str) -> Iterator[Shipment]:
    """Totals known from elsewhere: what `--external` takes."""
    rows = list(csv.DictReader(io.StringIO(text)))
    for number, row in enumerate(rows):
        if None in row or not {"name", "address", "city", "state", "zip", "country", "day", "total"} <= row.keys():
            raise Unsure(str(row))
        told = {name: text or "" for name, text in row.items()}
        now = Shipment(_day(told["day"], "%Y-%m-%d"), {"bill": f"ELSEWHERE{number}", "claim": "yes"})
        now.put("name", told["name"])
        now.put("street", told["address"])
        now.put("zip", " ".join(told[name] for name in ("city", "state", "zip", "country")))
        now.worth(told["total"], r"[0-9]{1,9}(\.[0-9]{1,2})?")
        yield now


READERS: Final[Mapping[str, Reader]] = {
    "catair-se": entries,
    "catair-se in a row": entries,
    "catair-bd": downloads,
    "camir-ocean": ocean,
    "camir-air": flights,
    "x12-309": manifest,
    "x12-309 in a row": manifest,
    "cuscar": customs,
    "cuscar in a row": customs,
    "totals": totals,
}
