"""The findings frame: one row per problem, with its exact place, and the register of codes.

A message is its code's template filled from `params` when it is reported, not when it is found: a file in which
every record is faulty costs no more strings than a clean one.
"""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

import polars as pl

ERROR: Final = "error"
WARNING: Final = "warning"
NOTE: Final = "note"
SEVERITY: Final = pl.Enum([NOTE, WARNING, ERROR])  # in rising order, so that comparison works

FINDINGS: Final[dict[str, pl.DataType]] = {
    "code": pl.String(),
    "severity": SEVERITY,
    "file": pl.UInt32(),  # ordinal of the file in this call; null where the finding is about no one file
    "line": pl.UInt32(),  # from 1; records, in a file without newlines
    "column": pl.UInt32(),  # from 1
    "byte": pl.UInt64(),  # from 0, in the (unpacked) file
    "width": pl.UInt32(),  # bytes concerned
    "record": pl.String(),  # SE10, N1, NAD ...
    "field": pl.String(),  # the layout's name of the field
    "value": pl.String(),  # what stood there
    "params": pl.String(),  # JSON object: what fills the code's template
    "related": pl.List(pl.Struct({"file": pl.UInt32, "line": pl.UInt32, "byte": pl.UInt64})),
}
NO_FINDINGS: Final = pl.DataFrame(schema=FINDINGS)  # one for all: making it costs more than most rules do


class Code(NamedTuple):
    """One finding code. `page` is its manual page; its first line is its summary."""

    code: str  # EDI201; never reused
    name: str  # missing
    severity: str
    template: str  # "{field} is missing ..."
    page: str
    exit_code: int = 1  # 2 where the file could not be fully checked
    hideable: bool = True  # False: --ignore, --select and baselines cannot hide it

    def message(self, params: Mapping[str, Any]) -> str:
        """The template, filled. A placeholder without a parameter stays visible as `?`.

        `{count:claim}` is "1 claim" or "2 claims"; `{count:claim is|claims are}` names both.
        """
        said = {name: _SAID.get(type(value), lambda same: same)(value) for name, value in params.items()}
        return self.template.format_map(_Filled(said))


class _Filled(dict[str, Any]):
    def __missing__(self, key: str) -> Any:
        return _Unknown()


class _Unknown:
    def __format__(self, spec: str) -> str:
        return "?"


class _Number(int):
    def __format__(self, spec: str) -> str:
        one, _, more = spec.partition("|")
        return f"{int(self)} {one if self == 1 else more or one + 's'}" if spec else str(int(self))


class _Text(str):
    """What stood in a file: a person sees its control characters by their names, and where it begins and ends."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        return format(_CONTROL.sub(lambda found: f"<{control(found[0])}>", str(self)), spec)

    def __repr__(self) -> str:
        cut = _CUT.search(self)
        text = self[: cut.start()] if cut else self
        return f"'{_Text(text):s}'{cut[0] if cut else ''}"


_SAID: Final[Mapping[type, Any]] = {int: _Number, str: _Text}
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f]")
_NAMED: Final = {"\0": "NUL", "\t": "TAB", "\n": "LF", "\r": "CR", "\x1a": "SUB"}
_SHOWN: Final = 60  # characters of a value that a finding repeats
_CUT: Final = re.compile(r"\.\.\. \(\d+ characters\)$")


def control(character: str) -> str:
    """The name of a control character, as messages have it."""
    return _NAMED.get(character, f"hex {ord(character):02X}")


def shortened(text: pl.Expr) -> pl.Expr:
    """A value as a finding repeats it: what is longer is cut, and says so with its length."""
    length = text.str.len_chars()
    more = pl.format("{}... ({} characters)", text.str.slice(0, _SHOWN), length)
    return pl.when(length > _SHOWN).then(more).otherwise(text)


def uncut(value: str) -> str:
    """The part of the value that a finding repeats, without the sign that it was cut."""
    return _CUT.sub("", value)


def finding(code: Code, **fields: Any) -> dict[str, Any]:
    """One row of the findings frame as a dict; keys that are no columns go to `params`.

    `field` and `value` are both columns and parameters.
    """
    row = {name: fields.get(name) for name in FINDINGS}
    row["code"], row["severity"] = code.code, code.severity
    row["params"] = json.dumps({k: v for k, v in fields.items() if k not in FINDINGS or k in ("field", "value")})
    return row


def frame(rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """Rows of `finding` as a findings frame."""
    found = list(rows)
    return pl.DataFrame(found, schema=FINDINGS) if found else NO_FINDINGS


def concat(frames: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """All findings in their one order: file, byte, column, code. The same input gives the same order."""
    parts = [f for f in frames if f.height]
    if not parts:
        return NO_FINDINGS
    keys = ["file", "byte", "column", "code", "params"]
    return pl.concat(parts).sort(keys, nulls_last=True, maintain_order=True)
