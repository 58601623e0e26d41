"""Small filings in every format, all for one consignee on one day unless said otherwise. Names are invented."""

from dataclasses import dataclass
from datetime import date

DAY = date(2025, 3, 14)


@dataclass(frozen=True)
class Parcel:
    """One shipment: its number, value in whole dollars, origin, and what an entry says of it."""

    number: str
    value: object
    origin: str = "GB"
    bill: str = ""  # of an entry: SE15 as filed, lines of it joined by |
    mode: str = "40"
    edas: tuple[date, ...] = (DAY,)
    entry_type: str = "86"
    consignee: str = "IRIS ALDER"


def _lines(*records: str) -> bytes:
    return "".join(record.ljust(80) + "\n" for record in records).encode()


def bill_air(house: str, master: str = "00020000024") -> str:
    """SE15 of an air house and its master."""
    return f"SE15M    {master:<50}|SE15H    {house:<50}00000001     N"


def bill_regular(scac: str, number: str) -> str:
    """SE15 of a regular bill that states its issuer (ocean, rail, truck)."""
    return f"SE15R{scac}{number:<50}00000001     N"


def entries(*parcels: Parcel, filed: date = date(2025, 3, 12)) -> bytes:
    """A cargo release batch of adds."""
    out = [f"A2720ZZZ      {filed:%m%d%y}     SE", "B  2720ZZZSE"]
    for p in parcels:
        out.append(f"SE10AZZZ  {p.number:<8} {p.entry_type}               {p.mode}0{p.value:0>10}2720")
        out.append(f"SE13{'IRIS ALDER':<40}2025550123")
        out += [line.ljust(72) + "N" if line[:5] == "SE15M" else line for line in p.bill.split("|")]
        out += [f"SE20EDA{day:%m%d%y}" for day in p.edas]
        out += [
            f"SE30CN {p.consignee}",
            "SE351512 MILL ST",
            "SE36RENO                               NV       89501          US",
        ]
        out += ["SE30SE THAMESBANK TRADING LTD", "SE35151 HIGH ST"]
        out += ["SE36LONDON                                      SW1A 1AA       GB"]
        out += [f"SE40001{p.origin} COTTON KNIT T-SHIRT", f"SE606109100012{p.value:0>10}"]
    return _lines(*out, "Y  2720ZZZSE", f"Z2720ZZZ      {filed:%m%d%y}")


def truck(*parcels: Parcel, day: date = DAY, scac: str = "ZZZZ", mode: str = "J") -> bytes:
    """An X12 309."""
    body = [f"M10*{scac}*{mode}****{scac}{day:%y%m%d}A", f"P4*3801*{day:%Y%m%d}"]
    for n, p in enumerate(parcels, 1):
        body += [
            f"LX*{n}", f"M11*{p.number}*WINDSOR ON*1*PCS*1.5*K***{'13' if mode == 'J' else '00'}***{scac}",
            f"N1*CN*{p.consignee}", "N3*12 MILL ST", "N4*RENO*NV*89501*US",
            f"N10*1*COTTON KNIT T-SHIRT**A*6109100012*{p.value}*K*1.5***{p.origin}",
        ]  # fmt: skip
    sender = scac.ljust(15)
    head = f"ISA*00*          *00*          *ZZ*{sender}*ZZ*CBP            *250312*0715*^*00502*000000102*0*T*>"
    gs = f"GS*AQ*{scac}*CBP*20250312*0715*102*X*005020"
    tail = [f"SE*{len(body) + 2}*0001", "GE*1*102", "IEA*1*000000102"]
    return "".join(f"{segment}~\n" for segment in (head, gs, "ST*309*0001", *body, *tail)).encode()


def cuscar(*parcels: Parcel, day: date = DAY) -> bytes:
    """A CUSCAR with its group."""
    body = [f"BGM+85:::STANDARD+ZZZZ{day:%y%m%d}A+22", f"DTM+132:{day:%Y%m%d}0930:203", "LOC+60+3801:77",
            "RFF+ABO:REF?'1", "NAD+CA+ZZZZ:172"]  # fmt: skip
    for n, p in enumerate(parcels, 1):
        body += [
            f"CNI+{n}+:23", "DOC+929:::13", f"RFF+AAM:ZZZZ{p.number}",
            f"NAD+CN+++{p.consignee}+12 MILL ST+RENO+NV:163+89501+US", "GID+1", "PAC+2++PCS", f"MOA+40:{p.value}",
            f"LOC+27+{p.origin}:162",
        ]  # fmt: skip
    parties = "ZZZZ:02+CBP-ACE-TEST:ZZ+20250312:0930"
    head = [f"UNB+UNOA:4+{parties}+81++ACE", f"UNG+CUSCAR+{parties}+81+UN+D:03B", "UNH+CUSCAR1+CUSCAR:D:03B:UN"]
    tail = [f"UNT+{len(body) + 2}+CUSCAR1", "UNE+1+81", "UNZ+1+81"]
    return "".join(f"{segment}'\n" for segment in (*head, *body, *tail)).encode()


def air(*parcels: Parcel, day: date = DAY, express: bool = True, header: bool = True) -> bytes:
    """FXI messages with CED 86, or FRI messages without it."""
    out = ["QK WASUCCR", ".XXXFMXX 121915"] if header else []
    for p in parcels:
        out += [
            "FXI" if express else "FRI", "JFKXX", f"000-20000024-{p.number}", "WBL/LHR/T1/K1.5/COTTON KNIT T-SHIRT",
            f"ARR/XX101/{day:%d%b}".upper(), *(["CED/86"] if express else []), "SHP/PENNINE MAIL ORDER LTD",
            "/9 CANAL ROAD", "/LEEDS/", "/GB/LS1 4AP", f"CNE/{p.consignee}", "/12 MILL ST", "/RENO/NV", "/US/89501",
            f"CSD/{p.origin}/{p.value}-USD",
        ]  # fmt: skip
    return "".join(line + "\r\n" for line in out).encode()


def ocean(*parcels: Parcel, day: date = DAY, kind: str = "3") -> bytes:
    """A manifest of bills of type `kind`: 3 claims, 0 does not."""
    out = ["ACR", "M01ZZZZ11LREXAMPLE VESSEL         012E      000001", f"P012704{day:%m%d%y}", "J01ZZZZ"]
    for p in parcels:
        out += [
            f"B01{p.number:<12}413520000000001PCS  0000000012LB{kind}",
            "S01THAMESBANK TRADING LTD             151 HIGH ST",
            f"N00CN {p.consignee}", "N0212 MILL ST", "N03RENO               NV89501    US",
            "C01ZZZU1234567                                 CN04000", f"D00610910     {p.value:0>8}",
            f"D010000000001{'COTTON KNIT T-SHIRT':<62}{p.origin}",
        ]  # fmt: skip
    return _lines(*out, f"ZCR                               {len(out) - 1:05d}")


def rail_download(*parcels: Parcel, day: date = DAY) -> bytes:
    """CBP's copy of a rail manifest for the broker: bills that need an entry."""
    out = ["A2704ZZZ      031225", "B  2704ZZZBD", f"1MZZZZ21  {'TRAIN':<23}{day:%y%j}{'':<19}W"]
    out += [f"1P3801{day:%m%d%y}     {'':<4}0930", "1JZZZZ"]
    for p in parcels:
        out += [
            f"1B{p.number:<12}801070000000001PCS  0000000002KG0", "0NSH EXAMPLE SELLER LTD", "2N1 HIGH ST",
            f"{'3NTORONTO':<32}CA", f"0NCN {p.consignee}", "2N12 MILL ST", f"{'3NRENO':<21}NV89501    US",
        ]  # fmt: skip
    return _lines(*out, "Y  2704ZZZBD", "Z2704ZZZ      031225")
