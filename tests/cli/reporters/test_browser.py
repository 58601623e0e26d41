"""The HTML report in a browser, where there is one: opened, filtered, sorted, folded, printed, without complaint."""

import html as markup
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from deminimis.cli.reporters import html
from deminimis.cli.session.judged import judged
from deminimis.edi.cutting.source import Source
from tests.cli.web.chromium import BROWSER
from tests.places import SAMPLES

NAMES = ("catair_se/over_limit.edi", "catair_se/malformed.edi", "x12_309/suspended.edi")
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-component-update",
    "--disable-background-networking", "--disable-sync", "--enable-logging=stderr", "--virtual-time-budget=4000",
)  # fmt: skip

pytestmark = pytest.mark.skipif(BROWSER is None, reason="there is no Chromium on this machine")

# What a person would do; what came of it is written to an attribute of the document.
SCRIPT = """
const out = {errors: []};
window.addEventListener("error", (event) => out.errors.push(event.message));
const $ = (what) => [...document.querySelectorAll(what)];
const shown = (what) => $(what).filter((each) => !each.hidden && each.offsetParent !== null);
const type = (control, value) => { control.value = value; control.dispatchEvent(new Event("input", {bubbles: true})); };
const days = "[aria-labelledby=groups-h] .group";
out.first = $("section")[0].getAttribute("aria-labelledby");
out.groups = shown(days).length;
out.refused = shown("[aria-labelledby=refused-h] .group").length;
type($("[data-filter=bill]")[0], "zzzzd00074003 cleveland");
out.todo = shown("[aria-labelledby=worklist-h] tr.finding").length;
type($("[data-filter=bill]")[0], "");
out.all = shown("[aria-labelledby=worklist-h] tr.finding").length;
out.open = $("details[open]").length;
const find = $("[data-filter=group]")[0], verdict = $("[data-verdict]")[0];
type(find, "iris reno");
out.filtered = shown(days + " .who").map((each) => each.textContent);
type(find, "nobody at all");
out.nothing = [shown(days).length, shown("[aria-labelledby=groups-h] .none").length];
type(find, "");
type(verdict, "cannot tell");
out.untold = shown(days).length;
type(verdict, "");
$("[data-fold=open]")[0].click();
out.unfolded = $(days + ":not([open])").length;
$("[data-fold='']")[0].click();
out.folded = $("details[open]").length;
window.dispatchEvent(new Event("beforeprint"));
out.printed = $("details:not([open])").length;
window.dispatchEvent(new Event("afterprint"));
out.after = $("details[open]").length;
const table = $("[aria-labelledby=bills-h] table")[0], values = table.querySelectorAll("th button")[2];
const column = () => [...table.tBodies[0].rows].map((row) => row.cells[2].textContent);
values.click();
out.rising = [column(), values.closest("th").getAttribute("aria-sort")];
values.click();
out.falling = [column(), values.closest("th").getAttribute("aria-sort")];
const summary = $("summary")[0];
summary.focus();
out.focus = document.activeElement === summary;
out.unnamed = $("input, select, button").filter((each) => !each.textContent.trim() && !each.labels?.length).length;
out.pictures = $("svg").map((each) => each.getAttribute("role") + Boolean(each.getAttribute("aria-label")));
out.headings = $("h1, h2, h3").map((each) => each.tagName);
out.regions = $("section").filter((each) => !document.getElementById(each.getAttribute("aria-labelledby"))).length;
out.wide = document.documentElement.scrollWidth > window.innerWidth;
document.documentElement.dataset.outcome = JSON.stringify(out);
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(html.render(judged([Source(name, SAMPLES / name) for name in NAMES])), "utf-8")
    return path


def browse(page: Path, *args: str) -> subprocess.CompletedProcess[str]:
    profile = f"--user-data-dir={page.parent / 'profile'}"
    command = [str(BROWSER), *QUIET, profile, *args, page.as_uri()]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def complaints(done: subprocess.CompletedProcess[str]) -> list[str]:
    return [line for line in done.stderr.splitlines() if "CONSOLE" in line]


@pytest.mark.parametrize("size", ["1200,1600", "420,900"])
def test_it_is_filtered_folded_and_sorted(page: Path, size: str) -> None:
    driven = page.with_name("driven.html")
    driven.write_text(page.read_text("utf-8").replace("</body>", f"<script>{SCRIPT}</script></body>"), "utf-8")
    done = browse(driven, "--dump-dom", f"--window-size={size}")
    found = re.search(r'data-outcome="([^"]*)"', done.stdout)
    assert found, done.stderr
    out: dict[str, Any] = json.loads(markup.unescape(found[1]))
    assert out["errors"] == [] and complaints(done) == []
    assert out["groups"] == 5 and out["refused"] == 4 and out["open"] == 0
    assert (out["first"], out["todo"], out["all"]) == ("worklist-h", 1, 6), "what is to be done comes first"
    assert out["filtered"] == ["IRIS ALDER, 12 MILL ST, RENO NV 89501"]
    assert out["nothing"] == [0, 1] and out["untold"] == 2
    assert (out["unfolded"], out["folded"], out["printed"], out["after"]) == (0, 0, 0, 0)
    amounts = sorted(float(text.strip("$")) for text in out["rising"][0])
    assert [float(text.strip("$")) for text in out["rising"][0]] == amounts and out["rising"][1] == "ascending"
    assert [float(text.strip("$")) for text in out["falling"][0]] == amounts[::-1]
    assert out["falling"][1] == "descending"
    assert out["focus"] and out["unnamed"] == 0 and set(out["pictures"]) == {"imgtrue"}
    assert out["headings"][0] == "H1" and set(out["headings"][1:]) == {"H2"} and out["regions"] == 0
    assert not out["wide"], "only tables and drawings scroll sideways, never the page"


def test_it_prints_with_every_shipment(page: Path) -> None:
    paper = page.with_suffix(".pdf")
    done = browse(page, f"--print-to-pdf={paper}", "--no-pdf-header-footer")
    assert complaints(done) == []
    assert paper.read_bytes().startswith(b"%PDF-")
    if shutil.which("pdftotext"):
        told = subprocess.run(["pdftotext", "-layout", paper, "-"], capture_output=True, text=True, check=True).stdout
        assert "Not everything could be checked" in told and "earlier" in told and "limit $800" in told
        assert "Unfold all" not in told
