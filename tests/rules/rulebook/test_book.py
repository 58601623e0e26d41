"""A code stands in the last file of the book whose number is not above it, and what is data needs no function."""

import re
from importlib import import_module
from pathlib import Path

import polars as pl
import pytest

from deminimis.edi.frames.findings import ERROR
from deminimis.rules.rulebook import book
from deminimis.rules.rulebook.book import RULES
from deminimis.rules.rulebook.rule import Among, Rule, declare, rule

FOLDER = Path(book.__file__).parent
FILES = sorted(path.stem for path in FOLDER.glob("*.py") if path.stem != "__init__")
PAGE = "A page.\n\nExample: one.\nWhat to do: nothing.\nCertainty: none."


def rules_in(file: str) -> dict[str, Rule]:
    module = import_module(f"{book.__name__}.{file}")
    return {value.code.code: value for value in vars(module).values() if isinstance(value, Rule)}


def number(name: str) -> tuple[str, int]:
    """Letters and number of a code or of a file's name: DM104 and dm104_bills are one."""
    found = re.match(r"(?i)([a-z]+)(\d+)", name)
    assert found is not None, name
    return found[1].upper(), int(found[2])


def home(code: str) -> str:
    """The file in which a code is looked for."""
    letters, own = number(code)
    return max((file for file in FILES if number(file)[0] == letters and number(file)[1] <= own), key=number)


@pytest.mark.parametrize("file", FILES)
def test_a_code_stands_in_the_last_file_whose_number_is_not_above_it(file: str) -> None:
    codes = rules_in(file)
    assert {code: home(code) for code in codes} == dict.fromkeys(codes, file)
    assert min(map(number, codes)) == number(file), "the file bears the number of its first code"


def test_every_file_of_the_book_is_run() -> None:
    assert sorted(code for file in FILES for code in rules_in(file)) == [rule.code.code for rule in RULES]


def test_a_declared_rule_needs_a_whole_page() -> None:
    where = Among("entries", pl.lit(True))
    assert declare("DM999", "nothing", ERROR, "", PAGE, source="", where=where).code.page.startswith("A page.")
    with pytest.raises(ValueError, match="lacks What to do"):
        declare("DM999", "nothing", ERROR, "", PAGE.replace("What to do", "To do"), source="", where=where)


def test_what_a_function_shows_needs_rows_of_a_frame() -> None:
    def bare() -> None:
        """A page."""

    bare.__doc__ = PAGE
    with pytest.raises(ValueError, match="needs `where`"):
        rule("DM999", "nothing", ERROR, "", source="", shows={})(bare)  # type: ignore[arg-type]
