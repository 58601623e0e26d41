"""The server: uvicorn on a socket that is bound already, and a clean end at SIGINT and SIGTERM."""

import logging
import signal
from collections.abc import Generator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from deminimis.cli import log
from deminimis.cli.web.address import Address


class _Server(uvicorn.Server):
    """A signal that asks it to stop is obeyed, and not raised again behind it: to be stopped is no fault."""

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """The handlers, for as long as it runs."""
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


class _Said(logging.Handler):
    """What the libraries of the server warn of, as any other line on standard error: one sentence, or one object."""

    def emit(self, record: logging.LogRecord) -> None:
        """Says it."""
        kind = record.exc_info[0] if record.exc_info else None
        told = record.getMessage().strip() + (f": {kind.__name__}" if kind else "")
        log.say(f"deminimis: {told}", "error" if record.levelno >= logging.ERROR else "warning")


def serve(app: ASGIApp, address: Address) -> None:
    """Answers until it is asked to stop; requests that run then have five seconds to end."""
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, lifespan="off", ws="none",
        limit_concurrency=64, timeout_keep_alive=5, timeout_graceful_shutdown=5, log_config=None,
    )  # fmt: skip
    logging.getLogger().addHandler(_Said(logging.WARNING))
    with address.socket:
        _Server(config).run(sockets=[address.socket])
