"""A baseline: findings that are known and left out, so that a check in CI speaks of new ones only.

It holds no text of a filing: of each finding its code, file and record, a fingerprint, and how often it occurs. Lines
are not part of the fingerprint, so records that are added before a finding do not make it a new one. What may not be
hidden (the sum, suspension, EDI1xx) is never in it, and would not be hidden if it were.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import click
import polars as pl

from deminimis.cli import words
from deminimis.cli.atomic import write_whole
from deminimis.cli.session.report import Report
from deminimis.rules.codes import CODES

VERSION: Final = 1
_WHAT: Final = ("code", "file", "record", "field", "value", "params")


def fingerprint(message: Mapping[str, Any], folder: Path | None = None) -> str:
    """What makes a finding (as of Report.messages) the same one tomorrow; paths are taken relative to `folder`."""
    told = {name: message[name] for name in _WHAT} | {"file": _relative(message["file"], folder)}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:20]


def _relative(file: str | None, folder: Path | None) -> str | None:
    if file is None:
        return None
    path = Path(file)
    if folder is not None and path.is_absolute() and path.is_relative_to(folder):
        path = path.relative_to(folder)
    return path.as_posix()


def write(path: Path, report: Report, folder: Path) -> None:
    """Writes the baseline of a report: all of its findings that may be hidden. Raises OSError."""
    known: dict[str, dict[str, Any]] = {}
    for message in report.messages():
        if CODES[message["code"]].hideable and "more" not in message["params"]:
            mark = fingerprint(message, folder)
            entry = {name: message[name] for name in ("code", "name", "file", "record")}
            entry["file"] = _relative(message["file"], folder)
            known.setdefault(mark, entry | {"fingerprint": mark, "count": 0})["count"] += 1
    content = {"version": VERSION, "findings": list(known.values())}
    write_whole(path, (json.dumps(content, indent=1) + "\n").encode())


def read(path: Path) -> Counter[str]:
    """How often each fingerprint is known. Raises click.UsageError for what is no baseline."""
    try:
        content = json.loads(path.read_text("utf-8"))
        if content["version"] != VERSION:
            raise click.UsageError(
                f"{path}: a baseline of version {content['version']!r}; this program knows {VERSION}"
            )
        return Counter({each["fingerprint"]: int(each["count"]) for each in content["findings"]})
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise click.UsageError(
            f"{path}: this is no baseline; write one with `deminimis check FILE... --write-baseline {path}`"
        ) from error


def without(report: Report, known: Counter[str], name: str, folder: Path) -> Report:
    """The report without the findings that are known; the report says how many those are."""
    left, keep, hidden = Counter(known), [], Counter[tuple[str, str]]()
    for message in report.messages():
        mark = fingerprint(message, folder)
        hide = left[mark] > 0 and CODES[message["code"]].hideable and "more" not in message["params"]
        if hide:
            left[mark] -= 1
            hidden[message["code"], message["severity"]] += 1
        keep.append(not hide)
    counts = Counter({key: count - hidden[key] for key, count in report.counts.items()})
    said = f"{words.many(hidden.total(), 'known finding')} of {name} left out"
    findings = report.findings.filter(pl.Series(keep, dtype=pl.Boolean))
    return replace(report, findings=findings, counts=counts, assumptions=(*report.assumptions, said))
