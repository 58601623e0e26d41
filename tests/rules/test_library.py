"""The library: what it takes, and that it says what the command line says."""

import io
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from deminimis import Settings, check, read, worklist
from tests.cli.process import run
from tests.places import SAMPLES

OVER = SAMPLES / "catair_se" / "over_limit.edi"


def test_bytes_and_open_files_are_read_as_their_path_is() -> None:
    data = OVER.read_bytes()
    with OVER.open("rb") as stream:
        frames = [read(OVER), read(str(OVER)), read(data), read(stream), read(io.BytesIO(data))]
        assert not stream.closed
    names = [each.files[0].path for each in frames]
    assert names == [str(OVER), str(OVER), "<bytes>", str(OVER), "<file>"]
    for each in frames[1:]:
        assert each.complete
        assert each.shipments.equals(frames[0].shipments)
        assert each.findings.equals(frames[0].findings)
    assert not Path(names[2]).exists()


def test_a_single_file_is_checked_as_its_frames_are() -> None:
    data = OVER.read_bytes()
    wanted = check(read(OVER)).over["counted_cents"].to_list()
    assert wanted
    for given in (OVER, str(OVER), data, io.BytesIO(data)):
        assert check(given).over["counted_cents"].to_list() == wanted


def test_an_open_file_of_text_is_no_filing() -> None:
    with OVER.open("r") as stream, pytest.raises(TypeError):
        read(stream)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["catair_se/over_limit.edi", "catair_se/malformed.edi", "camir_air/over_limit.edi"])
def test_it_finds_what_the_command_line_finds(name: str) -> None:
    day = date(2025, 3, 3)
    result = check(read(SAMPLES / name, as_of=day), Settings(as_of=day))
    told = json.loads(run("check", SAMPLES / name, "--format", "json", "--as-of", day).stdout)["findings"]
    keys = ("code", "severity", "line", "byte", "message")
    found = [tuple(row[key] for key in keys) for row in result.findings.iter_rows(named=True)]
    assert sorted(map(str, found)) == sorted(str(tuple(row[key] for key in keys)) for row in told)
    assert found


def test_the_package_gives_its_names_at_first_use_and_no_others() -> None:
    import deminimis
    from deminimis.cli.version import VERSION
    from deminimis.rules import library

    assert deminimis.__version__ == VERSION
    assert {*library.__all__, "worklist", "__version__"} == set(deminimis.__all__) <= set(dir(deminimis))
    assert all(getattr(deminimis, name) is getattr(library, name) for name in library.__all__)
    with pytest.raises(AttributeError, match="filings"):
        deminimis.filings  # type: ignore[attr-defined] # noqa: B018
    with pytest.raises(ImportError):
        exec("from deminimis import nothing_of_this_name")


def test_the_name_of_the_package_brings_no_frames() -> None:
    loaded = "import sys, deminimis; print('polars' in sys.modules, deminimis.__version__)"
    assert subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True).stdout.startswith(
        "False "
    )


def test_the_worklist_is_that_of_all_files_of_the_call() -> None:
    from deminimis.edi.invented.shipments import Order
    from deminimis.edi.invented.writers import WRITERS

    claims = b"".join(WRITERS["catair-se"].sample(Order(3, over_percent=0, day=date(2026, 12, 1))))
    entries = claims.replace(b" 86 ", b" 11 ").replace(b"SE10AZZZ", b"SE10AYYY")
    assert worklist(read(claims))["state"].to_list() == ["open"] * 3
    assert worklist(read(entries, claims))["state"].to_list() == ["refiled"] * 3
    assert worklist(read(claims), Settings(as_of=date(2026, 12, 2)))["late"].all()
