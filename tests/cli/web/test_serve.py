"""`deminimis serve` attacked: by other names, other pages, other tokens, paths, and uploads without an end."""

import io
import socket
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.web.serving import Served, served
from tests.places import SAMPLES

OVER = (SAMPLES / "catair_se" / "over_limit.edi").read_bytes()
REFUSED = (SAMPLES / "x12_309" / "suspended.edi").read_bytes()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("serve")
    nights = folder / "out"
    nights.mkdir()
    (nights / "night-2026-12-01.html").write_text("<script>1</script>last night")
    (nights / "secret.html").write_text("secret")
    (folder / "secret.txt").write_text("secret")
    with served(folder, "--nights", str(nights), "--most", "1", "--patience", "3") as one:
        yield one


@pytest.fixture(scope="module")
def job(site: Served) -> str:
    status, where, _ = site.drop({"over.edi": OVER, "refused.edi": REFUSED})
    assert status == 303 and where.startswith("/jobs/")
    return where


def test_files_become_a_report_a_worklist_entries_and_answers(site: Served, job: str) -> None:
    status, _, page = site.ask("GET", job)
    assert status == 200 and b"over.edi" in page and b"refused" in page
    for name, begins in {
        "report.html": b"\n<!doctype html>", "report.xlsx": b"PK", "worklist.xlsx": b"PK", "worklist.csv": b"late,",
        "bills-to-move.csv": b"file,", "entries.zip": b"PK", "answers.zip": b"PK", "report.json": b"{",
    }.items():  # fmt: skip
        status, headers, content = site.ask("GET", f"{job}/{name}")
        assert status == 200, (name, content)
        assert content.lstrip().startswith(begins.lstrip()), (name, content[:80])
        assert ("attachment" in headers.get("content-disposition", "")) == (name != "report.html")
    entries = zipfile.ZipFile(io.BytesIO(site.ask("GET", f"{job}/entries.zip")[2]))
    assert "amend.csv" in entries.namelist()
    assert b"refused.edi" in entries.read("amend.csv") and str(site.spool).encode() not in entries.read("amend.csv")


def test_what_is_kept_is_private_and_goes_when_it_is_removed(site: Served) -> None:
    _, where, _ = site.drop({"mine.edi": OVER})
    kept = [path for path in site.kept() if path.parent.name == where.rpartition("/")[2]]
    assert [path.name for path in kept] == ["0"]
    assert {path.stat().st_mode & 0o777 for path in kept} == {0o600}
    assert {path.parent.stat().st_mode & 0o777 for path in kept} == {0o700}
    assert site.ask("POST", f"{where}/remove")[0] == 303
    assert not any(path.exists() for path in kept) and site.ask("GET", where)[0] == 404


@pytest.mark.parametrize(
    ("method", "path", "headers", "without", "status"),
    [
        ("GET", "/", {"host": "rebound.example"}, "", 421),
        ("GET", "/", {"host": "127.0.0.1"}, "", 421),
        ("GET", "/", {}, "Cookie", 403),
        ("GET", "/", {"cookie": "deminimis=nothing"}, "", 403),
        ("GET", "/?token=wrong", {}, "Cookie", 403),
        ("GET", "/?token=%ff%00", {}, "Cookie", 403),
        ("GET", "/nights/night-2026-12-01.html", {}, "Cookie", 403),
        ("POST", "/check", {"origin": "http://evil.example"}, "", 403),
        ("POST", "/check", {"origin": "null"}, "", 403),
        ("POST", "/check", {}, "Origin", 403),
        ("POST", "/check", {"sec_fetch_site": "cross-site"}, "", 403),
        ("DELETE", "/", {"origin": "http://evil.example"}, "", 403),
        ("GET", "/jobs/0123", {}, "", 404),
        ("GET", "/nights/secret.html", {}, "", 404),
        ("GET", "/nights/..%2fsecret.txt", {}, "", 404),
        ("GET", "/nights/..%252f..%252fsecret.txt", {}, "", 404),
        ("GET", "/../secret.txt", {}, "", 404),
        ("GET", "/style.css/../../secret.txt", {}, "", 404),
        ("POST", "/check", {}, "", 422),
    ],
)
def test_what_does_not_come_from_this_page_is_refused(
    site: Served, method: str, path: str, headers: dict[str, str], without: str, status: int
) -> None:
    got, _, body = site.ask(method, path, None, without, **headers)
    assert got == status and b"secret" not in body and b"Traceback" not in body


def test_a_report_of_a_night_that_is_listed_is_shown(site: Served) -> None:
    assert b"night-2026-12-01.html" in site.ask("GET", "/")[2]
    status, headers, body = site.ask("GET", "/nights/night-2026-12-01.html")
    assert status == 200 and b"last night" in body
    policy = headers["content-security-policy"]
    assert "sandbox allow-scripts" in policy and "'sha256-" in policy and "script-src 'unsafe" not in policy


NAMES = ["../../etc/passwd", "..\\..\\x", "a/b.edi", "<script>alert(1)</script>.edi", "\x1b[1m", "."]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_leads_nowhere_and_is_shown_as_text(site: Served, name: str) -> None:
    before = sorted(site.spool.rglob("*"))
    status, where, _ = site.drop({name: OVER})
    assert status == 303
    new = [path.name for path in site.spool.rglob("*") if path not in before and path.is_file()]
    assert new == ["0"]
    for page in (where, f"{where}/report.html"):
        body = site.ask("GET", page)[2]
        assert b"<script>alert" not in body and b"\x1b" not in body
    site.ask("POST", f"{where}/remove")


def test_too_much_is_not_taken(site: Served) -> None:
    before = site.kept()
    status, _, said = site.drop({"big.edi": b"x" * (2 << 20)})
    assert status == 413 and "More than 1 MB" in said
    assert site.kept() == before


def test_an_upload_without_an_end_is_given_up_and_one_that_waits_too(site: Served) -> None:
    before = site.kept()
    head = "".join(f"{name}: {value}\r\n" for name, value in site.own.items())
    head += "Content-Type: multipart/form-data; boundary=b\r\nTransfer-Encoding: chunked\r\n\r\n"
    head = f"POST /check HTTP/1.1\r\n{head}"
    part = b'--b\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\n'
    for chunk, wanted in ((b"y" * 65536, b" 413 "), (None, b" 408 ")):
        with socket.create_connection(("127.0.0.1", site.port), timeout=30) as line:
            line.sendall(head.encode() + b"%x\r\n%s\r\n" % (len(part), part))
            for _ in range(40 if chunk else 0):
                try:
                    line.sendall(b"%x\r\n%s\r\n" % (len(chunk or b""), chunk))
                except (BrokenPipeError, ConnectionResetError):
                    break
            assert wanted in line.recv(200)
    assert site.kept() == before and site.ask("GET", "/")[0] == 200


def test_what_is_no_filing_is_a_report_and_a_wrong_sheet_a_sentence(site: Served) -> None:
    status, where, _ = site.drop({"note.txt": b"Dear broker"})
    assert status == 303 and b"unknown-format" in site.ask("GET", where)[2]
    assert b"note.txt: the file begins with" in site.ask("GET", where)[2]
    listed = site.drop({"list.csv": b"Bill,Name,City,Value\nZZZ1,IRIS,RENO,9\n"})[1]
    assert b"`deminimis check FILE` in a terminal reads it" in site.ask("GET", listed)[2]
    status, _, body = site.ask("GET", f"{where}/entries.zip")
    assert status == 422 and b"Not everything could be read" in body
    status, _, said = site.drop({"sheet.csv": b"a,b\n1,2\n"}, field="sheet")
    assert status == 422 and "No file was chosen" in said


def test_two_tabs_at_once_have_each_their_own(site: Served) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(4) as pool:
        wheres = [done[1] for done in pool.map(lambda n: site.drop({f"{n}.edi": OVER}), range(4))]
    assert len(set(wheres)) == 4
    for number, where in enumerate(wheres):
        assert f"{number}.edi".encode() in site.ask("GET", where)[2]


def test_stopped_it_leaves_nothing_and_says_so(tmp_path: Path) -> None:
    with served(tmp_path) as one:
        assert one.drop({"a.edi": OVER})[0] == 303
        assert one.kept()
        kind = "multipart/form-data; boundary=b"
        assert one.ask("POST", "/check", b"no boundary", content_type=kind)[0] == 400
        one.process.terminate()
        assert one.process.wait(30) == 0
        assert not list(one.spool.iterdir())
        assert one.process.stderr is not None
        said = one.process.stderr.read().splitlines()
        assert len(said) > 1 and all(line.startswith("deminimis: ") for line in said), said


def test_what_a_killed_run_left_is_removed_by_the_next(tmp_path: Path) -> None:
    from deminimis.cli.web.jobs import place

    left, other = tmp_path / "deminimis-web-left", tmp_path / "deminimis-web-link"
    left.mkdir()
    (left / "lock").touch()
    (left / "0").write_text("people")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "lock").touch()
    other.symlink_to(tmp_path / "elsewhere")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tempfile.tempdir", str(tmp_path))
        with place() as mine:
            assert not left.exists() and mine.is_dir() and (tmp_path / "elsewhere" / "lock").exists()
            with place():
                assert mine.is_dir(), "another that runs is left alone"
        assert not mine.exists()
