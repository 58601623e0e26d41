"""Which column of a list is which of ours, as a table: theirs, ours, why, three of its values."""

import io
from collections.abc import Iterator

from rich.console import Console

from deminimis.cli import words
from deminimis.cli.reporters.parts.rows import Rows
from deminimis.edi.cells.grid import letter
from deminimis.edi.lists.reading import Listed
from deminimis.edi.lists.ways import LEFT_OUT, Ways

_VALUE = 24  # characters of a sample


def mapping(name: str, listed: Listed, ways: Ways, width: int, *, masked: bool = False) -> list[str]:
    """The lines of the table, masked without values; none where the list is our own template, or its sender is known
    and nothing is asked."""
    if not listed.links or ((listed.ours or ways.kept) and not listed.questions):
        return []
    out = io.StringIO()
    console = Console(file=out, width=width, no_color=True, highlight=False, markup=False, emoji=False)
    sheet = f", sheet {listed.grid.name!r}" if listed.grid.name else ""
    row = f", header in row {listed.header_row}" if listed.header_row else ""
    console.print(f"{words.clean(name)}: a list ({listed.kind}{words.clean(sheet)}{row}). Its columns:", soft_wrap=True)
    table = Rows("column", "theirs", "ours", "why", "values", below=("why", "values"), shortened="values")
    for *cells, values in rows(listed):
        table.row(*cells, "" if masked else values)
    table.print(console)
    return [line.rstrip() for line in out.getvalue().splitlines()]


def rows(listed: Listed) -> Iterator[tuple[str, str, str, str, str]]:
    """A row a column: its letter, their name, ours, why, values."""
    for link in listed.links:
        ours = "left out" if link.ours == LEFT_OUT else f"{link.ours}?" if link.asked else link.ours
        values = " | ".join(words.clean(value)[:_VALUE] for value in listed.samples.get(link.at, ()))
        yield letter(link.at + listed.grid.column), words.clean(link.theirs), ours, words.clean(link.why), values
