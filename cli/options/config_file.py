"""The configuration: `deminimis.toml`, or `[tool.deminimis]` in `pyproject.toml`; or --config.

It is looked for in the current folder and in those above it, the nearest wins. The search ends at the root of a
repository (`.git`), at the home folder, and before a folder that anybody can write to: a configuration can change a
verdict, so it must be somebody's own.

    [layouts.U01]
    name = "4-38"

    [options]
    match = "name"

One table a subject; a key that is not known is an error, since a misspelt one would change nothing without a word.
"""

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import click

from deminimis.cli.atomic import keep
from deminimis.cli.options import config_defaults as config_options
from deminimis.cli.options import config_rules
from deminimis.cli.suggest import nearest
from deminimis.edi.formats.corrections import with_layouts
from deminimis.edi.layout.declare import LayoutError
from deminimis.edi.reading.format import Format
from deminimis.rules.policy.table import Policy

NAME: Final = "deminimis.toml"
PROJECT: Final = "pyproject.toml"
_IN_PROJECT: Final = ("tool", "deminimis")


@dataclass(frozen=True)
class Config:
    """What the configuration says. `origin`: for every value (`layouts.U01.name`) the file that it stands in."""

    layouts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # record -> field -> place
    policy: Policy | None = None
    rules: Mapping[str, Any] = field(default_factory=dict)  # thresholds of rules.base.settings
    options: Mapping[str, Any] = field(default_factory=dict)  # defaults of options of the command line
    content: Mapping[str, Any] = field(default_factory=dict, compare=False)  # as it stands in the file
    origin: Mapping[str, str] = field(default_factory=dict)

    def settings(self) -> dict[str, Any]:
        """What of the rule's settings is configured."""
        return {**self.rules, **({"policy": self.policy} if self.policy else {})}

    def formats(self, formats: Mapping[str, Format]) -> Mapping[str, Format]:
        """`formats` with the layouts corrected. Raises click.UsageError for a correction that is none."""
        try:
            return with_layouts(formats, self.layouts)
        except LayoutError as error:
            files = sorted({file for name, file in self.origin.items() if name.startswith("layouts.")})
            raise click.UsageError(f"{', '.join(files)}, layouts: {error}") from error


def load(named: Path | None, folder: Path) -> Config:
    """The configuration in the file `named`; without one, the nearest: of `folder`, or of one above it.

    A file that is `named` is read like a `deminimis.toml`, unless it is called `pyproject.toml`.
    Raises click.UsageError for a file that is no TOML or has keys that are not known, OSError.
    """
    if named is not None:
        return _config(named, str(named), _content(named))
    for place in _folders(folder):
        for path in (place / NAME, place / PROJECT):
            if path.is_file() and ((content := _content(path)) or path.name == NAME):
                return _config(path, os.path.relpath(path, folder), content)
    return Config()


def _folders(folder: Path) -> Iterator[Path]:
    """`folder` and those above it, as far as a configuration is looked for."""
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 - Path.home() raises for a user without one
    yield folder
    for place, above in pairwise((folder, *folder.parents)):
        try:
            ends = place == home or (place / ".git").exists() or above.stat().st_mode & stat.S_IWOTH
        except OSError:
            return
        if ends or not os.access(above, os.X_OK):
            return
        yield above


def _content(path: Path) -> dict[str, Any]:
    """The tables of a file, of a project those of this program; empty where it has none."""
    import tomllib  # noqa: PLC0415 - only a configuration needs it

    try:
        content: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
        keep(path)
    except (ValueError, RecursionError) as error:  # not TOML, not UTF-8, or nested without end
        raise click.UsageError(f"{path}: {error}") from error
    if path.name == PROJECT:
        for key in _IN_PROJECT:
            content = _table(f"{path.name}, {key}", content.get(key, {}))
    return content


def _config(path: Path, shown: str, content: dict[str, Any]) -> Config:
    _refuse_unknown(shown, content, TABLES)
    if isinstance(options := content.get("options"), dict):
        content = content | {"options": config_options.one_spelling(f"{shown}, options", options)}
    read = {name: TABLES[name](f"{shown}, {name}", table, path.parent) for name, table in content.items()}
    return Config(**read, content=content, origin=dict.fromkeys(_names(content), shown))


def _layouts(where: str, table: Any, _folder: Path) -> dict[str, dict[str, str]]:
    """`[layouts.RECORD]`: field = "place". Records and fields are checked where they are used."""
    out: dict[str, dict[str, str]] = {}
    for record, places in _table(where, table).items():
        out[record] = {}
        for name, place in _table(f"{where}.{record}", places).items():
            if not isinstance(place, str):
                raise click.UsageError(f'{where}.{record}.{name}: write the place in quotes, such as "4-38"')
            out[record][name] = place
    return out


TABLES: Final[Mapping[str, Callable[[str, Any, Path], Any]]] = {
    "layouts": _layouts,
    "policy": config_rules.policy,
    "rules": config_rules.thresholds,
    "options": config_options.read,
}


def _table(where: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise click.UsageError(f"{where}: this is a table, not {value!r}")
    return value


def _refuse_unknown(file: str, table: Any, known: Iterable[str]) -> None:
    for key in _table(file, table):
        if key not in known:
            near = nearest(key, known)
            hint = f"did you mean {near[0]}?" if near else f"known are: {', '.join(known)}"
            raise click.UsageError(f"{file}: no key {key}; {hint}")


def _names(table: Mapping[str, Any], prefix: str = "") -> Iterable[str]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _names(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}"
