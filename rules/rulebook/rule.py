"""The rulebook's binding: one rule is one code, the rows that it looks at, and one manual page.

A rule that only shows what its rows state is data, `declare`: which rows, and what of each. One that thinks is a
function, `@rule`, whose docstring is its page. Either may say which rows of one frame it looks at (`where`): the
machinery filters, and where there are none the rule is not called. Of all rules that look at one frame, one query says
which of them have any row at all: a filing without faults costs a query a frame, not several a rule.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from inspect import cleandoc, getdoc
from types import MappingProxyType
from typing import Any, Final, Literal, NamedTuple

import polars as pl

from deminimis.edi.frames.findings import NO_FINDINGS, Code
from deminimis.edi.frames.packed import Table
from deminimis.rules.base.contract import checked
from deminimis.rules.base.settings import Settings
from deminimis.rules.people.addresses import Addresses
from deminimis.rules.rulebook.evidence import NAMELESS, Evidence
from deminimis.rules.rulebook.findings import PERIODICAL, findings_at

Find = Callable[..., pl.DataFrame | None]  # of the evidence and, with `where`, the rows it looks at; None: nothing
Frame = Literal["entries", "whole", "members", "notes", "pairs", "near", "groups", "known", "addresses"]
Test = pl.Expr | Callable[[Settings], pl.Expr]  # an expression, or one that hangs on a setting
Shown = str | Test  # a column, or the same
# What a finding is about. In a part of a call it is told where that is at home: a filing (row), all that is on file of
# its bill, a shipment, one consignee and day (group), a consignee; or it is put together of all parts (file, call).
Scope = Literal["row", "bill", "shipment", "group", "person", "file", "call"]
_SCOPES: Final[dict[Frame, Scope]] = {"entries": "row", "whole": "row", "notes": "bill", "pairs": "bill"}
SECTIONS: Final = ("Example:", "What to do:", "Certainty:")

# What the message of a declared rule calls a row of its frame.
_CALLED: Final[dict[Frame, dict[str, str | pl.Expr]]] = {
    "entries": {"entry": pl.coalesce("entry_number", pl.lit("an entry without number"))},
    "whole": {"bill": pl.coalesce("bill", pl.lit(NAMELESS))},
    "notes": {"bill": "bill", "related": pl.concat_list("related").list.drop_nulls()},
}


def under(test: Test, settings: Settings) -> pl.Expr:
    """The expression that it is under these settings."""
    return test if isinstance(test, pl.Expr) else test(settings)


class Among(NamedTuple):
    """The rows that a rule looks at: those of the frame `frame` of Evidence for which `test` is true.

    columns: those that the rule is given, where there may be very many rows; of other frames without it all.
    """

    frame: Frame
    test: Test
    columns: tuple[str, ...] = ()

    def rows(self, evidence: Evidence) -> pl.DataFrame:
        """The rows for which the test is true."""
        test = under(self.test, evidence.settings)
        if self.frame == "whole":
            return evidence.whole("row", *self.columns, where=test)
        if self.frame == "entries":
            return evidence.entries.where(test, self.columns)
        rows = getattr(evidence, self.frame).lazy().filter(test)
        looked_at: pl.DataFrame = (rows.select(self.columns) if self.columns else rows).collect()
        return looked_at


class Fold(NamedTuple):
    """How a finding of a whole file or call is told of a tally, which parts of the call make each for itself.

    A tally has a row for each file (where the scope is `file`) and `by`: `row`, the first filing; numbers that add up,
    but for `greatest`; lists of (row, text), of which the first few count, of `distinct` each text once.
    """

    of: Scope  # what is counted: in a part only what is at home there
    tell: Callable[[Settings, pl.DataFrame], pl.DataFrame]  # the findings: `row` and parameters
    by: tuple[str, ...] = ()
    greatest: tuple[str, ...] = ()
    distinct: tuple[str, ...] = ()
    alone: Mapping[str, Any] = MappingProxyType({})  # settings of a part: what only the whole can be measured by


def few(text: str) -> pl.Expr:
    """Of the rows of a tally the pairs (row, `text`)."""
    return pl.struct("row", text=pl.col(text))


def listed(few: str) -> pl.Expr:
    """The texts of a list of a tally."""
    return pl.col(few).list.eval(pl.element().struct.field("text")).list.join(", ")


class Rule(NamedTuple):
    """A code and the function that finds it. The function gives rows of the filings and parameters, or a tally."""

    code: Code
    source: str
    rows: Find
    scope: Scope
    where: Among | None = None
    fold: Fold | None = None

    def looked(self, evidence: Evidence) -> pl.DataFrame | None:
        """What the function gives: None or no rows where it finds nothing."""
        return self.rows(evidence) if self.where is None else self.rows(evidence, self.where.rows(evidence))

    def find(self, evidence: Evidence) -> pl.DataFrame:
        """The findings of this rule, with their places."""
        found = self.looked(evidence)
        if found is None or not found.height:
            return NO_FINDINGS
        if self.fold is not None:
            found = self.fold.tell(evidence.settings, found)
        if self.scope in ("row", "bill"):
            found = evidence.at_home(found)
        return findings_at(self.code, found, evidence)


@checked
def find_all(rules: Iterable[Rule], evidence: Evidence) -> Iterator[pl.DataFrame]:
    """The findings of each rule that has rows to look at."""
    rules = tuple(rules)
    idle = _idle(rules, evidence)
    return (rule.find(evidence) for rule in rules if rule.code.code not in idle)


def _idle(rules: Iterable[Rule], evidence: Evidence) -> set[str]:
    """The codes of the rules that have no row to look at."""
    tests: dict[Frame, dict[str, pl.Expr]] = {}
    for rule in rules:
        if rule.where is not None:
            tests.setdefault(rule.where.frame, {})[rule.code.code] = under(rule.where.test, evidence.settings)
    idle: set[str] = set()
    for name, of_frame in tests.items():
        frame: pl.DataFrame | Addresses | Table | None = None if name == "whole" else getattr(evidence, name)
        if not (evidence.filed if frame is None else frame).height:
            idle |= of_frame.keys()
            continue
        any_of = [test.any().alias(code) for code, test in of_frame.items()]
        if isinstance(frame, Table):
            met = pl.concat([part.select(any_of) for part in frame.frames()]).select(pl.all().any())
        else:
            met = evidence.whole(*any_of) if frame is None else frame.lazy().select(any_of).collect()
        idle |= {code for code, any_ in met.row(0, named=True).items() if not any_}
    return idle


def declare(
    code: str,
    name: str,
    severity: str,
    template: str,
    page: str,
    *,
    source: str,
    where: Among,
    scope: Scope | None = None,
    shows: Mapping[str, Shown] | None = None,
) -> Rule:
    """A rule that is data: each row of `where` is a finding; `shows` as of `rule`. page: its manual page."""

    def rows(evidence: Evidence, found: pl.DataFrame) -> pl.DataFrame:
        return _shown(evidence, where.frame, found, shows or {})

    about = _scope(code, scope, where)
    return Rule(_code(code, name, severity, template, page=page, source=source), source, rows, about, where)


def rule(
    code: str,
    name: str,
    severity: str,
    template: str,
    *,
    source: str,
    hideable: bool = True,
    where: Among | None = None,
    scope: Scope | None = None,
    shows: Mapping[str, Shown] | None = None,
    fold: Fold | None = None,
) -> Callable[[Find], Rule]:
    """Turns a function into a Rule. Its docstring is the manual page: what and why, example, what to do, certainty.

    scope: may be left out where the rule looks at a frame of filings or bills. fold: the function then gives a tally.
    shows: parameters of the message. With it the function only chooses among the rows of `where`, and what a row is
    called comes first: `entry` of the frame entries, `bill` of whole, `bill` and the related filing of notes.
    """

    def wrap(find: Find) -> Rule:
        page = _code(code, name, severity, template, page=getdoc(find), source=source, hideable=hideable)
        if shows is not None and where is None:
            raise ValueError(f"{code} shows rows of no frame: it needs `where`")
        about = _scope(code, scope, where)
        if shows is None or where is None:
            return Rule(page, source, find, about, where, fold)
        frame, shown = where.frame, shows

        def rows(evidence: Evidence, found: pl.DataFrame) -> pl.DataFrame | None:
            chosen = find(evidence, found)
            return None if chosen is None else _shown(evidence, frame, chosen, shown)

        return Rule(page, source, rows, about, where)

    return wrap


def _scope(code: str, scope: Scope | None, where: Among | None) -> Scope:
    about = scope or (None if where is None else _SCOPES.get(where.frame))
    if about is None:
        raise ValueError(f"{code} has no scope: what is it about?")
    return about


def _shown(evidence: Evidence, frame: Frame, found: pl.DataFrame, shows: Mapping[str, Shown]) -> pl.DataFrame:
    """Of each row what its message says: what it is called, and `shows`."""
    if frame == "notes":  # in the order in which the state was made up
        found = (found if "bill" in found.columns else evidence.named(found)).sort("row")
    more = {name: each if isinstance(each, str) else under(each, evidence.settings) for name, each in shows.items()}
    return found.select("row", **_CALLED[frame], **more)


def _code(
    code: str, name: str, severity: str, template: str, *, page: str | None, source: str, hideable: bool = True
) -> Code:
    """The code with its whole page; refuses one that lacks a section."""
    if page is None and not __debug__:  # `python -OO` has no docstrings, and so no manual pages; it judges as ever
        page = "".join(SECTIONS)
    if not page:
        raise ValueError(f"{code} has no manual page: its function needs a docstring")
    missing = [section for section in SECTIONS if section not in page]
    if missing:
        raise ValueError(f"the manual page of {code} lacks {', '.join(missing)}")
    full = f"{cleandoc(page)}\n\nSource: {source}"
    named = code.startswith(PERIODICAL) and "{period}" not in template
    return Code(code, name, severity, template + " ({period})" if named else template, full, hideable=hideable)


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
