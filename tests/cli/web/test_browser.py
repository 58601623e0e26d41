"""`deminimis serve` in a browser, where there is one: dropped, read, filtered, downloaded, refused."""

from pathlib import Path

import pytest

from tests.cli.web.chromium import BROWSER, browser
from tests.cli.web.serving import served
from tests.places import SAMPLES

pytestmark = pytest.mark.skipif(BROWSER is None, reason="there is no Chromium on this machine")
FILES = [SAMPLES / "x12_309" / "suspended.edi", SAMPLES / "catair_se" / "over_limit.edi"]


def test_dropped_read_filtered_downloaded_refused(tmp_path: Path) -> None:
    with served(tmp_path) as site, browser(tmp_path) as tab:
        tab.open(f"http://127.0.0.1:{site.port}/")
        assert "Open the address" in tab.ask("document.body.textContent")
        tab.open(f"http://127.0.0.1:{site.port}/?token={site.token}")
        assert tab.ask("location.search") == "" and tab.ask("document.cookie") == ""
        tab.choose("input[name=files]", FILES)
        assert tab.ask("document.querySelector('input[name=files]').files.length") == 2
        tab.ask("document.querySelector('form button').click()")
        tab.until("location.pathname.startsWith('/jobs/') && document.readyState === 'complete'")
        assert "refused" in tab.ask("document.querySelector('.answer').textContent")
        assert tab.ask("document.documentElement.scrollWidth <= innerWidth")
        job = tab.ask("location.pathname")
        length = "fetch(location.pathname + '/worklist.csv').then((r) => r.text()).then((t) => t.length)"
        with pytest.raises(AssertionError):
            tab.ask(length)  # the page's own policy lets no script connect
        tab.open(f"http://127.0.0.1:{site.port}{job}/report.html")
        rows = "document.querySelectorAll('[aria-labelledby=worklist-h] tr.finding:not([hidden])').length"
        every = tab.ask(rows)
        find = "document.querySelector('[data-filter=bill]')"
        tab.ask(f"{find}.value = 'nobody of this name'; {find}.dispatchEvent(new Event('input', {{bubbles: true}}))")
        assert every > 0 and tab.ask(rows) == 0, "the report's own script runs"
        assert tab.ask("origin") == "null", "in an origin of its own"
        tab.open(f"http://127.0.0.1:{site.port}{job}")
        tab.ask("document.querySelector('form button').click()")
        tab.until("location.pathname === '/' && document.readyState === 'complete'")
        tab.open(f"http://127.0.0.1:{site.port}{job}")
        assert "nothing here" in tab.ask("document.querySelector('.answer').textContent")
        assert site.kept() == []
