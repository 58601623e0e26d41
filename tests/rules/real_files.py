"""Random scenarios as whole files: written, read and judged as by `check`, and beside them the slow reference.

python -m tests.rules.real_files SECONDS SEED      as many as fit, each with its own seed; prints those that differ
"""

from __future__ import annotations

import math
import random
import sys
import time
from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import permutations
from typing import Any, Final

import polars as pl

from deminimis.rules.base.settings import Settings
from deminimis.rules.library import Result, check, read
from deminimis.rules.policy.what_if import rates, with_rates
from tests.build.filings.scenarios import CAN, notice, written
from tests.rules import reference

WHO: Final = {
    "name": "IRIS ALDER",
    "street": "12 OAK ST",
    "city": "RENO",
    "state": "NV",
    "zip": "89501",
    "country": "US",
}
JOSE: Final = WHO | {"name": "JOSE ACME WEST INC"}
# One person, and how files write him; a bar is where an N2 goes on.
SPELT: Final = {
    "IRIS ALDER": ["IRIS ALDER", "Iris  Alder", "IRIS| ALDER", "ALDER, IRIS", "IRIS ALDER C/O HUGO"],
    "JOSE ACME WEST INC": [
        "JOSE ACME WEST INC",
        "JOS\xc9 ACME|WEST INC",
        "JOSE ACME WEST INCORPORATED",
        "JOSE|ACME WEST INC",
    ],
    "HUGO BIRCH": ["HUGO BIRCH", "HUGO| BIRCH"],
}
STREETS: Final = ["12 OAK ST", "12 Oak Street", "12 OAK STREET"]
BILLS: Final = {
    "ABCDT000001": ("x12-309", "cuscar"), "ABCDT000002": ("x12-309", "cuscar"), "ABCDT000003": ("x12-309",),
    "99912345675H0001": ("camir-air",), "99912345675H0002": ("camir-air",), "OCEAM000001": ("camir-ocean",),
    "99912345675": ("camir-air",), "OCEBH000001": ("camir-ocean",), "OCEBH000002": ("camir-ocean",),
}  # fmt: skip
MASTERS: Final = {
    "99912345675H0001": "99912345675", "99912345675H0002": "99912345675",
    "OCEBH000001": "OCEAM000001", "OCEBH000002": "OCEAM000001",
}  # fmt: skip
FAMILIES: Final = [[master, *(house for house in MASTERS if MASTERS[house] == master)] for master in
                   dict.fromkeys(MASTERS.values())]  # fmt: skip
LETTERS: Final = [None, "A", "A", "B"]
PEOPLE: Final = [WHO, WHO, WHO, JOSE, WHO | {"name": "HUGO BIRCH"}, WHO | {"zip": "89509"}, WHO | {"zip": None}]
TIMES: Final = {  # reference date, days, filing days, arrivals
    "P3": ("2025-03-01", ["2025-03-10", "2025-03-10", "2025-03-11"], ["2025-03-01", "2025-03-01", "2025-03-10"]),
    "May": ("2025-05-10", ["2025-05-20", "2025-05-20", "2025-05-21"], ["2025-05-10", "2025-05-10", "2025-05-20"]),
    "P4": ("2025-08-10", ["2025-08-20", "2025-08-20", "2025-08-21"], ["2025-08-10", "2025-08-10", "2025-08-20"]),
    "edge": ("2025-08-05", ["2025-08-11", "2025-08-12", "2025-08-13"], ["2025-08-05", "2025-08-12"]),
}  # fmt: skip
VALUES: Final = [10000, 25000, 30000, 40000, 40000, 50000, 80000, 80100, None]
# What one unit is in US dollars, all year; of the last there is no rate.
RATES: Final = {"GBP": 1.25, "EUR": 1.0625, "JPY": 0.0078125}
CURRENCIES: Final = ["GBP", "GBP", "EUR", "JPY", "CAD"]
UNKNOWN: Final = ["X", "", "d", "Z"]  # of M1303


class Scenario:
    """Filings as the reference takes them, the files, and how they are judged."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        draw = self.draw
        self.as_of, self.days, self.filed = TIMES[draw.choice(list(TIMES))]
        self.policy_date = draw.choice([None, None, None, "2025-03-01", "2025-08-15"])
        self.rates = self._likely(0.5)
        self.bills = (
            draw.choice(FAMILIES) if self._likely(0.3) else draw.sample(list(BILLS), 2)
        )  # few: much of it meets
        self.split = self._likely(0.3)
        filings: list[dict[str, Any]] = []
        for _ in range(draw.randint(2, 6)):
            filings.append(self._filing(filings))
        self.arrivals = self._arrivals(filings)
        for filing in filings:
            masters = self.arrivals.get(filing.get("master", ""))  # which is that of its houses
            at = self.arrivals.get(filing["bill"], masters)
            if at and filing["action"] != "delete":
                filing["arrival"] = at
        self.filings = filings
        self.files = [written(filing, n) for n, filing in enumerate(filings, 1)]
        if self.arrivals:
            self.files.append(notice(list(self.arrivals.items()), draw.choice(["NS", "NS", "R02", "350"])))

    def _likely(self, part: float) -> bool:
        return self.draw.random() < part

    def _arrivals(self, filings: list[dict[str, Any]]) -> dict[str, str]:
        named = sorted({f["bill"] for f in filings if f["bill"].startswith(("ABCD", "OCEA"))})
        return {bill: f"{self.draw.choice(self.days)}T09:30" for bill in named if self._likely(0.5)}

    def _filing(self, before: list[dict[str, Any]]) -> dict[str, Any]:
        draw = self.draw
        bill = draw.choice(self.bills)
        entry = self._likely(0.3)
        form = "catair-se" if entry else draw.choice(BILLS[bill])
        verbs = {"camir-ocean": ["add"], "catair-se": ["add", "add", "add", "replace", "change", "delete"]}
        verb = draw.choice(verbs.get(form, ["add", "add", "add", "change", "change", "delete"]))
        filing: dict[str, Any] = {"kind": "entry" if entry else "manifest", "form": form, "action": verb, "bill": bill}
        if bill in MASTERS:
            filing["master"] = MASTERS[bill]
        dated = form in ("x12-309", "cuscar", "catair-se")
        filing["filed_on"] = draw.choice(self.filed) if dated else self.as_of
        if entry:
            filing["entry"] = f"B760000001{list(BILLS).index(bill)}"
            filing["entry_type"] = draw.choice(["86", "86", "86", "11"])
        can = CAN[form]
        if verb in ("change", "delete") and "verb" in can and self._likely(0.2):
            filing |= {"unread": ["action"], "verb": draw.choice(UNKNOWN)}
        letter = draw.choice(LETTERS) if self.split and form == "camir-air" else None
        if verb == "delete":
            return filing | ({"part": letter, "letter": letter} if letter else {})
        fields = self._fields(form, can)
        if entry:
            fields["claim"] = filing["entry_type"] == "86"
        if verb == "change" and entry:
            fields.pop("consignee")  # an update states value, type and origin again, and changes none of them
            filing["carries"] = [name for name in fields if fields[name] is None]
        elif verb == "change":
            names = draw.sample(["value_cents", "consignee", "claim"], draw.randint(1, 2))
            if form != "camir-air" or self._likely(0.5):
                names.append("eda")
            if "value_cents" in names:
                names.append("origin")
            if fields["consignee"]["zip"] is None:
                names = [name for name in names if name != "consignee"] or ["claim"]
            told = [
                each for each in before if each["bill"] == bill and each.get("consignee", WHO)["zip"] and "eda" in each
            ]
            if told and self._likely(0.4):  # says again what stands, in other words
                last = told[-1]
                fields |= {name: last[name] for name in ("eda", "consignee") if name in last}
                names = ["consignee", "eda"]
            fields = {name: fields[name] for name in (*names, "currency", "amount") if name in fields}
            filing["carries"] = [name for name in fields if fields[name] is None]
        filing |= fields
        filing |= _part(filing, letter)
        self._convert(filing)
        self._spell(filing)
        return filing

    def _fields(self, form: str, can: frozenset[str]) -> dict[str, Any]:
        draw = self.draw
        value = draw.choice([v for v in VALUES if v is not None or "value" in can])
        day = draw.choice([*self.days, *([None] if "eda" in can and self._likely(0.3) else [])])
        origins: list[Any] = ["GB", "GB", "GB", "CN"]
        if "several" in can:
            origins.append(["GB", "CN"])
        people = [who for who in PEOPLE if "part" in can or who["zip"]]
        fields = {
            "value_cents": value, "eda": day, "origin": draw.choice(origins), "consignee": draw.choice(people),
            "claim": self._likely(0.85),
        }  # fmt: skip
        if "currency" in can and value is not None and self._likely(0.25):
            fields |= {"value_cents": None, "currency": draw.choice(CURRENCIES)}
            fields["amount"] = value // 100 * (100 if fields["currency"] == "JPY" else 1)
        return fields

    def _convert(self, filing: dict[str, Any]) -> None:
        """The value in US dollars, where the table of rates has that of its currency and the filing has a day."""
        if "value_cents" not in filing:
            filing.pop("currency", None)
        rate = RATES.get(filing.get("currency", "")) if self.rates else None
        if rate and (filing.get("eda") or filing["form"] != "camir-air"):
            filing["value_cents"] = math.ceil(filing["amount"] * 100 * rate)
            if "carries" in filing:
                filing["carries"] = [name for name in filing["carries"] if name != "value_cents"]

    def _spell(self, filing: dict[str, Any]) -> None:
        """How the file writes the consignee, and in which character set."""
        who = filing.get("consignee")
        if not who:
            return
        name = self.draw.choice(SPELT[who["name"]])
        wide = who["zip"] and filing["form"] != "camir-ocean" and self._likely(0.2)
        plain = filing["form"] in ("camir-air", "camir-ocean", "catair-se")  # whose fields take no letters but these
        if plain:
            name = (
                name.upper()
                .replace("\xc9", "E")
                .replace("  ", " ")
                .replace("ALDER, IRIS", "IRIS ALDER")
                .replace("C/O HUGO", "")
            )
        street = self.draw.choice(STREETS)
        filing["spelt"] = who | {
            "name": name.strip(), "street": street.upper() if plain else street,
            "zip": f"{who['zip']}-1234" if wide and filing["form"] == "x12-309" else who["zip"],
        }  # fmt: skip
        filing["charset"] = self.draw.choice(["latin-1", "utf-8"])


def _part(filing: dict[str, Any], letter: str | None) -> dict[str, Any]:
    """The letter of a part, which stands beside the day and is not read where that is not: nor that there is none."""
    if filing["form"] != "camir-air" or "eda" not in filing:
        return {}
    if filing["eda"]:
        return {"letter": letter, "part": letter} if letter else {}
    return {"letter": letter, **({"unread": ["action"]} if filing["action"] == "change" else {})}


def judged(scenario: Scenario) -> list[dict[str, Any]]:
    """What the program says of the files, as the reference says it."""
    frames = read(*scenario.files, as_of=date.fromisoformat(scenario.as_of))
    if scenario.rates:
        table = "".join(f"{code},2025-01-01,2025-12-31,{rate}\n" for code, rate in RATES.items())
        frames = replace(frames, filings=with_rates(frames.filings, rates(f"currency,from,to,rate\n{table}"))[0])
    policy_date = date.fromisoformat(scenario.policy_date) if scenario.policy_date else None
    result: Result = check(frames, Settings(as_of=date.fromisoformat(scenario.as_of), policy_date=policy_date))
    found = []
    for group in result.groups.iter_rows(named=True):
        members = result.shipments.filter(pl.col("group") == group["group"])
        found.append({
            "name": group["consignee_name"],
            "zip": group["consignee_key"].split("|")[4] or None if group["consignee_key"] else None,
            "day": group["day"].isoformat() if group["day"] else None,
            "total": group["total_cents"], "counted": group["counted_cents"],
            "verdict": group["verdict"], "provisional": group["provisional"],
            "verdicts": members["verdict"].to_list(), "roles": members["role"].to_list(),
        })  # fmt: skip
    return sorted(found, key=repr)


_VERDICTS: Final[dict[str, Any]] = {"verdict": None, "verdicts": None}


def same(found: list[dict[str, Any]], expected: list[dict[str, Any]]) -> bool:
    """Equal, but that the program may say unknown where trying out every placing says otherwise."""
    if len(found) != len(expected):
        return False
    looks = {repr(group | _VERDICTS) for group in found}
    if looks != {repr(group | _VERDICTS) for group in expected}:
        return False
    for each in looks:
        ours = [group for group in found if repr(group | _VERDICTS) == each]
        theirs = [group for group in expected if repr(group | _VERDICTS) == each]
        if len(ours) != len(theirs):
            return False
        if not any(all(map(_careful, ours, order)) for order in permutations(theirs)):
            return False
    return True


def _careful(found: dict[str, Any], expected: dict[str, Any]) -> bool:
    pairs = zip([found["verdict"], *found["verdicts"]], [expected["verdict"], *expected["verdicts"]], strict=True)
    return all(a in (b, "unknown") for a, b in pairs)


def differs(seed: int) -> tuple[Scenario, list[dict[str, Any]], list[dict[str, Any]]] | None:
    """The scenario of a seed, what came out and what should have, where they are not the same."""
    scenario = Scenario(seed)
    expected = sorted(reference.judge(scenario.filings, scenario.as_of, scenario.policy_date), key=repr)
    found = judged(scenario)
    return None if same(found, expected) else (scenario, found, expected)


def main(seconds: float, first: int) -> int:
    """As many scenarios as fit. Returns how many differ."""
    end, seed, bad = time.monotonic() + seconds, first, []
    verbs: Counter[str] = Counter()
    while time.monotonic() < end:
        wrong = differs(seed)
        if wrong:
            bad.append(seed)
            print(f"seed {seed}: {wrong[0].as_of}, policy date {wrong[0].policy_date}, arrivals {wrong[0].arrivals}")
            for filing in wrong[0].filings:
                print("   ", {name: value for name, value in filing.items() if name != "consignee"})
            for title, groups in (("found", wrong[1]), ("wanted", wrong[2])):
                for group in groups:
                    print(f"    {title}: {group}")
        verbs.update(f"{filing['form']} {filing['action']}" for filing in Scenario(seed).filings)
        seed += 1
    print(
        f"{seed - first} scenarios from seed {first} on, {len(bad)} differ: {bad}; "
        f"filings {dict(sorted(verbs.items()))}"
    )
    return len(bad)


if __name__ == "__main__":
    sys.exit(bool(main(float(sys.argv[1]), int(sys.argv[2]))))
