"""Random filings: many small worlds of few people and bills, and what reaches across them."""

import random
from typing import Any

import polars as pl

from deminimis.edi.frames.shipments import Filings
from tests.build.scenario import IRIS, filings

NAMES = ["IRIS ALDER", "HUGO BIRCH", "NORA QUINCE"]
DAYS = ["2025-03-03", "2025-03-03", "2025-03-03", "2025-03-04", "2025-03-05", None]
LATER = "2025-03-04"
IDENTIFIERS = ["12-3456789", "98-7654321"]
PEOPLE = [
    IRIS,
    IRIS,
    IRIS | {"name": "HUGO BIRCH"},
    IRIS | {"name": "IRIS M ALDER"},
    IRIS | {"zip": None},
    IRIS | {"state": None},
    IRIS | {"street": None},
]


def _filing(chance: random.Random, world: int, calm: bool) -> dict[str, Any]:
    number = chance.randint(1, 6)
    row: dict[str, Any] = {"bill": f"ABCD{world:04}B{number}", "filed_on": "2025-01-15", "origin": "GB", "claim": True}
    row |= {"kind": chance.choice(["manifest", "manifest", "entry"])}
    row["action"] = chance.choice(["add"] * 12 + ["change", "delete", "replace"])
    if row["kind"] == "manifest" and row["action"] == "replace":
        row["action"] = "add"
    if chance.random() < 0.1:
        row["filed_on"] = chance.choice(["2025-03-03", "2025-03-04"])
    if row["kind"] == "entry":
        row |= {"entry": f"E{world:04}{number}", "entry_type": chance.choice(["86"] * 9 + ["11"])}
        row["claim"] = row["entry_type"] == "86"
    elif chance.random() < 0.05:
        row["part"] = chance.choice("AB")
    elif chance.random() < 0.08:
        row["claim"] = False
    if chance.random() < 0.08:
        row["columns"] = {"master_bill": f"ABCD{world:04}B{chance.choice([1, 7, 8])}"}
    day = chance.choice(DAYS if not calm else DAYS[:-1])
    cents = chance.choice([10000, 30000, 40000, 50000, 79900, 80000])
    who = dict(chance.choice(PEOPLE))
    # the same name in many worlds, the same streets in few: what lacks a street floats to all of that name
    if who["name"] in NAMES:
        who["name"] = chance.choice(NAMES[: 1 + world % 3])
    if who["street"]:
        who["street"] = f"{12 + world // 2} OAK ST"
    if row["action"] == "change":
        return row | chance.choice([{"value_cents": cents}, {"eda": LATER}, {"consignee": who}])
    if row["action"] == "delete":
        return row
    row |= {"eda": day, "value_cents": cents if chance.random() > (0.0 if calm else 0.03) else None}
    row["columns"] = row.get("columns", {}) | {"shipper_name": chance.choice(["ACME", "ZENITH"]), "weight_kg": 1.0}
    if chance.random() < 0.03:
        row["arrival"] = chance.choice(["2025-03-03", "2025-03-04"])
    if chance.random() < 0.05:
        row["origin"] = chance.choice(["CN", None, ["GB", "CN"]])
    elif chance.random() < 0.5:
        goods = {"hts": chance.choice(["6109100012", "3304995000", "2204214060"]), "description": "GIFT"}
        weight = chance.choice([1.0, 1.1, 1.2, 1.3, 900.0 if chance.random() < 0.1 else 1.0])
        row["lines"] = [{"origin": "GB", "value_cents": cents, "weight_kg": weight, **goods}]
    told = chance.randint(0, 19)
    if told < 6:
        row["identifier"] = f"{IDENTIFIERS[told % 2][:6]}{world // 3:04}"
    if told < 4 or told == 18:
        return row | ({"consignee": who} if told == 18 and calm else {})
    if told == 19:
        nobody = dict.fromkeys(IRIS)
        kind = chance.random()
        if kind < 0.3:
            nobody |= {"street": f"{12 + world // 2} OAK ST", "city": "RENO", "state": "NV"}
        elif kind < 0.5:
            nobody |= {"zip": "89501"}
        return row | {"consignee": who if calm and kind >= 0.5 else nobody}
    return row | {"consignee": who}


def invented(seed: int, worlds: int, files: int, calm: bool) -> Filings:
    """Filings of all worlds, shuffled over files."""
    chance = random.Random(seed)
    rows = [_filing(chance, w, calm and w % 10 > 0) for w in range(worlds) for _ in range(chance.randint(4, 10))]
    if seed % 3 == 0:  # one bill with more requests than a bill may have states
        home = IRIS | {"street": "12 OAK ST"}
        many = {"bill": "ABCDMANY", "kind": "manifest", "filed_on": "2025-12-01", "origin": "GB", "claim": True}
        rows += [
            many | {"action": "change" if n else "add", "eda": "2025-03-03", "value_cents": 1000 * (n + 1),
                    "consignee": home} for n in range(9)
        ]  # fmt: skip
    for number in range(worlds // 3):  # entries of type 11 that withdraw the claims of many people's bills
        wide = {"kind": "entry", "action": "add", "filed_on": "2025-01-15", "origin": "GB", "claim": False}
        wide |= {"bill": None, "entry": f"W{number}", "entry_type": "11", "eda": "2025-03-03", "value_cents": 90000}
        wide["bills"] = [
            f"ABCD{chance.randrange(worlds):04}B{chance.randint(1, 8)}" for _ in range(chance.randint(2, 4))
        ]
        rows.append(wide | ({"consignee": dict(chance.choice(PEOPLE))} if chance.random() < 0.5 else {}))
        if chance.random() < 0.2:
            rows.append(wide | {"action": "delete"})
    chance.shuffle(rows)
    return Filings.concat([_file(number, rows[number::files]) for number in range(files)])


def _file(number: int, rows: list[dict[str, Any]]) -> Filings:
    frames = filings([{name: value for name, value in row.items() if name != "bills"} for row in rows])
    more = [{"file": 0, "seq": seq, "bill": bill} for seq, row in enumerate(rows) for bill in row.get("bills", [])]
    if more:
        named = pl.concat([frames.bills, pl.DataFrame(more, schema=frames.bills.schema)]).sort(
            "seq", maintain_order=True
        )
        frames = Filings(frames.shipments, named, frames.lines, frames.forms)
    return frames.with_columns(file=pl.lit(number, pl.UInt32))
