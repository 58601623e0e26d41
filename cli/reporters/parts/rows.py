"""Rows under one header on a terminal: a line a row where they fit, else two, so that no bill is broken in two."""

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.text import Text

_GAP = 2
_INDENT = 3
_RIGHT = ("value",)  # columns aligned to the right


class Rows:
    """A table without lines. Columns that hold nothing are left out; those in `below` go to a second line at need."""

    def __init__(self, *columns: str, below: Sequence[str]) -> None:
        self.columns = columns
        self.below = below
        self._rows: list[dict[str, Text]] = []

    def row(self, *cells: str | Text) -> None:
        """A row, one cell a column."""
        texts = (cell if isinstance(cell, Text) else Text(cell) for cell in cells)
        self._rows.append(dict(zip(self.columns, texts, strict=True)))

    def print(self, console: Console) -> None:
        """Writes the rows, three columns in."""
        for line in self.lines(console):
            console.print(line, soft_wrap=True)

    def lines(self, console: Console) -> Iterator[Text]:
        """The lines, none wider than the console."""
        used = [name for name in self.columns if any(row[name].plain for row in self._rows)]
        if sum(self._widths(used).values()) + _GAP * (len(used) - 1) + _INDENT > console.width:
            above = [name for name in used if name not in self.below]
        else:
            above = used
        widths = self._widths(above)
        head = self._line({name: Text(name, style="dim") for name in above}, widths)
        head.truncate(console.width)
        yield head
        hang = _INDENT + (widths[above[0]] + _GAP if len(above) > 1 else 0)
        for row in self._rows:
            line = self._line(row, widths)
            yield from _folded(console, line, hang)
            rest = [row[name] for name in used if name not in above and row[name].plain]
            if rest:
                yield from _folded(console, Text(" " * hang) + Text("  ").join(rest), hang)

    def _widths(self, names: Sequence[str]) -> dict[str, int]:
        return {name: max([len(name), *(row[name].cell_len for row in self._rows)]) for name in names}

    def _line(self, row: dict[str, Text], widths: dict[str, int]) -> Text:
        line = Text(" " * _INDENT)
        for name, width in widths.items():
            cell = row[name].copy()
            blank = " " * (width - cell.cell_len)
            line = line + Text(blank) + cell if name in _RIGHT else line + cell + Text(blank)
            line = line + Text(" " * _GAP)
        line.rstrip()
        return line


def _folded(console: Console, line: Text, hang: int) -> Iterator[Text]:
    """The line, and what does not fit into the width below it, `hang` columns in."""
    if line.cell_len <= console.width:
        yield line
        return
    hang = min(hang, console.width // 2)
    first, *rest = line.wrap(console, console.width)
    yield first
    for more in Text(" ").join(rest).wrap(console, console.width - hang):
        more.rstrip()
        yield Text(" " * hang) + more
