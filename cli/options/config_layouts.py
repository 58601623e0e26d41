"""What the configuration says about layouts: corrections, packs of them that others made, and the guides they rest on.

[layouts]
use = ["acme-2026.toml"]      # packs, from the folder of this file; they hold [layouts.RECORD] and [guides.NAME] alone

[layouts.U01]
name = "4-38"                 # or what `deminimis guide --write` makes: { place = "4-38", guide = "g", page = "12" }

[guides.g]
file = "guide.pdf"
edition = "CAMIR Ocean, March 2026"
sha256 = "..."
"""

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import click

from deminimis.cli.suggest import did_you_mean
from deminimis.edi.formats.corrections import Correction, Guide, Places
from deminimis.edi.reading.format import Format

USE: Final = "use"
PACK: Final = ("layouts", "guides")  # all that a pack may say
GUIDE: Final = ("file", "edition", "sha256")
FIELD: Final = ("place", "class", "use", "guide", "page")
MOST: Final = 8  # records that a sentence of a report names
_SHA256: Final = re.compile("[0-9a-f]{64}")

Layouts = dict[str, dict[str, Correction]]
Content = Callable[[Path], dict[str, Any]]  # reads a TOML file


def read(shown: str, content: Mapping[str, Any], folder: Path, load: Content) -> Layouts:
    """`[layouts]` of a configuration: its packs, and on top of them its own corrections.

    Records and fields are checked where they are used. Raises click.UsageError for a pack that cannot be read or says
    anything else, and for a field that two packs put in two places.
    """
    tables = dict(_table(f"{shown}, layouts", content.get("layouts", {})))
    out: Layouts = {}
    for pack in _names(f"{shown}, layouts.{USE}", tables.pop(USE, [])):
        for record, fields in _pack(shown, pack, folder, load).items():
            mine = out.setdefault(record, {})
            for name, given in fields.items():
                other = mine.get(name, given)
                if other[:3] != given[:3]:  # place, class, use
                    raise click.UsageError(
                        f"{shown}, layouts.{USE}: {other.origin} has {record}.{name} at {other.place}, {given.origin} "
                        f"at {given.place}; take one of them out, or put the field under [layouts.{record}] here"
                    )
                mine[name] = given
    for record, fields in _own(shown, tables, _guides(shown, content.get("guides", {}))).items():
        out.setdefault(record, {}).update(fields)
    return out


def _names(where: str, value: Any) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise click.UsageError(f'{where}: write a list of files, such as ["acme-2026.toml"]')
    return value


def _pack(shown: str, name: str, folder: Path, load: Content) -> Layouts:
    try:
        content = load(folder / name)
    except OSError as error:
        raise click.UsageError(f"{shown}, layouts.{USE}: {name}: {error.strerror}") from error
    for key in content:
        if key not in PACK:
            raise click.UsageError(f"{name}: a pack of layouts has no key {key}; it has {' and '.join(PACK)}")
    tables = _table(f"{name}, layouts", content.get("layouts", {}))
    if USE in tables:
        raise click.UsageError(f"{name}, layouts.{USE}: a pack names no other packs; name them all in {shown}")
    return _own(name, tables, _guides(name, content.get("guides", {})))


def _own(where: str, tables: Mapping[str, Any], guides: Mapping[str, Guide]) -> Layouts:
    return {
        record: {
            name: _field(f"{where}, layouts.{record}.{name}", given, where, guides)
            for name, given in _table(f"{where}, layouts.{record}", fields).items()
        }
        for record, fields in tables.items()
    }


def _field(where: str, given: Any, file: str, guides: Mapping[str, Guide]) -> Correction:
    if isinstance(given, str):
        return Correction(given, origin=file)
    if not isinstance(given, dict) or "place" not in given:
        raise click.UsageError(f'{where}: write the place in quotes, such as "4-38"')
    for key, value in given.items():
        if key not in FIELD:
            raise click.UsageError(f"{where}: no key {key}.{did_you_mean(key, FIELD) or _known(FIELD)}")
        if not isinstance(value, str):
            raise click.UsageError(f"{where}.{key}: write a text in quotes, not {value!r}")
    guide = given.get("guide", "")
    if guide and guide not in guides:
        raise click.UsageError(f"{where}: no table [guides.{guide}].{did_you_mean(guide, guides)}")
    return Correction(
        given["place"], given.get("class", ""), given.get("use", ""), file, guides.get(guide), given.get("page", "")
    )


def guides(where: str, table: Any, _folder: Path) -> Mapping[str, Guide]:
    """`[guides.NAME]`: guides that the user holds. Raises click.UsageError."""
    return _guides(where.removesuffix(", guides"), table)


def _guides(shown: str, table: Any) -> dict[str, Guide]:
    out = {}
    for name, about in _table(f"{shown}, guides", table).items():
        where = f"{shown}, guides.{name}"
        for key, value in _table(where, about).items():
            if key not in GUIDE:
                raise click.UsageError(f"{where}: no key {key}.{did_you_mean(key, GUIDE) or _known(GUIDE)}")
            if not isinstance(value, str):
                raise click.UsageError(f"{where}.{key}: write a text in quotes, not {value!r}")
        if not _SHA256.fullmatch(about.get("sha256", "")):
            raise click.UsageError(f"{where}.sha256: write the 64 hexadecimal digits of the guide's file")
        out[name] = Guide(name, about.get("edition", name), about.get("file", name), about["sha256"])
    return out


def told(layouts: Mapping[str, Places], formats: Iterable[Format]) -> tuple[str, ...]:
    """By which guides and files records of `formats` are read, a sentence each: for the end of a report."""
    theirs = {tag for form in formats for tag in form.layouts}
    by: dict[str, list[str]] = {}
    for record, fields in layouts.items():
        for given in fields.values() if record in theirs else ():
            one = Correction(given) if isinstance(given, str) else given
            source = f"{one.guide.told()} in {one.origin}" if one.guide else one.origin
            if record not in by.setdefault(source, []):
                by[source].append(record)
    return tuple(
        f"{', '.join(records[:MOST])}{f' and {len(records) - MOST} more' if len(records) > MOST else ''} "
        f"{'are' if len(records) > 1 else 'is'} read by {source}"
        for source, records in by.items()
    )


def _known(keys: tuple[str, ...]) -> str:
    return f" Known are: {', '.join(keys)}."


def _table(where: str, value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise click.UsageError(f"{where}: this is a table, not {value!r}")
    return value
