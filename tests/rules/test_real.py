"""The rule on whole files: each folder of `real/` has its files, what is called with them, and what must come out."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from deminimis.cli.main import command

FOLDERS = sorted(Path(__file__).with_name("real").iterdir())


def told(group: dict[str, Any]) -> dict[str, Any]:
    """A group as `wanted.json` states it."""
    key = group["consignee_key"]
    ships = [{name: ship[name] for name in ("bill", "role", "verdict")} for ship in group["shipments"]]
    plain = {name: group[name] for name in ("day", "total_cents", "counted_cents", "verdict", "provisional")}
    return {"consignee": key.split("|")[0] if key else None, **plain, "shipments": ships}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_files_come_to_what_the_rule_says(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    wanted = json.loads((folder / "wanted.json").read_text("utf-8"))
    arguments = ["check", "--format", "json", "--all", *wanted["arguments"]]
    done = CliRunner().invoke(command, arguments, standalone_mode=False)
    got = json.loads(done.stdout)
    order = ("day", "consignee")
    groups = sorted(map(told, got["groups"]), key=lambda group: [str(group[name]) for name in order])
    assert groups == sorted(wanted["groups"], key=lambda group: [str(group[name]) for name in order])
    assert set(wanted["findings"]) <= {found["code"] for found in got["findings"]}
    assert done.return_value == wanted["exit"]
