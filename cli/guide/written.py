"""Corrections of layouts as a file: `[guides.NAME]` and `[layouts.RECORD]`, with the page of every field."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from deminimis.cli import words
from deminimis.cli.atomic import write_whole
from deminimis.cli.options.config_defaults import toml
from deminimis.cli.options.config_file import NAME, PROJECT
from deminimis.edi.formats.corrections import Correction, Guide, with_layouts
from deminimis.edi.reading.format import Format

Corrections = Mapping[str, Mapping[str, Correction]]


def write(
    path: Path, guide: Guide, corrections: Corrections, formats: Mapping[str, Format], left: Mapping[str, str]
) -> None:
    """Writes a new file, or adds to one that says nothing yet of these records.

    formats: those that were compared. left: of a record, what no correction says; it becomes a comment.

    Raises click.ClickException where a table would stand there twice, or the file cannot be read or written.
    """
    import tomllib  # noqa: PLC0415 - only a configuration needs it

    if path.name == PROJECT:
        raise click.ClickException(f"{path}: write to {NAME}, or to a file of its own that [layouts] use names")
    try:
        before = path.read_text("utf-8") if path.exists() else ""
        content = tomllib.loads(before)
        with_layouts(formats, corrections)
    except OSError as error:
        raise click.ClickException(f"{path}: {error.strerror}") from error
    except ValueError as error:  # no TOML, or corrections that contradict each other
        raise click.ClickException(f"{path}: {error}; nothing was written") from error
    twice = [f"[{key}.{name}]" for key in ("layouts", "guides") for name in _named(content, key)
             if name in (corrections if key == "layouts" else (guide.name,))]  # fmt: skip
    if twice:
        raise click.ClickException(
            f"{path}: it has {', '.join(twice)} already; take that out, or write to another file and name it here: "
            f'[layouts] use = ["{guide.name}.toml"]'
        )
    lead = f"{before.rstrip()}\n\n" if before.strip() else ""
    try:
        write_whole(path, f"{lead}{text(guide, corrections, left)}".encode(), grown=True)
    except OSError as error:
        raise click.ClickException(f"{path}: {error.strerror}") from error


def _named(content: Mapping[str, Any], key: str) -> Iterable[str]:
    table = content.get(key)
    return table if isinstance(table, dict) else ()


def text(guide: Guide, corrections: Corrections, left: Mapping[str, str]) -> str:
    """What is written."""
    return "\n".join(_lines(guide, corrections, left)) + "\n"


def _lines(guide: Guide, corrections: Corrections, left: Mapping[str, str]) -> Iterator[str]:
    yield "# Written by `deminimis guide`: what this guide says otherwise, or first, about records."
    yield f"[guides.{guide.name}]"
    for key in ("file", "edition", "sha256"):
        yield f"{key} = {toml(getattr(guide, key))}"
    for record, fields in corrections.items():
        yield from ("", f"[layouts.{record}]")
        if record in left:
            yield f"# {' '.join(words.clean(left[record]).split())}"
        for field, one in fields.items():
            more = {"class": one.printed_class, "use": one.use, "guide": guide.name, "page": one.page}
            yield f"{field} = {toml({'place': one.place, **{key: each for key, each in more.items() if each}})}"
