"""The rulebook's binding: one rule is one code, one function and one manual page, its docstring.

A rule may say which rows of one frame it looks at (`Among`). The machinery then filters, and gives the function the
rows; where there are none the function is not called. Of all rules that look at one frame, one query says which of
them have any row at all: a filing without faults costs a query a frame, not several a rule.
"""

from collections.abc import Callable, Iterable, Iterator
from inspect import getdoc
from typing import Final, Literal, NamedTuple

import polars as pl

from deminimis.edi.frames.findings import Code
from deminimis.rules.base.settings import Settings
from deminimis.rules.people.addresses import Addresses
from deminimis.rules.rulebook.evidence import Judged
from deminimis.rules.rulebook.findings import PERIODICAL, findings_at

Find = Callable[..., pl.DataFrame]  # of what is judged; where `among` says which rows it looks at, of those too
Frame = Literal["entries", "whole", "members", "notes", "pairs", "groups", "known", "addresses"]
SECTIONS: Final = ("Example:", "What to do:", "Certainty:")


class Among(NamedTuple):
    """The rows that a rule looks at: those of the frame `frame` of Judged for which `test` is true.

    columns: those that the function is given, where there may be very many rows; of other frames without it all.
    """

    frame: Frame
    test: Callable[[Settings], pl.Expr]
    columns: tuple[str, ...] = ()


class Rule(NamedTuple):
    """A code and the function that finds it. The function gives rows of the filings and parameters."""

    code: Code
    source: str
    rows: Find
    among: Among | None = None

    def find(self, judged: Judged) -> pl.DataFrame:
        """The findings of this rule, with their places."""
        if self.among is None:
            return findings_at(self.code, self.rows(judged), judged)
        test = self.among.test(judged.settings)
        if self.among.frame == "whole":
            looked_at = judged.whole("row", *self.among.columns, where=test)
        else:
            rows = getattr(judged, self.among.frame).lazy().filter(test)
            looked_at = (rows.select(self.among.columns) if self.among.columns else rows).collect()
        return findings_at(self.code, self.rows(judged, looked_at), judged)


def find_all(rules: Iterable[Rule], judged: Judged) -> Iterator[pl.DataFrame]:
    """The findings of each rule that has rows to look at."""
    rules = tuple(rules)
    idle = _idle(rules, judged)
    return (rule.find(judged) for rule in rules if rule.code.code not in idle)


def _idle(rules: Iterable[Rule], judged: Judged) -> set[str]:
    """The codes of the rules that have no row to look at."""
    tests: dict[Frame, dict[str, Callable[[Settings], pl.Expr]]] = {}
    for rule in rules:
        if rule.among is not None:
            tests.setdefault(rule.among.frame, {})[rule.code.code] = rule.among.test
    idle: set[str] = set()
    for name, of_frame in tests.items():
        frame: pl.DataFrame | Addresses | None = None if name == "whole" else getattr(judged, name)
        if not (judged.filed if frame is None else frame).height:
            idle |= of_frame.keys()
            continue
        any_of = [test(judged.settings).any().alias(code) for code, test in of_frame.items()]
        met = judged.whole(*any_of) if frame is None else frame.lazy().select(any_of).collect()
        idle |= {code for code, any_ in met.row(0, named=True).items() if not any_}
    return idle


def rule(
    code: str,
    name: str,
    severity: str,
    template: str,
    *,
    source: str,
    hideable: bool = True,
    among: Among | None = None,
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
        return Rule(Code(code, name, severity, told, full, hideable=hideable), source, find, among)

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
