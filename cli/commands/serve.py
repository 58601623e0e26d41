"""`deminimis serve`: a page on this machine for people without a terminal."""

from pathlib import Path
from typing import NamedTuple

import click

from deminimis.cli import log, words
from deminimis.cli.exit_codes import CLEAN, ended
from deminimis.cli.options import refiling
from deminimis.cli.options import shared as options
from deminimis.cli.options.gather import gathered
from deminimis.cli.options.request import Request, request
from deminimis.cli.web.address import LOOPBACK, bound, loopback


class Listening(NamedTuple):
    """Where it listens, and what it takes."""

    host: str = LOOPBACK
    port: int = 8321
    others: tuple[str, ...] = ()
    most: int = 512
    patience: float = 300.0


@click.command("serve")
@request(
    gathered(
        "where", Listening,
        click.option(
            "--host", default=LOOPBACK, show_default=True, help="Where it listens; the default is this machine alone."
        ),
        click.option(
            "--port", type=click.IntRange(0, 65_535), default=8321, show_default=True, help="0 takes any that is free."
        ),
        click.option(
            "--allow-host", "others", multiple=True, metavar="NAME",
            help="Another name under which it may be asked for, that of a proxy in front of it (with its port, unless "
            "that is the usual one); repeatable.",
        ),
        click.option(
            "--most", type=click.IntRange(1, 100_000), default=512, show_default=True, metavar="MB",
            help="Largest upload, all files together.",
        ),
        click.option(
            "--patience", type=click.FloatRange(1, 86_400), default=300.0, show_default=True, metavar="SECONDS",
            help="An upload that takes longer is given up.",
        ),
    ),
    click.option(
        "--nights", type=click.Path(file_okay=False, exists=True, path_type=Path), metavar="DIR",
        help="A folder of `batch --out`: its night reports are listed.",
    ),
    refiling.facts, refiling.wanted, options.verdict, options.selection, options.read_ledger, options.mask,
    options.config,
)  # fmt: skip
def command(
    *, request: Request, where: Listening, nights: Path | None, facts: refiling.Facts, wanted: refiling.Wanted
) -> int:
    """Serve a page to drop filings on: the report, worklist, entries and answers of each, and past nights.

    It prints the address to open, with a token that only this run knows. Nothing leaves the machine: it listens on
    127.0.0.1 alone unless told otherwise, uploads are kept private and removed with their report or at the end.

    \b
    Exit codes: 0 when it is stopped (Ctrl-C, SIGTERM), 2 where it cannot begin.
    Example:    deminimis serve --nights /srv/edi/out
    """
    from deminimis.cli.web.app import application  # noqa: PLC0415 - only this command needs a server
    from deminimis.cli.web.guards import Guarded  # noqa: PLC0415
    from deminimis.cli.web.jobs import Jobs, place  # noqa: PLC0415
    from deminimis.cli.web.offers import House  # noqa: PLC0415
    from deminimis.cli.web.server import serve  # noqa: PLC0415

    request.ready()
    with place() as folder:
        app = application(House(request, facts, wanted, nights), Jobs(folder))
        address = bound(where.host, where.port, where.others)
        guarded = Guarded(app, address, where.most << 20, where.patience)
        log.say(f"deminimis: open {address.link}", address=address.link)
        if not loopback(where.host):
            log.say(
                f"deminimis: everybody who reaches {words.clean(where.host)} and knows that address sees what is "
                "dropped, and it is not encrypted: put it behind a proxy that is",
                level="warning",
            )
        serve(guarded, address)
    log.say("deminimis: stopped; what was dropped is removed")
    return ended(CLEAN)
