"""The server: uvicorn on a socket that is bound already, and a clean end at SIGINT and SIGTERM."""

import signal
from collections.abc import Generator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

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


def serve(app: ASGIApp, address: Address) -> None:
    """Answers until it is asked to stop; requests that run then have five seconds to end."""
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, lifespan="off", ws="none",
        limit_concurrency=64, timeout_keep_alive=5, timeout_graceful_shutdown=5,
    )  # fmt: skip
    with address.socket:
        _Server(config).run(sockets=[address.socket])
