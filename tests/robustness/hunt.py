"""`python -m tests.robustness.hunt SECONDS SEED [calls]`: mutants of over-limit filings until the time is up.

What comes out clean although a plain reading says that somebody is still over, or that nothing can be told, is written
to a folder, as is what raises. With `calls`, mutants of calls of several filings. Ends with the figures.
"""

import os

os.environ.setdefault("POLARS_MAX_THREADS", "1")  # before polars is imported: files are small

import hashlib
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from traceback import format_exc

from tests.robustness import plainly
from tests.robustness.calls import Call
from tests.robustness.filings import OVER
from tests.robustness.mutations import mutant_calls, mutants
from tests.robustness.outcome import Outcome, at_night, outcome, recorded, together
from tests.robustness.plain_readers import READERS

Case = tuple[str, str, tuple[bytes, ...], str]  # name, what was done, the files, what is wrong


def wrong(form: str, data: bytes) -> str:
    """What is wrong with what the program makes of `data`; empty if nothing is."""
    try:
        found = outcome(data, always=_always(data))
    except Exception:
        return "raised: " + format_exc(limit=-3)
    return "" if data == OVER[form] else _judged(found, ((form, data),))


def wrong_call(call: Call) -> str:
    """The same of a call."""
    try:
        found = called(call)
    except Exception:
        return "raised: " + format_exc(limit=-3)
    return _judged(found, call.files)


def called(call: Call) -> Outcome:
    """What the program says of a call, with its ledger and its table."""
    files = [data for _, data in call.files]
    if call.recorded:
        return at_night(files[call.recorded :], ledger(tuple(files[: call.recorded])))
    if call.files[-1][0] == "totals":
        return together(files[:-1], totals=files[-1])
    return together(files, _always(b"".join(files)))


def _always(data: bytes) -> bool:
    """One in eight is judged also where reading has reported something already."""
    return int(hashlib.sha256(data).hexdigest(), 16) % 8 == 0


@cache
def ledger(files: tuple[bytes, ...]) -> Path:
    """A ledger in which `files` are recorded; for the time of the process."""
    path = Path(tempfile.mkdtemp(prefix="deminimis-ledger-")) / "ledger"
    recorded(files, path)
    return path


def _judged(found: Outcome, files: tuple[tuple[str, bytes], ...]) -> str:
    if found.records != found.wanted:
        return f"records: {found.records} of {found.wanted}"
    if found.silent:
        still = plainly.over(READERS, files)
        if still is not False:
            return f"clean, though {'somebody is over' if still else 'nothing is certain'}; said {found.said}"
    return ""


def _single(seed: int) -> Iterator[Case]:
    for form, what, data in mutants(seed):
        yield form, what, (data,), wrong(form, data)


def _calls(seed: int) -> Iterator[Case]:
    for name, what, call in mutant_calls(seed):
        yield name, what, tuple(data for _, data in call.files), wrong_call(call)


def hunt(seconds: float, seed: int, folder: Path, calls: bool = False) -> Counter[str]:
    """Counts of mutants and of what was wrong."""
    counts: Counter[str] = Counter()
    until = time.monotonic() + seconds
    for name, what, files, reason in (_calls if calls else _single)(seed):
        counts["mutants"] += 1
        if reason:
            counts[f"wrong: {reason[:60]}"] += 1
            place = folder / hashlib.sha256(b"".join(files)).hexdigest()[:10]
            place.mkdir(exist_ok=True)
            for number, data in enumerate(files, 1):
                (place / f"{number}.edi").write_bytes(data)
            (place / "what.txt").write_text(f"{name}\n{what}\n{reason}\n")
        if time.monotonic() > until:
            break
    return counts


if __name__ == "__main__":
    place = Path(tempfile.mkdtemp(prefix="deminimis-hunt-"))
    found = hunt(float(sys.argv[1]), int(sys.argv[2]), place, "calls" in sys.argv[3:])
    print(*(f"{count:6} {name}" for name, count in found.most_common()), place, sep="\n")
