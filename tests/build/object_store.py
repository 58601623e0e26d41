"""A local S3 server (moto) in a process of its own, and the environment by which a run finds it.

Of two puts of one name at one moment S3 refuses one, which moto alone does not: so a put is done one after the other.
"""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any
from urllib.request import Request, urlopen

import pytest

BUCKET = "archive"
needs_store = pytest.mark.skipif(find_spec("moto") is None, reason="no object store is installed: make .venv/.scale")
_PUTS = threading.Lock()
Start = Callable[..., Any]


@contextmanager
def served(*, conditional: bool = True) -> Iterator[dict[str, str]]:
    """The environment in which there is an empty `s3://archive`. conditional: whether `If-None-Match` is heeded."""
    command = [sys.executable, "-m", "tests.build.object_store", *(["conditional"] if conditional else [])]
    quiet = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, env={**os.environ, "PYTHONWARNINGS": ""}, **quiet) as server:  # type: ignore[call-overload]
        try:
            url = f"http://127.0.0.1:{int(server.stdout.readline())}"
            urlopen(Request(f"{url}/{BUCKET}", method="PUT")).close()
            yield {
                "AWS_ENDPOINT_URL": url, "AWS_ALLOW_HTTP": "true", "AWS_REGION": "us-east-1",
                "AWS_ACCESS_KEY_ID": "invented", "AWS_SECRET_ACCESS_KEY": "invented",
            }  # fmt: skip
        finally:
            server.kill()


def _main(conditional: bool) -> None:
    from moto.server import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import make_server

    app = DomainDispatcherApplication(create_backend_app)

    def in_turn(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        if not conditional:
            environ.pop("HTTP_IF_NONE_MATCH", None)
        if environ["REQUEST_METHOD"] != "PUT":
            return app(environ, start)  # type: ignore[no-any-return]
        with _PUTS:
            return app(environ, start)  # type: ignore[no-any-return]

    server = make_server("127.0.0.1", 0, in_turn, threaded=True)
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    _main("conditional" in sys.argv)
