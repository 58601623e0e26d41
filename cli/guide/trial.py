"""`guide --try`: what real files say about layouts, record by record; of air line by line."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import click
import polars as pl

from deminimis.cli import words
from deminimis.cli.session.inputs import sources
from deminimis.edi.cutting.sniff import LOOKED_FOR, known
from deminimis.edi.cutting.source import blocks
from deminimis.edi.guides.elements import GOOD, Lines, Seen, looked
from deminimis.edi.guides.trial import MOST, Fit, Tried, tried
from deminimis.edi.reading.format import Format

SURE: Final = ("guide", "cbp", "schema", "standard")
_WHY: Final = {
    "blank": "it would be blank there",
    "same": "all rows have the same there",
    "alike": "other places explain the rows about as well",
}
_BLOCK: Final = 1 << 20


def files(paths: Iterable[str], only: str | None, formats: Mapping[str, Format]) -> list[Tried | Lines]:
    """Every kind of 80-byte record and of line of air in these files, tried by its layout in `formats`.

    Raises click.ClickException.
    """
    found: dict[tuple[str, str], list[pl.Series]] = {}
    for source in sources(paths):
        sniffed = known(source)
        if sniffed.format is None or sniffed.syntax is None or (only and sniffed.format != only):
            what = f"this is {sniffed.format}, not {only}" if sniffed.format else f"{sniffed.reason}; {LOOKED_FOR}"
            raise click.ClickException(f"{words.clean(source.name)}: {words.clean(what)}")
        form = formats[sniffed.format]
        for block in blocks(source, sniffed.syntax, _BLOCK, form.name):
            rows = block.rows.with_columns(tag=form.tag(pl.col("raw")))
            for (tag,), part in rows.partition_by("tag", as_dict=True, maintain_order=True).items():
                mine = found.setdefault((form.name, str(tag)), [])
                if sum(map(len, mine)) < MOST:
                    mine.append(part["raw"])
    out: list[Tried | Lines] = []
    for (name, tag), raw in found.items():
        layout = formats[name].layouts.get(tag)
        if layout is not None and layout.in_columns:
            out.append(tried(tag, layout, pl.concat(raw)))
        elif layout is not None and layout.family == "line" and layout.fields:
            out.append(looked(tag, layout, pl.concat(raw).head(MOST)))
    if not out:
        raise click.ClickException(
            "no record of 80 columns and no line of air in these files: --try looks at CATAIR and CAMIR"
        )
    return out


def lines(found: Iterable[Tried | Lines], everything: bool) -> Iterator[str]:
    """A heat line a record, and its fields below; of a line its elements; at the end what was found."""
    found = list(found)
    if any(isinstance(each, Tried) for each in found):
        yield "9 digits, A letters, X mixed, small or 0 where a fifth of the rows is blank, . blank"
    for each in found:
        yield from _record(each, everything) if isinstance(each, Tried) else _line(each, everything)
    yield ""
    yield _summary(found)


def differs(found: Iterable[Tried | Lines]) -> bool:
    """Whether anything was found that is not as the layouts have it."""
    return any(
        any(fit.says in ("moved", "gone") for fit in each.fits)
        if isinstance(each, Tried)
        else each.stray or any(seen.there and seen.share < GOOD for seen in each.seen)
        for each in found
    )


def _record(each: Tried, everything: bool) -> Iterator[str]:
    shown = [fit for fit in each.fits if everything or fit.says in ("moved", "gone") or fit.field.status not in SURE]
    if not shown:
        return
    yield ""
    yield f"{each.layout.record} {each.layout.title}, {words.many(each.rows, 'row')}"
    yield each.heat
    yield from (f"  {fit.field.place!s:>7}  {_told(fit)}" for fit in shown)


def _told(fit: Fit) -> str:
    lead = f"{fit.field.name} ({fit.field.kind.name}, {fit.field.status})"
    if fit.says == "few":
        return f"{lead}: {words.many(fit.filled, 'row')} with anything, too few to say"
    fits = (
        f"{lead}: {fit.share:.0%} of {words.many(fit.filled, 'row')} fit" if fit.share is not None else f"{lead}: blank"
    )
    if fit.says == "moved":
        return f"{fits}; it stands at {fit.better}, where {fit.better_share:.0%} fit"
    if fit.says == "gone":
        return f"{fits}; it stands nowhere: left out, or one with another field"
    if fit.says == "open":
        where = f", {' or '.join(map(str, fit.others))}" if fit.others else ""
        return f"{fits}; the rows cannot tell its place{where}: {_WHY[fit.why or 'alike']}"
    return fits


def _line(each: Lines, everything: bool) -> Iterator[str]:
    shown = [one for one in each.seen if everything or one.field.status not in SURE or (one.there and one.share < GOOD)]
    if not shown and not each.stray:
        return
    yield ""
    yield (
        f"{each.tag} {each.layout.title}, {words.many(each.rows, 'line')}, {each.right:.0%} of them right as a whole"
    )
    yield from (f"  {one.field.place!s:>9}  {_element(one)}" for one in shown)
    if each.stray:
        yield f"  {words.many(each.stray, 'line')} with more behind that is none of these"


def _element(one: Seen) -> str:
    lead = f"{one.field.name} ({one.field.kind.name}, {one.field.status})"
    if not one.there:
        return f"{lead}: in no line"
    size = f"{one.shortest}-{one.longest}" if one.shortest != one.longest else f"{one.longest}"
    seen = f"{size}{one.kind}" if one.kind else f"{size} characters of several classes"
    fits = f"{lead}: {one.share:.0%} of {words.many(one.there, 'line')} fit"
    return f"{fits}; {seen} would fit more" if one.share < GOOD else f"{fits}, {seen}"


def _summary(found: Iterable[Tried | Lines]) -> str:
    says = [fit.says for each in found if isinstance(each, Tried) for fit in each.fits]
    wrong = sum(1 for each in found if isinstance(each, Lines) for one in each.seen if one.there and one.share < GOOD)
    parts = [
        f"{words.many(says.count('fits'), 'field')} where the layouts have them" if says else "",
        f"{says.count('moved')} moved" if "moved" in says else "",
        f"{says.count('gone')} left out" if "gone" in says else "",
        f"{says.count('open') + says.count('few')} that the rows cannot tell" if {"open", "few"} & set(says) else "",
        f"{words.many(wrong, 'element')} of lines that do not fit" if wrong else "",
    ]
    return ", ".join(part for part in parts if part) or "every element fits"
