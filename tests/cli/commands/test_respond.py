"""`respond`, `ack` and `check --deep` as a user meets them."""

import subprocess
from pathlib import Path

import pytest

from tests.build.filings.over import OVER, truck
from tests.build.shipments import to_each
from tests.cli.process import called
from tests.places import SAMPLES

SE, TRUCK = SAMPLES / "catair_se" / "over_limit.edi", SAMPLES / "x12_309" / "over_limit.edi"
MALFORMED = SAMPLES / "x12_309" / "malformed.edi"


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_respond_makes_the_folder_and_puts_nothing_but_messages_in_it(tmp_path: Path) -> None:
    out = tmp_path / "a" / "b"
    done = called("respond", SE, TRUCK, "--out", out)
    assert done.returncode == 1  # as check: over the limit
    assert _names(out) == [
        "ZZZ-catair-so-001.edi", "ZZZ-catair-sx-001.edi", "ZZZZ-x12-350-001.edi", "ZZZZ-x12-355-001.edi",
    ]  # fmt: skip
    assert not done.stdout
    assert b"4 messages written to" in done.stderr
    for path in out.iterdir():
        assert called("check", path).returncode in (0, 1)


def test_respond_is_silent_where_asked_and_exits_as_check_does(tmp_path: Path) -> None:
    clean = SAMPLES / "x12_309" / "clean.edi"
    done = called("respond", clean, "--out", tmp_path, "--quiet")
    assert (done.returncode, done.stderr) == (0, b"")
    assert _names(tmp_path) == ["ZZZZ-x12-355-001.edi"]
    assert called("respond", clean, "--out", tmp_path, "--fail-on", "note").returncode == 1


def test_respond_refuses_what_was_not_wholly_read_and_writes_nothing(tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = called("respond", SE, MALFORMED, "--out", out)
    assert done.returncode == 2
    assert not out.exists()
    assert b"nothing is written" in done.stderr
    assert b"EDI105" in done.stderr


@pytest.mark.parametrize("names", [("camir-ocean", "catair-se"), ("x12-309", "cuscar"), ("cuscar", "x12-309")])
def test_a_file_of_several_formats_is_answered_as_each_in_its_own_file(names: tuple[str, str], tmp_path: Path) -> None:
    one, other = (tmp_path / f"{name}.edi" for name in names)
    both = tmp_path / "both.edi"
    one.write_bytes(OVER[names[0]])
    other.write_bytes(OVER[names[1]])
    both.write_bytes(OVER[names[0]] + OVER[names[1]])
    sent = "--as-of", "2025-03-01", "--control", "1"
    called("respond", both, "--out", tmp_path / "together", *sent)
    called("respond", one, other, "--out", tmp_path / "apart", *sent)
    together, apart = (
        {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("together", "apart")
    )
    assert together.keys() == apart.keys()
    if names[0] != "cuscar":  # the trip of a 309 behind a CUSCAR is not repeated
        assert together == apart


def test_respond_lists_what_has_no_published_code(tmp_path: Path) -> None:
    done = called("respond", SAMPLES / "x12_309" / "suspended.edi", "--out", tmp_path)
    assert _names(tmp_path) == []
    assert b"no published code: rejected for all origins (the suspension): 5" in done.stderr


def test_respond_twice_gives_the_same_bytes_and_other_numbers_where_asked(tmp_path: Path) -> None:
    for name, *options in (("a",), ("b",), ("c", "--control", "41", "--now", "2025-03-04T14:05")):
        called("respond", TRUCK, "--out", tmp_path / name, *options)
    a, b, c = ((tmp_path / name / "ZZZZ-x12-350-001.edi").read_bytes() for name in "abc")
    assert a == b
    assert b"*250303*1200*" in a  # noon of the latest day in the envelopes
    assert b"*250304*1405*" in c
    assert b"IEA*1*000000042~" in c  # the 355 has 41


def test_respond_leaves_a_folder_with_another_answer_as_it_is(tmp_path: Path) -> None:
    clean, out = SAMPLES / "x12_309" / "clean.edi", tmp_path / "out"
    called("respond", TRUCK, "--out", out)
    (out / "notes.txt").write_text("no message")
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    for other in (clean, SE, SAMPLES / "x12_309" / "suspended.edi"):  # some of its names, others, none at all
        done = called("respond", other, "--out", out)
        assert done.returncode == 2
        assert b"ZZZZ-x12-350-001.edi" in done.stderr and b"nothing was written" in done.stderr
        assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    assert called("respond", TRUCK, "--out", out).returncode == 1  # all of its messages are written again
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_respond_names_no_file_after_a_path_in_the_filing(tmp_path: Path) -> None:
    text = (SAMPLES / "x12_309" / "clean.edi").read_text().replace("M10*ZZZZ*", "M10*ZZ/Z*")
    text = text.replace("GS*AQ*ZZZZ*", "GS*AQ*../../X*")
    filing = tmp_path / "filing.edi"
    filing.write_text(text)
    called("respond", filing, "--out", tmp_path / "out" / "deep")
    inside = [path for path in tmp_path.rglob("*") if path.is_file() and path != filing]
    assert all(path.parent == tmp_path / "out" / "deep" for path in inside)


def test_respond_needs_a_time_where_the_files_carry_none(tmp_path: Path) -> None:
    done = called("respond", SE, "--out", tmp_path, "--now", "noon")
    assert done.returncode == 2
    assert b"write it as 2025-03-01T14:05" in done.stderr


def _segments(done: subprocess.CompletedProcess[bytes]) -> list[str]:
    return [segment.strip() for segment in done.stdout.decode().split("~") if segment.strip()]


def test_ack_accepts_a_clean_file() -> None:
    done = called("ack", SAMPLES / "x12_309" / "clean.edi")
    assert done.returncode == 0
    assert _segments(done)[2:8] == [
        "ST*997*0001",
        "AK1*AQ*101*005020",
        "AK2*309*0001",
        "AK5*A",
        "AK9*A*1*1*1",
        "SE*6*0001",
    ]
    assert done.stdout == called("ack", SAMPLES / "x12_309" / "clean.edi").stdout


def test_ack_names_segments_and_elements() -> None:
    done = called("ack", MALFORMED)
    assert done.returncode == 2  # the file has a segment that no layout has
    told = _segments(done)
    assert told[5:7] == ["AK3*N10*21**8", "AK4*6*602*6*4S0"]
    assert "AK3*N11*48**1" in told
    assert told[-5:-3] == ["AK5*R*4*5", "AK9*R*1*1*0"]


def _many(tmp_path: Path, *bad: int) -> Path:
    """Three groups of two sets; the sets `bad` have a date that is none."""
    isa = (SAMPLES / "x12_309" / "clean.edi").read_text().split("~")[0]
    out, n = [isa], 0
    for group in range(1, 4):
        out.append(f"GS*AQ*ZZZZ*CBP*20250303*0715*{group}*X*005020")
        for each in (1, 2):
            n += 1
            day = "20250230" if n in bad else "20250304"
            out += [f"ST*309*000{each}", "M10*ZZZZ*J****ZZZZ250304A", f"P4*3801*{day}", f"SE*4*000{each}"]
        out.append(f"GE*2*{group}")
    path = tmp_path / "many.edi"
    path.write_text("~".join([*out, "IEA*3*000000101", ""]))
    return path


@pytest.mark.parametrize(
    ("bad", "verdicts"),
    [
        ((), ["AK9*A*2*2*2", "AK9*A*2*2*2", "AK9*A*2*2*2"]),
        ((1,), ["AK9*P*2*2*1", "AK9*A*2*2*2", "AK9*A*2*2*2"]),
        ((3, 4, 6), ["AK9*A*2*2*2", "AK9*R*2*2*0", "AK9*P*2*2*1"]),
    ],
)
def test_ack_answers_each_group(bad: tuple[int, ...], verdicts: list[str], tmp_path: Path) -> None:
    done = called("ack", _many(tmp_path, *bad))
    told = _segments(done)
    assert [segment for segment in told if segment.startswith("AK9")] == verdicts
    assert done.returncode == (1 if bad else 0)
    assert told[-2:] == ["GE*3*101", "IEA*1*000000101"]
    path = tmp_path / "997.edi"
    path.write_bytes(done.stdout)
    again = called("check", path, "--deep")
    assert again.returncode == (1 if bad else 0)  # a rejected set is a finding
    assert b"EDI" not in again.stdout


def test_ack_of_counts_that_differ(tmp_path: Path) -> None:
    path = _many(tmp_path)
    path.write_text(
        path.read_text().replace("SE*4*0001~SE", "").replace("SE*4*0002", "SE*5*0002", 1).replace("GE*2*3", "GE*3*3")
    )
    told = _segments(called("ack", path))
    assert "AK5*R*4" in told
    assert "AK9*R*3*2*0*5" in told


def test_ack_of_a_cut_file(tmp_path: Path) -> None:
    path = _many(tmp_path)
    text = path.read_text()
    path.write_text(text[: text.rindex("SE*4*0002")])
    done = called("ack", path)
    assert done.returncode == 2
    told = _segments(done)
    assert told[-6:-3] == ["AK2*309*0002", "AK5*R*2", "AK9*R*2*2*0*3"]


def test_ack_is_for_x12_alone_and_not_for_acknowledgments(tmp_path: Path) -> None:
    assert called("ack", SE).returncode == 2
    first = tmp_path / "997.edi"
    assert called("ack", SAMPLES / "x12_309" / "clean.edi", "--output", first).returncode == 0
    done = called("ack", first)
    assert done.returncode == 2
    assert b"no set to acknowledge" in done.stderr


@pytest.mark.parametrize(("old", "new", "said"), [
    (b"ST*309*0001", b"ST*309*", b"ST02 in line 3 is blank: its answer must repeat it"),
    (b"GS*AQ*", b"GS**", b"GS01 in line 2 is blank"),
])  # fmt: skip
def test_ack_says_what_its_answer_lacks(old: bytes, new: bytes, said: bytes, tmp_path: Path) -> None:
    path = tmp_path / "one.edi"
    path.write_bytes((SAMPLES / "x12_309" / "clean.edi").read_bytes().replace(old, new, 1))
    done = called("ack", path)
    assert done.returncode == 2
    assert said in done.stderr
    assert b"--now" not in done.stderr


def test_deep_says_what_pyx12_means(tmp_path: Path) -> None:
    path = tmp_path / "one.edi"
    path.write_bytes((SAMPLES / "x12_309" / "clean.edi").read_bytes().replace(b"LX*1~", b"LX*1**~", 1))
    done = called("check", path, "--deep", "--format", "text")
    assert b"EDI209 error pyx12 says of LX: Segment contains trailing element terminators" in done.stdout
    assert b"EDI106" not in done.stdout


def test_deep_finds_what_the_order_check_does_not_count(tmp_path: Path) -> None:
    text = (SAMPLES / "x12_309" / "clean.edi").read_text()
    at = text.index("N3*")
    n3 = text[at : text.index("N4*", at)]
    path = tmp_path / "three_n3.edi"
    path.write_text((text[:at] + n3 * 2 + text[at:]).replace("SE*59*", "SE*61*"))
    assert b"EDI106" not in called("check", path).stdout
    done = called("check", path, "--deep")
    assert done.returncode == 1
    assert b":11:1: EDI106 error N3" in done.stdout


def test_deep_says_where_pyx12_stopped(tmp_path: Path) -> None:
    """A segment longer than pyx12's buffer ends its reading without a word."""
    text = (SAMPLES / "x12_309" / "over_limit.edi").read_text()
    path = tmp_path / "long.edi"
    path.write_text(text.replace("NYLON BACKPACK", "NYLON " + "BACKPACK " * 3000))
    assert called("check", path).returncode == 1
    done = called("check", path, "--deep")
    assert done.returncode == 2
    assert b"the deep check is not complete" in done.stdout


def test_deep_repeats_nothing_that_is_known() -> None:
    plain, deep = (
        called("check", MALFORMED, "--fail-on", "note"),
        called("check", MALFORMED, "--deep", "--fail-on", "note"),
    )
    assert plain.stdout == deep.stdout


def test_deep_is_for_small_files(tmp_path: Path) -> None:
    path = tmp_path / "large.edi"
    path.write_text((SAMPLES / "x12_309" / "over_limit.edi").read_text() + " " * (5 << 20))
    done = called("check", path, "--deep")
    assert done.returncode == 2
    assert b"up to 4 MB" in done.stderr


@pytest.mark.parametrize(
    ("broken", "accepted"),
    [("P4*3801*20259304", 1), ("M10*ZZZZ*!****ZZZZ250304A", 1), ("N10*1*COTTON**A*6109100012*X*K*1.5***CA", 1)],
    ids=["day", "trip", "inside"],
)
def test_a_fault_in_front_of_the_shipments_is_one_of_its_set(broken: str, accepted: int, tmp_path: Path) -> None:
    """Neither accepted nor laid to the set before it. No shipment here is a claim."""
    first = truck(*to_each(("EMIL BRACKEN", 100))).replace(b"***13***", b"***18***")
    second = first.replace(b"000000102", b"000000103").replace(b"*102", b"*103")
    tag = broken.split("*", maxsplit=1)[0].encode()
    path = tmp_path / "a.edi"
    place = second.rindex(tag + b"*")
    path.write_bytes(first + second[:place] + broken.encode() + second[second.index(b"~", place) :])
    done = called("respond", path, "--out", tmp_path / "out")
    assert b"acceptance of a set with faults of form: 1 " in done.stderr, done.stderr
    (answer,) = (tmp_path / "out").iterdir()
    assert answer.read_text().count("ST*355*") == accepted
