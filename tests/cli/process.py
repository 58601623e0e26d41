"""The command line: in a process of its own where streams, signals or the start are the point, else in this one."""

import io
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from unittest.mock import patch

from deminimis.cli.main import run as command

# For a process that may write little: Python leaves a module cut in the cache of all of them, without a word.
UNCACHED = {"PYTHONDONTWRITEBYTECODE": "1"}


def plain() -> dict[str, str]:
    """The environment without what the program looks at."""
    return {k: v for k, v in os.environ.items() if not k.startswith(("GITHUB", "DEMINIMIS", "NO_COLOR"))}


def run(
    *args: object, given: bytes | None = None, patience: float = 120, **env: str
) -> subprocess.CompletedProcess[bytes]:
    """`deminimis ARGS` as a process with a plain environment. patience: seconds."""
    words = [sys.executable, "-m", "deminimis.cli", *map(str, args)]
    return subprocess.run(words, input=given, capture_output=True, env=plain() | env, check=False, timeout=patience)


def called(*args: object) -> subprocess.CompletedProcess[bytes]:
    """`deminimis ARGS` with a plain environment in this process, which has started long ago."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    with patch.dict(os.environ, plain(), clear=True), redirect_stdout(out), redirect_stderr(err):
        code = command([*map(str, args)])
    said = [stream.detach().getvalue() for stream in (out, err)]  # type: ignore[attr-defined]
    return subprocess.CompletedProcess([*map(str, args)], code, *said)
