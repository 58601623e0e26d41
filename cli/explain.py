"""`deminimis explain TOPIC`: the manual page of a finding code, a record or segment, or the policy timeline."""

from collections.abc import Iterator
from difflib import get_close_matches
from inspect import cleandoc
from typing import Final

import click

from deminimis.cli import words
from deminimis.edi.describe import rows
from deminimis.edi.formats import FORMATS
from deminimis.edi.layout import Layout
from deminimis.rules.answers import table
from deminimis.rules.codes import CODES
from deminimis.rules.policy import Period, default

_BEGINNING: Final = 1


@click.command("explain", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("topic")
def command(topic: str) -> int:
    """Print what TOPIC means: a finding code, one of CBP's codes, a record or segment, or `policy`.

    \b
    Example:    deminimis explain DM101
                deminimis explain SE60
                deminimis explain 284
                deminimis explain policy
    """
    name = topic.strip().upper()
    pages = list(_pages(name))
    if not pages:
        raise click.UsageError(f"Nothing is known of {topic!r}.{_suggest(name)}")
    click.echo("\n\n".join(pages))
    return 0


def _pages(name: str) -> Iterator[str]:
    if name in CODES:
        code = CODES[name]
        yield f"{code.code} {code.name} ({code.severity})\n\n{cleandoc(code.page)}"
    if name == "POLICY":
        yield _policy()
    for row in table().filter(code=name).iter_rows(named=True):
        text = f" {row['text']}" if row["text"] else ""
        yield (
            f"{row['code']}{text} ({row['path']}, {row['format']}; {row['status']})\n"
            f"{row['meaning']}\nNext: {row['next_step']}\nSource: {row['source']}"
        )
    for layout, formats in _layouts(name):
        yield _layout(layout, formats)


def _layouts(name: str) -> list[tuple[Layout, list[str]]]:
    """Layouts of that record, each with the formats that use it; the same one only once."""
    found: dict[int, tuple[Layout, list[str]]] = {}
    for form in FORMATS.values():
        for layout in form.layouts.values():
            if name in (layout.tag.upper(), layout.record.upper()):
                found.setdefault(id(layout), (layout, []))[1].append(form.name)
    return list(found.values())


def _layout(layout: Layout, formats: list[str]) -> str:
    out = [f"{layout.record} {layout.title} ({', '.join(formats)})", f"Source: {layout.source}", ""]
    if layout.doc:
        out[2:2] = [layout.doc]
    for row in rows(layout):
        head = f"{row['place']:>7}  {row['name']} ({row['class']}, {row['use']}, {row['status']})"
        out += [head, f"         {row['meaning']}"]
        if row["source"] != layout.source:
            out.append(f"         Source: {row['source']}")
    return "\n".join(out)


def _policy() -> str:
    out = ["What ACE does about de minimis claims, by day of arrival (Eastern time)", ""]
    return "\n".join(out + [_period(period) for period in default().periods])


def _period(period: Period) -> str:
    starts = "the beginning" if period.starts.year == _BEGINNING else f"{period.starts:%Y-%m-%d %H:%M}"
    ends = "" if period.ends.year == 9999 else f" until {period.ends:%Y-%m-%d %H:%M}"
    who = {"any": "all origins", "only": "only ", "except": "all but "}[period.scope] + " ".join(
        sorted(period.countries)
    )
    codes = f"; codes {' '.join(period.codes)}" if period.codes else ""
    return (
        f"{period.name:<4} {starts}{ends}, {who.strip()}: {period.action}, limit {words.whole(period.limit_cents)}, "
        f"day by {period.day.replace('_', ' ')}{codes}\n     {period.instrument} ({period.certainty})"
    )


def _suggest(name: str) -> str:
    records = {layout.record for form in FORMATS.values() for layout in form.layouts.values()}
    near = get_close_matches(name, [*CODES, *records, "POLICY"], n=3)
    return f" Did you mean {', '.join(near)}?" if near else " Try `deminimis explain DM101`, `SE60` or `policy`."
