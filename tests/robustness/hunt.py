"""`python -m tests.robustness.hunt SECONDS SEED`: mutants of over-limit filings until the time is up.

What comes out clean although a plain reading says that somebody is still over, or that nothing can be told, is written
to a folder, as is what raises. Ends with one line of figures.
"""

import os

os.environ.setdefault("POLARS_MAX_THREADS", "1")  # before polars is imported: files are small

import hashlib
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from traceback import format_exc

from tests.robustness import plainly
from tests.robustness.filings import OVER
from tests.robustness.mutations import mutants
from tests.robustness.outcome import outcome


def wrong(form: str, data: bytes) -> str:
    """What is wrong with what the program makes of `data`; empty if nothing is."""
    try:
        found = outcome(data, always=int(hashlib.sha256(data).hexdigest(), 16) % 8 == 0)
    except Exception:
        return "raised: " + format_exc(limit=-3)
    if found.records != found.wanted:
        return f"records: {found.records} of {found.wanted}"
    if found.silent and data != OVER[form]:
        still = plainly.over(form, data)
        if still is not False:
            return f"clean, though {'somebody is over' if still else 'nothing is certain'}; said {found.said}"
    return ""


def hunt(seconds: float, seed: int, folder: Path) -> Counter[str]:
    """Counts by mutation, and `wrong`."""
    counts: Counter[str] = Counter()
    until = time.monotonic() + seconds
    for form, what, data in mutants(seed):
        if time.monotonic() > until:
            break
        counts["mutants"] += 1
        reason = wrong(form, data)
        if reason:
            counts[f"wrong: {reason[:60]}"] += 1
            name = hashlib.sha256(data).hexdigest()[:10]
            (folder / f"{name}.edi").write_bytes(data)
            (folder / f"{name}.txt").write_text(f"{form}\n{what}\n{reason}\n")
    return counts


if __name__ == "__main__":
    place = Path(tempfile.mkdtemp(prefix="deminimis-hunt-"))
    found = hunt(float(sys.argv[1]), int(sys.argv[2]), place)
    print(*(f"{count:6} {name}" for name, count in found.most_common()), place, sep="\n")
