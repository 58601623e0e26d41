"""Codes as data: every list is whole, every code that is written is explained, a code means what its mode says."""

import polars as pl
import pytest
from click.testing import CliRunner

from deminimis.cli.main import command
from deminimis.edi.codes.answer_codes import LISTS, answer_codes
from deminimis.edi.frames.notices import NOTICES
from deminimis.rules.answers.texts import texts
from deminimis.rules.cbp_answers import findings_of, table
from tests.laws.robustness.answers import ANSWERS
from tests.laws.robustness.outcome import outcome


def _explained(*args: str) -> str:
    return CliRunner().invoke(command, ["explain", *args]).output


def _finding(**notice: str) -> tuple[str, str, str]:
    """Code, severity and the words of the finding about one notice."""
    row = {"direction": "read", "kind": "status", **notice}
    frame = pl.DataFrame([row]).select(
        (pl.col(name) if name in row else pl.lit(None)).cast(dtype).alias(name) for name, dtype in NOTICES.items()
    )
    code, severity, params = findings_of(frame).select("code", "severity", "params").row(0)
    return code, severity, params


def test_lists_are_whole() -> None:
    codes = answer_codes()
    assert set(codes["severity"]) == {"error", "hold", "warning", "note"}
    assert set(codes["status"]) <= {"cbp", "schema", "standard", "unconfirmed", "assumed"}
    assert not codes.select(pl.any_horizontal(pl.col("code", "meaning", "source", "status").is_null().any())).item()
    assert codes.select(pl.struct("format", "path", "code").is_duplicated().any()).item() is False
    assert codes.filter(pl.col("until") < pl.col("since")).height == 0


def test_every_code_of_the_table_is_in_a_list_or_names_its_source() -> None:
    own = table()
    assert (
        own.select(pl.col("outcome", "recipient", "meaning", "next_step", "status", "source").null_count()).row(0)
        == (0,) * 6
    )
    assert set(own.filter(pl.col("list").is_null())["format"]) == {"x12-997", "contrl"}
    assert set(own["outcome"]) == {"warned", "withheld", "rejected"}


def test_everything_that_is_written_is_explained() -> None:
    known = answer_codes().select("format", "code").unique()
    for form, code in texts().filter(pl.col("code").is_not_null()).select("format", "code").iter_rows():
        assert known.filter(format=form, code=code).height, (form, code)


@pytest.mark.parametrize("code", ["2M", "4M", "95", "SN517", "284", "318", "30", "33", "34", "098", "181", "110", "470",
                                  "282", "288"])  # fmt: skip
def test_explain_says_what_it_means_who_gets_it_and_what_to_do(code: str) -> None:
    said = _explained(code)
    for words in ("Meaning: ", "Who gets it: ", "Next: ", "In use: from 202", "Source: "):
        assert words in said, (code, words)


def test_explain_says_that_exceeded_means_may_have_been() -> None:
    for code in ("2M", "284", "95", "SN517", "098", "30"):
        assert "may have been exceeded" in _explained(code)


def test_a_code_of_two_meanings_shows_both_and_each_by_its_mode() -> None:
    both = _explained("95")
    assert "95 means different things" in both
    assert "Section 321 max value exceeded" in both and "in-bond deleted" in both
    truck, ocean = _explained("95", "--mode", "truck"), _explained("95", "--mode", "ocean")
    assert "Section 321 max value exceeded" in truck and "in-bond deleted" not in truck.split("Note: ")[0]
    assert "in-bond deleted" in ocean and "Section 321" not in ocean
    assert "express consignment status denied" in _explained("1M", "--mode", "air")
    assert "message about the bill" in _explained("1M", "--mode", "ocean")


def test_explain_knows_the_modes_of_a_code_and_suggests_others() -> None:
    assert "no code of mode air; it is one of entry, ocean, rail, truck" in _explained("95", "--mode", "air")
    assert "SN517" in _explained("SN51").split("Did you mean")[1]


@pytest.mark.parametrize(
    ("notice", "code", "severity"),
    [
        ({"format": "camir-ocean", "path": "ocean", "kind": "error", "text": "NO BILL"}, "CBP103", "warning"),
        ({"format": "camir-air", "path": "air", "kind": "error", "code": "799"}, "CBP103", "warning"),
        ({"format": "catair-sx", "path": "entry", "kind": "error", "code": "Q77"}, "CBP103", "warning"),
        ({"format": "camir-ocean", "path": "ocean", "code": "ZZ"}, "CBP104", "note"),
        ({"format": "camir-ocean", "path": "ocean", "code": "1H"}, "CBP102", "warning"),
        ({"format": "camir-ocean", "path": "ocean", "code": "1I"}, "CBP104", "note"),
        ({"format": "x12-350", "path": "ocean", "code": "2M"}, "CBP101", "warning"),
        ({"format": "camir-ocean", "path": "rail", "code": "4M"}, "CBP102", "warning"),
        ({"format": "x12-350", "path": "truck", "code": "95"}, "CBP101", "warning"),
        ({"format": "x12-350", "path": "truck", "code": "2M"}, "CBP101", "warning"),
        ({"format": "x12-350", "path": "truck", "code": "4M"}, "CBP102", "warning"),
        ({"format": "x12-350", "path": "ocean", "code": "95"}, "CBP104", "note"),
        ({"format": "x12-350", "path": "truck", "code": "HTR"}, "CBP102", "warning"),
        ({"format": "catair-sx", "path": "entry", "kind": "acceptance", "code": "03"}, "CBP104", "note"),
        ({"format": "x12-997", "path": "truck", "kind": "fault", "code": "8"}, "CBP104", "note"),
            ({"format": "x12-997", "path": "truck", "kind": "error", "code": "Q"}, "CBP103", "warning"),
        ({"format": "x12-997", "path": "truck", "kind": "error", "code": "X"}, "CBP103", "warning"),
    ],
)  # fmt: skip
def test_what_a_notice_becomes(notice: dict[str, str], code: str, severity: str) -> None:
    assert _finding(**notice)[:2] == (code, severity)


def test_an_unknown_code_is_said_to_be_unknown_and_a_known_one_is_named() -> None:
    where = {"format": "camir-ocean", "path": "ocean"}
    assert "in none of the tables" in _finding(**where, code="ZZ")[2]
    assert "CBP hold placed at discharge or export port" in _finding(**where, code="1H")[2]
    assert (
        '"what":"1H CBP hold placed at discharge or export port: X-RAY"'
        in _finding(**where, code="1H", text="X-RAY")[2]
    )


def test_every_pair_of_format_and_mode_has_a_list() -> None:
    assert set(table()["format"]) - {"x12-997", "contrl"} <= {form for form, _ in LISTS}


@pytest.mark.parametrize(
    ("name", "code", "padded"),
    [("350", b"*95*", b"*95 *"), ("350", b"*95*", b"* 95*"), ("cusres", b"SN517", b"SN517 ")],
)
def test_blanks_around_a_code_change_nothing(name: str, code: bytes, padded: bytes) -> None:
    assert outcome(ANSWERS[name].data.replace(code, padded)).exit == 1


@pytest.mark.parametrize(("form", "path", "code", "text", "severity"), [
    ("camir-ocean", "ocean", "0", "VALUE MAY EXCEED CONSIGNE DAILY MAX ET86", "warning"),  # a code of no table
    ("catair-so", "entry", "91", "DE MINIMIS MAY BE MET USE ALT ENTRY TYPE", "warning"),  # one that says something else
    ("camir-ocean", "ocean", "0", "withhold entry release - de minimis met", "warning"),
    ("camir-ocean", "ocean", "0", "SECTION 321 RELEASED", "note"),
    ("camir-ocean", "ocean", "1C", "ENTERED AND RELEASED", "note"),
])  # fmt: skip
def test_a_text_about_the_daily_limit_is_a_warning_whatever_its_code(
    form: str, path: str, code: str, text: str, severity: str
) -> None:
    found, told, params = _finding(format=form, path=path, code=code, text=text)
    assert told == severity
    assert (found == "CBP101") == (severity == "warning")
    assert ("take it as a warning" in params) == (severity == "warning")


def test_an_acceptance_with_warnings_has_one_or_is_looked_at() -> None:
    said = {"kind": "acceptance", "format": "catair-sx", "path": "entry", "code": "03", "entry": "ZZZ00000128"}
    accepted = said | {"text": "SE DATA ACCEPTED WITH WARNINGS"}
    assert _finding(**accepted)[:2] == ("CBP104", "warning")
    assert _finding(**accepted | {"code": "02", "text": "SE DATA ACCEPTED"})[:2] == ("CBP104", "note")
    warning = said | {"kind": "error", "code": "284", "text": "DE MINIMIS VALUE EXCEEDED"}
    both = [{"direction": "read", **row} for row in (warning, accepted)]
    frame = pl.DataFrame(both).select(
        (pl.col(name) if name in both[0] else pl.lit(None)).cast(dtype).alias(name) for name, dtype in NOTICES.items()
    )
    assert findings_of(frame)["severity"].to_list() == ["warning", "note"]
