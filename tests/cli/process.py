"""The command line in processes of its own."""

import os
import subprocess
import sys


def run(*args: object, given: bytes | None = None, **env: str) -> subprocess.CompletedProcess[bytes]:
    """`deminimis ARGS` with a plain environment."""
    plain = {k: v for k, v in os.environ.items() if not k.startswith(("GITHUB", "DEMINIMIS", "NO_COLOR"))}
    command = [sys.executable, "-m", "deminimis.cli", *map(str, args)]
    return subprocess.run(command, input=given, capture_output=True, env=plain | env, check=False, timeout=120)
