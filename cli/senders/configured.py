"""`[lists.NAME]` of the configuration: what a sender's lists are like, so that nobody is asked again."""

from pathlib import Path
from typing import Any, Final

import click

from deminimis.cli.suggest import did_you_mean
from deminimis.edi.lists.ways import DATES, DECIMALS, Ways

KEYS: Final = ("columns", "values", "dates", "decimals", "currency", "sheet")
_TABLES: Final = ("columns", "values")
_CHOICES: Final = {"dates": DATES, "decimals": DECIMALS}


def read(where: str, table: Any, _folder: Path) -> dict[str, Ways]:
    """Of each sender what is known. Raises click.UsageError for a key or a value that is none."""
    out = {}
    for name, given in _table(where, table).items():
        here = f"{where}.{name}"
        for key, value in _table(here, given).items():
            if key not in KEYS:
                hint = did_you_mean(key, KEYS) or f" Known are: {', '.join(KEYS)}."
                raise click.UsageError(f"{here}: no key {key}.{hint}")
            if key in _TABLES:
                for theirs, ours in _table(f"{here}.{key}", value).items():
                    if not isinstance(ours, str) or not ours:
                        raise click.UsageError(f'{here}.{key}: write {theirs!r} = "consignee_name", in quotes')
            elif not isinstance(value, str):
                raise click.UsageError(f"{here}.{key}: write a text in quotes, not {value!r}")
            elif key in _CHOICES and value not in _CHOICES[key]:
                raise click.UsageError(f"{here}.{key}: write {' or '.join(_CHOICES[key])}, not {value!r}")
        out[name] = Ways(**given, kept=name)
    return out


def _table(where: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise click.UsageError(f"{where}: this is a table, not {value!r}")
    return value


def schema() -> dict[str, Any]:
    """The table as a JSON schema."""
    text = {"type": "string"}
    pairs = {"type": "object", "additionalProperties": text}
    own = {
        name: pairs if name in _TABLES else {"enum": list(_CHOICES[name])} if name in _CHOICES else text
        for name in KEYS
    }
    return {
        "description": "What the lists of a sender are like: columns (theirs = ours), what stands in every row.",
        "type": "object",
        "additionalProperties": {"type": "object", "additionalProperties": False, "properties": own},
    }
