"""Tables and blocks of generated pages."""

from collections.abc import Iterable, Sequence


def block(text: str, language: str = "") -> str:
    """A block of code."""
    return f"```{language}\n{text}\n```"


def cell(text: str) -> str:
    """A text that a cell of a table can hold."""
    return text.replace("|", "\\|").replace("\n", " ")


def table(header: Sequence[str], body: Iterable[Sequence[str]]) -> str:
    """A table; its cells are as `cell` leaves them."""
    lines = ["| " + " | ".join(cells) + " |" for cells in [header, *body]]
    lines.insert(1, "|" + "---|" * len(header))
    return "\n".join(lines)
