"""The law and what executes it: every clause cited is in rules/RULE.md, each one there is cited by a function."""

import json
import re
from pathlib import Path

import pytest

from deminimis.rules.codes import CODES
from docs.law import LAW, ROOT, bare, citations, cited, clauses, executed, modules, texts

CASES = json.loads((Path(__file__).parent / "cases.json").read_text("utf-8"))
PAGES = [ROOT / "README.md", ROOT / "ARCHITECTURE.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
# Where the rule is executed, a number in brackets could only be a clause.
STEPS = ("rules/judge.py", "rules/base/", "rules/on_file/", "rules/people/", "rules/daily_sum/", "rules/policy/")
WHY = re.compile(r"(?:^|; )(\d+(?:, \d+)*): ")


def test_the_law_has_its_clauses_one_after_the_other() -> None:
    assert list(clauses()) == list(range(1, 26))
    assert set(cited(LAW.read_text("utf-8"))) <= set(clauses())


def test_every_clause_that_the_code_cites_is_in_the_law() -> None:
    found = citations()
    assert len(found) > 80
    assert [each for each in found if each.clause not in clauses()] == []


@pytest.mark.parametrize("number", clauses())
def test_every_clause_is_cited_by_what_executes_it(number: int) -> None:
    assert executed()[number], "no docstring or comment of a function names it"


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["name"])
def test_every_case_says_which_clauses_of_the_law_it_works_out(case: dict[str, str]) -> None:
    found = WHY.findall(case["why"])
    assert found and case["why"].startswith(found[0])
    assert {int(number) for group in found for number in group.split(", ")} <= set(clauses())


def test_every_clause_that_has_to_do_with_a_sum_is_worked_out() -> None:
    said = " ".join(group for case in CASES["cases"] for group in WHY.findall(case["why"]))
    # test_masters.py works out clause 2, test_identity.py clause 25.
    assert set(clauses()) - set(map(int, re.findall(r"\d+", said))) == {2, 25}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_clause_that_a_page_cites_is_in_the_law(page: Path) -> None:
    assert set(cited(page.read_text("utf-8"))) <= set(clauses())


def test_every_clause_that_a_page_of_a_finding_cites_is_in_the_law() -> None:
    wrong = {code.code for code in CODES.values() if not set(cited(code.page)) <= set(clauses())}
    assert wrong == set()


def test_a_citation_has_one_form() -> None:
    steps = [path for path in modules() if path.relative_to(ROOT).as_posix().startswith(STEPS)]
    assert len(steps) > 15
    found = [
        f"{path.relative_to(ROOT)}:{line}: {form}, which would be: clause N; clauses N, M and K; clauses N to M"
        for path in steps
        for _, line, text in texts(path)
        for form in bare(text)
    ]
    assert found == []


def test_citations_are_seen_in_all_their_forms() -> None:
    assert list(cited("clause 9; Clauses 6, 7 and 11; (clauses 12 to 15, 17) and rule, clause\n3")) == [
        *(9, 6, 7, 11, 12, 13, 14, 15, 17, 3)
    ]
    assert list(cited("N9 clauses; certifications and clauses; 9 March")) == []
    assert bare("the entry decides (9). Both (6, 7), (4-11) and (1 and 9)") == ["(9)", "(6, 7)", "(4-11)", "(1 and 9)"]
    assert bare("range(9), (clause 9), (2026)") == []
    assert WHY.findall("12, 14: a; b 15: c; 18: d") == ["12, 14", "18"]


def test_texts_know_whose_they_are(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    function = 'def one():\n    """Doc."""\n    # clause 2\n    # goes on\n    return 1\n'
    file.write_text(f'"""Module."""\n\nX = 1  # clause 1\n\n\n{function}')
    assert list(texts(file)) == [
        (None, 1, "Module."),
        ("one", 6, "Doc."),
        (None, 3, "clause 1"),
        ("one", 8, "clause 2 goes on"),
    ]
