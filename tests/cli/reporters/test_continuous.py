"""What CI reads: SARIF and JUnit as their specifications have them, the pre-commit hooks, the composite action."""

import gzip
import json
import os
import re
import shlex
import subprocess
import sys
import textwrap
from importlib import import_module
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import click
import pytest

from deminimis.cli.reporters.ci import junit, sarif
from deminimis.cli.session.judged import judged
from deminimis.cli.session.report import Report
from deminimis.edi.cutting.source import Source
from deminimis.rules.codes import CODES
from tests.cli.json_schema import problems
from tests.places import ROOT, SAMPLES

NAMES = ("catair_se/malformed.edi", "catair_se/over_limit.edi", "x12_309/suspended.edi")
OFFICIAL = os.environ.get("SARIF_SCHEMA")  # OASIS' sarif-schema-2.1.0.json, where somebody has it

# What SARIF 2.1.0 (OASIS Standard, 27 March 2020) asks of the parts that we write. Nothing else may stand there.
TEXT = {
    "type": "object",
    "required": ["text"],
    "additionalProperties": False,
    "properties": {"text": {"type": "string", "minLength": 1}, "markdown": {"type": "string"}},
}  # 3.11, 3.12
REGION = {
    "type": "object",
    "required": ["startLine"],
    "additionalProperties": False,
    "properties": {name: {"type": "integer", "minimum": 1} for name in ("startLine", "startColumn", "endColumn")},
}  # 3.30
PLACE = {
    "type": "object",
    "required": ["physicalLocation"],
    "additionalProperties": False,
    "properties": {
        "physicalLocation": {  # 3.29
            "type": "object",
            "required": ["artifactLocation"],
            "additionalProperties": False,
            "properties": {
                "artifactLocation": {  # 3.4
                    "type": "object",
                    "required": ["uri"],
                    "additionalProperties": False,
                    "properties": {"uri": {"type": "string", "pattern": r"^[A-Za-z0-9._~/%+-]+$"}},
                },
                "region": REGION,
            },
        }
    },
}
RULE = {
    "type": "object",
    "additionalProperties": False,  # 3.49
    "required": ["id", "name", "shortDescription", "fullDescription", "help"],
    "properties": {
        "id": {"type": "string"},
        "name": {"type": "string"},
        "shortDescription": TEXT,
        "fullDescription": TEXT,
        "help": TEXT,
        "defaultConfiguration": {
            "type": "object",
            "additionalProperties": False,
            "properties": {"level": {"enum": ["none", "note", "warning", "error"]}},
        },
    },
}
RESULT = {
    "type": "object",
    "additionalProperties": False,  # 3.27
    "required": ["ruleId", "ruleIndex", "level", "message", "locations"],
    "properties": {
        "ruleId": {"type": "string"},
        "ruleIndex": {"type": "integer", "minimum": 0},
        "level": {"enum": ["none", "note", "warning", "error"]},
        "message": TEXT,
        "locations": {"type": "array", "items": PLACE, "minItems": 1},
        "relatedLocations": {"type": "array", "items": PLACE, "uniqueItems": True},
        "partialFingerprints": {"type": "object", "additionalProperties": {"type": "string"}},
        "properties": {"type": "object"},
    },
}
LOG = {"type": "object", "required": ["version", "runs"], "additionalProperties": False, "properties": {  # 3.13
    "$schema": {"type": "string"}, "version": {"const": "2.1.0"},
    "runs": {"type": "array", "minItems": 1, "items": {  # 3.14
        "type": "object", "required": ["tool", "results"], "additionalProperties": False, "properties": {
            "tool": {"type": "object", "required": ["driver"], "additionalProperties": False, "properties": {
                "driver": {"type": "object", "required": ["name", "rules"], "additionalProperties": False,  # 3.19
                           "properties": {"name": {"type": "string"}, "version": {"type": "string"},
                                          "rules": {"type": "array", "uniqueItems": True, "items": RULE}}}}},
            "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
            "invocations": {"type": "array", "items": {"type": "object", "required": ["executionSuccessful"],
                "additionalProperties": False, "properties": {
                    "executionSuccessful": {"type": "boolean"},
                    "toolExecutionNotifications": {"type": "array", "items": {  # 3.58
                        "type": "object", "required": ["message"], "additionalProperties": False,
                        "properties": {"level": {"enum": ["none", "note", "warning", "error"]}, "message": TEXT}}}}}},
            "results": {"type": "array", "items": RESULT}}}}}}  # fmt: skip


@pytest.fixture(scope="module")
def outcome() -> Report:
    """Three filings with faults, sums above the limit, and days of suspension."""
    return judged([Source(name, SAMPLES / name) for name in NAMES])


@pytest.fixture(scope="module")
def log(outcome: Report) -> dict[str, Any]:
    return dict(json.loads(sarif.render(outcome)))


def test_sarif_is_what_its_specification_says(log: dict[str, Any]) -> None:
    assert problems(log, LOG) == []
    assert len(log["runs"][0]["results"]) > 10


if OFFICIAL:

    def test_sarif_fits_the_official_schema(log: dict[str, Any]) -> None:
        schema = json.loads(Path(str(OFFICIAL)).read_text("utf-8"))
        assert problems(log, schema) == []
        assert problems({"version": "2.1.0", "runs": 1}, schema), "it refuses something"


def test_sarif_carries_the_rule_pages_and_the_columns(log: dict[str, Any]) -> None:
    run = log["runs"][0]
    for rule in run["tool"]["driver"]["rules"]:
        assert len(rule["help"]["text"]) > 80 and rule["help"]["text"] in rule["help"]["markdown"]
    value = next(r for r in run["results"] if r["ruleId"] == "EDI202")
    region = value["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 16, "startColumn": 40, "endColumn": 50}
    assert [r["ruleId"] for r in run["results"]] == [
        run["tool"]["driver"]["rules"][r["ruleIndex"]]["id"] for r in run["results"]
    ]


def test_sarif_keeps_the_gravest_where_there_are_too_many(
    outcome: Report, log: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    levels = [each["level"] for each in log["runs"][0]["results"]]
    graver = levels.count("error")
    monkeypatch.setattr(sarif, "MOST_RESULTS", graver + 1)
    (run,) = json.loads(sarif.render(outcome))["runs"]
    assert sorted(each["level"] for each in run["results"]) == ["error"] * graver + ["warning"]
    (told,) = run["invocations"][0]["toolExecutionNotifications"]
    assert told["message"]["text"].startswith(f"{len(levels) - graver - 1} findings more, none of them graver")
    assert problems(json.loads(sarif.render(outcome)), LOG) == []
    monkeypatch.setattr(sarif, "MOST_PACKED", 3000)
    text = sarif.render(outcome)
    assert len(gzip.compress(text.encode(), 6)) <= 3000
    assert json.loads(text)["runs"][0]["results"]


def test_junit_is_what_its_readers_accept(outcome: Report) -> None:
    """The attributes that the schemas of Ant, Maven Surefire and Jenkins require or allow, and counts that agree."""
    root = ElementTree.fromstring(junit.render(outcome))
    assert root.tag == "testsuites" and [suite.tag for suite in root] == ["testsuite"]
    (suite,) = root
    assert set(suite.attrib) == {"name", "tests", "failures", "errors", "skipped", "time"}
    for case in suite:
        assert case.tag == "testcase" and set(case.attrib) == {"name", "classname", "time"}
        assert len(case) <= 1
        for told in case:
            assert told.tag in ("failure", "error") and set(told.attrib) == {"message", "type"} and told.text
    assert int(suite.attrib["tests"]) == len(suite) == len(NAMES)
    for kind in ("failure", "error"):
        assert int(suite.attrib[f"{kind}s"]) == len(suite.findall(f".//{kind}")) == int(root.attrib[f"{kind}s"])


def test_junit_loses_no_finding(outcome: Report) -> None:
    told = "\n".join(each.text or "" for each in ElementTree.fromstring(junit.render(outcome)).iter())
    for message in outcome.messages():
        assert message["severity"] == "note" or f"{message['code']} {message['message']}" in told


def _options(words: list[str]) -> tuple[str, list[str]]:
    assert words[0] == "deminimis"
    return words[1], [word for word in words[2:] if word.startswith("--")]


def test_the_hooks_call_commands_and_options_that_exist() -> None:
    text = (ROOT / ".pre-commit-hooks.yaml").read_text("utf-8")
    assert re.findall(r"^- id: (.+)$", text, re.MULTILINE) == ["deminimis-check", "deminimis-test"]
    for entry in re.findall(r"^  entry: (.+)$", text, re.MULTILINE):
        name, options = _options(shlex.split(entry))
        command = import_module(f"deminimis.cli.commands.{name}").command
        assert isinstance(command, click.Command)
        assert set(options) <= {option for each in command.params for option in each.opts}
    # files add up together: a hook that is given the staged ones alone would call a part of a day clear
    assert text.count("pass_filenames: false") == 2


def script() -> str:
    """The last step of the action."""
    text = (ROOT / "action.yml").read_text("utf-8")
    return textwrap.dedent(text.partition("run: |\n")[2])


@pytest.mark.parametrize(
    ("files", "more", "code"),
    [
        ("catair_se/clean.edi", {}, 0),
        ("catair_se/cl*n.edi catair_se/over_limit.edi", {"SARIF": "out.sarif", "JUNIT": "out.xml"}, 1),
        ("catair_se/over_limit.edi", {"MASK": "false"}, 1),
        ("with space.edi\n", {"ARGUMENTS": "--policy-date\n2024-03-01\n"}, 0),
        ("$(touch hacked).edi; touch hacked", {}, 2),
    ],
)
def test_the_action_s_script(tmp_path: Path, files: str, more: dict[str, str], code: int) -> None:
    (tmp_path / "catair_se").symlink_to(SAMPLES / "catair_se")
    (tmp_path / "with space.edi").symlink_to(SAMPLES / "catair_se" / "clean.edi")
    command = tmp_path / "bin" / "deminimis"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m deminimis.cli "$@"\n')
    command.chmod(0o755)
    inputs = {
        "FILES": files,
        "FAIL_ON": "warning",
        "BASELINE": "",
        "SARIF": "",
        "JUNIT": "",
        "MASK": "true",
        "ARGUMENTS": "",
    } | more
    done = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", script()], cwd=tmp_path, capture_output=True, check=False, timeout=120,
        env={**os.environ, **inputs, "GITHUB_OUTPUT": str(tmp_path / "output"),
             "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
             "PATH": f"{command.parent}:{os.environ['PATH']}"},
    )  # fmt: skip
    assert done.returncode == code, done.stderr.decode()
    assert (tmp_path / "output").read_text() == f"exit-code={code}\n"
    assert not (tmp_path / "hacked").exists()
    if "SARIF" in more:
        assert problems(json.loads((tmp_path / "out.sarif").read_text()), LOG) == []
        assert ElementTree.parse(tmp_path / "out.xml").getroot().tag == "testsuites"
    if code == 1:
        shown = (tmp_path / "summary").read_text()
        assert ("HUGO" in shown, b"HUGO" in done.stdout) == (("MASK" in more),) * 2
        assert b"::warning file=catair_se/over_limit.edi,line=16,col=1,title=DM101 over-daily-limit::" in done.stdout


def test_every_input_of_the_action_is_used() -> None:
    text = (ROOT / "action.yml").read_text("utf-8")
    inputs = re.findall(r"^  ([a-z-]+):$", text.partition("inputs:\n")[2].partition("outputs:")[0], re.MULTILINE)
    assert inputs and all(f"${{{{ inputs.{name} }}}}" in text for name in inputs)
    assert "${{" not in script()


def test_every_code_can_be_named_to_github() -> None:
    assert all(re.fullmatch("[A-Z]+[0-9]{3}", code) for code in CODES)
