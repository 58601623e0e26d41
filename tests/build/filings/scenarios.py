"""Whole files of every format from scenarios of the rule, one filing a file.

A scenario's filing is a dictionary as in cases.json, with `form` (the format), `spelt` (how the file writes the
consignee) and `charset`. What a format cannot say is not asked of it (`CAN`).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from tests.build.filings import camir_air, camir_ocean, catair, edifact, x12
from tests.build.filings.images import images
from tests.build.shipments import THAMESBANK, Person

# What may be unread in each format alone: a field that cannot be read must not take another with it.
CAN: Final[dict[str, frozenset[str]]] = {
    "x12-309": frozenset({"value", "eda", "origin", "part", "verb", "currency", "several"}),
    "cuscar": frozenset({"value", "eda", "origin", "part", "verb", "currency"}),
    "camir-air": frozenset({"value", "eda", "currency"}),
    "camir-ocean": frozenset({"value", "part"}),
    "catair-se": frozenset({"value", "part", "several"}),
}


def written(filing: dict[str, Any], number: int) -> bytes:
    """The bytes of one file."""
    return _WRITERS[filing["form"]](filing, number)


def notice(bills: list[tuple[str, str]], form: str = "NS") -> bytes:
    """CBP's notices, disposition 19, that bills have arrived: bill and moment. form: NS, R02, or 350."""
    sent, arrived = date(2025, 8, 21), [(bill[:4], bill[4:], datetime.fromisoformat(at)) for bill, at in bills]
    if form == "NS":
        rows = [catair.notice("19", bill, at, issuer, sender="XMPL") for issuer, bill, at in arrived]
        return catair.notices(rows, date(2025, 8, 20), sent)
    if form == "R02":
        rows = [row for issuer, bill, at in arrived for row in (f"J01{issuer}", camir_ocean.notice("19", bill, at))]
        return camir_ocean.notices(rows, sent, "XMPL")
    rows = [*x12.trip(sent, number="TRIP0001", carrier="ABCD"),
            *(x12.notice("19", bill, at, issuer) for issuer, bill, at in arrived)]  # fmt: skip
    return x12.interchange(rows, "350", control=901, sent=sent, sender="CBP", receiver="ABCD")


def _filed(filing: dict[str, Any]) -> date:
    return date.fromisoformat(filing.get("filed_on", "2025-03-01"))


def _day(filing: dict[str, Any]) -> date | None:
    """The EDA; None where it is unread."""
    return date.fromisoformat(filing["eda"]) if filing.get("eda") else None


def _goods(filing: dict[str, Any]) -> list[tuple[str | None, str]]:
    """Origin and amount of each goods line, if it has any; an amount that cannot be read is 12A."""
    if "value_cents" not in filing:
        return []
    origins = filing.get("origin", [None])
    origins = origins if isinstance(origins, list) else [origins]
    value = filing["value_cents"]
    if value is None and not filing.get("currency"):
        return [(origin, "12A") for origin in origins]
    whole = filing["amount"] if filing.get("currency") else value // 100
    first = whole - len(origins) + 1
    return [(origin, str(first if n == 0 else 1)) for n, origin in enumerate(origins)]


def _consignee(filing: dict[str, Any], *, more: str = " ", dashed: bool = True) -> Person | None:
    """The consignee as the file writes it, if it does. more: in place of a bar; dashed: a ZIP may have a dash."""
    who = filing.get("spelt")
    if not who or not who.get("name"):
        return None
    postal = who["zip"] or ""
    return Person(who["name"].replace("|", more), who["street"] or "", who["city"], who["state"],
                  postal if dashed else postal.replace("-", ""))  # fmt: skip


def _x12(filing: dict[str, Any], number: int) -> bytes:
    verb, issuer, bill = filing["action"], filing["bill"][:4], filing["bill"][4:]
    rows = [*x12.trip(_day(filing), number=f"TRIP{number:04}", carrier=issuer), "LX*1"]
    if verb != "add":
        code, action = {"delete": ("D", ""), "change": ("M", "")}[verb]
        if "action" in filing.get("unread", ()):  # a delete that contradicts itself, a change of no known kind
            code, action = ("D", "A") if verb == "delete" else (filing["verb"], "")
        rows.append(x12.amendment(bill, code, action=action, issuer=issuer))
    if verb == "add" or "claim" in filing:
        rows.append(x12.lading(bill, "13" if filing["claim"] else "16", issuer))
    goods = _goods(filing)
    rows += [f"C3*{filing['currency']}"] if filing.get("currency") and goods else []
    if who := _consignee(filing, more="|"):
        name, _, more = who.name.partition("|")
        rows += x12.party("CN", who._replace(name=name), more)
    rows += [x12.goods(amount, origin or "ZZ") for origin, amount in goods]
    envelope = {"control": number, "number": f"{number:04}", "sent": _filed(filing), "sender": issuer}
    return x12.interchange(rows, charset=filing.get("charset", "latin-1"), **envelope)


def _cuscar(filing: dict[str, Any], number: int) -> bytes:
    verb, unsure = filing["action"], "action" in filing.get("unread", ())
    purpose = "3" if verb == "delete" else "7" if verb == "change" and unsure else "22"
    code = {"add": "23", "delete": "24" if unsure else "23", "change": "24"}[verb]
    rows = [*edifact.trip(purpose, _day(filing), number=f"ABCDT{number}"), f"CNI+1+:{code}"]
    if verb != "delete" and "claim" in filing:
        rows.append(f"DOC+929:::{'13' if filing['claim'] else '18'}")
    rows += [f"RFF+AAM:{filing['bill']}", "CNT+58:1"]
    if who := _consignee(filing):
        rows.append(edifact.party("CN", Person(*map(edifact.released, who))))
    for n, (origin, amount) in enumerate(_goods(filing), 1):
        rows += edifact.goods(n, amount, origin or "ZZ", filing.get("currency", ""))
    messages = [["CUSCAR", *rows]]
    whole = edifact.interchange(messages, number, _filed(filing), group=True, filer="ABCD", level="UNOC")
    return edifact.text(whole, charset=filing.get("charset", "latin-1"))


def _air(filing: dict[str, Any], number: int) -> bytes:
    verb, bill, letter = filing["action"], filing["bill"], filing.get("letter") or ""
    kind = {"add": "FXI", "change": "FXC", "delete": "FXX"}[verb]
    rows = [kind, "JFKXX", f"{bill[:3]}-{bill[3:11]}-{bill[11:] or 'M'}"]
    if verb == "delete":
        rows += [camir_air.arrival(date(2025, 8, 21), letter)] if letter else []
        return camir_air.text(*rows, "RFA/01").encode()
    rows += [camir_air.WAYBILL] if verb == "add" else []
    rows += [camir_air.arrival(_day(filing), letter)] if "eda" in filing else []
    if "claim" in filing:
        rows.append("CED/86" if filing["claim"] else "CED/11")
    rows += camir_air.SHIPPER if verb == "add" else ()
    if who := _consignee(filing, dashed=False):
        rows += camir_air.consignee(who)
    rows += [camir_air.goods(amount, origin or "", filing.get("currency", "USD")) for origin, amount in _goods(filing)]
    return camir_air.text(*rows, *(["RFA/01"] if verb == "change" else [])).encode()


def _ocean(filing: dict[str, Any], number: int) -> bytes:
    top = filing.get("master", filing["bill"])
    who = _consignee(filing, dashed=False)
    ((origin, amount),) = _goods(filing)[:1]
    bill = camir_ocean.bill(
        top[4:], camir_ocean.group(who) if who else [], amount, origin or "", kind="3" if filing["claim"] else "0",
        house=filing["bill"][4:] if "master" in filing else "", issuer=filing["bill"][:4],
    )  # fmt: skip
    return camir_ocean.voyage(*bill, day=_day(filing), issuer=top[:4], carrier="XMPL")


def _entry(filing: dict[str, Any], number: int) -> bytes:
    verb = {"add": "A", "replace": "R", "change": "U", "delete": "D"}[filing["action"]]
    filer, entry, bill = filing["entry"][:3], filing["entry"][3:], filing["bill"]
    air, ocean = bill[:3].isdigit(), bill.startswith("OCEA")
    lines = _goods(filing) or [("GB", "100")]
    total = sum(int(amount) for _, amount in lines) if all(amount.isdigit() for _, amount in lines) else "12A"
    mode = "40" if air else "11" if ocean else "30"
    rows = [catair.release(entry, total, verb, type=filing["entry_type"], mode=mode, filer=filer), catair.CONTACT]
    if air and bill[11:]:
        rows += catair.air_bills(bill[11:], bill[:11])
    elif air:
        rows.append(catair.bill("M", bill))
    elif "master" in filing:
        master = filing["master"]
        rows += [catair.bill("M", master[4:], master[:4], ""), catair.bill("H", bill[4:], bill[:4])]
    else:
        rows += catair.regular_bill(bill[:4], bill[4:])
    if verb != "D":
        rows += catair.edas(_day(filing)) if "eda" in filing else []
        who = _consignee(filing)
        rows += [*(catair.party("CN", who) if who else []), *catair.party("SE", THAMESBANK)]
        rows += [row for n, (origin, amount) in enumerate(lines, 1) for row in catair.goods(amount, origin or "", n)]
    return images(catair.batch(rows, sent=_filed(filing), filer=filer))


_WRITERS: Final = {
    "x12-309": _x12, "cuscar": _cuscar, "camir-air": _air, "camir-ocean": _ocean, "catair-se": _entry,
}  # fmt: skip
