"""What a guide says, beside our layouts: a line a record, then what differs, and what could not be read."""

from collections.abc import Iterator, Sequence
from typing import Final

from deminimis.cli import words
from deminimis.cli.guide.reading import Taken
from deminimis.edi.guides.compare import Compared, place_for
from deminimis.edi.guides.plan import Held
from deminimis.edi.layout.declare import Part

_HAS: Final = {
    "new": "no field here",
    "gone": "not in the guide",
    "contradictory": "length and position differ, or overlap",
}


def lines(taken: Taken, found: Sequence[Held], everything: bool) -> Iterator[str]:
    """The report, unfolded lines: folding is the caller's."""
    guide, known = taken.guide, [each for each in found if each.layout is not None]
    yield f"{guide.told()}: {words.many(len(found), 'record table')} on {words.many(taken.pages, 'page')}."
    if others := [each.table.record for each in found if each.layout is None and not each.unwritten]:
        yield f"No layout here: {', '.join(others)}."
    unread = [*taken.found.strays, *(f"{each.table.record}, {told}" for each in found for told in each.table.problems)]
    if unread:
        yield ""
        yield "Could not be read, and nothing of it was guessed:"
        yield from (f"  {words.clean(told)}" for told in unread)
    if known:
        yield ""
        yield from _table(known)
    for each in known:
        yield from _record(each, everything)


def _table(known: Sequence[Held]) -> Iterator[str]:
    yield "record         page       elements  same  differ  explained  corrected"
    for each in known:
        same = sum(1 for one in each.compared if not one.differs and not one.reason)
        explained = sum(1 for one in each.compared if one.reason)
        count = sum(1 for one in each.compared if one.row is not None)
        yield (
            f"{each.table.record:<13}  {each.table.page:<9}  {count:>8}  {same:>4}  {len(each.differences):>6}"
            f"  {explained:>9}  {len(each.corrections):>9}"
        )


def _record(each: Held, everything: bool) -> Iterator[str]:
    shown = [one for one in each.compared if one.differs or "renamed" in one.what or (everything and one.reason)]
    layout = each.layout
    assert layout is not None
    confirmed = [name for name in each.corrections if not any(one.field and one.field.name == name for one in shown)]
    if not shown and not each.unwritten and not confirmed:
        return
    yield ""
    yield f"{each.table.record} {layout.title} (layout {each.tag})"
    for one in shown:
        yield f"  {one.columns:>7}  {_told(one)}"
    if confirmed:
        yield f"  now known from the guide, at the same place: {', '.join(confirmed)}"
    if each.unwritten:
        yield f"  {'not corrected: ' if not each.corrections else ''}{words.clean(each.unwritten)}"


def _told(one: Compared) -> str:
    row, f = one.row, one.field
    printed = f"{words.clean(row.element)} ({one.printed}), {row.page}" if row is not None else ""
    end = f": {one.reason}" if one.reason else ""
    if row is None:
        assert f is not None
        return f"{f.name}: not in the guide{end}"
    if f is None:
        return f"{printed}: {_HAS[one.what[0]]}{end}"
    if "renamed" in one.what:
        return f"{printed}: the columns of {f.name}, under another name"
    said = []
    if "moved" in one.what:
        wide = isinstance(f.place, Part)
        said.append(f"{place_for(row, f)}{' wide' if wide else ''}, not {f.place}")
    if "class" in one.what:
        said.append(f"class {row.kind}, not {f.kind.name}")
    if "use" in one.what:
        said.append(f"{row.status}, not {f.use}")
    return f"{printed}: {f.name} {', '.join(said)}{end}"
