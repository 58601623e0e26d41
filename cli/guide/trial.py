"""`guide --try`: what real files say about layouts, record by record."""

from collections.abc import Iterable, Iterator
from typing import Final

import click
import polars as pl

from deminimis.cli import words
from deminimis.cli.session.inputs import sources
from deminimis.edi.cutting.sniff import LOOKED_FOR, known
from deminimis.edi.cutting.source import blocks
from deminimis.edi.formats import FORMATS
from deminimis.edi.guides.trial import MOST, Fit, Tried, tried
from deminimis.edi.reading.format import Format

SURE: Final = ("guide", "cbp", "schema", "standard")
_BLOCK: Final = 1 << 20


def files(paths: Iterable[str], only: str | None) -> list[Tried]:
    """Every kind of 80-byte record in these files, with its fields tried. Raises click.ClickException."""
    found: dict[tuple[str, str], list[pl.Series]] = {}
    forms: dict[str, Format] = {}
    for source in sources(paths):
        sniffed = known(source)
        if sniffed.format is None or sniffed.syntax is None or (only and sniffed.format != only):
            what = f"this is {sniffed.format}, not {only}" if sniffed.format else f"{sniffed.reason}; {LOOKED_FOR}"
            raise click.ClickException(f"{words.clean(source.name)}: {words.clean(what)}")
        form = forms.setdefault(sniffed.format, FORMATS[sniffed.format])
        for block in blocks(source, sniffed.syntax, _BLOCK, form.name):
            rows = block.rows.with_columns(tag=form.tag(pl.col("raw")))
            for (tag,), part in rows.partition_by("tag", as_dict=True, maintain_order=True).items():
                mine = found.setdefault((form.name, str(tag)), [])
                if sum(map(len, mine)) < MOST:
                    mine.append(part["raw"])
    fixed = {
        (name, tag): pl.concat(raw) for (name, tag), raw in found.items()
        if tag in forms[name].layouts and forms[name].layouts[tag].family == "fixed"
    }  # fmt: skip
    if not fixed:
        raise click.ClickException("no record of 80 columns in these files: --try looks at CATAIR and CAMIR ocean")
    return [tried(tag, forms[name].layouts[tag], raw) for (name, tag), raw in fixed.items()]


def lines(found: Iterable[Tried], everything: bool) -> Iterator[str]:
    """A heat line a record, and its fields below."""
    yield "9 digits, A letters, X mixed, small or 0 where a fifth of the rows is blank, . blank"
    for each in found:
        shown = [fit for fit in each.fits if everything or fit.better or fit.field.status not in SURE]
        if not shown:
            continue
        yield ""
        yield f"{each.layout.record} {each.layout.title}, {words.many(each.rows, 'row')}"
        yield each.heat
        yield from (f"  {fit.field.place!s:>7}  {_told(fit)}" for fit in shown)


def _told(fit: Fit) -> str:
    lead = f"{fit.field.name} ({fit.field.kind.name}, {fit.field.status})"
    if fit.share is None:
        return f"{lead}: {words.many(fit.filled, 'row')} with anything, too few to say"
    fits = f"{lead}: {fit.share:.0%} of {words.many(fit.filled, 'row')} fit"
    return f"{fits}; {fit.better} would fit {fit.better_share:.0%}" if fit.better else fits
