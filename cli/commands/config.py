"""`deminimis config`: what holds here, and where each value comes from; and the JSON schema for editors."""

from collections.abc import Iterator
from dataclasses import MISSING, fields
from typing import Any, Final

import click
from click.core import ParameterSource

from deminimis.cli.options import config_schema
from deminimis.cli.options import shared as options
from deminimis.cli.options.config_defaults import CONFIGURABLE, spelling, toml
from deminimis.cli.options.config_file import Config
from deminimis.cli.options.config_layouts import GUIDE
from deminimis.cli.options.config_rules import THRESHOLDS
from deminimis.cli.options.request import Request, request
from deminimis.cli.reporters import report_schema
from deminimis.edi.formats import FORMATS
from deminimis.edi.formats.corrections import Correction
from deminimis.rules.base.settings import Settings

_WIDTH: Final = 44


@click.command("config")
@click.option("--show", is_flag=True, help="The configuration and the options, with where each comes from (default).")
@click.option("--schema", "as_schema", is_flag=True, help="The JSON schema of deminimis.toml, for editors.")
@click.option("--report-schema", "of_report", is_flag=True, help="The JSON schema of check --format json.")
@request(options.verdict, options.selection, options.baseline, options.ledger, options.mask, options.config)
@click.pass_context
def command(ctx: click.Context, /, *, show: bool, as_schema: bool, of_report: bool, request: Request) -> int:
    """Show what holds for a check here: defaults, the file, the environment, and the flags given with this command.

    What is printed is a deminimis.toml that gives the same. It takes the options of `check`, to see what they change.

    \b
    Exit codes: 0; 2 for a configuration that cannot be used.
    Example:    deminimis config --show --match name
    """
    if show + as_schema + of_report > 1:
        raise click.UsageError("--show, --schema or --report-schema: one at a time")
    if as_schema or of_report:
        click.echo(config_schema.text() if as_schema else report_schema.text(), nl=False)
        return 0
    request.ready()  # corrections that are none are refused here, not tonight
    for line in _lines(ctx, request.configuration):
        click.echo(line)
    return 0


def _lines(ctx: click.Context, found: Config) -> Iterator[str]:
    files = sorted(set(found.origin.values()))
    yield f"# {', '.join(files) or 'no configuration file'}; a flag wins, then the environment, then the file"
    if isinstance(rows := found.content.get("policy"), str):
        yield _line("policy", rows, found.origin["policy"])
    yield from ("", "[options]")
    yield from _options(ctx, found)
    yield from ("", "[rules]")
    yield from _rules(found)
    yield from _guides(found)
    for record, places in found.layouts.items():
        yield from ("", f"[layouts.{_key(record)}]")
        for name, given in places.items():
            one = Correction(given) if isinstance(given, str) else given
            yield _line(name, _written(one), f"{one.origin}{_before(record, name)}")
    for name, codes in found.release_types.items():
        yield from ("", f"[release_types.{name}]")
        for code, says in codes.items():
            yield _line(_key(code), says, found.origin[f"release_types.{name}.{code}"])
    if found.edifact:
        yield from ("", "[edifact]")
        yield from (_line(name, list(each), found.origin[f"edifact.{name}"]) for name, each in found.edifact.items())
    if isinstance(rows, list):
        for row in rows:
            yield from ("", f"[[policy]]  # {found.origin['policy']}")
            yield from (f"{column} = {toml(value)}" for column, value in row.items())


def _line(name: str, value: Any, source: str) -> str:
    return f"{f'{name} = {toml(value)}':<{_WIDTH}}  # {source}"


def _guides(found: Config) -> Iterator[str]:
    """The guides by which fields are corrected: those of the file, and those of packs."""
    given = (one for places in found.layouts.values() for one in places.values() if isinstance(one, Correction))
    for guide in dict.fromkeys(one.guide for one in given if one.guide is not None):
        yield from ("", f"[guides.{_key(guide.name)}]")
        yield from (f"{name} = {toml(getattr(guide, name))}" for name in GUIDE)


def _written(one: Correction) -> str | dict[str, str]:
    """A correction as the file has it."""
    guide = one.guide.name if one.guide else ""
    more = {"class": one.printed_class, "use": one.use, "guide": guide, "page": one.page}
    return (
        {"place": one.place, **{key: text for key, text in more.items() if text}} if any(more.values()) else one.place
    )


def _key(text: str) -> str:
    return text if all(c.isascii() and (c.isalnum() or c in "-_") for c in text) else toml(text)


def _options(ctx: click.Context, found: Config) -> Iterator[str]:
    """Each option; one that is not set, or has no place in a file, as a comment."""
    for parameter in ctx.command.params:
        name = spelling(parameter)
        if name in ("show", "schema", "report_schema", "config", "record", "write_baseline"):
            continue
        value, source = ctx.params[str(parameter.name)], _source(ctx, parameter, name, found)
        if name not in CONFIGURABLE:
            if source != "default":
                yield f"# {_line(name, value, f'{source}, for this call alone')}"
        elif value is None or value == ():
            yield f"# {name} is not set"
        else:
            yield _line(name, value, source)


def _source(ctx: click.Context, parameter: click.Parameter, name: str, found: Config) -> str:
    source = ctx.get_parameter_source(str(parameter.name))
    if source is ParameterSource.COMMANDLINE:
        return "flag"
    if source is ParameterSource.ENVIRONMENT:
        return f"environment, {parameter.envvar}"
    if source is ParameterSource.DEFAULT_MAP:
        return found.origin[f"options.{name}"]
    return "default"


def _rules(found: Config) -> Iterator[str]:
    for each in fields(Settings):
        if each.name not in THRESHOLDS or each.name == "check_digit_offsets":
            continue
        assert each.default is not MISSING
        yield _line(
            each.name, found.rules.get(each.name, each.default), found.origin.get(f"rules.{each.name}", "default")
        )
    for filer, offset in found.rules.get("check_digit_offsets", {}).items():
        name = f"check_digit_offsets.{_key(filer)}"
        yield _line(name, offset, found.origin[f"rules.check_digit_offsets.{filer}"])


def _before(record: str, name: str) -> str:
    """Where the field stands without the correction."""
    layouts = [form.layouts[record] for form in FORMATS.values() if record in form.layouts]
    places = sorted({str(layout[name].place) for layout in layouts if name in layout.by_name})
    return f"; else {' or '.join(places)}" if places else ""
