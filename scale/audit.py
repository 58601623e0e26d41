"""The whole of an audit: read, route, judge, write the tables; what an earlier run has finished is not done again."""

import json
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from deminimis.ledger.store.lock import folder_of_a_run
from deminimis.ledger.store.table import LedgerError
from deminimis.rules.base.settings import Match, Settings
from deminimis.scale import sources, tables, workers
from deminimis.scale.session import EngineError, most_tasks, ready, session
from deminimis.scale.split import Sizes, split
from deminimis.scale.stages import FEW, FORM, Input, Read, Say, Stages, digest


class Asked(NamedTuple):
    """What an audit is asked for. settings: the rule's, by the latest date of the files. keep: where pieces stay."""

    inputs: list[Input]
    ledger: str | None  # its folder or address, in place of files
    to: Path
    engine: str
    settings: Callable[[date | None], Settings]
    match: Match = "normalised"
    as_of: date | None = None
    keep: Path | None = None
    sizes: Sizes = Sizes()
    version: str = ""
    few: int | None = None  # as in `Stages`


class Outcome(NamedTuple):
    """The one row of the table `summary`, and what became of each file."""

    summary: dict[str, Any]
    read: Read


def audit(asked: Asked, say: Say) -> Outcome:
    """Audits the inputs and writes the tables to `asked.to`, whole or not at all; says what it is doing.

    Raises EngineError with a sentence, and OSError.
    """
    ready(asked.engine)
    if asked.match == "fuzzy":
        raise EngineError(
            "--match fuzzy joins people by how alike they are, which no part of a call can tell: audit with another one"
        )
    for folder in (asked.to, asked.keep or asked.to):
        if odd := set(str(folder.absolute())) & set("*?[]{}%\\"):
            raise EngineError(
                f"{folder}: engines read {' and '.join(sorted(odd))} in a folder's name as a pattern: give another"
            )
    _must_be_ours(asked.to)
    if asked.keep is not None and asked.keep.absolute().is_relative_to(asked.to.absolute()):
        raise EngineError(
            f"{asked.keep}: --keep lies in the folder of --to, which is replaced as a whole: give another"
        )
    with ExitStack() as stack:
        work = asked.keep
        if work is None:
            asked.to.parent.mkdir(parents=True, exist_ok=True)
            work = stack.enter_context(folder_of_a_run(".audit-", asked.to.parent)) / "pieces"
        work = work.absolute()
        ledger = None if asked.ledger is None else _recorded(asked.ledger)
        _same_call(work, asked, ledger)
        say("engine")
        few = FEW if asked.few is None else asked.few
        spark = stack.enter_context(session(asked.engine))
        size = None if ledger else sum(_state(each)[0] for each in asked.inputs)
        stages = Stages(spark, work, say, most_tasks(asked.engine, spark, size), few)
        plain = Settings(as_of=asked.as_of or date(2025, 1, 1), match=asked.match)
        read = stages.read_ledger(ledger, plain) if ledger else stages.read(asked.inputs, plain, asked.as_of)
        settings = asked.settings(read.latest)
        split(stages, plain, asked.sizes)
        name = stages.judge(settings)
        summary = tables.written(stages, name, read, settings, asked.to.absolute())
    return Outcome(summary, read)


def _must_be_ours(to: Path) -> None:
    """Raises EngineError where `to` holds anything but the tables of an earlier audit."""
    if to.exists() and not to.is_dir():
        raise EngineError(f"{to}: this is no folder, and was left as it is")
    if to.is_dir() and {each.name for each in to.iterdir()} - set(tables.TABLES):
        raise EngineError(f"{to}: the folder holds something else than an audit, and was left as it is")


def _recorded(path: str) -> sources.Recorded:
    try:
        found = sources.recorded(path)
    except LedgerError as error:
        raise EngineError(str(error)) from error
    if not found.parts:
        raise EngineError(f"{path}: nothing is recorded in this ledger")
    return found


def _same_call(work: Path, asked: Asked, ledger: sources.Recorded | None) -> None:
    """Raises EngineError where the pieces that are kept there are of other files, or were made otherwise."""
    files: list[Any] = [(each.name, *_state(each)) for each in asked.inputs]
    if ledger is not None:
        files = [asked.ledger, *ledger.parts]
    made = {"files": digest(repr(files)), "match": asked.match, "as_of": str(asked.as_of), "parts": asked.sizes.parts,
            "giant": asked.sizes.giant, "chunk": asked.sizes.chunk, "version": asked.version, "form": FORM,
            **workers.versions()}  # fmt: skip
    work.mkdir(parents=True, exist_ok=True)
    told = work / "call.json"
    if told.exists():
        before = json.loads(told.read_text("utf-8"))
        if other := [name for name in made if before.get(name) != made[name]]:
            raise EngineError(f"{work}: these pieces were made with other {' and '.join(other)}: give another --keep")
    elif any(work.iterdir()):
        raise EngineError(f"{work}: the folder holds something else than pieces of an audit, and was left as it is")
    else:
        told.write_text(json.dumps(made), "utf-8")


def _state(one: Input) -> tuple[int, int]:
    """Size and time of a file; of one that cannot be looked at zeros: reading will tell."""
    try:
        state = Path(one.path).stat()
    except OSError:
        return 0, 0
    return state.st_size, state.st_mtime_ns
