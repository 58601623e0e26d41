"""`[options]` of the configuration: options of the command line that a house sets once. A flag wins, then the
environment, then the file.

What makes a what-if of a check (--day, --limit, --policy-date) is not among them: it must be seen in the call.
"""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import click

from deminimis.cli.suggest import did_you_mean

CONFIGURABLE: Final = (
    "match", "arrivals", "external", "rates", "fail_on", "select", "ignore", "max_findings", "baseline",
    "ledger", "mask",
)  # fmt: skip
REFILE: Final = (  # of `refile`: in a table of their own, since they are facts of a house, not of a call
    "importer", "bond", "contact", "phone", "port_of_entry", "same", "entry_numbers", "one_entry_per", "missing",
)  # fmt: skip
_LISTS: Final = ("select", "ignore", "same")
_PLAIN: Final = (str, int, float, bool, date)


def one_spelling(where: str, table: Mapping[str, Any]) -> dict[str, Any]:
    """`fail-on` as `fail_on`: both are understood. Raises click.UsageError for one option in both spellings."""
    out: dict[str, Any] = {}
    for key, value in table.items():
        name = key.replace("-", "_")
        if name in out:
            raise click.UsageError(f"{where}: {name} stands there twice, once as {name.replace('_', '-')}")
        out[name] = value
    return out


def read(where: str, table: Any, folder: Path) -> dict[str, Any]:
    """`[options]` as given; names of files taken from the configuration's folder. Raises click.UsageError."""
    return _read(where, table, folder, CONFIGURABLE)


def refile(where: str, table: Any, folder: Path) -> dict[str, Any]:
    """`[refile]` as given. Raises click.UsageError."""
    return _read(where, table, folder, REFILE)


def _read(where: str, table: Any, folder: Path, known: tuple[str, ...]) -> dict[str, Any]:
    if not isinstance(table, dict):
        raise click.UsageError(f"{where}: this is a table, not {table!r}")
    out: dict[str, Any] = {}
    for name, value in table.items():
        if name not in known:
            hint = did_you_mean(name, known) or f" Known are: {', '.join(known)}."
            raise click.UsageError(f"{where}: no key {name}.{hint}")
        if name in _LISTS:
            if not isinstance(value, list):
                such = '["buyer=consignee"]' if name == "same" else '["DM4", "EDI109"]'
                raise click.UsageError(f"{where}.{name}: write a list, such as {such}")
        elif not isinstance(value, _PLAIN):
            raise click.UsageError(f"{where}.{name}: write one value, not {value!r}")
        is_path = name in ("arrivals", "external", "rates", "baseline", "ledger")
        out[name] = str(folder / value) if is_path and isinstance(value, str) else value
    return out


def spelling(parameter: click.Parameter) -> str:
    """How the configuration names an option: `--fail-on` is `fail_on`."""
    return max(parameter.opts, key=len).removeprefix("--").replace("-", "_")


def apply(ctx: click.Context, options: Mapping[str, Any], where: str, table: str = "options") -> None:
    """Makes the configured values the defaults of the command at hand. Raises click.UsageError for a wrong one."""
    defaults = {}
    for parameter in ctx.command.params:
        name = spelling(parameter)
        if not isinstance(parameter, click.Option) or name not in options:
            continue
        try:
            parameter.type_cast_value(ctx, options[name])
        except click.BadParameter as error:
            raise click.UsageError(f"{where}, {table}.{name}: {error.message}") from error
        defaults[str(parameter.name)] = options[name]
    ctx.default_map = {**(ctx.default_map or {}), **defaults}


def toml(value: Any) -> str:
    """A value as TOML writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return f"[{', '.join(toml(each) for each in value)}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{key} = {toml(each)}' for key, each in value.items())} }}"
    if isinstance(value, int | float | date):
        return str(value)
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
