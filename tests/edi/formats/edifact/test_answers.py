"""CUSRES and CONTRL into notices, and what the command line makes of them."""

import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from deminimis.cli.commands.check import command
from deminimis.edi.formats.edifact.layouts import contrl as ctl
from tests.build.records.edifact import DAY, cusres, point, told
from tests.build.records.made import made
from tests.build.records.segments import edifact, unb
from tests.places import SAMPLES
from tests.read.whole import codes, taken
from tests.samples.edifact import WARNING

BILL = "ZZZZD00081001"


def answer(*messages: list[str], kind: str = "CUSRES") -> str:
    return edifact(unb(list(messages), kind, DAY, "9", sender="CBP-ACE-TEST", receiver="ZZZZ"))


def notices(tmp_path: Path, text: str | bytes, *names: str) -> list[tuple[Any, ...]]:
    return taken(tmp_path, text).notices.select(names).rows()


def check(name: str) -> tuple[int, str]:
    done = CliRunner().invoke(command, [str(SAMPLES / name), "--format", "text"])
    return done.exit_code, done.stdout


def test_accepted_sample(tmp_path: Path) -> None:
    text = (SAMPLES / "cusres" / "accepted.edi").read_bytes()
    assert notices(tmp_path, text, "path", "format", "kind", "code", "text", "bill", "scac", "posted_at") == [
        ("truck", "cusres", "acceptance", "000", "MANIFEST ACCEPTED", None, "ZZZZ", datetime(2025, 3, 4, 14, 5))
    ]
    assert check("cusres/accepted.edi")[0] == 0


def test_warned_sample_ends_with_exit_1_and_cbp101(tmp_path: Path) -> None:
    text = (SAMPLES / "cusres" / "warned.edi").read_bytes()
    found = notices(tmp_path, text, "kind", "code", "text", "bill", "quantity", "posted_at")
    at = datetime(2025, 3, 4, 14, 6)
    assert found[:2] == [
        ("status", "SN517", WARNING, "ZZZZD00081001", 2, at),
        ("status", "SN517", WARNING, "ZZZZD00081002", 2, at),
    ]
    assert found[-1] == ("status", "SN053", "SHIPMENT RELEASED", "ZZZZD00081005", 2, datetime(2025, 3, 4, 14, 5))
    code, shown = check("cusres/warned.edi")
    assert code == 1
    assert shown.count("CBP101 warning") == 5
    assert shown.count("CBP104 note") == 1


def test_rejected_sample(tmp_path: Path) -> None:
    text = (SAMPLES / "cusres" / "rejected.edi").read_bytes()
    assert notices(tmp_path, text, "kind", "code", "bill") == [
        ("error", "470", "ZZZZD00081002"),
        ("error", "017", "ZZZZD00081005"),
    ]
    code, shown = check("cusres/rejected.edi")
    assert code == 1
    assert "CBP103 warning CBP rejects: 470" in shown


def test_malformed_sample(tmp_path: Path) -> None:
    text = (SAMPLES / "cusres" / "malformed.edi").read_bytes()
    assert sorted(codes(taken(tmp_path, text))) == ["EDI103", "EDI105", "EDI203"]
    assert notices(tmp_path, text, "code", "posted_at")[1] == ("SN053", None)
    assert check("cusres/malformed.edi")[0] == 2


def test_trip_and_shipment_levels_in_one_message(tmp_path: Path) -> None:
    text = answer(cusres("34", [point("1", "SN030", "TRIP ARRIVED", "AAH"), told(BILL, "SN999", "NEW", event=None)]))
    assert notices(tmp_path, text, "code", "text", "bill") == [
        ("SN030", "TRIP ARRIVED", None),
        ("SN999", "NEW", BILL),
    ]


@pytest.mark.parametrize(("texts", "wanted"), [
    (["FTX+AAO+++ONE", "FTX+AAO+++TWO"], ["ONE", "TWO"]),
    (["FTX+AAO+++ONE:TWO"], ["ONE TWO", "ONE TWO"]),
    ([], [None, None]),
])  # fmt: skip
def test_several_codes_at_one_point(texts: list[str], wanted: list[str], tmp_path: Path) -> None:
    text = answer(cusres("132", [told(BILL, "017", "X")], function="22"))
    text = text.replace("ERC+017'\nFTX+AAO+++X'", "'\n".join(["ERC+017", "ERC+470", *texts]) + "'")
    assert notices(tmp_path, text, "code", "text", "bill") == [("017", wanted[0], BILL), ("470", wanted[1], BILL)]


def test_an_answer_without_a_code_is_kept(tmp_path: Path) -> None:
    texts = [answer(cusres("132", [], function=function)) for function in ("20", "22")]
    assert [notices(tmp_path, text, "kind", "code") for text in texts] == [[("acceptance", None)], [("error", None)]]


def test_an_entry_number_and_no_bill(tmp_path: Path) -> None:
    text = answer(cusres("34", [told(BILL, "SN053", "X")])).replace("DOC+929:::13'", "DOC+929:::13+ZZZ-0000001-2'")
    assert notices(tmp_path, text, "entry", "bill") == [("ZZZ00000012", BILL)]


def test_contrl(tmp_path: Path) -> None:
    parties = {"sender": "ZZZZ", "receiver": "CBP-ACE"}
    body = [
        made(ctl.UCI, control_reference="80", **parties, action="8"),
        made(ctl.UCF, control_reference="80", **parties, action="4", error="29"),
        made(ctl.UCM, message_reference="CUSCAR1", message_type="CUSCAR", version="D", release="03B", agency="UN",
            action="4", error="18"),
        made(ctl.UCS, position=12, error="13"),
        made(ctl.UCS, position=14),
        made(ctl.UCD, error="39", element=3, component=1),
    ]  # fmt: skip
    text = answer(body, kind="CONTRL")
    got = taken(tmp_path, text)
    assert codes(got) == []
    assert got.notices.select("path", "format", "kind", "code", "text").rows() == [
        ("truck", "contrl", "acceptance", "8", "interchange 80 received"),
        ("truck", "contrl", "error", "4", "group 80 rejected, with all below: count differs (29)"),
        ("truck", "contrl", "error", "4", "message CUSCAR1 rejected, with all below: unspecified error (18)"),
        ("truck", "contrl", "fault", "13", "segment 12: missing (13)"),
        ("truck", "contrl", "fault", "39", "segment 14, element 3, component 1: too long (39)"),
    ]
    path = tmp_path / "contrl.edi"
    path.write_text(text)
    done = CliRunner().invoke(command, [str(path), "--format", "text"])
    assert done.exit_code == 1
    assert "CBP103 warning CBP rejects: group 80 rejected, with all below: count differs (29)." in done.stdout


def test_a_status_without_its_document_is_known_by_the_bill_in_front_of_it(tmp_path: Path) -> None:
    text = (SAMPLES / "cusres" / "warned.edi").read_text("latin-1")
    whole, bare = taken(tmp_path, text), taken(tmp_path, re.sub(r"DOC\+[^']*'\n?", "", text))
    names = ("code", "bill", "quantity")
    assert whole.notices["bill"].null_count() == 0
    assert bare.notices.select(names).rows() == whole.notices.select(names).rows()


@pytest.mark.parametrize(("action", "error", "below", "said"), [
    ("7", None, False, "CBP104 note CBP says: message CUSCAR1 accepted."),
    ("7", "18", False, "CBP103 warning CBP rejects: message CUSCAR1 accepted although it names faults: unspecified er"),
    ("7", None, True, "CBP103 warning CBP rejects: message CUSCAR1 accepted although it names faults."),
    ("5", None, False, "CBP103 warning CBP rejects: message CUSCAR1 has the verdict 5, which is not known"),
])  # fmt: skip
def test_a_contrl_is_not_taken_at_its_mildest(
    action: str, error: str | None, below: bool, said: str, tmp_path: Path
) -> None:
    about = {"message_reference": "CUSCAR1", "message_type": "CUSCAR", "version": "D", "release": "03B", "agency": "UN"}
    body = [
        made(ctl.UCI, control_reference="80", sender="ZZZZ", receiver="CBP-ACE", action="7"),
        made(ctl.UCM, **about, action=action, **({"error": error} if error else {})),
        *([made(ctl.UCS, position=12, error="13")] if below else []),
    ]
    path = tmp_path / "contrl.edi"
    path.write_text(answer(body, kind="CONTRL"))
    done = CliRunner().invoke(command, [str(path), "--format", "text"])
    assert said in done.stdout
    assert done.exit_code == (1 if "CBP103" in said else 0)
