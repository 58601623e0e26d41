"""`python -m tests.laws.robustness.hunt SECONDS SEED [KIND]`: mutants of over-limit inputs until the time is up.

KIND: filings; calls, of several filings, or with a ledger; nights, the same through `batch`; answers, of CBP;
configurations. What comes out clean although a plain reading says that somebody is still over, or that nothing can be
told, is written to a folder, as is what raises. Ends with the figures.
"""

import os

os.environ.setdefault("POLARS_MAX_THREADS", "1")  # before polars is imported: files are small

import hashlib
import io
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path
from traceback import format_exc
from typing import Final

from deminimis.cli.main import run
from tests.build.filings.over import CONFIGURATION, OVER
from tests.laws.robustness import plainly
from tests.laws.robustness.answers import ANSWERS
from tests.laws.robustness.calls import CALLS, Call
from tests.laws.robustness.mutations import mutant_calls, mutants, mutated
from tests.laws.robustness.outcome import AS_OF, Outcome, at_night, outcome, recorded, together
from tests.laws.robustness.plain_readers import READERS

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


def wrong_answer(name: str, data: bytes) -> str:
    """The same of an answer of CBP."""
    try:
        found = outcome(data)
    except Exception:
        return "raised: " + format_exc(limit=-3)
    if found.records != found.wanted:
        return f"records: {found.records} of {found.wanted}"
    warned = ANSWERS[name].warned(data) if found.silent else False
    return "" if warned is False else f"clean, though {'CBP warns' if warned else 'nothing is certain'}"


def wrong_night(call: Call) -> str:
    """The same of the files of a call that are not on record, in the inbox of a batch."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ledger(tuple(data for _, data in call.files[: call.recorded])), folder / "ledger")
        (folder / "in").mkdir()
        for number, (_, data) in enumerate(call.files[call.recorded :]):
            (folder / "in" / f"{number}.edi").write_bytes(data)
        arguments = ["batch", folder / "in", "--out", folder / "out", "--ledger", folder / "ledger", "--settle", "0",
                     "--as-of", AS_OF]  # fmt: skip
        code, told = _run(arguments)
    if code == 0 and plainly.over(READERS, call.files) is not False:
        return f"clean: {told}"
    return told if code not in (0, 1, 2) or "internal error" in told else ""


def wrong_configuration(data: bytes) -> str:
    """The same of a configuration: it is refused, or somebody stays over."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a.edi").write_bytes(OVER["catair-se"])
        (folder / "our.toml").write_bytes(data)
        code, told = _run(["check", folder / "a.edi", "--config", folder / "our.toml", "--as-of", AS_OF])
    if code not in (0, 1, 2) or "internal error" in told:
        return told
    return "" if code == 2 or "DM101" in told or "DM103" in told else f"clean: {code} {told}"


def _run(arguments: list[object]) -> tuple[int, str]:
    """Exit code and all that is said by a command in this process."""
    said = io.TextIOWrapper(io.BytesIO(), "utf-8")
    with redirect_stdout(said), redirect_stderr(said):
        code = run([str(each) for each in arguments])
    said.flush()
    return code, said.buffer.getvalue().decode()  # type: ignore[attr-defined]


def _filings(rng: random.Random) -> Iterator[Case]:
    for form, what, data in mutants(rng):
        yield form, what, (data,), wrong(form, data)


def _calls(rng: random.Random) -> Iterator[Case]:
    for name, what, call in mutant_calls(rng, CALLS):
        yield name, what, call.bytes, wrong_call(call)


def _nights(rng: random.Random) -> Iterator[Case]:
    nights = {name: call for name, call in CALLS.items() if call.recorded}
    for name, what, call in mutant_calls(rng, nights):
        yield name, what, call.bytes, wrong_night(call)


def _answers(rng: random.Random) -> Iterator[Case]:
    while True:
        for name, answer in ANSWERS.items():
            what, data = mutated(answer.data, rng)
            yield name, what, (data,), wrong_answer(name, data)


def _configurations(rng: random.Random) -> Iterator[Case]:
    while True:
        what, data = mutated(CONFIGURATION, rng)
        yield "configuration", what, (data,), wrong_configuration(data)


KINDS: Final[dict[str, Callable[[random.Random], Iterator[Case]]]] = {
    "filings": _filings, "calls": _calls, "nights": _nights, "answers": _answers, "configurations": _configurations,
}  # fmt: skip


def hunt(seconds: float, seed: int, folder: Path, kind: str = "filings") -> Counter[str]:
    """Counts of mutants and of what was wrong."""
    counts: Counter[str] = Counter()
    until = time.monotonic() + seconds
    for name, what, files, reason in KINDS[kind](random.Random(seed)):
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
    found = hunt(float(sys.argv[1]), int(sys.argv[2]), place, *sys.argv[3:])
    print(*(f"{count:6} {name}" for name, count in found.most_common()), place, sep="\n")
