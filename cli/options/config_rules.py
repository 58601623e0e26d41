"""What the configuration says about the rule: rows of the policy table, thresholds, filers' check digits.

policy = "our_policy.csv"        # or [[policy]] tables with the columns of rules/data/policy.csv

[rules]
near_limit_cents = 100

[rules.check_digit_offsets]
ABC = 1
"""

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, Final

import click

from deminimis.cli.suggest import did_you_mean
from deminimis.rules.base.settings import Settings
from deminimis.rules.policy.overrides import from_csv, with_rows
from deminimis.rules.policy.table import Policy, PolicyError

_OPTIONS: Final = ("as_of", "policy_date", "match", "policy")  # these are options of the command line
_MOST: Final = 10**9
THRESHOLDS: Final = tuple(each.name for each in fields(Settings) if each.name not in _OPTIONS)


def policy(where: str, value: Any, folder: Path) -> Policy:
    """The table with the user's rows: `[[policy]]` tables, or the name of a CSV file, from the folder of the file."""
    try:
        if isinstance(value, str):
            return from_csv((folder / value).read_text("utf-8"))
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            raise click.UsageError(f"{where}: write [[policy]] tables, or the name of a CSV file in quotes")
        return with_rows(value)
    except (PolicyError, OSError, ValueError) as error:  # not UTF-8, or no name of a file
        raise click.UsageError(f"{where}: {error}") from error


def thresholds(where: str, value: Any, _folder: Path) -> dict[str, Any]:
    """`[rules]`: numbers of rules.base.settings, and the offsets of filers' check digits."""
    if not isinstance(value, dict):
        raise click.UsageError(f"{where}: this is a table, not {value!r}")
    for name, given in value.items():
        if name not in THRESHOLDS:
            hint = did_you_mean(name, THRESHOLDS) or f" Known are: {', '.join(THRESHOLDS)}."
            raise click.UsageError(f"{where}: no key {name}.{hint}")
        if name == "check_digit_offsets":
            _offsets(f"{where}.{name}", given)
        elif isinstance(given, bool) or not isinstance(given, int | float) or not 0 <= given <= _MOST:
            raise click.UsageError(f"{where}.{name}: write a number from zero to {_MOST:,}, not {given!r}")
    return dict(value)


def _offsets(where: str, table: Any) -> None:
    if not isinstance(table, Mapping):
        raise click.UsageError(f"{where}: this is a table, filer code = 1 to 9")
    for filer, offset in table.items():
        if isinstance(offset, bool) or not isinstance(offset, int) or not 1 <= offset <= 9 or len(filer) != 3:
            raise click.UsageError(f"{where}.{filer}: a filer code of three characters = 1 to 9, not {offset!r}")
