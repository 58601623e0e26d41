"""X12 309 and what else of X12 goes with it, written segment by segment."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from tests.build.shipments import DAY, FILED, LAKESHORE, Person, Shipment, shown

_GROUPS = {"309": ("AQ", "005020"), "358": ("BD", "005020"), "350": ("AU", "004060")}  # functional group and version


def party(code: str, who: Person, more: str = "") -> list[str]:
    """N1 to N4. more: where the name goes on, in an N2."""
    return [
        f"N1*{code}*{who.name}", *([f"N2*{more}"] if more else []), *([f"N3*{who.street}"] if who.street else []),
        f"N4*{who.city}*{who.state}*{who.postal}*{who.country}",
    ]  # fmt: skip


def goods(value: object, origin: str) -> str:
    """One line of goods."""
    return f"N10*1*COTTON KNIT T-SHIRT**A*6109100012*{value}*K*1.5***{origin}"


def lading(number: str, kind: str = "13", issuer: str = "ZZZZ") -> str:
    """The bill itself. kind: 13 claims."""
    return f"M11*{number}*WINDSOR ON*1*PCS*1.5*K***{kind}***{issuer}"


def amendment(number: str, verb: str, *, quantity: str = "", action: str = "", issuer: str = "ZZZZ") -> str:
    """What is done to a bill on file. verb: D deletes, M changes."""
    return f"M13*{issuer}*3801*{verb}*{number}*{quantity}**{action}**{issuer}"


def bill(shipment: Shipment) -> list[str]:
    """What stands below an LX of one bill that claims."""
    return [
        lading(shipment.bill), *party("SH", LAKESHORE._replace(state="")), *party("CN", shipment.consignee),
        goods(shipment.value, shipment.origin),
    ]  # fmt: skip


def numbered(loops: Iterable[list[str]]) -> list[str]:
    """An LX in front of each."""
    return [segment for n, loop in enumerate(loops, 1) for segment in (f"LX*{n}", *loop)]


def trip(day: date | None = DAY, *, number: str = "", carrier: str = "ZZZZ") -> list[str]:
    """What stands in front of the bills. number: of the trip."""
    return [f"M10*{carrier}*J****{number or f'{carrier}{day:%y%m%d}A'}", f"P4*3801*{shown(day, '%Y%m%d')}"]


def manifest(*shipments: Shipment, day: date = DAY, sent: date = FILED, end: str = "~\n") -> bytes:
    """A 309 of these."""
    return interchange([*trip(day), *numbered(map(bill, shipments))], sent=sent, end=end)


def interchange(
    segments: list[str], kind: str = "309", *, end: str = "~\n", charset: str = "latin-1", **envelope: Any
) -> bytes:
    """One transaction set in its envelopes (`enveloped`), as a file."""
    return text(enveloped(segments, kind, **envelope), end, charset)


def enveloped(
    segments: list[str], kind: str = "309", *, control: int = 102, number: str = "0001", sent: date = FILED,
    sender: str = "ZZZZ", receiver: str = "CBP",
) -> list[str]:  # fmt: skip
    """One transaction set in its envelopes. control: of interchange and group; number: of the set."""
    group, version = _GROUPS[kind]
    return [
        f"ISA*00*{'':10}*00*{'':10}*ZZ*{sender:15}*ZZ*{receiver:15}*{sent:%y%m%d}*0715*^*00502*{control:09}*0*T*>",
        f"GS*{group}*{sender}*{receiver}*{sent:%Y%m%d}*0715*{control}*X*{version}",
        f"ST*{kind}*{number}", *segments, f"SE*{len(segments) + 2}*{number}", f"GE*1*{control}", f"IEA*1*{control:09}",
    ]  # fmt: skip


def text(segments: list[str], end: str = "~\n", charset: str = "latin-1") -> bytes:
    """The segments of one file, each closed by `end`."""
    return "".join(segment + end for segment in segments).encode(charset)


def notice(code: str, number: str, at: datetime, issuer: str = "ZZZZ") -> str:
    """What a 350 says of a bill: CBP's disposition and its moment."""
    return f"X4*{number}*1***{at:%Y%m%d*%H%M}*{code}**{issuer}"
