"""Rows under one header on a terminal: a line a row where they fit, else two, so that no bill is broken in two."""

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.text import Text

_GAP = 2
_INDENT = 3
_LEAST = 10  # characters that a shortened cell keeps
_RIGHT = ("value", "sum", "line")  # columns aligned to the right


class Rows:
    """A table without lines. Columns that hold nothing are left out; those in `below` go to a second line at need.

    Before that the cells of `shortened` are cut, and the columns of `spared` left out, one by one, while that makes a
    line a row of it.
    """

    def __init__(
        self, *columns: str, below: Sequence[str], shortened: str | None = None, spared: Sequence[str] = ()
    ) -> None:
        self.columns = columns
        self.below = below
        self.shortened = shortened
        self.spared = spared
        self.left_out: tuple[str, ...] = ()  # known when the rows are written
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
        fitting = self._fitting(used, console.width)
        above = fitting or {name: width for name, width in self._widths(used).items() if name not in self.below}
        self.left_out = tuple(name for name in used if name not in fitting) if fitting else ()
        widths = above
        head = self._line({name: Text(name, style="dim") for name in above}, widths)
        head.truncate(console.width)
        yield head
        hang = _INDENT + (next(iter(widths.values())) + _GAP if len(above) > 1 else 0)
        for row in self._rows:
            line = self._line(row, widths)
            yield from _folded(console, line, hang)
            rest = [_named(name, row[name]) for name in used if name not in above and row[name].plain]
            if rest and not fitting:
                yield from _folded(console, Text(" " * hang) + Text("  ").join(rest), hang)

    def _fitting(self, used: Sequence[str], room: int) -> dict[str, int]:
        """Widths of the columns that stand in one line; nothing where no choice of them fits."""
        for sparing in range(len(self.spared) + 1):
            widths = self._widths([name for name in used if name not in self.spared[:sparing]])
            short = sum(widths.values()) + _GAP * (len(widths) - 1) + _INDENT - room
            if short > 0 and self.shortened in widths and widths[self.shortened] - short >= _LEAST:
                widths[self.shortened] -= short
                short = 0
            if short <= 0:
                return widths
        return {}

    def _widths(self, names: Sequence[str]) -> dict[str, int]:
        return {name: max([len(name), *(row[name].cell_len for row in self._rows)]) for name in names}

    def _line(self, row: dict[str, Text], widths: dict[str, int]) -> Text:
        line = Text(" " * _INDENT)
        for name, width in widths.items():
            cell = row[name].copy()
            cell.truncate(width, overflow="ellipsis")
            blank = " " * (width - cell.cell_len)
            line = line + Text(blank) + cell if name in _RIGHT else line + cell + Text(blank)
            line = line + Text(" " * _GAP)
        line.rstrip()
        return line


def _named(name: str, cell: Text) -> Text:
    """A cell that stands below: a bare number says what it is."""
    return Text(f"{name} ") + cell if cell.plain.isdigit() else cell


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
