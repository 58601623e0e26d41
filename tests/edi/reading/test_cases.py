"""Files as strangers send them: what each gives stands beside it, down to line, column and byte."""

import subprocess
import sys
from pathlib import Path

from tests.places import ROOT

CASES = Path(__file__).parent / "cases"


def test_each_case_gives_what_stands_beside_it() -> None:
    arguments = [sys.executable, "-m", "deminimis.cli", "test", str(CASES), "--as-of", "2025-03-03"]
    ended = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert len(list(CASES.glob("*.edi"))) == len(list(CASES.glob("*.expected.json"))) > 0
