"""`deminimis explain TOPIC`: a finding code, a record or segment, the policy timeline, how a consignee is known."""

from collections.abc import Iterator, Mapping
from inspect import cleandoc

import click

from deminimis.cli.options import shared as options
from deminimis.cli.options.config_file import Config
from deminimis.cli.show import code as explain_code
from deminimis.cli.show import consignee as explain_consignee
from deminimis.cli.show import policy as explain_policy
from deminimis.cli.suggest import did_you_mean
from deminimis.edi.formats import FORMATS
from deminimis.edi.layout.declare import Layout
from deminimis.edi.layout.describe import rows
from deminimis.edi.reading.format import Format
from deminimis.edi.spreadsheets.sheet import Sheet
from deminimis.edi.spreadsheets.sheets import SHEETS, described
from deminimis.rules.codes import CODES
from deminimis.rules.policy.table import default


@click.command("explain")
@click.argument("topic", shell_complete=lambda _ctx, _parameter, given: _topics(given))
@click.argument("more", nargs=-1, metavar="[NAME ADDRESS]")
@click.option("--mode", type=click.Choice(explain_code.MODES), help="Of a code of CBP's: what it means in this mode.")
@options.config
def command(topic: str, more: tuple[str, ...], mode: str | None, configuration: Config) -> int:
    """Print what TOPIC means: a finding code, one of CBP's codes, a record or segment, `policy`, or `consignee`.

    `catair-se` and `x12-309` are the columns of the tables that `deminimis convert` makes filings of.
    `policy` and the records are those of the configuration, where it changes them. `consignee` takes a name and an
    address, and says how the key is made by which shipments are added up.

    \b
    Example:    deminimis explain DM101
                deminimis explain SE60
                deminimis explain 284
                deminimis explain 95 --mode truck
                deminimis explain policy
                deminimis explain catair-se
                deminimis explain consignee "Doe, Jane c/o Depot" "5 Oak St #2, Reno, NV 89501"
    """
    name = topic.strip().upper()
    if name == "CONSIGNEE":
        if len(more) != 2:
            raise click.UsageError("`explain consignee` takes a name and an address, each in quotes.")
        click.echo(explain_consignee.explain(*more))
        return 0
    if more:
        raise click.UsageError(f"`explain {topic}` takes nothing more.")
    if name == "POLICY":
        click.echo(explain_policy.table(configuration.policy or default()))
        return 0
    formats = configuration.formats(FORMATS)
    pages = list(explain_code.pages(name, mode) if mode else _pages(name, formats))
    if not pages and mode and (known := explain_code.modes_of(name)):
        raise click.UsageError(f"{topic!r} is no code of mode {mode}; it is one of {', '.join(known)}.")
    if not pages:
        raise click.UsageError(f"Nothing is known of {topic!r}.{_suggest(name, formats)}")
    click.echo("\n\n".join(pages))
    return 0


def _topics(begun: str) -> list[str]:
    """What a shell completes: the codes, the records, and the two words."""
    records = {layout.record for form in FORMATS.values() for layout in form.layouts.values()}
    return [each for each in (*CODES, *sorted(records), "policy", "consignee") if each.startswith(begun)]


def _pages(name: str, formats: Mapping[str, Format]) -> Iterator[str]:
    if name in CODES:
        code = CODES[name]
        yield f"{code.code} {code.name} ({code.severity})\n\n{cleandoc(code.page)}"
    yield from explain_code.pages(name, None)
    for layout, holders in _layouts(name, formats):
        yield _layout(layout, holders)
    if name.lower() in SHEETS:
        yield _columns(SHEETS[name.lower()])


def _layouts(name: str, formats: Mapping[str, Format]) -> list[tuple[Layout, list[str]]]:
    """Layouts of that record, each with the formats that use it; the same one only once."""
    found: dict[int, tuple[Layout, list[str]]] = {}
    for form in formats.values():
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


def _columns(sheet: Sheet) -> str:
    """The columns of the table that `convert` makes this format of."""
    out = [f"Columns of a table for `deminimis convert TABLE --to {sheet.format}`: {sheet.title.lower()}", ""]
    for row in described(sheet):
        out += [f"{row['name']} ({row['needed']}; width {row['width']}; {row['fills']})", f"         {row['meaning']}"]
    return "\n".join(out)


def _suggest(name: str, formats: Mapping[str, Format]) -> str:
    records = {layout.record for form in formats.values() for layout in form.layouts.values()}
    hint = did_you_mean(name, [*CODES, *sorted(records), *explain_code.codes(), *SHEETS, "policy", "consignee"], 3)
    return hint or " Try `deminimis explain DM101`, `SE60`, `284` or `policy`."
