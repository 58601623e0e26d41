"""`deminimis explain TOPIC`: a finding code, a record or segment, the policy timeline, how a consignee is known."""

import shutil
import sys
from collections.abc import Iterator, Mapping
from inspect import cleandoc

import click

from deminimis.cli import words
from deminimis.cli.options import shared as options
from deminimis.cli.options.config_file import Config
from deminimis.cli.show import code as explain_code
from deminimis.cli.show import consignee as explain_consignee
from deminimis.cli.show import policy as explain_policy
from deminimis.cli.show import word as explain_word
from deminimis.cli.suggest import did_you_mean
from deminimis.edi.formats import FORMATS
from deminimis.edi.layout.declare import Layout
from deminimis.edi.layout.describe import rows
from deminimis.edi.reading.format import Format
from deminimis.edi.spreadsheets.sheet import Sheet
from deminimis.edi.spreadsheets.sheets import SHEETS, described
from deminimis.rules.codes import CODES
from deminimis.rules.policy.table import Policy, default


@click.command("explain")
@click.argument("topic", shell_complete=lambda _ctx, _parameter, given: _topics(given))
@click.argument("more", nargs=-1, metavar="[WORD | NAME ADDRESS]...")
@click.option("--mode", type=click.Choice(explain_code.MODES), help="Of a code of CBP's: what it means in this mode.")
@options.config
def command(topic: str, more: tuple[str, ...], mode: str | None, configuration: Config) -> int:
    """Print what TOPIC means: a code, a record or segment, a word of a report, a format, `policy`, or `consignee`.

    A word is what a report prints: a period (P7), a verdict, a role, a status, an entry type (11).
    `catair-se` and `x12-309` are also the columns of the tables that `deminimis convert` makes filings of.
    `policy` and the records are those of the configuration, where it changes them. `consignee` takes a name and an
    address, and says how the key is made by which shipments are added up.

    \b
    Example:    deminimis explain DM101
                deminimis explain SE60
                deminimis explain 284
                deminimis explain 95 --mode truck
                deminimis explain P7
                deminimis explain refused again
                deminimis explain policy
                deminimis explain catair-se
                deminimis explain consignee "Doe, Jane c/o Depot" "5 Oak St #2, Reno, NV 89501"
    """
    name = topic.strip().upper()
    if name == "CONSIGNEE" and more:
        if len(more) != 2:
            raise click.UsageError("`explain consignee` takes a name and an address, each in quotes.")
        click.echo(explain_consignee.explain(*more))
        return 0
    name = " ".join([name, *(word.strip().upper() for word in more)])
    policy, formats = configuration.policy or default(), configuration.formats(FORMATS)
    if name == "POLICY":
        _say(explain_policy.table(policy))
        return 0
    pages = list(explain_code.pages(name, mode) if mode else _pages(name, policy, formats))
    if not pages and more:
        raise click.UsageError(f"`explain {topic}` takes nothing more.")
    if not pages and mode and (known := explain_code.modes_of(name)):
        raise click.UsageError(f"{topic!r} is no code of mode {mode}; it is one of {', '.join(known)}.")
    if not pages:
        raise click.UsageError(f"Nothing is known of {topic!r}.{_suggest(name, policy, formats)}")
    _say("\n\n".join(pages))
    return 0


def _say(text: str) -> None:
    """On a terminal no wider than that, broken between words."""
    click.echo(words.folded(text, shutil.get_terminal_size().columns if sys.stdout.isatty() else None))


def _topics(begun: str) -> list[str]:
    """What a shell completes: the codes, the records, the words."""
    records = {layout.record for form in FORMATS.values() for layout in form.layouts.values()}
    known = (*CODES, *sorted(records), *explain_word.known(default()), "policy", "consignee")
    return [each for each in dict.fromkeys(known) if each.startswith(begun)]


def _pages(name: str, policy: Policy, formats: Mapping[str, Format]) -> Iterator[str]:
    if name in CODES:
        code = CODES[name]
        yield f"{code.code} {code.name} ({code.severity})\n\n{cleandoc(code.page)}"
    yield from explain_word.pages(name, policy, formats)
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
    for f in layout.removed:
        out += [f"   none  {f.name} ({f.kind.name}, {f.use}, {f.status})", f"         Left out: {f.source}"]
    return "\n".join(out)


def _columns(sheet: Sheet) -> str:
    """The columns of the table that `convert` makes this format of."""
    out = [f"Columns of a table for `deminimis convert TABLE --to {sheet.format}`: {sheet.title.lower()}", ""]
    for row in described(sheet):
        out += [f"{row['name']} ({row['needed']}; width {row['width']}; {row['fills']})", f"         {row['meaning']}"]
    return "\n".join(out)


def _suggest(name: str, policy: Policy, formats: Mapping[str, Format]) -> str:
    records = {layout.record for form in formats.values() for layout in form.layouts.values()}
    known = [*CODES, *sorted(records), *explain_code.codes(), *explain_word.known(policy), "policy", "consignee"]
    hint = did_you_mean(name, dict.fromkeys(known), 3)
    return hint or " Try `deminimis explain DM101`, `SE60`, `284`, `suspended` or `policy`."
