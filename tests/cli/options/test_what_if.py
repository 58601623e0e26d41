"""What-if options and the list of bills to move, from the command line."""

import csv
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from deminimis.cli.main import command
from tests.places import SAMPLES

SAMPLE = str(SAMPLES / "catair_se" / "over_limit.edi")


def run(*args: str) -> Result:
    return CliRunner().invoke(command, ["check", SAMPLE, "--quiet", *args])


def test_each_assumption_is_named(tmp_path: Path) -> None:
    arrivals, rates, totals = (tmp_path / f"{name}.csv" for name in ("arrivals", "rates", "totals"))
    arrivals.write_text("bill,arrival\n00055502031,2025-03-04\n")
    rates.write_text("currency,from,to,rate\nEUR,2025-01-01,2025-03-31,1.05\n")
    totals.write_text(
        "name,address,city,state,zip,day,total\nFelix Hawthorn,58 Station Rd,Fresno,CA,93701,2025-03-03,700\n"
    )
    got = json.loads(
        run(
            "--format", "json", "--day", "arrival", "--limit", "750.00", "--arrivals", str(arrivals),
            "--rates", str(rates), "--external", str(totals),
        ).stdout
    )  # fmt: skip
    assert [text.split(",")[0] for text in got["assumptions"]] == [
        "the day of every shipment is its actual arrival",
        "the daily limit is $750.00",
        f"1 actual arrival from {arrivals}",
        f"0 values in other currencies by the rates of {rates}",
        "1 total known from elsewhere",
    ]
    assert {group["limit_cents"] for group in got["groups"]} == {75000}
    assert any(row["file"] == str(totals) for group in got["groups"] for row in group["shipments"])
    assert run("--format", "text", "--limit", "750").stdout.startswith("assumed: the daily limit is $750.00\n")


def test_a_bad_table_is_a_usage_error(tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("bill\nA\n")
    for option in ("--arrivals", "--rates", "--external", "--policy"):
        result = run(option, str(bad))
        assert result.exit_code == 2
        assert str(bad) in result.output
    assert run("--limit", "8oo").exit_code == 2


def test_rates_read_a_truck_value_in_euros(tmp_path: Path) -> None:
    text = (Path(SAMPLE).parents[1] / "x12_309" / "clean.edi").read_text()
    at = text.index("N10*")
    end = text.index("~", at)
    cells = text[at:end].split("*")
    cells += [""] * (14 - len(cells))
    cells[13] = "EUR"
    (path := tmp_path / "euros.edi").write_text(text[:at] + "*".join(cells) + text[end:])
    (rates := tmp_path / "rates.csv").write_text("currency,from,to,rate\nEUR,2025-01-01,2025-12-31,0.5\n")
    args = ["check", str(path), "--quiet", "--format", "json", "--all"]
    plain, rated = (
        json.loads(CliRunner().invoke(command, [*args, *more]).stdout) for more in ([], ["--rates", str(rates)])
    )
    assert plain["summary"]["shipments_unknown"] > 0
    assert rated["summary"]["shipments_unknown"] == 0
    assert 25000 in {row["value_cents"] for group in rated["groups"] for row in group["shipments"]}


@pytest.mark.parametrize(
    ("stated", "over", "unknown"),
    [("900.00", 1, False), ("90.00", 0, False), ("2000.00:CAD", 0, True), ("9O0.00", 0, True)],
)
def test_rates_leave_what_is_stated_in_front_of_the_goods(
    tmp_path: Path, stated: str, over: int, unknown: bool
) -> None:
    """Only its lines are in another currency: what the whole is said to be worth still counts, or is still unread."""
    text = (Path(SAMPLE).parents[1] / "cuscar" / "clean.edi").read_text()
    goods = text.index("GID+")
    item = re.sub(r"MOA\+40:([0-9.]+)'", r"MOA+40:10.00:CAD'", text[goods:], count=1)
    (path := tmp_path / "head.edi").write_text(f"{text[:goods]}MOA+40:{stated}'\n{item}")
    (rates := tmp_path / "rates.csv").write_text("currency,from,to,rate\nCAD,2020-01-01,2029-12-31,0.7\n")
    args = ["check", str(path), "--quiet", "--format", "json", "--rates", str(rates)]
    summary = json.loads(CliRunner().invoke(command, args).stdout)["summary"]
    assert (summary["groups_over"], summary["shipments_unknown"] > 0) == (over, unknown)


def test_bills_to_move(tmp_path: Path) -> None:
    out = tmp_path / "move.csv"
    run("--bills-to-move", str(out))
    rows = list(csv.DictReader(out.read_text().splitlines()))
    assert [(row["bill"], row["file_as"]) for row in rows] == [
        ("00055502031ZH71002", "11"),
        ("00055502145ZH71005", "11"),
        ("00055502145ZH71006", "11"),
    ]


def test_bills_to_move_are_written_where_is_said(tmp_path: Path) -> None:
    out, report = tmp_path / "move.csv", tmp_path / "report.json"
    done = CliRunner().invoke(command, ["check", SAMPLE, "--bills-to-move", str(out)])
    assert f"deminimis: 3 bills to file otherwise, written to {out}" in done.stderr.splitlines()
    listed = CliRunner().invoke(command, ["check", SAMPLE, "--bills-to-move", "-"])
    assert listed.stdout == out.read_text()
    assert "written to" not in listed.stderr
    assert "may exceed the limit" in listed.stderr
    both = ["check", SAMPLE, "--bills-to-move", "-", "--format", "json", "--output", str(report)]
    assert CliRunner().invoke(command, both).stdout == out.read_text()
    assert json.loads(report.read_text())["summary"]["groups_over"] > 0


@pytest.mark.parametrize(
    ("option", "text", "form"),
    [
        ("--arrivals", "bill,arrival\nT1,03/01/2025\n", "line 2: an arrival is as 2025-03-01 or 2025-03-01T14:05"),
        ("--arrivals", "bill,arrival,tz\nT1,2025-03-01,QQ\n", "a zone as ET or America/New_York, not QQ"),
        ("--arrivals", "bill,arrival,tz\nT1,2025-03-01,US\n", "a zone as ET or America/New_York, not US"),
        ("--arrivals", f"bill,arrival,tz\nT1,2025-03-01,{300 * 'A'}\n", "a zone as ET or America/New_York, not AAA"),
        ("--arrivals", "bill,arrival\nT1,3/6/2025\n", "2025-03-01T14:05, not 3/6/2025\n"),
        ("--rates", "currency,from,to,rate\nEUR,2025-01-01,1.1.2025,1.1\n", "not 2025-01-01 and 1.1.2025\n"),
        ("--rates", "currency,from,to,rate\nEUR,1.1.2025,2025-12-31,1.1\n", "line 2: from and to are as 2025-03-01"),
        ("--rates", "currency,from,to,rate\nEUR,2025-01-01,2025-12-31,x\n", "a rate is a number as 1.0834, not x"),
        ("--external", "name,day,total\nA,1.1.2025,5\n", "line 2: day is as 2025-03-01, not 1.1.2025"),
    ],
)
def test_a_table_says_the_form_that_it_wants(tmp_path: Path, option: str, text: str, form: str) -> None:
    (path := tmp_path / "table.csv").write_text(text)
    done = CliRunner().invoke(command, ["check", SAMPLE, option, str(path)])
    assert form in done.stderr + done.output


def test_bills_to_move_are_told_trip_by_trip(tmp_path: Path) -> None:
    trucks = [str(Path(SAMPLE).parents[1] / name / "over_limit.edi") for name in ("x12_309", "cuscar")]
    done = CliRunner().invoke(command, ["check", *trucks, "--bills-to-move", str(tmp_path / "move.csv")])
    told = [line for line in done.stderr.splitlines() if "before departure" in line]
    assert [line.split(": ", 2)[2].split("over_limit.edi, ")[1] for line in told] == [
        "manifest 1: file 3 of 6 claims otherwise, or take them off",
        "manifest 1: file 3 of 6 claims otherwise, or take them off",
    ]


def test_policy_and_thresholds_from_the_configuration(tmp_path: Path) -> None:
    config = tmp_path / "own.toml"
    config.write_text('[[policy]]\nperiod = "P3"\nlimit_cents = 100000\n\n[rules]\nnear_limit_cents = 5000\n')
    got = json.loads(run("--format", "json", "--all", "--config", str(config)).stdout)
    assert {group["limit_cents"] for group in got["groups"]} == {100000}
    assert "DM106" in {found["code"] for found in got["findings"]}
    assert got["assumptions"] == [f"the policy table is changed by {config}"]
    table = tmp_path / "policy.csv"
    table.write_text("period,limit_cents\nP3,70000\n")
    assert "one at a time" in run("--config", str(config), "--policy", str(table)).stderr
    for text in (
        'policy = "none.csv"',
        "[rules]\nnear = 1",
        "[rules]\nsamples = true",
        "[rules.check_digit_offsets]\nAB = 1",
    ):
        config.write_text(text)
        assert run("--config", str(config)).exit_code == 2


def test_explain_consignee_and_policy(tmp_path: Path) -> None:
    done = CliRunner().invoke(
        command, ["explain", "consignee", "Núñez, José c/o Depot", "5 Oak Street #2, Reno, NV 89501-1234"]
    )
    assert done.stdout.splitlines()[-2].endswith("JOSE NUNEZ|5 OAK ST UNIT 2|RENO|NV|89501|US")
    assert "No key" in CliRunner().invoke(command, ["explain", "consignee", "Iris Alder", "5 Oak St"]).stdout
    assert CliRunner().invoke(command, ["explain", "consignee", "Iris Alder"], standalone_mode=False).exception
    assert CliRunner().invoke(command, ["explain", "DM101", "more"], standalone_mode=False).exception
    config = tmp_path / "own.toml"
    config.write_text('[[policy]]\nperiod = "P3"\nlimit_cents = 100000\n')
    told = CliRunner().invoke(command, ["explain", "policy", "--config", str(config)]).stdout
    assert "$1,000" in told
    assert "CBP-209" in told
