"""What others read too: masked unless told otherwise, Markdown that obeys no text, a contract that holds."""

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from deminimis.cli.main import command
from deminimis.cli.reporters import report_schema
from deminimis.cli.reporters.ci import markdown
from deminimis.cli.reporters.parts.document import document
from deminimis.cli.session.judged import judged
from deminimis.edi.cutting.source import Source
from tests.cli.json_schema import problems
from tests.places import SAMPLES

OVER = str(SAMPLES / "catair_se" / "over_limit.edi")
GOLDEN = sorted(SAMPLES.rglob("*expected.json"))  # of lists they are told otherwise: tests/edi/lists


def shown(*words: str, **environment: str | None) -> tuple[str, str]:
    done = CliRunner().invoke(
        command, ["check", OVER, *words], env={"GITHUB_STEP_SUMMARY": None, **environment}, standalone_mode=False
    )
    assert done.return_value == 1, done.output
    return done.stdout, done.stderr


@pytest.mark.parametrize("form", ["github", "sarif", "junit"])
def test_what_others_read_is_masked_unless_told_otherwise(form: str) -> None:
    out, told = shown("--format", form)
    assert "FERNLEY" not in out and "H.T.F-" in out and "--no-mask shows them" in told
    out, told = shown("--format", form, "--no-mask")
    assert "FERNLEY" in out and "masked" not in told
    assert "masked" not in shown("--format", form, "--mask")[1]


@pytest.mark.parametrize("form", ["text", "json", "markdown"])
def test_what_the_desk_reads_is_not(form: str) -> None:
    assert "FERNLEY" in shown("--format", form)[0]
    assert "FERNLEY" not in shown("--format", form, "--mask")[0]


def test_the_configuration_can_say_so_too(tmp_path: Path) -> None:
    (tmp_path / "deminimis.toml").write_text("[options]\nmask = false\n")
    out, told = shown("--format", "github", DEMINIMIS_CONFIG=str(tmp_path / "deminimis.toml"))
    assert "FERNLEY" in out and "masked" not in told


def test_the_summary_of_a_job_is_added_to_and_masked(tmp_path: Path) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("before\n")
    shown("--format", "github", GITHUB_STEP_SUMMARY=str(summary))
    text = summary.read_text()
    assert text.startswith("before\n## De minimis\n") and "H.T.F-" in text and "FERNLEY" not in text
    shown("--format", "text", GITHUB_STEP_SUMMARY=str(summary))
    assert summary.read_text() == text


def test_markdown_obeys_no_text() -> None:
    hostile = "a|b `c` <img src=x> [d](e) *f* $g$ # \\ \x1b[1m\nnew"
    escaped = markdown.text(hostile)
    assert "\n" not in escaped and "\x1b" not in escaped
    assert not re.search(r"(?<!\\)(\\\\)*[|`<>\[\]*$#]", escaped)
    assert re.sub(r"\\(.)", r"\1", escaped).startswith("a|b `c` <img src=x> [d](e) *f* $g$ # \\ ")


def test_markdown_is_bounded_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    report = judged([Source(name, SAMPLES / name) for name in ("catair_se/over_limit.edi",)])
    assert "more: `--format csv`" not in markdown.render(report)
    monkeypatch.setattr(markdown, "MOST", 2)
    assert "and 1 more: `--format csv` has them all." in markdown.render(report)


def test_markdown_shows_what_cannot_be_told_and_what_to_do_next() -> None:
    shown = markdown.render(judged([Source(name, SAMPLES / name) for name in ("catair_se/malformed.edi",)]))
    days = shown.partition("### Consignee days")[2].partition("###")[0]
    assert days.count("cannot tell") == 2 and "clear" not in days
    assert "Next: Correct what could not be read, then check again." in shown.partition("### To file otherwise")[2]
    assert "refile" not in shown, "there is no entry that could be written"
    refused = markdown.render(judged([Source(name, SAMPLES / name) for name in ("x12_309/suspended.edi",)]))
    assert "Next: `deminimis refile FILE... --out FOLDER`" in refused.partition("### To file otherwise")[2]
    assert "### Consignee days" not in refused, "of a limit that does not apply nothing is said"


def closed(schema: Any) -> Any:
    """The schema with nothing allowed that it does not name: so every key that is written is documented."""
    if isinstance(schema, dict):
        shut = {"additionalProperties": False} if "properties" in schema else {}
        return {key: closed(value) for key, value in schema.items()} | shut
    return [closed(each) for each in schema] if isinstance(schema, list) else schema


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: str(path.relative_to(SAMPLES)))
def test_every_report_of_the_samples_fits_the_schema(path: Path) -> None:
    report = json.loads(path.read_text("utf-8"))["report"]
    assert problems(report, closed(report_schema.schema())) == []


def test_the_schema_refuses_what_is_none() -> None:
    report = json.loads(json.dumps(document(judged([Source("over", Path(OVER))]))))
    assert problems(report, report_schema.schema()) == []
    report["groups"][0]["verdict"] = "fine"
    report["summary"].pop("claims")
    assert len(problems(report, report_schema.schema())) == 2


def test_config_prints_the_schema() -> None:
    done = CliRunner().invoke(command, ["config", "--report-schema"], standalone_mode=False)
    assert json.loads(done.output) == report_schema.schema()
    with pytest.raises(Exception, match="one at a time"):
        CliRunner().invoke(
            command, ["config", "--schema", "--report-schema"], standalone_mode=False, catch_exceptions=False
        )


def test_a_corpus_as_junit(tmp_path: Path) -> None:
    for name, expected in {"same": {"exit": 1}, "other": {"exit": 0}, "new": None}.items():
        (tmp_path / f"{name}.edi").write_bytes(Path(OVER).read_bytes())
        if expected is not None:
            (tmp_path / f"{name}.expected.json").write_text(json.dumps(expected))
    (tmp_path / "lonely.expected.json").write_text("{}")
    words = [str(tmp_path), "--format", "junit", "--output", str(tmp_path / "out.xml")]
    done = CliRunner().invoke(command, ["test", *words], standalone_mode=False)
    assert done.return_value == 2 and not done.stdout and "deminimis test: 3 cases" in done.stderr
    suite = ElementTree.parse(tmp_path / "out.xml").getroot()[0]
    came = {Path(case.attrib["name"]).name: [told.tag for told in case] for case in suite}
    assert came == {
        "same.edi": [], "other.edi": ["failure"], "new.edi": ["failure"], "lonely.expected.json": ["error"],
    }  # fmt: skip
    assert suite.attrib["failures"] == "2" and suite.attrib["errors"] == "1"
    assert "exit\n    - 0\n    + 1" in next(case[0].text or "" for case in suite if case.attrib["name"] == "other.edi")
