"""CUSCAR and what else of EDIFACT goes with it, written segment by segment."""

from collections.abc import Sequence
from datetime import date

from tests.build.shipments import DAY, FILED, LAKESHORE, Person, Shipment, shown

_FILER, _CBP = "ZZZZ", "CBP-ACE-TEST"


def released(text: str) -> str:
    """Data characters that are separators get a question mark."""
    return "".join(f"?{letter}" if letter in "?+:'" else letter for letter in text)


def trip(
    function: str = "22", day: date | None = DAY, document: str = "85", *, number: str = "ZZZZ250304A",
    reference: str = "ZZZZREF1",
) -> list[str]:  # fmt: skip
    """What stands in front of the shipments of a CUSCAR or CUSREP. number: of the trip."""
    return [
        f"BGM+{document}:::STANDARD+{number}+{function}", f"DTM+132:{shown(day, '%Y%m%d')}0930:203", "LOC+60+3801:77",
        f"RFF+ABO:{reference}", "NAD+CA+ZZZZ:172+++1 TERMINAL WAY+WINDSOR",
        "TDT+11++03+:::TR++I++:146::1XKYDP9X0AB123456",
    ]  # fmt: skip


def party(code: str, who: Person) -> str:
    """Name and address; texts as they stand on the wire (`released`)."""
    return f"NAD+{code}+++{who.name}+{who.street}+{who.city}+{who.state}:163+{who.postal}+{who.country}"


def goods(number: int, value: object, origin: str, currency: str = "") -> list[str]:
    """One item of goods."""
    return [
        f"GID+{number}", "PAC+2++PCS", "FTX+AAA+++COTTON KNIT:T-SHIRT", "MEA+AAI++K:1.5",
        *([f"CUX+2:{currency}:4"] if currency else []), f"MOA+40:{value}", f"LOC+27+{origin}:162",
    ]  # fmt: skip


def consignment(number: int, shipment: Shipment, code: str = "23") -> list[str]:
    """One CNI of a CUSCAR, of a bill that claims. code: 24 changes it."""
    return [
        f"CNI+{number}+:{code}", "DOC+929:::13", f"RFF+AAM:ZZZZ{shipment.bill}", "LOC+9+WINDSOR:ZZZ",
        party("CN", shipment.consignee), "CTA+IC", "COM+2025550123:TE", party("OS", LAKESHORE),
        *goods(1, shipment.value, shipment.origin),
    ]  # fmt: skip


def consignments(shipments: Sequence[Shipment]) -> list[str]:
    """A CNI for each."""
    return [segment for n, each in enumerate(shipments, 1) for segment in consignment(n, each)]


def cuscar(*shipments: Shipment) -> bytes:
    """A CUSCAR of these in its group. Its reference has a character that is released."""
    return text(interchange([["CUSCAR", *trip(reference="REF?'1"), *consignments(shipments)]], group=True))


def interchange(
    messages: list[list[str]], control: int = 81, sent: date = FILED, *, group: bool = False, filer: str = _FILER,
    level: str = "UNOA",
) -> list[str]:  # fmt: skip
    """An interchange of these messages, each without UNH and UNT, the first segment its type.

    group: as syntax version 4 has it, with a group, days of eight digits, and another code list of the filer. level: of
    the character set. A CUSRES or CONTRL comes from CBP.
    """
    kind = messages[0][0]
    parties = [f"{filer}:{'02' if group else 'ZZ'}", f"{_CBP}:ZZ"]
    ends = "+".join(reversed(parties) if kind in ("CUSRES", "CONTRL") else parties)
    ends += f"+{sent:{'%Y%m%d' if group else '%y%m%d'}}:0930+{control}"
    out = [f"UNB+{level}:{4 if group else 3}+{ends}++ACE", *([f"UNG+{kind}+{ends}+UN+D:03B"] if group else [])]
    for number, (name, *segments) in enumerate(messages, 1):
        out += [f"UNH+{name}{number}+{name}:D:03B:UN", *segments, f"UNT+{len(segments) + 2}+{name}{number}"]
    if group:
        out.append(f"UNE+{len(messages)}+{control}")
    return [*out, f"UNZ+{1 if group else len(messages)}+{control}"]


def text(segments: list[str], end: str = "'\n", charset: str = "latin-1") -> bytes:
    """The segments of one file, each closed by `end`."""
    return "".join(segment + end for segment in segments).encode(charset)
