"""The 355 and the 997 into notices, and what the command line makes of them."""

import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from deminimis.cli.commands.check import command
from deminimis.edi.formats.x12.layouts import acknowledgment as ack
from deminimis.edi.formats.x12.layouts.consist import MBL
from deminimis.edi.formats.x12.layouts.manifest import LX
from deminimis.edi.formats.x12.layouts.party import N1
from deminimis.edi.formats.x12.layouts.status import K1, K3
from tests.build.records.made import made
from tests.build.records.segments import isa
from tests.build.records.x12 import DAY, m10, m13, p4
from tests.places import SAMPLES
from tests.read.whole import codes, taken


def notices(tmp_path: Path, text: str | bytes, *names: str) -> list[tuple[Any, ...]]:
    return taken(tmp_path, text).notices.select(names).rows()


def check(path: Path) -> tuple[int, str]:
    done = CliRunner().invoke(command, [str(path), "--format", "text"])
    return done.exit_code, done.stdout


def reply(body: list[str], set_id: str = "355", group: str = "AZ") -> str:
    return isa([body], set_id, group, DAY, 3, sender="CBP", receiver="ZZZZ")


def test_accepted_sample(tmp_path: Path) -> None:
    path = SAMPLES / "x12_355" / "accepted.edi"
    found = notices(tmp_path, path.read_bytes(), "path", "format", "kind", "code", "text", "bill", "scac")
    assert found == [("truck", "x12-355", "acceptance", None, "MANIFEST ACCEPTED", None, "ZZZZ")]
    assert check(path)[0] == 0


def test_rejected_sample(tmp_path: Path) -> None:
    path = SAMPLES / "x12_355" / "rejected.edi"
    assert notices(tmp_path, path.read_bytes(), "kind", "code", "text", "bill") == [
        ("error", "470", "INV CTRY OF ORIG FOR SHP", "ZZZZD00071002"),
        ("error", "017", "MISSING OR INVALID BILL", "ZZZZD00071005"),
        ("error", None, "MANIFEST REJECTED", None),
    ]
    code, shown = check(path)
    assert code == 1
    assert "CBP103 warning CBP rejects: 470" in shown


def test_malformed_sample(tmp_path: Path) -> None:
    path = SAMPLES / "x12_355" / "malformed.edi"
    assert sorted(codes(taken(tmp_path, path.read_bytes()))) == ["EDI103", "EDI105", "EDI203"]
    assert check(path)[0] == 2


def test_errors_belong_to_the_bill_in_front_of_them(tmp_path: Path) -> None:
    body = [
        m10(), made(K1, remark="009 INV CARRIER CODE"), p4(), made(K1, remark="033", second_remark="INVALID DDPP"),
        made(LX, line_number=1), m13("D00000001", "A"), made(K1, remark="017-INVALID BILL"), made(K1, remark="HELD"),
        made(N1, entity_code="CN", name="X"), made(K1, remark="005"),
        made(LX, line_number=2), made(K1, remark="003 NO M11"),
        made(K3, text="060 BILLS REJECTED"),
    ]  # fmt: skip
    assert notices(tmp_path, reply(body), "code", "text", "bill") == [
        ("009", "INV CARRIER CODE", None),
        ("033", "INVALID DDPP", None),
        ("017", "INVALID BILL", "ZZZZD00000001"),
        (None, "HELD", "ZZZZD00000001"),
        ("005", None, "ZZZZD00000001"),
        ("003", "NO M11", None),
        ("060", "BILLS REJECTED", None),
    ]


def test_answers_to_a_trip_name_its_bills(tmp_path: Path) -> None:
    listed = made(MBL, issuer_scac="ZZZZ", bill_number="D00000002", action="1")
    body = [m10(), p4(), listed, made(K1, remark="017 INVALID BILL"), made(K3, text="REJECTED")]
    assert notices(tmp_path, reply(body), "code", "bill", "scac") == [
        ("017", "ZZZZD00000002", "ZZZZ"), (None, None, "ZZZZ"),
    ]  # fmt: skip


def test_470_is_another_thing_by_rail(tmp_path: Path) -> None:
    body = [m10(method="R"), p4(), made(LX, line_number=1), m13("D00000001", "A"), made(K1, remark="470 X")]
    assert notices(tmp_path, reply(body), "path", "code") == [("rail", "470")]


def ack_body() -> list[str]:
    return [
        made(ack.AK1, functional_id="AQ", control_number="17"),
        made(ack.AK2, set_id="309", control_number="0001"),
        made(ack.AK3, segment="N1", position=7, error="8"),
        made(ack.AK4, element=2, element_number=93, error="5", copy="A LONG NAME"),
        made(ack.AK5, verdict="R", error_1="5"),
        made(ack.AK2, set_id="309", control_number="0002"),
        made(ack.AK5, verdict="A"),
        made(ack.AK9, verdict="P", sets_included=2, sets_received=2, sets_accepted=1),
    ]


def test_997(tmp_path: Path) -> None:
    text = reply(ack_body(), "997", "FA")
    assert codes(taken(tmp_path, text)) == []
    assert notices(tmp_path, text, "path", "kind", "code", "text") == [
        ("truck", "fault", "8", "segment 7 N1: segment has faulty elements (8)"),
        ("truck", "fault", "5", "segment 7 N1, element 2: element too long (5): A LONG NAME"),
        ("truck", "error", "R", "set 309 0001 rejected: segments have faults (5)"),
        ("truck", "acceptance", "A", "set 309 0002 accepted"),
        ("truck", "error", "P", "group AQ 17 partly accepted, 2 sets stated, 2 received, 1 accepted"),
    ]
    path = tmp_path / "997.edi"
    path.write_text(text)
    code, shown = check(path)
    assert code == 1
    assert shown.count("CBP103 warning") == 2


@pytest.mark.parametrize("verdict", ["A", "E"])
def test_an_accepted_group(verdict: str, tmp_path: Path) -> None:
    body = [ack_body()[0], made(ack.AK9, verdict=verdict, sets_included=1, sets_received=1, sets_accepted=1)]
    path = tmp_path / "997.edi"
    path.write_text(reply(body, "997", "FA"))
    assert notices(tmp_path, path.read_bytes(), "kind", "code") == [("acceptance", verdict)]
    assert check(path)[0] == 0


def _acknowledged(*segments: str) -> str:
    """A 997 of one group, with `segments` between AK1 and SE; a TA1 stands in an interchange without sets."""
    lines = reply(ack_body()[:1], "997", "FA").splitlines()
    if segments[0].startswith("TA1"):
        return "\n".join([lines[0], *segments, lines[-1].replace("IEA*1", "IEA*0")]) + "\n"
    body = "\n".join([*lines[:4], *segments, *lines[4:]]) + "\n"
    return re.sub(r"SE\*[0-9]+", f"SE*{len(segments) + 3}", body)


@pytest.mark.parametrize(("segments", "exit_code", "said"), [
    (["TA1*000000400*250303*0600*R*022~"], 1,
     "CBP103 warning CBP rejects: interchange 000000400 rejected: control structure invalid (022)."),
    (["TA1*000000400*250303*0600*E*024~"], 1, "CBP103 warning CBP rejects: interchange 000000400 accepted, e"),
    (["TA1*000000400*250303*0600*A*000~"], 0, "CBP104 note CBP says: interchange 000000400 accepted."),
    (["TA1*000000400*250303*0600*A*025~"], 1, "accepted although it names a fault: control number stood before (025)."),
    (["TA1*000000400*250303*0600*Q*000~"], 1, "CBP103 warning CBP rejects: interchange 000000400 has the verdict Q,"),
    (["AK9*A*3*2*2~"], 1, "accepted although its counts differ, 3 sets stated, 2 received, 2 accepted."),
    (["AK9*A*1*1*0~"], 1, "accepted although its counts differ, 1 set stated, 1 received, 0 accepted."),
    (["AK9*E*2*1*1*5~"], 1, "accepted, errors noted although its counts differ, 2 sets stated, 1 received"),
    (["AK9*A*1*1*1*5~"], 1, "although it names faults, 1 set stated, 1 received, 1 accepted: set count differs (5)"),
    (["AK9*Q*1*1*1~"], 1, "group AQ 17 has the verdict Q, which is not known"),
    (["AK2*309*0001~", "AK5*R*5~", "AK9*A*1*1*1~"], 1, "accepted although the verdicts on its sets differ"),
    (["AK2*309*0001~", "AK5*A~", "AK9*A*2*2*2~"], 0, "group AQ 17 accepted, 2 sets stated"),
    (["AK2*309*0001~", "AK5*A*5~", "AK9*A*1*1*1~"], 1, "set 309 0001 accepted although it names faults: segments"),
    (["AK2*309*0001~", "AK3*N1*7**8~", "AK5*A~", "AK9*A*1*1*1~"], 1, "set 309 0001 accepted although it names faults."),
    (["AK2*309*0001~", "AK3*N1*7**8~", "AK5*E~", "AK9*E*1*1*1~"], 0, "set 309 0001 accepted, errors noted."),
])  # fmt: skip
def test_an_acknowledgment_is_not_taken_at_its_mildest(
    segments: list[str], exit_code: int, said: str, tmp_path: Path
) -> None:
    path = tmp_path / "997.edi"
    path.write_text(_acknowledged(*segments))
    code, shown = check(path)
    assert (code, said in shown) == (exit_code, True), shown


@pytest.mark.parametrize(("text", "kind"), [
    ("MANIFEST ACCEPTED", "acceptance"), ("Manifest accepted", "acceptance"), ("MANIFEST REJECTED", "error"),
    ("MANIFEST NOT ACCEPTED", "error"), ("MANIFEST ON HOLD", "error"),
])  # fmt: skip
def test_a_355_that_does_not_say_accepted_is_no_acceptance(text: str, kind: str, tmp_path: Path) -> None:
    assert notices(tmp_path, reply([made(K3, text=text)]), "kind") == [(kind,)]
