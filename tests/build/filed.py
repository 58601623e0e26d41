"""Whole files of every format from scenarios of the rule: one filing a file, written plainly, record by record.

A scenario's filing is a dictionary as in cases.json, with `form` (the format), `spelt` (how the file writes the
consignee) and `charset`. What a format cannot say is not asked of it (`CAN`).
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

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
    text = _WRITERS[filing["form"]](filing, number)
    return text.encode(filing.get("charset", "latin-1"))


def notice(bills: list[tuple[str, str]], form: str = "NS") -> bytes:
    """CBP's notices, disposition 19, that bills have arrived: bill and moment. form: NS, R02, or 350."""
    return {"NS": _ns, "R02": _r02, "350": _350}[form](bills)


def _ns(bills: list[tuple[str, str]]) -> bytes:
    head = [_80("A2704ZZZ      082125     NS"), _80("B  2704ZZZNS"), _80("05EXAMPLE VESSEL         012E 2704250820")]
    rows = [_80(f"3019{bill[:4]}{bill[4:]:<12}{'':32}0000000001 {_moment(at)}XMPL") for bill, at in bills]
    return "".join([*head, *rows, _80(f"Y  2704ZZZNS{len(rows) + 1:05}"), _80("Z2704ZZZ      082125")]).encode()


def _r02(bills: list[tuple[str, str]]) -> bytes:
    rows = ["ACR", f"M01XMPL11{'':25}012E", "P012704082125"]
    for bill, at in bills:
        rows += [f"J01{bill[:4]}", f"R02{bill[4:]:<12}190000000001{'':17}{_moment(at)}"]
    return "".join(map(_80, [*rows, f"ZCR{'':31}{len(rows) + 1:05}"])).encode()


def _350(bills: list[tuple[str, str]]) -> bytes:
    rows = ["ST*350*0001", "M10*ABCD*J****TRIP0001", "P4*0901*20250821"]
    for bill, at in bills:
        rows.append(f"X4*{bill[4:]}*1***{at[:10].replace('-', '')}*{at[11:13]}{at[14:16]}*19**{bill[:4]}")
    rows = [
        "ISA*00*          *00*          *ZZ*CBP-ACE        *02*ABCD           *250821*1200*^*00502*000000901*0*P*>",
        "GS*AU*CBP-ACE*ABCD*20250821*1200*901*X*004060", *rows, f"SE*{len(rows) + 1}*0001", "GE*1*901",
        "IEA*1*000000901",
    ]  # fmt: skip
    return "".join(f"{row}~\n" for row in rows).encode()


def _moment(at: str) -> str:
    """YYMMDDHHMM."""
    return f"{at[2:4]}{at[5:7]}{at[8:10]}{at[11:13]}{at[14:16]}"


def _80(text: str) -> str:
    assert len(text) <= 80, text
    return f"{text:<80}\n"


def _day(filing: dict[str, Any], form: str) -> str:
    """The EDA; a day that is none where it is unread."""
    if filing.get("eda") is None:
        return {"%Y%m%d": "20251345", "%m%d%y": "134525", "%d%b": "45MAR"}[form]
    return date.fromisoformat(filing["eda"]).strftime(form).upper()


def _dollars(filing: dict[str, Any]) -> list[tuple[str | None, str]]:
    """Origin and amount of each goods line; an amount that cannot be read is 12A."""
    origins = filing.get("origin", [None])
    origins = origins if isinstance(origins, list) else [origins]
    value = filing["value_cents"]
    if value is None and not filing.get("currency"):
        return [(origin, "12A") for origin in origins]
    whole = filing["amount"] if filing.get("currency") else value // 100
    first = whole - len(origins) + 1
    return [(origin, str(first if n == 0 else 1)) for n, origin in enumerate(origins)]


def _x12(filing: dict[str, Any], number: int) -> str:
    verb, day = filing["action"], filing.get("filed_on", "2025-03-01").replace("-", "")
    bill = filing["bill"]
    rows = [f"M10*ABCD*J*US***TRIP{number:04}", f"P4*0901*{_day(filing, '%Y%m%d')}", "LX*1"]
    if verb != "add":
        code, action = {"delete": ("D", ""), "change": ("M", "")}[verb]
        if "action" in filing.get("unread", ()):  # a delete that contradicts itself, a change of no known kind
            code, action = ("D", "A") if verb == "delete" else (filing["verb"], "")
        rows.append(f"M13*ABCD*0901*{code}*{bill[4:]}***{action}**ABCD")
    if verb == "add" or "claim" in filing:
        kind = "13" if filing["claim"] else "16"
        rows.append(f"M11*{bill[4:]}*CA*1*PCS*2*K***{kind}***ABCD")
    if filing.get("currency") and "value_cents" in filing:
        rows.append(f"C3*{filing['currency']}")
    if "consignee" in filing and filing["spelt"].get("name"):
        who = filing["spelt"]
        name, _, more = who["name"].partition("|")
        rows.append(f"N1*CN*{name}")
        rows += [f"N2*{more}"] if more else []
        rows += [f"N3*{who['street']}"] if who["street"] else []
        rows.append(f"N4*{who['city']}*{who['state']}*{who['zip'] or ''}*US")
    if "value_cents" in filing:
        rows += [f"N10*1*SHIRT**A*6109100012*{amount}*K*2***{origin or 'ZZ'}" for origin, amount in _dollars(filing)]
    body = [f"ST*309*{number:04}", *rows]
    body.append(f"SE*{len(body) + 1}*{number:04}")
    sender = "ISA*00*          *00*          *02*ABCD           *ZZ*CBP-ACE        "
    head = [
        f"{sender}*{day[2:]}*1200*^*00502*{number:09}*0*P*>",
        f"GS*AQ*ABCD*CBP-ACE*{day}*1200*{number}*X*005020",
    ]
    return "".join(f"{row}~\n" for row in [*head, *body, f"GE*1*{number}", f"IEA*1*{number:09}"])


def _cuscar(filing: dict[str, Any], number: int) -> str:
    verb, day = filing["action"], filing.get("filed_on", "2025-03-01").replace("-", "")
    unsure = "action" in filing.get("unread", ())
    purpose = "3" if verb == "delete" else "22"
    code = {"add": "23", "delete": "24" if unsure else "23", "change": "24"}[verb]
    if verb == "change" and unsure:
        purpose = "7"
    rows = [
        f"BGM+85:::STANDARD+ABCDT{number}+{purpose}",
        f"DTM+132:{_day(filing, '%Y%m%d')}1200:203",
        "LOC+60+0901:77", "RFF+ABO:REF1", "NAD+CA+ABCD:172", f"CNI+1+:{code}",
    ]  # fmt: skip
    if verb != "delete" and "claim" in filing:
        rows.append(f"DOC+929:::{'13' if filing['claim'] else '18'}")
    rows += [f"RFF+AAM:{filing['bill']}", "CNT+58:1"]
    if "consignee" in filing and filing["spelt"].get("name"):
        who = {key: _released(text) for key, text in filing["spelt"].items()}
        name = who["name"].replace("|", " ")
        rows.append(f"NAD+CN+++{name}+{who['street'] or ''}+{who['city']}+{who['state']}:163+{who['zip'] or ''}+US")
    if "value_cents" in filing:
        for n, (origin, amount) in enumerate(_dollars(filing), 1):
            rows += [f"GID+{n}", "PAC+1++PCS", "FTX+AAA+++SHIRT", "MEA+AAI++K:2"]
            rows += [f"CUX+2:{filing['currency']}:4"] if filing.get("currency") else []
            rows += [f"MOA+40:{amount}", f"LOC+27+{origin or 'ZZ'}:162"]
    body = [f"UNH+{number}+CUSCAR:D:03B:UN", *rows]
    body.append(f"UNT+{len(body) + 1}+{number}")
    when = f"{day}:1200"
    head = [
        f"UNB+UNOC:4+ABCD:02+CBP-ACE:ZZ+{when}+{number}++ACE",
        f"UNG+CUSCAR+ABCD:02+CBP-ACE:ZZ+{when}+{number}+UN+D:03B",
    ]
    return "".join(f"{row}'\n" for row in [*head, *body, f"UNE+1+{number}", f"UNZ+1+{number}"])


def _released(text: str | None) -> str | None:
    return text and "".join(f"?{letter}" if letter in "?+:'" else letter for letter in text)


def _air(filing: dict[str, Any], number: int) -> str:
    verb = filing["action"]
    rows = [{"add": "FXI", "change": "FXC", "delete": "FXX"}[verb], "JFKXX"]
    house = filing["bill"][11:]
    rows.append(f"{filing['bill'][:3]}-{filing['bill'][3:11]}-{house or 'M'}")
    letter = f"-{filing['letter']}" if filing.get("letter") else ""
    if verb == "delete":
        rows += [f"ARR/XX101/21AUG{letter}"] if letter else []
        return "".join(f"{row}\r\n" for row in [*rows, "RFA/01"])
    if verb == "add":
        rows.append("WBL/LHR/T1/K2.0/COTTON SHIRT")
    if "eda" in filing:
        rows.append(f"ARR/XX101/{_day(filing, '%d%b')}{letter}")
    if "claim" in filing:
        rows.append("CED/86" if filing["claim"] else "CED/11")
    if verb == "add":
        rows += ["SHP/EXAMPLE EXPORTS", "/1 SAMPLE ROAD", "/LONDON", "/GB/EC1A1BB"]
    if "consignee" in filing:
        who = filing["spelt"]
        rows += [f"CNE/{who['name'].replace('|', ' ')}", f"/{who['street']}", f"/{who['city']}/{who['state']}"]
        rows.append(f"/US/{(who['zip'] or '').replace('-', '')}")
    if "value_cents" in filing:
        code = filing.get("currency", "USD")
        rows += [f"CSD/{origin}/{amount}-{code}" for origin, amount in _dollars(filing)]
    if verb == "change":
        rows.append("RFA/01")
    return "".join(f"{row}\r\n" for row in rows)


def _ocean(filing: dict[str, Any], number: int) -> str:
    rows = ["ACR", "M01XMPL11LREXAMPLE VESSEL         012E      000001"]
    rows.append(f"P012704{_day(filing, '%m%d%y')}")
    top = filing.get("master", filing["bill"])
    house = f" {filing['bill'][4:]:<18}{filing['bill'][:4]}" if "master" in filing else ""
    rows.append(f"J01{top[:4]}")
    kind = "3" if filing["claim"] else "0"
    rows.append(f"B01{top[4:]:<12}41352{number:010}PCS  0000000012LB{kind}{house}")
    who = filing["spelt"]
    if who.get("name"):
        rows.append(f"N00CN {who['name'].replace('|', ' ')[:35]}")
        rows += [f"N02{who['street']}"] if who["street"] else []
        rows.append(f"N03{who['city']:<19}{who['state']}{(who['zip'] or '').replace('-', ''):<9}US")
    rows.append("C01ZZZU1234567                                 CN04000")
    ((origin, amount),) = _dollars(filing)[:1]
    shown = f"{int(amount):08}" if amount.isdigit() else "0000012A"
    rows += [f"D00610910     {shown}", f"D010000000001{'SHIRT':<62}{origin}"]
    return "".join(map(_80, [*rows, f"ZCR                               {len(rows) + 1:05}"]))


def _entry(filing: dict[str, Any], number: int) -> str:
    day = date.fromisoformat(filing.get("filed_on", "2025-03-01")).strftime("%m%d%y")
    verb = {"add": "A", "replace": "R", "change": "U", "delete": "D"}[filing["action"]]
    entry, bill = filing["entry"], filing["bill"]
    air, ocean = bill[:3].isdigit(), bill.startswith("OCEA")
    mode = "40" if air else "11" if ocean else "30"
    lines = _dollars(filing) if "value_cents" in filing else [("GB", "100")]
    total = sum(int(amount) for _, amount in lines) if all(a.isdigit() for _, a in lines) else None
    told = f"{total:010}" if total is not None else "000000012A"
    rows = [_80(f"A2720B76PASSWD{day}     SE"), _80("B  2720B76SE")]
    rows.append(_80(f"SE10{verb}{entry[:3]}  {entry[3:]} {filing['entry_type']}{'':15}{mode}0{told}2720"))
    rows.append(_80(f"SE13{'JANE DOE':<40}3105550100"))
    if air and bill[11:]:
        rows.append(_80(f"SE15M    {bill[:11]:<50}{'':8}     N"))
        rows.append(_80(f"SE15H    {bill[11:]:<50}00000001     N"))
    elif air:
        rows.append(_80(f"SE15M    {bill:<50}00000001     N"))
    elif "master" in filing:
        rows.append(_80(f"SE15M{filing['master'][:4]}{filing['master'][4:]:<50}{'':8}     N"))
        rows.append(_80(f"SE15H{bill[:4]}{bill[4:]:<50}00000001     N"))
    else:
        rows.append(_80(f"SE15R{bill[:4]}{bill[4:]:<50}00000001     N"))
    if verb == "D":
        return "".join([*rows, _80("Y  2720B76SE"), _80(f"Z2720B76      {day}")])
    rows += [_80(f"SE20EDA{_day(filing, '%m%d%y')}")] if "eda" in filing else []
    if filing.get("spelt", {}).get("name"):
        who = filing["spelt"]
        rows.append(_80(f"SE30CN {who['name'].replace('|', ' ')}"))
        rows += [_80(f"SE3515{who['street']}")] if who["street"] else []
        rows.append(_80(f"SE36{who['city']:<35}{who['state']:<9}{who['zip'] or '':<15}US"))
    rows += [
        _80("SE30SE EXAMPLE SELLER LTD"),
        _80("SE35151 HIGH ST"),
        _80(f"SE36{'LONDON':<35}{'':9}{'EC1A1BB':<15}GB"),
    ]
    for n, (origin, amount) in enumerate(lines, 1):
        rows.append(_80(f"SE40{n:03}{origin} COTTON SHIRT"))
        rows.append(_80(f"SE606109100012{int(amount):010}") if amount.isdigit() else _80("SE606109100012000000012A"))
    return "".join([*rows, _80("Y  2720B76SE"), _80(f"Z2720B76      {day}")])


_WRITERS: Final = {
    "x12-309": _x12, "cuscar": _cuscar, "camir-air": _air, "camir-ocean": _ocean, "catair-se": _entry,
}  # fmt: skip
