"""The rulebook's binding: one rule is one code, one function and one manual page, its docstring."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from inspect import getdoc
from typing import Final

import polars as pl

from deminimis.edi.findings import Code
from deminimis.rules.judged import Judged
from deminimis.rules.report import PERIODICAL, findings_at

Find = Callable[[Judged], pl.DataFrame]
SECTIONS: Final = ("Example:", "What to do:", "Certainty:")


@dataclass(frozen=True)
class Rule:
    """A code and the function that finds it. The function gives rows of the filings and parameters."""

    code: Code
    source: str
    rows: Find

    def find(self, judged: Judged) -> pl.DataFrame:
        """The findings of this rule, with their places."""
        return findings_at(self.code, self.rows(judged), judged)


def rule(
    code: str, name: str, severity: str, template: str, *, source: str, hideable: bool = True
) -> Callable[[Find], Rule]:
    """Turns a function into a Rule. Its docstring is the manual page: what and why, example, what to do, certainty."""

    def wrap(find: Find) -> Rule:
        page = getdoc(find)
        if not page:
            raise ValueError(f"{code} has no manual page: its function needs a docstring")
        missing = [section for section in SECTIONS if section not in page]
        if missing:
            raise ValueError(f"the manual page of {code} lacks {', '.join(missing)}")
        full = f"{page}\n\nSource: {source}"
        named = code.startswith(PERIODICAL) and "{period}" not in template
        told = template + " ({period})" if named else template
        return Rule(Code(code, name, severity, told, full, hideable=hideable), source, find)

    return wrap


def rulebook(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """The rules in order of code; refuses a code or a name that stands twice."""
    ordered = tuple(sorted(rules, key=lambda each: each.code.code))
    for label in ("code", "name"):
        seen: set[str] = set()
        for each in ordered:
            value = getattr(each.code, label)
            if value in seen:
                raise ValueError(f"two rules have the {label} {value}")
            seen.add(value)
    return ordered
