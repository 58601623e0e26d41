"""`deminimis audit`: any number of shipments, judged in parts on an engine; the results are Delta tables."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import click

from deminimis.cli import log, words
from deminimis.cli.options import shared as options
from deminimis.cli.options.gather import gathered
from deminimis.cli.options.kinds import Place
from deminimis.cli.options.request import Request, request
from deminimis.cli.reporters import deliver
from deminimis.cli.session.inputs import ours
from deminimis.cli.version import VERSION
from deminimis.ledger.store.bucket import Bucket, Where


class Engine(NamedTuple):
    """Where it runs, and where its pieces and results lie."""

    to: Where
    url: str = "sail"
    keep: Where | None = None
    parts: int | None = None


@click.command("audit")
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True, type=str)
@gathered(
    "engine", Engine,
    click.option("--to", type=Place(), required=True, metavar="DIR|s3://...",
                 help="Write the tables groups, shipments, findings and summary here, whole or not at all; in an "
                 "object store one after the other, summary last."),
    click.option("--engine", "url", default="sail", show_default=True, metavar="URL",
                 help="sail (in this process), sail-cluster, sc://HOST:PORT, spark://HOST:PORT, local[N], submit."),
    click.option("--keep", type=Place(), metavar="DIR",
                 help="Keep the pieces here: another policy is judged without reading again, and a run that was "
                 "ended goes on."),
    click.option("--parts", type=click.IntRange(min=1), metavar="N",
                 help="Default: one for about 200,000 filings."),
)  # fmt: skip
@click.option("--format", "form", type=click.Choice(["text", "html", "xlsx"]), default="text", show_default=True,
              help="Of the report; the tables are always written.")  # fmt: skip
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path),
              help="Write the report to this file, whole or not at all.")  # fmt: skip
@request(options.policy_verdict, options.config, options.mask, options.quiet)
def command(sources: tuple[str, ...], engine: Engine, form: str, output: Path | None, request: Request) -> int:
    """Judge any number of shipments, on an engine that works in parts; the same answers as `check`.

    SOURCE is a file, or a folder with all that is below it; gzip and zstd are unpacked. Or it is a ledger: a folder, or
    an address s3://BUCKET/PATH.

    \b
    Example:    deminimis audit archive/ --to results --keep pieces
    """
    from deminimis.cli.reporters.audit import page, text  # noqa: PLC0415 - --help must not wait for polars
    from deminimis.cli.session.report import exit_code  # noqa: PLC0415
    from deminimis.ledger.store.lock import folder_of_a_run  # noqa: PLC0415
    from deminimis.ledger.store.table import LedgerError  # noqa: PLC0415
    from deminimis.ledger.store.upload import must_be_free, uploaded  # noqa: PLC0415
    from deminimis.scale.audit import Asked, audit  # noqa: PLC0415
    from deminimis.scale.session import EngineError  # noqa: PLC0415
    from deminimis.scale.sources import is_ledger  # noqa: PLC0415
    from deminimis.scale.split import Sizes  # noqa: PLC0415
    from deminimis.scale.stages import Input  # noqa: PLC0415
    from deminimis.scale.tables import TABLES  # noqa: PLC0415

    changed = request.configuration
    if changed.layouts or changed.release_types or changed.edifact:
        raise click.UsageError("audit reads with the layouts that come with the program; the configuration has others")
    ledgers = [source for source in sources if is_ledger(source)]
    if ledgers and len(sources) > 1:
        raise click.UsageError("a ledger is audited alone: what was recorded of other files it cannot know")
    ledger = next(iter(ledgers), None)
    given = [] if ledger else [each for source in sources for each in _files(Path(source))]
    inputs = [Input(words.shown(str(each)), str(each.absolute())) for each in given]

    def say(stage: str) -> None:
        if not request.quiet:
            log.say(f"deminimis: {stage} ...")

    if isinstance(engine.keep, Bucket):
        raise click.UsageError(
            f"--keep {engine.keep}: pieces are kept in a folder that driver and workers see; name one"
        )
    with ExitStack() as stack:
        try:
            to = engine.to
            if isinstance(to, Bucket):  # written here first: what fails leaves the tables there as they are
                must_be_free(to, TABLES)
                to = stack.enter_context(folder_of_a_run("deminimis-audit-")) / "tables"
            asked = Asked(
                inputs, ledger, to, engine.url, request.settings, request.match, request.as_of, engine.keep,
                Sizes(engine.parts), VERSION,
            )  # fmt: skip
            outcome = audit(asked, say)
            if isinstance(engine.to, Bucket):
                say("upload")
                uploaded(to, TABLES, engine.to)
        except (EngineError, LedgerError) as error:
            raise click.ClickException(words.clean(str(error))) from error
        assumptions = (*request.configuration.assumptions(), *request.assumed.of_policy())
        forms: dict[str, Callable[[Path, text.Asked], str | bytes]] = {
            "text": text.text, "html": page.html, "xlsx": text.workbook,
        }  # fmt: skip
        deliver.write(forms[form](to, text.Asked(assumptions, bool(request.mask), str(engine.to))), output)
        return exit_code(outcome.summary["complete"], text.severities(to), request.fail_on)


def _files(source: Path) -> Iterator[Path]:
    """The files of a source, in order of their names. Raises click.ClickException where there are none."""
    name = words.clean(str(source))
    if not source.exists():
        raise click.ClickException(f"{name}: there is no such file or folder")
    if not source.is_dir():
        yield source
        return
    inside = sorted(each for each in _below(source) if _wanted(each))
    if not inside:
        raise click.ClickException(f"{name}: the folder has no files")
    yield from inside


def _below(folder: Path) -> Iterator[Path]:
    """What is in a folder and those below it, linked ones too, each once; hidden ones left out.

    Raises OSError for a folder that cannot be looked into: what it has would be missing without a word.
    """

    def told(error: OSError) -> None:
        raise error

    seen: set[Path] = set()
    for place, folders, names in os.walk(folder, onerror=told, followlinks=True):
        if (real := Path(place).resolve()) in seen:
            folders.clear()
            continue
        seen.add(real)
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(place, name) for name in names)


def _wanted(path: Path) -> bool:
    """A file, or a link that leads nowhere: that is told of, not passed over. Not what is hidden or no filing."""
    if path.name.startswith(".") or ours(path):
        return False
    return path.is_file() or (path.is_symlink() and not path.exists())
