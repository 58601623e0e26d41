"""Tables of whole numbers and flags, and statements of SQL that make others of them: one text for any number of rows.

The text is what Polars, Sail and Apache Spark all speak: joins (also semi and anti), grouping, `UNION`, `CASE`,
`row_number`. Here it runs in Polars, in memory; `engine` runs it on an engine, where nothing passes through this
process.
"""

import re
from collections.abc import Mapping
from typing import Final, Protocol

import polars as pl

Script = Mapping[str, str]  # names of tables, and of each the statement that makes it, in order
_NUMBER: Final = re.compile(r":([a-z_]+)")
_PART: Final = re.compile(r"part_of\(([\w.]+)\)")


class Tables(Protocol):
    """Named tables. In statements `:name` stands for a number, `part_of(column)` for the part of a key."""

    def make(self, script: Script, **numbers: int) -> None:
        """Makes tables, in order; each may use those before it."""

    def put(self, name: str, frame: pl.DataFrame) -> None:
        """A table of what is here: small by nature."""

    def rows(self, statement: str, **numbers: int) -> pl.DataFrame:
        """The rows of a statement, brought here: few by nature."""

    def rename(self, name: str, after: str) -> None:
        """Gives a table the name `after`; one that has it is gone."""

    def forget(self, *names: str) -> None:
        """Drops tables that nothing needs any more."""


def written_out(statement: str, numbers: Mapping[str, int]) -> str:
    """A statement with its numbers in it. parts: how many there are, for `part_of`.

    Keys are mixed numbers of either sign; a remainder of a negative one differs between engines, this one does not.
    """
    whole = _PART.sub(r"CAST(((\1 % :parts) + :parts) % :parts AS INT)", statement)
    return _NUMBER.sub(lambda found: str(numbers[found[1]]), whole)


def number(tables: Tables, statement: str, **numbers: int) -> int:
    """The one number of a statement; zero where it is null."""
    return int(tables.rows(statement, **numbers).item() or 0)


class Here:
    """Tables in this process."""

    def __init__(self) -> None:
        self._context = pl.SQLContext[pl.DataFrame](eager=True)

    def make(self, script: Script, **numbers: int) -> None:
        """As `Tables`."""
        for name, statement in script.items():
            self._context.register(name, self.rows(statement, **numbers))

    def put(self, name: str, frame: pl.DataFrame) -> None:
        """As `Tables`."""
        self._context.register(name, frame)

    def rows(self, statement: str, **numbers: int) -> pl.DataFrame:
        """As `Tables`."""
        found: pl.DataFrame = self._context.execute(written_out(statement, numbers))
        return found

    def rename(self, name: str, after: str) -> None:
        """As `Tables`."""
        self._context.register(after, self.rows(f"SELECT * FROM {name}"))
        self._context.unregister(name)

    def forget(self, *names: str) -> None:
        """As `Tables`."""
        self._context.unregister(names)
