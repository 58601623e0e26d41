"""Keeps what was found out about a sender's lists in deminimis.toml, under [lists.NAME]; the rest of it stays."""

import re
import tomllib
from pathlib import Path
from typing import Final

import click

from deminimis.cli.atomic import write_whole
from deminimis.cli.options.config_defaults import toml
from deminimis.cli.options.config_file import NAME, Config
from deminimis.edi.lists.reading import Listed
from deminimis.edi.lists.ways import Link, Ways

_NAME: Final = re.compile(r"[A-Za-z0-9_-]+")
_PLAIN: Final = ("dates", "decimals", "currency", "sheet")


def section(name: str, listed: Listed, ways: Ways) -> str:
    """The table [lists.NAME] as a file has it: every column of the list, those left out too: it is known by them."""
    lines = [f"[lists.{name}]"]
    lines += [f"{key} = {toml(getattr(ways, key))}" for key in _PLAIN if getattr(ways, key)]
    lines += ["", f"[lists.{name}.columns]"]
    lines += [f"{toml(link.theirs)} = {toml(link.ours)}" for link in _named_once(listed)]
    if ways.values:
        lines += ["", f"[lists.{name}.values]", *(f"{key} = {toml(value)}" for key, value in ways.values.items())]
    return "\n".join(lines) + "\n"


def _named_once(listed: Listed) -> list[Link]:
    seen: dict[str, Link] = {}
    for link in listed.links:
        seen.setdefault(link.theirs, link)
    return list(seen.values())


def keep(name: str, listed: Listed, ways: Ways, configuration: Config) -> Path:
    """Writes the section; the file that it stands in. Raises click.UsageError, OSError."""
    if not _NAME.fullmatch(name):
        raise click.UsageError(f"--list-of {name!r}: letters, digits, - and _ only, to keep it in the configuration")
    files = sorted(set(configuration.origin.values()))
    path = Path(files[0]) if files else Path(NAME)
    if path.name == "pyproject.toml":
        raise click.UsageError(
            f"{path} is not written to: put this into it, under tool.deminimis:\n{section(name, listed, ways)}"
        )
    old = path.read_text("utf-8") if path.exists() else ""
    new = without(old, name).rstrip("\n")
    text = (new + "\n\n" if new else "") + section(name, listed, ways)
    before, after = tomllib.loads(old), tomllib.loads(text)
    for content in (before, after):
        content.get("lists", {}).pop(name, None)
        if content.get("lists") == {}:
            del content["lists"]
    if before != after:
        raise click.UsageError(
            f"{path}: [lists.{name}] is written in a form that cannot be replaced: take it out first"
        )
    write_whole(path, text.encode(), grown=True)
    return path


def without(text: str, name: str) -> str:
    """A configuration without [lists.NAME] and the tables below it."""
    own = re.compile(rf'\[lists\.(?:{re.escape(name)}|"{re.escape(name)}")(?:\.[^\]]*)?\]')
    out, inside = [], False
    for line in text.splitlines(keepends=True):
        if line.lstrip().startswith("["):
            inside = own.match(line.strip()) is not None
        if not inside:
            out.append(line)
    return "".join(out)
