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
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import click

from deminimis.cli.atomic import keep
from deminimis.cli.options import config_defaults as config_options
from deminimis.cli.options import config_layouts, config_rules
from deminimis.cli.senders import configured
from deminimis.cli.suggest import did_you_mean, nearest
from deminimis.edi.formats.admitted import DIRECTORY, EDIFACT, with_admitted
from deminimis.edi.formats.corrections import Guide, Places, with_layouts
from deminimis.edi.formats.release_types import RELEASED, SAYS, with_release_types
from deminimis.edi.layout.declare import LayoutError
from deminimis.edi.lists.ways import Ways
from deminimis.edi.reading.format import Format
from deminimis.rules.policy.table import Policy

NAME: Final = "deminimis.toml"
PROJECT: Final = "pyproject.toml"
_IN_PROJECT: Final = ("tool", "deminimis")


@dataclass(frozen=True)
class Config:
    """What the configuration says. `origin`: for every value (`layouts.U01.name`) the file that it stands in."""

    layouts: Mapping[str, Places] = field(default_factory=dict)  # record -> field -> place
    guides: Mapping[str, Guide] = field(default_factory=dict)  # of this file; those of packs stand at their fields
    release_types: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # format -> code -> what it says
    edifact: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # partners and directories that are admitted
    policy: Policy | None = None
    rules: Mapping[str, Any] = field(default_factory=dict)  # thresholds of rules.base.settings
    options: Mapping[str, Any] = field(default_factory=dict)  # defaults of options of the command line
    refile: Mapping[str, Any] = field(default_factory=dict)  # the same of `refile`
    lists: Mapping[str, Ways] = field(default_factory=dict)  # what the lists of each sender are like
    content: Mapping[str, Any] = field(default_factory=dict, compare=False)  # as it stands in the file
    origin: Mapping[str, str] = field(default_factory=dict)

    def settings(self) -> dict[str, Any]:
        """What of the rule's settings is configured."""
        return {**self.rules, **({"policy": self.policy} if self.policy else {})}

    def assumptions(self) -> tuple[str, ...]:
        """What every report says of it: a changed policy table, which may be why something is clear."""
        if self.policy is None:
            return ()
        files = sorted({file for key, file in self.origin.items() if key.partition(".")[0] == "policy"})
        return (f"the policy table is changed by {', '.join(files)}",)

    def formats(self, formats: Mapping[str, Format]) -> Mapping[str, Format]:
        """`formats` as the configuration has them: layouts corrected, release types and partners added.

        Raises click.UsageError for a correction that is none, and a release type that is known.
        """
        known = with_admitted(formats, self.edifact)
        name = "layouts"
        try:
            known = with_layouts(known, self.layouts)
            name = "release_types"
            return with_release_types(known, self.release_types)
        except LayoutError as error:
            files = sorted({file for key, file in self.origin.items() if key.startswith(f"{name}.")})
            raise click.UsageError(f"{', '.join(files)}, {name}: {error}") from error


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
    try:
        content: dict[str, Any] = _parsed(path.read_text("utf-8"))
        keep(path)
    except UnicodeDecodeError as error:
        raise click.UsageError(f"{path}: it is not text in UTF-8") from error
    except (ValueError, RecursionError) as error:  # not TOML, or nested without end
        raise click.UsageError(f"{path}: {error}") from error
    if path.name == PROJECT:
        for key in _IN_PROJECT:
            content = _table(f"{path.name}, {key}", content.get(key, {}))
    return content


@lru_cache(8)  # a project's file is long, and each call of a command in one process asks for it
def _parsed(text: str) -> dict[str, Any]:
    import tomllib  # noqa: PLC0415 - only a configuration needs it

    return tomllib.loads(text)


def _config(path: Path, shown: str, content: dict[str, Any]) -> Config:
    _refuse_unknown(shown, content, ("layouts", *TABLES))
    for name in ("options", "refile"):
        if isinstance(options := content.get(name), dict):
            content = content | {name: config_options.one_spelling(f"{shown}, {name}", options)}
    read = {
        name: take(f"{shown}, {name}", content[name], path.parent) for name, take in TABLES.items() if name in content
    }
    layouts = config_layouts.read(shown, content, path.parent, _content)
    own = dict.fromkeys(_names({key: each for key, each in content.items() if key != "layouts"}), shown)
    theirs = {
        f"layouts.{record}.{name}": one.origin for record, fields in layouts.items() for name, one in fields.items()
    }
    return Config(**read, layouts=layouts, content=content, origin=own | theirs)


def _release_types(where: str, table: Any, _folder: Path) -> dict[str, dict[str, str]]:
    """`[release_types.FORMAT]`: code = "claim" or "no claim"."""
    out: dict[str, dict[str, str]] = {}
    for name, codes in _table(where, table).items():
        if name not in RELEASED:
            hint = did_you_mean(name, RELEASED) or f" Known are: {', '.join(RELEASED)}."
            raise click.UsageError(f"{where}: no format {name} with release types.{hint}")
        out[name] = dict(_table(f"{where}.{name}", codes))
        for code, says in out[name].items():
            if says not in SAYS:
                raise click.UsageError(f'{where}.{name}.{code}: write "claim" or "no claim", not {says!r}')
    return out


def _edifact(where: str, table: Any, _folder: Path) -> dict[str, tuple[str, ...]]:
    """`[edifact]`: partners and directories, lists of texts."""
    out: dict[str, tuple[str, ...]] = {}
    for name, values in _table(where, table).items():
        if name not in EDIFACT:
            hint = did_you_mean(name, EDIFACT) or f" Known are: {', '.join(EDIFACT)}."
            raise click.UsageError(f"{where}: no key {name}.{hint}")
        if not isinstance(values, list) or not all(isinstance(each, str) and each for each in values):
            raise click.UsageError(f'{where}.{name}: write a list of texts, such as ["{EDIFACT[name]}"]')
        wrong = [each for each in values if name == "directories" and not DIRECTORY.fullmatch(each)]
        if wrong:
            raise click.UsageError(f'{where}.{name}: write a directory as "{EDIFACT[name]}", not {wrong[0]!r}')
        out[name] = tuple(values)
    return out


TABLES: Final[Mapping[str, Callable[[str, Any, Path], Any]]] = {
    "guides": config_layouts.guides,
    "release_types": _release_types,
    "edifact": _edifact,
    "policy": config_rules.policy,
    "rules": config_rules.thresholds,
    "options": config_options.read,
    "refile": config_options.refile,
    "lists": configured.read,
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
