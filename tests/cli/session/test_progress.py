"""The bar: for a person at a terminal only, true to the end, and no part of what a program reads."""

import gzip
import io
from pathlib import Path

import pytest

from deminimis.cli.main import run
from deminimis.cli.options.request import Request
from deminimis.cli.session import progress
from deminimis.cli.session.judged import judged
from deminimis.edi.cutting.source import Source
from deminimis.edi.formats import FORMATS
from deminimis.edi.reading.intake import Pace, take
from tests.build.filings.over import OVER
from tests.laws.robustness.outcome import AS_OF


class Terminal(io.StringIO):
    """A terminal that remembers what was written."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("form", OVER)
@pytest.mark.parametrize("block", [300, 1 << 20])
def test_every_byte_and_shipment_is_counted_once(form: str, block: int, tmp_path: Path) -> None:
    path, counted = tmp_path / "a.edi", []
    path.write_bytes(OVER[form])
    taken = take([Source("a", path)], FORMATS, pace=Pace(block, lambda *step: counted.append(step)))
    size, shipments = (sum(column) for column in zip(*counted, strict=True))
    assert shipments == taken.filings.shipments.height > 0
    # separators between two blocks, and UNA, are nobody's
    assert len(OVER[form]) - 9 - 4 * len(counted) <= size <= len(OVER[form])


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("width", [60, 120])
def test_a_terminal_is_shown_bytes_shipments_and_rate(
    packed: bool, width: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, screen = tmp_path / "a.edi", Terminal()
    path.write_bytes(gzip.compress(OVER["catair-se"]) if packed else OVER["catair-se"])
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", str(width))
    inputs = [Source("a", path)]
    with progress.bar(inputs, wanted=True) as tick:
        judged(inputs, Request(as_of=AS_OF), progress=tick)
    said = screen.getvalue()
    shipments = take(inputs, FORMATS).filings.shipments.height
    assert f"{shipments} shipments" in said
    assert ("/s" in said) == (width == 120)
    assert ("100%" in said) == (width == 120 and not packed)


@pytest.mark.parametrize("why", ["quiet", "json", "no terminal"])
def test_nobody_looks(
    why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.edi"
    path.write_bytes(OVER["catair-se"])
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    screen = io.StringIO() if why == "no terminal" else Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    options = {"quiet": ["-q"], "json": [], "no terminal": []}[why]
    head = ["--log", "json"] if why == "json" else []
    assert run([*head, "check", str(path), "--format", "text", *options]) == 1
    assert "checking" not in screen.getvalue() and "DM101" in capsys.readouterr().out
