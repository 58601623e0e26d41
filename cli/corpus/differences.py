"""What differs between an expected report and the one that came out, told for people.

An expectation may leave keys out: what it does not name is not compared. So one that is written by hand can be short,
and a version that adds keys breaks none. What it names is compared whole: a group or a finding more is a difference.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from deminimis.cli import words

_ABSENT: Final = object()
# by which of its keys an entry of a list is found again, and which of them name it
_IDENTITY: Final[Mapping[str, tuple[str, ...]]] = {
    "files": ("path",),
    "groups": ("consignee_key", "consignee", "day"),
    "shipments": ("file", "line"),
    "findings": ("code", "file", "line", "column", "record", "field", "value"),
}
_TITLES: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "files": ("file", ("path",)),
    "groups": ("consignee day", ("consignee", "day")),
    "shipments": ("shipment", ("file", "line", "bill", "entry_number")),
    "findings": ("finding", ("code", "file", "line", "column")),
}


@dataclass(frozen=True)
class Difference:
    """One place where the two part; `expected` or `got` is None where there is nothing on that side."""

    where: str
    expected: str | None
    got: str | None


def differences(expected: Any, got: Any) -> list[Difference]:
    """All of them, in the order of the report."""
    return list(_compare("", (), expected, got))


def _compare(key: str, path: tuple[str, ...], expected: Any, got: Any) -> Iterator[Difference]:
    if isinstance(expected, dict) and isinstance(got, dict):
        for name, value in expected.items():
            where = path if name == "report" and not path else (*path, name)
            yield from _compare(name, where, value, got.get(name, _ABSENT))
    elif isinstance(expected, list) and isinstance(got, list) and key in _IDENTITY:
        yield from _lists(key, path[:-1], expected, got)
    elif expected != got or isinstance(expected, bool) != isinstance(got, bool):
        yield Difference(", ".join(path), _shown(key, expected), _shown(key, got))


def _lists(key: str, path: tuple[str, ...], expected: list[Any], got: list[Any]) -> Iterator[Difference]:
    left = dict(enumerate(got))
    order = []
    for at, entry in enumerate(expected):
        mine = next((n for n in ([at] if at in left else []) + list(left) if _same(key, entry, left[n])), None)
        if mine is None:
            yield Difference(", ".join((*path, _title(key, entry))), _brief(key, entry), None)
            continue
        order.append(mine)
        yield from _compare("", (*path, _title(key, entry)), entry, left.pop(mine))
    for entry in left.values():
        yield Difference(", ".join((*path, _title(key, entry))), None, _brief(key, entry))
    if order != sorted(order):
        yield Difference(", ".join((*path, key)), "in this order", "in another order")


def _same(key: str, expected: Any, got: Any) -> bool:
    if not isinstance(expected, dict) or not isinstance(got, dict):
        return bool(expected == got)
    return all(expected[name] == got.get(name) for name in _IDENTITY[key] if name in expected)


def _title(key: str, entry: Any) -> str:
    what, names = _TITLES[key]
    values = [str(entry[name]) for name in names if entry.get(name) is not None] if isinstance(entry, dict) else []
    return words.clean(" ".join([what, *values]))


def _brief(key: str, entry: Any) -> str:
    if not isinstance(entry, dict):
        return _shown("", entry) or ""
    if key == "findings":
        return words.clean(str(entry.get("message", "")))
    names = ("total_cents", "value_cents", "verdict", "status")
    return ", ".join(f"{name} {_shown(name, entry[name])}" for name in names if name in entry) or "there"


def _shown(key: str, value: Any) -> str | None:
    if value is _ABSENT:
        return None
    if key.endswith("_cents") and isinstance(value, int):
        return words.dollars(value)
    return words.clean(value if isinstance(value, str) else json.dumps(value))
