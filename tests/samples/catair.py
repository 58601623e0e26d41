"""The sample files of BD, SX, SO and NS, built through the layouts: one story, invented names, fixed dates.

JOHN Q CONSIGNEE gets two house bills by sea on 14 March 2025, 500 and 400 dollars: the download that CBP passes on
(BD), and the notice about the first of them (NS). Two type 86 entries by air on the same day are answered (SX, SO).
Withholding began in August 2025, so those two answers are of then.
"""

from datetime import date
from functools import cache
from typing import Any

from tests.build.records.catair import batch, image, text
from tests.build.shipments import DAY, FILED, JANE, JOHN, MOE, SELLER, Person

AUGUST = date(2025, 8, 14)
Goods = list[tuple[str, int, str, str]]  # tariff number, dollars, origin, description


def party(code: str, who: Person, truck: bool) -> list[str]:
    state = {"truck_state": who.state} if truck else {"state": who.state}
    return [
        image("0N", entity_code=code, entity_name=who.name),
        image("2N", address_1=who.street),
        image("3N", city=who.city, postal_code=who.postal, country=who.country, **state),
    ]


def head(mode: str, number: str, day: date = DAY, issuer: str = "ZZZZ", **manifest: Any) -> list[str]:
    name = {"30": "ZZZZTRIP0001", "20": "EXAMPLE RAIL", "11": "EXAMPLE VESSEL"}[mode]
    return [
        image("1M", carrier_code="ZZZZ", mode_of_transport=mode, conveyance_name=name, manifest_type="W", **manifest),
        image("1P", port=number, estimated_date_of_arrival=day, estimated_time_of_arrival="0930"),
        image("1J", issuer_code=issuer),
    ]


def bill(kind: str, who: Person, goods: Goods, truck: bool, **fields: Any) -> list[str]:
    out = [image("1B", port_of_lading="80107", bill_type=kind, in_bond_port="2704", **fields)]
    out += [image("2B", place_of_receipt="TORONTO"), *party("SH", SELLER, truck), *party("CN", who, truck)]
    out.append(image("1C", equipment_number="NO NUMBER", equipment_code="NC"))
    for hts, dollars, origin, description in goods:
        out.append(image("0D", hts_number=hts, value=dollars * 100, net_weight=2, weight_unit="K" if truck else "KG"))
        out.append(image("1D", quantity=1, description=description, country_of_origin=origin))
        out.append(image("2D", marks="NO MARKS AND NUMBERS"))
    return out


SHIRT: Goods = [("610910", 500, "GB", "COTTON KNIT T-SHIRT")]
HOUSE = {"bill_number": "000000000777", "house_issuer_code": "ZZZZ", "quantity": 1, "unit_of_measure": "PCS",
         "weight": 2, "weight_unit": "KG"}  # fmt: skip


def sea(kind: str, house: str, who: Person, goods: Goods) -> list[str]:
    return [*head("11", "2704"), *bill(kind, who, goods, False, **HOUSE, house_bill_number=house)]


def road(kind: str, number: str, who: Person, goods: Goods, verb: str | None = None) -> list[str]:
    records = head("30", "3801")
    if verb:
        records.append(image("1A", carrier_code="ZZZZ", port="3801", action=verb, bill_number=number))
    return records + (bill(kind, who, goods, True, bill_number=number) if verb != "D" else [])


def clean() -> list[str]:
    hat: Goods = [("650500", 120, "GB", "HAT")]
    book: Goods = [("490199", 250, "CA", "BOOKS")]
    grain: Goods = [("100119", 42000, "CA", "DURUM WHEAT")]
    rail = [*head("20", "3801"), *bill("0", MOE, grain, False, bill_number="000000000555", quantity=1,
            unit_of_measure="CAR", weight=90, weight_unit="ST")]  # fmt: skip
    records = [*road("3", "SCN000000001", JANE, SHIRT), *road("R", "SCN000000002", MOE, book)]
    return batch("BD", FILED, [*records, *rail], sea("7", "TST000000009", JOHN, hat), named=False)


def over_limit() -> list[str]:
    two: Goods = [("610910", 250, "GB", "COTTON KNIT T-SHIRT"), ("640399", 150, "CN", "SHOES")]
    machine: Goods = [("847989", 5000, "GB", "MACHINE")]
    records = [*sea("7", "TST000000001", JOHN, SHIRT), *sea("7", "TST000000002", JOHN, two)]
    records += [*sea("N", "TST000000003", JOHN, machine), *sea("7", "TST000000004", JANE, SHIRT)]
    return batch("BD", FILED, records, named=False)


def malformed() -> list[str]:
    """A bill type that is none, a value that is no number, a day that is none, a wrong count, an unknown record."""
    records = batch("BD", FILED, [*sea("7", "TST000000005", JOHN, SHIRT), *road("3", "SCN000000005", JANE, SHIRT),
                    *road("R", "SCN000000006", MOE, SHIRT)], named=False)  # fmt: skip
    first, second, third = (n for n, record in enumerate(records) if record.startswith("1B"))
    records[first] = records[first][:46] + "X" + records[first][47:]
    value = next(n for n in range(second, third) if records[n].startswith("0D"))
    records[value] = records[value][:13] + "00005OO0" + records[value][21:]
    day = next(n for n in range(second, third) if records[n].startswith("1P"))
    records[day] = records[day][:6] + "023025" + records[day][12:]
    records[-2] = records[-2][:12] + "00099" + records[-2][17:]
    records.insert(-2, "9X OF ANOTHER GUIDE".ljust(80))
    return records


def answered(number: str, house: str, *answers: tuple[str, str | None, str]) -> list[str]:
    """SE10 and SE15 as CBP echoes them; a record's own answers behind SE30, then the final one."""
    out = [
        image("SE10", action="A", entry_filer_code="ZZZ", entry_number=number, entry_type="86", mode_of_transport="40",
              bond_type="0", estimated_entry_value=45000, planned_port_of_entry="2720"),
        image("SE15", bill_type="M", bill_number="00012345675", non_ams="N"),
        image("SE15", bill_type="H", bill_number=house, quantity=1, non_ams="N"),
    ]  # fmt: skip
    if len(answers) > 1:
        out.append(image("SE30", entity_code="CN", entity_name="JOHN Q CONSIGNEE"))
    return out + [image("SE90", message_type=t, condition_code=c, narrative=n) for t, c, n in answers]


ACCEPTED = ("02", None, "SE DATA ACCEPTED")
EARLIER, EXCEEDING = ("00000110", "HAWB0001"), ("00000128", "HAWB0002")


def answers() -> dict[str, bytes]:
    warned = (("13", "284", "DE MINIMIS VALUE EXCEEDED"), ("03", None, "SE DATA ACCEPTED WITH WARNINGS"))
    refused = (("11", "282", "EDA REQUIRED FOR ENTRY TYPE 86"), ("01", None, "SE DATA REJECTED"))
    bad = batch("SX", FILED, answered(*EXCEEDING, *warned))
    bad[3] = bad[3][:4] + "?" + bad[3][5:]
    bad[-4] = bad[-4][:4] + "77ZZZ" + bad[-4][9:]
    rejection = [
        image("A", site_code="2704", sender_code="ZZZ", transmission_date=FILED),
        image("B generated"),
        image("X0", reference_type="BLOCK", occurrence=1, reference="2704 ZZZ     SE"),
        image("X1", severity="F", condition_code="X20", narrative="FILER NOT AUTHORIZED FOR APPLICATION ID"),
        image("X1", disposition="R", severity="F", condition_code="999", narrative="BATCH REJECTED"),
        image("Y generated", record_count=3),
        image("Z generated"),
    ]
    both = [*answered(*EARLIER, ACCEPTED), *answered(*EXCEEDING, *warned)]
    return {
        "catair_sx/accepted.edi": text(batch("SX", FILED, answered(*EARLIER, ACCEPTED))),
        "catair_sx/warned.edi": text(batch("SX", FILED, both)),
        "catair_sx/rejected.edi": text(batch("SX", FILED, answered(*EARLIER, *refused))),
        "catair_sx/refused_batch.edi": text(rejection),
        "catair_sx/malformed.edi": text(bad),
    }


def status(number: str, house: str, day: date, *codes: tuple[str, str], on_bill: str = "93") -> list[str]:
    moment = {"disposition_date": day, "disposition_time": "0930"}
    texts = {"93": "BILL ON FILE", "95": "BILL ARRIVED"}
    return [
        image("SO10", port_of_entry="2720", entry_filer_code="ZZZ", entry_number=number, entry_type="86",
              carrier_code="ZZ", voyage_flight_trip="0283", estimated_date_of_arrival=day),
        image("SO40", bill_type="M", bill_number="00012345675"),
        image("SO40", bill_type="H", bill_number=house, quantity=1, unit_of_measure="PCS", manifested_quantity="1"),
        image("SO50", **moment, disposition_code=on_bill, narrative=texts[on_bill], split="N"),
        *(image("SO60", **moment, disposition_code=code, narrative=narrative) for code, narrative in codes),
    ]  # fmt: skip


def statuses() -> dict[str, bytes]:
    met = ("30", "DE MINIMIS MAY BE MET USE ALT ENTRY TYPE")
    withheld = ("34", "ENTRY RELEASE WITHHELD - DE MINIMIS MET")
    agency = [
        image("SO70", agency="FDA", status_date=DAY, status_time="1005", entry_status="07", narrative="MAY PROCEED"),
        image("SO72", comment="NO FURTHER ACTION"),
    ]
    bad = batch("SO", FILED, status(*EARLIER, DAY, met))
    bad[-3] = bad[-3][:4] + "023025" + bad[-3][10:14] + "Z9" + bad[-3][16:]
    bad[-2] = bad[-2][:12] + "00058" + bad[-2][17:]
    return {
        "catair_so/warned.edi": text(batch("SO", FILED, status(*EARLIER, DAY, met))),
        "catair_so/withheld.edi": text(batch("SO", AUGUST, status(*EXCEEDING, AUGUST, withheld, on_bill="95"))),
        "catair_so/accepted.edi": text(batch("SO", DAY, [*status(*EXCEEDING, DAY, ("98", "RELEASED")), *agency])),
        "catair_so/malformed.edi": text(bad),
    }


def posted(code: str, day: date, issuer: str, number: str, *remarks: str, **house: Any) -> list[str]:
    return [
        image("05", conveyance_name="EXAMPLE VESSEL", voyage_number="012E", port="2704", estimated_date_of_arrival=day),
        image("30", disposition_code=code, issuer_code=issuer, bill_number=number, quantity=1, action_date=day,
              action_time="0930", **house),
        image("40", port_of_transaction="2704"),
        *(image("50", remarks=remark) for remark in remarks),
    ]  # fmt: skip


def posts() -> dict[str, bytes]:
    own = {"house_issuer_code": "ZZZZ"}
    first = {**own, "house_bill_number": "TST000000001"}
    second = {**own, "house_bill_number": "TST000000002"}
    master = ("ZZZZ", "000000000777")
    warned = posted("2M", FILED, *master, "VALUE MAY EXCEED CONSIGNE DAILY MAX ET86", **first)
    withheld = posted("4M", AUGUST, *master, "WITHHOLD ENTRY RELEASE - DE MINIMIS MET", **second)
    air = posted(
        "4M", AUGUST, "000", "12345675", "WITHHOLD ENTRY RELEASE - DE MINIMIS MET", house_bill_number="HAWB0002"
    )
    bad = batch("NS", FILED, warned, named=False)
    bad[3] = bad[3][:2] + "Z9" + bad[3][4:63] + "250230" + bad[3][69:]
    return {
        "catair_ns/warned.edi": text(batch("NS", FILED, warned, named=False)),
        "catair_ns/withheld.edi": text(batch("NS", AUGUST, [*withheld, *air], named=False)),
        "catair_ns/accepted.edi": text(batch("NS", DAY, posted("69", DAY, *master, **second), named=False)),
        "catair_ns/malformed.edi": text(bad),
    }


@cache
def files() -> dict[str, bytes]:
    """Path below samples/ -> content."""
    downloads = {"clean": clean(), "over_limit": over_limit(), "malformed": malformed()}
    return {
        **{f"catair_bd/{name}.edi": text(records) for name, records in downloads.items()},
        **answers(),
        **statuses(),
        **posts(),
    }
